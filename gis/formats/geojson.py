"""GeoJSON: collections, single features and bare geometries, arrays and sequences of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from gis.errors import UserError
from gis.intake.answers import Answers
from gis.intake.content import Content, RawLayer
from gis.intake.finding import Finding
from gis.intake.own.own_documents import geojson_layers
from gis.intake.reading.json_text import Broken, documents, head_text, outline, text_of
from gis.intake.source import Source
from gis.text import tr

if TYPE_CHECKING:
    import pyproj

NAME: Final = "GeoJSON"

GEOMETRIES: Final = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}
)
_OURS: Final = GEOMETRIES | {"Feature", "FeatureCollection"}
_NOT_OURS: Final = {"geometryType", "spatialReference", "CityObjects", "arcs", "asset", "objects"}
_MANY_BYTES: Final = 128 * 1024 * 1024
"""Beyond this the library of GDAL reads it in pieces: Python's objects take twenty times the room of the text."""
_CODE: Final = re.compile(r"(?:EPSG|epsg)(?:/[\d.]*/|::|:[\d.]+:|:|/|\s)(\d{4,6})")


def recognises(source: Source) -> int:
    """GeoJSON says its type; where that stands behind a long list, its other members tell."""
    text = head_text(source.head)
    if text[:1] not in ("{", "["):
        return 0
    keys, types = outline(text)
    if "type" in keys:
        return 2 if keys["type"] in _OURS else 0
    if keys.keys() & _NOT_OURS:
        return 0
    if keys.keys() & {"features", "geometry", "geometries"}:
        return 2 if types & _OURS else 0
    return 1 if "coordinates" in keys else 0


def read(source: Source, answers: Answers) -> Content:
    """One layer, called by the collection's name or the file's."""
    if source.file.stat().st_size > _MANY_BYTES:
        return _read_in_pieces(source)
    text, told = text_of(source.file, source.shown, answers.encoding)
    if text is None:
        return Content(findings=told)
    own = geojson_layers(text)
    if own:
        return Content(own)
    found = _Found(source.shown)
    for document in documents(text, source.shown):
        found.take(document)
    content = found.content(source.stem)
    return replace(content, findings=told + content.findings)


def _read_in_pieces(source: Source) -> Content:
    from gis.intake.reading.ogr import layers
    from gis.intake.reading.ogr_content import read_layers

    found = read_layers(source, layers(source.file, source.shown))
    if not re.search(r'"crs"\s*:\s*null', head_text(source.head)):
        return found
    return replace(
        found, layers=tuple(replace(one, table=one.table.set_crs(None, allow_override=True)) for one in found.layers)
    )


@dataclass(slots=True)
class _Found:
    """What the documents of a file hold so far: a feature each, or why it is none."""

    shown: str
    features: list[Any] = field(default_factory=list)
    members: dict[str, Any] = field(default_factory=dict)
    collection: bool = False
    leftover: Broken | None = None

    def take(self, document: Any) -> None:
        """Add the features of a document."""
        if isinstance(document, list):
            for one in document:
                self.take(one)
        elif isinstance(document, Broken) and self.collection:
            self.leftover = self.leftover or document
        elif isinstance(document, dict) and _is_collection(document):
            self.members = self.members or {key: document[key] for key in ("name", "crs") if key in document}
            self.features.extend(_unfolded(document["features"]))
            self.collection = True
        elif isinstance(document, dict) and document.get("type") == "FeatureCollection":
            raise UserError(
                self.shown,
                tr("The collection has no list of features."),
                remedy=tr("Export it again as GeoJSON."),
            )
        else:
            if isinstance(document, dict) and "crs" in document:
                self.members.setdefault("crs", document["crs"])
            self.features.append(document)

    def content(self, stem: str) -> Content:
        """All of it as one layer."""
        import geopandas as gpd
        import numpy as np

        from gis.intake.reading.columns import columns_of, sound_text
        from gis.intake.reading.geojson_shapes import Shapes
        from gis.intake.reading.shape_findings import told

        shapes, wrong = Shapes(), list[tuple[int, str]]()
        made = np.empty(len(self.features), object)
        made[:] = [self._shape(number, one, shapes, wrong) for number, one in enumerate(self.features, 1)]
        table = columns_of([_properties(one) for one in self.features])
        name = self.members.get("name")
        layer = sound_text(name) if isinstance(name, str) and name.strip() else stem
        crs, said = declared_crs(self.members, self.shown)
        rows = gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(made, index=table.index, crs=crs))
        findings = (*said, *told(self.shown, layer, wrong, shapes), *self._left_over())
        return Content((RawLayer(layer, rows, len(rows)),), findings=findings)

    def _left_over(self) -> Iterator[Finding]:
        if self.leftover:
            what = tr(
                "From line {line} on, what follows the collection is no JSON; it was left out.", line=self.leftover.line
            )
            yield Finding("warning", self.shown, what, remedy=tr("Check that the file is whole."))

    def _shape(self, number: int, one: Any, shapes: Any, wrong: list[tuple[int, str]]) -> Any:
        from gis.intake.reading.geojson_shapes import BrokenShapeError

        try:
            return shapes.shape(_geometry(one))
        except BrokenShapeError as reason:
            wrong.append((number, str(reason)))
            return None


def _is_collection(one: Any) -> bool:
    """Whether an object holds features; one that says it is a feature or a shape is that."""
    ours = isinstance(one, dict) and isinstance(one.get("features"), list)
    return ours and one.get("type", "FeatureCollection") not in _OURS - {"FeatureCollection"}


def _unfolded(features: list[Any]) -> Iterator[Any]:
    """The features, those of collections among them too, as some programs nest them."""
    waiting = [iter(features)]
    while waiting:
        for one in waiting[-1]:
            if _is_collection(one):
                waiting.append(iter(one["features"]))
                break
            yield one
        else:
            waiting.pop()


def _geometry(one: Any) -> Any:
    """The geometry member of a feature, or what stands in its place."""
    from gis.intake.reading.geojson_shapes import BrokenShapeError

    if isinstance(one, Broken):
        raise BrokenShapeError(tr("Line {line} is not valid JSON ({why}).", line=one.line, why=one.why))
    if not isinstance(one, dict):
        raise BrokenShapeError(tr("It is not an object."))
    if one.get("type") in GEOMETRIES:
        return one
    if one.get("type", "Feature") != "Feature":
        raise BrokenShapeError(tr("It is no feature but '{type}'.", type=str(one["type"])[:40]))
    return one.get("geometry")


def _properties(one: Any) -> dict[str, Any] | None:
    """The properties of a feature, with its id where they have none."""
    if not isinstance(one, dict) or one.get("type") in GEOMETRIES:
        return None
    held = one.get("properties")
    properties = held if isinstance(held, dict) else {}
    return {"id": one["id"], **properties} if "id" in one else properties


def declared_crs(members: dict[str, Any], shown: str) -> tuple[pyproj.CRS | None, Iterator[Finding]]:
    """The reference system that a collection's members declare; WGS84 where silent, None where denied."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    if "crs" not in members:
        return CRS.from_epsg(4326), iter(())
    member = members["crs"]
    name = _crs_name(member)
    if "CRS84" in name.upper():
        return CRS.from_epsg(4326), iter(())
    code = _CODE.search(name)
    try:
        return CRS.from_user_input(int(code[1]) if code else name), iter(())
    except (CRSError, ValueError):
        return None, iter(() if member is None else [_unknown_crs(shown, name or str(member)[:80])])


def _crs_name(member: Any) -> str:
    """The name in a `crs` member in any of the forms that were in use; links are never followed."""
    if isinstance(member, str | int):
        return str(member)
    if not isinstance(member, dict):
        return ""
    properties = member.get("properties")
    inner = properties if isinstance(properties, dict) else member
    if "code" in inner:
        return f"EPSG:{inner['code']}"
    return str(next((inner[key] for key in ("name", "urn", "href") if key in inner), ""))


def _unknown_crs(shown: str, name: str) -> Finding:
    return Finding(
        "warning",
        shown,
        tr("It declares a coordinate system that is not known: '{name}'.", name=name[:120]),
        remedy=tr("Name it: --crs EPSG:4549, for example."),
    )
