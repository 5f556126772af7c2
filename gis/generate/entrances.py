"""Doors of buildings: the main one towards street, square or court, the other towards a lane; footpaths to them.

All in the parcel's frame.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from gis.generate.frames import polygon
from gis.generate.lane_lines import Room
from gis.generate.rules import EntranceRules

FloatArray = NDArray[np.float64]

_LONG_M, _PER_M = 40.0, 0.25
"""Long walls make better fronts: each metre, up to so many, counts as so much less way."""
_LANE_M = 6.0
"""By so much less way a door to the street is better than one to a lane."""
_NOWHERE_M = 200.0
_OFF_WALL_M = 0.3


@dataclass(frozen=True, slots=True)
class Door:
    """A way into the building of number `wall` of the room: `kind` "main" or "service", the way one walks in (a vector
    of length 1), the footpath that leads to it, if it has one."""

    wall: int
    kind: str
    point: Point
    inwards: tuple[float, float]
    path: Polygon


@dataclass(frozen=True, slots=True)
class _Front:
    """A straight piece of wall with the way out of it: how far to a street, and to a lane."""

    middle: FloatArray
    out: FloatArray
    length_m: float
    street_m: float
    lane_m: float

    @property
    def badness(self) -> float:
        return min(self.street_m, self.lane_m + _LANE_M) - _PER_M * min(self.length_m, _LONG_M)


def doors(room: Room, street: BaseGeometry, lane: BaseGeometry, rule: EntranceRules) -> list[Door]:
    """A main and a service door of every building; `street` is what calls main doors: streets, squares, plazas."""
    tree = shapely.STRtree(list(room.walls))
    found: list[Door] = []
    for number, wall in enumerate(room.walls):
        fronts = list(_fronts(wall, room, tree, street, lane, rule))
        main = min(fronts, key=lambda front: round(front.badness, 2))
        found.append(_door(number, "main", main, min(main.street_m, main.lane_m), rule))
        others = [front for front in fronts if float(front.out @ main.out) < 0.5]
        service = min(others or fronts, key=lambda front: round(front.lane_m - _PER_M * front.length_m, 2))
        if service is not main:
            found.append(_door(number, "service", service, service.lane_m, rule))
    return found


def _fronts(
    wall: Polygon, room: Room, tree: shapely.STRtree, street: BaseGeometry, lane: BaseGeometry, rule: EntranceRules
) -> Iterator[_Front]:
    corners = shapely.get_coordinates(polygon(shapely.orient_polygons(wall.simplify(0.1))).exterior)
    edges = [(a, b, float(np.hypot(*(b - a)))) for a, b in itertools.pairwise(corners)]
    longest_m = max(length_m for _, _, length_m in edges)
    for a, b, length_m in edges:
        if length_m < min(rule.least_wall_m, longest_m):
            continue
        along = (b - a) / length_m
        out, middle = np.array([along[1], -along[0]]), (a + b) / 2
        ray = LineString([middle + out * _OFF_WALL_M, middle + out * rule.longest_path_m])
        met = [ray.intersection(room.walls[i]).distance(Point(middle)) for i in tree.query(ray, "intersects")]
        blocked_m = min(met, default=np.inf)
        reach = [_first_m(ray, target, middle) for target in (street, lane)]
        street_m, lane_m = (m if m < blocked_m else _NOWHERE_M for m in reach)
        yield _Front(middle, out, length_m, street_m if street_m <= rule.street_m else _NOWHERE_M, lane_m)


def _first_m(ray: LineString, target: BaseGeometry, start: FloatArray) -> float:
    met = ray & target
    return _NOWHERE_M if met.is_empty else float(met.distance(Point(start)))


def _door(number: int, kind: str, front: _Front, way_m: float, rule: EntranceRules) -> Door:
    path = Polygon()
    if way_m <= rule.longest_path_m:
        reach = LineString([front.middle, front.middle + front.out * way_m])
        path = reach.buffer(rule.path_m / 2, cap_style="flat")
    return Door(number, kind, Point(front.middle), (-float(front.out[0]), -float(front.out[1])), path)
