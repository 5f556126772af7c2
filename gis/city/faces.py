"""Faces of three-dimensional objects, gathered one by one, kept as arrays."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

FOOTPRINT, GROUND, OTHER = 0, 1, 2
"""What a face is said to be: the outline on the ground, the bottom of a body, anything else."""
_CORNERS: Final = 3
_FARTHEST: Final = 1e9
"""No reference system has coordinates beyond."""


def on_earth(corners: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(N,) whether corners (N, 3) are numbers that some reference system has."""
    return np.asarray((np.abs(corners) < _FARTHEST).all(axis=1))


@dataclass(frozen=True, slots=True)
class Faces:
    """`corners` (N, 3) of all rings one after the other; `ring_sizes` (R,); `ring_faces` (R,) the face of each ring,
    the outer one first; of each face (F,) its `part`, `role` and level of detail. `part_objects` (P,) are the
    objects that the parts belong to; `roots` (P,) says whether a part is the object itself.
    """

    corners: NDArray[np.float64]
    ring_sizes: NDArray[np.int64]
    ring_faces: NDArray[np.int64]
    part: NDArray[np.int64]
    role: NDArray[np.int64]
    detail: NDArray[np.float64]
    part_objects: NDArray[np.int64]
    roots: NDArray[np.bool_]


class Gathering:
    """Faces as they come. A ring of fewer than three corners is not taken; `lost` counts the faces that go with it."""

    def __init__(self) -> None:
        self.lost = 0
        self._corners = array("d")
        self._ring_sizes = array("q")
        self._ring_faces = array("q")
        self._part = array("q")
        self._role = array("q")
        self._detail = array("d")
        self._objects = array("q")
        self._roots = array("b")

    @property
    def parts(self) -> int:
        """How many parts there are."""
        return len(self._objects)

    @property
    def shaped(self) -> Sequence[int]:
        """The part of each face."""
        return self._part

    def add_part(self, of: int, root: bool) -> int:
        """A part of the object of this number; its own number."""
        self._objects.append(of)
        self._roots.append(root)
        return len(self._objects) - 1

    def add_face(self, part: int, role: int, detail: float, rings: Iterable[NDArray[np.float64]]) -> None:
        """A face of rings (N, 3), the outer one first."""
        face = len(self._part)
        taken = 0
        for ring in rings:
            if len(ring) < _CORNERS:
                if not taken:
                    break
                continue
            self._corners.frombytes(ring.tobytes())
            self._ring_sizes.append(len(ring))
            self._ring_faces.append(face)
            taken += 1
        if not taken:
            self.lost += 1
            return
        self._part.append(part)
        self._role.append(role)
        self._detail.append(detail)

    def faces(self) -> Faces:
        """Everything gathered, but the faces with a coordinate that no system has."""
        corners = np.array(self._corners, np.float64).reshape(-1, 3)
        sizes, owners = np.array(self._ring_sizes, np.int64), np.array(self._ring_faces, np.int64)
        odd = np.unique(owners.repeat(sizes)[~on_earth(corners)])
        self.lost += len(odd)
        good = np.ones(len(self._part), np.bool_)
        good[odd] = False
        rings = good[owners]
        return Faces(
            corners[rings.repeat(sizes)],
            sizes[rings],
            (np.cumsum(good) - 1)[owners[rings]],
            np.array(self._part, np.int64)[good],
            np.array(self._role, np.int64)[good],
            np.array(self._detail, np.float64)[good],
            np.array(self._objects, np.int64),
            np.array(self._roots, np.bool_),
        )
