"""Plan coordinates, and small geometry that every step needs.

A plan draws in frames: `u` runs along an azimuth (a street grid's), `v` to its left, in metres from the frame's origin.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon, affinity
from shapely.geometry.base import BaseGeometry

Table = dict[str, Any]
"""A table of the plan file."""
Geometry = TypeVar("Geometry", bound=BaseGeometry)
Region = Polygon | MultiPolygon

BISECTIONS = 80
"""Enough to exhaust a float's digits: areas then hold to the square millimetre."""


@dataclass(frozen=True, slots=True)
class PlanFrame:
    """A street grid's own coordinates: where its origin lies (east, north) and which way `u` runs."""

    origin_m: tuple[float, float]
    azimuth_deg: float

    def to_world(self, shape: Geometry) -> Geometry:
        """`shape` from (u, v) to (east, north)."""
        sin, cos = self._direction()
        return affinity.affine_transform(shape, [sin, -cos, cos, sin, *self.origin_m])

    def to_plan(self, shape: Geometry) -> Geometry:
        """`shape` from (east, north) to (u, v)."""
        sin, cos = self._direction()
        east, north = self.origin_m
        return affinity.affine_transform(
            shape, [sin, cos, -cos, sin, -(sin * east + cos * north), cos * east - sin * north]
        )

    def _direction(self) -> tuple[float, float]:
        azimuth = math.radians(self.azimuth_deg)
        return math.sin(azimuth), math.cos(azimuth)


def polygons(shape: BaseGeometry) -> list[Polygon]:
    """The polygons in `shape`; lines and points that an overlay left behind are dropped."""
    if isinstance(shape, Polygon) and shape.is_valid:
        return [] if shape.is_empty else [shape]
    return [part for part in shapely.get_parts(shapely.make_valid(shape)) if isinstance(part, Polygon)]


def region(shape: BaseGeometry) -> Region:
    """`shape` as a clean area: its polygons, joined."""
    parts = polygons(shape)
    joined = shapely.union_all(parts) if parts else Polygon()
    return joined if isinstance(joined, MultiPolygon) else polygon(joined)


def polygon(shape: BaseGeometry) -> Polygon:
    """`shape`, which is known to be one polygon."""
    if not isinstance(shape, Polygon):
        raise TypeError(shape.geom_type)
    return shape


def rounded(points: Sequence[Sequence[float]], radius_m: float) -> list[tuple[float, float]]:
    """The polyline with each corner replaced by a curve of about `radius_m`, never beyond half an edge."""
    corners = [np.asarray(point, float) for point in points]
    line = [tuple(corners[0])]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        to_before, to_after = before - corner, after - corner
        back, forth = np.linalg.norm(to_before), np.linalg.norm(to_after)
        u, w = to_before / back, to_after / forth
        angle = math.acos(np.clip(u @ w, -1, 1))
        reach = min(radius_m / math.tan(angle / 2), 0.48 * back, 0.48 * forth)
        start, end = corner + u * reach, corner + w * reach
        bend = [(1 - t) ** 2 * start + 2 * t * (1 - t) * corner + t * t * end for t in np.linspace(0, 1, 11)]
        line += [tuple(point) for point in bend]
    return [*line, tuple(corners[-1])]


def drawn_area(table: Table, frame: PlanFrame) -> BaseGeometry:
    """What a plan's table draws in the frame: an `ellipse`, a `line` of some `width_m`, or a `ring`; in the world."""
    if "ellipse" in table:
        u, v, half_u, half_v = table["ellipse"]
        shape: BaseGeometry = affinity.scale(Point(u, v).buffer(1, 32), half_u, half_v)
    elif "line" in table:
        shape = LineString(rounded(table["line"], 40)).buffer(table["width_m"] / 2, cap_style="flat")
    else:
        shape = Polygon(table["ring"])
    if "smooth_m" in table:
        smooth_m = table["smooth_m"]
        shape = shape.buffer(smooth_m).buffer(-2 * smooth_m).buffer(smooth_m)
    return frame.to_world(shape)


def solve(rising: Callable[[float], float], wanted: float, low: float, high: float) -> float:
    """The argument at which the rising function reaches `wanted`, by bisection."""
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        if rising(middle) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2
