"""What lies on the ground laid onto it: cut where it bends, each piece at the elevation of what it lies on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.ground import Platform
from gis.outlines import in_cells, outlines, polygons_in
from gis.prepared import F32, Outlines, Platforms, Terrain

_CELL_M: Final = 20.0
_CRUMB_M2: Final = 0.01

Shapes = NDArray[np.object_]
Rows = NDArray[np.int64]


class Laying:
    """The ground of a place while it is prepared. Without fine grids and platforms it is the coarse terrain."""

    def __init__(
        self, terrain: Terrain, near: tuple[Terrain, ...], table: Platforms, level: Sequence[Platform]
    ) -> None:
        self.platforms = table
        self._terrain = terrain
        self._near = near
        self._shapes = np.array([platform.outline for platform in level], dtype=object)
        self._planes = np.array([platform.plane for platform in level], np.float64).reshape(-1, 3)
        self._tree = shapely.STRtree(self._shapes)
        shapely.prepare(self._shapes)

    def open_ground_m(self, x_m: Any, y_m: Any) -> F32:
        """Elevation of the ground that lies between the platforms; as `Prepared.open_ground_m`."""
        if not self._near:
            return self._terrain.at(x_m, y_m)
        level_m = np.array(self._terrain.drawn_at(x_m, y_m))
        for grid in self._near:
            inside = grid.holds(x_m, y_m)
            level_m[inside] = grid.at(x_m[inside], y_m[inside])
        return level_m

    def ground_m(self, x_m: Any, y_m: Any) -> F32:
        """Elevation of the ground that one stands on; as `Prepared.ground_m`."""
        level_m = self.open_ground_m(x_m, y_m)
        if len(self._shapes) and len(level_m):
            point, row = self._tree.query(shapely.points(x_m, y_m), predicate="intersects")
            a, b, c = self._planes[row].T
            level_m[point] = a + b * x_m[point] + c * y_m[point]
        return level_m

    def laid(self, geometries: Sequence[shapely.Geometry]) -> Outlines:
        """`geometries` as outlines on the ground; owners count the geometries."""
        if not self._near:
            return outlines(geometries, self.open_ground_m)
        flat, owner, planes = self._on_platforms(shapely.force_2d(np.asarray(geometries, dtype=object)))
        table = outlines(list(flat), self.open_ground_m, planes)
        return Outlines(table.xyz, table.ring_start, table.polygon_start, _frozen(owner[table.owner].astype(np.int32)))

    def _on_platforms(self, shapes: Shapes) -> tuple[Shapes, Rows, NDArray[np.float64]]:
        """Pieces of `shapes`, the shape that each comes from, and the plane of the platform it lies on, if any."""
        shape, row = np.asarray(self._tree.query(shapes, predicate="intersects"))
        covered = shapely.covers(self._shapes[row], shapes[shape])
        pieces = np.asarray(np.where(covered, shapes[shape], None), dtype=object)
        pieces[~covered] = shapely.intersection(self._shapes[row[~covered]], shapes[shape[~covered]])
        pieces, of = polygons_in(pieces)
        lies = shapely.area(pieces) > _CRUMB_M2
        pieces, shape, row = pieces[lies], shape[of[lies]], row[of[lies]]
        rest, rest_of = self._between(shapes, shape, row)
        cells, cell_of = in_cells(list(rest), _CELL_M)
        nothing = np.full((len(cells), 3), np.nan)
        return (
            np.concatenate([pieces, cells]),
            np.concatenate([shape, rest_of[cell_of]]),
            np.concatenate([self._planes[row], nothing]),
        )

    def _between(self, shapes: Shapes, shape: Rows, row: Rows) -> tuple[Shapes, Rows]:
        """What of `shapes` lies on no platform, and which shape each piece comes from."""
        rest, kept = shapes.copy(), np.ones(len(shapes), bool)
        for number in np.unique(shape):
            own = self._shapes[row[shape == number]]
            rest[number] = shapely.difference(shapes[number], shapely.union_all(own))
            kept[number] = shapely.area(rest[number]) > _CRUMB_M2
        return rest[kept], np.flatnonzero(kept)


def _frozen(array: NDArray[np.int32]) -> NDArray[np.int32]:
    array.flags.writeable = False
    return array
