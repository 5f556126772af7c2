"""How much sky each point of the parks sees: baked once from the heights of buildings, one lookup in the shaders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from gis.prepared import Outlines, Prepared
from twin.ground import polygons_of
from twin.rasters import blur, shifted

F32 = NDArray[np.float32]

SIDE_PX = 640
LEVELS_M = (0.5, 12.0, 36.0)
"""Heights above the ground for which the map tells the share of open sky: its red, green and blue."""
DIRECTIONS = 12
STEPS_M = (4.0, 8.0, 15.0, 27.0, 48.0, 85.0)
_MARGIN_M = 150.0
_CONE = 0.35
"""Half width of the cone in which the sky is looked at, to its length."""


@dataclass(frozen=True, slots=True)
class Openness:
    """A square map with its south-west corner at (x0_m, y0_m); `share` (H, W, 3), 1 under the open sky, rows north."""

    x0_m: float
    y0_m: float
    side_m: float
    share: F32

    def pixels(self) -> NDArray[np.uint8]:
        """As RGBA bytes."""
        pixels = np.full((*self.share.shape[:2], 4), 255, np.uint8)
        pixels[..., :3] = np.rint(255 * self.share)
        return pixels


def openness(prepared: Prepared) -> Openness:
    """The map over the parks' main sites, for the buildings that stand or are being built and those around them."""
    x0, y0, side_m = _square(prepared)
    heights = _heights(prepared, x0, y0, side_m)
    step_px = SIDE_PX / side_m
    # what is far is seen through a wider cone, so its edges are soft and leave no copies of themselves
    seen = [blur(blur(heights, round(_CONE * far_m * step_px)), 1) for far_m in STEPS_M]
    total = np.zeros((len(LEVELS_M), SIDE_PX, SIDE_PX))
    for turn in (np.arange(DIRECTIONS) + 0.5) * 2 * np.pi / DIRECTIONS:
        slope = np.zeros_like(total)
        for far_m, softened in zip(STEPS_M, seen, strict=True):
            rows, columns = (round(far_m * step_px * part) for part in (np.sin(turn), np.cos(turn)))
            there = shifted(softened, rows, columns)
            for level, level_m in enumerate(LEVELS_M):
                np.maximum(slope[level], (there - level_m) / far_m, out=slope[level])
        # the share of a vertical half circle of sky that a slope leaves open, weighted as light falls on flat ground
        total += 1.0 / (1.0 + slope * slope)
    share = np.ascontiguousarray(np.moveaxis(total / DIRECTIONS, 0, -1), np.float32)
    share[[0, -1]] = 1.0
    share[:, [0, -1]] = 1.0
    return Openness(x0, y0, side_m, share)


def _square(prepared: Prepared) -> tuple[float, float, float]:
    extents = np.array([park.extent_m for park in prepared.parks])
    low, high = extents[:, :2].min(0), extents[:, 2:].max(0)
    side = float((high - low).max()) + 2 * _MARGIN_M
    corner = (low + high) / 2 - side / 2
    return float(corner[0]), float(corner[1]), side


def _heights(prepared: Prepared, x0_m: float, y0_m: float, side_m: float) -> F32:
    """Height above the ground of what stands on each pixel."""
    buildings, context = prepared.buildings, prepared.context
    there = np.array([0.0 if status == "planned" else 1.0 for status in buildings.status])
    image = Image.new("F", (SIDE_PX, SIDE_PX), 0.0)
    pen = ImageDraw.Draw(image)
    masses: list[tuple[Outlines, NDArray[np.float64]]] = [
        (context.outlines, context.height_m.astype(np.float64)),
        (buildings.outlines, buildings.height_m * there),
    ]
    origin, scale = np.array([x0_m, y0_m]), SIDE_PX / side_m
    for outlines, height_m in masses:
        polygons = polygons_of(outlines)
        # lower ones first, so that a tower is not cut off by its podium
        for row in np.argsort(height_m[outlines.owner], kind="stable").tolist():
            polygon = polygons[row]
            height = float(height_m[outlines.owner[row]])
            pen.polygon(_points(polygon.exterior, origin, scale), fill=height)
            for hole in polygon.interiors:
                pen.polygon(_points(hole, origin, scale), fill=0.0)
    return np.asarray(image, np.float32)


def _points(ring: shapely.LinearRing, origin: NDArray[np.float64], scale: float) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (np.asarray(ring.coords)[:, :2] - origin) * scale]
