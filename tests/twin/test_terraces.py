"""Walls where levels meet, and who may pass."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from gis.place import Terrace
from gis.prepare import prepare
from gis.prepared import Prepared
from tests.tiny import tiny_place
from twin.ground import STONE, land
from twin.terraces import EARTH_M, earth, steps, walls
from twin.walk_walls import BODY_M, Walls

HIGH, LOW = (40.0, 0.0, 0.0), (37.0, 0.0, 0.0)
RAMP = (37.0 + 3.0 * 125 / 30, 0.0, -0.1)
"""From 40 m at y = 95 down to 37 m at y = 125."""


@cache
def terraced() -> Prepared:
    """The tiny place with two terraces in a parcel that nothing is built on yet, a ramp between them."""
    place = tiny_place()
    ramp = box(430, 95, 436, 125)
    outlines = [(HIGH, box(400, 10, 500, 110) - ramp), (LOW, box(400, 110, 500, 200) - ramp)]
    made = [Terrace(f"T{i}", "ai", "P1", plane, outline) for i, (plane, outline) in enumerate(outlines)]
    made.append(Terrace("R", "ai", "P1", (40.0 + 9.5, 0.0, -0.1), ramp))
    return prepare(replace(place, parks=(replace(place.parks[0], terraces=tuple(made)), place.parks[1])))


def test_between_two_terraces_stands_one_wall() -> None:
    found = steps(terraced())
    inner = (np.abs(found.start[:, 1] - 110) < 0.01) & (np.abs(found.end[:, 1] - 110) < 0.01)
    assert inner.any()
    assert found.height_m[inner] == pytest.approx(3.0, abs=0.01)
    length_m = np.hypot(*(found.end - found.start)[inner].T).sum()
    assert length_m == pytest.approx(100 - 6, abs=0.1)


def test_walls_reach_from_below_the_lower_level_to_the_higher() -> None:
    mesh = walls(terraced())
    assert (mesh.vertices["part"][:, 0] == STONE).all()
    assert (np.abs(mesh.vertices["normal"][:, 2]) == 0).all()
    position = mesh.vertices["position"]
    inner = (np.abs(position[:, 1] - 110) < 0.01) & (position[:, 0] > 440) & (position[:, 0] < 490)
    assert position[inner, 2].max() == pytest.approx(40.0, abs=0.01)
    assert position[inner, 2].min() < 37.0


def test_the_hidden_sheet_lies_a_little_below_the_ground() -> None:
    position = earth(terraced()).vertices["position"]
    beside = terraced().ground_m(position[:, 0], position[:, 1]) - position[:, 2]
    assert np.median(beside) == pytest.approx(EARTH_M, abs=0.01)


def test_land_about_graded_sites_stays_outside_or_below_them() -> None:
    """Nowhere above the parks' own ground."""
    place = terraced()
    mesh = land(place)
    position = mesh.vertices["position"][np.unique(mesh.triangles)].astype(float)
    inside = (position[:, 0] > -199) & (position[:, 0] < 299) & (position[:, 1] > 1) & (position[:, 1] < 299)
    assert (position[inside, 2] < place.ground_m(position[inside, 0], position[inside, 1]) + 0.02).all()


@given(st.floats(404, 496), st.floats(104, 116))
def test_a_walker_keeps_clear_of_a_high_step(x: float, y: float) -> None:
    if 428 < x < 438:
        return
    _, clear_y = Walls(terraced()).out_of_walls(x, y)
    assert abs(clear_y - 110) >= BODY_M - 1e-3
    assert (clear_y - 110) * (y - 110) >= 0


def test_a_ramp_leads_from_one_terrace_to_the_other() -> None:
    """In the middle of the ramp nothing is in the way, and the ground has no step."""
    walls_of = Walls(terraced())
    along = np.arange(90.0, 130.0, 0.5)
    assert all(walls_of.out_of_walls(433.0, float(y)) == (433.0, y) for y in along)
    level_m = terraced().ground_m(np.full(len(along), 433.0), along)
    assert np.abs(np.diff(level_m)).max() < 0.06
    assert level_m[[0, -1]] == pytest.approx([40.0, 37.0], abs=0.01)


def test_low_steps_stop_nobody() -> None:
    place = terraced()
    found = steps(place)
    low = found.height_m < 0.28
    walls_of = Walls(place)
    for start, end in zip(found.start[low][:5], found.end[low][:5], strict=True):
        middle = (start + end) / 2
        assert walls_of.out_of_walls(*middle.tolist()) == pytest.approx(tuple(middle), abs=0.5)
