"""GeoPackages and other SQLite databases."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import LineString, Point, box

from gis.errors import UserError
from gis.formats import reader_of
from gis.formats.geopackage import read
from gis.intake.answers import Answers
from gis.intake.content import Content
from gis.intake.source import source_of


def plots(count: int = 3) -> gpd.GeoDataFrame:
    """Squares with fields of several types."""
    return gpd.GeoDataFrame(
        {
            "名称": [f"地块{number}" for number in range(count)],
            "height": [3.5 * number for number in range(count)],
            "built": pd.to_datetime(["2024-05-01"] * count),
        },
        geometry=[box(number, 0, number + 1, 1) for number in range(count)],
        crs="EPSG:4549",
    )


def content(file: Path, answers: Answers | None = None) -> Content:
    source = source_of(file)
    found = reader_of(source)
    assert found is not None
    assert found.NAME == "GeoPackage"
    return read(source, answers or Answers())


@pytest.fixture
def park(tmp_path: Path) -> Path:
    """Two layers and a table without geometry."""
    file = tmp_path / "park.gpkg"
    plots().to_file(file, layer="地块", geometry_name="几何")
    gpd.GeoDataFrame(geometry=[LineString([(0, 0), (1, 1)]), None], crs="EPSG:4490").to_file(file, layer="roads")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE prices (id INTEGER PRIMARY KEY, price REAL)")
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('prices', 'attributes', 'prices')"
        )
    return file


def test_every_table_with_shapes_is_a_layer(park: Path) -> None:
    """By its name, with all its fields; tables without shapes are named and left out."""
    found = content(park)
    assert [(layer.name, layer.features) for layer in found.layers] == [("地块", 3), ("roads", 2)]
    assert [layer.table.crs.to_epsg() for layer in found.layers] == [4549, 4490]
    table = found.layers[0].table
    assert table["名称"].tolist() == ["地块0", "地块1", "地块2"]
    assert table["height"].sum() == pytest.approx(10.5)
    assert table["built"].tolist()[0].startswith("2024-05-01")
    assert found.layers[1].table.geometry.isna().tolist() == [False, True]
    assert "prices" in found.findings[0].what


def test_only_layers_that_are_wanted_are_read(park: Path) -> None:
    """The others cost nothing."""
    assert [layer.name for layer in content(park, Answers(layers=("roads",))).layers] == ["roads"]


@pytest.mark.parametrize("srs_id", [-1, 0])
def test_an_undefined_system_is_none(park: Path, srs_id: int) -> None:
    """What GeoPackage calls undefined is asked for."""
    with closing(sqlite3.connect(park)) as connection, connection:
        connection.execute("UPDATE gpkg_contents SET srs_id = ?", (srs_id,))
        connection.execute("UPDATE gpkg_geometry_columns SET srs_id = ?", (srs_id,))
    assert [layer.table.crs for layer in content(park).layers] == [None, None]


def test_what_a_database_says_of_itself_is_not_believed(park: Path) -> None:
    """Extents and counts that lie change nothing."""
    with closing(sqlite3.connect(park)) as connection, connection:
        connection.execute("UPDATE gpkg_contents SET min_x = 1e9, max_x = 2e9, min_y = 0, max_y = 0")
        connection.execute("UPDATE gpkg_ogr_contents SET feature_count = 1000000")
    assert [layer.features for layer in content(park).layers] == [3, 2]


def test_a_layer_whose_table_is_lost_is_told(park: Path) -> None:
    """The others come in."""
    with closing(sqlite3.connect(park)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_master WHERE tbl_name = 'roads' OR sql LIKE '%roads%'")
    assert "地块" in [layer.name for layer in content(park).layers]


@pytest.fixture
def sealed(park: Path) -> Iterator[Path]:
    """The file in a folder where nothing may be made."""
    park.parent.chmod(0o555)
    yield park
    park.parent.chmod(0o755)


def test_reading_leaves_no_trace(sealed: Path) -> None:
    """The bytes, the time and the folder stay as they were, also where nothing may be written."""
    before = (sealed.read_bytes(), sealed.stat().st_mtime_ns, sorted(sealed.parent.iterdir()))
    assert len(content(sealed).layers) == 2
    assert (sealed.read_bytes(), sealed.stat().st_mtime_ns, sorted(sealed.parent.iterdir())) == before


def test_what_is_still_in_the_journal_is_read_and_left_there(park: Path, tmp_path: Path) -> None:
    """A database that another program has open is read as that program sees it, and not touched."""
    with closing(sqlite3.connect(park)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("CREATE TABLE more (id INTEGER PRIMARY KEY)")
        connection.execute("INSERT INTO gpkg_contents (table_name, data_type) VALUES ('more', 'attributes')")
        connection.commit()
        copied = tmp_path / "copied"
        copied.mkdir()
        for beside in park.parent.glob("park.gpkg*"):
            shutil.copy(beside, copied)
    before = {file.name: file.read_bytes() for file in copied.iterdir()}
    assert "park.gpkg-wal" in before
    found = content(copied / "park.gpkg")
    assert len(found.layers) == 2
    assert "more" in found.findings[0].what
    assert {file.name: file.read_bytes() for file in copied.iterdir()} == before


def test_curves_become_lines(park: Path) -> None:
    """A curved shape is flattened, not lost."""
    import struct

    circle = struct.pack("<BIIBII8d", 1, 10, 1, 1, 8, 4, 0.0, 0.0, 10.0, 10.0, 20.0, 0.0, 0.0, 0.0)
    circle = struct.pack("<BIIBII10d", 1, 10, 1, 1, 8, 5, 0, 0, 10, 10, 20, 0, 10, -10, 0, 0)
    header = b"GP\0\1" + struct.pack("<i", 4549)
    with closing(sqlite3.connect(park)) as connection, connection:
        connection.create_function("ST_IsEmpty", 1, lambda _: 0)
        for name in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            connection.create_function(name, 1, lambda _: 0.0)
        connection.execute('UPDATE "地块" SET "几何" = ? WHERE fid = 1', (header + circle,))
    shape = content(park).layers[0].table.geometry.iloc[0]
    assert shape.geom_type == "Polygon"
    assert shape.area == pytest.approx(314.16, rel=1e-3)


def test_an_ending_of_its_own_does_not_hide_a_geopackage(park: Path) -> None:
    """Content counts."""
    for name in ("park.db", "park", "园区!数据;.gpkg", "park.sqlite"):
        other = park.rename(park.with_name(name))
        assert len(content(other).layers) == 2
        park = other


def test_an_empty_layer_counts_nothing(tmp_path: Path) -> None:
    """It is a layer all the same."""
    plots().iloc[:0].to_file(tmp_path / "a.gpkg", layer="plots")
    (layer,) = content(tmp_path / "a.gpkg").layers
    assert (layer.name, layer.features) == ("plots", 0)


def test_spatialite_is_read(tmp_path: Path) -> None:
    """Its layers as those of a GeoPackage."""
    file = tmp_path / "park.sqlite"
    plots().drop(columns="built").to_file(file, driver="SQLite", layer="plots")
    (layer,) = content(file).layers
    assert (layer.name, layer.features, layer.table.crs.to_epsg()) == ("plots", 3, 4549)


def made(file: Path, *statements: str) -> Path:
    """A database of these statements."""
    with closing(sqlite3.connect(file)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
    return file


def test_other_databases_are_refused_by_name(tmp_path: Path) -> None:
    """Tiles are no layout, and tables without shapes neither."""
    with pytest.raises(UserError, match="MBTiles"):
        content(made(tmp_path / "a.mbtiles", "CREATE TABLE tiles (a)", "CREATE TABLE metadata (a)"))
    with pytest.raises(UserError, match="without layers"):
        content(made(tmp_path / "b.db", "CREATE TABLE friends (a)"))


def test_a_geopackage_of_pictures_says_so(park: Path) -> None:
    """A note of what was left out, and an error where nothing remains."""
    with closing(sqlite3.connect(park)) as connection, connection:
        connection.execute("UPDATE gpkg_contents SET data_type = 'tiles' WHERE table_name <> 'prices'")
        connection.execute("DELETE FROM gpkg_geometry_columns")
    found = content(park)
    assert not found.layers
    assert {finding.level for finding in found.findings} == {"note", "error"}


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.95])
def test_a_damaged_database_ends_in_one_sentence(park: Path, share: float) -> None:
    """Cut off anywhere: layers that can still be read, or an error."""
    raw = park.read_bytes()
    park.write_bytes(raw[: int(len(raw) * share)])
    try:
        found = content(park)
    except UserError as error:
        assert error.remedy  # noqa: PT017
    else:
        assert found.findings


def test_points_keep_their_height(tmp_path: Path) -> None:
    """Nothing is dropped by reading."""
    gpd.GeoDataFrame(geometry=[Point(1, 2, 3)], crs="EPSG:4549").to_file(tmp_path / "a.gpkg")
    assert content(tmp_path / "a.gpkg").layers[0].table.geometry.iloc[0].z == 3


def test_shapes_of_any_kind_may_have_three_dimensions(park: Path) -> None:
    """A column for any kind of shape, said to have elevations, is read as another; the file stays as it is."""
    with closing(sqlite3.connect(park)) as database:
        database.execute("UPDATE gpkg_geometry_columns SET geometry_type_name = 'GEOMETRY', z = 1")
        database.commit()
    before = park.read_bytes()
    found = content(park)
    assert [layer.features for layer in found.layers] == [3, 2]
    assert found.layers[0].table.geometry.area.sum() == 3
    assert park.read_bytes() == before


def test_a_geopackage_of_nothing_but_pictures_or_tables_holds_no_layer(park: Path) -> None:
    """The library of GDAL takes such a file for damaged."""
    with closing(sqlite3.connect(park)) as database:
        database.execute("DELETE FROM gpkg_geometry_columns")
        database.execute("UPDATE gpkg_contents SET data_type = 'tiles' WHERE table_name = 'roads'")
        database.commit()
    found = content(park)
    assert found.layers == ()
    assert [finding.level for finding in found.findings] == ["note", "error"]


def test_names_in_no_encoding_are_damage(park: Path) -> None:
    """Bytes that are no text, wherever they stand in a database, end in one sentence."""
    raw = park.read_bytes()
    park.write_bytes(raw.replace(b"CREATE TABLE", b"CREATE\xb3TABLE"))
    with pytest.raises(UserError, match="damaged"):
        content(park)
