"""Tower cranes beside what is not built yet: they stand while their building rises, and rise with it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gis.prepared import BuildingTable
from twin.mesh import Mesh, join
from twin.solids import beam, box, repeat

STEEL, CABIN, WEIGHT = range(3)
LEAST_FLOORS = 5
CLEAR_M = 13.0
"""The jib swings this far above what is built."""
_BESIDE_M = 4.0


def cranes(buildings: BuildingTable, rows: NDArray[np.bool_]) -> Mesh:
    """A crane for each building in `rows` (a mask) with 5 floors or more.

    Heights count from the top that the building has reached where `part` 1 is 1, else they are elevations.
    `owner` is the building.
    """
    chosen = np.flatnonzero(rows & (buildings.floors >= LEAST_FLOORS))
    crane = _crane()
    many = repeat(crane, len(chosen))
    vertices = many.vertices.reshape(len(chosen), len(crane.vertices))
    turn = 6.2831853 * ((chosen * 0.6180339887) % 1.0)
    cos, sin = np.cos(turn)[:, None], np.sin(turn)[:, None]
    foot = _feet(buildings, chosen)
    for column in ("position", "normal"):
        x, y = (crane.vertices[column][:, k].astype(np.float64)[None] for k in (0, 1))
        vertices[column][..., 0] = np.rint(cos * x - sin * y) if column == "normal" else cos * x - sin * y
        vertices[column][..., 1] = np.rint(sin * x + cos * y) if column == "normal" else sin * x + cos * y
    vertices["position"][..., :2] += foot[:, None]
    standing = crane.vertices["part"][:, 1] == 0
    vertices["position"][:, standing, 2] += buildings.ground_m[chosen][:, None]
    vertices["owner"] = chosen[:, None]
    return Mesh(vertices.reshape(-1), many.triangles)


def _crane() -> Mesh:
    """One crane at the origin, its jib along x."""
    mast = beam((0, 0, -1), (0, 0, CLEAR_M), 2.0, STEEL)
    upper = mast.vertices["position"][:, 2] > 0
    mast.vertices["part"][upper, 1] = 1
    top = join(
        beam((0, 0, CLEAR_M), (0, 0, CLEAR_M + 8), 1.4, STEEL),
        beam((1, 0, CLEAR_M + 1), (42, 0, CLEAR_M + 1), 1.3, STEEL),
        beam((-1, 0, CLEAR_M + 1), (-14, 0, CLEAR_M + 1), 1.3, STEEL),
        beam((0, 0, CLEAR_M + 8), (28, 0, CLEAR_M + 1.6), 0.22, WEIGHT),
        beam((0, 0, CLEAR_M + 8), (-12, 0, CLEAR_M + 1.6), 0.22, WEIGHT),
        beam((24, 0, CLEAR_M + 0.4), (24, 0, 4), 0.16, WEIGHT),
        box((-14, -1.1, CLEAR_M - 2.2), (-10.5, 1.1, CLEAR_M + 0.4), WEIGHT),
        box((0.8, 0.9, CLEAR_M - 2.0), (2.8, 2.6, CLEAR_M + 0.4), CABIN),
    )
    top.vertices["part"][:, 1] = 1
    return join(mast, top)


def _feet(buildings: BuildingTable, rows: NDArray[np.intp]) -> NDArray[np.float64]:
    """Beside the first corner of each building's first outline, away from its middle."""
    outlines = buildings.outlines
    first_polygon = np.full(len(buildings.id), -1)
    first_polygon[outlines.owner[::-1]] = np.arange(len(outlines.owner))[::-1]
    corner = outlines.ring_start[outlines.polygon_start[first_polygon[rows]]]
    at = outlines.xyz[corner, :2].astype(np.float64)
    away = at - buildings.centre_m[rows]
    return at + _BESIDE_M * away / np.maximum(np.hypot(away[:, 0], away[:, 1]), 1e-6)[:, None]
