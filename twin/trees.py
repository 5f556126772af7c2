"""Trees: three shapes, thousands of instances, drawn by tiles so that far ones are plain and the farthest not drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.prepared import TreeTable
from twin.mesh import Mesh, join
from twin.solids import ball, cone

F32 = NDArray[np.float32]

ROUND, SLENDER, CONIFER = range(3)
SHAPES = 3
TRUNK, CROWN = range(2)
TILE_M = 260.0
_GOLDEN = 0.6180339887


@dataclass(frozen=True, slots=True)
class Grove:
    """Trees of one shape in one tile: rows `first` to `first + count` of the table; `low` and `high` corners (m)."""

    shape: int
    first: int
    count: int
    low: tuple[float, float, float]
    high: tuple[float, float, float]


def tree_table(trees: TreeTable) -> tuple[F32, list[Grove]]:
    """(N, 2, 4) sorted by grove: x, y, z, height | turn (radians), tint, width to height, 0; and the groves."""
    count = len(trees.kind)
    chance = np.asarray((np.arange(count) * _GOLDEN) % 1.0, np.float64)
    table = np.zeros((count, 2, 4), np.float32)
    table[:, 0, :3] = trees.xyz
    table[:, 0, 3] = trees.height_m
    table[:, 1, 0] = 6.2831853 * chance
    table[:, 1, 1] = (chance * 7.13) % 1.0
    table[:, 1, 2] = 0.88 + 0.3 * ((chance * 3.71) % 1.0)
    return groves(table, _shapes(trees, chance), float(np.max(trees.height_m, initial=1.0)))


def groves(table: F32, shape: NDArray[np.int64], height_m: float) -> tuple[F32, list[Grove]]:
    """The rows of a table of instances (x, y, z first) sorted by tile and shape, and where each such group lies.

    `height_m` is the most that an instance rises above its foot.
    """
    if not len(table):
        return table, []
    tile = np.floor(table[:, 0, :2] / TILE_M).astype(np.int64)
    order = np.lexsort((shape, tile[:, 1], tile[:, 0]))
    table = table[order]
    keys = np.column_stack([tile[order], shape[order]])
    starts = np.flatnonzero(np.any(np.diff(keys, axis=0, prepend=keys[:1] - 1), axis=1))
    ends = np.append(starts[1:], len(table))
    bounds = zip(starts.tolist(), ends.tolist(), strict=True)
    return table, [_grove(table, int(keys[first, 2]), first, last, height_m) for first, last in bounds]


def shape_mesh(shape: int, *, fine: bool) -> Mesh:
    """A tree of height 1 standing at the origin. `part`: trunk or crown; `face`: height within the tree."""
    if shape == CONIFER:
        tiers = ((0.12, 0.52, 0.26), (0.36, 0.78, 0.20), (0.60, 1.0, 0.13)) if fine else ((0.1, 1.0, 0.24),)
        crowns = [cone(low, high, radius, 7 if fine else 4, CROWN) for low, high, radius in tiers]
        return join(_trunk(0.2, 0.022, fine), *crowns)
    if shape == SLENDER:
        return join(_trunk(0.28, 0.018, fine), ball((0, 0, 0.60), (0.20, 0.20, 0.40), CROWN, fine=fine))
    if not fine:
        return join(_trunk(0.35, 0.02, fine), ball((0, 0, 0.66), (0.34, 0.34, 0.34), CROWN, fine=fine))
    balls = (((0, 0, 0.68), 0.30), ((0.14, 0.06, 0.56), 0.21), ((-0.11, -0.10, 0.55), 0.20))
    return join(_trunk(0.42, 0.024, fine), *(ball(c, (r, r, 0.92 * r), CROWN, fine=fine) for c, r in balls))


def _shapes(trees: TreeTable, chance: NDArray[np.float64]) -> NDArray[np.int64]:
    kind = np.array(trees.kinds)[trees.kind] if len(trees.kinds) else np.zeros(0, str)
    shape = np.full(len(kind), ROUND)
    shape[np.isin(kind, ("axis",)) | (np.isin(kind, ("street",)) & (trees.kind % 2 == 0) & (chance < 0.12))] = SLENDER
    shape[(kind == "hill") & (chance < 0.7)] = CONIFER
    shape[np.isin(kind, ("park", "belt", "pocket", "verge", "garden")) & (chance > 0.80)] = CONIFER
    shape[np.isin(kind, ("garden", "parcel", "park")) & (chance < 0.16)] = SLENDER
    return shape


def _grove(table: F32, shape: int, first: int, last: int, height_m: float) -> Grove:
    feet = table[first:last, 0, :3].astype(np.float64)
    reach = np.array([0.6 * height_m, 0.6 * height_m, 1.0])
    low, high = feet.min(0) - reach, feet.max(0) + reach + (0, 0, height_m)
    return Grove(shape, first, last - first, (low[0], low[1], low[2]), (high[0], high[1], high[2]))


def _trunk(height: float, radius: float, fine: bool) -> Mesh:
    return cone(0.0, height, radius, 5 if fine else 3, TRUNK, top=0.7 * radius)
