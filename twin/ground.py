"""The ground: land to the horizon, the sea, and what is laid upon it. Whole arrays, no graphics."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.outlines import in_cells
from gis.prepared import Outlines, Prepared, Surface, Terrain
from twin.mesh import VERTEX, Mesh, caps, join

F32 = NDArray[np.float32]
Level = Callable[[NDArray[np.float64], NDArray[np.float64]], F32]
"""Elevation at arrays of x and y."""

PAVING, LAWN, MEADOW, PLAZA, SQUARE, WATER, PATH, PARKING, PAVEMENT, KERB, ASPHALT, MARKED, STONE = range(13)
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
FAR_STEP = 2
SEA_M = 60000.0
_DEEP_M = 1.0
SUNK_M = 1.5
"""Land lies this much lower under the parks, whose own surfaces take its place."""
RAISED_M = 1.2
CELL_M = 20.0
"""What is laid on graded ground is cut into cells of this size, to bend with it."""
LAND_M = 50.0
"""Land beside graded sites has a point this often."""


def surfaces(prepared: Prepared) -> list[tuple[int, Mesh]]:
    """Material and mesh of everything laid on the ground of the parks, lowest first."""
    by_layer = {surface.layer: surface for surface in prepared.surfaces}
    return [(material, _fill(by_layer[layer], material)) for layer, material in ORDER if layer in by_layer]


def land(prepared: Prepared) -> Mesh:
    """The terrain: every grid point near the parks, each second beyond; under the parks it lies a little lower.

    About graded sites it is finer, and ends where their own ground begins. What lies deep under the sea is left out.
    """
    terrain = prepared.terrain if prepared.near else _sunk(prepared)
    middle = np.mean([park.centre_m[:2] for park in prepared.parks], 0)
    column, row = ((middle - (terrain.x0_m, terrain.y0_m)) / terrain.step_m / FAR_STEP).astype(int) * FAR_STEP
    reach = int(NEAR_M / terrain.step_m / FAR_STEP) * FAR_STEP
    rows, columns = terrain.height_m.shape
    low = np.maximum((row - reach, column - reach), 0)
    high = np.minimum(
        (row + reach, column + reach), ((rows - 1) // FAR_STEP * FAR_STEP, (columns - 1) // FAR_STEP * FAR_STEP)
    )
    graded = [_extent(near, terrain) for near in prepared.near]
    fine = _grid(_stitched(terrain, low, high), low, high, 1, graded)
    coarse = _grid(terrain, np.array([0, 0]), np.array([rows - 1, columns - 1]), FAR_STEP, [np.array([low, high])])
    return _out_of_the_sea(join(fine, coarse, *graded_land(prepared)))


def _out_of_the_sea(mesh: Mesh) -> Mesh:
    """The triangles that the sea does not hide."""
    height = mesh.vertices["position"][:, 2]
    return Mesh(mesh.vertices, mesh.triangles[height[mesh.triangles].max(axis=1) > -_DEEP_M])


def _extent(near: Terrain, terrain: Terrain) -> NDArray[np.int64]:
    """First and last (row, column) of the terrain that a finer grid covers."""
    first = np.array([near.y0_m - terrain.y0_m, near.x0_m - terrain.x0_m]) / terrain.step_m
    size = (np.array(near.height_m.shape) - 1) * near.step_m / terrain.step_m
    return np.rint([first, first + size]).astype(np.int64)


def sea() -> Mesh:
    """A sheet at elevation 0, out to the horizon."""
    vertices = np.zeros(4, VERTEX)
    vertices["position"][:, :2] = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * SEA_M
    vertices["normal"][:, 2] = 127
    return Mesh(vertices, np.array([(0, 1, 2), (0, 2, 3)], np.uint32))


def draped(polygons: list[shapely.Geometry], level: Level, cell_m: float | None = None) -> Outlines:
    """Polygons (multi-parts are taken apart) as outlines that lie on the ground; owners count from 0.

    With `cell_m` they are cut up, so that they bend with it.
    """
    parts = shapely.get_parts(np.array(polygons, object))
    parts = parts[~shapely.is_empty(parts)]
    if cell_m is not None:
        parts, _ = in_cells(list(parts), cell_m)
    parts = shapely.orient_polygons(parts)
    if not len(parts):
        start = np.zeros(1, np.int32)
        return Outlines(np.zeros((0, 3), np.float32), start, start, np.zeros(0, np.int32))
    _, xy, (rings, groups) = shapely.to_ragged_array(parts)
    keep = np.ones(len(xy), bool)
    keep[np.asarray(rings[1:]) - 1] = False
    xyz = on_ground(xy[keep][:, :2], level)
    ring_start = (rings - np.arange(len(rings))).astype(np.int32)
    return Outlines(xyz, ring_start, groups.astype(np.int32), np.arange(len(parts), dtype=np.int32))


def on_ground(xy: NDArray[np.float64], level: Level) -> F32:
    """Points (N, 2) with the elevation of the ground there, (N, 3)."""
    return np.column_stack([xy, level(xy[:, 0], xy[:, 1])]).astype(np.float32)


def land_level(prepared: Prepared, raised_m: float = 0.0) -> Level:
    """Elevation of the land around the sites as it is drawn, or so much above it: what lies on it between the parks
    must not sink into its triangles."""
    beside = [beside_sites(near) for near in prepared.near]

    def level(x_m: NDArray[np.float64], y_m: NDArray[np.float64]) -> F32:
        level_m = prepared.terrain.drawn_at(x_m, y_m)
        for grid in beside:
            level_m = np.where(grid.holds(x_m, y_m), grid.drawn_at(x_m, y_m), level_m)
        return np.asarray(level_m + np.float32(raised_m), np.float32)

    return level


def beside_sites(near: Terrain) -> Terrain:
    """The fine ground about sites with only those points that the land beside them is drawn by."""
    step = round(LAND_M / near.step_m)
    return Terrain(near.x0_m, near.y0_m, LAND_M, np.ascontiguousarray(near.height_m[::step, ::step]))


def graded_land(prepared: Prepared) -> list[Mesh]:
    """Land about graded sites: what lies outside, cut at their edge, and under them a sheet that closes all gaps."""
    site = shapely.union_all(polygons_of(prepared.sites))
    shapely.prepare(site)
    meshes = []
    for near in prepared.near:
        grid = beside_sites(near)
        rows, columns = (np.arange(size - 1) for size in grid.height_m.shape)
        x, y = np.meshgrid(grid.x0_m + LAND_M * columns, grid.y0_m + LAND_M * rows)
        boxes = shapely.box(x, y, x + LAND_M, y + LAND_M)
        met = shapely.intersects(site, boxes)
        edge = met & ~shapely.contains_properly(site, boxes)
        outside = draped(list(shapely.difference(boxes[edge], site)), prepared.open_ground_m)
        end = np.array(grid.height_m.shape) - 1
        whole = np.array([[0, 0], end])
        meshes += [_cells(grid, whole, ~met), _cells(_below(near, grid), whole, met), caps(outside, part=0)]
    return meshes


def _below(near: Terrain, grid: Terrain) -> Terrain:
    """A grid that stays below all of the fine ground around each of its points."""
    step = round(LAND_M / near.step_m)
    low = near.height_m
    for axis in range(2):
        padded = np.pad(low, [(step, step) if k == axis else (0, 0) for k in range(2)], mode="edge")
        low = np.lib.stride_tricks.sliding_window_view(padded, 2 * step + 1, axis=axis).min(axis=-1)
    return Terrain(grid.x0_m, grid.y0_m, LAND_M, np.ascontiguousarray(low[::step, ::step]) - np.float32(SUNK_M))


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
    """The terrain with straight edges between every second point about a part of it, so that no gap opens there."""
    height = terrain.height_m.copy()
    part = height[low[0] : high[0] + 1, low[1] : high[1] + 1]
    for edge in (part[0], part[-1], part[:, 0], part[:, -1]):
        place = np.arange(len(edge))
        edge[:] = np.interp(place, place[::FAR_STEP], edge[::FAR_STEP])
    return Terrain(terrain.x0_m, terrain.y0_m, terrain.step_m, height)


def _grid(
    terrain: Terrain, low: NDArray[np.int64], high: NDArray[np.int64], step: int, holes: list[NDArray[np.int64]]
) -> Mesh:
    """Grid points from `low` to `high` (row, column), every `step`; cells within `holes` (low, high) are left out."""
    rows, columns = (np.arange(low[k], high[k] + 1, step) for k in range(2))
    kept = np.ones((len(rows) - 1, len(columns) - 1), bool)
    for first, last in holes:
        kept &= ~((rows[:-1, None] >= first[0]) & (rows[1:, None] <= last[0])
                  & (columns[None, :-1] >= first[1]) & (columns[None, 1:] <= last[1]))  # fmt: skip
    return _cells(terrain, np.array([low, high]), kept, step)


def _cells(terrain: Terrain, part: NDArray[np.int64], kept: NDArray[np.bool_], step: int = 1) -> Mesh:
    """The `kept` cells of a part (low, high) of a grid, by every `step`-th point."""
    rows, columns = (np.arange(part[0, k], part[1, k] + 1, step) for k in range(2))
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
    cells = np.stack([a, b, c, a, c, d], -1)[kept]
    return Mesh(vertices.reshape(-1), cells.reshape(-1, 3))
