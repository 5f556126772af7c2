"""Meshes from whole arrays: outlines become walls and caps without a loop over corners. Plain numpy, no graphics.

Outlines follow `gis.prepared.Outlines`: shells run counter-clockwise, holes clockwise, so that the outward normal of
a wall is always on its right.
"""

from __future__ import annotations

from dataclasses import dataclass

import mapbox_earcut
import numpy as np
from numpy.typing import NDArray

from gis.prepared import Outlines

VERTEX = np.dtype(
    [
        ("position", "<f4", 3),
        ("normal", "<i1", 4),
        ("face", "<f4", 4),
        ("owner", "<u4"),
        ("part", "<u1", 4),
    ]
)
"""40 bytes. `face`: metres along the wall, metres above the base, length of the wall, number of the wall in its ring;
on caps east, north and two values of the caller. `owner`: row of the building. `part`: sort of the part, its storey,
two spare."""

WALL, ROOF, PLANT, SLAB = range(4)
"""Sorts of parts: facade, roof, plant on the roof, floor slab of the bare structure."""

SMOOTH_TURN_COS = 0.8
"""A ring whose corners all turn by less than this (37 degrees) is round: one facade runs about it."""

Vertices = NDArray[np.void]
Triangles = NDArray[np.uint32]
F32 = NDArray[np.float32]
Numbers = NDArray[np.floating] | NDArray[np.integer]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Mesh:
    """Vertices of `VERTEX` and (M, 3) indices into them, counter-clockwise seen from outside."""

    vertices: Vertices
    triangles: Triangles


@dataclass(frozen=True, slots=True)
class _Corners:
    """For each corner of outlines: its successor and predecessor in the ring, its ring and its polygon."""

    xyz: NDArray[np.float64]
    after: Ints
    before: Ints
    ring: Ints
    polygon: Ints
    ring_first: Ints


def take(outlines: Outlines, polygons: NDArray[np.integer]) -> Outlines:
    """The outlines of `polygons`, in that order; a polygon may be taken many times. Owners are kept."""
    rings, polygon_start = _gather(outlines.polygon_start.astype(np.int64), np.asarray(polygons, np.int64))
    corners, ring_start = _gather(outlines.ring_start.astype(np.int64), rings)
    return Outlines(
        outlines.xyz[corners], ring_start.astype(np.int32), polygon_start.astype(np.int32), outlines.owner[polygons]
    )


def walls(
    outlines: Outlines,
    bottom_m: Numbers,
    top_m: Numbers,
    base_m: Numbers,
    *,
    part: int = WALL,
    wide_m: float = 0.0,
) -> Mesh:
    """A rectangle for each edge of the outlines, from `bottom_m` to `top_m` (elevations, one for each polygon).

    `base_m` is the elevation from which storeys are counted. With `wide_m` the walls stand that far outside.
    """
    c = _corners(outlines)
    step = c.xyz[c.after, :2] - c.xyz[:, :2]
    length = np.hypot(step[:, 0], step[:, 1])
    normal = np.stack([step[:, 1], -step[:, 0]], 1) / np.maximum(length, 1e-9)[:, None]
    along, total, left_normal, right_normal = _around(c, length, normal)
    vertices = np.zeros((len(length), 4), VERTEX)
    left = (c.xyz[:, :2] + wide_m * left_normal).astype(np.float32)
    right = (c.xyz[c.after, :2] + wide_m * right_normal).astype(np.float32)
    bottom, top, base = (np.asarray(a, np.float32)[c.polygon] for a in (bottom_m, top_m, base_m))
    for column, (xy, z, facing, u) in enumerate(
        (
            (left, bottom, left_normal, along),
            (right, bottom, right_normal, along + length),
            (right, top, right_normal, along + length),
            (left, top, left_normal, along),
        )
    ):
        corner = vertices[:, column]
        corner["position"][:, :2] = xy
        corner["position"][:, 2] = z
        corner["normal"][:, :2] = np.rint(127 * facing)
        corner["face"][:, 0] = u
        corner["face"][:, 1] = z - base
    vertices["face"][:, :, 2] = total[:, None]
    vertices["face"][:, :, 3] = (np.arange(len(length)) - c.ring_first[c.ring])[:, None] % 64
    vertices["owner"] = outlines.owner[c.polygon][:, None]
    vertices["part"][:, :, 0] = part
    first = 4 * np.arange(len(length), dtype=np.uint32)[:, None]
    triangles = first + np.array([0, 1, 2, 0, 2, 3], np.uint32)
    return Mesh(vertices.reshape(-1), triangles.reshape(-1, 3))


def caps(
    outlines: Outlines,
    z_m: F32 | None = None,
    *,
    part: int = ROOF,
    storey: NDArray[np.integer] | int = 0,
    values: tuple[F32 | float, F32 | float] = (0.0, 0.0),
) -> Mesh:
    """The outlines filled, facing up, at the elevations `z_m` (one for each polygon) or at those of their corners.

    `storey` and `values` (into the last two places of `face`) are single or one for each polygon.
    """
    c = _corners(outlines)
    count = len(outlines.polygon_start) - 1
    vertices = np.zeros(len(c.ring), VERTEX)
    vertices["position"] = c.xyz
    if z_m is not None:
        vertices["position"][:, 2] = np.asarray(z_m, np.float32)[c.polygon]
    vertices["normal"][:, 2] = 127
    vertices["face"][:, :2] = c.xyz[:, :2]
    for place, value in enumerate(values):
        vertices["face"][:, 2 + place] = np.broadcast_to(np.asarray(value, np.float32), count)[c.polygon]
    vertices["owner"] = outlines.owner[c.polygon]
    vertices["part"][:, 0] = part
    vertices["part"][:, 1] = np.broadcast_to(np.asarray(storey), count)[c.polygon]
    return Mesh(vertices, triangulate(outlines))


def triangulate(outlines: Outlines) -> Triangles:
    """Triangles over the corners of outlines, counter-clockwise: fans where convex, ear clipping for the rest."""
    c = _corners(outlines)
    polygon_start = outlines.polygon_start.astype(np.int64)
    first, last = outlines.ring_start[polygon_start[:-1]], outlines.ring_start[polygon_start[1:]]
    convex = (_reflex_corners(c, len(first)) == 0) & (np.diff(polygon_start) == 1)
    fans = _fans(first[convex].astype(np.int64), last[convex].astype(np.int64))
    clipped = [_clip(outlines, c.xyz, int(polygon)) for polygon in np.flatnonzero(~convex)]
    return np.concatenate([fans, *clipped]).astype(np.uint32)


def is_convex(outlines: Outlines) -> NDArray[np.bool_]:
    """Which polygons have one ring without a corner that turns inwards."""
    count = len(outlines.polygon_start) - 1
    return np.asarray((_reflex_corners(_corners(outlines), count) == 0) & (np.diff(outlines.polygon_start) == 1))


def shrink(outlines: Outlines, share: float | F32) -> Outlines:
    """Each polygon drawn towards the middle of its corners to `share` of its size: convex ones stay inside."""
    c = _corners(outlines)
    count = np.bincount(c.polygon, minlength=len(outlines.polygon_start) - 1)
    middle = np.stack([np.bincount(c.polygon, c.xyz[:, k], len(count)) / np.maximum(count, 1) for k in range(3)], 1)
    factor = np.broadcast_to(np.asarray(share, np.float64), len(count))[c.polygon]
    xyz = middle[c.polygon] + (c.xyz - middle[c.polygon]) * factor[:, None]
    return Outlines(xyz.astype(np.float32), outlines.ring_start, outlines.polygon_start, outlines.owner)


def join(*meshes: Mesh) -> Mesh:
    """The meshes as one; nothing joined is nothing."""
    if not meshes:
        return Mesh(np.zeros(0, VERTEX), np.zeros((0, 3), np.uint32))
    offsets = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes)])[:-1].astype(np.uint32)
    triangles = [mesh.triangles + offset for mesh, offset in zip(meshes, offsets, strict=True)]
    return Mesh(np.concatenate([mesh.vertices for mesh in meshes]), np.concatenate(triangles))


def split(mesh: Mesh, group: NDArray[np.integer], groups: int) -> list[Mesh]:
    """The mesh cut into `groups` parts: vertex v goes to part `group[v]`; all corners of a triangle share one group."""
    order = np.argsort(group, kind="stable")
    vertex_ends = np.searchsorted(group[order], np.arange(groups + 1))
    place = np.empty(len(order), np.uint32)
    place[order] = np.arange(len(order), dtype=np.uint32)
    triangle_group = group[mesh.triangles[:, 0]]
    triangle_order = np.argsort(triangle_group, kind="stable")
    triangle_ends = np.searchsorted(triangle_group[triangle_order], np.arange(groups + 1))
    vertices, triangles = mesh.vertices[order], place[mesh.triangles[triangle_order]]
    return [
        Mesh(
            vertices[vertex_ends[g] : vertex_ends[g + 1]],
            triangles[triangle_ends[g] : triangle_ends[g + 1]] - np.uint32(vertex_ends[g]),
        )
        for g in range(groups)
    ]


def in_tiles(mesh: Mesh, side_m: float) -> list[Mesh]:
    """The mesh cut between its triangles into square tiles, so that those out of view need not be drawn."""
    first = mesh.vertices["position"][mesh.triangles[:, 0], :2]
    _, tile = np.unique(np.floor(first / side_m), axis=0, return_inverse=True)
    parts = [mesh.triangles[tile.reshape(-1) == number] for number in range(int(tile.max(initial=-1)) + 1)]
    return [_of_triangles(mesh, part) for part in parts]


def _of_triangles(mesh: Mesh, triangles: Triangles) -> Mesh:
    used, place = np.unique(triangles, return_inverse=True)
    return Mesh(mesh.vertices[used], place.reshape(-1, 3).astype(np.uint32))


def _gather(start: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Members of ragged `rows` of `start`, one after the other, and where each row begins among them."""
    lengths = start[rows + 1] - start[rows]
    new_start = np.concatenate([[0], np.cumsum(lengths)])
    members = np.arange(new_start[-1]) + np.repeat(start[rows] - new_start[:-1], lengths)
    return members, new_start


def _corners(outlines: Outlines) -> _Corners:
    ring_start = outlines.ring_start.astype(np.int64)
    polygon_start = outlines.polygon_start.astype(np.int64)
    index = np.arange(len(outlines.xyz))
    after, before = index + 1, index - 1
    after[ring_start[1:] - 1] = ring_start[:-1]
    before[ring_start[:-1]] = ring_start[1:] - 1
    ring = np.repeat(np.arange(len(ring_start) - 1), np.diff(ring_start))
    polygon = np.repeat(np.arange(len(polygon_start) - 1), np.diff(ring_start[polygon_start]))
    return _Corners(outlines.xyz.astype(np.float64), after, before, ring, polygon, ring_start[:-1])


def _around(
    c: _Corners, length: NDArray[np.float64], normal: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Where each wall begins along its facade, how long that facade is, and the normals at both ends of the wall."""
    turn = np.einsum("ij,ij->i", normal, normal[c.before])
    rings = len(c.ring_first)
    sharp = np.bincount(c.ring, turn < SMOOTH_TURN_COS, rings) > 0
    round_wall = ~sharp[c.ring]
    run = np.cumsum(length) - length
    along = np.where(round_wall, run - run[c.ring_first][c.ring], 0.0)
    total = np.where(round_wall, np.bincount(c.ring, length, rings)[c.ring], length)
    mean = normal + normal[c.before]
    mean /= np.maximum(np.hypot(mean[:, 0], mean[:, 1]), 1e-9)[:, None]
    left = np.where(round_wall[:, None], mean, normal)
    right = np.where(round_wall[:, None], mean[c.after], normal)
    return along, total, left, right


def _reflex_corners(c: _Corners, polygons: int) -> Ints:
    edge = c.xyz[c.after, :2] - c.xyz[:, :2]
    following = edge[c.after]
    cross = edge[:, 0] * following[:, 1] - edge[:, 1] * following[:, 0]
    return np.bincount(c.polygon[cross < 0], minlength=polygons)


def _fans(first: Ints, last: Ints) -> Triangles:
    count = np.maximum(last - first - 2, 0)
    start = np.repeat(first, count)
    step = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.stack([start, start + step + 1, start + step + 2], 1).astype(np.uint32)


def _clip(outlines: Outlines, xyz: NDArray[np.float64], polygon: int) -> Triangles:
    first_ring, last_ring = outlines.polygon_start[polygon], outlines.polygon_start[polygon + 1]
    ends = outlines.ring_start[first_ring : last_ring + 1].astype(np.int64)
    plane = np.ascontiguousarray(xyz[ends[0] : ends[-1], :2])
    flat = mapbox_earcut.triangulate_float64(plane, (ends[1:] - ends[0]).astype(np.uint32)).reshape(-1, 3)
    a, b, d = plane[flat[:, 0]], plane[flat[:, 1]], plane[flat[:, 2]]
    clockwise = (b[:, 0] - a[:, 0]) * (d[:, 1] - a[:, 1]) < (b[:, 1] - a[:, 1]) * (d[:, 0] - a[:, 0])
    flat[clockwise] = flat[clockwise][:, ::-1]
    return (flat + np.uint32(ends[0])).astype(np.uint32)
