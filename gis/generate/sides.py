"""The long sides of a building, and the nodes of a net from which each can be reached."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

FloatArray = NDArray[np.float64]

_SQUARE = 1.25
"""A building less drawn-out than this has four long sides."""
_ENDS = 0.35
"""A side is reached along its whole length from nodes about this share of it to either side of its middle."""


@dataclass(frozen=True, slots=True)
class Side:
    """Nodes near both ends of a side, or near one; `whole`: near both."""

    ends: tuple[int, ...]
    length_m: float
    whole: bool


def sides(wall: Polygon, xy_m: FloatArray, reached: Collection[int], reach_m: float, every: bool = False) -> list[Side]:
    """The long sides of `wall`, or `every` side, that nodes at most `reach_m` off can serve, of those `reached`."""
    nodes = np.array(sorted(reached), int)
    middle, along, length_m, depth_m = _axes(wall)
    off = xy_m[nodes] - middle
    t, s = off @ along, off @ np.array([-along[1], along[0]])
    faces = [(t, s, length_m, depth_m), (t, -s, length_m, depth_m)]
    if every or length_m < _SQUARE * depth_m:
        faces += [(s, t, depth_m, length_m), (s, -t, depth_m, length_m)]
    found = [_side(nodes, *face, reach_m) for face in faces]
    return [side for side in found if side is not None]


def _axes(wall: Polygon) -> tuple[FloatArray, FloatArray, float, float]:
    """Middle of the smallest box around `wall`, direction of its long side, its length and depth."""
    corners = shapely.get_coordinates(shapely.oriented_envelope(wall))
    first, second = corners[1] - corners[0], corners[2] - corners[1]
    one, other = math.hypot(*first), math.hypot(*second)
    middle = corners[:4].mean(axis=0)
    return (middle, first / one, one, other) if one >= other else (middle, second / other, other, one)


def _side(
    nodes: NDArray[np.int_], t: FloatArray, s: FloatArray, length_m: float, depth_m: float, reach_m: float
) -> Side | None:
    before = (np.abs(t) < length_m / 2) & (s > depth_m / 2) & (s < depth_m / 2 + reach_m)
    if not before.any():
        return None
    nodes, t, s = nodes[before], t[before], s[before]
    ends = []
    for wanted in (-_ENDS * length_m, _ENDS * length_m):
        best = int(np.argmin(np.round(np.abs(t - wanted) + s, 3)))
        if abs(t[best] - wanted) < 0.25 * length_m:
            ends.append(int(nodes[best]))
    unique = tuple(dict.fromkeys(ends))
    return Side(unique, length_m, len(ends) == 2) if unique else None
