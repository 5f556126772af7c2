"""GeoParquet, and Parquet with its own type of geometry; other Parquet and Arrow files are refused by name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from gis.errors import UserError
from gis.intake.answers import Answers
from gis.intake.content import Content, RawLayer
from gis.intake.finding import Finding
from gis.intake.source import Source
from gis.text import tr

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq
    import pyproj
    from numpy.typing import NDArray

NAME: Final = "GeoParquet"

_GEOMETRY_NAMES: Final = ("geometry", "geom", "wkb_geometry", "the_geom", "wkb", "wkt", "shape")
_SAYS_NOTHING: Final = object()


def recognises(source: Source) -> int:
    """By the four bytes that begin Parquet, plain or encrypted, and Arrow's own files."""
    return 2 if source.head.startswith((b"PAR1", b"PARE", b"ARROW1", b"FEA1")) else 0


def read(source: Source, answers: Answers) -> Content:
    """The layer of the primary geometry, called as the file is."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    _refuse_others(source)
    try:
        with pq.ParquetFile(source.file) as opened:
            return _content(opened, source)
    except (pa.ArrowException, OSError, ValueError, KeyError, NotImplementedError) as error:
        detail = str(error).partition("\n")[0][:160]
        raise UserError(
            source.shown,
            tr("The Parquet file is damaged or cut off ({detail}).", detail=detail),
            remedy=tr("Copy or download it again, or export it as GeoPackage."),
        ) from error


def _refuse_others(source: Source) -> None:
    if source.head.startswith(b"PARE"):
        raise UserError(source.shown, tr("The Parquet file is encrypted."), remedy=tr("Export it without encryption."))
    if not source.head.startswith(b"PAR1"):
        raise UserError(
            source.shown,
            tr("This is an Arrow or Feather file, which ParkTwin does not read."),
            remedy=tr("Export it as GeoParquet or GeoPackage."),
        )


def _content(opened: pq.ParquetFile, source: Source) -> Content:
    geo = _geo(opened, source.shown)
    column, meaning = _primary(opened, geo, source.shown)
    columns = opened.read()
    others = [name for name in geo.get("columns", {}) if name != column]
    shapes, findings = _shapes(columns.column(column), meaning, source)
    if others:
        what = tr("Further geometries were left out: {names}.", names=", ".join(others))
        findings = [*findings, Finding("note", source.shown, what)]
    left = (column, *others, "__index_level_0__")  # the last is what pandas adds
    kept = [name for name in columns.column_names if name not in left]
    rows = _rows(columns.select(kept), shapes, _crs(meaning, opened.metadata.metadata or {}))
    return Content((RawLayer(source.stem, rows, len(rows)),), findings=tuple(findings))


def _geo(opened: pq.ParquetFile, shown: str) -> dict[str, Any]:
    """The file's "geo" metadata, empty where there is none."""
    raw = (opened.schema_arrow.metadata or {}).get(b"geo")
    if raw is None:
        return {}
    try:
        geo = json.loads(raw)
        if isinstance(geo["columns"][geo["primary_column"]], dict):
            return dict(geo)
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise UserError(
        shown,
        tr("What the file says about its geometry is not valid GeoParquet."),
        remedy=tr("Export it again as GeoParquet or GeoPackage."),
    )


def _primary(opened: pq.ParquetFile, geo: dict[str, Any], shown: str) -> tuple[str, dict[str, Any]]:
    """The column of the geometry and what is said about it."""
    names = opened.schema_arrow.names
    if geo:
        column = str(geo["primary_column"])
        if column in names:
            return column, dict(geo["columns"][column])
    typed = _typed(opened)
    if typed:
        return typed
    likely = [name for wanted in _GEOMETRY_NAMES for name in names if name.lower() == wanted]
    for name in likely:
        if encoding := _plain_encoding(opened, name):
            return name, {"encoding": encoding, "crs": None}
    raise UserError(
        shown,
        tr("This is Parquet without geometry."),
        tr("GeoParquet says in its metadata which column holds the shapes."),
        tr("Export it as GeoParquet or GeoPackage from a geographic program."),
    )


def _typed(opened: pq.ParquetFile) -> tuple[str, dict[str, Any]] | None:
    """The first column of Parquet's own type for geometry."""
    for at in range(len(opened.schema)):
        column = opened.schema.column(at)
        kind = json.loads(column.logical_type.to_json())
        if kind.get("Type") in ("Geometry", "Geography"):
            crs = kind.get("crs")
            return column.path, {"encoding": "WKB", **({"crs": crs} if crs else {})}
    return None


def _plain_encoding(opened: pq.ParquetFile, name: str) -> str:
    """How a column without metadata holds shapes: "WKB", "WKT" or "" for neither."""
    import pyarrow as pa

    kind = opened.schema_arrow.field(name).type
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return "WKB"
    return "WKT" if pa.types.is_string(kind) or pa.types.is_large_string(kind) else ""


def _shapes(column: pa.ChunkedArray, meaning: dict[str, Any], source: Source) -> tuple[Any, list[Finding]]:
    import shapely

    encoding = str(meaning.get("encoding", "WKB")).upper()
    if encoding == "WKT":
        made = shapely.from_wkt(column.to_numpy(zero_copy_only=False), on_invalid="ignore")
        missing = int(shapely.is_missing(made).sum()) - column.null_count
        return made, _unread(missing, source)
    if encoding == "WKB":
        return _from_wkb(column, source)
    return _native(column, encoding.lower()), []


def _from_wkb(column: pa.ChunkedArray, source: Source) -> tuple[Any, list[Finding]]:
    from gis.intake.reading.wkb import shapes_of

    storage = column.combine_chunks()
    storage = getattr(storage, "storage", storage)
    made, _, unread = shapes_of(storage.to_numpy(zero_copy_only=False))
    return made, _unread(unread, source)


def _unread(count: int, source: Source) -> list[Finding]:
    if not count:
        return []
    what = tr("{count} shapes of layer {layer} could not be read.", count=count, layer=source.stem)
    remedy = tr("Mend them in the program that made them; the others can be imported.")
    return [Finding("warning", source.shown, what, remedy=remedy, layer=source.stem)]


_DEPTHS: Final = {"point": 0, "linestring": 1, "multipoint": 1, "polygon": 2, "multilinestring": 2, "multipolygon": 3}


def _native(column: pa.ChunkedArray, encoding: str) -> NDArray[Any]:
    """Shapes of nested lists of corners, the encoding that Arrow's geometry types have."""
    from gis.intake.reading.geojson_shapes import BrokenShapeError, Shapes

    if encoding not in _DEPTHS:
        raise ValueError(encoding)
    import numpy as np

    kind = {"point": "Point", "linestring": "LineString", "multipoint": "MultiPoint", "polygon": "Polygon",
            "multilinestring": "MultiLineString", "multipolygon": "MultiPolygon"}[encoding]  # fmt: skip
    made = np.full(len(column), None, object)
    maker = Shapes()
    for at, value in enumerate(column.to_pylist()):
        try:
            made[at] = None if value is None else maker.shape({"type": kind, "coordinates": _listed(value)})
        except BrokenShapeError:
            continue
    return made


def _listed(value: Any) -> Any:
    """Corners given by the names of their axes become lists of numbers."""
    if isinstance(value, dict):
        return [value[axis] for axis in ("x", "y", "z") if axis in value]
    return [_listed(one) for one in value] if isinstance(value, list) else value


def _crs(meaning: dict[str, Any], keys: Mapping[bytes, bytes]) -> pyproj.CRS | None:
    """The reference system: WGS84 where the file is silent, as the specification has it; None where it says none.

    "projjson:NAME" stands for what the file's metadata `keys` hold under that name.
    """
    import pyproj

    said = meaning.get("crs", _SAYS_NOTHING)
    if said is _SAYS_NOTHING or "CRS84" in str(said):
        return pyproj.CRS.from_epsg(4326)
    if isinstance(said, str) and said.startswith("srid:"):
        said = said.removeprefix("srid:")
    if isinstance(said, str) and said.startswith("projjson:"):
        said = keys.get(said.removeprefix("projjson:").encode(), b"").decode("utf-8", "replace")
    try:
        return pyproj.CRS.from_user_input(said) if said else None
    except pyproj.exceptions.CRSError:
        return None


def _rows(columns: pa.Table, shapes: NDArray[np.object_], crs: pyproj.CRS | None) -> gpd.GeoDataFrame:
    """Fields of one plain type each beside their shapes; what is nested becomes JSON text."""
    import geopandas as gpd
    import pyarrow as pa

    from gis.intake.reading.columns import column_of

    data = {}
    for name in columns.column_names:
        column = columns.column(name)
        free = f"{name}_1" if name == "geometry" else name
        plain = (
            pa.types.is_integer(column.type) or pa.types.is_floating(column.type) or pa.types.is_boolean(column.type)
        )
        data[free] = column.to_pandas() if plain else column_of(column.to_pylist())
    return gpd.GeoDataFrame(data, geometry=shapes, crs=crs)
