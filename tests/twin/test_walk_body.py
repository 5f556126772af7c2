"""How a body moves."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin import walk_body
from twin.view import look
from twin.walk_body import Asked, Body, stand, step


class Plain:
    """Open, level ground."""

    def ground_m(self, _x_m: float, _y_m: float) -> float:
        """Elevation of the ground."""
        return 0.0

    def out_of_walls(self, x_m: float, y_m: float) -> tuple[float, float]:
        """The nearest point clear of walls."""
        return x_m, y_m


class Slope(Plain):
    """Rising one in ten to the north, with a drop of 3 m east of x = 10."""

    def ground_m(self, x_m: float, y_m: float) -> float:
        """Elevation of the ground."""
        return 0.1 * y_m - (3.0 if x_m > 10 else 0.0)


class Wall(Plain):
    """A wall 0.3 m thick at y = 5; bodies stop at y = 4.6."""

    def out_of_walls(self, x_m: float, y_m: float) -> tuple[float, float]:
        """The nearest point clear of walls."""
        return (x_m, 4.6) if 4.6 < y_m < 5.7 else (x_m, y_m)


START = Body(0, 0, 0)
asked = st.builds(Asked, st.floats(-1, 1), st.floats(-1, 1), st.just(0.0), st.booleans())


def walked(body: Body, wish: Asked, seconds: float, frames: int, world: Plain) -> Body:
    for _ in range(frames):
        body = step(body, wish, seconds / frames, world)
    return body


@given(asked, st.integers(1, 200), st.floats(0.1, 5), st.floats(0, 359))
def test_the_way_does_not_depend_on_the_frame_rate(wish: Asked, frames: int, seconds: float, heading: float) -> None:
    body = Body(0, 0, 0, heading)
    once, often = walked(body, wish, seconds, 1, Plain()), walked(body, wish, seconds, frames, Plain())
    assert (often.x_m, often.y_m) == pytest.approx((once.x_m, once.y_m), abs=1e-6)


def test_a_second_of_walking_is_a_walkers_pace_and_shift_runs() -> None:
    assert step(START, Asked(forward=1), 1, Plain()).y_m == pytest.approx(walk_body.WALK_M_PER_S)
    assert step(START, Asked(forward=1, run=True), 1, Plain()).y_m == pytest.approx(walk_body.RUN_M_PER_S)


def test_going_aslant_is_not_faster() -> None:
    after = step(START, Asked(forward=1, right=1), 1, Plain())
    assert math.hypot(after.x_m, after.y_m) == pytest.approx(walk_body.WALK_M_PER_S)


def test_forward_is_where_one_looks_and_right_is_right() -> None:
    east = Body(0, 0, 0, heading_deg=90)
    ahead, aside = step(east, Asked(forward=1), 1, Plain()), step(east, Asked(right=1), 1, Plain())
    assert (ahead.x_m, ahead.y_m) == pytest.approx((1.6, 0), abs=1e-9)
    assert (aside.x_m, aside.y_m) == pytest.approx((0, -1.6), abs=1e-9)


@given(st.floats(-500, 500), st.floats(-500, 500))
def test_the_look_turns_with_the_mouse_and_never_over_the_head(right: float, up: float) -> None:
    after = step(START, Asked(look_right_deg=right, look_up_deg=up), 0.01, Plain())
    assert after.heading_deg == pytest.approx(right % 360)
    assert -80 <= after.pitch_deg <= 80


def test_turning_with_keys_does_not_depend_on_the_frame_rate() -> None:
    turned = walked(START, Asked(turn=1), 1, 60, Plain())
    assert turned.heading_deg == pytest.approx(walk_body.TURN_DEG_PER_S)


def test_eyes_stay_above_the_feet_on_a_slope() -> None:
    after = walked(START, Asked(forward=1), 10, 100, Slope())
    assert after.foot_m == pytest.approx(0.1 * after.y_m)
    assert after.view.eye_m[2] == pytest.approx(after.foot_m + walk_body.EYE_M)


def test_over_an_edge_one_falls_and_lands() -> None:
    body = Body(10.5, 0, 0)
    after = step(body, Asked(), 0.2, Slope())
    assert -3 < after.foot_m < 0
    assert after.falling_m_per_s > 0
    landed = walked(body, Asked(), 2, 60, Slope())
    assert (landed.foot_m, landed.falling_m_per_s) == (-3, 0)


def test_the_fall_takes_the_time_that_gravity_gives_it_at_every_frame_rate() -> None:
    for frames in (1, 7, 50):
        body = walked(Body(11, 0, 0), Asked(), 0.5, frames, Slope())
        assert body.foot_m == pytest.approx(-walk_body.GRAVITY_M_PER_S2 * 0.125, rel=1e-6)


@given(st.floats(0.01, 3), st.booleans())
def test_no_speed_and_no_slow_frame_carries_through_a_wall(seconds: float, run: bool) -> None:
    after = walked(START, Asked(forward=1, run=run), 12 * seconds, 12, Wall())
    assert after.y_m <= 4.6 + 1e-9


def test_one_slides_along_a_wall() -> None:
    after = walked(Body(0, 4.6, 0, heading_deg=45), Asked(forward=1), 2, 20, Wall())
    assert after.x_m == pytest.approx(3.2 * math.sin(math.radians(45)), rel=0.01)
    assert after.y_m == pytest.approx(4.6)


def test_the_walk_begins_where_the_view_looks_from() -> None:
    view = look((0, 100, 1.65), 30, 4, 60)
    body = stand(view, Plain())
    assert (body.x_m, body.y_m) == pytest.approx(view.eye_m[:2])
    assert body.view.heading_deg == pytest.approx(30)
    assert body.view.pitch_deg == pytest.approx(4)
