"""Elevation around a place. Illustrative: planes under the sites, natural relief around them, the sea at 0.

No elevation model of the area may be shipped, so the relief is drawn from what is published: the peaks with their
heights and the coastline. Sites that lie close together share one plane, fitted to the ground heights of their
buildings, so that streets and blocks, which are flat, neither float nor sink.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gis.building_columns import all_columns
from gis.noise import value_noise
from gis.place import LocalFrame, Place
from gis.prepared import Terrain
from gis.ridges import hills_m

FloatArray = NDArray[np.float64]

REACH_M = 30_000.0
"""How far the relief goes beyond the origin: to the horizon, with the highest peak of the Laoshan range."""
STEP_M = 100.0
NEAR_M = 400.0
"""Sites closer than this stand on one plane."""
FLAT_M = 350.0
"""The plane reaches this far around a site: 200 m, and a grid cell's diagonal so that interpolation stays exact."""
BLEND_M = 450.0
"""On this width the plane passes into the natural relief."""
INLAND_M = 45.0
"""Height of the lowland far from the sea."""
COARSE_M = 500.0
SEA_BED_M = -30.0

Plane = tuple[float, float, float]
"""Elevation = a + b x + c y."""


def terrain(place: Place) -> Terrain:
    """The elevation grid of `place`: from its context's peaks and land, flat under its sites; as surveyed, where
    `place.relief` says so."""
    axis = np.arange(-REACH_M, REACH_M + STEP_M / 2, STEP_M)
    x_m, y_m = np.meshgrid(axis, axis)
    height_m = natural_relief(place, x_m, y_m)
    if place.far_relief is not None:
        height_m = _surveyed(place.far_relief, height_m, x_m, y_m)
    if place.relief is not None:
        height_m = _surveyed(place.relief, height_m, x_m, y_m)
    else:
        for outline, plane in platforms(place):
            height_m = _set_into(height_m, outline, plane, x_m, y_m)
    grid = height_m.astype(np.float32)
    grid.flags.writeable = False
    return Terrain(-REACH_M, -REACH_M, STEP_M, grid)


def platforms(place: Place) -> list[tuple[BaseGeometry, Plane]]:
    """Groups of neighbouring sites and the plane that each stands on, least squares over its buildings' ground."""
    sites = [site.outline for park in place.parks for site in park.sites]
    around = shapely.union_all(shapely.buffer(sites, NEAR_M / 2, quad_segs=2))
    buildings = all_columns(place)
    x_m, y_m = buildings.centre_m.T
    groups = []
    for area in shapely.get_parts(around):
        outline = shapely.union_all([site for site in sites if area.intersects(site)])
        shapely.prepare(area)
        inside = shapely.intersects_xy(area, x_m, y_m)
        groups.append((outline, _fitted_plane(buildings.centre_m[inside], buildings.ground_m[inside])))
    return groups


def _fitted_plane(xy_m: FloatArray, ground_m: FloatArray) -> Plane:
    if not len(xy_m):
        return (INLAND_M, 0.0, 0.0)
    middle = xy_m.mean(axis=0)
    mean_m = float(ground_m.mean())
    if len(xy_m) < 3 or np.ptp(ground_m) < 1e-6:
        return (mean_m, 0.0, 0.0)
    (b, c), *_ = np.linalg.lstsq(xy_m - middle, ground_m - mean_m, rcond=1e-6)
    return (mean_m - float(b * middle[0] + c * middle[1]), float(b), float(c))


def _set_into(
    height_m: FloatArray, outline: BaseGeometry, plane: Plane, x_m: FloatArray, y_m: FloatArray
) -> FloatArray:
    x0, y0, x1, y1 = np.asarray(shapely.bounds(outline)) + np.array([-1, -1, 1, 1]) * (FLAT_M + BLEND_M)
    near = (x_m >= x0) & (x_m <= x1) & (y_m >= y0) & (y_m <= y1)
    shapely.prepare(outline)
    distance_m = shapely.distance(outline, shapely.points(x_m[near], y_m[near]))
    share = _smooth((distance_m - FLAT_M) / BLEND_M)
    flat_m = plane[0] + plane[1] * x_m[near] + plane[2] * y_m[near]
    result = height_m.copy()
    result[near] = flat_m * (1 - share) + height_m[near] * share
    return result


def _surveyed(relief: Terrain, height_m: FloatArray, x_m: FloatArray, y_m: FloatArray) -> FloatArray:
    """`height_m` with the surveyed elevations in their place; beyond their edge they pass into it."""
    rows, columns = relief.height_m.shape
    x1, y1 = relief.x0_m + (columns - 1) * relief.step_m, relief.y0_m + (rows - 1) * relief.step_m
    outside_m = np.hypot(
        np.maximum(np.maximum(relief.x0_m - x_m, x_m - x1), 0), np.maximum(np.maximum(relief.y0_m - y_m, y_m - y1), 0)
    )
    share = _smooth(outside_m / BLEND_M)
    near = share < 1
    result = height_m.copy()
    known_m = relief.at(x_m[near], y_m[near])
    result[near] = known_m * (1 - share[near]) + height_m[near] * share[near]
    return result


def natural_relief(place: Place, x_m: FloatArray, y_m: FloatArray) -> FloatArray:
    """Relief without the sites: lowland rising from the coast, the named peaks, the range that the highest crowns."""
    inland_m = distance_inland_m(place, x_m, y_m)
    east_m, north_m = x_m + place.frame.origin_east_m, y_m + place.frame.origin_north_m
    lowland_m = INLAND_M * (1 - np.exp(-np.maximum(inland_m, 0) / 3500.0))
    lowland_m *= 1 + 0.25 * value_noise(east_m, north_m, 1800.0, 11)
    above_m = _hills(place.context.peaks, lowland_m, x_m, y_m, place.frame)
    ashore = _smooth(inland_m / 900.0)
    land_m = np.maximum(lowland_m + above_m * ashore, 1.0 + np.minimum(inland_m / 400.0, 10.0))
    bed_m = np.maximum(SEA_BED_M, inland_m * 0.02)
    return np.where(inland_m > 0, land_m * np.minimum(1.0, inland_m / 60.0), bed_m)


def distance_inland_m(place: Place, x_m: FloatArray, y_m: FloatArray) -> FloatArray:
    """Distance to the coast, negative at sea; far inland everywhere where the context knows no coast."""
    land = place.context.land
    if land is None:
        return np.full(x_m.shape, 1e5)
    coast = shapely.boundary(land)
    shapely.prepare(coast)
    shapely.prepare(land)
    distance_m = _distance(coast, x_m, y_m)
    return np.asarray(np.where(shapely.contains_xy(land, x_m, y_m), distance_m, -distance_m))


def _distance(coast: BaseGeometry, x_m: FloatArray, y_m: FloatArray) -> FloatArray:
    """Distance to `coast`: exact near it, where the shore is drawn, and between the points of a coarser grid afar."""
    extent = np.array([x_m.min(), y_m.min(), x_m.max(), y_m.max()])
    shape = tuple(int(np.ceil(side / COARSE_M)) + 2 for side in (extent[3] - extent[1], extent[2] - extent[0]))
    u, v = np.meshgrid(np.arange(shape[1]) * COARSE_M + extent[0], np.arange(shape[0]) * COARSE_M + extent[1])
    coarse = Terrain(
        extent[0], extent[1], COARSE_M, np.asarray(shapely.distance(coast, shapely.points(u, v)), np.float32)
    )
    distance_m = coarse.at(x_m.astype(np.float32), y_m.astype(np.float32)).astype(np.float64)
    near = distance_m < 3 * COARSE_M
    distance_m[near] = shapely.distance(coast, shapely.points(x_m[near], y_m[near]))
    return distance_m


def _hills(
    peaks: Sequence[tuple[object, float, float, float]],
    lowland_m: FloatArray,
    x_m: FloatArray,
    y_m: FloatArray,
    frame: LocalFrame,
) -> FloatArray:
    """What rises above the lowland: ridges that run down from the peaks, each moved to the nearest grid point so that
    the grid holds its height. (H, W) as `x_m` and `y_m`."""
    if not peaks:
        return np.zeros(x_m.shape)
    columns = [np.clip(np.round((x - x_m[0, 0]) / STEP_M), 0, x_m.shape[1] - 1).astype(int) for _, x, _, _ in peaks]
    rows = [np.clip(np.round((y - y_m[0, 0]) / STEP_M), 0, x_m.shape[0] - 1).astype(int) for _, _, y, _ in peaks]
    east_m, north_m = x_m + frame.origin_east_m, y_m + frame.origin_north_m
    above = [
        (float(east_m[j, i]), float(north_m[j, i]), max(float(peak[3] - lowland_m[j, i]), 0.0))
        for peak, i, j in zip(peaks, columns, rows, strict=True)
    ]
    return hills_m(above, east_m, north_m)


def _smooth(t: FloatArray) -> FloatArray:
    s = np.clip(t, 0, 1)
    return np.asarray(s * s * (3 - 2 * s))
