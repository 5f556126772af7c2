"""Moving about: what holds for every view and every movement."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panda3d.core import NodePath, Point2, Point3

from twin import camera
from twin.view import View, look

ASPECT = 16 / 9


def hill(x_m: float, y_m: float) -> float:
    """Ground that is neither flat nor level."""
    return 40.0 + 0.05 * x_m + 15.0 * math.sin(y_m / 200)


def level(_x_m: float, _y_m: float) -> float:
    return 0.0


coordinates = st.floats(-2000, 2000)
targets = st.tuples(coordinates, coordinates).map(lambda xy: (xy[0], xy[1], hill(*xy)))
views = st.builds(look, targets, st.floats(0, 359.9), st.floats(-85, 20), st.floats(20, 4000), st.floats(20, 90)).map(
    lambda view: camera.above_ground(view, hill)
)
shares = st.floats(-0.95, 0.95)


def above(view: View) -> float:
    return view.eye_m[2] - hill(view.eye_m[0], view.eye_m[1])


@given(views, st.floats(-400, 400), st.floats(-100, 100))
def test_going_round_keeps_the_target_and_never_digs_into_the_ground(view: View, turn: float, tilt: float) -> None:
    after = camera.orbit(view, turn, tilt, hill)
    assert after.target_m == view.target_m
    assert above(after) >= camera.EYE_CLEARANCE_M - 1e-6


@given(views, st.floats(-170, 170))
def test_turning_back_comes_back(view: View, turn: float) -> None:
    after = camera.orbit(camera.orbit(view, turn, 0, level), -turn, 0, level)
    if view.eye_m[2] > camera.EYE_CLEARANCE_M + 1 and view.pitch_deg > -89:
        assert after.eye_m == pytest.approx(view.eye_m, abs=1e-3)


@given(views, st.floats(-500, 500), st.floats(-500, 500))
def test_panning_keeps_the_way_of_looking_and_the_height_above_ground(view: View, right: float, ahead: float) -> None:
    after = camera.pan(view, right, ahead, hill)
    moved = math.dist(after.target_m[:2], view.target_m[:2])
    assert moved == pytest.approx(math.hypot(right, ahead), abs=1e-6)
    assert after.target_m[2] - hill(*after.target_m[:2]) == pytest.approx(0, abs=1e-6)
    assert above(after) >= camera.EYE_CLEARANCE_M - 1e-6


def test_panning_to_the_right_goes_east_when_looking_north() -> None:
    view = look((0, 0, 0), 0, -30, 500)
    assert camera.pan(view, 10, 0, level).target_m == pytest.approx((10, 0, 0))
    assert camera.pan(view, 0, 10, level).target_m == pytest.approx((0, 10, 0))


@given(views, st.floats(0.3, 3), shares, shares)
def test_zooming_to_the_pointer_keeps_what_lies_under_it(view: View, factor: float, x: float, y: float) -> None:
    under = camera.ground_point(view, ASPECT, x, y, level)
    if under is None or view.eye_m[2] < 30:
        return
    after = camera.zoom(view, factor, lambda _x, _y: -1e9, under)
    assert project(after, under) == pytest.approx((x, y), abs=2e-3)


def test_zooming_stops_before_the_target() -> None:
    view = look((0, 0, 0), 0, -30, 100)
    for _ in range(60):
        view = camera.zoom(view, 0.5, level)
    assert 3.9 < view.distance_m < 5


def test_zooming_a_map_changes_its_width_and_keeps_what_lies_under_the_pointer() -> None:
    view = View((0, 0, 1500), (0, 0, 0), width_m=1000)
    under = camera.ground_point(view, ASPECT, 0.5, 0.5, level)
    assert under is not None
    after = camera.zoom(view, 0.5, level, under)
    assert after.width_m == 500
    assert camera.ground_point(after, ASPECT, 0.5, 0.5, level) == pytest.approx(under, abs=1e-6)
    assert after.eye_m[2] == 1500


@given(views, shares, st.floats(-0.9, -0.1))
def test_a_dragged_point_follows_the_pointer(view: View, x: float, y: float) -> None:
    if view.pitch_deg > -20:
        return
    grasped = camera.ground_point(view, ASPECT, x, y, level)
    if grasped is None:
        return
    after = camera.drag(view, ASPECT, (x, y), (0.0, -0.2), level)
    assert project(after, grasped) == pytest.approx((0.0, -0.2), abs=2e-3)


def test_dragging_the_sky_moves_nothing() -> None:
    view = look((0, 0, 0), 0, 0, 100).moved(eye_m=(0, -100, 50), target_m=(0, 0, 50))
    assert camera.drag(view, ASPECT, (0, 0.9), (0, 0), level) == view


@given(views, views, st.floats(0, 1))
def test_a_flight_starts_at_its_start_ends_at_its_end_and_is_never_nowhere(a: View, b: View, share: float) -> None:
    assert camera.fly(a, b, 0) == a
    assert camera.fly(a, b, 1) == b
    between = camera.fly(a, b, share)
    assert all(math.isfinite(value) for value in (*between.eye_m, *between.target_m))


@given(views, views)
def test_a_flight_has_no_jumps(a: View, b: View) -> None:
    eyes = [camera.fly(a, b, i / 200).eye_m for i in range(201)]
    jumps = [math.dist(p, q) for p, q in itertools.pairwise(eyes)]
    assert max(jumps) <= 0.1 * (sum(jumps) + 1e-9) + 1e-3


def test_a_flight_turns_the_short_way() -> None:
    a, b = look((0, 0, 0), 350, -20, 100), look((0, 0, 0), 10, -20, 100)
    heading = camera.fly(a, b, 0.5).heading_deg
    assert min(heading, 360 - heading) < 0.01


def project(view: View, point: tuple[float, float, float]) -> tuple[float, float]:
    """The place of a point in the picture, by Panda3D itself."""
    root = NodePath("root")
    node = root.attach_new_node("camera")
    camera.place_camera(node, view)
    out = Point2()
    camera.lens_of(view, ASPECT).project(node.get_relative_point(root, Point3(*point)), out)
    return out.x, out.y


@given(views, shares, shares)
def test_rays_and_lens_agree(view: View, x: float, y: float) -> None:
    (ex, ey, ez), (dx, dy, dz) = camera.ray(view, ASPECT, x, y)
    far = (ex + 300 * dx, ey + 300 * dy, ez + 300 * dz)
    assert project(view, far) == pytest.approx((x, y), abs=1e-3)


@given(st.floats(100, 4000), shares, shares)
def test_rays_and_lens_of_a_map_agree(width: float, x: float, y: float) -> None:
    view = View((100, 200, 1500), (100, 200, 40), width_m=width)
    (ex, ey, _), _ = camera.ray(view, ASPECT, x, y)
    assert project(view, (ex, ey, 40)) == pytest.approx((x, y), abs=1e-3)


def test_the_field_of_view_is_the_horizontal_one() -> None:
    view = look((0, 0, 0), 0, 0, 10, 46)
    assert camera.lens_of(view, ASPECT).get_fov().x == pytest.approx(46)


def test_a_narrow_picture_loses_its_sides_and_not_its_scale() -> None:
    view = look((0, 0, 0), 0, 0, 10, 46)
    _, height = camera.half_extent(view, camera.NARROWEST)
    assert camera.half_extent(view, 0.5) == pytest.approx((height * 0.5, height))


def test_a_narrow_map_shows_its_whole_width() -> None:
    view = View((0, 0, 1500), (0, 0, 0), width_m=1000)
    assert [camera.half_extent(view, aspect)[0] for aspect in (0.3, 1.0, 16 / 9)] == [500, 500, 500]


def test_a_map_looks_straight_down_with_north_up() -> None:
    view = View((0, 0, 1500), (0, 0, 0), width_m=1000)
    right, forward, up = camera.axes(view)
    assert right == pytest.approx((1, 0, 0))
    assert forward == pytest.approx((0, 0, -1))
    assert up == pytest.approx((0, 1, 0))
