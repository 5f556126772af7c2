"""KML: every folder or document with placemarks is a layer. What it links to is never fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from gis.intake.answers import Answers
from gis.intake.content import Content, RawLayer
from gis.intake.finding import Finding
from gis.intake.reading.xml_text import root_of, xml_head, xml_text
from gis.intake.source import Source
from gis.text import tr

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME: Final = "KML"

_CONTAINERS: Final = ("Document", "Folder")
_ROOT: Final = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)([^>]*)>?")
_SKIPPED: Final = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(\[.*?\])?\s*>", re.DOTALL)


def recognises(source: Source) -> int:
    """By the root element; lone folders and placemarks count where they speak of coordinates."""
    text = _SKIPPED.sub("", xml_head(source.head)).lstrip("\ufeff \t\r\n")
    root = _ROOT.match(text)
    if not root:
        return 0
    if root[2] == "kml":
        return 2
    ours = root[2] in (*_CONTAINERS, "Placemark") and ("<Placemark" in text or "/kml/" in root[3])
    return 1 if ours else 0


def read(source: Source, answers: Answers) -> Content:
    """A layer a container that holds placemarks directly, in WGS84 as KML always is."""
    text, told = xml_text(source.file, source.shown, answers.encoding)
    if text is None:
        return Content(findings=told)
    root, passed = root_of(text, source.shown)
    findings = [*told, *passed]
    _plain_placemarks(root)
    found = list(_containers(root, source.stem))
    types = _field_types(root)
    layers = []
    for name, placemarks in found:
        layer, said = _layer(name, placemarks, types, source.shown)
        layers.append(layer)
        findings.extend(said)
    return Content(tuple(layers), findings=(*findings, *_left_out(root, source.shown, bool(layers))))


def _plain_placemarks(root: _Element) -> None:
    """Give elements that a schema makes placemarks, as Google Earth did once, that name."""
    from gis.intake.reading.kml_shapes import child_text, local

    schemas = [one for one in root.iter() if local(one) == "Schema"]
    made = {one.get("name") for one in schemas if "Placemark" in (one.get("parent"), child_text(one, "parent"))}
    for element in root.iter() if made else ():
        if local(element) in made:
            element.tag = "Placemark"


def _containers(root: _Element, stem: str) -> Iterator[tuple[str, list[_Element]]]:
    """Every container with placemarks of its own, by a name that no other has; the file's where the outermost has
    none. Folders within folders come after those that hold them.
    """
    from gis.intake.reading.kml_shapes import child_text, children, local

    taken: set[str] = set()
    inner = 0
    top = {root, *(child for child in root if local(root) == "kml")}
    # In the order of the document, without the recursion that a hostile nesting would exhaust.
    for element in root.iter():
        if local(element) not in ("kml", *_CONTAINERS) and element is not root:
            continue
        inner += element not in top
        placemarks = list(children(element, "Placemark")) or [one for one in [element] if local(one) == "Placemark"]
        if not placemarks:
            continue
        name = child_text(element, "name") if local(element) in _CONTAINERS else ""
        if not name:
            name = stem if element in top else f"Layer{inner - 1}"
        name = _own(name, taken)
        taken.add(name)
        yield name, placemarks


def _own(name: str, taken: set[str]) -> str:
    number, own = 1, name
    while own in taken:
        number += 1
        own = f"{name} (#{number})"
    return own


def _field_types(root: _Element) -> dict[str, str]:
    """The declared type of every field of a schema ("int", "double" ...), by its name."""
    from gis.intake.reading.kml_shapes import local

    fields = (one for one in root.iter() if local(one) == "SimpleField")
    return {one.get("name", ""): one.get("type", "").lower() for one in fields}


@dataclass(slots=True)
class _Rows:
    """The shapes and fields of a layer's placemarks so far."""

    shapes: list[Any] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[tuple[int, str]] = field(default_factory=list)


def _layer(name: str, placemarks: list[_Element], types: dict[str, str], shown: str) -> tuple[RawLayer, list[Finding]]:
    import geopandas as gpd
    import numpy as np

    from gis.intake.reading.columns import columns_of, sound_text
    from gis.intake.reading.geojson_shapes import BrokenShapeError, Shapes
    from gis.intake.reading.kml_fields import fields_of
    from gis.intake.reading.kml_shapes import geometry_of
    from gis.intake.reading.shape_findings import told

    rows, shapes = _Rows(), Shapes()
    for number, placemark in enumerate(placemarks, 1):
        rows.records.append(fields_of(placemark, types))
        try:
            rows.shapes.append(shapes.shape(geometry_of(placemark)))
        except BrokenShapeError as reason:
            rows.shapes.append(None)
            rows.wrong.append((number, str(reason)))
    made = np.empty(len(rows.shapes), object)
    made[:] = rows.shapes
    table = columns_of(rows.records)
    name = sound_text(name)
    layer = gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(made, index=table.index, crs="EPSG:4326"))
    return RawLayer(name, layer, len(layer)), list(told(shown, name, rows.wrong, shapes))


def _left_out(root: _Element, shown: str, has_layers: bool) -> Iterator[Finding]:
    from gis.intake.reading.kml_shapes import local

    names = [local(one) for one in root.iter()]
    if links := names.count("NetworkLink"):
        yield Finding(
            "note" if has_layers else "error",
            shown,
            tr("It links to {count} other files; nothing is fetched.", count=links),
            remedy=tr("Open the links in Google Earth and save them as KML files."),
        )
    if overlays := sum(name.endswith("Overlay") for name in names):
        yield Finding(
            "note", shown, tr("{count} pictures laid over the ground or the screen were left out.", count=overlays)
        )
    if not has_layers and not links:
        yield Finding(
            "error",
            shown,
            tr("It holds no placemarks."),
            remedy=tr("Save the folder with the shapes as KML."),
        )
