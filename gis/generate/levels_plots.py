"""Terraces: the level ground of each plot, cut across the fall where it is large, where no building stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
import shapely
from shapely import LineString, Polygon, box

from gis.generate.blocks import Plot
from gis.generate.frames import polygons
from gis.generate.levels_pieces import Around, FloatArray, Piece, Plane, Site
from gis.generate.levels_ramps import HAIR_M2, with_ramps
from gis.generate.rules import LevelRules

LevelAt = Callable[[FloatArray], FloatArray]
"""Elevations of the ground around a plot, streets as graded, at points (N, 2) in the world."""

_SAMPLE_M: Final = 12.0
_ROUND_M: Final = 0.05
_ALONG_LANE: Final = 0.5
"""What a metre of lane along a cut weighs against a metre that the cut is off the middle."""
_AT_GATE_M: Final = 1.0


def pieces(plot: Plot, site: Site, level_at: LevelAt, rules: LevelRules) -> list[Piece]:
    """The terraces of `plot`, then its ramps; together they cover it."""
    around = _edge_levels(plot, site.outline, level_at)
    fall = _plane(around)
    parts = list(_parts(site.outline, fall, site, rules))
    terraces = [Piece("level", part, (_level(part, fall, site, around, rules), 0.0, 0.0)) for part in parts]
    return with_ramps(terraces, site, around, rules)


def _edge_levels(plot: Plot, outline: Polygon, level_at: LevelAt) -> Around:
    """Points along the edge, in the frame, and the elevation of the ground outside at each."""
    edge = outline.exterior
    uv = shapely.get_coordinates(
        shapely.line_interpolate_point(edge, np.linspace(0, 1, max(12, int(edge.length / _SAMPLE_M))), normalized=True)
    )
    world = shapely.get_coordinates(plot.frame.to_world(shapely.MultiPoint(uv)))
    return Around(uv, level_at(world))


def _plane(around: Around) -> Plane:
    """The plane nearest to the levels around."""
    uv, level_m = around
    middle = uv.mean(axis=0)
    (b, c), *_ = np.linalg.lstsq(uv - middle, level_m - level_m.mean(), rcond=1e-6)
    return float(level_m.mean() - b * middle[0] - c * middle[1]), float(b), float(c)


def _parts(part: Polygon, fall: Plane, site: Site, rules: LevelRules) -> Iterator[Polygon]:
    """`part`, or what cuts across its fall make of it."""
    u0, v0, u1, v1 = part.bounds
    falls = (abs(fall[1]) * (u1 - u0), abs(fall[2]) * (v1 - v0))
    if max(falls) > rules.fall_m:
        # Where buildings bar the way across the fall, the other way may open it: halves are tried anew.
        for axis, least_m in zip(sorted((0, 1), key=lambda axis: -falls[axis]), (1.0, 0.5), strict=True):
            cut_m = _cut(part, axis, site, rules) if falls[axis] > least_m * rules.fall_m else None
            if cut_m is not None:
                for half in _halves(part, axis, cut_m):
                    yield from _parts(half, fall, site, rules)
                return
    yield part


def _halves(part: Polygon, axis: int, cut_m: float) -> list[Polygon]:
    u0, v0, u1, v1 = part.bounds
    low = box(u0 - 1, v0 - 1, cut_m, v1 + 1) if axis == 0 else box(u0 - 1, v0 - 1, u1 + 1, cut_m)
    return [piece for half in (part & low, part - low) for piece in polygons(half) if piece.area > HAIR_M2]


def _cut(part: Polygon, axis: int, site: Site, rules: LevelRules) -> float | None:
    """Where a line across `axis` meets no building, near the middle and not along a lane; None if it cannot."""
    low, high = part.bounds[axis], part.bounds[axis + 2]
    at_m = np.arange(low + rules.terrace_m, high - rules.terrace_m, 1.0)
    for shape in site.footprints:
        if shape.intersects(part):
            begin, end = shape.bounds[axis] - rules.clear_m, shape.bounds[axis + 2] + rules.clear_m
            at_m = at_m[(at_m < begin) | (at_m > end)]
    if not len(at_m):
        return None
    lanes = site.lanes & part
    cost = np.abs(at_m - (low + high) / 2)
    if not lanes.is_empty:
        cost += _ALONG_LANE * shapely.length(lanes & np.array([_line(part, axis, at) for at in at_m.tolist()]))
    return float(at_m[np.argmin(cost)])


def _line(part: Polygon, axis: int, at_m: float) -> LineString:
    u0, v0, u1, v1 = part.bounds
    return LineString([(at_m, v0), (at_m, v1)] if axis == 0 else [(u0, at_m), (u1, at_m)])


def _level(part: Polygon, fall: Plane, site: Site, around: Around, rules: LevelRules) -> float:
    """The level of a terrace: the mean of the fall over it, moved to its gate if that is near enough."""
    middle = part.centroid
    level_m = fall[0] + fall[1] * middle.x + fall[2] * middle.y + rules.above_street_m
    own = [gate for gate in site.gates if part.distance(gate) < _AT_GATE_M]
    if own:
        at_gate_m = around.nearest(own[0]) + rules.above_street_m
        level_m = float(np.clip(at_gate_m, level_m - rules.near_gate_m, level_m + rules.near_gate_m))
    return round(round(level_m / _ROUND_M) * _ROUND_M, 2)
