"""Where the sun stands, and what light it makes of the sky: colours between keys by its height."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Light:
    """Linear light of one instant. `horizon` towards the sun, `far` away from it; `night` 0 by day to 1."""

    direction: F64
    elevation_deg: float
    zenith: F64
    horizon: F64
    far: F64
    sun: F64
    bounce: F64
    exposure: float
    night: float


# height; zenith, horizon towards the sun, horizon away from it; sun, bounce of the ground, exposure, night
_KEYS: Final = (
    (-18.0, (0.006, 0.011, 0.030), (0.020, 0.030, 0.062), (0.018, 0.026, 0.055),
     (0, 0, 0), (0.010, 0.011, 0.016), 3.1, 1.0),
    (-8.0, (0.014, 0.028, 0.080), (0.160, 0.110, 0.130), (0.035, 0.045, 0.095),
     (0, 0, 0), (0.018, 0.018, 0.026), 2.4, 1.0),
    (-4.0, (0.036, 0.080, 0.200), (0.640, 0.330, 0.190), (0.100, 0.140, 0.250),
     (0.02, 0.008, 0.003), (0.030, 0.036, 0.054), 1.6, 0.88),
    (-1.0, (0.060, 0.125, 0.290), (0.880, 0.500, 0.270), (0.210, 0.210, 0.320),
     (0.30, 0.12, 0.04), (0.065, 0.062, 0.076), 1.15, 0.55),
    (6.0, (0.120, 0.230, 0.470), (1.02, 0.720, 0.450), (0.450, 0.450, 0.540),
     (2.8, 1.60, 0.78), (0.18, 0.15, 0.13), 1.04, 0.10),
    (20.0, (0.150, 0.330, 0.680), (0.920, 0.890, 0.830), (0.560, 0.740, 0.960),
     (3.6, 2.90, 2.08), (0.31, 0.28, 0.24), 0.97, 0.0),
    (50.0, (0.150, 0.350, 0.740), (0.800, 0.890, 0.980), (0.590, 0.780, 0.990),
     (3.6, 3.28, 2.78), (0.35, 0.32, 0.28), 0.86, 0.0),
    (90.0, (0.140, 0.340, 0.720), (0.800, 0.890, 0.970), (0.740, 0.850, 0.960),
     (3.6, 3.35, 2.95), (0.36, 0.33, 0.29), 0.74, 0.0),
)  # fmt: skip


_HEIGHTS_DEG: Final = np.array([key[0] for key in _KEYS])
_VALUES: Final = np.array([[*np.concatenate(key[1:6]), *key[6:]] for key in _KEYS])


def sun_direction(day_of_year: float, hour: float, latitude_deg: float, longitude_deg: float) -> tuple[F64, float]:
    """Unit vector to the sun (east, north, up) and its elevation in degrees, at local clock time.

    Cooper's declination and the hour angle from longitude and time zone (whole hours; 8 in Qingdao); the equation of
    time, at most 16 minutes, is left out. Source: Duffie and Beckman, Solar Engineering of Thermal Processes, 1.6.
    """
    zone = round(longitude_deg / 15)
    declination = math.radians(23.45) * math.sin(2 * math.pi * (284 + day_of_year) / 365)
    turn = math.radians(15 * (hour - 12 + longitude_deg / 15 - zone))
    latitude = math.radians(latitude_deg)
    east = -math.cos(declination) * math.sin(turn)
    north = math.cos(latitude) * math.sin(declination) - math.sin(latitude) * math.cos(declination) * math.cos(turn)
    up = math.sin(latitude) * math.sin(declination) + math.cos(latitude) * math.cos(declination) * math.cos(turn)
    return np.array([east, north, up]), math.degrees(math.asin(max(-1.0, min(1.0, up))))


def light(direction: F64, elevation_deg: float) -> Light:
    """The light of a sun at `direction`, between the two keys around its elevation."""
    place = float(np.interp(elevation_deg, _HEIGHTS_DEG, np.arange(len(_HEIGHTS_DEG))))
    low = min(int(place), len(_HEIGHTS_DEG) - 2)
    row = _VALUES[low] + (place - low) * (_VALUES[low + 1] - _VALUES[low])
    zenith, horizon, far, sun, bounce = row[:15].reshape(5, 3)
    return Light(direction, elevation_deg, zenith, horizon, far, sun, bounce, float(row[15]), float(row[16]))


def day_of_year(months: tuple[str, ...], time: float) -> float:
    """Day of the year (1 to 365) at `time` on a run's axis, where 0 is the end of its first month."""
    first = int(months[0][5:7])
    return 1 + ((first + time) % 12) * 365 / 12 % 365
