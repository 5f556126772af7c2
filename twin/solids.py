"""Small solids in plain numbers: boxes and beams from which props and cranes are put together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from twin.mesh import VERTEX, Mesh

F64 = NDArray[np.float64]

_CORNERS = np.array([(x, y, z) for z in (0, 1) for y in (0, 1) for x in (0, 1)], float)
_SIDES = np.array([(0, 1, 5, 4), (1, 3, 7, 5), (3, 2, 6, 7), (2, 0, 4, 6), (4, 5, 7, 6)])
_BOTTOM = np.array([(2, 3, 1, 0)])


def box(low: tuple[float, float, float], high: tuple[float, float, float], part: int, *, taper: float = 0.0) -> Mesh:
    """An upright box without its underside; its top is `taper` metres narrower at front and back (x)."""
    corners = np.array(low) + _CORNERS * (np.array(high) - np.array(low))
    corners[4:, 0] += taper * np.array([1, -1, 1, -1])
    return quads(corners[_SIDES], part)


def beam(start: tuple[float, float, float], end: tuple[float, float, float], width_m: float, part: int) -> Mesh:
    """A square beam. `face`: metres along it, share across it (0 to 1), its length, its width."""
    a, b = np.array(start, float), np.array(end, float)
    along = (b - a) / np.linalg.norm(b - a)
    helper = np.array([1.0, 0, 0]) if abs(along[2]) > 0.9 else np.array([0, 0, 1.0])
    right = np.cross(along, helper)
    right /= np.linalg.norm(right)
    up = np.cross(right, along)
    # so ordered that the sides of `_SIDES` face outwards
    across = [a + (x * right + y * up) * width_m for y in (-0.5, 0.5) for x in (-0.5, 0.5)]
    corners = np.array(across + [corner + b - a for corner in across])
    mesh = quads(corners[np.concatenate([_SIDES, _BOTTOM])], part)
    length = float(np.linalg.norm(b - a))
    face = mesh.vertices["face"].reshape(-1, 4, 4)
    offset = mesh.vertices["position"].reshape(-1, 4, 3) - a
    face[..., 0] = offset @ along
    face[:, :, 1] = np.array([0, 1, 1, 0])
    face[..., 2] = length
    face[..., 3] = width_m
    return mesh


def quads(corners: F64, part: int) -> Mesh:
    """Flat four-cornered faces (N, 4, 3), counter-clockwise seen from outside."""
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 3] - corners[:, 0])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    vertices = np.zeros(corners.shape[:2], VERTEX)
    vertices["position"] = corners
    vertices["normal"][..., :3] = np.rint(127 * normal)[:, None]
    vertices["face"][..., 0] = corners[..., 2]
    vertices["part"][..., 0] = part
    first = 4 * np.arange(len(corners), dtype=np.uint32)[:, None]
    return Mesh(vertices.reshape(-1), (first + np.array([0, 1, 2, 0, 2, 3], np.uint32)).reshape(-1, 3))


def repeat(mesh: Mesh, count: int) -> Mesh:
    """The mesh `count` times, copy after copy."""
    offsets = np.repeat(np.arange(count, dtype=np.uint32) * np.uint32(len(mesh.vertices)), len(mesh.triangles))
    return Mesh(np.tile(mesh.vertices, count), np.tile(mesh.triangles, (count, 1)) + offsets[:, None])
