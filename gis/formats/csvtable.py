"""Tables of text with coordinates or shapes: CSV, with any delimiter and encoding."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any, Final

from gis.errors import UserError
from gis.intake.answers import Answers
from gis.intake.content import Content, RawLayer
from gis.intake.finding import Finding
from gis.intake.source import HEAD_BYTES, Source
from gis.text import tr

if TYPE_CHECKING:
    import pyproj

    from gis.intake.reading.tabletext import Columns

NAME = "CSV"

_MAX_BYTES: Final = 1024 * 1024 * 1024
_PROSE: Final = (
    ".md", ".rst", ".py", ".toml", ".yml", ".yaml", ".ini", ".cfg", ".log", ".html", ".htm", ".xml", ".svg",
    ".obj", ".asc", ".prj",
)  # fmt: skip


def recognises(source: Source) -> int:
    """By a header with coordinates and steady columns below it; `PERHAPS` at most, as any text may look so."""
    from gis.intake.reading import tabletext

    text = _beginning(source)
    rows = tabletext.table(text, tabletext.delimiter(text))[:500] if text else []
    return int(len(rows) > 1 and tabletext.columns(rows[0], rows[1:]).found)


def refusal(source: Source) -> UserError | None:
    """Why a table without coordinates is refused, None if the source is no table."""
    from gis.intake.reading import tabletext

    text = _beginning(source)
    sign = tabletext.delimiter(text) if text else ""
    if not (sign and source.ending in (".csv", ".tsv", ".psv")):
        return None
    return _no_place(source, tabletext.table(text, sign)[0])


def _beginning(source: Source) -> str:
    """The whole lines at the beginning of the file as text, "" for what is no text or another kind of it."""
    from gis.intake.opening import encodings

    if not source.head or source.ending in _PROSE or (source.head[:16].isascii() and b"\0\0\0" in source.head):
        return ""

    decision = encodings.of_text(source.head)
    text = encodings.decoded(source.head, decision.encoding)
    if len(source.head) == HEAD_BYTES and text.count("\n") > 1:
        text = text.rpartition("\n")[0]
    noise = sum((sign < " " and sign not in "\t\r\n\f") or sign == "\ufffd" for sign in text)
    other = text.lstrip("\ufeff \t\r\n").startswith(("{", "[", "<", "%", "ISO-10303", "version https"))
    return "" if other or noise > 0.01 * len(text) else text


def read(source: Source, answers: Answers) -> Content:
    """The one layer of a table: a feature a row.

    Raises:
        UserError: no column holds coordinates, or the answered encoding is none.
    """
    import pandas as pd

    from gis.intake.reading import tabletext

    text, findings = _text(source, answers)
    try:
        head = text[:HEAD_BYTES].rpartition("\n")[0] if len(text) > HEAD_BYTES else ""
        rows = tabletext.table(text, tabletext.delimiter(head if "\n" in head else text))
    except csv.Error as error:
        raise UserError(source.shown, tr("A cell of the table is damaged: its quotation mark never ends.")) from error
    header, rows = rows[0], rows[1:]
    where = tabletext.columns(header, rows)
    if not where.found:
        raise _no_place(source, header)
    width = len(header)
    frame = pd.DataFrame([(row + [""] * width)[:width] for row in rows], columns=_unique(header), dtype=object)
    shapes, crs, bad = _shapes(rows, where)
    findings += _broken(source, bad)
    layer = _layer(frame, shapes, where, crs or _crs(source))
    return Content((RawLayer(source.stem, layer, len(layer)),), findings=tuple(findings))


def _text(source: Source, answers: Answers) -> tuple[str, list[Finding]]:
    from gis.intake.opening import encodings
    from gis.intake.reading import tabletext

    if source.file.stat().st_size > _MAX_BYTES:
        raise UserError(source.shown, tr("The table is too large."), remedy=tr("Save it as GeoPackage."))
    data = source.file.read_bytes()
    page = source.companion(".cpg")
    decision = encodings.of_text(data, answers.encoding, page.read_text("ascii", "ignore")[:40] if page else "")
    found = encodings.finding(decision, source.shown)
    text = encodings.decoded(data, decision.encoding).lstrip("\ufeff")
    if (spread := re.match(r"sep=(.)\r?\n", text)) is not None and spread.group(1) in tabletext.DELIMITERS:
        text = text[spread.end() :]
    return text, [found] if found else []


def _no_place(source: Source, header: list[str]) -> UserError:
    return UserError(
        source.shown,
        tr("No column of the table holds coordinates: {columns}.", columns=", ".join(header[:12])[:200]),
        tr("Known are lon and lat, x and y, easting and northing, 经度 and 纬度, 东坐标 and 北坐标, wkt, geometry."),
        tr("Name the columns so in the first line, and have numbers or shapes in them."),
    )


def _broken(source: Source, bad: list[int]) -> list[Finding]:
    if not bad:
        return []
    what = tr("{count} rows have no usable coordinates, the first in line {line}.", count=len(bad), line=bad[0] + 2)
    return [Finding("warning", source.shown, what, remedy=tr("Correct them in the table; they are left out."))]


def _unique(header: list[str]) -> list[str]:
    names: list[str] = []
    for at, cell in enumerate(header):
        name = cell.strip() or f"column_{at + 1}"
        name = "geometry_1" if name == "geometry" else name
        names.append(f"{name}_{at + 1}" if name in names else name)
    return names


def _layer(frame: Any, shapes: list[Any], where: Columns, crs: pyproj.CRS | None) -> Any:
    import geopandas as gpd
    import pandas as pd

    from gis.intake.reading import tabletext

    if where.shape >= 0:
        frame = frame.drop(columns=frame.columns[where.shape])
    for name in frame.columns:
        cells = frame[name].map(str.strip)
        empty = cells == ""
        if not empty.all() and (empty | cells.map(tabletext.is_number)).all() and not _is_code(cells):
            frame[name] = pd.Series([tabletext.number(cell) for cell in cells], dtype="float64")
        else:
            frame[name] = cells.mask(empty, None)
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapes, index=frame.index), crs=crs)


def _is_code(cells: Any) -> bool:
    """Whether numbers are names: "007" and telephone numbers must not lose their zeros and digits."""
    return bool(cells.map(lambda cell: len(cell) > 15 or re.match(r"0\d", cell) is not None).any())


def _shapes(rows: list[list[str]], where: Columns) -> tuple[list[Any], pyproj.CRS | None, list[int]]:
    """A shape or None a row, the reference system that the shapes declare, and the rows that are broken."""
    import numpy as np
    import shapely

    from gis.intake.reading import ogr, tabletext

    if where.shape < 0:
        pairs = [
            [tabletext.number(row[at]) if at < len(row) else float("nan") for at in (where.x, where.y)] for row in rows
        ]
        places = np.array(pairs, dtype=np.float64).reshape(-1, 2)
        sound = np.flatnonzero((np.abs(places) < 1e12).all(axis=1))
        points = np.full(len(places), None, dtype=object)
        points[sound] = shapely.points(places[sound])
        return list(points), None, [at for at, point in enumerate(points) if point is None]
    cells = [row[where.shape].strip() if where.shape < len(row) else "" for row in rows]
    shapes, codes = [], set()
    for cell in cells:
        shape, code = _shape(cell) if not tabletext.is_geojson(cell) else (_of_geojson(cell), 4326)
        shapes.append(shape)
        codes |= {code} if code else set()
    # Arcs and surfaces are beyond the library of shapes.
    beyond = [at for at, shape in enumerate(shapes) if shape is None and tabletext.is_shape(cells[at])]
    for at, shape in zip(beyond, ogr.shapes_of_wkt([cells[at] for at in beyond]), strict=True):
        shapes[at] = shape
    crs = ogr.declared_crs(f"EPSG:{codes.pop()}") if len(codes) == 1 else None
    return (
        shapes,
        crs,
        [at for at, (shape, cell) in enumerate(zip(shapes, cells, strict=True)) if cell and shape is None],
    )


def _of_geojson(cell: str) -> Any:
    import json

    from gis.intake.reading.geojson_shapes import BrokenShapeError, Shapes

    try:
        held = json.loads(cell)
        return Shapes().shape(held.get("geometry") if held.get("type") == "Feature" else held)
    except (ValueError, RecursionError, AttributeError, BrokenShapeError):
        return None


def _shape(cell: str) -> tuple[Any, int]:
    import shapely

    srid, _, text = cell.rpartition(";") if cell[:5].upper() == "SRID=" else ("", "", cell)
    try:
        shape = shapely.from_wkb(cell) if re.match("0[01]", cell) else shapely.from_wkt(text)
        if shape is not None and shape.geom_type in _KNOWN:
            return shape, int(srid[5:] or shapely.get_srid(shape))
    except (shapely.errors.GEOSException, NotImplementedError, ValueError):
        pass
    return None, 0


_KNOWN: Final = (
    "Point", "LineString", "LinearRing", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon",
    "GeometryCollection",
)  # fmt: skip


def _crs(source: Source) -> pyproj.CRS | None:
    from gis.intake.reading import ogr

    file = source.companion(".prj")
    return ogr.declared_crs(file.read_bytes()[:20_000].decode("utf-8", "ignore").strip()) if file is not None else None
