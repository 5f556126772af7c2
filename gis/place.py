"""The types of a place. All lengths in metres, x east, y north, z up, relative to the place's origin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiPolygon, Polygon

from gis.imagery import Imagery
from gis.prepared import Terrain
from gis.text import Name

FloatArray = NDArray[np.float64]

STATUSES = ("existing", "under_construction", "planned")
USES = (
    "office", "software", "rnd", "industrial", "compute", "commercial", "services", "culture", "theme_park",
    "residential", "utility", "dormitory", "retail", "housing",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LocalFrame:
    """Where the place lies on Earth: local metres plus the origin are coordinates of `epsg`."""

    epsg: int
    origin_east_m: float
    origin_north_m: float


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a feature comes from: "synthetic" (drafted by us, illustrative), "published", then by which figures, or
    "imported", then from which file and layer (`source`); `estimated` are its columns that the file did not state."""

    kind: str
    published: tuple[str, ...] = ()
    source: str = ""
    estimated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """A connected piece of a park's land."""

    id: str
    name: Name
    park: str
    area_mu: float
    outline: Polygon | MultiPolygon
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Zone:
    """A functional zone."""

    id: str
    name: Name
    park: str
    outline: Polygon | MultiPolygon
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Parcel:
    """A plot that is developed as one project; `floor_area_ratio` and `coverage` are ratios to `area_m2`."""

    id: str
    name: Name
    park: str
    zone: str
    use: str
    area_m2: float
    gfa_m2: float
    gfa_below_m2: float
    floor_area_ratio: float
    coverage: float
    height_limit_m: float
    status: str
    phase: int
    year: int | None
    outline: Polygon | MultiPolygon
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Terrace:
    """Built ground of a parcel, level or a ramp: at (x, y) its elevation is a + b x + c y, with `plane` (a, b, c)."""

    id: str
    park: str
    parcel: str
    plane: tuple[float, float, float]
    outline: Polygon | MultiPolygon


@dataclass(frozen=True, slots=True)
class Building:
    """One mass: a building, or a tower that stands on its podium (`base_m` above the ground).

    `floors` are those of this mass above `base_m`; `gfa_m2` is its floor area above ground, `gfa_below_m2` its
    share of the parcel's basements. `ground_m` is the elevation of the ground it stands on.
    """

    id: str
    name: Name | None
    park: str
    zone: str
    parcel: str
    use: str
    style: str
    floors: int
    floor_height_m: float
    base_m: float
    ground_m: float
    gfa_m2: float
    gfa_below_m2: float
    status: str
    phase: int
    year: int | None
    footprint: Polygon | MultiPolygon
    provenance: Provenance

    @property
    def height_m(self) -> float:
        """The top above the ground it stands on, with the podium below it."""
        return self.base_m + self.floors * self.floor_height_m


@dataclass(frozen=True, slots=True)
class Road:
    """A street with its reserve (`outline`) and its middle, whose z, if it has any, is the graded elevation."""

    id: str
    name: Name
    park: str
    road_class: str
    width_m: float
    lanes: int
    centreline: LineString | shapely.MultiLineString
    outline: Polygon | MultiPolygon
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Area:
    """A piece of open ground: green, water, square, lawn, plaza, path, parking, lane or ramp (`layer`), more closely
    `kind`."""

    id: str
    name: Name
    park: str
    layer: str
    kind: str
    outline: Polygon | MultiPolygon
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Trees:
    """All trees of a park: `xy_m` (N, 2), `height_m` (N,), `kind` (N names)."""

    xy_m: FloatArray
    height_m: FloatArray
    kind: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Landmark:
    """A named place; rank 1 is the most important."""

    name: Name
    park: str
    kind: str
    rank: int
    x_m: float
    y_m: float
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop of public transport: `kind` "bus_stop", "metro_station" or "metro_entrance"; `azimuth_deg` is the
    direction of its street, clockwise from north."""

    name: Name
    park: str
    kind: str
    lines: str
    azimuth_deg: float
    x_m: float
    y_m: float
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Bridge:
    """The deck of a bridge; `azimuth_deg` is the direction of its street, clockwise from north."""

    name: Name
    azimuth_deg: float
    deck: Polygon


@dataclass(frozen=True, slots=True)
class Park:
    """One industrial park. Every per-building array of a run follows the order of `buildings`."""

    id: str
    name: Name
    sites: tuple[Site, ...]
    zones: tuple[Zone, ...]
    parcels: tuple[Parcel, ...]
    buildings: Sequence[Building]
    roads: tuple[Road, ...]
    areas: tuple[Area, ...]
    trees: Trees
    landmarks: tuple[Landmark, ...]
    terraces: tuple[Terrace, ...] = ()
    stops: tuple[Stop, ...] = ()

    @property
    def area_mu(self) -> float:
        """Land of all sites."""
        return sum(site.area_mu for site in self.sites)


@dataclass(frozen=True, slots=True)
class ContextBlock:
    """A building around the parks, drawn for orientation only."""

    kind: str
    floors: int
    height_m: float
    footprint: Polygon


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds the parks up to the horizon."""

    blocks: tuple[ContextBlock, ...] = ()
    roads: tuple[Road, ...] = ()
    land: Polygon | MultiPolygon | None = None
    peaks: tuple[tuple[Name, float, float, float], ...] = field(default=())
    """Name, x, y and elevation of each peak, metres."""
    areas: tuple[Area, ...] = ()
    """Rivers (layer "water") and verges (layer "green")."""
    bridges: tuple[Bridge, ...] = ()
    stops: tuple[Stop, ...] = ()
    trees: Trees | None = None
    credits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """One or more parks in one local frame, with their shared surroundings."""

    frame: LocalFrame
    parks: tuple[Park, ...]
    context: Context
    relief: Terrain | None = None
    """Surveyed elevations, where there are any: they replace the drawn relief as far as they reach."""
    far_relief: Terrain | None = None
    """The same, coarser, of the land about, under `relief`."""
    imagery: Imagery | None = None
    """A photo of the ground."""

    @property
    def buildings(self) -> tuple[Building, ...]:
        """All buildings, park after park: the order of every per-building array."""
        return tuple(chain.from_iterable(park.buildings for park in self.parks))

    def parcels(self) -> Iterator[Parcel]:
        """All parcels, park after park."""
        for park in self.parks:
            yield from park.parcels
