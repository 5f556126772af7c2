"""Reading by GDAL: local files only, everything kept, every complaint caught."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from gis.errors import UserError
from gis.intake.reading import ogr

GEOJSON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": "海尔工业园", "when": "2021-03-04", "tags": ["a", "b"], "more": {"k": 1}, "n": 3},
            "geometry": {"type": "Point", "coordinates": [120.4, 36.1]},
        },
        {"type": "Feature", "properties": {"name": None}, "geometry": None},
    ],
}


def geojson(folder: Path, name: str = "points.geojson") -> Path:
    file = folder / name
    file.write_text(json.dumps(GEOJSON), encoding="utf-8")
    return file


def wkt_table(folder: Path, *shapes: str) -> Path:
    file = folder / "shapes.csv"
    file.write_text("id,WKT\n" + "".join(f'{at},"{shape}"\n' for at, shape in enumerate(shapes)), encoding="utf-8")
    return file


def test_values_are_numbers_and_text(tmp_path: Path) -> None:
    """Dates, lists and nested values come as text; a missing geometry is None in its row."""
    table = ogr.table(geojson(tmp_path), "points", "points.geojson")
    assert table["name"].tolist()[0] == "海尔工业园"
    assert str(table["when"][0]).startswith("2021-03-04")
    assert isinstance(table["tags"][0], str)
    assert table["n"][0] == 3
    assert list(table.geometry.isna()) == [False, True]
    assert table.crs == "EPSG:4326"


@pytest.mark.parametrize("name", ["a!b.geojson", "a;b.geojson", "园区 #1?.geojson", "vsizip.geojson", "x.zip"])
def test_odd_names_are_only_names(tmp_path: Path, name: str) -> None:
    """No part of a file's name is taken for an archive, an address or an option."""
    assert len(ogr.table(geojson(tmp_path, name), None, name)) == 2


def test_arcs_become_chords_and_faces_polygons(tmp_path: Path) -> None:
    """Curved polygons are flattened closely, meshes and surfaces become the polygons that they are made of."""
    file = wkt_table(
        tmp_path,
        "CURVEPOLYGON(CIRCULARSTRING(0 0,100 100,200 0,100 -100,0 0))",
        "TIN(((0 0 0,0 1 0,1 1 0,0 0 0)),((0 0 0,1 1 0,1 0 0,0 0 0)))",
        "POLYHEDRALSURFACE Z(((0 0 0,0 1 0,1 1 0,0 0 0)))",
        "GEOMETRYCOLLECTION(GEOMETRYCOLLECTION(CIRCULARSTRING(0 0,1 1,2 0)))",
        "junk",
        "POLYGON((0 0,0 1,1 1,0 0))",
    )
    table = ogr.table(file, None, "shapes.csv")
    assert table.geometry[0].area == pytest.approx(31_415.93, rel=1e-4)
    assert table.geometry[1].geom_type == "MultiPolygon"
    assert table.geometry[1].area == pytest.approx(1)
    assert table.geometry[2].area == pytest.approx(0.5)
    assert table.geometry[3] is None
    assert table.geometry[4] is None
    assert table.geometry[5].area == pytest.approx(0.5)
    assert table.attrs["unread"] == 1
    assert "junk" in table.attrs["said"][0]


def test_a_ring_that_does_not_end_where_it_began_is_closed_and_counted(tmp_path: Path) -> None:
    """An open ring is no reason to lose a feature, but the caller is told."""
    table = ogr.table(wkt_table(tmp_path, "POINT(1 1)", "POLYGON((0 0,0 1,1 1,1 0))"), None, "shapes.csv")
    assert shapely.area(table.geometry[1]) == pytest.approx(1)


def test_layers_with_geometry_come_first(tmp_path: Path) -> None:
    """Tables without geometry are no layers, unless there is nothing else."""
    file = tmp_path / "two.gpkg"
    gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(1, 2)], crs=4490).to_file(file, layer="plots")
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE owners (id INTEGER PRIMARY KEY, name TEXT)")
        database.execute("INSERT INTO gpkg_contents (table_name, data_type) VALUES ('owners', 'attributes')")
    database.close()
    assert ogr.layer_types(file, "two.gpkg") == {"plots": "Point", "owners": ""}
    assert ogr.layers(file, "two.gpkg") == ["plots"]
    owners = ogr.table(file, "owners", "two.gpkg")
    assert list(owners.columns) == ["id", "name", "geometry"] or list(owners.columns) == ["name", "geometry"]


@pytest.mark.parametrize("beginning", [b"", b"SQLite format 3\0" + b"\0" * 100, b'{"type": "FeatureCollection", "fea'])
def test_a_damaged_file_is_one_sentence(tmp_path: Path, beginning: bytes) -> None:
    """Whatever the library says of it becomes an error for the user that names the file as the user did."""
    file = tmp_path / "bad.gpkg"
    file.write_bytes(beginning)
    with pytest.raises(UserError) as caught:
        ogr.layers(file, "given/bad.gpkg")
    assert caught.value.where == "given/bad.gpkg"
    assert str(tmp_path) not in str(caught.value)


def test_files_that_name_other_files_or_addresses_are_not_followed(tmp_path: Path) -> None:
    """A virtual dataset opens nothing, neither beside it nor on a network."""
    other = geojson(tmp_path)
    file = tmp_path / "virtual.vrt"
    file.write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="points"><SrcDataSource>{other}</SrcDataSource></OGRVRTLayer>'
        "</OGRVRTDataSource>"
    )
    with pytest.raises(UserError):
        ogr.layers(file, "virtual.vrt")


def test_a_reference_system_called_undefined_is_none() -> None:
    """What formats write for "none" is not taken for a reference system; what is known is."""
    assert ogr.declared_crs(None) is None
    assert ogr.declared_crs("rubbish") is None
    assert ogr.declared_crs('LOCAL_CS["Undefined Cartesian SRS",UNIT["Meter",1]]') is None
    known = ogr.declared_crs("EPSG:4549")
    assert known is not None
    assert known.to_epsg() == 4549


def test_text_that_is_not_the_utf8_it_should_be_is_read(tmp_path: Path) -> None:
    """Some programs write their system's encoding to databases; the names are read, not lost with the layer."""
    file = tmp_path / "plots.gpkg"
    names = ["Bürgerstraße", "Gänsemarkt", "Königsallee", "", "Am Wall"]
    gpd.GeoDataFrame({"name": ["?"] * 5}, geometry=[shapely.Point(1, 2)] * 5, crs=4326).to_file(file)
    with closing(sqlite3.connect(file)) as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')  # they call functions of GDAL
        for row, name in enumerate(names, 1):
            database.execute("UPDATE plots SET name = CAST(? AS TEXT) WHERE fid = ?", (name.encode("cp1252"), row))
        database.commit()
    assert ogr.table(file, "plots", "x")["name"].to_list() == names
