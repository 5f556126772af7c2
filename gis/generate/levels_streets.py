"""Levels of the streets: profiles that keep to the grades, and one level where streets meet.

Streets on the edge of a site, and arterials, belong to their neighbours too. Their levels follow the bare slope, which
depends on nothing but the place, so that whoever draws the other side comes to the same. All others are a least
squares fit to the ground between them: near it, without sudden changes of grade, each piece within its limits.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Point

from gis.generate.rules import LevelRules

FloatArray = NDArray[np.float64]
GroundM = Callable[[FloatArray, FloatArray], FloatArray]

_MEET_M: Final = 3.0
"""Middles that come this close meet."""
_HELD: Final = 3000.0
"""Weight of a grade that is held to its limit, against 1 for a metre between street and ground."""
_ROUNDS: Final = 40
_INSIDE: Final = (1.25, 0.94)
"""Held grades stay by these factors inside the least and the greatest."""


@dataclass(frozen=True, slots=True)
class Way:
    """A middle without breaks. `shared`: its levels must not depend on what else is drawn."""

    street: str
    road_class: str
    line: LineString
    shared: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """Levels along a way: `at_m` from its beginning, rising, and the elevation at each."""

    way: Way
    at_m: FloatArray
    level_m: FloatArray

    @property
    def line(self) -> LineString:
        """The middle with its levels."""
        corners = shapely.get_coordinates(self.way.line)
        own_m = shapely.line_locate_point(self.way.line, shapely.points(corners))
        at_m = np.unique(np.concatenate([self.at_m, own_m]).round(3))
        xy = shapely.get_coordinates(shapely.line_interpolate_point(self.way.line, at_m))
        return LineString(np.column_stack([xy, self.level(at_m)]))

    def level(self, at_m: FloatArray) -> FloatArray:
        """Elevations at these lengths along the way; a stub beyond the last junction goes on at the grade before it."""
        first, last = self.grades[[0, -1]].tolist()
        before, after = np.minimum(at_m - self.at_m[0], 0), np.maximum(at_m - self.at_m[-1], 0)
        return np.asarray(np.interp(at_m, self.at_m, self.level_m) + before * first + after * last)

    @property
    def grades(self) -> FloatArray:
        """Rise by length of each piece."""
        return np.asarray(np.diff(self.level_m) / np.diff(self.at_m))


@dataclass(slots=True)
class _Net:
    """Stations of all ways; `spots` (N, 2) are where the unknown levels are, `rows` each way's stations among them."""

    ways: Sequence[Way]
    at_m: list[FloatArray]
    rows: list[NDArray[np.int64]]
    spots: FloatArray
    meeting: NDArray[np.bool_]
    targets: dict[tuple[int, int], float] = field(default_factory=dict)


def profiles(ways: Sequence[Way], ground_m: GroundM, shared_m: GroundM, rules: LevelRules) -> list[Profile]:
    """The levels of `ways`, in their order; those of shared ones are `shared_m`, the others' are near `ground_m`."""
    if not ways:
        return []
    net = _net(ways, rules.station_m)
    level_m = ground_m(*net.spots.T)
    known = np.zeros(len(level_m), bool)
    for way, rows in zip(ways, net.rows, strict=True):
        known[rows] |= way.shared
    level_m[known] = shared_m(*net.spots[known].T)
    wanted_m = level_m.copy()
    for _ in range(_ROUNDS):
        level_m = _solved(net, wanted_m, known, rules)
        if not _hold(net, level_m, known, rules):
            break
    return [
        Profile(way, at_m, level_m[rows].round(4)) for way, at_m, rows in zip(ways, net.at_m, net.rows, strict=True)
    ]


def _net(ways: Sequence[Way], station_m: float) -> _Net:
    junctions, of_way = _junctions(ways)
    spots: list[FloatArray] = [shapely.get_coordinates(junctions)] if junctions else []
    count = len(junctions)
    at_m: list[FloatArray] = []
    rows: list[NDArray[np.int64]] = []
    for way, own in zip(ways, of_way, strict=True):
        lengths, known = _stations(way.line, own, station_m)
        new = known < 0
        known[new] = count + np.arange(new.sum())
        count += int(new.sum())
        spots.append(shapely.get_coordinates(shapely.line_interpolate_point(way.line, lengths[new])).reshape(-1, 2))
        at_m.append(lengths)
        rows.append(known)
    return _Net(ways, at_m, rows, np.concatenate(spots), np.arange(count) < len(junctions))


def _junctions(ways: Sequence[Way]) -> tuple[list[Point], list[dict[int, float]]]:
    """Where ways meet, and for each way the junctions on it with their lengths along it."""
    found: list[Point] = []
    of_way: list[dict[int, float]] = [{} for _ in ways]
    for i, j in itertools.combinations(range(len(ways)), 2):
        a, b = ways[i].line, ways[j].line
        if a.distance(b) > _MEET_M:
            continue
        crossing = a & b if a.intersects(b) else shapely.shortest_line(a, b)
        for point in [part.centroid for part in shapely.get_parts(crossing)]:
            near = [k for k, other in enumerate(found) if other.distance(point) < _MEET_M]
            number = near[0] if near else len(found)
            if not near:
                found.append(point)
            for way in (i, j):
                of_way[way][number] = ways[way].line.project(found[number])
    return found, of_way


def _stations(line: LineString, junctions: dict[int, float], station_m: float) -> tuple[FloatArray, NDArray[np.int64]]:
    """Lengths of the stations along `line`, and the junction at each (-1: none)."""
    marks = sorted((at_m, number) for number, at_m in junctions.items())
    if not marks or marks[0][0] > _MEET_M:
        marks.insert(0, (0.0, -1))
    if marks[-1][0] < line.length - _MEET_M:
        marks.append((line.length, -1))
    lengths, numbers = [marks[0][0]], [marks[0][1]]
    for (begin, _), (end, number) in itertools.pairwise(marks):
        between = np.linspace(begin, end, max(1, round((end - begin) / station_m)) + 1)[1:]
        lengths += between.tolist()
        numbers += [-1] * (len(between) - 1) + [number]
    return np.array(lengths), np.array(numbers, np.int64)


def _solved(net: _Net, wanted_m: FloatArray, known: NDArray[np.bool_], rules: LevelRules) -> FloatArray:
    """Levels nearest to the wanted ones that change grade gently and keep the held grades."""
    count = len(wanted_m)
    matrix, right = np.eye(count), wanted_m.copy()
    for at_m, rows in zip(net.at_m, net.rows, strict=True):
        for k in range(1, len(rows) - 1):
            before, after = 1 / (at_m[k] - at_m[k - 1]), 1 / (at_m[k + 1] - at_m[k])
            _add(matrix, right, rows[k - 1 : k + 2], np.array([before, -before - after, after]), 0.0, rules.smooth_m)
    for (way, k), grade in net.targets.items():
        per_m = 1 / (net.at_m[way][k + 1] - net.at_m[way][k])
        _add(matrix, right, net.rows[way][k : k + 2], np.array([-per_m, per_m]), grade, _HELD)
    free = ~known
    level_m = wanted_m.copy()
    level_m[free] = np.linalg.solve(
        matrix[np.ix_(free, free)], right[free] - matrix[np.ix_(free, known)] @ wanted_m[known]
    )
    return level_m


def _add(
    matrix: FloatArray, right: FloatArray, rows: NDArray[np.int64], factors: FloatArray, wanted: float, weight: float
) -> None:
    """Add a weighted equation to the normal equations."""
    matrix[np.ix_(rows, rows)] += weight**2 * np.outer(factors, factors)
    right[rows] += weight**2 * factors * wanted


def _hold(net: _Net, level_m: FloatArray, known: NDArray[np.bool_], rules: LevelRules) -> bool:
    """Hold every grade that is out of its limits from now on; whether there was one."""
    before = len(net.targets)
    for number, way in enumerate(net.ways):
        at_m, rows = net.at_m[number], net.rows[number]
        grades = np.diff(level_m[rows]) / np.diff(at_m)
        least, most = rules.least_pct / 100, rules.most_pct[way.road_class] / 100
        for k, grade in enumerate(grades.tolist()):
            if known[rows[k]] and known[rows[k + 1]]:
                continue
            if abs(grade) > most * (1 + _INSIDE[1]) / 2:
                net.targets.setdefault((number, k), float(np.sign(grade) * most * _INSIDE[1]))
            elif abs(grade) < least * 1.02:
                net.targets.setdefault((number, k), _way_down(net, number, k, level_m, least))
    return len(net.targets) > before


def _way_down(net: _Net, number: int, k: int, level_m: FloatArray, least: float) -> float:
    """The least grade of piece `k`: with the fall between the junctions; if there is none, up and down again."""
    at_m, rows = net.at_m[number], net.rows[number]
    ends = [i for i in range(len(rows)) if net.meeting[rows[i]] or i in (0, len(rows) - 1)]
    first, last = max(i for i in ends if i <= k), min(i for i in ends if i > k)
    mean = (level_m[rows[last]] - level_m[rows[first]]) / (at_m[last] - at_m[first])
    if abs(mean) > 1.5 * least:
        return float(np.sign(mean) * least * _INSIDE[0])
    rising = (at_m[k] + at_m[k + 1]) / 2 < (at_m[first] + at_m[last]) / 2
    return least * _INSIDE[0] * (1 if rising else -1)
