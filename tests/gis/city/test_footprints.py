"""Outlines of three-dimensional objects."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis.city.faces import FOOTPRINT, GROUND, OTHER, Gathering
from gis.city.footprints import Outlines, outlines

_METRES = st.integers(1, 50).map(float)


def _box(x: float, y: float, wide: float, deep: float, low: float, high: float) -> list[list[tuple[float, ...]]]:
    base = [(x, y), (x + wide, y), (x + wide, y + deep), (x, y + deep)]
    sides = [[(*a, low), (*b, low), (*b, high), (*a, high)] for a, b in zip(base, base[1:] + base[:1], strict=True)]
    return [[(*corner, low) for corner in base], [(*corner, high) for corner in base], *sides]


def _of(*parts: list[tuple[int, float, list[tuple[float, ...]]]]) -> Outlines:
    gathering = Gathering()
    for number, faces in enumerate(parts):
        part = gathering.add_part(0, number == 0)
        for role, detail, ring in faces:
            gathering.add_face(part, role, detail, [np.array(ring, np.float64)])
    return outlines(gathering.faces(), 1)


@given(_METRES, _METRES, _METRES)
def test_a_block_stands_on_its_bottom(wide: float, deep: float, high: float) -> None:
    """Whatever its size, however far from the origin."""
    found = _of([(OTHER, 1.0, ring) for ring in _box(500_000, 5_400_000, wide, deep, 3, 3 + high)])
    assert found.shapes[0].area == pytest.approx(wide * deep)
    assert (found.ground[0], found.top[0]) == (3, 3 + high)


def test_an_overhang_is_part_of_what_is_seen_from_above() -> None:
    """The bottom alone is the outline only where the top covers no more."""
    rings = _box(0, 0, 10, 10, 0, 3) + _box(0, 0, 14, 10, 3, 6)
    assert _of([(OTHER, 1.0, ring) for ring in rings]).shapes[0].area == pytest.approx(140)


def test_the_finest_detail_counts() -> None:
    """Of ground faces in two levels of detail, those of the finer one."""
    coarse, fine = _box(0, 0, 10, 10, 0, 3)[0], _box(0, 0, 9, 9, 0, 3)[0]
    assert _of([(GROUND, 1.0, coarse), (GROUND, 2.2, fine)]).shapes[0].area == 81


def test_a_footprint_of_the_whole_needs_no_parts() -> None:
    """And tells nothing of the height, for it is often drawn at 0."""
    drawn = [(FOOTPRINT, 0.0, _box(0, 0, 20, 20, 0, 0)[0])]
    found = _of(drawn, [(OTHER, 1.0, ring) for ring in _box(0, 0, 10, 10, 40, 50)])
    assert found.shapes[0].area == 400
    assert (found.ground[0], found.top[0]) == (40, 50)


def test_walls_alone_have_the_hull_of_their_corners() -> None:
    """What stands upright covers nothing itself."""
    found = _of([(OTHER, 1.0, ring) for ring in _box(0, 0, 10, 5, 0, 3)[2:]])
    assert found.shapes[0].area == 50


def test_faces_that_cross_themselves_are_united_all_the_same() -> None:
    """A bow tie beside a square."""
    bow = [(0.0, 0.0, 0.0), (2.0, 2.0, 0.0), (2.0, 0.0, 0.0), (0.0, 2.0, 0.0)]
    shape = _of([(GROUND, 1.0, bow), (GROUND, 1.0, _box(2, 0, 2, 2, 0, 1)[0])]).shapes[0]
    assert shapely.is_valid(shape)
    assert shape.area >= 4


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e308])
def test_what_is_no_place_on_earth_is_lost(value: float) -> None:
    """The other faces stay."""
    gathering = Gathering()
    part = gathering.add_part(0, True)
    for corner in (0.0, value):
        gathering.add_face(part, OTHER, 1.0, [np.array([(corner, 0, 0), (1, 0, 0), (1, 1, 0)])])
    assert outlines(gathering.faces(), 1).shapes[0].area == 0.5
    assert gathering.lost == 1


def test_nothing_has_no_outline() -> None:
    """No faces at all."""
    found = outlines(Gathering().faces(), 2)
    assert list(found.shapes) == [None, None]
    assert np.isnan(found.top).all()
