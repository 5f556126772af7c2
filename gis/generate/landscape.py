"""Ground inside the parcels: lawns between the buildings, plazas, parking."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon, box
from shapely.geometry.base import BaseGeometry

from gis.generate.blocks import Plot
from gis.generate.frames import Region, polygons, region

_PAVED_USES = ("industrial", "utility")
"""These keep paved yards; only a strip along the edge is green."""
_LAWN_M2 = 120.0
_PLAZA_M2 = 40.0
_PARKING_M2 = 200.0
_SPACE_M2 = 28.0
"""Ground of a parking space with its share of the lane."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A piece of ground inside a parcel: a "lawn", a "plaza" or "surface" parking."""

    id: str
    parcel: str
    kind: str
    outline: Region

    @property
    def spaces(self) -> int:
        """Cars that it holds, if it is for parking."""
        return int(self.outline.area / _SPACE_M2)


def landscape(plot: Plot, built: BaseGeometry) -> list[Ground]:
    """Lawns and plazas of `plot` around the buildings `built` (both in the world)."""
    plazas = [piece for piece in polygons((_boxes(plot, "plazas") & plot.outline) - built) if piece.area > _PLAZA_M2]
    lawns = [piece - shapely.union_all(plazas) for piece in _lawns(plot, built)]
    kept = [region(lawn) for lawn in lawns if not lawn.is_empty]
    return [Ground(f"{plot.id}-L{i}", plot.id, "lawn", lawn) for i, lawn in enumerate(kept, 1)] + [
        Ground(f"{plot.id}-Z{i}", plot.id, "plaza", plaza) for i, plaza in enumerate(plazas, 1)
    ]


def _lawns(plot: Plot, built: BaseGeometry) -> list[Polygon]:
    """What is wide enough, clear of buildings and edge, cut by paths; and the lawns that the plan itself draws."""
    near = built.buffer(6, join_style="mitre")
    paved = plot.table["use"] in _PAVED_USES
    outer = plot.outline.buffer(-4) - plot.outline.buffer(-11) if paved else plot.outline.buffer(-5)
    half_m = 2.5 if paved else 4.5
    lawn = (outer - near).buffer(-half_m).buffer(half_m).simplify(0.3)
    if not paved:
        lawn = lawn - plot.frame.to_world(_garden_paths(plot))
    drawn = (_boxes(plot, "lawns") & plot.outline) - near.buffer(-3)
    return [piece for piece in polygons(shapely.union_all([lawn, drawn])) if piece.area > _LAWN_M2]


def _garden_paths(plot: Plot) -> BaseGeometry:
    """Paths 3.5 m wide on a 62 m grid, in the parcel's frame."""
    u0, v0, u1, v1 = plot.frame.to_plan(plot.outline).bounds
    across = [box(u, v0, u + 3.5, v1) for u in np.arange(u0 + 38, u1 - 20, 62)]
    along = [box(u0, v, u1, v + 3.5) for v in np.arange(v0 + 38, v1 - 20, 62)]
    return shapely.union_all([*across, *along])


def _boxes(plot: Plot, key: str) -> BaseGeometry:
    """The boxes that the plan lists under `key`, in the world."""
    drawn = [box(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in plot.table.get(key, [])]
    return plot.frame.to_world(shapely.union_all(drawn)) if drawn else Polygon()


def parking(plot: Plot, built: BaseGeometry) -> list[Ground]:
    """Parking grounds of `plot`, 4 m clear of its buildings."""
    u0, v0, u1, v1 = plot.frame.to_plan(plot.outline).bounds
    clear = built.buffer(4)
    found: list[Ground] = []
    for fraction_u, fraction_v, width_m, depth_m in plot.table.get("parking", []):
        u, v = u0 + fraction_u * (u1 - u0), v0 + fraction_v * (v1 - v0)
        drawn = plot.frame.to_world(box(u - width_m / 2, v - depth_m / 2, u + width_m / 2, v + depth_m / 2))
        ground = region((drawn & plot.outline) - clear)
        if ground.area > _PARKING_M2:
            found.append(Ground(f"{plot.id}-P{len(found) + 1}", plot.id, "surface", ground))
    return found
