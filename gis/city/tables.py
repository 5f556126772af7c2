"""Layers of the objects of a city model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gis.city.faces import on_earth
from gis.city.kinds import columns, floors, height_m, layer_of
from gis.intake.answers import KINDS
from gis.intake.content import RawLayer
from gis.intake.finding import Finding
from gis.text import tr

if TYPE_CHECKING:
    import pyproj

    from gis.city.footprints import Outlines

_SOLID: Final = ("buildings", "trees", "other")
"""Kinds of which the shape tells a height."""
_LEAST_M: Final = 0.1


@dataclass(slots=True)
class CityObject:
    """An object as a whole: its type, its attributes and those of its parts; `lines` are points and courses
    (N, 3) that it is drawn with where it has no faces.
    """

    kind: str
    name: str
    attributes: dict[str, Any] = field(default_factory=dict)
    of_parts: list[dict[str, Any]] = field(default_factory=list)
    lines: list[Any] = field(default_factory=list)


def layers_of(
    objects: Sequence[CityObject], found: Outlines, crs: pyproj.CRS | None, z_unit_m: float
) -> tuple[RawLayer, ...]:
    """A layer of each kind."""
    members: dict[tuple[str, str], list[int]] = {}
    for number, one in enumerate(objects):
        members.setdefault(layer_of(one.kind), []).append(number)
    order = sorted(members, key=lambda layer: (KINDS.index(layer[1]), layer[0]))
    return tuple(_layer(name, kind, members[name, kind], objects, found, crs, z_unit_m) for name, kind in order)


def _layer(
    name: str, kind: str, members: Sequence[int], objects: Sequence[CityObject],
    found: Outlines, crs: pyproj.CRS | None, z_unit_m: float,
) -> RawLayer:  # fmt: skip
    import geopandas as gpd

    from gis.intake.reading.columns import columns_of

    tall = kind in _SOLID and name != "terrain"
    spans = (found.top - found.ground) * z_unit_m
    rows = []
    for number in members:
        row = {**_row(objects[number]), "ground_m": _plain(found.ground[number] * z_unit_m)}
        if tall and row["height_m"] is None and spans[number] > _LEAST_M:
            row["height_m"], row["height_from"] = float(spans[number]), "geometry"
        rows.append(row)
    shapes = [_shape(kind, found.shapes[number], objects[number]) for number in members]
    table = gpd.GeoDataFrame(columns_of(rows), geometry=gpd.GeoSeries(shapes, crs=crs))
    return RawLayer(name, table, len(table), kind)


def _row(one: CityObject) -> dict[str, Any]:
    row = {"object_id": one.name, **columns(one.attributes)}
    row["height_from"] = None
    for column, stated in (("height_m", height_m), ("floors", floors)):
        if row[column] is None:
            of_parts = [value for part in one.of_parts if (value := stated(part)) is not None]
            row[column] = max(of_parts, default=None)
    if row["height_m"] is not None:
        row["height_from"] = "attribute"
    return row


def _plain(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _shape(kind: str, shape: Any, one: CityObject) -> Any:
    import shapely

    if shape is None and one.lines:
        courses = [course[:, :2] for course in one.lines if on_earth(course).all() and len(course)]
        shapes = [shapely.Point(course[0]) if len(course) == 1 else shapely.LineString(course) for course in courses]
        shape = shapely.union_all(shapes) if shapes else None
    return shape.centroid if shape is not None and kind == "trees" and not shape.is_empty else shape


def findings_of(layers: Sequence[RawLayer], lost: int, groups: int, shown: str) -> Iterator[Finding]:
    """What is to be said of the layers; `lost` faces were no faces, `groups` objects only name others."""
    for layer in layers:
        where = f"{shown} {layer.name}"
        if bare := int(layer.table.geometry.isna().sum()):
            what = tr("{count} objects have no shape that covers ground.", count=bare)
            yield Finding("warning", where, what, remedy=tr("Export them with a level of detail."), layer=layer.name)
        measured = int((layer.table.get("height_from") == "geometry").sum()) if layer.kind in _SOLID else 0
        if measured:
            what = tr("{count} heights are measured in the shapes, for no attribute states them.", count=measured)
            yield Finding("note", where, what, layer=layer.name)
    if lost:
        what = tr(
            "{count} faces are broken: they lack corners, or name corners that the file does not hold.", count=lost
        )
        yield Finding("warning", shown, what, tr("The outlines are made of the others."))
    if groups:
        yield Finding("note", shown, tr("{count} groups of objects are left out; their members are not.", count=groups))
    if not layers:
        what = tr("The file holds no objects.")
        yield Finding("error", shown, what, remedy=tr("Export it again with its buildings."))
