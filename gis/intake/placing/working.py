"""The reference system that a park's file is written in, and the way of a layer into it."""

from __future__ import annotations

import warnings
from typing import Final

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from pyproj.transformer import AreaOfInterest, TransformerGroup

from gis.intake.placing.earth import FAR_DEG, code_of, degrees, in_mainland_china, outside_deg

_TRUE_SCALE: Final = 0.003
"""How much longer or shorter than true a length may be in a plan: transverse Mercator zones keep within it."""
_WGS84: Final = 4326
_GK_3_DEGREE: Final = {meridian: 4534 + (meridian - 75) // 3 for meridian in range(75, 136, 3)}
"""EPSG codes of CGCS2000's three-degree zones by central meridian."""

Bounds = tuple[float, float, float, float]


def working_crs(crs: pyproj.CRS, bounds: Bounds) -> pyproj.CRS:
    """The projected system in metres, with an EPSG code, that a park within `bounds` (in `crs`) is written in.

    `crs` itself where it is such a one and true to scale there, else the three-degree zone of CGCS2000 in mainland
    China, else the zone of WGS 84 / UTM. Bounds that say nothing (NaN) stand for the area that `crs` is meant for.
    """
    centre = _centre(crs, bounds)
    code = code_of(crs)
    if code is not None and centre is not None and _serves(crs, centre):
        return pyproj.CRS.from_epsg(code)
    longitude, latitude = _degrees_of(crs, centre)
    return pyproj.CRS.from_epsg(metric_zone(longitude, latitude))


def metric_zone(longitude_deg: float, latitude_deg: float) -> int:
    """EPSG code of a metric grid for a place: CGCS2000's in mainland China, else WGS 84 / UTM."""
    longitude_deg = (longitude_deg + 180.0) % 360.0 - 180.0
    if in_mainland_china(longitude_deg, latitude_deg):
        return _GK_3_DEGREE[min(max(round(longitude_deg / 3) * 3, 75), 135)]
    zone = min(int((longitude_deg + 180.0) // 6.0), 59) + 1
    return (32600 if latitude_deg >= 0 else 32700) + zone


def _centre(crs: pyproj.CRS, bounds: Bounds) -> NDArray[np.float64] | None:
    west, south, east, north = bounds
    centre = np.array([[(west + east) / 2, (south + north) / 2]])
    return centre if np.isfinite(degrees(crs, centre)).all() else None


def _degrees_of(crs: pyproj.CRS, centre: NDArray[np.float64] | None) -> tuple[float, float]:
    if centre is not None:
        longitude, latitude = degrees(crs, centre)[0]
        return float(longitude), float(latitude)
    area = crs.area_of_use
    return ((area.west + area.east) / 2, (area.south + area.north) / 2) if area is not None else (0.0, 0.0)


def _serves(crs: pyproj.CRS, centre: NDArray[np.float64]) -> bool:
    axes = crs.axis_info[:2]
    metric = crs.is_projected and all(axis.unit_conversion_factor == 1.0 for axis in axes)
    if not metric or crs.is_bound or code_of(crs) == 3857 or {axis.direction for axis in axes} != {"east", "north"}:
        return False
    return float(outside_deg(crs, centre)[0]) <= FAR_DEG and true_to_scale(crs, centre)


def true_to_scale(crs: pyproj.CRS, centre: NDArray[np.float64]) -> bool:
    """Whether lengths around `centre`, (1, 2) in the projected `crs`, are true to a few thousandths."""
    longitude, latitude = degrees(crs, centre)[0]
    scale = pyproj.Proj(crs).get_factors(longitude, latitude)
    lengths = np.array([scale.meridional_scale, scale.parallel_scale])
    return bool((np.abs(lengths - 1.0) < _TRUE_SCALE).all() and abs(scale.angular_distortion) < 0.1)


def to_working(table: gpd.GeoDataFrame, crs: pyproj.CRS) -> gpd.GeoDataFrame:
    """`table` in `crs`, east before north, heights kept; its own reference system must be known.

    CGCS2000 and WGS 84 are taken for the same, which they are to a few centimetres.
    """
    assert table.crs is not None
    if table.crs == crs:
        return table
    steps = conversion(table.crs, crs, tuple(table.total_bounds))

    def moved(corners: NDArray[np.float64]) -> NDArray[np.float64]:
        x, y = corners[:, 0], corners[:, 1]
        for step in steps:
            x, y = step.transform(x, y)
        return np.column_stack((x, y, *corners.T[2:]))

    shapes = table.geometry.to_numpy()
    flat = not shapely.has_z(shapes).any()
    there = shapely.transform(shapes, moved, include_z=not flat)
    return table.set_geometry(gpd.GeoSeries(there, index=table.index, crs=crs))


def conversion(source: pyproj.CRS, target: pyproj.CRS, bounds: Bounds) -> tuple[pyproj.Transformer, ...]:
    """The steps from `source` to `target` for what lies within `bounds` (in `source`), without grids to fetch.

    Many datums are tied to WGS 84 only: where that is the better way to CGCS2000, it goes there.
    """
    direct = best(source, target, bounds)
    if direct.accuracy >= 0 or _WGS84 in (code_of(source), code_of(target)) or _same_datum(source, target):
        return (direct,)
    middle = pyproj.CRS.from_epsg(_WGS84)
    first = best(source, middle, bounds)
    return (first, best(middle, target, None))


def best(source: pyproj.CRS, target: pyproj.CRS, bounds: Bounds | None) -> pyproj.Transformer:
    """The most accurate conversion from `source` to `target`; its `accuracy` in metres is -1 where nobody states it."""
    area = _area(source, bounds) if bounds is not None else None
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Best transformation is not available")
        known = TransformerGroup(source, target, always_xy=True, area_of_interest=area).transformers
    stated = [step for step in known if step.accuracy >= 0]
    return min(stated, key=lambda step: step.accuracy) if stated else known[0]


def _area(source: pyproj.CRS, bounds: Bounds) -> AreaOfInterest | None:
    west, south, east, north = bounds
    corners = degrees(source, np.array([(x, y) for x in (west, east) for y in (south, north)], dtype=np.float64))
    if not np.isfinite(corners).all():
        return None
    (left, low), (right, high) = corners.min(axis=0), corners.max(axis=0)
    return AreaOfInterest(float(left), float(low), float(right), float(high)) if right <= 180 else None


def _same_datum(source: pyproj.CRS, target: pyproj.CRS) -> bool:
    one, other = source.geodetic_crs, target.geodetic_crs
    return one is not None and other is not None and one.datum == other.datum
