"""GeoPackage: the park's own file, with styles that QGIS applies when it opens a layer."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gis.style import qml
from gis.write import STAMP, write_geopackage

if TYPE_CHECKING:
    import geopandas as gpd

NAME: Final = "GeoPackage"
ENDINGS: Final = (".gpkg",)

_STYLES: Final = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME)
"""


def write(layers: Mapping[str, gpd.GeoDataFrame], file: Path) -> None:
    """Write `layers` with their columns, and a style for each."""
    write_geopackage(layers, file)
    try:
        # A connection's own block would only end its transaction and keep the file open.
        with closing(sqlite3.connect(file)) as database, database:
            _write_styles(database, layers)
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


def _write_styles(database: sqlite3.Connection, layers: Mapping[str, gpd.GeoDataFrame]) -> None:
    database.execute(_STYLES)
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change) VALUES (?, ?, ?, ?)",
        ("layer_styles", "attributes", "layer_styles", STAMP),
    )
    for name in layers:
        column = database.execute(
            "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (name,)
        ).fetchone()[0]
        database.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
            " styleQML, styleSLD, useAsDefault, description, owner, update_time)"
            " VALUES ('', '', ?, ?, ?, ?, '', 1, '', '', ?)",
            (name, column, name, qml(name, layers[name]), STAMP),
        )
