"""Tables of a PostGIS database as layers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gis.intake.content import RawLayer
from gis.intake.finding import Finding
from gis.text import tr

if TYPE_CHECKING:
    import geopandas as gpd
    import psycopg
    import pyproj

_CHUNK: Final = 5000
_METRES_IN_A_DEGREE: Final = 111_320.0
_CURVED: Final = "('CIRCULARSTRING', 'COMPOUNDCURVE', 'CURVEPOLYGON', 'MULTICURVE', 'MULTISURFACE')"
_AS_THEY_ARE: Final = frozenset(
    {"int2", "int4", "int8", "float4", "float8", "bool", "text", "varchar", "bpchar", "name"}
)
_SHAPES: Final = frozenset({"geometry", "geography"})

_COLUMNS: Final = """
SELECT n.nspname, c.relname, a.attname, t.typname, greatest(c.reltuples, 0)::bigint,
       (SELECT array_agg(f.attname::text ORDER BY f.attnum) FROM pg_catalog.pg_attribute f
        WHERE f.attrelid = c.oid AND f.attnum > 0 AND NOT f.attisdropped),
       (SELECT array_agg(y.typname::text ORDER BY f.attnum) FROM pg_catalog.pg_attribute f
        JOIN pg_catalog.pg_type y ON y.oid = f.atttypid
        WHERE f.attrelid = c.oid AND f.attnum > 0 AND NOT f.attisdropped)
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
WHERE t.typname IN ('geometry', 'geography') AND c.relkind IN ('r', 'v', 'm', 'f', 'p') AND NOT c.relispartition
  AND a.attnum > 0 AND NOT a.attisdropped
  AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'topology')
  AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname = 'public' DESC, n.nspname, c.relname, a.attnum
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of shapes. `fields` are the names and types of the others; `about_rows` is the server's estimate."""

    layer: str
    schema: str
    table: str
    name: str
    about_rows: int
    fields: tuple[tuple[str, str], ...]


def home_of_postgis(connection: psycopg.Connection[Any]) -> str | None:
    """The schema that PostGIS lives in, None if the database has none."""
    row = connection.execute(
        "SELECT n.nspname FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace"
        " WHERE e.extname = 'postgis'"
    ).fetchone()
    return str(row[0]) if row else None


def columns_of_shapes(connection: psycopg.Connection[Any]) -> list[Column]:
    """Every column of shapes that the user may read; those of schema public come first."""
    rows = connection.execute(_COLUMNS).fetchall()
    many = Counter((schema, table) for schema, table, *_ in rows)
    return [
        Column(
            _layer_name(schema, table, name if many[schema, table] > 1 else ""),
            schema, table, name, rows_there,
            tuple((field, kind) for field, kind in zip(names, kinds, strict=True) if kind not in _SHAPES),
        )
        for schema, table, name, _, rows_there, names, kinds in rows
    ]  # fmt: skip


def _layer_name(schema: str, table: str, column: str) -> str:
    parts = [schema if schema != "public" else "", table, column]
    return ".".join(part for part in parts if part)


def layer_of(
    connection: psycopg.Connection[Any], home: str, column: Column, tolerance_m: float, shown: str
) -> tuple[RawLayer, list[Finding]]:
    """All rows of a table with their shapes, curves flattened to `tolerance_m`."""
    import numpy as np

    srids = _srids(connection, home, column)
    srid = max(srids, key=lambda one: (one != 0, srids[one]), default=0)
    crs = _crs(connection, home, srid)
    rows = _rows(connection, _question(home, column, srid, tolerance_m / _unit_m(crs)))
    raw = np.empty(len(rows), object)
    raw[:] = [row[-1] for row in rows]
    table, unread = _table(rows, raw, column, crs)
    return RawLayer(column.layer, table, len(table)), _told(shown, column.layer, srid, crs, srids, unread)


def _srids(connection: psycopg.Connection[Any], home: str, column: Column) -> dict[int, int]:
    """How many shapes have which SRID."""
    from psycopg import sql

    question = sql.SQL("SELECT {home}.ST_SRID({shape}::{home}.geometry), count(*) FROM {table} GROUP BY 1").format(
        **_names(home, column)
    )
    return {int(srid): int(count) for srid, count in connection.execute(question) if srid is not None}


def _names(home: str, column: Column) -> dict[str, Any]:
    from psycopg import sql

    return {
        "home": sql.Identifier(home),
        "table": sql.Identifier(column.schema, column.table),
        "shape": sql.Identifier(column.name),
    }


def _question(home: str, column: Column, srid: int, tolerance: float) -> Any:
    """The statement whose rows are the fields and, last, the shape as well-known binary."""
    from psycopg import sql

    parts = {**_names(home, column), "srid": sql.Literal(srid), "tolerance": sql.Literal(tolerance)}
    parts["s"] = sql.SQL("s.{shape}::{home}.geometry").format(**parts)
    parts["flat"] = sql.SQL(
        "CASE WHEN {home}.ST_HasArc({s}) OR {home}.GeometryType({s}) IN " + _CURVED +
        " THEN {home}.ST_CurveToLine({s}, {tolerance}, 1, 0) ELSE {s} END"
    ).format(**parts)  # fmt: skip
    same = "CASE WHEN {home}.ST_SRID({s}) IN (0, {srid}) THEN {flat} ELSE {home}.ST_Transform({flat}, {srid}) END"
    parts["same"] = sql.SQL(same).format(**parts)
    fields = [sql.SQL("{}, ").format(_field(name, kind)) for name, kind in column.fields]
    parts["fields"] = sql.SQL("").join(fields)
    return sql.SQL("SELECT {fields} {home}.ST_AsBinary({same}) FROM {table} s").format(**parts)


def _field(name: str, kind: str) -> Any:
    from psycopg import sql

    column = sql.SQL("s.{}").format(sql.Identifier(name))
    if kind == "numeric":
        return sql.SQL("{}::float8").format(column)
    if kind == "bytea":
        return sql.SQL("encode({}, 'hex')").format(column)
    return column if kind in _AS_THEY_ARE else sql.SQL("{}::text").format(column)


def _rows(connection: psycopg.Connection[Any], question: Any) -> list[tuple[Any, ...]]:
    """All rows, in pieces, so that neither side holds them twice."""
    rows: list[tuple[Any, ...]] = []
    with connection.cursor(name="parktwin", binary=True) as cursor:
        cursor.itersize = _CHUNK
        cursor.execute(question)
        while part := cursor.fetchmany(_CHUNK):
            rows.extend(part)
    return rows


def _table(
    rows: list[tuple[Any, ...]], raw: Any, column: Column, crs: pyproj.CRS | None
) -> tuple[gpd.GeoDataFrame, int]:
    import geopandas as gpd

    from gis.intake.reading.columns import column_of
    from gis.intake.reading.wkb import shapes_of

    shapes, _, unread = shapes_of(raw)
    names = [f"{name}_1" if name == "geometry" else name for name, _ in column.fields]
    data = {name: column_of([row[at] for row in rows]) for at, name in enumerate(names)}
    return gpd.GeoDataFrame(data, geometry=shapes, crs=crs), unread


def _crs(connection: psycopg.Connection[Any], home: str, srid: int) -> pyproj.CRS | None:
    """The reference system of an SRID: by its authority, else as the database describes it; None for 0."""
    import pyproj
    from psycopg import sql

    from gis.intake.reading.ogr import declared_crs

    row = connection.execute(
        sql.SQL("SELECT auth_name, auth_srid, srtext, proj4text FROM {}.spatial_ref_sys WHERE srid = %s").format(
            sql.Identifier(home)
        ),
        (srid,),
    ).fetchone()
    if not srid or not row:
        return None
    try:
        return pyproj.CRS.from_authority(row[0], row[1])
    except (pyproj.exceptions.CRSError, TypeError):
        return declared_crs(row[2]) or declared_crs(row[3])


def _unit_m(crs: pyproj.CRS | None) -> float:
    if crs is None:
        return 1.0
    return _METRES_IN_A_DEGREE if crs.is_geographic else float(crs.axis_info[0].unit_conversion_factor)


def _told(
    shown: str, layer: str, srid: int, crs: pyproj.CRS | None, srids: dict[int, int], unread: int
) -> list[Finding]:
    findings = []
    if srid and crs is None:
        what = tr("SRID {srid} of layer {layer} is not described in the database.", srid=srid, layer=layer)
        remedy = tr("Name it: --crs EPSG:4549, for example.")
        findings.append(Finding("warning", shown, what, remedy=remedy, layer=layer))
    if len(srids) > 1:
        others = ", ".join(str(one) for one in srids if one != srid)
        what = tr("Layer {layer} mixes SRIDs; {others} was converted to {srid}.", layer=layer, others=others, srid=srid)
        findings.append(Finding("warning", shown, what, remedy=tr("Check that every shape lies where it belongs.")))
    if unread:
        what = tr("{count} shapes of layer {layer} could not be read.", count=unread, layer=layer)
        remedy = tr("Mend them in the program that made them; the others can be imported.")
        findings.append(Finding("warning", shown, what, remedy=remedy, layer=layer))
    return findings
