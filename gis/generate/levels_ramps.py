"""Ramps between the terraces of a plot, and at its gates."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely
from shapely import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from gis.generate.frames import polygons
from gis.generate.levels_pieces import Around, FloatArray, Piece, Site
from gis.generate.rules import LevelRules

HAIR_M2: Final = 1.0
_RAMP_STEP_M: Final = 4.0
_FROM_WALL_M: Final = 2.0
_FAR_M: Final = 1e4
_SHARES: Final = (0.5, 0.0, 1.0, 0.25, 0.75, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9)
"""Which share of a ramp may lie before the edge between two terraces; of equals the first is taken."""
_JOINING_M: Final = 3.0
"""Lanes that come this near to a ramp's side join it, over a step: ramps lie where the fewest do."""


def with_ramps(terraces: list[Piece], site: Site, around: Around, rules: LevelRules) -> list[Piece]:
    """The terraces with ramps cut out of them: where lanes pass from one to the next, else one between every two that
    touch; and at gates that need one."""
    walls = shapely.union_all([shape.buffer(_FROM_WALL_M) for shape in site.footprints])
    ramps: list[Piece] = []
    for one, other in itertools.combinations(terraces, 2):
        ramps += _ramps_between(one, other, site, walls, ramps, rules)
    for gate in site.gates:
        ramp = _ramp_at_gate(gate, terraces, site, walls, ramps, around, rules)
        ramps += [ramp] if ramp else []
    return [*_without(terraces, ramps), *ramps]


def _without(terraces: Sequence[Piece], ramps: Sequence[Piece]) -> Iterator[Piece]:
    taken = shapely.union_all([ramp.outline for ramp in ramps])
    for terrace in terraces:
        for part in polygons(terrace.outline - taken):
            if part.area > HAIR_M2:
                yield replace(terrace, outline=part)


def _ramps_between(
    one: Piece, other: Piece, site: Site, walls: BaseGeometry, before: Sequence[Piece], rules: LevelRules
) -> list[Piece]:
    """Ramps across the edge between two terraces: on every lane that crosses it; if there is none, at one place."""
    step_m = other.plane[0] - one.plane[0]
    shared = shapely.intersection(one.outline.buffer(0.01), other.outline.buffer(0.01))
    if abs(step_m) <= rules.step_m or shared.is_empty:
        return []
    u0, v0, u1, v1 = shared.bounds
    axis = 0 if u1 - u0 < v1 - v0 else 1
    edge = _Edge(axis, ((u0 + u1) / 2, (v0 + v1) / 2)[axis], one.plane[0], other.plane[0], one.outline, other.outline)
    low, high = (v0, v1) if axis == 0 else (u0, u1)
    found: list[Piece] = []
    for at_m, width_m in edge.crossings(site.lanes, rules.ramp_width_m):
        ramp = edge.ramp(at_m, width_m, site.lanes, walls, [*before, *found], rules)
        found += [ramp] if ramp else []
    if found:
        return found
    half_m = rules.ramp_width_m / 2
    between = np.arange(low + half_m + 1, high - half_m - 1, _RAMP_STEP_M).tolist()
    for at_m in sorted(between, key=lambda at: min(at - low, high - at)):
        ramp = edge.ramp(at_m, rules.ramp_width_m, site.lanes, walls, before, rules)
        if ramp:
            return [ramp]
    return []


@dataclass(frozen=True, slots=True)
class _Edge:
    """The straight edge between two terraces, at `cut_m` across `axis`."""

    axis: int
    cut_m: float
    one_m: float
    other_m: float
    one: Polygon
    other: Polygon

    def crossings(self, lanes: BaseGeometry, width_m: float) -> list[tuple[float, float]]:
        """Where lanes cross, along the edge, and how wide they are there; not lanes along it."""
        if self.axis == 0:
            line = LineString([(self.cut_m, -_FAR_M), (self.cut_m, _FAR_M)])
        else:
            line = LineString([(-_FAR_M, self.cut_m), (_FAR_M, self.cut_m)])
        whole = line & shapely.union_all([self.one, self.other])
        parts = [part for part in shapely.get_parts(whole & lanes) if 0.5 * width_m < part.length < 3 * width_m]
        return [(part.centroid.coords[0][1 - self.axis], part.length) for part in parts]

    def ramp(
        self, at_m: float, width_m: float, lanes: BaseGeometry, walls: BaseGeometry, before: Sequence[Piece],
        rules: LevelRules,
    ) -> Piece | None:  # fmt: skip
        """The ramp at `at_m` along the edge that the fewest lanes join from the side; None if there is no room."""
        length_m = abs(self.other_m - self.one_m) / rules.ramp_pct * 100
        room = shapely.union_all([self.one, self.other]).buffer(0.1)
        taken = shapely.union_all([walls, *(piece.outline for piece in before)])
        best: tuple[float, float] | None = None
        for share in _SHARES:
            begin = self.cut_m - share * length_m
            outline = self._box(begin, begin + length_m, at_m - width_m / 2, at_m + width_m / 2)
            if not room.covers(outline) or outline.intersects(taken):
                continue
            beside = self._beside(begin, length_m, at_m, width_m, share, rules)
            joining_m2 = ((lanes & beside) - outline).area
            if best is None or joining_m2 < best[0] - 1:
                best = (joining_m2, begin)
        if best is None:
            return None
        begin = best[1]
        outline = self._box(begin, begin + length_m, at_m - width_m / 2, at_m + width_m / 2)
        first_m, last_m = (self.other_m, self.one_m) if self._one_is_beyond() else (self.one_m, self.other_m)
        rising = (last_m - first_m) / length_m
        return Piece("ramp", outline, (first_m - rising * begin, *((rising, 0.0) if self.axis == 0 else (0.0, rising))))

    def _beside(
        self, begin: float, length_m: float, at_m: float, width_m: float, share: float, rules: LevelRules
    ) -> Polygon:
        """The ground beside the ramp where its side is too high to drive over."""
        low_m = rules.step_m / rules.ramp_pct * 100
        first = begin + (low_m if share > 0 else 0.0)
        last = begin + length_m - (low_m if share < 1 else 0.0)
        half_m = width_m / 2 + _JOINING_M
        return self._box(first, max(first, last), at_m - half_m, at_m + half_m)

    def _one_is_beyond(self) -> bool:
        middle = self.one.centroid.coords[0]
        return bool(middle[self.axis] > self.other.centroid.coords[0][self.axis])

    def _box(self, begin: float, end: float, left: float, right: float) -> Polygon:
        return box(begin, left, end, right) if self.axis == 0 else box(left, begin, right, end)


def _ramp_at_gate(
    gate: Point,
    terraces: Sequence[Piece],
    site: Site,
    walls: BaseGeometry,
    ramps: Sequence[Piece],
    around: Around,
    rules: LevelRules,
) -> Piece | None:
    """A ramp from the street at the gate up or down to its terrace, where the step is too high without."""
    terrace = min(terraces, key=lambda piece: piece.outline.distance(gate))
    street_m = around.nearest(gate)
    step_m = terrace.plane[0] - street_m
    if abs(step_m) <= rules.step_m:
        return None
    inwards = _inwards(site.outline, gate)
    length_m, half_m = abs(step_m) / rules.ramp_pct * 100, rules.ramp_width_m / 2
    start = np.array(gate.coords[0])
    aside = np.array([-inwards[1], inwards[0]]) * half_m
    corners = [start - 2 * inwards - aside, start - 2 * inwards + aside]
    corners += [start + length_m * inwards + aside, start + length_m * inwards - aside]
    outline = Polygon(corners) & site.outline
    rest = shapely.union_all([walls, *(ramp.outline for ramp in ramps)])
    if not isinstance(outline, Polygon) or outline.intersects(rest) or not terrace.outline.buffer(0.5).covers(outline):
        return None
    slope = math.copysign(rules.ramp_pct / 100, step_m) * inwards
    return Piece("ramp", outline, (street_m - float(slope @ start), float(slope[0]), float(slope[1])))


def _inwards(outline: Polygon, gate: Point) -> FloatArray:
    """The way into the plot at the gate, square to the edge there."""
    edge = outline.exterior
    at_m = edge.project(gate)
    before, after = (
        np.array(edge.interpolate((at_m + by) % edge.length).coords[0]) for by in (-0.5 + edge.length, 0.5)
    )
    along = (after - before) / max(float(np.hypot(*(after - before))), 1e-9)
    left = np.array([-along[1], along[0]])
    return left if edge.is_ccw else -left
