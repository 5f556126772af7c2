"""OpenStreetMap's files: PBF, XML, OPL and Overpass's JSON; a layer per kind, features are whole objects."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gis.city import osm_tags
from gis.city.xml_head import refuse_doctype, xml_head
from gis.errors import UserError
from gis.formats import NO, SURELY
from gis.intake.answers import KINDS, Answers
from gis.intake.content import Content, RawLayer
from gis.intake.finding import Finding
from gis.intake.source import Source
from gis.text import tr

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from gis.city.osm_elements import Elements, Relation

NAME = "OpenStreetMap"

_O5M: Final = (b"\xff\xe0\x04o5m2", b"\xff\xe0\x04o5c2")
_OPL: Final = re.compile(rb"[nwr]-?\d+ v\d+ d[VD] (?:c\d+ t\S* )?[^\n]*(?:\n|\Z)")


def recognises(source: Source) -> int:
    """By the marks of each notation."""
    return SURELY if _form(source) else NO


def _form(source: Source) -> str:
    head = source.head
    if head[4:15].endswith(b"OSMHeader"):
        return "pbf"
    if head.startswith(_O5M):
        return "o5m"
    if _OPL.match(head):
        return "opl"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        said = head.replace(b" ", b"")
        overpass = b'"osm3s"' in said or b'"generator":"OverpassAPI' in said or b'"type":"node"' in said
        return "json" if b'"elements":[' in re.sub(rb"\s", b"", said) and overpass else ""
    xml = xml_head(head)
    names = (xml.root, xml.doctype) if xml else ()
    return next((form for form in ("osm", "osmChange", "osmAugmentedDiff", "diff-osm") if form in names), "")


def read(source: Source, answers: Answers) -> Content:
    """A layer of each kind that the file holds objects of, in degrees of WGS 84.

    Raises:
        UserError: the file is damaged or hostile, or a list of changes instead of a map.
    """
    elements = _elements(source, _form(source))
    layers = tuple(_layers(elements))
    return Content(layers, findings=tuple(_findings(elements, layers, source.shown)))


def _elements(source: Source, form: str) -> Elements:
    from gis.city.osm_elements import elements_of

    if form == "json":
        from gis.city.osm_json import elements_of_json
        from gis.intake.reading.json_text import documents, encoding_of

        raw = source.file.read_bytes()
        name, mark = encoding_of(raw)
        return elements_of_json(documents(raw[mark:].decode(name or "utf-8", "replace"), source.shown))
    if form == "o5m":
        raise _foreign(source, "O5M", "osmconvert in.o5m -o=out.pbf")
    if form not in ("pbf", "osm", "opl"):
        raise _foreign(source, "OSC", "osmium apply-changes map.osm.pbf changes.osc -o out.osm.pbf")
    import osmium

    refuse_doctype(xml_head(source.head) if form == "osm" else None, source.shown)
    history = source.ending == ".osh" or b'visible="false"' in source.head
    try:
        return elements_of(source.file, form, history)
    except (RuntimeError, ValueError, OverflowError, osmium.InvalidLocationError) as error:
        if form == "osm" and (again := _mended(source, history)) is not None:
            return again
        raise UserError(
            source.shown,
            tr("The OpenStreetMap file is damaged or cut off ({why}).", why=" ".join(str(error).split())[:200]),
            remedy=tr("Copy or download it again."),
        ) from None


def _mended(source: Source, history: bool) -> Elements | None:
    """The elements of a file that its standard reader does not bear, None if it is damaged for good."""
    import osmium
    from lxml import etree

    from gis.city.osm_elements import elements_of
    from gis.city.osm_mend import mended

    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder, "plain.osm")
        try:
            if not mended(source.file, plain):
                return None
            elements = elements_of(plain, "osm", history)
        except (etree.XMLSyntaxError, RuntimeError, ValueError, OverflowError, osmium.InvalidLocationError):
            return None
    elements.mended = True
    return elements


def _foreign(source: Source, name: str, way_out: str) -> UserError:
    what = (
        tr("This is a list of changes to a map (OSC), not a map.")
        if name == "OSC"
        else tr("This is an O5M file, which ParkTwin does not read.")
    )
    return UserError(source.shown, what, remedy=tr("Make a PBF file of it: {command}", command=way_out))


def _layers(elements: Elements) -> Iterator[RawLayer]:
    import geopandas as gpd
    import pandas as pd

    rows: dict[str, list[dict[str, Any]]] = {}
    shapes: dict[str, list[BaseGeometry | None]] = {}
    for kind, tags, shape, osm_type, osm_id in _objects(elements):
        row = {**osm_tags.columns(kind, tags), "osm_id": osm_id, "osm_type": osm_type}
        rows.setdefault(kind, []).append(row)
        shapes.setdefault(kind, []).append(shape)
    if "buildings" in rows:
        _heights_of_parts(rows["buildings"], shapes["buildings"], elements)
    for kind in KINDS:
        if kind in rows:
            geometry = gpd.GeoSeries(shapes[kind], crs="EPSG:4326")
            table = gpd.GeoDataFrame(pd.DataFrame(rows[kind]), geometry=geometry)
            yield RawLayer(kind, table, len(table), kind)


def _objects(elements: Elements) -> Iterator[tuple[str, Mapping[str, str], BaseGeometry | None, str, int]]:
    """(layer, tags, shape, "node" or "way" or "relation", id) of every object that belongs to a layer."""
    import shapely

    from gis.city.osm_shapes import area_of, line_of

    for number, node in elements.nodes.items():
        point = shapely.Point(node.position) if node.position else None
        yield osm_tags.kind_of_node(node.tags), node.tags, point, "node", number
    for number, way in elements.ways.items():
        kind = osm_tags.kind_of_way(way.tags, way.closed)
        if kind in ("roads", "paths") or (kind == "water" and "waterway" in way.tags and not way.closed):
            yield kind, way.tags, line_of(way), "way", number
        elif kind:
            yield kind, way.tags, area_of(way), "way", number
    for number, relation in elements.relations.items():
        if kind := osm_tags.kind_of_area(relation.tags):
            yield kind, relation.tags, _area(relation, elements), "relation", number


def _area(relation: Relation, elements: Elements) -> BaseGeometry | None:
    from gis.city.osm_shapes import areas_of

    return areas_of(elements.ways[number] for number in dict.fromkeys(relation.ways) if number in elements.ways)


def _heights_of_parts(rows: list[dict[str, Any]], shapes: list[BaseGeometry | None], elements: Elements) -> None:
    """A building that states neither height nor floors is as high as the highest of the parts that lie in it."""
    import numpy as np
    import shapely

    from gis.city.osm_shapes import area_of

    found = [(way.tags, area_of(way)) for way in elements.ways.values() if osm_tags.is_part(way.tags)]
    found += [(one.tags, _area(one, elements)) for one in elements.relations.values() if osm_tags.is_part(one.tags)]
    parts = [(tags, shape.representative_point()) for tags, shape in found if shape and shape.is_valid]
    if not parts:
        return
    silent = {number for number, row in enumerate(rows) if row["height_m"] is None and row["floors"] is None}
    outlines = shapely.STRtree(np.array(shapes, object))
    for part, outline in zip(*outlines.query([point for _, point in parts], predicate="intersects"), strict=True):
        row, tags = rows[outline], parts[part][0]
        if outline not in silent:
            continue
        if height := osm_tags.height_m(tags):
            row["height_m"], row["height_from"] = max(row["height_m"] or 0.0, height), "parts"
        if floors := osm_tags.number(tags.get("building:levels")):
            row["floors"] = max(row["floors"] or 0.0, floors)


def _findings(elements: Elements, layers: tuple[RawLayer, ...], shown: str) -> Iterator[Finding]:
    for layer in layers:
        if missing := int(layer.table.geometry.isna().sum()):
            yield Finding(
                "warning",
                f"{shown} {layer.name}",
                tr("{count} objects have no shape: their ways are open or not all in the file.", count=missing),
                remedy=tr("Cut the extract so that ways and relations are complete (osmium extract -s smart)."),
                layer=layer.name,
            )
    if cut := _incomplete(elements):
        what = tr("{count} objects are not whole: the file lacks some of their nodes or ways.", count=cut)
        yield Finding("warning", shown, what, tr("They have the shape that the rest makes."))
    if elements.mended:
        what = tr("The file is not written as OpenStreetMap's own are; it was read with some leniency.")
        yield Finding("note", shown, what)
    if elements.history:
        what = tr("The file holds several versions of objects.")
        yield Finding("warning", shown, what, tr("The newest one of each counts."))
    if elements.deleted:
        yield Finding("note", shown, tr("{count} deleted objects are left out.", count=elements.deleted))
    if elements.others:
        what = tr("{count} tagged objects of other kinds are left out.", count=elements.others)
        yield Finding("note", shown, what)
    if not layers:
        yield Finding(
            "error",
            shown,
            tr("The file holds no buildings, roads, water, greens or other objects of a park."),
            remedy=tr("Choose an extract that covers the park."),
        )


def _incomplete(elements: Elements) -> int:
    """How many ways and areas lack members."""
    ways = sum(not way.whole for way in elements.ways.values() if way.tags)
    return ways + sum(
        any(number not in elements.ways for number in relation.ways) for relation in elements.relations.values()
    )
