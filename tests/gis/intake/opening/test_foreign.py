"""Formats that are not read are refused by name, with what to do instead."""

from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path

import pytest

from gis.intake.answers import Answers
from gis.intake.opening import foreign
from gis.intake.source import source_of
from gis.intake.survey import survey
from gis.text import set_language

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

REFUSED = [
    ("plan.dwg", b"AC1032\0\0" + bytes(200), "DWG", "DXF"),
    ("renamed.dxf", b"AC1015\0\0" + bytes(200), "DWG", "DXF"),
    ("a.dgn", b"\x08\x09\xfe\x02" + bytes(200), "DGN", "DXF"),
    ("a.dgn", OLE, "DGN", "DXF"),
    ("a.rvt", OLE, "Revit", "CityJSON"),
    ("a.xls", OLE + b"W\0o\0r\0k\0b\0o\0o\0k\0", "Excel", "CSV"),
    ("a.mxd", OLE, "ArcMap", "GeoPackage"),
    ("a.ifc", b"ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4'));\n", "IFC", "CityJSON"),
    ("a.skp", b"\xff\xfe\xff\x0eS\0k\0e\0t\0c\0h\0U\0p\0 \0M\0", "SketchUp", "DXF"),
    ("a.3ds", b"MM" + bytes(100), "3DS", "DXF"),
    ("a.obj", b"# cube\nv 0 0 0\nv 0 1 0\nv 1 1 0\nf 1 2 3\n", "OBJ", "DXF"),
    ("a.fbx", b"Kaydara FBX Binary  \0" + bytes(50), "FBX", "DXF"),
    ("a.glb", b"glTF\x02\0\0\0" + bytes(50), "GLB", "DXF"),
    ("a.gltf", b'{"asset": {"version": "2.0"}, "scenes": [], "meshes": []}', "glTF", "DXF"),
    ("a.laz", b"LASF" + bytes(400), "LAS", "GeoTIFF"),
    ("a.e57", b"ASTM-E57" + bytes(100), "E57", "GeoTIFF"),
    ("a.tab", b"!table\n!version 300\n!charset WindowsLatin1\n", "MapInfo", "GeoPackage"),
    ("b.mif", b'VERSION 300\nDELIMITER ","\n CoordSys Earth Projection 1\n', "MIF", "GeoPackage"),
    ("a.mif", b'Version 300\nCharset "WindowsLatin1"\nDelimiter ","\n', "MIF", "GeoPackage"),
    ("a.mdb", b"\0\x01\0\0Standard Jet DB\0" + bytes(100), "Access", "GeoPackage"),
    (
        "a.qgs",
        b"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis version='3.34'></qgis>",
        "QGIS",
        "elsewhere",
    ),
    ("a.pdf", b"%PDF-1.7\n%abc", "PDF", "DXF"),
    ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(100), "JPEG", "georeference"),
    ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG", "georeference"),
    ("a.mp4", b"\0\0\0\x18ftypmp42" + bytes(100), "film", "GeoPackage"),
    ("a.nc", b"CDF\x01" + bytes(100), "NetCDF", "GeoTIFF"),
    ("a.h5", b"\x89HDF\r\n\x1a\n" + bytes(100), "HDF5", "GeoTIFF"),
    (
        "a.gml",
        b'<?xml version="1.0"?>\n<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"/>',
        "GML",
        "GeoPackage",
    ),
    ("a.gpx", b'<?xml version="1.0"?>\n<gpx version="1.1"></gpx>', "GPX", "GeoPackage"),
    ("a.json", b'{"type": "Topology", "objects": {}, "arcs": []}', "TopoJSON", "GeoPackage"),
    (
        "a.json",
        b'{"displayFieldName": "", "geometryType": "esriGeometryPolygon", "features": []}',
        "Esri",
        "GeoPackage",
    ),
    ("a.pmtiles", b"PMTiles\x03" + bytes(200), "PMTiles", "cut and simplified"),
    ("a.e00", b"EXP  0 /DATA/A.E00\n", "E00", "GeoPackage"),
    ("a.000", b"015823LE1 0900073   6604" + bytes(50), "S-57", "GeoPackage"),
    ("roads.geojson", b"\n<!DOCTYPE html>\n<html lang='en'><head>", "web page", "Raw"),
    ("roads.shp", b'<?xml version="1.0"?><!-- hi --><html xmlns="x">', "web page", "Raw"),
    (
        "big.gpkg",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
        "Git LFS",
        "git lfs pull",
    ),
    ("a.exe", b"MZ\x90\0" + bytes(100), "program", "GeoPackage"),
    ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), "7z", "Unpack"),
    ("a.rar", b"Rar!\x1a\x07\x01\0" + bytes(50), "RAR", "Unpack"),
    ("a.xml", b'<?xml version="1.0"?>\n<note><to>you</to></note>', "<note>", "GeoPackage"),
    ("a.json", b'{"name": "package", "version": "1.0.0"}', "JSON", "GeoPackage"),
    ("zeros.shp", bytes(5000), "zeros", "GeoPackage"),
    ("noise.bin", bytes(range(128, 256)) * 4, "not a format", "GeoPackage"),
]


@pytest.mark.parametrize(("name", "data", "called", "way"), REFUSED)
def test_a_foreign_format_is_refused_by_name_with_the_way_out(
    tmp_path: Path, name: str, data: bytes, called: str, way: str
) -> None:
    """Content decides; the answer is one error, never a reader's failure."""
    file = tmp_path / name
    file.write_bytes(data)
    found = survey(str(file), Answers())
    (finding,) = found.findings
    assert finding.level == "error"
    assert not found.usable
    assert called in finding.what
    assert way in finding.remedy


@pytest.mark.parametrize(
    ("member", "called"),
    [
        ("xl/workbook.xml", "Excel"),
        ("word/document.xml", "Word"),
        ("a.gdb/a00000001.gdbtable", "Geodatabase"),
        ("p.qgs", "QGIS"),
    ],
)
def test_zips_that_wrap_a_foreign_format_are_not_taken_for_archives(tmp_path: Path, member: str, called: str) -> None:
    """An office document, a project or a database is refused as what it is."""
    file = tmp_path / "a.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(member, "x")
        if called in ("Excel", "Word"):
            archive.writestr("[Content_Types].xml", "<Types/>")
    (finding,) = survey(str(file), Answers()).findings
    assert called in finding.what


def test_a_database_of_another_kind_is_no_geopackage(tmp_path: Path) -> None:
    """SQLite holds many things; without layers of a GeoPackage it is refused."""
    file = tmp_path / "a.sqlite"
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE a (b)")
    database.close()
    found = survey(str(file), Answers())
    assert not found.usable
    assert "SQLite" in str(found.findings[0])


def test_folders_of_esri_are_refused_by_name(tmp_path: Path) -> None:
    """A file geodatabase is a folder, named itself or alone in another."""
    inside = tmp_path / "城市.gdb"
    inside.mkdir()
    (inside / "a00000001.gdbtable").write_bytes(b"x")
    for folder in (inside, tmp_path):
        (finding,) = survey(str(folder), Answers()).findings
        assert "Geodatabase" in finding.what


def test_refusals_are_in_the_users_language(tmp_path: Path) -> None:
    """The Chinese answer is Chinese throughout."""
    file = tmp_path / "a.dwg"
    file.write_bytes(b"AC1032\0\0")
    set_language("zh")
    try:
        refused = foreign.refusal(source_of(file))
    finally:
        set_language("en")
    assert refused is not None
    assert refused.what == "这是 DWG 格式，ParkTwin 不能读取。"
    assert "DXF" in refused.remedy


def test_vector_tiles_are_not_taken_for_openstreetmap(tmp_path: Path) -> None:
    """Both end in .pbf."""
    file = tmp_path / "14-8938-5680.vector.pbf"
    file.write_bytes(b"\x1a\xd3\x05\x0a\x05water\x12\x10")
    found = foreign.refusal(source_of(file))
    assert found is not None
    assert "MVT" in found.what
