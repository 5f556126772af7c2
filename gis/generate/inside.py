"""The inside of a plot between its buildings: lanes with their gates, ramps, doors and footpaths, parking bays."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from gis.generate.bays import bays
from gis.generate.blocks import Plot
from gis.generate.entrances import doors
from gis.generate.figures import below_m2, spaces
from gis.generate.frames import PlanFrame, Region, polygons, region
from gis.generate.gates import gate_wish
from gis.generate.landscape import boxes, parking_boxes
from gis.generate.lane_lines import Room
from gis.generate.lanes import NO_LANES, lanes
from gis.generate.masses import Mass, setback_m
from gis.generate.ramps import ramps
from gis.generate.rules import Rules
from gis.generate.streets import Street

_CRUMB_M2 = 2.0
_GRID_M = 0.001
_MOUTH_M = 8.0
"""So far into the street, and so wide, nothing stands before a gate."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """A way in: `kind` "gate", "main" or "service"; `mass` is the number of the building's mass on its parcel."""

    kind: str
    point: Point
    azimuth_deg: float
    mass: int | None = None


@dataclass(frozen=True, slots=True)
class Inside:
    """Everything in the world. `lanes` by kind, with their width; `bays` with their spaces; `ramps` with the azimuth
    in which they go down."""

    lanes: dict[str, tuple[Region, float]]
    ramps: list[tuple[Polygon, float]]
    bays: list[tuple[Polygon, int]]
    paths: list[Polygon]
    entrances: list[Entrance]

    @property
    def paved(self) -> BaseGeometry:
        """All ground that is driven or walked on."""
        driven = [shape for shape, _ in [*self.lanes.values(), *self.ramps, *self.bays]]
        return shapely.union_all([*driven, *self.paths])

    @property
    def gate(self) -> Point | None:
        """The main gate."""
        return next((way.point for way in self.entrances if way.kind == "gate"), None)

    @property
    def mouths(self) -> list[BaseGeometry]:
        """The ground in the street before each gate."""
        found: list[BaseGeometry] = []
        for gate in self.entrances:
            if gate.kind == "gate":
                azimuth = math.radians(gate.azimuth_deg)
                out = Point(gate.point.x - _MOUTH_M * math.sin(azimuth), gate.point.y - _MOUTH_M * math.cos(azimuth))
                found.append(LineString([gate.point, out]).buffer(_MOUTH_M / 2))
        return found


def inside(plot: Plot, standing: Sequence[Mass], streets: Sequence[Street], rules: Rules) -> Inside:
    """What lies between the buildings `standing` on `plot`."""
    grounded = [(number, mass.shape) for number, mass in enumerate(standing) if mass.base_floors == 0]
    to_plan, to_world = plot.frame.to_plan, plot.frame.to_world
    land = max(polygons(to_plan(plot.outline).buffer(0)), key=lambda part: part.area)
    calm = to_plan(shapely.union_all([boxes(plot, "plazas"), boxes(plot, "lawns"), parking_boxes(plot)]))
    room = Room(land, [shape for _, shape in grounded], setback_m(plot.table, rules), calm)
    wish = gate_wish(plot, streets) if land.area > rules.lane.from_m2 else None
    net = lanes(room, wish, rules) if wish else NO_LANES
    below = ramps(room, net, below_m2(plot.table, standing, rules), rules)
    aprons = shapely.union_all([ramp.apron for ramp in below])
    driven = shapely.union_all([net.ground, aprons])
    facing = shapely.union_all([*(wish.edges.values() if wish else ()), to_plan(boxes(plot, "plazas"))])
    ways_in = doors(room, facing, driven, rules.entrance)
    taken = shapely.union_all([driven, *(ramp.outline.buffer(1.0) for ramp in below)])
    paths = [shapely.difference(door.path, taken) & land for door in ways_in]
    near_walls = shapely.union_all([wall.buffer(rules.parking.from_wall_m) for wall in room.walls])
    blocked = shapely.union_all([near_walls, taken, calm, *paths]).buffer(-0.01)
    most = int(spaces(plot.table, standing, rules) * rules.bay.share)
    by_street = {street.id: street for street in streets}
    gates = [_gate(to_world(point), plot) for name, point in net.gates]
    drives = [_drive(gate.point, by_street[name], rules) for gate, (name, _) in zip(gates, net.gates, strict=True)]
    service = shapely.union_all(
        [to_world(shapely.union_all([net.outlines.get("service", Polygon()), aprons])), *drives]
    )
    by_kind = {"service": _clean(service), "fire": _clean(to_world(net.outlines.get("fire", Polygon())))}
    width_m = {"service": rules.lane.service_m, "fire": rules.lane.fire_m}
    return Inside(
        lanes={kind: (shape, width_m[kind]) for kind, shape in by_kind.items() if not shape.is_empty},
        ramps=[(to_world(ramp.outline), azimuth_deg(plot.frame, ramp.down)) for ramp in below],
        bays=[(to_world(shape), number) for shape, number in bays(net, land, blocked, most, rules)],
        paths=[part for path in paths for part in polygons(_clean(to_world(path))) if part.area > _CRUMB_M2],
        entrances=[
            *gates,
            *(
                Entrance(door.kind, to_world(door.point), azimuth_deg(plot.frame, door.inwards), grounded[door.wall][0])
                for door in ways_in
            ),
        ],
    )


def _clean(shape: BaseGeometry) -> Region:
    """On a grid of millimetres, where no outline crosses itself; crumbs are dropped."""
    parts = polygons(shapely.set_precision(shape.buffer(0), _GRID_M))
    return region(shapely.union_all([part for part in parts if part.area > _CRUMB_M2]))


def azimuth_deg(frame: PlanFrame, direction: tuple[float, float]) -> float:
    """The azimuth of a direction in the frame, clockwise from north."""
    start, end = frame.to_world(Point(0, 0)), frame.to_world(Point(direction))
    return round(math.degrees(math.atan2(end.x - start.x, end.y - start.y)) % 360, 2)


def _gate(point: Point, plot: Plot) -> Entrance:
    """A gate with the way in: square to the plot's edge there."""
    edge = plot.outline.exterior
    at = edge.project(point)
    before, after = edge.interpolate(at - 1), edge.interpolate(min(at + 1, edge.length))
    dx, dy = after.x - before.x, after.y - before.y
    inwards = (-dy, dx) if plot.outline.contains(Point(point.x - dy * 0.1, point.y + dx * 0.1)) else (dy, -dx)
    return Entrance("gate", point, round(math.degrees(math.atan2(*inwards)) % 360, 2))


def _drive(gate: Point, street: Street, rules: Rules) -> BaseGeometry:
    """The way from the street to a gate that a green belt parts from it."""
    near = nearest_points(gate, street.reserve)[1]
    if gate.distance(near) < 0.5:
        return Polygon()
    return LineString([gate, near]).buffer(rules.lane.service_m / 2, cap_style="square") - street.reserve
