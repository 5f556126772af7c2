"""Ways to build up a plot: rows of buildings across it, or slabs along its edges. All in the parcel's frame.

A fill returns (shape, floors) pairs; it keeps `taken` ground free, with the gap that its buildings keep among
themselves.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
import shapely
from shapely import Polygon, affinity, box
from shapely.geometry.base import BaseGeometry
from shapely.prepared import prep

from gis.generate.forms import form
from gis.generate.frames import Table, polygon, polygons
from gis.generate.rules import PerimeterRules, RowRules, Rules

Filled = list[tuple[Polygon, int]]
Fill = Callable[[Polygon, Table, BaseGeometry, Rules], Filled]
Span = tuple[float, float]

_COURT_M = 6.0
"""A narrower court gets no daylight: the building is a bar then."""
_STEP_M = 2.0
"""Stretches of an edge are measured in such steps."""


def rows(inside: Polygon, fill: Table, taken: BaseGeometry, rules: Rules) -> Filled:
    """Rows of `w` by `d` metre buildings, `gx` apart in a row and at least `gy` between rows, spread evenly."""
    rule = rules.rows
    gap_m, row_gap_m = fill.get("gx", rule.gap_m), fill.get("gy", rule.row_gap_m)
    wing_m = fill.get("th", rules.building.wing_m)
    free = _clear(inside, taken, min(gap_m, row_gap_m))
    middles = _row_middles(inside, fill, row_gap_m)
    found: Filled = []
    for row, y in enumerate(middles):
        mirrored = 2 * row >= len(middles)
        for span in _apart(_full_spans(free, y - fill["d"] / 2, y + fill["d"] / 2, rule.tolerance_m), gap_m):
            for x, width_m in _spread(span, fill["w"], gap_m, rule):
                if len(found) >= fill.get("max", math.inf):
                    return found
                found.append(_row_building(fill, len(found), row, (x, y, width_m, wing_m), mirrored))
    return found


def _clear(inside: Polygon, taken: BaseGeometry, gap_m: float) -> BaseGeometry:
    return inside if taken.is_empty else inside - taken.buffer(gap_m, join_style="mitre")


def _row_middles(inside: Polygon, fill: Table, row_gap_m: float) -> list[float]:
    depth_m = fill["d"]
    _, y0, _, y1 = inside.bounds
    if "band" in fill:
        low, high = fill["band"]
        y0, y1 = y0 + (y1 - y0) * low, y0 + (y1 - y0) * high
    count = max(1, int((y1 - y0 + row_gap_m) // (depth_m + row_gap_m)))
    if count == 1:
        return [(y0 + y1) / 2]
    step = (y1 - y0 - depth_m) / (count - 1)
    return [y0 + depth_m / 2 + row * step for row in range(count)]


def _full_spans(free: BaseGeometry, y0: float, y1: float, tolerance_m: float) -> list[Span]:
    """Ranges of x over which `free` covers the strip from y0 to y1 wholly."""
    x0, _, x1, _ = free.bounds
    strip = box(x0, y0 + tolerance_m, x1, y1 - tolerance_m)
    blocked = sorted((part.bounds[0], part.bounds[2]) for part in polygons(strip - free) if part.area > 0.5)
    spans, x = [], x0
    for start, end in blocked:
        if start > x:
            spans.append((x, start))
        x = max(x, end)
    return [*spans, (x, x1)] if x < x1 else spans


def _apart(spans: list[Span], gap_m: float) -> list[Span]:
    """The spans with ends drawn back where what parts them is narrower than the gap."""
    edges = [list(span) for span in spans]
    for before, after in itertools.pairwise(edges):
        lack_m = gap_m - (after[0] - before[1])
        if lack_m > 0:
            before[1] -= lack_m / 2
            after[0] += lack_m / 2
    return [(begin, end) for begin, end in edges if end > begin]


def _spread(span: Span, width_m: float, gap_m: float, rule: RowRules) -> Iterator[tuple[float, float]]:
    """Middle and width of each building in `span`: as many as fit, widened a little, apart evenly but not too far."""
    length_m = span[1] - span[0]
    if length_m < rule.filling * width_m:
        return
    count = max(1, int((length_m + gap_m) // (width_m + gap_m)))
    own_m = min(width_m * rule.stretch, (length_m - (count - 1) * gap_m) / count)
    apart_m = (length_m - count * own_m) / (count - 1) if count > 1 else 0.0
    if apart_m > rule.loose * gap_m:
        apart_m = rule.loosened * gap_m
    start = span[0] + (length_m - (count * own_m + (count - 1) * apart_m)) / 2
    for i in range(count):
        yield start + own_m / 2 + i * (own_m + apart_m), own_m


def _row_building(
    fill: Table, number: int, row: int, size_m: tuple[float, float, float, float], mirrored: bool
) -> tuple[Polygon, int]:
    """Building `number`: heights and shapes alternate along the row and shift from row to row."""
    names = fill.get("shape", ["bar"])
    name = names[(number + 2 * row) % len(names)]
    x, y, width_m, wing_m = size_m
    if name not in ("bar", "L") and width_m - 2 * wing_m < _COURT_M:
        name = "bar"
    shape = form(name, x, y, width_m, fill["d"], wing_m)
    if mirrored and name in ("L", "U"):  # so that courts open towards the middle of the plot
        shape = affinity.scale(shape, 1, -1, origin=(x, y))
    return shape, fill["fl"][(number + row) % len(fill["fl"])]


def perimeter(inside: Polygon, fill: Table, taken: BaseGeometry, rules: Rules) -> Filled:
    """Slabs of depth `d` and about `seg` metres along the edges of the plot, the longest edge first."""
    rule = rules.perimeter
    gap_m = fill.get("gap", rule.gap_m)
    ring = polygon(inside.simplify(4)).exterior
    corners = list(ring.coords)
    edges = sorted(itertools.pairwise(corners), key=lambda edge: -round(math.dist(*edge), 3))
    used: BaseGeometry = Polygon() if taken.is_empty else taken.buffer(gap_m, join_style="mitre")
    found: Filled = []
    for start, end in edges:
        edge = _Edge(start, end, ring.is_ccw)
        if edge.length_m < rule.edge_m or edge.side not in fill.get("sides", "wesn"):
            continue
        slabs = list(_slabs(edge, inside.buffer(0.6) - used, fill, gap_m, rule))
        found += [(slab, fill["fl"][(len(found) + i) % len(fill["fl"])]) for i, slab in enumerate(slabs)]
        used = shapely.union_all([used, *(slab.buffer(gap_m, join_style="mitre") for slab in slabs)])
    return found


class _Edge:
    """An edge of a plot, with lengths along it and depths into the plot."""

    def __init__(self, start: tuple[float, ...], end: tuple[float, ...], anticlockwise: bool) -> None:
        self.start = np.asarray(start)
        self.length_m = math.dist(start, end)
        self.along = (np.asarray(end) - self.start) / self.length_m
        inwards = np.array([-self.along[1], self.along[0]])
        self.inwards = inwards if anticlockwise else -inwards

    @property
    def side(self) -> str:
        """The side of the plot in its frame: "w" is low u, "s" low v."""
        x, y = self.inwards
        if abs(x) > 0.7:
            return "w" if x > 0 else "e"
        return "s" if y > 0.7 else "n"

    def slab(self, begin_m: float, end_m: float, depth_m: float) -> Polygon:
        """The rectangle on the edge between two lengths."""
        corners = ((begin_m, 0.0), (end_m, 0.0), (end_m, depth_m), (begin_m, depth_m))
        return Polygon([self.start + self.along * t + self.inwards * s for t, s in corners])


def _slabs(edge: _Edge, free: BaseGeometry, fill: Table, gap_m: float, rule: PerimeterRules) -> Iterator[Polygon]:
    depth_m, slab_m = fill["d"], fill["seg"]
    for begin, end in _apart(_free_stretches(edge, free, depth_m), gap_m):
        length_m = end - begin
        if length_m < max(rule.filling * slab_m, rule.slab_m):
            continue
        count = max(1, round((length_m + gap_m) / (slab_m + gap_m)))
        own_m = (length_m - (count - 1) * gap_m) / count
        for i in range(count):
            yield edge.slab(begin + i * (own_m + gap_m), begin + i * (own_m + gap_m) + own_m, depth_m)


def _free_stretches(edge: _Edge, free: BaseGeometry, depth_m: float) -> list[Span]:
    usable = prep(free)
    stretches: list[Span] = []
    begin: float | None = None
    for t in np.arange(0, edge.length_m, _STEP_M):
        fits = usable.contains(edge.slab(t, min(t + _STEP_M, edge.length_m), depth_m))
        if fits and begin is None:
            begin = float(t)
        if not fits and begin is not None:
            stretches.append((begin, float(t)))
            begin = None
    return stretches if begin is None else [*stretches, (begin, edge.length_m)]


FILLS: Final[dict[str, Fill]] = {"rows": rows, "perimeter": perimeter}
"""Every fill by the name that plans use."""
