"""Local metres: the origin that parks share, and shapes moved to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.place import LocalFrame
from gis.schema import EPSG

Geometry = TypeVar("Geometry", bound=BaseGeometry)

ORIGIN_STEP_M = 2000.0
"""Origins lie on this grid: both parks, alone or together, then get the same one, and bookmarks keep their place."""


def frame_of(sites: Iterable[BaseGeometry], epsg: int = EPSG) -> LocalFrame:
    """The local frame for parks with these sites (in `epsg`), by the middle of the largest.

    Coordinates stay small enough that single precision holds them to the millimetre.
    """
    middle = max(sites, key=lambda site: site.area).envelope.centroid
    east_m, north_m = (round(value / ORIGIN_STEP_M) * ORIGIN_STEP_M for value in (middle.x, middle.y))
    return LocalFrame(epsg, east_m, north_m)


def to_local(shape: Geometry, frame: LocalFrame) -> Geometry:
    """`shape` from the frame's reference system to local metres, without heights."""
    origin = np.array([frame.origin_east_m, frame.origin_north_m])
    # Drops heights by itself.
    moved: Geometry = shapely.transform(shape, lambda corners: corners - origin, include_z=False)
    return moved


def to_reference(shape: Geometry, frame: LocalFrame) -> Geometry:
    """`shape` from local metres back to the frame's reference system."""
    origin = np.array([frame.origin_east_m, frame.origin_north_m])
    moved: Geometry = shapely.transform(shape, lambda corners: corners + origin)
    return moved


def reprojected(table: gpd.GeoDataFrame, epsg: int) -> gpd.GeoDataFrame:
    """`table` in another system; outlines whose hairlines close on the way are mended."""
    moved = table.to_crs(epsg)
    shapes = moved.geometry.to_numpy()
    broken = ~shapely.is_valid(shapes) & (shapely.get_dimensions(shapes) == 2)
    if not broken.any():
        return moved
    mended = shapes.copy()
    mended[broken] = [_polygonal(shape) for shape in shapely.make_valid(shapes[broken])]
    return moved.set_geometry(gpd.GeoSeries(mended, index=moved.index, crs=moved.crs))


def _polygonal(shape: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(shapely.get_parts(shape))
    flat = parts[shapely.get_dimensions(parts) == 2]
    return flat[0] if len(flat) == 1 else shapely.MultiPolygon(list(flat))
