"""What grows around the parks: one map of woods and built-up ground, from which the land is painted and trees stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.prepared import STRUCTURES, Prepared, TreeTable
from twin.ground import land_level, on_ground, polygons_of
from twin.mesh import take
from twin.rasters import blur

F64 = NDArray[np.float64]

SIDE_PX = 768
SIDE_M = 14_000.0
TREE_STEP_M = 17.0
TREES_REACH_M = 3600.0
_SEED = 20230418


@dataclass(frozen=True, slots=True)
class LandCover:
    """A square map around (x0_m, y0_m), its south-west corner: shares of `wood` and `built` (0 to 1, rows north)."""

    x0_m: float
    y0_m: float
    wood: F64
    built: F64

    def pixels(self) -> NDArray[np.uint8]:
        """As RGBA bytes: wood, built, 0, 255."""
        pixels = np.zeros((SIDE_PX, SIDE_PX, 4), np.uint8)
        pixels[..., 0] = np.rint(255 * self.wood)
        pixels[..., 1] = np.rint(255 * self.built)
        pixels[..., 3] = 255
        return pixels

    def at(self, xy: F64) -> tuple[F64, F64]:
        """Shares of wood and of built-up ground at points (N, 2)."""
        place = ((xy - (self.x0_m, self.y0_m)) / SIDE_M * SIDE_PX).astype(int).clip(0, SIDE_PX - 1)
        return self.wood[place[:, 1], place[:, 0]], self.built[place[:, 1], place[:, 0]]


def land_cover(prepared: Prepared) -> LandCover:
    """Woods on the hills and in patches between; built-up ground around the context blocks. Drawn, not surveyed."""
    x, y = np.mean([park.centre_m[:2] for park in prepared.parks], 0)
    x0_m, y0_m = float(x) - SIDE_M / 2, float(y) - SIDE_M / 2
    axis = (np.arange(SIDE_PX) + 0.5) * SIDE_M / SIDE_PX
    east, north = np.meshgrid(x0_m + axis, y0_m + axis)
    height = prepared.terrain.at(east.astype(np.float32), north.astype(np.float32)).astype(np.float64)
    built = _built(prepared, x0_m, y0_m)
    rng = np.random.default_rng(_SEED)
    patches = 0.55 * _noise(rng, 14) + 0.30 * _noise(rng, 37) + 0.15 * _noise(rng, 96)
    hills = _step(height + 90 * (patches - 0.5), 85, 140)
    wood = np.maximum(hills, 0.9 * _step(patches, 0.455, 0.535)) * (1 - built) * _step(height, 3, 9)
    return LandCover(x0_m, y0_m, wood, built)


def wild_trees(prepared: Prepared, cover: LandCover) -> TreeTable:
    """Trees outside the parks: dense in the woods, scattered among the blocks, single in the meadows.

    None stands on a road, in a block or in a park.
    """
    rng = np.random.default_rng(_SEED + 1)
    middle = np.mean([park.centre_m[:2] for park in prepared.parks], 0)
    axis = np.arange(-TREES_REACH_M, TREES_REACH_M, TREE_STEP_M)
    xy = np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2) + middle
    xy = xy + rng.uniform(-0.45, 0.45, xy.shape) * TREE_STEP_M
    wood, built = cover.at(xy)
    chance = rng.random(len(xy))
    xy, wood = (a[chance < 0.012 + 0.55 * wood + 0.20 * built] for a in (xy, wood))
    free = np.ones(len(xy), bool)
    free[_taken(prepared).query(shapely.points(xy), predicate="intersects")[0]] = False
    xy, wood = xy[free], wood[free]
    kind = (wood > 0.5).astype(np.int32)
    height = rng.uniform(6.0, 11.0, len(xy)).astype(np.float32)
    return TreeTable(on_ground(xy, land_level(prepared)), height, kind, ("pocket", "hill"))


def _built(prepared: Prepared, x0_m: float, y0_m: float) -> F64:
    context = prepared.context
    built = [number for number, owner in enumerate(context.outlines.owner) if context.kind[owner] not in STRUCTURES]
    xyz = take(context.outlines, np.array(built, np.int64)).xyz
    place = ((xyz[:, :2] - (x0_m, y0_m)) / SIDE_M * SIDE_PX).astype(int)
    place = place[((place >= 0) & (place < SIDE_PX)).all(1)]
    count = np.zeros((SIDE_PX, SIDE_PX))
    np.add.at(count, (place[:, 1], place[:, 0]), 1.0)
    return _step(blur(blur(count, 3), 2), 0.012, 0.07)


def _taken(prepared: Prepared) -> shapely.STRtree:
    """Where no wild tree may stand."""
    covered = [polygon for surface in prepared.surfaces for polygon in polygons_of(surface.outlines)]
    blocks = shapely.buffer(np.array(polygons_of(prepared.context.outlines), object), 3.0, join_style="mitre")
    lines = prepared.context_roads
    ways = [
        shapely.LineString(lines.xyz[a:b, :2]).buffer(float(width) / 2 + 3)
        for a, b, width in zip(lines.start[:-1], lines.start[1:], lines.width_m, strict=True)
        if b - a > 1
    ]
    return shapely.STRtree([*covered, *blocks, *ways])


def _noise(rng: np.random.Generator, cells: int) -> F64:
    """Smooth noise from 0 to 1 with so many cells a side."""
    corners = rng.random((cells + 2, cells + 2))
    at = np.arange(SIDE_PX) * cells / SIDE_PX
    low = at.astype(int)
    share = at - low
    share = share * share * (3 - 2 * share)
    rows = corners[low] * (1 - share)[:, None] + corners[low + 1] * share[:, None]
    return np.asarray(rows[:, low] * (1 - share) + rows[:, low + 1] * share)


def _step(values: F64, low: float, high: float) -> F64:
    """0 below `low`, 1 above `high`, smooth in between."""
    share = np.clip((values - low) / (high - low), 0, 1)
    return np.asarray(share * share * (3 - 2 * share))
