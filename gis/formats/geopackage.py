"""GeoPackage, and SpatiaLite where GDAL can read it: every table with geometry is a layer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from gis.errors import UserError
from gis.intake.answers import Answers
from gis.intake.content import Content, RawLayer
from gis.intake.finding import Finding
from gis.intake.reading.sqlite import MAGIC, is_geopackage, loosened, rows_of, tables_of, untouched
from gis.intake.source import Source
from gis.text import tr

NAME: Final = "GeoPackage"

_TILES: Final = "SELECT table_name FROM gpkg_contents WHERE data_type IN ('tiles', '2d-gridded-coverage')"
_SPATIAL: Final = "SELECT 1 FROM gpkg_geometry_columns LIMIT 1"


def recognises(source: Source) -> int:
    """A GeoPackage says so; other SQLite databases may hold layers, which only reading them tells."""
    if is_geopackage(source.head):
        return 2
    return 1 if source.head.startswith(MAGIC) else 0


def read(source: Source, answers: Answers) -> Content:
    """A layer a table with geometry."""
    with untouched(source.file, ".gpkg" if is_geopackage(source.head) else source.ending) as file:
        tables = tables_of(file, source.shown)
        if "gpkg_contents" in tables:
            with untouched(file, ".gpkg") as named, loosened(named) as plain:
                tiles = tuple(_tiles(plain, source.shown))
                if "gpkg_geometry_columns" not in tables or not rows_of(plain, source.shown, _SPATIAL):
                    return Content(findings=(*tiles, _nothing(source.shown)))
                return _content(plain, source.shown, answers, tiles)
        if "geometry_columns" in tables or "views_geometry_columns" in tables:
            with untouched(file, ".sqlite") as named:
                return _content(named, source.shown, answers, ())
        raise _foreign(source.shown, tables)


def _content(file: Path, shown: str, answers: Answers, tiles: Iterable[Finding]) -> Content:
    from gis.intake.reading.ogr import layer_types

    kinds = layer_types(file, shown)
    spatial = [name for name, kind in kinds.items() if kind]
    plain = [name for name, kind in kinds.items() if not kind]
    wanted = [name for name in spatial if answers.takes(name)] or spatial
    read_ones = [_layer(file, name, shown) for name in wanted]
    layers = tuple(layer for layer, _ in read_ones if layer)
    findings = (*(one for _, told in read_ones for one in told), *tiles, *_left_out(shown, plain))
    if not layers:
        findings = (*findings, _nothing(shown))
    return Content(layers, findings=findings)


def _layer(file: Path, name: str, shown: str) -> tuple[RawLayer | None, tuple[Finding, ...]]:
    from gis.intake.reading.ogr import table
    from gis.intake.reading.ogr_content import said

    try:
        rows = table(file, name, shown)
    except UserError as error:
        what = tr("Layer {layer} cannot be read: {why}", layer=name, why=error.what)
        return None, (Finding("warning", shown, what, error.expected, error.remedy, name),)
    return RawLayer(name, rows, len(rows)), tuple(said(rows, name, shown))


def _tiles(file: Path, shown: str) -> Iterator[Finding]:
    for (name,) in rows_of(file, shown, _TILES):
        yield Finding(
            "note",
            shown,
            tr("Layer {layer} is a picture in tiles; it was left out.", layer=name),
            remedy=tr("Export it as GeoTIFF if it is needed."),
        )


def _left_out(shown: str, names: list[str]) -> Iterator[Finding]:
    if names:
        listed = ", ".join(names[:10])
        yield Finding("note", shown, tr("Tables without geometry were left out: {names}.", names=listed))


def _nothing(shown: str) -> Finding:
    return Finding(
        "error",
        shown,
        tr("It holds no layer that can be read."),
        tr("A layer of points, lines or areas."),
        tr("Export the layers again as GeoPackage."),
    )


def _foreign(shown: str, tables: set[str]) -> UserError:
    if {"tiles", "metadata"} <= tables:
        return UserError(
            shown,
            tr("This is MBTiles: pictures or simplified shapes in tiles, not a layout."),
            remedy=tr("Export the layers that the tiles were made of, as GeoPackage."),
        )
    return UserError(
        shown,
        tr("This is an SQLite database without layers."),
        remedy=tr("Export its layers as GeoPackage."),
    )
