"""The walls that a walker meets, kept clear by the width of a body: footprints of what stands at the moment, and steps
in the ground too high to climb."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gis.prepared import Prepared
from twin.picking import Edges
from twin.terraces import steps

BODY_M = 0.4
"""A body keeps this far from a wall."""
_ON_GROUND_M = 2.5
_ROUNDS = 4
CLIMB_M = 0.3
"""Higher steps between terraces need a ramp."""

F64 = NDArray[np.float64]


class Walls:
    """Footprints on the ground. Towers on podiums stand too high to be met."""

    def __init__(self, prepared: Prepared) -> None:
        table = prepared.buildings
        self._edges = Edges(table.outlines)
        self._centre = table.centre_m.astype(float)
        self._reach = self._edges.reach(self._centre) + BODY_M
        self._on_ground = table.base_m < _ON_GROUND_M
        self._standing = self._on_ground
        found = steps(prepared)
        high = found.height_m > CLIMB_M
        self._step_start, self._step_end = found.start[high], found.end[high]

    def stand_where(self, standing: NDArray[np.bool_]) -> None:
        """Only these buildings (N,) stand from now on."""
        self._standing = self._on_ground & standing

    def out_of_walls(self, x_m: float, y_m: float) -> tuple[float, float]:
        """The point itself, or the nearest one found at which a body stands clear of every wall."""
        spot = np.array([x_m, y_m])
        for _ in range(_ROUNDS):
            shift = self._shift(spot)
            if shift is None:
                shift = self._off_step(spot)
            if shift is None:
                break
            spot = spot + shift
        return float(spot[0]), float(spot[1])

    def _shift(self, spot: F64) -> F64 | None:
        """The way out of the wall that is nearest to `spot`; None if none is too near."""
        apart = self._centre - spot
        near = self._standing & (np.hypot(apart[:, 0], apart[:, 1]) < self._reach)
        if not near.any():
            return None
        row = np.flatnonzero(near[self._edges.building])
        a, b, building = self._edges.start[row], self._edges.end[row], self._edges.building[row]
        along = b - a
        share = ((spot - a) * along).sum(axis=1) / np.maximum((along**2).sum(axis=1), 1e-12)
        foot = a + along * np.clip(share, 0, 1)[:, None]
        distance = np.hypot(*(spot - foot).T)
        straddles = (a[:, 1] > spot[1]) != (b[:, 1] > spot[1])
        rise = np.where(straddles, along[:, 1], 1.0)
        crossed = straddles & (spot[0] < a[:, 0] + (spot[1] - a[:, 1]) * along[:, 0] / rise)
        inside = np.bincount(building, crossed, len(self._centre)).astype(int) % 2 == 1
        for number in np.unique(building[inside[building] | (distance < BODY_M)]):
            own = np.flatnonzero(building == number)
            i = own[np.argmin(distance[own])]
            return _away(spot, foot[i], along[i], float(distance[i]), bool(inside[number]))
        return None

    def _off_step(self, spot: F64) -> F64 | None:
        """The way off the nearest high step, on the side where `spot` is; None if none is too near."""
        along = self._step_end - self._step_start
        share = ((spot - self._step_start) * along).sum(axis=1) / np.maximum((along**2).sum(axis=1), 1e-12)
        off = spot - (self._step_start + along * np.clip(share, 0, 1)[:, None])
        distance = np.hypot(*off.T)
        if not len(distance) or distance.min() >= BODY_M:
            return None
        nearest = int(np.argmin(distance))
        return _away(spot, spot - off[nearest], along[nearest], float(distance[nearest]), False)


def _away(spot: F64, foot: F64, along: F64, distance: float, inside: bool) -> F64:
    """From `spot` to the point clear of the wall at `foot`."""
    if distance > 1e-9:
        outward = (foot - spot) / distance if inside else (spot - foot) / distance
    else:  # on the wall itself: shells run counter-clockwise, so that outside lies at the right
        outward = np.array([along[1], -along[0]]) / max(float(np.hypot(*along)), 1e-9)
    reach = BODY_M + 1e-6
    return np.asarray(outward * (reach + distance if inside else reach - distance))
