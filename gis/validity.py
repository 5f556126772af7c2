"""Whether shapes are sound, also where the library of geometry gives up on one."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray


def are_valid(shapes: ArrayLike) -> NDArray[np.bool_]:
    """(n,) whether each of `shapes` is valid; False for a missing one, and for one so broken that even that fails."""
    given = np.asarray(shapes, dtype=object)
    try:
        return np.asarray(shapely.is_valid(given))
    except shapely.GEOSException:
        return np.array([_is_valid(shape) for shape in given], dtype=bool)


def _is_valid(shape: shapely.Geometry) -> bool:
    try:
        return bool(shapely.is_valid(shape))
    except shapely.GEOSException:
        return False
