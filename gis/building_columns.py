"""Buildings column by column: a park may hold a hundred thousand, and to draw them takes no objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, overload

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.garbage import without_collection
from gis.place import Building, FloatArray, Place, Provenance
from gis.text import Name


@dataclass(frozen=True, slots=True)
class BuildingColumns:
    """What `Building` says of one, for (N,) buildings; `year` is NaN where none is known, `centre_m` (N, 2) is the
    middle of the footprint."""

    id: tuple[str, ...]
    name: tuple[Name | None, ...]
    park: tuple[str, ...]
    zone: tuple[str, ...]
    parcel: tuple[str, ...]
    use: tuple[str, ...]
    style: tuple[str, ...]
    floors: NDArray[np.int64]
    floor_height_m: FloatArray
    base_m: FloatArray
    ground_m: FloatArray
    gfa_m2: FloatArray
    gfa_below_m2: FloatArray
    status: tuple[str, ...]
    phase: NDArray[np.int64]
    year: FloatArray
    footprint: NDArray[np.object_]
    provenance: tuple[Provenance, ...]
    centre_m: FloatArray

    @property
    def height_m(self) -> FloatArray:
        """(N,) tops above the ground; as `Building.height_m`."""
        return self.base_m + self.floors * self.floor_height_m


class Buildings(Sequence[Building]):
    """A sequence of buildings that are kept as columns; the objects are made when the first of them is asked for."""

    __slots__ = ("_made", "columns")

    def __init__(self, columns: BuildingColumns) -> None:
        self.columns = columns
        self._made: tuple[Building, ...] | None = None

    def __len__(self) -> int:
        return len(self.columns.id)

    @overload
    def __getitem__(self, index: int) -> Building: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Building]: ...
    def __getitem__(self, index: int | slice) -> Building | Sequence[Building]:
        return self._objects()[index]

    def __iter__(self) -> Iterator[Building]:
        return iter(self._objects())

    def _objects(self) -> tuple[Building, ...]:
        if self._made is None:
            self._made = _objects(self.columns)
        return self._made


@without_collection()
def _objects(columns: BuildingColumns) -> tuple[Building, ...]:
    values = {field.name: getattr(columns, field.name) for field in fields(Building)}
    values["year"] = [None if np.isnan(year) else int(year) for year in columns.year]
    plain = (
        list(v) if v is columns.footprint else v.tolist() if isinstance(v, np.ndarray) else v for v in values.values()
    )
    return tuple(map(Building, *plain))


def columns_of(buildings: Sequence[Building]) -> BuildingColumns:
    """The buildings as columns."""
    if isinstance(buildings, Buildings):
        return buildings.columns
    values: dict[str, Any] = {f.name: [getattr(one, f.name) for one in buildings] for f in fields(Building)}
    footprint = np.array([*values["footprint"], None], dtype=object)[:-1]
    for name in ("floors", "phase"):
        values[name] = np.array(values[name], dtype=np.int64)
    for name in ("floor_height_m", "base_m", "ground_m", "gfa_m2", "gfa_below_m2", "year"):
        values[name] = np.array(values[name], dtype=np.float64)
    texts = {name: tuple(found) for name, found in values.items() if isinstance(found, list)}
    return BuildingColumns(**{**values, **texts, "footprint": footprint, "centre_m": centres_m(footprint)})


def centres_m(footprints: NDArray[np.object_]) -> FloatArray:
    """(N, 2) middles of the footprints."""
    return np.asarray(shapely.get_coordinates(shapely.centroid(footprints)).reshape(-1, 2), dtype=np.float64)


def all_columns(place: Place) -> BuildingColumns:
    """All buildings of the place as columns, in the order of `Place.buildings`."""
    parts = [columns_of(park.buildings) for park in place.parks]
    if len(parts) == 1:
        return parts[0]
    joined: dict[str, Any] = {}
    for field in fields(BuildingColumns):
        columns = [getattr(part, field.name) for part in parts]
        whole = isinstance(columns[0], np.ndarray)
        joined[field.name] = (
            np.concatenate(columns) if whole else tuple(value for column in columns for value in column)
        )
    return BuildingColumns(**joined)
