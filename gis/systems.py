"""Which coordinate systems a park's file may use: flat ones, in metres that are metres on the ground."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    import pyproj

TRUE_SCALE: Final = 0.01
"""A system whose metre differs by more than this share from one on the ground (web maps) measures wrongly."""

Bounds = tuple[float, float, float, float]


def metric_epsg(crs: pyproj.CRS | None) -> int | None:
    """The EPSG code of a projected system in metres, east before north; None for any other system."""
    if crs is None or not crs.is_projected:
        return None
    axes = crs.axis_info[:2]
    if any(axis.unit_conversion_factor != 1.0 for axis in axes):
        return None
    if {axis.direction for axis in axes} != {"east", "north"}:
        return None
    code: int | None = crs.to_epsg()
    return code


@cache
def area_of_use(epsg: int) -> Bounds | None:
    """Least east and north, most east and north, in metres, where the system may be used; None where nobody says."""
    import pyproj

    system = pyproj.CRS.from_epsg(epsg)
    area = system.area_of_use
    if area is None:
        return None
    to_metres = pyproj.Transformer.from_crs(system.geodetic_crs, system, always_xy=True)
    west, south, east, north = to_metres.transform_bounds(area.west, area.south, area.east, area.north)
    return west, south, east, north


def scale_at(epsg: int, east_m: float, north_m: float) -> float:
    """Metres of the system in one metre on the ground, NaN where it is not defined."""
    import pyproj

    system = pyproj.CRS.from_epsg(epsg)
    to_degrees = pyproj.Transformer.from_crs(system, system.geodetic_crs, always_xy=True)
    longitude_deg, latitude_deg = to_degrees.transform(east_m, north_m)
    if not np.isfinite([longitude_deg, latitude_deg]).all():
        return float("nan")
    return float(np.sqrt(pyproj.Proj(system).get_factors(longitude_deg, latitude_deg).areal_scale))


def moved(xy_m: ArrayLike, source_epsg: int, target_epsg: int) -> NDArray[np.float64]:
    """Points (N, 2) of one system in another; infinite where that one cannot say them."""
    import pyproj

    between = pyproj.Transformer.from_crs(source_epsg, target_epsg, always_xy=True)
    corners = np.asarray(xy_m, np.float64).reshape(-1, 2)
    return np.column_stack(between.transform(corners[:, 0], corners[:, 1]))
