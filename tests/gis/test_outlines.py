"""Polygons to arrays: nothing is lost, and every ring turns the right way."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from gis.outlines import freeze, outlines
from gis.prepared import Outlines
from tests.gis.rings import areas, signed_areas


def flat(x_m: np.ndarray, y_m: np.ndarray) -> np.ndarray:
    """Level ground at 5 m."""
    return np.full(np.shape(x_m), 5.0, np.float32)


coordinates = st.floats(-4000, 4000)
pieces = st.builds(
    lambda x, y, w, d, hole: box(x, y, x + w, y + d) - (box(x + 3, y + 3, x + 6, y + 6) if hole else Polygon()),
    coordinates, coordinates, st.floats(10, 400), st.floats(10, 400), st.booleans(),
)  # fmt: skip
features = st.lists(st.lists(pieces, min_size=1, max_size=3).map(shapely.union_all), max_size=6)


@given(features)
def test_areas_are_kept(geometries: list[shapely.Geometry]) -> None:
    """Shells less holes sum to each feature's area, to what single precision holds."""
    made = outlines(geometries, flat)
    by_owner = np.bincount(made.owner, weights=areas(made), minlength=len(geometries))
    expected = [geometry.area for geometry in geometries]
    assert by_owner == pytest.approx(np.array(expected), rel=1e-4, abs=2.0)


@given(features)
def test_shells_turn_left_and_holes_right(geometries: list[shapely.Geometry]) -> None:
    """Seen from above; the first ring of a polygon is its shell."""
    made = outlines(geometries, flat)
    signed = signed_areas(made)
    shell = np.zeros(len(signed), bool)
    shell[made.polygon_start[:-1]] = True
    assert (signed[shell] > 0).all()
    assert (signed[~shell] < 0).all()


@given(features)
def test_offsets_frame_all_corners(geometries: list[shapely.Geometry]) -> None:
    """Offsets rise from 0 to the number of corners and rings; rings have at least three corners, none doubled."""
    made = outlines(geometries, flat)
    assert made.ring_start[0] == made.polygon_start[0] == 0
    assert made.ring_start[-1] == len(made.xyz)
    assert made.polygon_start[-1] == len(made.ring_start) - 1
    assert (np.diff(made.ring_start) >= 3).all()
    assert len(made.owner) == len(made.polygon_start) - 1
    assert (np.diff(made.owner) >= 0).all()


def test_rings_are_open() -> None:
    """A square has four corners."""
    assert len(outlines([box(0, 0, 1, 1)], flat).xyz) == 4


def test_corners_lie_on_the_ground() -> None:
    """Each at its own elevation."""
    made = outlines([box(0, 0, 10, 10)], lambda x, y: np.asarray(x + 2 * y, np.float32))
    assert made.xyz[:, 2] == pytest.approx(made.xyz[:, 0] + 2 * made.xyz[:, 1])


def test_a_feature_of_several_parts_owns_them_all() -> None:
    """Two islands, one owner."""
    made = outlines([box(0, 0, 1, 1), MultiPolygon([box(5, 5, 6, 6), box(8, 8, 9, 9)])], flat)
    assert made.owner.tolist() == [0, 1, 1]


def test_slivers_lines_and_nothing_are_left_out() -> None:
    """Rows keep their number."""
    sliver = Polygon([(0, 0), (1, 0), (1, 1e-4)])
    made = outlines([sliver, Polygon(), box(0, 0, 2, 2)], flat)
    assert made.owner.tolist() == [2]


def test_no_features_make_empty_arrays() -> None:
    """Not an error: a park may have no water."""
    made = outlines([], flat)
    assert isinstance(made, Outlines)
    assert made.xyz.shape == (0, 3)
    assert made.ring_start.tolist() == made.polygon_start.tolist() == [0]


def test_arrays_are_read_only() -> None:
    """What is prepared is never changed."""
    made = outlines([box(0, 0, 1, 1)], flat)
    with pytest.raises(ValueError, match="read-only"):
        made.xyz[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        freeze([1, 2], np.int32)[0] = 3
