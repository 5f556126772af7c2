"""The ground that the drafted parks stand on. Assumed: no levels of the sites are published."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gis.noise import value_noise

FloatArray = NDArray[np.float64]

_RIVER_M: Final = 20.0
_HILL_M: Final = 85.0
_SOFT_M: Final = 4.0
"""Over about this height the slope passes into the level ground beside the river and on the hills."""
_SWELLS: Final = ((1.7, 390.0, 71), (0.45, 150.0, 83))
"""Height, width and seed of the swells and hollows in the slope."""


def valley_m(east_m: ArrayLike, north_m: ArrayLike) -> FloatArray:
    """Elevation of the bare slope: it falls from the north-east hills to the Zhangcun river, level beyond both."""
    east, north = np.asarray(east_m, np.float64), np.asarray(north_m, np.float64)
    plane_m = 34 + 0.019 * (north - 4_000_950) + 0.0065 * (east - 543_260)
    above_river_m = _RIVER_M + _SOFT_M * np.logaddexp(0, (plane_m - _RIVER_M) / _SOFT_M)
    return np.asarray(_HILL_M - _SOFT_M * np.logaddexp(0, (_HILL_M - above_river_m) / _SOFT_M))


def assumed_ground_m(east_m: ArrayLike, north_m: ArrayLike) -> FloatArray:
    """Elevation of the ground before anything is built: the slope with its swells and hollows."""
    east, north = np.asarray(east_m, np.float64), np.asarray(north_m, np.float64)
    swells_m = sum(height_m * value_noise(east, north, width_m, seed) for height_m, width_m, seed in _SWELLS)
    return np.asarray(valley_m(east, north) + swells_m)
