"""The shifted coordinates of Chinese web maps: GCJ-02, and BD-09 on top of it, from and to WGS 84.

Longitudes and latitudes in degrees, arrays of one shape. The shift is up to about 700 m and differs from place to
place; outside China there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]

_BOX: Final = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east, north of where the published formula shifts."""
_RADIUS_M: Final = 6_378_245.0
_ECCENTRICITY_2: Final = 0.006_693_421_622_965_943_23
_BAIDU_PI: Final = np.pi * 3000.0 / 180.0
_MERCATOR_BANDS: Final = (
    (1_678_043.12, 826_088.5, 2.890871144776878e-9, 8.983055095805407e-6,
     (-3.068298e-8, 7.47137025468032, -3.53937994e-6, -0.02145144861037, -1.234426596e-5, 1.0322952773e-4,
      -3.23890364e-6)),
    (3_481_989.83, 2_555_164.4, 3.09191371068437e-9, 8.983055096812155e-6,
     (6.995724062e-5, 23.10934304144901, -2.3663490511e-4, -0.6321817810242, -0.00663494467273, 0.03430082397953,
      -0.00466043876332)),
    (5_591_021.0, 4_482_777.06, -1.981981304930552e-8, 8.983055099779535e-6,
     (0.03278182852591, 40.31678527705744, 0.65659298677277, -4.44255534477492, 0.85341911805263, 0.12923347998204,
      -0.04625736007561)),
    (8_362_377.87, 6_856_817.37, -3.030883460898826e-8, 8.98305509983578e-6,
     (0.30071316287616, 59.74293618442277, 7.357984074871, -25.38371002664745, 13.45380521110908, -3.29883767235584,
      0.32710905363475)),
)  # fmt: skip
"""Baidu's mercator up to 60 degrees north: the band's upper northing, the northing that the polynomial counts in, the
easting's offset and factor, the polynomial of the northing in degrees."""
_HALF_ROUND_M: Final = 20_037_508.4
_ROUNDS: Final = 8
"""Each gains more than two digits: the shift changes by less than a hundredth of the way."""


def gcj02_from_wgs84(longitude: Floats, latitude: Floats) -> Pair:
    """As web maps in China show it, by the published formula."""
    x, y = longitude - 105.0, latitude - 35.0
    curvature = 1.0 - _ECCENTRICITY_2 * np.sin(np.radians(latitude)) ** 2
    north_m, east_m = _north_m(x, y), _east_m(x, y)
    per_north = _RADIUS_M * (1.0 - _ECCENTRICITY_2) / curvature**1.5
    per_east = _RADIUS_M / np.sqrt(curvature) * np.cos(np.radians(latitude))
    inside = _inside(longitude, latitude)
    return (
        longitude + np.where(inside, np.degrees(east_m / per_east), 0.0),
        latitude + np.where(inside, np.degrees(north_m / per_north), 0.0),
    )


def _inside(longitude: Floats, latitude: Floats) -> NDArray[np.bool_]:
    west, south, east, north = _BOX
    return (west <= longitude) & (longitude <= east) & (south <= latitude) & (latitude <= north)


def _waves(v: Floats, *waves: tuple[float, float]) -> Floats:
    return np.asarray(sum(height * np.sin(v * np.pi * pace) for height, pace in waves) * (2.0 / 3.0))


def _north_m(x: Floats, y: Floats) -> Floats:
    plain = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    northward = _waves(y, (20.0, 1.0), (40.0, 1 / 3), (160.0, 1 / 12), (320.0, 1 / 30))
    return plain + _waves(x, (20.0, 6.0), (20.0, 2.0)) + northward


def _east_m(x: Floats, y: Floats) -> Floats:
    plain = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    return plain + _waves(x, (20.0, 6.0), (20.0, 2.0), (20.0, 1.0), (40.0, 1 / 3), (150.0, 1 / 12), (300.0, 1 / 30))


def bd09_from_gcj02(longitude: Floats, latitude: Floats) -> Pair:
    """As Baidu shows it."""
    far = np.hypot(longitude, latitude) + 0.00002 * np.sin(latitude * _BAIDU_PI)
    angle = np.arctan2(latitude, longitude) + 0.000003 * np.cos(longitude * _BAIDU_PI)
    return far * np.cos(angle) + 0.0065, far * np.sin(angle) + 0.006


def bd09_from_wgs84(longitude: Floats, latitude: Floats) -> Pair:
    """As Baidu shows it; outside China the place itself."""
    shifted = bd09_from_gcj02(*gcj02_from_wgs84(longitude, latitude))
    inside = _inside(longitude, latitude)
    return np.where(inside, shifted[0], longitude), np.where(inside, shifted[1], latitude)


def wgs84_from_gcj02(longitude: Floats, latitude: Floats) -> Pair:
    """The true place of what a web map in China shows."""
    return _undone(gcj02_from_wgs84, longitude, latitude)


def wgs84_from_bd09(longitude: Floats, latitude: Floats) -> Pair:
    """The true place of what Baidu shows."""
    return _undone(bd09_from_wgs84, longitude, latitude)


def bd09_from_mercator(easting_m: Floats, northing_m: Floats) -> Pair:
    """Longitudes and latitudes as Baidu shows them, of its mercator metres.

    NaN for what is not in the north-eastern quarter of the Earth."""
    bands = np.searchsorted([band[0] for band in _MERCATOR_BANDS], northing_m)
    bands[~((easting_m > 0) & (easting_m < _HALF_ROUND_M) & (northing_m > 0))] = -1
    longitude, latitude = np.full_like(easting_m, np.nan), np.full_like(northing_m, np.nan)
    for index, (_, unit_m, offset, factor, polynomial) in enumerate(_MERCATOR_BANDS):
        here = bands == index
        longitude[here] = offset + factor * easting_m[here]
        latitude[here] = np.polynomial.polynomial.polyval(northing_m[here] / unit_m, polynomial)
    return longitude, latitude


def wgs84_from_bd09_mercator(easting_m: Floats, northing_m: Floats) -> Pair:
    """The true place of Baidu's mercator metres."""
    return wgs84_from_bd09(*bd09_from_mercator(easting_m, northing_m))


def _undone(forward: Callable[[Floats, Floats], Pair], longitude: Floats, latitude: Floats) -> Pair:
    """Where `forward` leads to the given place from: moved back by the shift there until it does not change."""
    here = _inside(longitude, latitude)
    shown_x, shown_y = longitude[here], latitude[here]
    x, y = shown_x, shown_y
    for _ in range(_ROUNDS):
        there_x, there_y = forward(x, y)
        x, y = x + (shown_x - there_x), y + (shown_y - there_y)
    found_x, found_y = longitude.copy(), latitude.copy()
    found_x[here], found_y[here] = x, y
    return found_x, found_y
