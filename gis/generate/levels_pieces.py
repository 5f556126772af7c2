"""What the levels of a plot are made of: its terraces and ramps, and what decides them.

All in the plot's frame, in which its buildings and cuts are parallel to the axes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point, Polygon
from shapely.geometry.base import BaseGeometry

from gis.generate.blocks import Plot
from gis.generate.frames import PlanFrame

FloatArray = NDArray[np.float64]
Plane = tuple[float, float, float]
"""Elevation = a + b u + c v in the plot's frame."""


class Around(NamedTuple):
    """Points (N, 2) along a plot's edge and the elevation (N,) of the ground outside at each."""

    uv: FloatArray
    level_m: FloatArray

    def nearest(self, point: Point) -> float:
        """Elevation outside, where the edge is nearest to `point`."""
        return float(self.level_m[np.argmin(np.hypot(*(self.uv - np.array(point.coords[0])).T))])


@dataclass(frozen=True, slots=True)
class Piece:
    """A terrace, or a "ramp" from one level to another; `outline` in the frame, elevation by `plane`."""

    kind: str
    outline: Polygon
    plane: Plane

    @property
    def level_m(self) -> float:
        """Elevation of its middle."""
        middle = self.outline.centroid
        return self.at(middle.x, middle.y)

    def at(self, u_m: float, v_m: float) -> float:
        """Elevation at a point of the frame."""
        a, b, c = self.plane
        return a + b * u_m + c * v_m

    def world(self, frame: PlanFrame) -> Polygon:
        """The outline in the world, with elevations."""

        def lifted(corners: FloatArray) -> FloatArray:
            uv = shapely.get_coordinates(frame.to_plan(shapely.MultiPoint(corners[:, :2])))
            return np.column_stack([corners[:, :2], (self.plane[0] + uv @ np.array(self.plane[1:])).round(3)])

        flat = _whole(frame.to_world(self.outline))
        return Polygon(shapely.transform(shapely.force_3d(flat), lifted, include_z=True))


@dataclass(frozen=True, slots=True)
class Site:
    """What decides a plot's terraces, in its frame: footprints on the ground, its inner lanes, its gates, the main
    one first."""

    outline: Polygon
    footprints: Sequence[BaseGeometry]
    lanes: BaseGeometry
    gates: Sequence[Point]


def site_of(plot: Plot, footprints: Sequence[BaseGeometry], lanes: BaseGeometry, gates: Sequence[Point]) -> Site:
    """The same in the plot's frame, of shapes in the world."""
    to_plan = plot.frame.to_plan
    return Site(
        _whole(to_plan(plot.outline)),
        [to_plan(shape) for shape in footprints],
        to_plan(lanes),
        [to_plan(gate) for gate in gates],
    )


def _whole(outline: BaseGeometry) -> Polygon:
    """The outline mended: moved between frames, a hair of it can cross itself."""
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(outline, method="structure", keep_collapsed=False)))
    flat = [part for part in parts if isinstance(part, Polygon)]
    return max(flat, key=lambda part: part.area)
