"""Where the middles of inner lanes may run on a plot: midway between walls, along walls, along the edge, to the street.

All in the parcel's frame.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

from gis.generate.frames import polygons
from gis.generate.rules import GateRules, LaneRules

_HAIR_M = 0.05
_NOTCH_M = 5.0
"""Half of the widest notch between walls that a lane along them passes straight."""
_DOUBLE_M = 13.0
"""A lane along a wall that is nearer than this to one midway between walls would double it."""
_SHORTEST_M = 4.0
"""A shorter piece of the plot's edge gets no way in."""
_SAME_M = 4.0
"""Two lines midway between walls that are nearer than this are one."""


@dataclass(frozen=True, slots=True)
class Room:
    """A plot for lanes: its `land`, the `walls` on it, how wide its setback is, what lanes avoid (`calm`)."""

    land: Polygon
    walls: Sequence[Polygon]
    setback_m: float
    calm: BaseGeometry

    def near_walls(self, distance_m: float) -> BaseGeometry:
        """What is nearer to a building's smallest box than this: lanes stay out of its courts."""
        boxes = [shapely.oriented_envelope(wall) for wall in self.walls]
        return shapely.union_all([around.buffer(distance_m, join_style="mitre") for around in boxes])


@dataclass(frozen=True, slots=True)
class Lines:
    """`midway` lines lie between two walls that face each other, `aside` ones along one wall, `edge` ones along the
    plot's edge."""

    midway: MultiLineString
    aside: MultiLineString
    edge: MultiLineString

    @property
    def whole(self) -> BaseGeometry:
        """All of them."""
        return shapely.union_all([self.midway, self.aside, self.edge])


def lines(room: Room, street_edge: BaseGeometry, rule: LaneRules, gate: GateRules) -> Lines:
    """Every line that a lane could follow; `street_edge` is the part of the plot's edge that lies on a street."""
    clear_m = rule.from_wall_m + rule.fire_m / 2 - _HAIR_M
    keep = room.near_walls(clear_m)
    free = room.land - keep
    edge_m = rule.from_edge_m + rule.fire_m / 2
    inner = room.land.buffer(-edge_m, join_style="mitre") - keep
    round_walls = room.near_walls(rule.from_wall_m + rule.service_m / 2 + _HAIR_M)
    closed = round_walls.buffer(_NOTCH_M, join_style="mitre").buffer(-_NOTCH_M, join_style="mitre")
    ring_m = max(edge_m, (rule.from_edge_m + room.setback_m - rule.from_wall_m) / 2) + _HAIR_M
    ring = shapely.union_all([part.exterior for part in polygons(room.land.buffer(-ring_m, join_style="mitre"))])
    midway = _lines(list(_midway(room, free, rule)))
    along = [shape & inner for shape in (round_walls.boundary, closed.boundary)]
    stubs = [stub & free for stub in _stubs(street_edge, room.land, ring_m + 1.0, gate.every_m)]
    return Lines(midway, _lines(list(_apart_from(midway, _lines(along), inner))), _lines([ring & inner, *stubs]))


def _apart_from(midway: MultiLineString, along: MultiLineString, inner: BaseGeometry) -> Iterator[BaseGeometry]:
    """The straight pieces of `along`, led on to cross what lies a little farther; not where a midway line runs beside
    them, which serves both walls."""
    for line in along.geoms:
        for (x0, y0), (x1, y1) in itertools.pairwise(line.coords):
            long = float(np.hypot(x1 - x0, y1 - y0))
            if long < _HAIR_M:
                continue
            dx, dy = (x1 - x0) / long * _DOUBLE_M, (y1 - y0) / long * _DOUBLE_M
            piece = LineString([(x0 - dx, y0 - dy), (x1 + dx, y1 + dy)]) & inner
            for middle in midway.geoms:
                if _parallel(middle, dx, dy) and middle.distance(line) < _DOUBLE_M:
                    piece = piece - middle.buffer(_DOUBLE_M, cap_style="flat")
            yield piece


def _parallel(line: LineString, dx: float, dy: float) -> bool:
    (x0, y0), (x1, y1) = line.coords[0], line.coords[-1]
    along = abs((x1 - x0) * dx + (y1 - y0) * dy)
    return bool(along > 0.95 * np.hypot(x1 - x0, y1 - y0) * np.hypot(dx, dy))


def _lines(shapes: Sequence[BaseGeometry]) -> MultiLineString:
    parts = shapely.get_parts(np.array([shapely.line_merge(shape) for shape in shapes], dtype=object))
    return MultiLineString([part for part in parts if isinstance(part, LineString) and not part.is_empty])


def _midway(room: Room, free: BaseGeometry, rule: LaneRules) -> Iterator[LineString]:
    """Straight lines across the plot, midway between two walls, as far as nothing stands in their way."""
    kept: list[tuple[bool, float, LineString]] = []
    for upright, at_m, middle_m in sorted(_facing(room.walls, rule)):
        if any(u == upright and abs(x - at_m) < _SAME_M and _beside(line, upright, middle_m) for u, x, line in kept):
            continue
        x0, y0, x1, y1 = room.land.bounds
        across = [(at_m, y0 - 1), (at_m, y1 + 1)] if upright else [(x0 - 1, at_m), (x1 + 1, at_m)]
        begin = shapely.Point((at_m, middle_m) if upright else (middle_m, at_m))
        doubled = [line.buffer(_DOUBLE_M, cap_style="flat") for u, x, line in kept if u == upright]
        for part in shapely.get_parts((LineString(across) & free) - shapely.union_all(doubled)):
            if isinstance(part, LineString) and part.distance(begin) < 1:
                kept.append((upright, at_m, part))
                yield part


def _beside(line: LineString, upright: bool, middle_m: float) -> bool:
    low, high = (line.bounds[1], line.bounds[3]) if upright else (line.bounds[0], line.bounds[2])
    return low <= middle_m <= high


def _facing(walls: Sequence[Polygon], rule: LaneRules) -> Iterator[tuple[bool, float, float]]:
    """For two walls that face each other: whether the line between is upright, where it lies, where they face."""
    for one, other in itertools.combinations([wall.bounds for wall in walls], 2):
        for axis in (0, 1):
            before, after = sorted((one, other), key=lambda bounds, axis=axis: bounds[axis])  # type: ignore[misc]
            apart_m = after[axis] - before[axis + 2]
            low, high = max(one[1 - axis], other[1 - axis]), min(one[3 - axis], other[3 - axis])
            if rule.least_room_m <= apart_m <= rule.most_room_m and high - low > rule.least_room_m / 2:
                yield axis == 0, round(before[axis + 2] + apart_m / 2, 3), round((low + high) / 2, 3)


def _stubs(street_edge: BaseGeometry, land: Polygon, length_m: float, every_m: float) -> Iterator[LineString]:
    """Short ways in from the street, square to the edge."""
    for edge in shapely.get_parts(shapely.line_merge(street_edge)):
        if edge.length < _SHORTEST_M:
            continue
        count = max(1, int(edge.length // every_m))
        for at in (np.arange(count) + 0.5) * edge.length / count:
            here = edge.interpolate(at)
            ahead, behind = edge.interpolate(min(at + 1, edge.length)), edge.interpolate(max(at - 1, 0))
            dx, dy = ahead.x - behind.x, ahead.y - behind.y
            long = float(np.hypot(dx, dy))
            for side in (1, -1):
                stub = LineString(
                    [(here.x, here.y), (here.x - side * dy / long * length_m, here.y + side * dx / long * length_m)]
                )
                if land.buffer(_HAIR_M).contains(stub):
                    yield stub
