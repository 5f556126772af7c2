"""Outlines with no more corners than a picture of them shows, as plain arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

MOST_CORNERS: Final = 600_000
_FINENESS: Final = 4000.0
"""Corners nearer to the straight line than the extent by this are left out."""
_POINT, _LINE, _RING = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Thinned:
    """Lines, rings and points: `xy` (V, 2) from the origin, `start` (P + 1,) offsets into it, `sort` (P,) 0 for a
    point, 1 for a line, 2 for a ring, and `feature` (P,) whose part each is; holes are rings of their feature.

    `shown` is how many features are drawn: fewer than there are only where there are too many for a picture.
    """

    xy: NDArray[np.float32]
    start: NDArray[np.int32]
    sort: NDArray[np.int8]
    feature: NDArray[np.int32]
    shown: int

    def arrays(self) -> dict[str, Any]:
        """By name, to be stored."""
        return {"xy": self.xy, "start": self.start, "sort": self.sort, "feature": self.feature}


def thinned(shapes: NDArray[Any], origin: tuple[float, ...], most: int = MOST_CORNERS) -> Thinned:
    """`shapes`, of any kind and missing ones among them, with about `most` corners in all."""
    there = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    bounds = shapely.bounds(shapes[there])
    there = there[np.isfinite(bounds).all(axis=1)]
    # Nothing is drawn with fewer than four corners.
    there = there[:: max(1, -(-4 * len(there) // most))]
    if not len(there):
        return _empty()
    extent = float(np.ptp(shapely.get_coordinates(shapes[there]), axis=0).max())
    parts, owner = _parts(_simple(shapes[there], extent / _FINENESS, most))
    xy, index = shapely.get_coordinates(parts, return_index=True)
    start = np.searchsorted(index, np.arange(len(parts) + 1))
    sort = np.select([shapely.get_type_id(parts) == 0, shapely.get_type_id(parts) == 1], [_POINT, _LINE], _RING)
    return Thinned(
        (xy - np.array(origin)).astype(np.float32), start.astype(np.int32), sort.astype(np.int8),
        there[owner].astype(np.int32), len(there),
    )  # fmt: skip


def _empty() -> Thinned:
    nothing = np.zeros(0, np.int32)
    return Thinned(np.zeros((0, 2), np.float32), np.zeros(1, np.int32), np.zeros(0, np.int8), nothing, 0)


def _simple(shapes: NDArray[Any], tolerance: float, most: int) -> NDArray[Any]:
    """Coarser and coarser until it is few enough; what would vanish becomes the box around it."""
    if shapely.get_num_coordinates(shapes).sum() <= most:
        return shapes
    for _ in range(6):
        simple = shapely.simplify(shapes, tolerance, preserve_topology=False)
        gone = shapely.is_empty(simple)
        simple[gone] = shapely.box(*shapely.bounds(shapes[gone]).T)
        if shapely.get_num_coordinates(simple).sum() <= most:
            break
        tolerance *= 4
    return simple


def _parts(shapes: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Points, lines and rings of all shapes in their order, and the row of each."""
    simple, owner = shapely.get_parts(shapes, return_index=True)
    # Collections hold collections at times.
    while (shapely.get_type_id(simple) > 3).any():
        simple, inner = shapely.get_parts(simple, return_index=True)
        owner = owner[inner]
    flat = shapely.get_type_id(simple) == 3
    # Shells turn one way and holes the other: what lies upon another in a layer is filled all the same.
    rings, of_flat = shapely.get_rings(shapely.orient_polygons(simple[flat]), return_index=True)
    parts = np.concatenate((simple[~flat], rings))
    owners = np.concatenate((owner[~flat], owner[flat][of_flat]))
    order = np.argsort(owners, kind="stable")
    kept = order[~shapely.is_empty(parts[order])]
    return parts[kept], owners[kept]
