"""Which coordinate systems a park's file may use."""

from __future__ import annotations

import math

import numpy as np
import pyproj
import pytest

from gis.systems import area_of_use, metric_epsg, moved, scale_at


@pytest.mark.parametrize("epsg", [4549, 4528, 32651, 6677, 2048 + 0, 3857])
def test_a_projected_system_in_metres_is_metric_if_its_axes_are_east_and_north(epsg: int) -> None:
    expected = None if epsg == 2048 else epsg  # South African grids count westing and southing
    assert metric_epsg(pyproj.CRS.from_epsg(epsg)) == expected


@pytest.mark.parametrize("epsg", [4326, 4490, 2263, 4978])
def test_degrees_feet_and_space_are_not(epsg: int) -> None:
    assert metric_epsg(pyproj.CRS.from_epsg(epsg)) is None


def test_no_system_is_none() -> None:
    assert metric_epsg(None) is None


def test_a_web_map_stretches_a_metre_with_latitude() -> None:
    (east_m, north_m), *_ = moved((120.46, 36.13), 4326, 3857)
    assert scale_at(3857, east_m, north_m) == pytest.approx(1 / math.cos(math.radians(36.13)), rel=5e-3)
    assert scale_at(4549, 541_400, 4_000_000) == pytest.approx(1, abs=1e-3)


def test_what_a_system_cannot_say_is_infinite() -> None:
    assert not np.isfinite(moved((1e12, 1e12), 4549, 6677)).any()


def test_areas_of_use_are_in_metres() -> None:
    west, south, east, north = area_of_use(4549) or (0, 0, 0, 0)
    assert west < 541_000 < east
    assert south < 4_000_000 < north
