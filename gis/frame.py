"""Local metres: the origin that parks share, and shapes moved to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.place import LocalFrame
from gis.schema import EPSG

Geometry = TypeVar("Geometry", bound=BaseGeometry)

ORIGIN_STEP_M = 2000.0
"""Origins lie on this grid: both parks, alone or together, then get the same one, and bookmarks keep their place."""


def frame_of(sites: Iterable[BaseGeometry]) -> LocalFrame:
    """The local frame for parks with these sites, by the middle of the largest.

    Coordinates stay small enough that single precision holds them to the millimetre.
    """
    middle = max(sites, key=lambda site: site.area).envelope.centroid
    east_m, north_m = (round(value / ORIGIN_STEP_M) * ORIGIN_STEP_M for value in (middle.x, middle.y))
    return LocalFrame(EPSG, east_m, north_m)


def to_local(shape: Geometry, frame: LocalFrame) -> Geometry:
    """`shape` from the frame's reference system to local metres, without heights."""
    origin = np.array([frame.origin_east_m, frame.origin_north_m])
    moved: Geometry = shapely.transform(shapely.force_2d(shape), lambda corners: corners - origin)
    return moved


def to_reference(shape: Geometry, frame: LocalFrame) -> Geometry:
    """`shape` from local metres back to the frame's reference system."""
    origin = np.array([frame.origin_east_m, frame.origin_north_m])
    moved: Geometry = shapely.transform(shape, lambda corners: corners + origin)
    return moved
