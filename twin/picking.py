"""Which building does a ray meet? Whole arrays on the CPU: exact prisms, no rendering, the same on every machine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gis.prepared import BuildingTable, Outlines, Prepared
from sim.run import Run
from twin.view import Point

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pick:
    """What a ray meets: row of the building, storey counted from 1 at the foot of this mass, and where."""

    building: int
    floor: int
    point: Point


def pick(prepared: Prepared, run: Run | None, time: float, eye: Point, direction: Point) -> Pick | None:
    """The first building that the ray from `eye` along `direction` meets at `time` (months); None if it meets none.

    A building under construction is as high as it has grown; what is not begun stands as its full outline, so that
    it can be asked about too. Without a run everything stands in full.
    """
    return Picker(prepared).bind(run).pick(time, eye, direction)


class Picker:
    """Picks in one place, again and again: keeps what does not change between picks."""

    def __init__(self, prepared: Prepared) -> None:
        self._buildings = prepared.buildings
        self._edges = Edges(prepared.buildings.outlines)
        self._progress: NDArray[np.float32] | None = None
        centre = prepared.buildings.centre_m.astype(float)
        self._centre = centre
        self._radius = self._edges.reach(centre)

    def bind(self, run: Run | None) -> Picker:
        """Follow the progress of `run` from now on."""
        self._progress = None if run is None else run.progress
        return self

    def tops(self, time: float) -> F64:
        """Elevation of each building's top at `time`, as it can be picked."""
        table = self._buildings
        progress = shown_progress(table, self._progress, time)
        body = (table.height_m - table.base_m) * np.where(progress > 0, progress, 1.0)
        return np.asarray(table.ground_m + table.base_m + body, float)

    def pick(self, time: float, eye: Point, direction: Point) -> Pick | None:
        """See `pick`."""
        way = np.asarray(direction, float)
        way /= np.linalg.norm(way)
        start = np.asarray(eye, float)
        near = self._near(start, way)
        if len(near) == 0:
            return None
        table = self._buildings
        bottom = np.asarray(table.ground_m + table.base_m, float)
        # a mass that stands on the ground reaches a little into it, so that no ray slips under it on a slope
        bottom = np.where(table.base_m > 0, bottom, bottom - 5.0)
        distance = self._first_hit(near, start, way, bottom, self.tops(time))
        nearest = int(np.argmin(distance))
        if not np.isfinite(distance[nearest]):
            return None
        building, point = int(near[nearest]), start + way * distance[nearest]
        storey = (point[2] - table.ground_m[building] - table.base_m[building]) / table.floor_height_m[building]
        floor = min(max(int(storey - 1e-4), 0), int(table.floors[building]) - 1) + 1
        return Pick(building, floor, (float(point[0]), float(point[1]), float(point[2])))

    def _near(self, start: F64, way: F64) -> I64:
        """Rows of the buildings whose surrounding circle the ray crosses on the map."""
        flat = float(np.hypot(way[0], way[1]))
        apart = self._centre - start[:2]
        if flat < 1e-9:
            return np.flatnonzero(np.hypot(apart[:, 0], apart[:, 1]) <= self._radius)
        along = (apart @ way[:2]) / flat
        aside = np.abs(apart[:, 0] * way[1] - apart[:, 1] * way[0]) / flat
        return np.flatnonzero((aside <= self._radius) & (along >= -self._radius))

    def _first_hit(self, near: I64, start: F64, way: F64, bottom: F64, top: F64) -> F64:
        """Distance along the ray to each of the `near` prisms; infinite where it misses."""
        rank = np.full(len(bottom), -1)
        rank[near] = np.arange(len(near))
        edges = self._edges
        row = np.flatnonzero(rank[edges.building] >= 0)
        slot = rank[edges.building[row]]
        a, b = edges.start[row], edges.end[row]
        wall = _wall_hits(a, b, start, way, bottom[near][slot], top[near][slot])
        distance = np.full(len(near), np.inf)
        np.minimum.at(distance, slot, wall)
        if abs(way[2]) < 1e-12:
            return distance
        for level in (top[near], bottom[near]):
            lid = (level - start[2]) / way[2]
            spot = start[:2] + way[:2] * lid[:, None]
            inside = np.bincount(slot, _crossed(a, b, spot[slot]), len(near)).astype(int) % 2 == 1
            distance = np.where(inside & (lid > 0), np.minimum(distance, lid), distance)
        return distance


def shown_progress(table: BuildingTable, progress: NDArray[np.float32] | None, time: float) -> F64:
    """Progress of each building at `time`: mixed and cut to whole storeys as in the picture.

    The same rule as `storeys_reached` in `twin/shaders/states.glsl`.
    """
    if progress is None:
        return np.ones(len(table.id))
    moment = min(max(time, 0.0), len(progress) - 1.0)
    before = int(moment)
    after = min(before + 1, len(progress) - 1)
    mixed = progress[before] + (progress[after] - progress[before]) * (moment - before)
    storeys = np.maximum(table.floors, 1)
    reached = np.clip(np.ceil(mixed * storeys - 0.001), 1, storeys)
    return np.where(mixed > 0.5 / 255, reached / storeys, 0.0)


class Edges:
    """All footprint edges of all buildings in flat arrays."""

    def __init__(self, outlines: Outlines) -> None:
        count = len(outlines.xyz)
        following = np.arange(1, count + 1)
        last = outlines.ring_start[1:] - 1
        following[last] = outlines.ring_start[:-1]
        ring = np.repeat(np.arange(len(outlines.ring_start) - 1), np.diff(outlines.ring_start))
        polygon = np.searchsorted(outlines.polygon_start, ring, side="right") - 1
        self.start: F64 = outlines.xyz[:, :2].astype(float)
        self.end: F64 = self.start[following]
        self.building: I64 = outlines.owner[polygon].astype(np.int64)

    def reach(self, centre: F64) -> F64:
        """Radius of the circle about each building's centre that holds its footprint."""
        far = np.hypot(*(self.start - centre[self.building]).T)
        radius = np.zeros(len(centre))
        np.maximum.at(radius, self.building, far)
        return radius + 0.01


def _wall_hits(a: F64, b: F64, start: F64, way: F64, bottom: F64, top: F64) -> F64:
    """Distance along the ray to each wall above edge a-b; infinite where it misses."""
    edge, apart = b - a, a - start[:2]
    across = way[0] * edge[:, 1] - way[1] * edge[:, 0]
    safe = np.where(np.abs(across) < 1e-12, np.inf, across)
    distance = (apart[:, 0] * edge[:, 1] - apart[:, 1] * edge[:, 0]) / safe
    share = (apart[:, 0] * way[1] - apart[:, 1] * way[0]) / safe
    z = start[2] + way[2] * distance
    hit = (np.abs(across) >= 1e-12) & (distance > 0) & (share >= 0) & (share <= 1) & (z >= bottom) & (z <= top)
    return np.where(hit, distance, np.inf)


def _crossed(a: F64, b: F64, spot: F64) -> NDArray[np.bool_]:
    """Whether edge a-b crosses the level line that runs east from its spot (the even-odd rule)."""
    straddles = (a[:, 1] > spot[:, 1]) != (b[:, 1] > spot[:, 1])
    rise = np.where(straddles, b[:, 1] - a[:, 1], 1.0)
    x = a[:, 0] + (spot[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0]) / rise
    return np.asarray(straddles & (spot[:, 0] < x), bool)
