"""True areas: on the ellipsoid, whatever the reference system does to them."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from gis.intake.placing.earth import degree_of, to_degrees

Floats = NDArray[np.float64]

_EVEN: Final = 5e-4
"""A layer whose scale of areas differs by no more has one scale all over."""
_LARGE_DEG: Final = 0.5
"""Only in features larger than this it matters whether an edge runs straight on the map or on the ground."""
_HALF_DEG: Final = 150.0
"""A geodesic between corners that lie farther apart may run around the other side of the Earth."""
_ROUND_DEG: Final = 359.9
"""An edge so long goes once round the map: along its margin, or across the date line where a pole is enclosed."""
_SQUARE: Final = 100.0
"""Sides, in the map's unit, of the squares that its scale is measured by."""


def areas_m2(shapes: gpd.GeoSeries) -> Floats:
    """(features,) areas in m2 of valid `shapes`, 0 for lines and points; their reference system must be known.

    True to a thousandth: edges of features larger than half a degree run straight on the ground, others on the map.
    What a projection has no place on Earth for is measured on the map.
    """
    assert shapes.crs is not None
    geometry = shapes.to_numpy()
    found = _measured(shapes.crs, geometry)
    return np.where(shapely.is_missing(geometry), 0.0, found)


def _measured(crs: pyproj.CRS, geometry: NDArray[np.object_]) -> Floats:
    if not len(geometry) or not np.isfinite(bounds := shapely.total_bounds(geometry)).all():
        return np.zeros(len(geometry))
    if crs.is_projected:
        flat = np.asarray(shapely.area(geometry)) * _unit_m2(crs)
        scale = _scale(crs, bounds)
        if scale is not None:
            return np.asarray(flat / scale)
        true = _on_earth(crs, geometry)
        return np.where(np.isfinite(true), true, flat)
    return _on_earth(crs, geometry)


def _unit_m2(crs: pyproj.CRS) -> float:
    east, north = crs.axis_info[:2]
    return float(east.unit_conversion_factor * north.unit_conversion_factor)


def _scale(crs: pyproj.CRS, bounds: Floats) -> float | None:
    """Map to true areas within `bounds`; None where it differs too much from place to place."""
    west, south, east, north = bounds
    x, y = (side.ravel() for side in np.meshgrid(np.linspace(west, east, 3), np.linspace(south, north, 3)))
    # Small squares on the map, measured on the ground: what a projection says of its own scale is that of a sphere
    # for web maps.
    right, up = x[:, None] + _SQUARE * np.array((0, 1, 1, 0)), y[:, None] + _SQUARE * np.array((0, 0, 1, 1))
    longitude, latitude = to_degrees(crs).transform(right, up)
    if not (np.isfinite(longitude).all() and np.isfinite(latitude).all()):
        return None
    geod = _geod(crs)
    true = np.array(
        [abs(geod.polygon_area_perimeter(*corners)[0]) for corners in zip(longitude, latitude, strict=True)]
    )
    scales = _SQUARE**2 * _unit_m2(crs) / np.maximum(true, 1e-9)
    return float(scales[4]) if np.ptp(scales) <= _EVEN * scales[4] else None


def _geod(crs: pyproj.CRS) -> pyproj.Geod:
    geodetic = crs.geodetic_crs
    assert geodetic is not None
    assert geodetic.ellipsoid is not None
    return pyproj.Geod(a=geodetic.ellipsoid.semi_major_metre, b=geodetic.ellipsoid.semi_minor_metre)


def _on_earth(crs: pyproj.CRS, geometry: NDArray[np.object_]) -> Floats:
    """(features,) areas on the ellipsoid of `crs`; NaN for what has no place there."""
    geod = _geod(crs)
    # On the same ellipsoid, so that no shift of datums (which needs grids) takes part.
    flat = pyproj.Proj(proj="cea", a=geod.a, b=geod.b, over=True)
    there = to_degrees(crs)

    def to_map(corners: Floats) -> Floats:
        if crs.is_geographic:  # not led through PROJ: a feature that runs on beyond 180 degrees stays in one piece
            found = corners * degree_of(crs)
            return np.column_stack((found[:, 0], np.clip(found[:, 1], -90.0, 90.0)))
        return np.column_stack(there.transform(corners[:, 0], corners[:, 1]))

    degrees = shapely.transform(geometry, to_map)
    sizes = shapely.bounds(degrees)
    with np.errstate(invalid="ignore"):
        size = np.maximum(sizes[:, 2] - sizes[:, 0], sizes[:, 3] - sizes[:, 1])
        large = size > _LARGE_DEG
    with np.errstate(invalid="ignore"):
        areas = np.asarray(shapely.area(shapely.transform(degrees, lambda c: np.column_stack(flat(c[:, 0], c[:, 1])))))
    polygons = shapely.get_dimensions(degrees) == 2
    for index in np.flatnonzero(large & polygons & np.isfinite(areas)):
        areas[index] = _by_geodesics(geod, degrees[index], flat)
    return areas


def _by_geodesics(geod: pyproj.Geod, shape: shapely.Geometry, flat: pyproj.Proj) -> float:
    total = 0.0
    for polygon in shapely.get_parts(shape):
        if polygon.geom_type == "Polygon" and not polygon.is_empty:
            rings = [polygon.exterior, *polygon.interiors]
            areas = [_of_ring(geod, shapely.get_coordinates(ring), flat) for ring in rings]
            total += areas[0] - sum(areas[1:])
    return total


def _of_ring(geod: pyproj.Geod, corners: Floats, flat: pyproj.Proj) -> float:
    """m2 by geodesics; by the map where an edge is too long for them, or they would take the margin for a seam."""
    along = np.abs(np.diff(corners[:, 0]))
    wrapped = np.minimum(along % 360.0, 360.0 - along % 360.0)
    mapped = shapely.area(shapely.Polygon(np.column_stack(flat(*corners.T))))
    if (wrapped > _HALF_DEG).any():
        return float(mapped)
    found = abs(geod.polygon_area_perimeter(*corners.T)[0])
    return float(max(found, mapped) if (along > _ROUND_DEG).any() else found)
