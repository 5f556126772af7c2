"""The ground: land to the horizon, the sea, and what is laid upon it. Whole arrays, no graphics."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.prepared import Outlines, Prepared, Surface, Terrain
from twin.mesh import VERTEX, Mesh, caps

F32 = NDArray[np.float32]

PAVING, LAWN, MEADOW, PLAZA, SQUARE, WATER, PATH, PARKING, PAVEMENT, KERB, ASPHALT, MARKED = range(12)
"""What the ground is made of; the fragment shader knows the same numbers."""
RAMP = 20
"""A way down to parking below ground."""

ORDER = (
    ("road", PAVEMENT),
    ("parcel", PAVING),
    ("green", MEADOW),
    ("square", SQUARE),
    ("lawn", LAWN),
    ("plaza", PLAZA),
    ("parking", PARKING),
    ("path", PATH),
    ("kerb", KERB),
    ("lane", ASPHALT),
    ("ramp", RAMP),
    ("water", WATER),
)
"""Layers of a place from the lowest to the uppermost: each is painted over those before it."""

NEAR_M = 6000.0
FAR_STEP = 6
SEA_M = 60000.0
SUNK_M = 1.5
"""Land lies this much lower under the parks, whose own surfaces take its place."""
RAISED_M = 1.2


def surfaces(prepared: Prepared) -> list[tuple[int, Mesh]]:
    """Material and mesh of everything laid on the ground of the parks, lowest first."""
    by_layer = {surface.layer: surface for surface in prepared.surfaces}
    return [(material, _fill(by_layer[layer], material)) for layer, material in ORDER if layer in by_layer]


def land(prepared: Prepared) -> Mesh:
    """The terrain: every grid point near the parks, each sixth beyond; under the parks it lies a little lower."""
    terrain = _sunk(prepared)
    middle = np.mean([park.centre_m[:2] for park in prepared.parks], 0)
    column, row = ((middle - (terrain.x0_m, terrain.y0_m)) / terrain.step_m / FAR_STEP).astype(int) * FAR_STEP
    reach = int(NEAR_M / terrain.step_m / FAR_STEP) * FAR_STEP
    rows, columns = terrain.height_m.shape
    low = np.maximum((row - reach, column - reach), 0)
    high = np.minimum(
        (row + reach, column + reach), ((rows - 1) // FAR_STEP * FAR_STEP, (columns - 1) // FAR_STEP * FAR_STEP)
    )
    fine = _grid(_stitched(terrain, low, high), low, high, 1, np.zeros((0, 2), int))
    coarse = _grid(terrain, np.array([0, 0]), np.array([rows - 1, columns - 1]), FAR_STEP, np.array([low, high]))
    offset = np.uint32(len(fine.vertices))
    return Mesh(
        np.concatenate([fine.vertices, coarse.vertices]), np.concatenate([fine.triangles, coarse.triangles + offset])
    )


def sea() -> Mesh:
    """A sheet at elevation 0, out to the horizon."""
    vertices = np.zeros(4, VERTEX)
    vertices["position"][:, :2] = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * SEA_M
    vertices["normal"][:, 2] = 127
    return Mesh(vertices, np.array([(0, 1, 2), (0, 2, 3)], np.uint32))


def draped(polygons: list[shapely.Geometry], terrain: Terrain) -> Outlines:
    """Polygons (multi-parts are taken apart) as outlines that lie on the terrain; owners count from 0."""
    parts = shapely.get_parts(np.array(polygons, object))
    parts = shapely.orient_polygons(parts[~shapely.is_empty(parts)])
    if not len(parts):
        start = np.zeros(1, np.int32)
        return Outlines(np.zeros((0, 3), np.float32), start, start, np.zeros(0, np.int32))
    _, xy, (rings, groups) = shapely.to_ragged_array(parts)
    keep = np.ones(len(xy), bool)
    keep[np.asarray(rings[1:]) - 1] = False
    xy = xy[keep][:, :2]
    xyz = on_land(xy, terrain)
    ring_start = (rings - np.arange(len(rings))).astype(np.int32)
    return Outlines(xyz, ring_start, groups.astype(np.int32), np.arange(len(parts), dtype=np.int32))


def on_land(xy: NDArray[np.float64], terrain: Terrain) -> F32:
    """Points (N, 2) with the elevation of the land as it is drawn, (N, 3): two triangles to each cell of the terrain.

    `Terrain.at` rounds a cell off; what is laid on the land by that would sink into it on a slope.
    """
    rows, columns = terrain.height_m.shape
    u = np.clip((xy[:, 0] - terrain.x0_m) / terrain.step_m, 0, columns - 1)
    v = np.clip((xy[:, 1] - terrain.y0_m) / terrain.step_m, 0, rows - 1)
    i, j = np.minimum(u.astype(int), columns - 2), np.minimum(v.astype(int), rows - 2)
    u, v = u - i, v - j
    height = terrain.height_m.astype(np.float64)
    corner, opposite = height[j, i], height[j + 1, i + 1]
    turn = np.where(u > v, height[j, i + 1], height[j + 1, i])
    first, second = np.maximum(u, v), np.minimum(u, v)
    z = corner + first * (turn - corner) + second * (opposite - turn)
    return np.column_stack([xy, z]).astype(np.float32)


def raised(terrain: Terrain) -> Terrain:
    """The terrain a little higher: what lies on it between the parks must not sink into the triangles of the land."""
    return Terrain(terrain.x0_m, terrain.y0_m, terrain.step_m, terrain.height_m + np.float32(RAISED_M))


def polygons_of(outlines: Outlines) -> list[shapely.Geometry]:
    """Outlines as shapely polygons, seen from above."""
    closing = np.asarray(outlines.ring_start[:-1])
    starts = outlines.ring_start.astype(np.int64)
    xy = np.insert(outlines.xyz[:, :2].astype(np.float64), starts[1:], outlines.xyz[closing, :2], axis=0)
    offsets = (starts + np.arange(len(starts)), outlines.polygon_start.astype(np.int64))
    return list(shapely.from_ragged_array(shapely.GeometryType.POLYGON, xy, offsets))


def _fill(surface: Surface, material: int) -> Mesh:
    return caps(surface.outlines, part=material)


def _sunk(prepared: Prepared) -> Terrain:
    terrain = prepared.terrain
    covering = [
        polygon for s in prepared.surfaces if s.layer in ("road", "parcel") for polygon in polygons_of(s.outlines)
    ]
    if not covering:
        return terrain
    ground = shapely.union_all(shapely.make_valid(np.array(covering, object)))
    rows, columns = terrain.height_m.shape
    x, y = np.meshgrid(
        terrain.x0_m + terrain.step_m * np.arange(columns), terrain.y0_m + terrain.step_m * np.arange(rows)
    )
    x0, y0, x1, y1 = ground.bounds
    inside = (x > x0) & (x < x1) & (y > y0) & (y < y1)
    inside[inside] = shapely.contains_xy(ground, x[inside], y[inside])
    height = np.where(inside, terrain.height_m - SUNK_M, terrain.height_m).astype(np.float32)
    return Terrain(terrain.x0_m, terrain.y0_m, terrain.step_m, height)


def _stitched(terrain: Terrain, low: NDArray[np.int64], high: NDArray[np.int64]) -> Terrain:
    """The terrain with straight edges between every sixth point about a part of it, so that no gap opens there."""
    height = terrain.height_m.copy()
    part = height[low[0] : high[0] + 1, low[1] : high[1] + 1]
    for edge in (part[0], part[-1], part[:, 0], part[:, -1]):
        place = np.arange(len(edge))
        edge[:] = np.interp(place, place[::FAR_STEP], edge[::FAR_STEP])
    return Terrain(terrain.x0_m, terrain.y0_m, terrain.step_m, height)


def _grid(
    terrain: Terrain, low: NDArray[np.int64], high: NDArray[np.int64], step: int, hole: NDArray[np.int64]
) -> Mesh:
    """Grid points from `low` to `high` (row, column), every `step`; cells within `hole` (low, high) are left out."""
    rows, columns = (np.arange(low[k], high[k] + 1, step) for k in range(2))
    height = terrain.height_m[np.ix_(rows, columns)].astype(np.float64)
    down, across = np.gradient(height, terrain.step_m * step)
    normal = np.stack([-across, -down, np.ones_like(height)], -1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    vertices = np.zeros(height.shape, VERTEX)
    vertices["position"][..., 0] = terrain.x0_m + terrain.step_m * columns
    vertices["position"][..., 1] = (terrain.y0_m + terrain.step_m * rows)[:, None]
    vertices["position"][..., 2] = height
    vertices["normal"][..., :3] = np.rint(127 * normal)
    index = np.arange(height.size, dtype=np.uint32).reshape(height.shape)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
    cells = np.stack([a, b, c, a, c, d], -1)
    if len(hole):
        inside = ((rows[:-1, None] >= hole[0, 0]) & (rows[1:, None] <= hole[1, 0])
                  & (columns[None, :-1] >= hole[0, 1]) & (columns[None, 1:] <= hole[1, 1]))  # fmt: skip
        cells = cells[~inside]
    return Mesh(vertices.reshape(-1), cells.reshape(-1, 3))
