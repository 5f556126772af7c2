"""The views that a place offers by itself."""

from __future__ import annotations

import math

import pytest

from gis.prepared import Prepared
from twin import camera
from twin.camera_views import home_view, named_views, view_of


def test_every_park_is_seen_from_the_air_from_the_street_and_from_above(prepared: Prepared) -> None:
    expected = {"aerial", "top", *(f"{p.id}.{kind}" for p in prepared.parks for kind in ("aerial", "street", "top"))}
    assert set(named_views(prepared)) == expected


def test_from_the_air_the_horizon_lies_in_the_top_of_the_picture(prepared: Prepared) -> None:
    for park in (None, "ai", "vr"):
        view = home_view(prepared, park)
        _, height = camera.half_extent(view, 16 / 9)
        from_top = (1 - math.tan(-math.radians(view.pitch_deg)) / height) / 2
        assert 0.10 <= from_top <= 0.15
        assert view.fov_deg == 46


def test_from_the_air_the_middle_of_the_park_lies_in_the_picture(prepared: Prepared) -> None:
    for park in prepared.parks:
        view = home_view(prepared, park.id)
        x, y, z = park.centre_m
        right, forward, _ = camera.axes(view)
        apart = (x - view.eye_m[0], y - view.eye_m[1], z - view.eye_m[2])
        ahead = sum(a * b for a, b in zip(apart, forward, strict=True))
        aside = sum(a * b for a, b in zip(apart, right, strict=True))
        assert ahead > 500
        assert abs(aside) < 0.2 * ahead


def test_one_park_is_seen_from_lower_than_all(prepared: Prepared) -> None:
    assert home_view(prepared, "vr").eye_m[2] <= home_view(prepared).eye_m[2]


def test_from_the_street_one_stands_at_eye_height_clear_of_buildings(prepared: Prepared) -> None:
    for park in prepared.parks:
        view = view_of(prepared, "street", park.id)
        x, y, z = view.eye_m
        assert z - float(prepared.terrain.at(x, y)) == pytest.approx(1.65, abs=0.01)
        assert 3 <= view.pitch_deg <= 5


def test_the_street_view_stands_where_two_streets_cross(prepared: Prepared) -> None:
    """In the tiny AI park the streets x = 200 and y = 200 meet at the end of the second."""
    x, y, _ = view_of(prepared, "street", "ai").eye_m
    near_east, near_cross = abs(x - 200) < 15, abs(y - 200) < 15
    assert near_east or near_cross or (x, y) == pytest.approx(prepared.parks[0].centre_m[:2], abs=0.1)


@pytest.mark.parametrize("aspect", [0.4, 1.0, 16 / 9, 3.0])
def test_from_above_the_whole_park_is_in_the_picture(prepared: Prepared, aspect: float) -> None:
    for park in prepared.parks:
        view = view_of(prepared, "top", park.id, aspect)
        width, height = camera.half_extent(view, aspect)
        x0, y0, x1, y1 = park.extent_m
        assert abs(x0 - view.eye_m[0]) <= width >= abs(x1 - view.eye_m[0])
        assert abs(y0 - view.eye_m[1]) <= height >= abs(y1 - view.eye_m[1])


def test_an_unknown_park_is_refused(prepared: Prepared) -> None:
    with pytest.raises(KeyError):
        home_view(prepared, "mars")
