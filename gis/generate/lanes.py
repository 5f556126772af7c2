"""Inner lanes of a plot: from its gates to the long side of every building, closed to loops where that is short."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, MultiLineString, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from gis.generate.frames import Region, polygons, region
from gis.generate.lane_lines import Lines, Room, lines
from gis.generate.rules import GateRules, LaneRules, Rules
from gis.generate.sides import Side, sides
from gis.generate.ways import Edge, FloatArray, Net, edges_of, net

_STEP_M = 14.0
_CRUMB_M2 = 1.0
_STUB_M = 8.0
"""A shorter dead end is no lane."""
_BESIDE_M = 13.0
"""Two lanes nearer to each other are one too many."""


@dataclass(frozen=True, slots=True)
class GateWish:
    """Where gates may be: the part of the plot's edge that lies on streets, each street's apart, and where the main
    one is wanted. In the parcel's frame."""

    edges: dict[str, BaseGeometry]
    wanted: Point
    last: Collection[str] = ()
    """Streets that get a gate only where there is no other."""


@dataclass(frozen=True, slots=True)
class LanePlan:
    """Lanes of a plot in its frame: `runs` are middles with their widths; `gates` where they meet a street."""

    runs: list[tuple[LineString, float]]
    gates: list[tuple[str, Point]]
    outlines: dict[str, Region]
    """Ground by kind: "service", "fire"."""

    @property
    def ground(self) -> BaseGeometry:
        """All of it."""
        return shapely.union_all(list(self.outlines.values()))


NO_LANES = LanePlan([], [], {})


def lanes(room: Room, wish: GateWish, rules: Rules) -> LanePlan:
    """The lanes of a plot; none where no street reaches it or no lane fits."""
    rule = rules.lane
    drawn = lines(room, shapely.union_all(list(wish.edges.values())), rule, rules.gate)
    if drawn.whole.is_empty:
        return NO_LANES
    ways = net(drawn.whole, _STEP_M, _Costs(room, drawn, rule))
    gates = _gate_nodes(ways, wish, room, drawn, rules.gate)
    if not gates:
        return NO_LANES
    shapely.prepare(drawn.edge)
    at_edge = set(np.flatnonzero(shapely.distance(drawn.edge, shapely.points(ways.xy_m)) < 0.02).tolist())
    used, first = _grown(ways, gates, room.walls, at_edge, rule), gates[0]
    chosen = [first]
    if room.land.area > rules.gate.second_from_m2:
        chosen += _second_gate(ways, used, first, gates, rules)
    _close_loops(ways, used, [node for node, _ in chosen], rule)
    runs = [(line, _width_m(line, room, rule)) for line in _runs(ways, used)]
    ends = _dead_ends(ways, used, [node for node, _ in chosen], rule)
    return LanePlan(
        runs, [(street, Point(ways.xy_m[node])) for node, street in chosen], _outlines(runs, ends, room, rule)
    )


class _Costs:
    """Length, dearer along walls than midway between them, dearer still over plazas, courts and drawn lawns."""

    def __init__(self, room: Room, drawn: Lines, rule: LaneRules) -> None:
        self._drawn, self._calm, self._rule = drawn, room.calm, rule

    def __call__(self, start: FloatArray, end: FloatArray) -> FloatArray:
        middle = shapely.points((start + end) / 2)
        length_m = np.hypot(*(end - start).T)
        midway, aside = (shapely.distance(lines, middle) < 0.01 for lines in (self._drawn.midway, self._drawn.aside))
        factor = np.where(midway, 1.0, np.where(aside, self._rule.aside, self._rule.edge))
        factor = factor * np.where(shapely.intersects(self._calm, middle), self._rule.keep_off, 1.0)
        return np.asarray(length_m * factor)


def _gate_nodes(ways: Net, wish: GateWish, room: Room, drawn: Lines, rule: GateRules) -> list[tuple[int, str]]:
    """Nodes on a street that hang together with most of the net, the best for the main gate first."""
    points = np.asarray(shapely.points(ways.xy_m))
    corners = shapely.points(shapely.get_coordinates(room.land.simplify(1.0)))
    found: list[tuple[float, int, str]] = []
    for street, line in wish.edges.items():
        for node in np.flatnonzero(shapely.distance(line, points) < 0.02).tolist():
            off = float(shapely.distance(points[node], wish.wanted))
            off += 25.0 * bool(shapely.distance(drawn.midway, points[node]) > 0.05)
            off += 60.0 * bool(shapely.distance(corners, points[node]).min() < rule.from_corner_m)
            found.append((off + 1000.0 * (street in wish.last), node, street))
    parts: dict[int, int] = {}
    for _, node, _ in found:
        if node not in parts:
            reached = ways.reached([node])
            parts |= dict.fromkeys(reached & {n for _, n, _ in found}, len(reached))
    most = max(parts.values(), default=0)
    kept = sorted((off, node, street) for off, node, street in found if parts[node] == most)
    return [(node, street) for _, node, street in kept]


def _grown(
    ways: Net, gates: list[tuple[int, str]], walls: Sequence[Polygon], at_edge: Collection[int], rule: LaneRules
) -> set[Edge]:
    """The edges of ways from the first gate to a long side of every building, the nearest building first.

    Large buildings are reached from all sides; no side along the edge counts where there is another.
    """
    points = {gates[0][0]}
    used: set[Edge] = set()
    reached = ways.reached(points)
    pending: list[list[Side]] = []
    for wall in walls:
        every = wall.area > rule.ring_from_m2
        inner = sides(wall, ways.xy_m, reached - set(at_edge), rule.reach_m)
        served = sides(wall, ways.xy_m, reached, rule.reach_m, every) if every else inner
        served = served or sides(wall, ways.xy_m, reached, rule.reach_m)
        pending += [[side] for side in served] if every else [served] if served else []
    while pending:
        way = ways.way(points, {node for served in pending for side in served for node in side.ends}, rule.turn_m)
        if not way:
            break
        choices = [(side, served) for served in pending for side in served if way[-1] in side.ends]
        side, served = min(choices, key=lambda pair: not pair[0].whole)
        _take(way, points, used)
        for node in side.ends:
            further = ways.way(points, {node}, rule.turn_m)
            if _length_m(ways, further) < 2.5 * side.length_m:
                _take(further, points, used)
        pending.remove(served)
    return used


def _take(way: list[int], points: set[int], used: set[Edge]) -> None:
    points.update(way)
    used |= edges_of(way)


def _length_m(ways: Net, way: list[int]) -> float:
    """The length of a way."""
    return float(np.hypot(*np.diff(ways.xy_m[way], axis=0).T).sum()) if len(way) > 1 else 0.0


def _second_gate(
    ways: Net, used: set[Edge], first: tuple[int, str], gates: list[tuple[int, str]], rules: Rules
) -> list[tuple[int, str]]:
    """Another way out: on another street if there is one, else farther along; the one that needs least lane."""
    points = {node for pair in used for node in pair} | {first[0]}
    here = ways.xy_m[first[0]]
    apart = [(node, street) for node, street in gates if np.hypot(*(ways.xy_m[node] - here)) > rules.gate.apart_m]
    for candidates in ([pair for pair in apart if pair[1] != first[1]], apart):
        way = ways.way(points, {node for node, _ in candidates}, rules.lane.turn_m)
        if way:
            used |= edges_of(way)
            return [next(pair for pair in candidates if pair[0] == way[-1])]
    return []


def _leaves(used: set[Edge], gates: Collection[int]) -> list[int]:
    degree: dict[int, int] = {}
    for pair in used:
        for node in pair:
            degree[node] = degree.get(node, 0) + 1
    return sorted(node for node, count in degree.items() if count == 1 and node not in gates)


def _dead_end(used: set[Edge], leaf: int) -> list[int]:
    """The nodes from a leaf back to where lanes meet."""
    near: dict[int, list[int]] = {}
    for one, other in sorted(used):
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
    way = [leaf]
    while len(near[way[-1]]) == (1 if len(way) == 1 else 2):
        following = [node for node in near[way[-1]] if node not in way]
        if not following:
            break
        way.append(following[0])
    return way


def _close_loops(ways: Net, used: set[Edge], gates: Collection[int], rule: LaneRules) -> None:
    """Drop mere stubs; lead dead ends on to another lane where the way there is short and not beside the dead end."""
    for leaf in _leaves(used, gates):
        back = _dead_end(used, leaf)
        if _length_m(ways, back) < _STUB_M:
            used -= edges_of(back)
    for leaf in _leaves(used, gates):
        if leaf not in _leaves(used, gates):
            continue
        back = _dead_end(used, leaf)
        others = {node for pair in used for node in pair} - set(back[:-1])
        way = ways.way({leaf}, others, rule.turn_m, edges_of(back))
        if way and _length_m(ways, way) < rule.loop_m + _length_m(ways, back) and not _beside(ways, way, back):
            used |= edges_of(way)


def _beside(ways: Net, way: list[int], back: list[int]) -> bool:
    """Whether `way` mostly runs close beside `back`."""
    points = shapely.points(ways.xy_m[way[1:]])
    return bool(np.median(shapely.distance(LineString(ways.xy_m[back]), points)) < _BESIDE_M)


def _dead_ends(ways: Net, used: set[Edge], gates: Collection[int], rule: LaneRules) -> list[Point]:
    """Where engines must be able to turn."""
    ends = [(leaf, _length_m(ways, _dead_end(used, leaf))) for leaf in _leaves(used, gates)]
    return [Point(ways.xy_m[leaf]) for leaf, long_m in ends if long_m > rule.dead_end_m]


def _runs(ways: Net, used: set[Edge]) -> list[LineString]:
    """The used lines from junction to junction."""
    pieces = MultiLineString([ways.xy_m[list(pair)] for pair in sorted(used)])
    merged = shapely.get_parts(shapely.line_merge(pieces))
    return [shapely.simplify(line, 0.02) for line in shapely.normalize(merged) if line.length > 0]


def _width_m(line: LineString, room: Room, rule: LaneRules) -> float:
    """Wide enough for two cars where walls and edge leave the room all along."""
    wide_m = rule.service_m / 2
    inside = substring(line, 0.04, 0.96, normalized=True) if line.length > 20 else line
    off_wall_m = min((wall.distance(inside) for wall in room.walls), default=np.inf)
    middle = line.interpolate(0.5, normalized=True)
    off_edge_m = room.land.exterior.distance(middle)
    roomy = off_wall_m >= rule.from_wall_m + wide_m - 0.1 and off_edge_m >= rule.from_edge_m + wide_m - 0.1
    return rule.service_m if roomy else rule.fire_m


def _outlines(
    runs: list[tuple[LineString, float]], ends: list[Point], room: Room, rule: LaneRules
) -> dict[str, Region]:
    """The ground of the runs by kind, with rounded kerbs where they meet."""
    allowed = room.land - shapely.union_all([wall.buffer(rule.from_wall_m - 0.06) for wall in room.walls])
    inner = room.land.buffer(-rule.from_edge_m, join_style="mitre")
    strips = {
        kind: shapely.union_all(
            [
                line.buffer(width_m / 2, cap_style="square", join_style="mitre")
                for line, width_m in runs
                if width_m == at
            ]
        )
        for kind, at in (("service", rule.service_m), ("fire", rule.fire_m))
    }
    turns = shapely.union_all([point.buffer(rule.turning_m, quad_segs=6) for point in ends]) & inner
    whole = shapely.union_all([*strips.values(), turns])
    flared = whole.buffer(rule.corner_radius_m, join_style="mitre").buffer(-rule.corner_radius_m, quad_segs=4)
    whole = region((flared | whole) & allowed)
    service = region(strips["service"].buffer(0.01) & whole)
    fire = region(whole - service)
    joined = {"service": service, "fire": fire}
    cleaned = {
        kind: region(shapely.union_all([p for p in polygons(shape) if p.area > _CRUMB_M2]))
        for kind, shape in joined.items()
    }
    return {kind: shape for kind, shape in cleaned.items() if not shape.is_empty}
