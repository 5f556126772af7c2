"""Heights, floors and uses that files do not state."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gis.intake.meanings.estimate import Storeys, storeys, styles, uses_by_size

NONE = np.nan


def built(height_m: list[float], floors: list[float], use: str = "office", size_m2: float = 500) -> Storeys:
    """Masses on the ground, all of one use and size."""
    count = len(height_m)
    uses = np.full(count, use, dtype=object)
    return storeys(np.array(height_m), np.array(floors), np.zeros(count), uses, np.full(count, size_m2))


def test_what_is_stated_stands() -> None:
    found = built([33.0], [10.0])
    assert (found.floors[0], found.height_m[0]) == (10, 33)
    assert not found.estimated["height_m"][0]
    assert not found.estimated["floors"][0]


def test_a_missing_height_is_floors_by_the_storey_of_the_use() -> None:
    found = built([NONE], [5.0], "housing")
    assert found.height_m[0] == 15
    assert found.estimated["height_m"][0]


def test_missing_floors_come_from_the_height() -> None:
    found = built([41.0], [NONE])
    assert (found.floors[0], found.height_m[0]) == (10, 41)
    assert found.estimated["floors"][0]
    assert not found.estimated["height_m"][0]


def test_of_nothing_stated_the_median_of_the_same_use_is_taken_if_half_state_theirs() -> None:
    assert built([40.0, 40.0, NONE], [NONE] * 3).floors[2] == 10
    assert built([40.0, NONE, NONE], [NONE] * 3).floors[2] == 4


@pytest.mark.parametrize(("size_m2", "floors"), [(10, 1), (100, 2), (500, 4), (2000, 5), (9000, 3)])
def test_else_the_size_of_the_footprint_says_how_many_floors(size_m2: float, floors: int) -> None:
    assert built([NONE], [NONE], size_m2=size_m2).floors[0] == floors


def test_floors_that_make_storeys_absurd_give_way_to_the_height() -> None:
    found = built([60.0], [1.0])
    assert found.height_m[0] == 60
    assert found.estimated["floors"][0]


@given(
    arrays(np.float64, 6, elements=st.one_of(st.just(NONE), st.floats(0.01, 999))),
    arrays(np.float64, 6, elements=st.one_of(st.just(NONE), st.floats(0.4, 200))),
    arrays(np.float64, 6, elements=st.floats(0, 50)),
)
def test_every_mass_keeps_the_bounds_of_the_schema(
    height_m: np.ndarray, floors: np.ndarray, base_m: np.ndarray
) -> None:
    uses = np.array(["office", "housing", "industrial"] * 2, dtype=object)
    found = storeys(height_m, floors, base_m, uses, np.array([5.0, 50, 200, 1000, 5000, 100]))
    assert ((found.floors >= 1) & (found.floors <= 200) & (found.floors % 1 == 0)).all()
    assert ((found.floor_height_m >= 2) & (found.floor_height_m <= 20)).all()
    assert np.allclose(found.height_m, base_m + found.floors * found.floor_height_m)


@given(st.floats(2.0, 900))
def test_a_stated_height_of_two_metres_or_more_comes_out_exactly(height_m: float) -> None:
    assert built([height_m], [NONE]).height_m[0] == pytest.approx(height_m)


def test_uses_go_by_size_and_high_offices_are_towers() -> None:
    assert uses_by_size(np.array([10.0, 100, 1000, 9000])).tolist() == ["utility", "housing", "office", "industrial"]
    assert styles(np.array(["office", "office"], dtype=object), np.array([5.0, 30])).tolist() == [
        "curtain_wall_slab",
        "glass_tower",
    ]
