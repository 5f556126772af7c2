"""A net of lines on which ways are sought: nodes, edges between them, the cheapest way from one set to another."""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

FloatArray = NDArray[np.float64]
Edge = tuple[int, int]

_STRAIGHT = math.cos(math.radians(25))
_MM = 3
"""Ends of lines that round to the same millimetre are one node."""


@dataclass(frozen=True, slots=True)
class Net:
    """`xy_m` (N, 2) are the nodes; `near[i]` lists the nodes next to i, each with the cost of the way there."""

    xy_m: FloatArray
    near: list[list[tuple[int, float]]] = field(repr=False)

    def way(
        self, start: Collection[int], wanted: Collection[int], turn_m: float = 0.0, barred: Collection[Edge] = ()
    ) -> list[int]:
        """The nodes of the cheapest way from any of `start` to any of `wanted`, not over `barred` edges; else none.

        Each turn counts as `turn_m` of way.
        """
        best: dict[Edge, float] = {(node, -1): 0.0 for node in start}
        before: dict[Edge, Edge] = {}
        queue = [(0.0, node, -1) for node in sorted(start)]
        while queue:
            cost, node, last = heapq.heappop(queue)
            if cost > best[node, last]:
                continue
            if node in wanted:
                return _back(before, (node, last))
            for following, further in self.near[node]:
                if following == last or edge(node, following) in barred:
                    continue
                whole = cost + further + (turn_m if self._turns(last, node, following) else 0.0)
                if whole < best.get((following, node), math.inf):
                    best[following, node] = whole
                    before[following, node] = (node, last)
                    heapq.heappush(queue, (whole, following, node))
        return []

    def _turns(self, last: int, node: int, following: int) -> bool:
        if last < 0:
            return False
        (x0, y0), (x1, y1), (x2, y2) = self.xy_m[last], self.xy_m[node], self.xy_m[following]
        ahead = (x1 - x0) * (x2 - x1) + (y1 - y0) * (y2 - y1)
        return bool(ahead < _STRAIGHT * math.hypot(x1 - x0, y1 - y0) * math.hypot(x2 - x1, y2 - y1))

    def reached(self, start: Iterable[int]) -> set[int]:
        """All nodes that hang together with `start`."""
        found = set(start)
        waiting = list(found)
        while waiting:
            for following, _ in self.near[waiting.pop()]:
                if following not in found:
                    found.add(following)
                    waiting.append(following)
        return found


def edge(one: int, other: int) -> Edge:
    """The edge between two nodes, the same both ways."""
    return (one, other) if one < other else (other, one)


def edges_of(way: list[int]) -> set[Edge]:
    """The edges along a way."""
    return {edge(one, other) for one, other in itertools.pairwise(way)}


def net(lines: BaseGeometry, step_m: float, cost: Callable[[FloatArray, FloatArray], FloatArray]) -> Net:
    """The net of `lines`, which meet where they cross, with a node at least every `step_m`.

    `cost` gives that of edges by their ends, (E, 2) each.
    """
    # Rounded, so that lines which end on each other do so; noding then splits them there.
    noded = shapely.union_all(shapely.set_precision(lines, 10**-_MM, mode="pointwise"), grid_size=10**-_MM)
    xy, of_line = shapely.get_coordinates(shapely.segmentize(shapely.get_parts(noded), step_m), return_index=True)
    nodes, number = np.unique(np.round(xy, _MM), axis=0, return_inverse=True)
    number = number.reshape(-1)
    on = np.flatnonzero((of_line[:-1] == of_line[1:]) & (number[:-1] != number[1:])) if len(xy) else np.zeros(0, int)
    ends = np.unique(np.sort(np.column_stack([number[on], number[on + 1]]), axis=1), axis=0)
    near: list[list[tuple[int, float]]] = [[] for _ in nodes]
    for (one, other), further in zip(ends.tolist(), cost(nodes[ends[:, 0]], nodes[ends[:, 1]]).tolist(), strict=True):
        near[one].append((other, further))
        near[other].append((one, further))
    return Net(nodes, near)


def _back(before: dict[Edge, Edge], state: Edge) -> list[int]:
    way = [state[0]]
    while state in before:
        state = before[state]
        way.append(state[0])
    return way[::-1]
