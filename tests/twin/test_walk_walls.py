"""Walls that a walker meets."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point

from tests.tiny import tiny_place, tiny_prepared
from twin.walk_body import Asked, Body, step
from twin.walk_walls import BODY_M, Walls


def grounded() -> list[object]:
    return [building.footprint for building in tiny_place().buildings if building.base_m < 2.5]


@given(st.floats(-210, 310), st.floats(-10, 310))
def test_wherever_one_is_put_one_stands_clear_of_every_wall(x: float, y: float) -> None:
    clear = Walls(tiny_prepared()).out_of_walls(x, y)
    assert all(footprint.distance(Point(clear)) >= BODY_M - 1e-3 for footprint in grounded())


@given(st.floats(-210, 310), st.floats(-10, 310))
def test_who_stands_clear_is_left_alone(x: float, y: float) -> None:
    if all(footprint.distance(Point(x, y)) > BODY_M + 1e-3 for footprint in grounded()):
        assert Walls(tiny_prepared()).out_of_walls(x, y) == (x, y)


def test_a_courtyard_is_open_ground() -> None:
    assert Walls(tiny_prepared()).out_of_walls(50, 50) == (50, 50)


def test_the_way_out_is_the_short_one() -> None:
    assert Walls(tiny_prepared()).out_of_walls(101, 50) == pytest.approx((100 - BODY_M, 50), abs=1e-3)


def test_what_does_not_stand_yet_stops_nobody() -> None:
    walls = Walls(tiny_prepared())
    walls.stand_where(np.zeros(len(tiny_prepared().buildings.id), bool))
    assert walls.out_of_walls(130, 50) == (130, 50)


class World:
    """Level ground with the walls of the tiny place."""

    def __init__(self) -> None:
        self._walls = Walls(tiny_prepared())

    def ground_m(self, _x_m: float, _y_m: float) -> float:
        """Elevation of the ground."""
        return 0.0

    def out_of_walls(self, x_m: float, y_m: float) -> tuple[float, float]:
        """The nearest point clear of walls."""
        return self._walls.out_of_walls(x_m, y_m)


@given(st.floats(0, 359), st.floats(0.05, 1.5))
def test_nobody_runs_through_a_building(heading: float, seconds: float) -> None:
    """A body beside the podium keeps outside of every footprint, whichever way and however slowly it is drawn."""
    body = Body(90, 50, 0, heading)
    for _ in range(8):
        body = step(body, Asked(forward=1, run=True), seconds, World())
        assert all(not footprint.contains(Point(body.x_m, body.y_m)) for footprint in grounded())


def test_along_a_wall_one_slides() -> None:
    body = Body(99.5, 30, 0, heading_deg=30)
    for _ in range(60):
        body = step(body, Asked(forward=1), 1 / 30, World())
    assert body.x_m == pytest.approx(100 - BODY_M, abs=0.01)
    assert body.y_m == pytest.approx(30 + 2 * 1.6 * math.cos(math.radians(30)), abs=0.2)
