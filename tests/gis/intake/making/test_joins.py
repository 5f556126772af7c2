"""Which parcel a building stands in."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from gis.intake.making.joins import NEAR_M, holders

PLOTS = np.array([box(0, 0, 100, 100), box(100, 0, 200, 100)], dtype=object)


def row_of(x: float, areas: np.ndarray = PLOTS) -> int:
    """Where a building of 10 m goes whose west side is at x."""
    return int(holders(np.array([box(x, 40, x + 10, 50)], dtype=object), areas)[0])


def test_the_parcel_that_covers_most_of_a_building_has_it() -> None:
    assert (row_of(20), row_of(94), row_of(96), row_of(150)) == (0, 0, 1, 1)


def test_a_building_in_none_goes_to_the_nearest_that_is_near() -> None:
    assert row_of(220) == 1
    assert row_of(200 + NEAR_M + 1) == -1


def test_one_parcel_and_none() -> None:
    assert row_of(20, PLOTS[:1]) == 0
    assert row_of(500, PLOTS[:1]) == -1
    assert row_of(20, PLOTS[:0]) == -1
    assert len(holders(PLOTS[:0], PLOTS)) == 0


@given(st.floats(-40, 230), st.permutations([0, 1]))
def test_the_order_of_parcels_does_not_matter(x: float, order: list[int]) -> None:
    if abs(x - 95) > 1e-6:
        assert order[row_of(x, PLOTS[order])] == row_of(x)
