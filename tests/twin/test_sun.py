"""The sun stands where it stands over Qingdao, and its light changes without steps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.sun import day_of_year, light, sun_direction

LATITUDE, LONGITUDE = 36.1, 120.5
SOLAR_NOON = 12 - LONGITUDE / 15 + 8


@pytest.mark.parametrize(
    ("day", "elevation_deg"), [(172, 90 - LATITUDE + 23.45), (355, 90 - LATITUDE - 23.45), (81, 90 - LATITUDE)]
)
def test_at_noon_the_sun_stands_due_south_as_high_as_latitude_and_season_say(day: int, elevation_deg: float) -> None:
    direction, elevation = sun_direction(day, SOLAR_NOON, LATITUDE, LONGITUDE)
    assert elevation == pytest.approx(elevation_deg, abs=0.3)
    assert direction[0] == pytest.approx(0, abs=1e-6)
    assert direction[1] < 0


def test_the_sun_rises_in_the_east_and_sets_in_the_west() -> None:
    assert sun_direction(100, 8, LATITUDE, LONGITUDE)[0][0] > 0
    assert sun_direction(100, 17, LATITUDE, LONGITUDE)[0][0] < 0


def test_day_and_night_are_equally_long_at_the_equinox() -> None:
    assert sun_direction(81, SOLAR_NOON - 6, LATITUDE, LONGITUDE)[1] == pytest.approx(0, abs=0.3)
    assert sun_direction(81, SOLAR_NOON + 6, LATITUDE, LONGITUDE)[1] == pytest.approx(0, abs=0.3)


@given(st.floats(1, 365), st.floats(0, 24), st.floats(-60, 60))
def test_the_direction_is_a_unit_vector(day: float, hour: float, latitude: float) -> None:
    direction, elevation = sun_direction(day, hour, latitude, LONGITUDE)
    assert np.linalg.norm(direction) == pytest.approx(1)
    assert direction[2] == pytest.approx(np.sin(np.radians(elevation)), abs=1e-6)


@given(st.floats(-30, 89))
def test_light_changes_without_steps(elevation: float) -> None:
    up = np.array([0.0, 0.0, 1.0])
    here, there = light(up, elevation), light(up, elevation + 0.01)
    assert np.abs(here.sun - there.sun).max() < 0.02
    assert abs(here.night - there.night) < 0.01
    assert 0 <= here.night <= 1


def test_it_is_day_at_noon_and_night_at_midnight() -> None:
    assert light(*sun_direction(100, 12, LATITUDE, LONGITUDE)).night == 0
    assert light(*sun_direction(100, 0, LATITUDE, LONGITUDE)).night == 1


def test_the_year_follows_the_months_of_the_run() -> None:
    months = ("2023-01", "2023-02", "2023-03")
    assert day_of_year(months, 0) == pytest.approx(31, abs=2)
    assert day_of_year(months, 5) == pytest.approx(182, abs=3)
    assert day_of_year(("2023-12",), 0) == pytest.approx(1, abs=1)
    assert day_of_year(months, 12) == day_of_year(months, 0)
