"""Names of places: the important ones first, none over another."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gis.prepared import Prepared
from gis.text import Name
from tests.tiny import tiny_prepared
from twin import camera
from twin.camera_views import home_view
from twin.overlay.labels import LEADER, Box, Place, Spot, choose, places_of, project
from twin.overlay.sheet import ACCENT_OTHER
from twin.picking import Picker
from twin.view import View, look

SIZE = (1280.0, 720.0)
VIEW = look((0, 100, 40), 0, -40, 900)


def place(x: float, y: float, rank: int, name: str = "Somewhere") -> Place:
    return Place(Name(name, "某处"), "ai", (x, y, 120.0), rank, ACCENT_OTHER, 0.0, 1e9)


def chosen(places: tuple[Place, ...], taken: tuple[Box, ...] = (), view: View = VIEW) -> list[Spot]:
    return choose(places, view, SIZE, taken, Picker(tiny_prepared()), 0.0)


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@given(st.lists(st.builds(place, st.floats(-300, 300), st.floats(-100, 300), st.integers(0, 4)), max_size=25))
def test_no_plate_lies_over_another_nor_over_what_is_taken_nor_outside(places: list[Place]) -> None:
    taken = ((0.0, 0.0, 400.0, 80.0), (1000.0, 500.0, 1280.0, 720.0))
    spots = chosen(tuple(places), taken)
    boxes = [places[spot.place].box(spot.x, spot.y) for spot in spots]
    assert not any(overlap(a, b) for a, b in itertools.combinations([*boxes, *taken[:1], *taken[1:]], 2))
    assert all(box[0] >= 0 and box[1] >= 0 and box[2] <= SIZE[0] and box[3] <= SIZE[1] for box in boxes)
    assert len(spots) <= 5


@given(st.permutations(range(6)))
def test_of_places_in_the_same_spot_the_most_important_is_named(order: list[int]) -> None:
    places = tuple(place(0, 100, rank) for rank in order)
    assert [places[spot.place].rank for spot in chosen(places)] == [0]


def test_what_lies_behind_the_eye_or_too_far_is_not_named() -> None:
    behind = place(0, -2000, 0)
    far = Place(Name("Far", "远"), "ai", (0.0, 100.0, 120.0), 1, ACCENT_OTHER, 0.0, 100.0)
    assert chosen((behind, far)) == []


def test_a_place_behind_a_building_is_not_named_but_a_park_is() -> None:
    """The tower of the tiny AI park stands between the eye and the courtyard behind it."""
    picker = Picker(tiny_prepared())
    view = View((130, -60, 45), (130, 300, 45))
    for rank, named in ((2, False), (0, True)):
        hidden = Place(Name("Behind", "后面"), "ai", (130.0, 150.0, 42.0), rank, ACCENT_OTHER, 0.0, 1e9)
        assert bool(choose((hidden,), view, SIZE, (), picker, 0.0)) == named


def test_of_two_places_the_one_in_the_park_of_the_picture_is_named() -> None:
    """Even if the other is nearer."""
    near, far = place(0, 60, 2), place(0, 100, 2)
    foreign = replace(near, park="vr")
    named = choose((foreign, far), VIEW, SIZE, (), Picker(tiny_prepared()), 0.0, "ai")
    assert [spot.place for spot in named] == [1]
    assert [spot.place for spot in chosen((foreign, far))] == [0]


def test_anchors_stand_on_roofs(prepared: Prepared) -> None:
    theme = next(p for p in places_of(prepared, Picker(prepared)) if p.name.en == "Theme park")
    building = prepared.buildings.id.index("V3")
    assert theme.anchor_m[2] > prepared.buildings.ground_m[building] + 20


def test_the_parks_come_first(prepared: Prepared) -> None:
    places = places_of(prepared, Picker(prepared))
    assert {p.name.en for p in places[: len(prepared.parks)]} == {p.name.en for p in prepared.parks}
    assert [p.rank for p in places] == sorted(p.rank for p in places)


def test_a_long_english_name_is_broken_and_makes_the_plate_higher() -> None:
    short, long = place(0, 0, 1), place(0, 0, 1, "Qingdao International Innovation Park, phase 2")
    assert len(long.english) == 2
    assert long.size[1] > short.size[1]


def test_a_plate_stands_above_its_anchor() -> None:
    left, top, right, bottom = place(0, 0, 0).box(100, 200)
    assert (left + right) / 2 == 100
    assert top < bottom == 200 - LEADER


@given(st.floats(-0.9, 0.9), st.floats(-0.9, 0.9))
def test_points_come_to_lie_where_their_line_of_sight_says(x: float, y: float) -> None:
    view = home_view(tiny_prepared(), "ai")
    (ex, ey, ez), (dx, dy, dz) = camera.ray(view, SIZE[0] / SIZE[1], x, y)
    px, py, _ = project(np.array([[ex + 900 * dx, ey + 900 * dy, ez + 900 * dz]]), view, SIZE)[0]
    assert abs(px - (x + 1) / 2 * SIZE[0]) < 1e-6
    assert abs(py - (1 - y) / 2 * SIZE[1]) < 1e-6
