"""Polygons of one layer that lie on each other, counted within bounded time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.intake.mending.tangle import Shapes

LEAST_M2: Final = 0.5
"""Less is how people draw."""
LEAST_SHARE: Final = 0.1
"""Of the smaller of two, where neighbours are drawn roughly (eaves, walls in common)."""
MOST_PAIRS: Final = 3_000_000
"""Pairs of boxes beyond which nothing is counted."""
MOST_CORNERS: Final = 2_000_000
MOST_CORNERS_ROUGH: Final = 300_000
"""Corners of all pairs that are looked at closely: those first that likely share most; fewer where it matters less."""
_SAMPLE: Final = 50


@dataclass(frozen=True, slots=True)
class Overlaps:
    """`pairs` (n, 2) of features that share ground, `shared` (n,) that ground, `whole` if all pairs were looked at."""

    pairs: NDArray[np.intp]
    shared: Shapes
    area_m2: float
    whole: bool


def overlaps(shapes: Shapes, looked_at: NDArray[np.bool_], unit_m2: float, rough: bool) -> Overlaps | None:
    """The pairs of polygons that overlap among those `looked_at` (features,); None if there are too many to count.

    `unit_m2` are square metres in one square unit of the coordinates. `rough` lets a tenth of the smaller one pass.
    """
    rows = np.flatnonzero(looked_at)
    chosen = shapes[rows]
    tree = shapely.STRtree(chosen)
    sample = chosen[:: max(1, len(chosen) // _SAMPLE)]
    if tree.query(sample).shape[1] / max(1, len(sample)) * len(chosen) > MOST_PAIRS:
        return None
    one, other = tree.query(chosen)
    one, other = one[one < other], other[one < other]
    least = np.full(len(one), LEAST_M2 / unit_m2)
    if rough:
        area = shapely.area(chosen)
        least = np.maximum(least, LEAST_SHARE * np.minimum(area[one], area[other]))
    boxes = _shared_boxes(shapely.bounds(chosen), one, other)
    near = np.flatnonzero(boxes > least)
    corners = shapely.get_num_coordinates(chosen)
    cost, doubt = (corners[one] + corners[other])[near], least[near] / boxes[near]
    looked = near[_affordable(cost, doubt, MOST_CORNERS_ROUGH if rough else MOST_CORNERS)]
    one, other, least, whole = one[looked], other[looked], least[looked], len(looked) == len(near)
    touch = shapely.intersects(chosen[one], chosen[other])
    one, other, least = one[touch], other[touch], least[touch]
    shared = shapely.intersection(chosen[one], chosen[other])
    shared_area = shapely.area(shared)
    over = shared_area > least
    pairs = np.column_stack([rows[one[over]], rows[other[over]]])
    return Overlaps(pairs, shared[over], float(shared_area[over].sum() * unit_m2), whole)


def _shared_boxes(bounds: NDArray[np.float64], one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.float64]:
    low = np.maximum(bounds[one, :2], bounds[other, :2])
    high = np.minimum(bounds[one, 2:], bounds[other, 2:])
    return np.asarray(np.prod(np.maximum(high - low, 0.0), axis=1))


def _affordable(cost: NDArray[np.int32], doubt: NDArray[np.float64], most: int) -> NDArray[np.intp]:
    """Which pairs to look at closely: all if that costs little, else the cheap ones and those of the least doubt."""
    if cost.sum() <= most:
        return np.arange(len(cost))
    order = np.argsort(cost * doubt, kind="stable")
    return np.sort(order[: int(np.searchsorted(np.cumsum(cost[order]), most))])
