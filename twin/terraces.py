"""Where levels meet: walls between terraces, streets and greens, and about the sites. Whole arrays, no graphics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gis.prepared import Outlines, Prepared
from twin.ground import STONE
from twin.mesh import VERTEX, Mesh, caps, join

F64 = NDArray[np.float64]

PIECE_M: Final = 10.0
"""Walls follow the ground at their foot this closely."""
FLUSH_M: Final = 0.03
"""Levels nearer than this need no wall."""
_BESIDE_M: Final = 0.12
"""This far from an edge the ground beside it is looked at."""
_FOOT_M: Final = 0.4
_SKIRT_M: Final = 2.5
EARTH_M: Final = 0.25
"""The sheet that hides what lies behind a rise is this much below the ground."""
_BASE: Final = ("parcel", "road", "green", "square", "water")


@dataclass(frozen=True, slots=True)
class Steps:
    """Pieces of edges where levels differ, (N, 2) ends: `start`, `end`; (N, 2) elevations at both: `own` within the
    platform, `beside` it. The platform lies at the left."""

    start: F64
    end: F64
    own: F64
    beside: F64

    @property
    def height_m(self) -> F64:
        """The higher of the steps at the two ends."""
        return np.asarray(np.abs(self.own - self.beside).max(axis=1))


def steps(prepared: Prepared) -> Steps:
    """Every step between a platform and what lies beside it, once."""
    start, end, plane = _pieces(prepared.platforms.outlines, prepared.platforms.plane)
    along = end - start
    right = np.stack([along[:, 1], -along[:, 0]], 1) / np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    inset = 0.02 * along
    spots = np.stack([start + inset, end - inset], 1)
    outside = spots + _BESIDE_M * right[:, None]
    x, y = outside[..., 0], outside[..., 1]
    platform = prepared.platforms.over(x, y, np.full(x.shape, np.nan, np.float32)).astype(np.float64)
    beside = np.where(np.isnan(platform), prepared.open_ground_m(x, y), platform)
    own = plane[:, :1] + plane[:, 1:2] * spots[..., 0] + plane[:, 2:] * spots[..., 1]
    # Between two platforms the higher one has the wall.
    left_to_other = ~np.isnan(platform).any(axis=1) & (own.sum(axis=1) < beside.sum(axis=1))
    kept = (np.abs(own - beside).max(axis=1) > FLUSH_M) & ~left_to_other
    return Steps(start[kept], end[kept], own[kept], beside[kept])


def walls(prepared: Prepared) -> Mesh:
    """A wall at every step, and one about the sites that closes the gap to the land."""
    found = steps(prepared)
    faces_out = found.own.sum(axis=1) >= found.beside.sum(axis=1)
    low, high = np.minimum(found.own, found.beside) - _FOOT_M, np.maximum(found.own, found.beside)
    start, end, _ = _pieces(prepared.sites, np.zeros((len(prepared.sites.owner), 3), np.float32))
    edge = np.stack([start, end], 1)
    top = prepared.open_ground_m(edge[..., 0], edge[..., 1]).astype(np.float64)
    return join(
        _quads(found.start, found.end, low, high, faces_out),
        _quads(start, end, top - _SKIRT_M, top, np.ones(len(start), bool)),
    )


def earth(prepared: Prepared) -> Mesh:
    """All ground of the parks, a little lower."""
    sheets = [caps(surface.outlines) for surface in prepared.surfaces if surface.layer in _BASE]
    mesh = join(*sheets)
    mesh.vertices["position"][:, 2] -= EARTH_M
    return mesh


def _pieces(outlines: Outlines, plane: NDArray[np.float32]) -> tuple[F64, F64, F64]:
    """Edges of outlines in pieces: where each begins and ends (N, 2), and its polygon's plane (N, 3)."""
    start = outlines.xyz[:, :2].astype(np.float64)
    after = np.arange(len(start)) + 1
    after[outlines.ring_start[1:] - 1] = outlines.ring_start[:-1]
    ring = np.repeat(np.arange(len(outlines.ring_start) - 1), np.diff(outlines.ring_start))
    polygon = np.searchsorted(outlines.polygon_start, ring, side="right") - 1
    along = start[after] - start
    count = np.maximum(np.ceil(np.hypot(*along.T) / PIECE_M).astype(int), 1)
    row = np.repeat(np.arange(len(start)), count)
    number = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    begin = start[row] + along[row] * (number / count[row])[:, None]
    finish = start[row] + along[row] * ((number + 1) / count[row])[:, None]
    return begin, finish, plane[polygon[row]].astype(np.float64)


def _quads(start: F64, end: F64, low: F64, high: F64, faces_right: NDArray[np.bool_]) -> Mesh:
    """Upright quadrangles; `face`: metres along, elevation."""
    along = end - start
    length = np.hypot(*along.T)
    normal = np.stack([along[:, 1], -along[:, 0]], 1) / np.maximum(length, 1e-9)[:, None]
    normal = np.where(faces_right[:, None], normal, -normal)
    # Stones go on around a corner where the way along the wall is measured from one origin.
    u = (start * along).sum(axis=1) / np.maximum(length, 1e-9)
    vertices = np.zeros((len(start), 4), VERTEX)
    corners = (
        (start, low[:, 0], u),
        (end, low[:, 1], u + length),
        (end, high[:, 1], u + length),
        (start, high[:, 0], u),
    )
    for column, (xy, z, at) in enumerate(corners):
        corner = vertices[:, column]
        corner["position"][:, :2], corner["position"][:, 2] = xy, z
        corner["normal"][:, :2] = np.rint(127 * normal)
        corner["face"][:, 0], corner["face"][:, 1] = at, z
    vertices["part"][..., 0] = STONE
    first = 4 * np.arange(len(start), dtype=np.uint32)[:, None]
    triangles = first + np.array([0, 1, 2, 0, 2, 3], np.uint32)
    return Mesh(vertices.reshape(-1), triangles.reshape(-1, 3))
