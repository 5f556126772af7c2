"""Frames, forms and fills: what holds for any of them."""

from __future__ import annotations

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, box

from gis.generate.fills import FILLS, rows
from gis.generate.forms import FORMS, form
from gis.generate.frames import PlanFrame, drawn_area, polygons, region, rounded, solve
from gis.generate.rules import rules

metres = st.floats(-5000, 5000)
sizes = st.floats(50, 120)


@given(st.floats(0, 360), metres, metres, metres, metres)
def test_a_frame_goes_out_and_back(azimuth: float, u: float, v: float, east: float, north: float) -> None:
    """Plan to world to plan is the same point, and lengths stay."""
    frame = PlanFrame((540_000 + east, 4_000_000 + north), azimuth)
    world = frame.to_world(Point(u, v))
    back = frame.to_plan(world)
    assert math.dist((back.x, back.y), (u, v)) < 1e-6
    origin = frame.to_world(Point(0, 0))
    assert world.distance(origin) == pytest.approx(math.hypot(u, v), abs=1e-6)


def test_u_runs_along_the_azimuth_and_v_to_its_left() -> None:
    """Azimuth 90: u east, v north."""
    point = PlanFrame((100.0, 200.0), 90.0).to_world(Point(10, 3))
    assert (point.x, point.y) == pytest.approx((110, 203))


@given(sizes, sizes, st.floats(8, 16), st.sampled_from(sorted(FORMS)))
def test_a_form_is_one_valid_shape_in_its_box(width: float, depth: float, wing: float, name: str) -> None:
    """Whole, valid, as wide and deep as asked, centred."""
    shape = form(name, 7.0, -3.0, width, depth, wing)
    assert shape.is_valid
    assert isinstance(shape, Polygon)
    x0, y0, x1, y1 = shape.bounds
    assert (x1 - x0, y1 - y0) == pytest.approx((width, depth))
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx((7, -3))


@pytest.mark.parametrize(("name", "courts"), [("bar", 0), ("O", 1), ("eight", 2), ("ring", 1)])
def test_courtyard_forms_have_their_courts(name: str, courts: int) -> None:
    """A court is a hole in the shape."""
    assert len(form(name, 0, 0, 80, 80, 16).interiors) == courts


plots = st.builds(
    lambda w, d, skew: Polygon([(0, 0), (w, 0), (w + skew, d), (skew / 2, d)]),
    st.floats(90, 300), st.floats(90, 300), st.floats(-40, 40),
)  # fmt: skip


@given(plots, st.sampled_from(sorted(FILLS)), st.booleans())
def test_a_fill_keeps_to_its_plot_and_its_gaps(plot: Polygon, kind: str, with_feature: bool) -> None:
    """Buildings lie inside, apart from each other and from what stands already."""
    fill = {"kind": kind, "w": 48, "d": 18, "seg": 48, "gx": 14, "gy": 16, "gap": 14, "fl": [4, 6, 5]}
    taken = plot.centroid.buffer(15) if with_feature else Polygon()
    built = FILLS[kind](plot, fill, taken, rules())
    shapes = [shape for shape, _ in built]
    assert all(floors in (4, 5, 6) for _, floors in built)
    # Rows may lean out by the tolerance that lets them use slanted plots, perimeter slabs by their own.
    assert all(plot.buffer(2.0).covers(shape) for shape in shapes)
    for i, shape in enumerate(shapes):
        assert all(shape.distance(other) > 9 for other in shapes[:i])
        assert shape.distance(taken) > 9 or not with_feature


def test_rows_fill_an_empty_rectangle_evenly() -> None:
    """Three rows of two on 130 by 120 metres, symmetric about the middle."""
    built = rows(box(0, 0, 130, 120), {"w": 50, "d": 24, "gx": 14, "gy": 16, "fl": [5]}, Polygon(), rules())
    middle = shapely.union_all([shape for shape, _ in built]).centroid
    assert len(built) == 6
    assert (middle.x, middle.y) == pytest.approx((65, 60))


@given(st.floats(-200, 200))
def test_solve_finds_where_a_rising_function_reaches_a_value(root: float) -> None:
    """To the digits of a float."""
    assert solve(lambda x: x**3, root**3, -300, 300) == pytest.approx(root, abs=1e-4)


def test_rounded_corners_stay_near_the_line() -> None:
    """Ends stay; the corner is cut, not moved past half an edge."""
    line = LineString(rounded([[0, 0], [100, 0], [100, 100]], 30))
    assert line.coords[0] == (0, 0)
    assert line.coords[-1] == (100, 100)
    assert 5 < line.distance(Point(100, 0)) < 20


def test_drawn_areas_have_the_asked_size() -> None:
    """Ellipse, band and ring."""
    frame = PlanFrame((0.0, 0.0), 39.0)
    assert drawn_area({"ellipse": [0, 0, 50, 20]}, frame).area == pytest.approx(math.pi * 1000, rel=0.01)
    assert drawn_area({"line": [[0, 0], [100, 0]], "width_m": 12}, frame).area == pytest.approx(1200)
    assert drawn_area({"ring": [[0, 0], [10, 0], [10, 10]]}, frame).area == pytest.approx(50)


def test_polygons_drop_what_an_overlay_leaves_behind() -> None:
    """Lines and points in a collection are no land."""
    mixed = shapely.GeometryCollection([box(0, 0, 1, 1), LineString([(0, 0), (5, 5)]), Point(9, 9)])
    assert [shape.area for shape in polygons(mixed)] == [1]
    assert region(mixed).area == 1
    assert region(Point(0, 0)).is_empty
