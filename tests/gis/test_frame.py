"""Local metres: one origin for both parks, and a round trip that loses nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, box

from gis.frame import ORIGIN_STEP_M, frame_of, to_local, to_reference
from gis.place import LocalFrame
from gis.read import load_place

offsets = st.floats(-30_000, 30_000)


@given(offsets, offsets)
def test_a_point_goes_out_and_back(dx: float, dy: float) -> None:
    """To a micrometre."""
    frame = LocalFrame(4549, 542_000, 4_002_000)
    point = Point(542_000 + dx, 4_002_000 + dy)
    assert to_reference(to_local(point, frame), frame).distance(point) < 1e-6


@given(offsets, offsets)
def test_single_precision_holds_a_place_to_the_millimetre(dx: float, dy: float) -> None:
    """Around the parks, where buildings are; some 2 mm at the horizon."""
    local = np.array([dx, dy])
    assert np.abs(local.astype(np.float32) - local).max() <= (0.0005 if np.abs(local).max() < 8000 else 0.002)


@given(st.floats(0, 1e6), st.floats(0, 1e7), st.floats(10, 5000))
def test_the_origin_is_near_the_largest_site(east: float, north: float, size: float) -> None:
    """On a grid of round coordinates, within half a step of the site's middle."""
    frame = frame_of([box(east, north, east + size, north + size), box(0, 0, 1, 1)])
    assert frame.origin_east_m % ORIGIN_STEP_M == 0
    assert frame.origin_north_m % ORIGIN_STEP_M == 0
    assert abs(frame.origin_east_m - east - size / 2) <= ORIGIN_STEP_M / 2
    assert abs(frame.origin_north_m - north - size / 2) <= ORIGIN_STEP_M / 2


@pytest.mark.parametrize("parks", [["ai"], ["vr"], ["ai", "vr"], ["vr", "ai"]])
def test_the_parks_share_their_origin(parks: list[str]) -> None:
    """Alone or together: a view kept for one place is the same in the other."""
    assert load_place(parks).frame == LocalFrame(4549, 542_000, 4_002_000)


def test_heights_are_dropped() -> None:
    """A file's z is not the place's."""
    assert not to_local(Point(1, 2, 3), LocalFrame(4549, 0, 0)).has_z
