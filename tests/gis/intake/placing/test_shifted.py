"""The shifted coordinates of Chinese web maps."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.intake.placing import shifted

Pair = shifted.Pair
METRE_DEG = 1.0 / 111_000.0
LONGITUDES = st.floats(73.0, 135.0)
LATITUDES = st.floats(18.0, 53.5)


def at(convert: Callable[..., Pair], x: float, y: float) -> tuple[float, float]:
    east, north = convert(np.array([x]), np.array([y]))
    return float(east[0]), float(north[0])


def test_the_shift_is_the_published_one() -> None:
    """The worked example that every description of the formulas gives, at Tiananmen."""
    assert at(shifted.gcj02_from_wgs84, 116.404, 39.915) == pytest.approx((116.41024449916938, 39.91640428150164))
    assert at(shifted.bd09_from_gcj02, 116.404, 39.915) == pytest.approx((116.41036949371029, 39.92133699351021))


def test_the_parks_are_shifted_by_450_m() -> None:
    """What a web map shows of Laoshan lies some 450 m east and 20 m north of it."""
    east, north = at(shifted.gcj02_from_wgs84, 120.47, 36.14)
    _, _, shift_m = pyproj.Geod(ellps="GRS80").inv(120.47, 36.14, east, north)
    assert 440 < shift_m < 455
    assert east > 120.47
    assert north > 36.14


@given(longitude=LONGITUDES, latitude=LATITUDES)
@pytest.mark.parametrize(
    ("there", "back"),
    [
        (shifted.gcj02_from_wgs84, shifted.wgs84_from_gcj02),
        (shifted.bd09_from_wgs84, shifted.wgs84_from_bd09),
    ],
)
def test_the_way_back_leads_to_the_millimetre(
    there: Callable[..., Pair], back: Callable[..., Pair], longitude: float, latitude: float
) -> None:
    """A place is found again anywhere in China, and it was moved, by less than 2 km."""
    shown = at(there, longitude, latitude)
    assert at(back, *shown) == pytest.approx((longitude, latitude), abs=1e-3 * METRE_DEG, rel=0)
    assert 0.0 < np.hypot(shown[0] - longitude, shown[1] - latitude) < 2000 * METRE_DEG


@given(longitude=st.floats(-180.0, 60.0), latitude=st.floats(-80.0, 80.0))
def test_nothing_is_shifted_elsewhere(longitude: float, latitude: float) -> None:
    """Outside China web maps show the true place."""
    assert at(shifted.wgs84_from_gcj02, longitude, latitude) == (longitude, latitude)
    assert at(shifted.wgs84_from_bd09, longitude, latitude) == (longitude, latitude)


@given(northing=st.floats(2_000_000.0, 7_000_000.0))
def test_baidus_metres_run_on_from_band_to_band(northing: float) -> None:
    """Ten metres farther north is always some 7 to 9 metres on the ground, also where one polynomial ends."""
    one, other = (at(shifted.bd09_from_mercator, 13_400_000.0, y) for y in (northing, northing + 10.0))
    ground_m = (other[1] - one[1]) / METRE_DEG
    assert ground_m == pytest.approx(10.0 * np.cos(np.radians(one[1])), abs=0.2)


def test_baidus_metres_mean_baidus_degrees() -> None:
    """The same point in both of its notations, within a metre."""
    x, y = at(shifted.bd09_from_mercator, 12_958_175.0, 4_825_923.77)
    assert (x, y) == pytest.approx((116.404, 39.915), abs=2e-5)


def test_what_is_no_number_stays_none() -> None:
    """Broken coordinates pass without a complaint, for the repair to drop."""
    broken = np.array([np.nan, np.inf, 1e300, 120.0]), np.array([36.0, 1.0, -1e300, 36.0])
    for back in (shifted.wgs84_from_gcj02, shifted.wgs84_from_bd09):
        east, _ = back(*broken)
        assert np.isnan(east[0])
        assert list(east[1:3]) == [np.inf, 1e300]
        assert 119.98 < east[3] < 120.0
    assert np.isnan(shifted.wgs84_from_bd09_mercator(*broken)[0][:3]).all()
