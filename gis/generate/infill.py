"""Smaller buildings in the odd corners that rows leave empty, along the plot's own edges. In the parcel's frame."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import numpy as np
import shapely
from shapely import Polygon, affinity
from shapely.geometry.base import BaseGeometry

from gis.generate.frames import polygon, polygons
from gis.generate.rules import InfillRules

_STEP_M = 3.0
_SKEW_DEG = 4.0
"""An edge that turns from the frame by less is along it."""


def infill(
    inside: Polygon, built: BaseGeometry, size_m: tuple[float, float], gap_m: float, turned: bool, rule: InfillRules
) -> list[Polygon]:
    """Bars in the leftover corners of `inside`, `gap_m` off what is `built`: the larger ones first, those nearest the
    plot's edge first. `turned`: they may lie along slanted edges instead of the frame."""
    free = inside - built.buffer(gap_m, join_style="mitre")
    angles = [0.0, *_slants(inside, rule.edge_m)] if turned else [0.0]
    found: list[Polygon] = []
    for width_share, depth_share in rule.shares:
        width_m, depth_m = size_m[0] * width_share, max(size_m[1] * depth_share, rule.least_depth_m)
        while (bar := _best(free, inside, angles, width_m, depth_m)) is not None:
            found.append(bar)
            free = free - bar.buffer(gap_m, join_style="mitre")
    return found


def _slants(inside: Polygon, edge_m: float) -> list[float]:
    """The directions of long edges that do not run along the frame, each once, the longest edge's first."""
    edges = sorted(
        itertools.pairwise(polygon(inside.simplify(3.0)).exterior.coords), key=lambda e: -round(math.dist(*e), 2)
    )
    found: list[float] = []
    for (x0, y0), (x1, y1) in (edge for edge in edges if math.dist(*edge) > edge_m):
        angle = math.degrees(math.atan2(y1 - y0, x1 - x0)) % 90
        if all(min(abs(angle - other), 90 - abs(angle - other)) > _SKEW_DEG for other in (0.0, *found)):
            found.append(angle)
    return found


def _best(free: BaseGeometry, inside: Polygon, angles: list[float], width_m: float, depth_m: float) -> Polygon | None:
    """The bar within `free` whose middle is nearest the plot's edge, of all directions."""
    best: tuple[float, Polygon] | None = None
    for angle, across in itertools.product(angles, (False, True)):
        w, d = (depth_m, width_m) if across else (width_m, depth_m)
        turned = affinity.rotate(free, -angle, origin=(0, 0))
        edge = affinity.rotate(inside, -angle, origin=(0, 0)).boundary
        for bars in _fitting(turned, w, d):
            off_m = np.round(shapely.distance(shapely.centroid(bars), edge), 2)
            first = int(np.argmin(off_m))
            if best is None or off_m[first] < best[0] - 0.5:
                best = float(off_m[first]), polygon(affinity.rotate(bars[first], angle, origin=(0, 0)))
    return best[1] if best else None


def _fitting(free: BaseGeometry, width_m: float, depth_m: float) -> Iterator[np.ndarray]:
    """Upright boxes of this size that lie within each part of `free`."""
    for part in polygons(free):
        x0, y0, x1, y1 = part.bounds
        x, y = np.arange(x0, x1 - width_m + 0.01, _STEP_M), np.arange(y0, y1 - depth_m + 0.01, _STEP_M)
        if part.area < width_m * depth_m or not len(x) or not len(y):
            continue
        left, low = (grid.ravel() for grid in np.meshgrid(x, y, indexing="ij"))
        bars = shapely.box(left, low, left + width_m, low + depth_m)
        shapely.prepare(part)
        fitting = bars[shapely.contains(part, bars)]
        if len(fitting):
            yield fitting
