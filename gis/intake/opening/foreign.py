"""Formats that ParkTwin does not read, each refused by its name and with the way out; by content first."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from gis.errors import UserError
from gis.intake.opening import archives, marks
from gis.intake.source import Source
from gis.text import tr

_WAYS: Final[dict[int, Callable[[], str]]] = {
    marks.DRAWING: lambda: tr("Save it as DXF (R2013, ASCII) in the program that made it."),
    marks.MODEL: lambda: tr("Export its outlines as DXF, or the whole as CityJSON or CityGML."),
    marks.TABLE: lambda: tr("Save the table with its coordinates as CSV (UTF-8)."),
    marks.GIS: lambda: tr("Export its layers as GeoPackage, for example with QGIS."),
    marks.PICTURE: lambda: tr("It lacks a place on Earth: georeference it (QGIS does) and save it as GeoTIFF."),
    marks.GRID: lambda: tr("Export it as GeoTIFF, for example with QGIS."),
    marks.PROJECT: lambda: tr(
        "It only names data that lie elsewhere: give those files, or export its layers as GeoPackage."
    ),
    marks.CLOUD: lambda: tr("Make a terrain of it (GeoTIFF) or outlines (GeoPackage)."),
    marks.TILES: lambda: tr("Tiles are cut and simplified: export the data that they were made of as GeoPackage."),
    marks.ARCHIVE: lambda: tr("Unpack it yourself and give the file or folder in it."),
    marks.NOTHING: lambda: tr("Export the layout as GeoPackage, GeoJSON, Shapefile, DXF or GeoTIFF."),
}

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(source: Source) -> UserError | None:
    """Why a source is refused whatever a reader thinks of it; None if its content does not say so for sure."""
    if source.address:
        return None
    found = _by_bytes(source) or _by_container(source) or _by_text(source)
    return found if isinstance(found, UserError | None) else _refused(source.shown, *found)


def unknown(source: Source) -> UserError:
    """Why a source that no reader knows is refused."""
    from gis.formats import csvtable

    refused = refusal(source) or csvtable.refusal(source)
    if refused is not None:
        return refused
    root = _root(source.head)
    found = marks.ROOTS.get(root) or marks.ENDINGS.get(source.ending)
    if found is not None:
        return _refused(source.shown, *found)
    if source.head.startswith(b"SQLite format 3\0"):
        return _said(source.shown, tr("This database (SQLite) holds no layers of a GeoPackage."), marks.GIS)
    if root:
        return _said(
            source.shown, tr("This is XML of a kind that ParkTwin does not know (<{root}>).", root=root), marks.NOTHING
        )
    if source.head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _said(source.shown, tr("This is JSON, but neither GeoJSON nor CityJSON."), marks.NOTHING)
    if not source.head.strip(b"\0 \r\n\t"):
        return _said(source.shown, tr("There is nothing in it but blanks or zeros."), marks.NOTHING)
    return _said(source.shown, tr("This is not a format that ParkTwin knows."), marks.NOTHING)


def container(file: Path) -> bool:
    """Whether an archive is the wrapping of a foreign format: an office document, a project, a database."""
    return archives.kind_of(file) == "zip" and bool(_zipped(archives.zip_names(file)))


def folder(path: Path, shown: str) -> UserError | None:
    """Why a folder is refused that is a database or a coverage of ESRI's, None for any other."""
    names = {file.name.lower() for file in path.iterdir()}
    if any(name.endswith(".gdbtable") for name in names):
        return _refused(shown, "ESRI File Geodatabase", marks.GIS)
    if {"hdr.adf", "w001001.adf"} <= names or {"arc.adf", "tol.adf"} & names:
        return _refused(shown, "ArcInfo", marks.GIS)
    inside = [file for file in path.iterdir() if file.is_dir() and file.name.lower().endswith(".gdb")]
    return _refused(shown, "ESRI File Geodatabase", marks.GIS) if inside and len(names) == len(inside) else None


def _refused(shown: str, name: str, way: int) -> UserError:
    return _said(shown, tr("This is {name}, a format that ParkTwin does not read.", name=name), way)


def _said(shown: str, what: str, way: int) -> UserError:
    return UserError(shown, what, remedy=_WAYS[way]())


_Found = tuple[str, int] | UserError | None


def _by_bytes(source: Source) -> _Found:
    head = source.head
    if head.startswith(_OLE):
        if b"W\0o\0r\0k\0b\0o\0o\0k\0" in head:
            return "Excel", marks.TABLE
        return marks.OLE_KINDS.get(source.ending, ("OLE (Office, Revit, ArcMap)", marks.NOTHING))
    for at, magic, name, way in marks.BYTES:
        if head[at : at + len(magic)] == magic:
            return name, way
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0" and head[14:15] in (b"\x28", b"\x0c", b"\x6c", b"\x7c"):
        return "BMP", marks.PICTURE
    if head[:2] == b"MZ" or head[:4] in (b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\0asm"):
        return _said(source.shown, tr("This is a program, not a layout."), marks.NOTHING)
    if head[4:8] == b"ftyp" or head[:4] == b"\x1aE\xdf\xa3" or head[8:12] in (b"AVI ", b"WAVE") or head[:3] == b"ID3":
        return _said(source.shown, tr("This is a film or a sound, not a layout."), marks.NOTHING)
    if source.ending == ".pbf" and head[:1] == b"\x1a" and b"OSMHeader" not in head[:32]:
        return "MVT", marks.TILES
    if re.match(rb"\d{5}[123]L", head):
        return "S-57/ISO 8211", marks.GIS
    return ("3DS", marks.MODEL) if head[:2] == b"MM" and source.ending == ".3ds" else None


def _by_container(source: Source) -> _Found:
    if not source.head.startswith(b"PK\x03\x04"):
        return None
    return _zipped(archives.zip_names(source.file))


def _zipped(names: list[str]) -> tuple[str, int] | None:
    """What the members of a zip are the parts of, None if it is just an archive."""
    lower = [name.lower() for name in names]
    first = {name.partition("/")[0] for name in lower}
    if "[content_types].xml" in first:
        office = {"xl": ("Excel", marks.TABLE), "word": ("Word", marks.NOTHING), "ppt": ("PowerPoint", marks.NOTHING)}
        return next((office[part] for part in office if part in first), ("Office Open XML", marks.NOTHING))
    if any(name.endswith(".gdbtable") for name in lower):
        return "ESRI File Geodatabase", marks.GIS
    if any(name.endswith(".qgs") for name in lower):
        return "QGIS (QGZ)", marks.PROJECT
    if "gisproject.xml" in first or any(name.endswith((".mxd", ".lyrx", ".mapx")) for name in lower):
        return "ArcGIS", marks.PROJECT
    if "mimetype" in first and "content.xml" in first:
        return "OpenDocument", marks.TABLE
    if "meta-inf" in first and any(name.endswith((".class", ".dex")) for name in lower):
        return "Java (JAR/APK)", marks.NOTHING
    return None


def _by_text(source: Source) -> _Found:
    text = _text(source.head)
    start = text.lstrip("\ufeff \t\r\n")[:4000]
    if start.startswith("version https://git-lfs.github.com/"):
        what = tr("This is a pointer of Git LFS: the file itself was not fetched.")
        return UserError(source.shown, what, remedy=tr("Run 'git lfs pull', or download the file itself."))
    if re.match(r"(?is)(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html[\s>])", start):
        what = tr("This is a web page that was saved in place of the file.")
        return UserError(
            source.shown, what, remedy=tr("Download the file itself: look for 'Raw' or 'Download' on that page.")
        )
    if start.startswith("ISO-10303-21"):
        return ("IFC" if "IFC" in text[:4000].upper() else "STEP"), marks.MODEL
    if re.match(r"(?is)version\s+\d+\s+(charset|delimiter|columns|coordsys)\s", start):
        return "MapInfo MIF", marks.GIS
    return _json_kind(text[:20_000]) if start[:1] == "{" else None


def _json_kind(text: str) -> _Found:
    if re.search(r'"type"\s*:\s*"Topology"', text):
        return "TopoJSON", marks.GIS
    if re.search(r'"geometryType"\s*:\s*"esriGeometry', text) or re.match(r'\s*\{\s*"displayFieldName"', text):
        return "Esri JSON", marks.GIS
    if re.search(r'"asset"\s*:\s*\{[^}]*"version"', text) and re.search(
        r'"(scenes?|meshes|nodes|buffers|root)"\s*:', text
    ):
        return "glTF / 3D Tiles", marks.MODEL
    return None


def _text(head: bytes) -> str:
    wide = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(head[:2])
    return head.decode(wide or "utf-8", "ignore")


def _root(head: bytes) -> str:
    """The name of the root of an XML file in lower case without its prefix, "" for what is no XML."""
    text = _text(head).lstrip("\ufeff \t\r\n")
    if not text.startswith("<"):
        return ""
    found = re.search(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)", re.sub(r"(?s)<!--.*?(-->|$)", "", text))
    return found.group(1).lower() if found else ""
