"""Small solids in plain numbers, from which trees, props and cranes are put together."""

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


def cone(low: float, high: float, radius: float, sides: int, part: int, *, top: float = 0.0) -> Mesh:
    """A cone about the z axis from `low` to `high`, without its ends; with `top`, cut off where it is that wide.

    `face`: height.
    """
    turn = np.linspace(0, 2 * np.pi, sides + 1)
    ring = np.stack([np.cos(turn), np.sin(turn), np.zeros_like(turn)], 1)
    bottom, upper = ring * radius + (0, 0, low), ring * top + (0, 0, high)
    faces = [np.stack([bottom[:-1], bottom[1:], upper[:-1]], 1)]
    if top:
        faces.append(np.stack([bottom[1:], upper[1:], upper[:-1]], 1))
    return _facets(np.concatenate(faces), np.array([0, 0, low - 0.3 * (high - low)]), part)


def ball(centre: tuple[float, float, float], radii: tuple[float, float, float], part: int, *, fine: bool) -> Mesh:
    """An uneven ball of 8 facets, or of 32. `face`: height."""
    corners = np.array([(1, 0, 0), (0, 1, 0), (-1, 0, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)], float)
    faces = corners[[(0, 1, 4), (1, 2, 4), (2, 3, 4), (3, 0, 4), (1, 0, 5), (2, 1, 5), (3, 2, 5), (0, 3, 5)]]
    for _ in range(1 if fine else 0):
        a, b, c = faces[:, 0], faces[:, 1], faces[:, 2]
        ab, bc, ca = _unit(a + b), _unit(b + c), _unit(c + a)
        faces = np.concatenate([np.stack(face, 1) for face in ((a, ab, ca), (b, bc, ab), (c, ca, bc), (ab, bc, ca))])
    uneven = 1 + 0.10 * np.sin(5 * faces[..., :1] + 2 * faces[..., 2:]) * np.cos(4 * faces[..., 1:2])
    middle = np.array(centre)
    return _facets(faces * uneven * np.array(radii) + middle, middle, part)


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


def _facets(faces: NDArray[np.float64], middle: NDArray[np.float64], part: int) -> Mesh:
    """Facets with normals half way to those of a ball about `middle`: crisp near, calm far away."""
    flat = _unit(np.cross(faces[:, 1] - faces[:, 0], faces[:, 2] - faces[:, 0]))[:, None]
    normal = _unit(0.55 * flat + 0.45 * _unit(faces - middle))
    vertices = np.zeros(faces.shape[:2], VERTEX)
    vertices["position"] = faces
    vertices["normal"][..., :3] = np.rint(127 * normal)
    vertices["face"][..., 0] = faces[..., 2]
    vertices["part"][..., 0] = part
    return Mesh(vertices.reshape(-1), np.arange(3 * len(faces), dtype=np.uint32).reshape(-1, 3))


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9))
