"""Shapes that cross themselves so often that to mend them, or even to look closely, would take minutes.

What a polygon costs grows with the crossings of its edges, not with their number. They are estimated from a sample.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]

MOST_CROSSINGS: Final = 200_000
"""To mend so many takes some seconds; shapes beyond it in a layer are tangled."""
_ASKED, _AGAINST = 100, 10_000
"""Edges of a sample, and edges that they may cross."""


def tangled(shapes: Shapes, looked_at: NDArray[np.bool_], least_corners: int) -> NDArray[np.bool_]:
    """(features,) which of the shapes that are `looked_at` cross themselves too often, all together, to be mended.

    Those of fewer than `least_corners` corners never do. The simple ones are taken first.
    """
    out = np.zeros(len(shapes), np.bool_)
    rows = np.flatnonzero(looked_at & (shapely.get_num_coordinates(shapes) >= least_corners))
    if not len(rows):
        return out
    crossings = np.array([crossings_of(shape) for shape in shapes[rows]])
    order = np.argsort(crossings, kind="stable")
    out[rows[order[np.cumsum(crossings[order]) > MOST_CROSSINGS]]] = True
    return out


def crossings_of(shape: shapely.Geometry) -> float:
    """About how often the edges of `shape` cross each other; the same at every call."""
    edges = _edges(shape)
    edges = edges[np.isfinite(edges).all(axis=1)]
    count = len(edges)
    if count < 2:
        return 0.0
    random = np.random.default_rng(count)
    asked = random.choice(count, min(count, _ASKED), replace=False)
    against = random.choice(count, min(count, _AGAINST), replace=False)
    tree = shapely.STRtree(_lines(edges[against]))
    hits = tree.query(_lines(edges[asked]), predicate="crosses").shape[1]
    return float(hits / (len(asked) * len(against)) * count * count / 2)


def _edges(shape: shapely.Geometry) -> NDArray[np.float64]:
    """(edges, 4) both ends of every edge, none between rings."""
    rings = shapely.get_rings(shapely.get_parts(shape))
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    joined = ring[1:] == ring[:-1]
    return np.asarray(np.hstack([corners[:-1], corners[1:]])[joined])


def _lines(edges: NDArray[np.float64]) -> Shapes:
    return np.asarray(shapely.linestrings(edges.reshape(-1, 2, 2)), dtype=object)
