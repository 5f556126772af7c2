"""Ground inside the parcels: lawns between the buildings, plazas, parking."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon, box
from shapely.geometry.base import BaseGeometry

from gis.generate.blocks import Plot
from gis.generate.frames import Region, polygons, region
from gis.generate.rules import LawnRules, ParkingRules, Rules


@dataclass(frozen=True, slots=True)
class Ground:
    """A piece of ground inside a parcel: a "lawn", a "plaza" or "surface" parking."""

    id: str
    parcel: str
    kind: str
    outline: Region
    spaces: int = 0
    """Cars that it holds."""


def landscape(plot: Plot, built: BaseGeometry, driven: BaseGeometry, rules: Rules) -> list[Ground]:
    """Lawns and plazas of `plot` around the buildings `built` and the lanes and footpaths `driven` (in the world)."""
    smallest_m2, paved = rules.lawn.smallest_plaza_m2, rules.of_use(plot.table["use"]).paved_yard
    plazas = [
        piece for piece in polygons((boxes(plot, "plazas") & plot.outline) - built - driven) if piece.area > smallest_m2
    ]
    lawns = [piece - shapely.union_all(plazas) for piece in _lawns(plot, built, driven, rules.lawn, paved)]
    kept = [region(lawn) for lawn in lawns if not lawn.is_empty]
    return [Ground(f"{plot.id}-L{i}", plot.id, "lawn", lawn) for i, lawn in enumerate(kept, 1)] + [
        Ground(f"{plot.id}-Z{i}", plot.id, "plaza", plaza) for i, plaza in enumerate(plazas, 1)
    ]


def _lawns(plot: Plot, built: BaseGeometry, driven: BaseGeometry, rule: LawnRules, paved: bool) -> list[Polygon]:
    """What is wide enough, clear of walls and edge, off lanes and paths; and the lawns that the plan itself draws."""
    near = built.buffer(rule.from_wall_m, join_style="mitre")
    begin_m, end_m = rule.strip_m
    strip = plot.outline.buffer(-begin_m) - plot.outline.buffer(-end_m)
    outer = strip if paved else plot.outline.buffer(-rule.from_edge_m)
    half_m = (rule.strip_narrowest_m if paved else rule.narrowest_m) / 2
    lawn = (outer - near).buffer(-half_m).buffer(half_m).simplify(0.3)
    if driven.is_empty and not paved:
        lawn = lawn - plot.frame.to_world(_garden_paths(plot, rule))
    drawn = (boxes(plot, "lawns") & plot.outline) - near.buffer(-rule.from_wall_m / 2)
    green = shapely.union_all([lawn, drawn]) - driven.buffer(rule.from_lane_m, join_style="mitre")
    return [piece for piece in polygons(green) if piece.area > rule.smallest_m2]


def _garden_paths(plot: Plot, rule: LawnRules) -> BaseGeometry:
    """Paths on a grid, in the parcel's frame."""
    u0, v0, u1, v1 = plot.frame.to_plan(plot.outline).bounds
    near_m, far_m = rule.path_from_edge_m
    across = [box(u, v0, u + rule.path_m, v1) for u in np.arange(u0 + near_m, u1 - far_m, rule.path_grid_m)]
    along = [box(u0, v, u1, v + rule.path_m) for v in np.arange(v0 + near_m, v1 - far_m, rule.path_grid_m)]
    return shapely.union_all([*across, *along])


def boxes(plot: Plot, key: str) -> BaseGeometry:
    """The boxes that the plan lists under `key`, in the world."""
    drawn = [box(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in plot.table.get(key, [])]
    return plot.frame.to_world(shapely.union_all(drawn)) if drawn else Polygon()


def parking(plot: Plot, built: BaseGeometry, driven: BaseGeometry, rule: ParkingRules) -> list[Ground]:
    """Parking grounds of `plot`, clear of its buildings, lanes and footpaths."""
    clear = built.buffer(rule.from_wall_m) | driven
    found: list[Ground] = []
    for drawn in _parking_boxes(plot):
        ground = region((drawn & plot.outline) - clear)
        if ground.area > rule.smallest_m2:
            spaces = int(ground.area / rule.space_m2)
            found.append(Ground(f"{plot.id}-P{len(found) + 1}", plot.id, "surface", ground, spaces))
    return found


def parking_boxes(plot: Plot) -> BaseGeometry:
    """The boxes that the plan draws for parking, in the world."""
    return shapely.union_all(_parking_boxes(plot))


def _parking_boxes(plot: Plot) -> list[Polygon]:
    u0, v0, u1, v1 = plot.frame.to_plan(plot.outline).bounds
    drawn = []
    for fraction_u, fraction_v, width_m, depth_m in plot.table.get("parking", []):
        u, v = u0 + fraction_u * (u1 - u0), v0 + fraction_v * (v1 - v0)
        drawn.append(plot.frame.to_world(box(u - width_m / 2, v - depth_m / 2, u + width_m / 2, v + depth_m / 2)))
    return drawn
