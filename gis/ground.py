"""The ground about the sites: streets at their grades, terraces at their levels, smooth slopes on what lies between.

Two parts. A fine grid holds the open ground: the profile of the nearest street within its reserve; beside terraces
that touch no street, their level; natural relief outside; between these a stretched sheet. Platforms (terraces,
ramps, lakes) have exact edges and levels of their own and lie over the grid.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from gis.outlines import freeze, outlines
from gis.place import Place, Road
from gis.prepared import Platforms, Terrain
from gis.sheet import stretched

FloatArray = NDArray[np.float64]
Plane = tuple[float, float, float]

STEP_M: Final = 5.0
MARGIN_M: Final = 250.0
"""The fine grid goes this far beyond the sites; there it meets the natural relief."""
REACH_M: Final = 70.0
"""Slopes beside streets and terraces pass into the natural relief on about this width."""
_SHOULDER_M: Final = 2.0
"""A street's level goes this far beyond its reserve ..."""
_UNDER_M: Final = 14.0
"""... and this far under a terrace, whose wall then stands on it."""
_PIECE_M: Final = 20.0
_ROUND: Final = 0.3
"""Water rounder than this (1: a circle) is a lake, which is level; brooks fall."""
_LAKE_M: Final = 0.4
"""The level of a lake below the ground about it."""


@dataclass(frozen=True, slots=True)
class Platform:
    """A terrace, a ramp or a lake."""

    outline: Polygon
    plane: Plane


@dataclass(frozen=True, slots=True)
class _Grid:
    """A grid of points, row 0 in the south."""

    x0_m: float
    y0_m: float
    shape: tuple[int, int]

    def axes(self) -> tuple[FloatArray, FloatArray]:
        """x of the columns, y of the rows."""
        rows, columns = self.shape
        return np.asarray(self.x0_m + STEP_M * np.arange(columns)), np.asarray(self.y0_m + STEP_M * np.arange(rows))

    def window(self, bounds: Sequence[float], margin_m: float = 0.0) -> tuple[slice, slice]:
        """Rows and columns of the points within `bounds`."""
        x0, y0, x1, y1 = bounds
        first = np.ceil((np.array([y0, x0]) - margin_m - (self.y0_m, self.x0_m)) / STEP_M).astype(int)
        last = np.floor((np.array([y1, x1]) + margin_m - (self.y0_m, self.x0_m)) / STEP_M).astype(int) + 1
        rows, columns = (slice(max(int(a), 0), max(int(b), 0)) for a, b in zip(first, last, strict=True))
        return rows, columns


def platforms(place: Place, coarse: Terrain) -> list[Platform]:
    """Terraces and ramps of all parks, and level water where there are terraces."""
    found = [
        Platform(part, terrace.plane)
        for park in place.parks
        for terrace in park.terraces
        for part in shapely.get_parts(terrace.outline)
    ]
    if found:
        water = [area.outline for park in place.parks for area in park.areas if area.layer == "water"]
        found += [_lake(part, place, coarse) for shape in water for part in shapely.get_parts(shape) if _is_round(part)]
    return found


def _is_round(part: Polygon) -> bool:
    return bool(4 * np.pi * part.area > _ROUND * part.length**2)


def _lake(part: Polygon, place: Place, coarse: Terrain) -> Platform:
    xy = shapely.get_coordinates(part.exterior)
    natural = place.relief.at(*xy.T) if place.relief is not None else coarse.drawn_at(*xy.T)
    return Platform(part, (float(np.min(natural)) - _LAKE_M, 0.0, 0.0))


def platform_table(found: Sequence[Platform]) -> Platforms:
    """The platforms as arrays."""
    shapes = [platform.outline for platform in found]
    planes = np.array([platform.plane for platform in found], np.float64).reshape(-1, 3)
    table = outlines(shapes, lambda x, y: np.zeros(len(x), np.float32), planes)
    return Platforms(table, freeze(planes[table.owner], np.float32))


def near_grids(place: Place, coarse: Terrain, found: Sequence[Platform]) -> tuple[Terrain, ...]:
    """The fine ground of each group of sites that needs one: graded streets, platforms or surveyed elevations."""
    from gis.terrain import platforms as groups

    graded = [road for park in place.parks for road in park.roads if road.centreline.has_z]
    grids: list[Terrain] = []
    if not graded and not found and place.relief is None:
        return ()
    for outline, _ in groups(place):
        streets = [road for road in graded if road.centreline.intersects(outline)]
        levels = [platform for platform in found if platform.outline.intersects(outline)]
        if streets or levels or place.relief is not None:
            grids.append(_near_grid(place, coarse, outline, streets, levels))
    return tuple(grids)


def _near_grid(
    place: Place, coarse: Terrain, outline: BaseGeometry, streets: Sequence[Road], levels: Sequence[Platform]
) -> Terrain:
    grid = _grid_about(outline, coarse)
    x, y = np.meshgrid(*grid.axes())
    relief = place.relief
    drawn = coarse.drawn_at(x, y)
    natural = np.where(relief.holds(x, y), relief.at(x, y), drawn) if relief is not None else drawn
    street_m, beside_m = _street_field(grid, streets)
    level_m = _level_field(grid, levels)
    on_street = beside_m <= _SHOULDER_M
    under = beside_m <= _UNDER_M
    known = on_street | ~np.isnan(level_m)
    height = np.where(on_street | (under & ~np.isnan(level_m)), street_m, level_m)
    rise = np.where(known, height - natural, 0.0)
    known[[0, -1]] = known[:, [0, -1]] = True
    rise[[0, -1]] = rise[:, [0, -1]] = 0.0
    # At its rim the grid meets the coarse one, which is all that is known there.
    natural[[0, -1]], natural[:, [0, -1]] = drawn[[0, -1]], drawn[:, [0, -1]]
    height_m = natural + stretched(rise, known, STEP_M, REACH_M)
    return Terrain(grid.x0_m, grid.y0_m, STEP_M, freeze(height_m, np.float32))


def _grid_about(outline: BaseGeometry, coarse: Terrain) -> _Grid:
    """A grid whose rim lies on lines of the coarse one."""
    x0, y0, x1, y1 = outline.bounds
    origin = np.array([coarse.x0_m, coarse.y0_m])
    first = np.floor((np.array([x0, y0]) - MARGIN_M - origin) / coarse.step_m)
    last = np.ceil((np.array([x1, y1]) + MARGIN_M - origin) / coarse.step_m)
    low = origin + first * coarse.step_m
    columns, rows = ((last - first) * coarse.step_m / STEP_M).astype(int) + 1
    return _Grid(float(low[0]), float(low[1]), (int(rows), int(columns)))


def _street_field(grid: _Grid, streets: Sequence[Road]) -> tuple[FloatArray, FloatArray]:
    """Elevation by the streets near each point, and how far beyond the nearest reserve it lies (inside: below 0).

    Where several streets are near, the nearer counts more: on its middle each has its own profile exactly.
    """
    total, weight = np.zeros(grid.shape), np.zeros(grid.shape)
    beside = np.full(grid.shape, np.inf)
    for road in streets:
        half_m = road.width_m / 2
        reach_m = half_m + _UNDER_M + STEP_M
        window = grid.window(road.centreline.bounds, reach_m)
        distance, level = _along(grid, window, road, reach_m)
        near = np.isfinite(distance)
        share = np.where(near, (np.maximum(1 - distance / reach_m, 0.0) / (distance**2 + 1)) ** 1.5, 0.0)
        total[window] += np.where(near, share * level, 0.0)
        weight[window] += share
        beside[window] = np.minimum(beside[window], distance - half_m)
    with np.errstate(invalid="ignore", divide="ignore"):
        return total / weight, np.where(weight > 0, beside, np.inf)


def _along(grid: _Grid, window: tuple[slice, slice], road: Road, reach_m: float) -> tuple[FloatArray, FloatArray]:
    """Distance of each point in the window to the street's middle, and the middle's elevation there."""
    shape = tuple(len(range(*part.indices(size))) for part, size in zip(window, grid.shape, strict=True))
    best, level = np.full(shape, np.inf), np.zeros(shape)
    x_m, y_m = grid.axes()
    y0, x0 = window[0].start, window[1].start
    for line in shapely.get_parts(shapely.segmentize(road.centreline, _PIECE_M)):
        corners = shapely.get_coordinates(line, include_z=True)
        for start, end in itertools.pairwise(corners):
            bounds = (*np.minimum(start, end)[:2], *np.maximum(start, end)[:2])
            rows, columns = grid.window(bounds, reach_m)
            part = (slice(rows.start - y0, rows.stop - y0), slice(columns.start - x0, columns.stop - x0))
            step = end - start
            dx, dy = x_m[None, columns] - start[0], y_m[rows, None] - start[1]
            at = np.clip((dx * step[0] + dy * step[1]) / max(step[0] ** 2 + step[1] ** 2, 1e-9), 0, 1)
            distance = np.hypot(dx - at * step[0], dy - at * step[1])
            better = (distance < best[part]) & (distance <= reach_m)
            level[part] = np.where(better, start[2] + at * step[2], level[part])
            best[part] = np.where(better, distance, best[part])
    return best, level


def _level_field(grid: _Grid, levels: Sequence[Platform]) -> FloatArray:
    """Elevation of the platform at each point; NaN where there is none."""
    level_m = np.full(grid.shape, np.nan)
    x_m, y_m = grid.axes()
    for platform in levels:
        rows, columns = grid.window(platform.outline.bounds)
        x, y = np.meshgrid(x_m[columns], y_m[rows])
        shapely.prepare(platform.outline)
        inside = shapely.contains_xy(platform.outline, x, y)
        a, b, c = platform.plane
        level_m[rows, columns] = np.where(inside, a + b * x + c * y, level_m[rows, columns])
    return level_m
