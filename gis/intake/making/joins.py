"""Which parcel a building stands in, which zone a parcel: by where most of it lies."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

NEAR_M = 50.0
"""What lies no farther off may be drawn inexactly; what lies farther belongs elsewhere (see `gis.plausible`)."""


def holders(shapes: NDArray[np.object_], areas: NDArray[np.object_]) -> NDArray[np.int64]:
    """(N,) row of the one of `areas` that covers most of each shape, else of the nearest within `NEAR_M`; -1 if none.

    `areas` may overlap: of equal shares the first is taken.
    """
    found = np.full(len(shapes), -1, dtype=np.int64)
    if not len(areas) or not len(shapes):
        return found
    tree = shapely.STRtree(areas)
    _most_covering(found, shapes, areas, tree)
    left = np.flatnonzero(found < 0)
    if len(left):
        near, area = tree.query_nearest(shapes[left], max_distance=NEAR_M, all_matches=False)
        found[left[near]] = area
    return found


def _most_covering(
    found: NDArray[np.int64], shapes: NDArray[np.object_], areas: NDArray[np.object_], tree: shapely.STRtree
) -> None:
    """Set `found` where one of `areas` is met; shares are measured only where several are."""
    if len(areas) == 1:
        shapely.prepare(areas[0])
        found[shapely.intersects(areas[0], shapely.centroid(shapes))] = 0
        return
    row, area = tree.query(shapes, predicate="intersects")
    several = np.bincount(row, minlength=len(shapes))[row] > 1
    found[row[~several]] = area[~several]
    row, area = row[several], area[several]
    if not len(row):
        return
    common = shapely.intersection(shapes[row], areas[area])
    share = shapely.area(common) + shapely.length(common) * 1e-9
    # The largest share of each row comes last, and so stays; of equal ones the first area does.
    order = np.lexsort((-area, share, row))
    found[row[order]] = area[order]
