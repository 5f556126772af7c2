"""Footpaths and trees. Chance is drawn from the feature's own id, so that an edit elsewhere moves no tree."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

from gis.generate.blocks import Plot
from gis.generate.frames import Region, Table, region, rounded
from gis.generate.landscape import Ground
from gis.generate.open_land import OpenGround
from gis.generate.plan import Plan
from gis.generate.rules import StreetRules, TreeRules
from gis.generate.streets import Street

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree at (east, north)."""

    x_m: float
    y_m: float
    kind: str

    @property
    def height_m(self) -> float:
        """5 to 9 m, on the hillside 2 m more; by where it stands."""
        chance = zlib.crc32(f"{self.x_m:.1f},{self.y_m:.1f}".encode()) % 997 / 997
        return round(5 + 4 * chance + (2 if self.kind == "hill" else 0), 1)


def footpaths(plan: Plan, open_land: Iterable[OpenGround]) -> list[tuple[Table, Region]]:
    """The plan's paths where they cross open ground."""
    ground = shapely.union_all([piece.outline for piece in open_land])
    return [(table, region(plan.frame(table).to_world(_path(table)) & ground)) for table in plan.tables["path"]]


def _path(table: Table) -> Polygon:
    return LineString(rounded(table["line"], 60)).buffer(table["width_m"] / 2)


def street_trees(streets: Sequence[Street], site: BaseGeometry, rule: StreetRules) -> list[Tree]:
    """Rows along both kerbs and on wide medians, not where another street crosses."""
    shapely.prepare(site)
    found = []
    for street in streets:
        crossing = shapely.union_all([s.axis.buffer(s.width_m / 2 + 5) for s in streets if s is not street])
        shapely.prepare(crossing)
        off_m = street.width_m / 2 - rule.tree_from_kerb_m
        lines = [street.axis.offset_curve(off_m), street.axis.offset_curve(-off_m)]
        lines += [street.axis.offset_curve(rule.median_offset_m)] if street.width_m >= rule.median_from_m else []
        for line in lines:
            xy_m = _along(line, 6.0, line.length - 6.0, rule.tree_spacing_m)
            stands = shapely.contains_xy(site, xy_m) & ~shapely.contains_xy(crossing, xy_m)
            found += _trees(xy_m[stands], "street")
    return found


def _along(line: LineString | MultiLineString, begin_m: float, end_m: float, step_m: float) -> FloatArray:
    return shapely.get_coordinates(shapely.line_interpolate_point(line, np.arange(begin_m, end_m, step_m)))


def green_trees(green: OpenGround, keep_off: BaseGeometry, rule: TreeRules, seed: int) -> list[Tree]:
    """Trees of a green, with clearings, off water and paths (`keep_off`)."""
    spacing_m = rule.spacing_m.get(green.kind, rule.spacing_m["usual"])
    grid, chance = _jittered(green.outline, spacing_m, rule.jitter, _chance(str(green.table["id"]), seed))
    xy_m = grid + chance[:, :2]
    stands = shapely.contains_xy(green.outline.buffer(-rule.from_lawn_edge_m), xy_m) & ~shapely.contains_xy(
        keep_off, xy_m
    )
    if green.kind not in ("belt", "verge"):
        # A smooth field leaves whole lawns open, not single gaps.
        field = np.sin(grid[:, 0] / 47) + np.cos(grid[:, 1] / 39) + 0.8 * chance[:, 2]
        stands &= field <= 1.25
    return _trees(xy_m[stands], green.kind)


def garden_trees(lawn: Ground, rule: TreeRules, seed: int) -> list[Tree]:
    """Groups of trees on a parcel's larger lawns."""
    if lawn.kind != "lawn" or lawn.outline.area < rule.garden_from_m2:
        return []
    grid, chance = _jittered(lawn.outline, rule.garden_spacing_m, rule.garden_jitter, _chance(lawn.id, seed))
    xy_m = grid + chance[:, :2]
    stands = (chance[:, 2] < rule.garden_share) & shapely.contains_xy(lawn.outline.buffer(-rule.from_lawn_edge_m), xy_m)
    return _trees(xy_m[stands], "garden")


def edge_trees(plot: Plot, near_buildings: BaseGeometry, rule: TreeRules) -> list[Tree]:
    """A row inside the parcel's edge, not in front of a wall."""
    inside = plot.outline.buffer(-rule.edge_m)
    if not isinstance(inside, Polygon) or inside.is_empty:
        return []
    xy_m = _along(inside.exterior, 0.0, inside.exterior.length, rule.edge_spacing_m)
    return _trees(xy_m[~shapely.contains_xy(near_buildings, xy_m)], "parcel")


def _chance(feature: str, seed: int) -> np.random.Generator:
    """What is drawn by chance for a feature: by its id and the plan's seed alone."""
    return np.random.default_rng(zlib.crc32(feature.encode(), seed))


def _jittered(
    area: Region, spacing_m: float, jitter: float, chances: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """A grid over `area`, and for each point its displacement (x, y) and a number in 0..1."""
    x0, y0, x1, y1 = area.bounds
    x, y = np.meshgrid(np.arange(x0, x1, spacing_m), np.arange(y0, y1, spacing_m), indexing="ij")
    grid = np.column_stack([x.ravel(), y.ravel()])
    chance = chances.random((len(grid), 3))
    chance[:, :2] = (2 * chance[:, :2] - 1) * jitter * spacing_m
    return grid, chance


def _trees(xy_m: FloatArray, kind: str) -> list[Tree]:
    return [Tree(float(x), float(y), kind) for x, y in xy_m]
