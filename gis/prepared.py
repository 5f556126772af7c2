"""A place ready to draw: plain arrays, one file, opened in a fraction of a second. All that the scene needs of `gis`.

Lengths in metres, x east, y north, z up (elevation), relative to the place's origin, so float32 suffices.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gis import store
from gis.text import Name

F32 = NDArray[np.float32]
I32 = NDArray[np.int32]


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

    def at(self, x_m: F32 | float, y_m: F32 | float) -> F32:
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
    zones: tuple[ZoneInfo, ...]
    buildings: BuildingTable
    surfaces: tuple[Surface, ...]
    roads: Centrelines
    trees: TreeTable
    labels: tuple[Label, ...]
    context: ContextTable
    context_roads: Centrelines
    terrain: Terrain
    credits: tuple[str, ...]

    def save(self, file: Path) -> None:
        """Write to one file (see `gis.store.save`)."""
        store.save(self, file)

    @staticmethod
    def load(file: Path) -> Prepared:
        """Read what `save` wrote (see `gis.store.load`)."""
        return store.load(Prepared, file)
