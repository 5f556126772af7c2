"""Features that a park takes from a file, with their fields under the names and units of the park's schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from gis.intake.meanings import values

FloatArray = NDArray[np.float64]
Objects = NDArray[np.object_]
Marks = dict[str, NDArray[np.bool_]]
"""Column to the rows whose value was estimated."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One layer's features: `shapes` (N,) in the park's system, `table` their fields, `source` "file: layer"."""

    shapes: Objects
    table: pd.DataFrame
    fields: Mapping[str, str]
    source: str

    def field(self, column: str) -> pd.Series[Any] | None:
        """The file's values for a column of the schema, None where it has none."""
        name = self.fields.get(column)
        return self.table[name] if name is not None and name in self.table else None

    def numbers(self, column: str) -> FloatArray:
        """(N,) numbers, NaN where nothing is stated; lengths (`_m`) in metres."""
        found = self.field(column)
        if found is None:
            return np.full(len(self.shapes), np.nan)
        if column == "height_m":
            return values.heights_m(found, self.fields[column])
        if column == "floors":
            return values.floors(found)
        if column == "floors_below":
            return values.floors_below(found)
        return values.metres(found, self.fields[column]) if column.endswith("_m") else values.numbers(found)

    def texts(self, column: str) -> Objects:
        """(N,) texts, None where nothing is stated."""
        found = self.field(column)
        if found is None:
            return np.full(len(self.shapes), None, dtype=object)
        told = values.texts(found)
        told[told == ""] = None
        return told

    def words(self, column: str) -> Objects:
        """(N,) what the values stand for among ours, "" where nothing is known."""
        found = self.field(column)
        if found is None:
            return np.full(len(self.shapes), "", dtype=object)
        return values.uses(found) if column == "use" else values.words(found, "values", column)

    def where(self, kept: NDArray[np.bool_]) -> Taken:
        """The features that `kept` marks."""
        if kept.all():
            return self
        return Taken(self.shapes[kept], self.table[kept], self.fields, self.source)


def joined(parts: Sequence[FloatArray | Objects]) -> Any:
    """The arrays of several layers as one."""
    return np.concatenate(parts) if len(parts) != 1 else parts[0]


def silent(found: Objects) -> NDArray[np.bool_]:
    """(N,) where a text is None."""
    return np.asarray(pd.isna(found), dtype=bool)


def unique_ids(stated: Objects, prefix: str) -> Objects:
    """(N,) ids: what is stated where it names one feature only, else a number of our own."""
    told = pd.Series(stated, dtype=object)
    usable = told.notna() & ~told.duplicated(keep=False)
    if usable.all():
        return np.asarray(stated, dtype=object)
    width = max(4, len(str(len(told))))
    ours = np.array([f"{prefix}{number:0{width}d}" for number in range(1, len(told) + 1)], dtype=object)
    clash = set(told[usable]) & set(ours[~usable.to_numpy()])
    if clash:
        ours = np.array([f"{prefix}_{own}" for own in ours], dtype=object)
    return np.where(usable.to_numpy(), told.to_numpy(), ours)


def marked(marks: Marks, count: int) -> Objects:
    """(N,) "floors; use" of the columns that were estimated for each row, None where none was."""
    code = np.zeros(count, dtype=np.int64)
    for bit, rows in enumerate(marks.values()):
        code |= rows.astype(np.int64) << bit
    names = list(marks)
    shown = {
        int(value): "; ".join(name for bit, name in enumerate(names) if value >> bit & 1) or None
        for value in np.unique(code)
    }
    return np.array([shown[value] for value in code.tolist()], dtype=object)


def polygons_only(taken: Taken) -> Taken:
    """The features that are areas, each without the lines and points that mending left beside them."""
    kinds = shapely.get_type_id(taken.shapes)
    mixed = kinds == shapely.GeometryType.GEOMETRYCOLLECTION
    shapes = taken.shapes
    if mixed.any():
        shapes = shapes.copy()
        shapes[mixed] = [_areas_of(shape) for shape in shapes[mixed]]
    flat = Taken(shapes, taken.table, taken.fields, taken.source)
    return flat.where((shapely.get_dimensions(shapes) == 2) & ~shapely.is_empty(shapes))


def _areas_of(shape: shapely.Geometry) -> shapely.Geometry:
    parts = [part for part in shapely.get_parts(shapely.get_parts(shape)) if part.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def frame_of_columns(columns: Mapping[str, Any], shapes: Objects, crs: Any) -> gpd.GeoDataFrame:
    """A layer of the park: its columns and shapes."""
    return gpd.GeoDataFrame(dict(columns), geometry=gpd.GeoSeries(shapes, crs=crs), crs=crs)
