"""What holds for every stereo mode."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from panda3d.core import NodePath, Point2, Point3

from gis.text import Name
from twin import camera, stereo
from twin.stereo import Depth, Mode, depth_of, modes
from twin.view import View, look

VIEW = look((30, 40, 12), 35, -15, 80)
DEPTH = Depth(0.065, 8.0)


def seen(mode: Mode, view: View, depth: Depth, point: tuple[float, float, float]) -> dict[int, tuple[float, float]]:
    """Where each eye's picture shows a point, -1 to 1, by the eye's side."""
    root, places = NodePath("root"), {}
    width, height = mode.eye_size((1600, 900))
    for eye in mode.eyes:
        node = root.attach_new_node("eye")
        stereo.place_eye(node, view, eye.side, depth)
        out = Point2()
        assert stereo.lens_of(view, width / height, eye.side, depth).project(
            node.get_relative_point(root, Point3(*point)), out
        )
        places[eye.side] = (out.x, out.y)
    return places


def ahead(view: View, distance_m: float) -> tuple[float, float, float]:
    """A point a little off the line of sight, at this distance in depth."""
    right, forward, up = camera.axes(view)
    x, y, z = (
        e + distance_m * f + 0.05 * distance_m * r - 0.03 * distance_m * u
        for e, f, r, u in zip(view.eye_m, forward, right, up, strict=True)
    )
    return x, y, z


two_eyed = [mode for mode in modes().values() if len(mode.eyes) == 2]


def test_the_modes_that_are_promised_are_there_and_are_named_in_both_languages() -> None:
    assert {"mono", "side-by-side"} <= set(modes())
    assert next(iter(modes())) == "mono"
    for id_, mode in modes().items():
        assert mode.id == id_
        assert isinstance(mode.name, Name)
        assert mode.name.en
        assert mode.name.zh


@pytest.mark.parametrize("mode", two_eyed, ids=lambda mode: mode.id)
def test_near_points_cross_far_points_uncross_and_the_screen_lies_at_the_convergence(mode: Mode) -> None:
    for distance, sign in ((2.0, 1), (8.0, 0), (60.0, -1)):
        places = seen(mode, VIEW, DEPTH, ahead(VIEW, distance))
        disparity = places[-1][0] - places[1][0]
        assert (disparity > 1e-4) - (disparity < -1e-4) == sign


@pytest.mark.parametrize("mode", two_eyed, ids=lambda mode: mode.id)
@given(st.floats(1, 2000))
def test_no_point_is_higher_in_one_eye_than_in_the_other(mode: Mode, distance: float) -> None:
    places = seen(mode, VIEW, DEPTH, ahead(VIEW, distance))
    assert places[-1][1] == pytest.approx(places[1][1], abs=1e-4)


@pytest.mark.parametrize("mode", two_eyed, ids=lambda mode: mode.id)
def test_the_left_picture_is_the_left_eyes(mode: Mode) -> None:
    by_place = sorted(mode.eyes, key=lambda eye: eye.region[0])
    assert [eye.side for eye in by_place] == [-1, 1]
    assert stereo.offset_m(VIEW, -1, DEPTH) < 0 < stereo.offset_m(VIEW, 1, DEPTH)


@pytest.mark.parametrize("mode", two_eyed, ids=lambda mode: mode.id)
@given(st.floats(1, 2000))
def test_without_a_gap_both_eyes_see_what_one_sees(mode: Mode, distance: float) -> None:
    point = ahead(VIEW, distance)
    places = seen(mode, VIEW, Depth(0.0, 8.0), point)
    one = Mode("one", Name("one", "一"), 0, (stereo.Eye(0, mode.eyes[0].region),), mode.squeezed)
    assert places[-1] == places[1] == seen(one, VIEW, Depth(0.0, 8.0), point)[0]


@pytest.mark.parametrize("mode", modes().values(), ids=lambda mode: mode.id)
def test_the_parts_of_the_eyes_fill_the_picture_and_do_not_overlap(mode: Mode) -> None:
    areas = [(right - left) * (top - bottom) for left, right, bottom, top in (eye.region for eye in mode.eyes)]
    assert sum(areas) == pytest.approx(1)
    assert len({eye.region for eye in mode.eyes}) == len(mode.eyes)


def test_a_map_has_no_depth() -> None:
    view = View((0, 0, 1500), (0, 0, 0), width_m=800)
    places = seen(modes()["side-by-side"], view, Depth(), (10, 20, 30))
    assert places[-1] == pytest.approx(places[1])


def test_on_foot_the_gap_is_a_humans_and_from_the_air_a_giants() -> None:
    assert depth_of(VIEW, 1.65) == Depth(stereo.HUMAN_GAP_M, stereo.HUMAN_CONVERGENCE_M)
    high = look((0, 0, 0), 0, -12, 1100)
    depth = depth_of(high, 250)
    assert depth.gap_m > 5
    half_width, _ = camera.half_extent(high, 16 / 9)
    assert depth.gap_m / depth.convergence_m / (2 * half_width) < 0.03
