"""Loose lines that end in each other as the closed outlines that they draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely

JOINT: Final = 1e-6
"""Ends closer than this share of the drawing's size meet."""


def closed_chains(lines: np.ndarray) -> tuple[list[shapely.Polygon], list[list[int]]]:
    """Chains of (n,) lines whose every end meets just one other end, closed; and which lines each is made of."""
    west, south, east, north = shapely.total_bounds(lines)
    grid = max(east - west, north - south, 1e-9) * JOINT
    ends = np.stack([shapely.get_coordinates(shapely.get_point(lines, at)) for at in (0, -1)], axis=1)
    keys, place = np.unique(np.rint(ends.reshape(-1, 2) / grid), axis=0, return_inverse=True)
    nodes = place.reshape(-1, 2)
    meeting: list[list[int]] = [[] for _ in range(len(keys))]
    for line, (start, end) in enumerate(nodes.tolist()):
        meeting[start].append(line)
        meeting[end].append(line)
    rings, members, seen = [], [], np.zeros(len(lines), bool)
    for line in range(len(lines)):
        own = [] if seen[line] else _loop(line, nodes, meeting)
        seen[own] = True
        if len(own) > 1 and (ring := _ring(own, lines, nodes)) is not None:
            rings.append(ring)
            members.append(sorted(own))
    return rings, members


def _loop(first: int, nodes: np.ndarray, meeting: Sequence[Sequence[int]]) -> list[int]:
    """The lines of the closed chain through `first`, in their order; empty if it branches or ends."""
    own, at, line = [first], int(nodes[first, 1]), first
    while at != nodes[first, 0]:
        if len(meeting[at]) != 2:
            return []
        line = next((other for other in meeting[at] if other != line), first)
        if line in (first, own[-1]) or len(own) > len(nodes):
            return []
        own.append(line)
        at = int(nodes[line, 1] if nodes[line, 0] == at else nodes[line, 0])
    return own if len(meeting[at]) == 2 else []


def _ring(own: Sequence[int], lines: np.ndarray, nodes: np.ndarray) -> shapely.Polygon | None:
    """The outline, None where the lines only run to and fro."""
    pieces, at = [], int(nodes[own[0], 0])
    for line in own:
        forward = nodes[line, 0] == at
        points = shapely.get_coordinates(lines[line])
        pieces.append((points if forward else points[::-1])[:-1])
        at = int(nodes[line, 1] if forward else nodes[line, 0])
    corners = np.concatenate(pieces)
    ring = shapely.Polygon(corners) if len(corners) >= 3 else None
    return ring if ring is not None and ring.area else None
