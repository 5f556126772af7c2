"""A place ready to draw: plain arrays, one file, opened in a fraction of a second. All that the scene needs of `gis`.

Lengths in metres, x east, y north, z up (elevation), relative to the place's origin, so float32 suffices.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gis import store
from gis.imagery import Imagery
from gis.text import Name

F32 = NDArray[np.float32]
I32 = NDArray[np.int32]

STRUCTURES = ("bridge", "bus_stop", "metro")
"""Kinds of context blocks that are no buildings: ground is not built up with them."""
At = NDArray[np.floating] | float


@dataclass(frozen=True, slots=True)
class Outlines:
    """Polygons as whole arrays, holes after their shell; shells run counter-clockwise, holes clockwise.

    `xyz` (V, 3) are the corners, without the closing one, z on the ground; `ring_start` (R + 1,) and
    `polygon_start` (P + 1,) are offsets into corners and rings; `owner` (P,) is the row that polygon p belongs to
    (a multi-part feature owns several polygons).
    """

    xyz: F32
    ring_start: I32
    polygon_start: I32
    owner: I32


@dataclass(frozen=True, slots=True)
class BuildingTable:
    """What the scene and a click must know of each building; rows follow `Place.buildings`.

    `base_m`: top of the podium that the mass stands on, above `ground_m` (elevation); `height_m`: its top above
    `ground_m`. `use`, `style`, `status`, `zone`, `parcel`, `park` are ids; names fall back to the parcel's.
    """

    id: tuple[str, ...]
    name: tuple[Name, ...]
    park: tuple[str, ...]
    zone: tuple[str, ...]
    parcel: tuple[str, ...]
    use: tuple[str, ...]
    style: tuple[str, ...]
    status: tuple[str, ...]
    provenance: tuple[str, ...]
    floors: I32
    floor_height_m: F32
    base_m: F32
    height_m: F32
    ground_m: F32
    gfa_m2: F32
    gfa_below_m2: F32
    footprint_m2: F32
    centre_m: F32
    """(N, 2) middle of the footprint."""
    outlines: Outlines


@dataclass(frozen=True, slots=True)
class Surface:
    """Ground of one sort: layer "road", "green", "water", "square", "lawn", "plaza", "path", "parking", "kerb", "lane",
    "ramp" or "parcel".

    `kind` gives each row's finer kind (a road's class, a green's kind, a parcel's use).
    """

    layer: str
    kind: tuple[str, ...]
    outlines: Outlines


@dataclass(frozen=True, slots=True)
class Centrelines:
    """Middles of the roads: `xyz` (V, 3), `start` (L + 1,), `width_m` and `lanes` (L,), name of each."""

    xyz: F32
    start: I32
    width_m: F32
    lanes: I32
    name: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class TreeTable:
    """Trees: `xyz` (N, 3) foot, `height_m` (N,), `kind` (N,) index into `kinds`."""

    xyz: F32
    height_m: F32
    kind: I32
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A named place to write into the scene; rank 1 is the most important."""

    name: Name
    park: str
    kind: str
    rank: int
    x_m: float
    y_m: float
    z_m: float


@dataclass(frozen=True, slots=True)
class ContextTable:
    """Blocks around the parks: their outlines, height above ground and floors (rows), kind of each."""

    kind: tuple[str, ...]
    height_m: F32
    ground_m: F32
    floors: I32
    outlines: Outlines


@dataclass(frozen=True, slots=True)
class Terrain:
    """Elevation on a square grid: `height_m` (H, W), row 0 at `y0_m`; the sea lies at elevation 0."""

    x0_m: float
    y0_m: float
    step_m: float
    height_m: F32

    def at(self, x_m: At, y_m: At) -> F32:
        """Elevation at the points (bilinear; beyond the edge, that of the edge)."""
        rows, columns = self.height_m.shape
        u = np.clip((np.asarray(x_m, np.float64) - self.x0_m) / self.step_m, 0, columns - 1)
        v = np.clip((np.asarray(y_m, np.float64) - self.y0_m) / self.step_m, 0, rows - 1)
        i, j = np.minimum(u.astype(int), columns - 2), np.minimum(v.astype(int), rows - 2)
        fu, fv = u - i, v - j
        h = self.height_m
        low = h[j, i] * (1 - fu) + h[j, i + 1] * fu
        high = h[j + 1, i] * (1 - fu) + h[j + 1, i + 1] * fu
        return np.asarray(low * (1 - fv) + high * fv, np.float32)

    def drawn_at(self, x_m: At, y_m: At) -> F32:
        """Elevation of the land as it is drawn, two triangles to each cell: `at` rounds a cell off, and what is laid
        on the land by that would sink into it on a slope."""
        rows, columns = self.height_m.shape
        u = np.clip((np.asarray(x_m, np.float64) - self.x0_m) / self.step_m, 0, columns - 1)
        v = np.clip((np.asarray(y_m, np.float64) - self.y0_m) / self.step_m, 0, rows - 1)
        i, j = np.minimum(u.astype(int), columns - 2), np.minimum(v.astype(int), rows - 2)
        u, v = u - i, v - j
        h = self.height_m
        corner, opposite = h[j, i].astype(np.float64), h[j + 1, i + 1].astype(np.float64)
        turn = np.where(u > v, h[j, i + 1], h[j + 1, i])
        first, second = np.maximum(u, v), np.minimum(u, v)
        return np.asarray(corner + first * (turn - corner) + second * (opposite - turn), np.float32)

    def holds(self, x_m: At, y_m: At) -> NDArray[np.bool_]:
        """Which points lie within the grid."""
        rows, columns = self.height_m.shape
        u = (np.asarray(x_m, np.float64) - self.x0_m) / self.step_m
        v = (np.asarray(y_m, np.float64) - self.y0_m) / self.step_m
        return np.asarray((u >= 0) & (v >= 0) & (u <= columns - 1) & (v <= rows - 1))


@dataclass(frozen=True, slots=True)
class Platforms:
    """Level ground and ramps that end in walls: polygon p has the elevation a + b x + c y, `plane` (P, 3) = a, b, c.

    They do not overlap; of those that share an edge each keeps its own elevation there.
    """

    outlines: Outlines
    plane: F32

    def over(self, x_m: At, y_m: At, ground_m: F32) -> F32:
        """`ground_m` at the points, and in its place the elevation of the platform that a point lies on."""
        x, y = (np.atleast_1d(np.asarray(value, np.float64)).ravel() for value in (x_m, y_m))
        level_m = np.array(np.broadcast_to(ground_m, np.broadcast_shapes(np.shape(x_m), np.shape(y_m))), np.float32)
        flat = level_m.reshape(-1)
        for row in self._near(x, y):
            inside = self._inside(int(row), x, y)
            a, b, c = self.plane[row].tolist()
            flat[inside] = a + b * x[inside] + c * y[inside]
        return level_m

    def _near(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> I32:
        """Rows whose extent meets that of the points."""
        if not len(self.plane) or not len(x):
            return np.zeros(0, np.int32)
        first = self.outlines.ring_start[self.outlines.polygon_start[:-1]]
        low = np.minimum.reduceat(self.outlines.xyz[:, :2], first)
        high = np.maximum.reduceat(self.outlines.xyz[:, :2], first)
        apart = (low[:, 0] > x.max()) | (high[:, 0] < x.min()) | (low[:, 1] > y.max()) | (high[:, 1] < y.min())
        return np.flatnonzero(~apart).astype(np.int32)

    def _inside(self, row: int, x: NDArray[np.float64], y: NDArray[np.float64]) -> I32:
        """Which points lie in polygon `row`, by the number of its edges that a ray to the east crosses."""
        rings = range(self.outlines.polygon_start[row], self.outlines.polygon_start[row + 1])
        start = self.outlines.ring_start
        ring_xy = [self.outlines.xyz[start[ring] : start[ring + 1], :2].astype(np.float64) for ring in rings]
        (x0, y0), (x1, y1) = ring_xy[0].min(axis=0), ring_xy[0].max(axis=0)
        found = np.flatnonzero((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1))
        odd = np.zeros(len(found), bool)
        for xy in ring_xy:
            for (ax, ay), (bx, by) in zip(xy, np.roll(xy, -1, axis=0), strict=True):
                if ay != by:
                    straddles = (ay > y[found]) != (by > y[found])
                    odd ^= straddles & (x[found] < ax + (bx - ax) * (y[found] - ay) / (by - ay))
        return np.asarray(found[odd], np.int32)


@dataclass(frozen=True, slots=True)
class ParkInfo:
    """A park in one line; `centre_m` and `extent_m` (x0, y0, x1, y1) frame its main site."""

    id: str
    name: Name
    area_mu: float
    centre_m: tuple[float, float, float]
    extent_m: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class ZoneInfo:
    """A functional zone and its park."""

    id: str
    name: Name
    park: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A place ready to draw. `latitude_deg` and `longitude_deg` of the origin set the sun."""

    epsg: int
    origin_east_m: float
    origin_north_m: float
    latitude_deg: float
    longitude_deg: float
    parks: tuple[ParkInfo, ...]
    sites: Outlines
    zones: tuple[ZoneInfo, ...]
    buildings: BuildingTable
    surfaces: tuple[Surface, ...]
    roads: Centrelines
    trees: TreeTable
    labels: tuple[Label, ...]
    context: ContextTable
    context_roads: Centrelines
    terrain: Terrain
    near: tuple[Terrain, ...]
    """Finer ground about the sites that have graded streets, terraces or surveyed elevations."""
    platforms: Platforms
    credits: tuple[str, ...]
    imagery: Imagery | None = None
    """A photo of the ground, where there is one."""
    origin: str = "drafted"
    """Whose the layout is: "drafted", "imported" or "mixed" (see `gis.origin`)."""

    def open_ground_m(self, x_m: At, y_m: At) -> F32:
        """Elevation of the ground that lies between the platforms, as it is drawn."""
        level_m = self.terrain.drawn_at(x_m, y_m)
        for grid in self.near:
            inside = grid.holds(x_m, y_m)
            if inside.any():
                level_m = np.where(inside, grid.at(x_m, y_m), level_m)
        return np.asarray(level_m, np.float32)

    def ground_m(self, x_m: At, y_m: At) -> F32:
        """Elevation of the ground that one stands on."""
        return self.platforms.over(x_m, y_m, self.open_ground_m(x_m, y_m))

    def save(self, file: Path) -> None:
        """Write to one file (see `gis.store.save`)."""
        store.save(self, file)

    @staticmethod
    def load(file: Path) -> Prepared:
        """Read what `save` wrote (see `gis.store.load`)."""
        return store.load(Prepared, file)
