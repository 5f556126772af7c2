"""GeoJSON in all the forms that people give it."""

from __future__ import annotations

import contextlib
import json
import math
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis.errors import UserError
from gis.formats import reader_of
from gis.formats.geojson import read
from gis.intake.answers import Answers
from gis.intake.content import Content, RawLayer
from gis.intake.source import source_of

RING = [[120.0, 36.0], [120.001, 36.0], [120.001, 36.001], [120.0, 36.0]]
SQUARE = {"type": "Polygon", "coordinates": [RING]}


def feature(geometry: Any = SQUARE, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: Any, **members: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", **members, "features": list(features)}


class Folder:
    """Writes files and reads them."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def content(self, data: Any, answers: Answers | None = None, name: str = "plots.geojson") -> Content:
        """What a file of this JSON, or of these bytes, holds."""
        file = self.path / name
        file.write_bytes(data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode())
        source = source_of(file)
        found = reader_of(source)
        assert found is not None
        assert found.NAME == "GeoJSON"
        return read(source, answers or Answers())

    def layer(self, data: Any) -> RawLayer:
        """The only layer of the file."""
        (layer,) = self.content(data).layers
        return layer

    def known(self, data: bytes) -> bool:
        """Whether a file of these bytes is taken for GeoJSON."""
        file = self.path / "thing.json"
        file.write_bytes(data)
        found = reader_of(source_of(file))
        return found is not None and found.NAME == "GeoJSON"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_a_collection_is_a_layer_by_its_own_name_or_the_files(folder: Folder) -> None:
    """Every feature is a row with its properties, in WGS84 unless something else is declared."""
    layer = folder.layer(collection(feature(height=9.5, name="一号楼"), feature(height=12)))
    assert (layer.name, layer.features) == ("plots", 2)
    assert layer.table["height"].tolist() == [9.5, 12.0]
    assert layer.table["name"].tolist()[0] == "一号楼"
    assert layer.table.crs.to_epsg() == 4326
    assert folder.layer(collection(feature(), name="地块")).name == "地块"


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (feature(), 1),
        (SQUARE, 1),
        ({"type": "GeometryCollection", "geometries": [SQUARE, {"type": "Point", "coordinates": [120, 36]}]}, 1),
        ([feature(), feature()], 2),
        (collection(), 0),
        ({"features": [feature()], "type": "FeatureCollection"}, 1),
    ],
)
def test_every_kind_of_document_is_read(folder: Folder, data: Any, count: int) -> None:
    """Collections, features, bare geometries and arrays."""
    assert folder.layer(data).features == count


@pytest.mark.parametrize("between", ["\n", "\r\n", "\n\x1e", " "])
def test_sequences_are_read(folder: Folder, between: str) -> None:
    """A feature a line, or set off by record separators."""
    lines = [json.dumps(feature(n=number)) for number in range(3)]
    text = ("\x1e" if "\x1e" in between else "") + between.join(lines) + "\n"
    assert folder.layer(text.encode()).table["n"].tolist() == [0, 1, 2]


def test_a_broken_line_of_a_sequence_counts_and_is_told(folder: Folder) -> None:
    """The others come in."""
    lines = [json.dumps(feature(n=0)), '{"type": "Feature", oops', json.dumps(feature(n=2))]
    content = folder.content("\n".join(lines).encode())
    assert content.layers[0].features == 3
    assert content.layers[0].table.geometry.isna().tolist() == [False, True, False]
    assert "feature 2" in content.findings[0].what
    assert "Line 2" in content.findings[0].what


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_known_by_its_first_bytes(folder: Folder, encoding: str) -> None:
    """With a mark and without."""
    text = json.dumps(collection(feature(name="崂山")), ensure_ascii=False)
    assert folder.layer(text.encode(encoding)).table["name"].tolist() == ["崂山"]


def test_text_in_gbk_is_read_or_asked_for(folder: Folder) -> None:
    """Enough Chinese text tells its encoding, and the user's answer always counts."""
    names = ["青岛市崂山区松岭路", "国际创新园二期住宅用地", "人工智能产业园研发中心"]
    text = json.dumps(collection(*(feature(name=name) for name in names)), ensure_ascii=False)
    content = folder.content(text.encode("gbk"))
    assert content.layers[0].table["name"].tolist() == names
    assert "gb18030" in content.findings[0].what
    answered = folder.content(text.encode("big5", "ignore"), Answers(encoding="big5"))
    assert answered.layers[0].features == 3


@pytest.mark.parametrize(
    "before",
    [b" \n\t", b"// made by hand\n", b"/* plots */ ", b"var plots = ", b"export default ", b"load(", b"const a=\n"],
)
def test_what_web_maps_write_before_the_json_is_passed_over(folder: Folder, before: bytes) -> None:
    """A variable's name or a comment does not make it another format."""
    after = b");" if before.endswith(b"(") else b";\n" if b"=" in before else b"\n"
    assert folder.layer(before + json.dumps(collection(feature())).encode() + after).features == 1


@pytest.mark.parametrize(
    ("member", "code"),
    [
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4549"}}, 4549),
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}, 4326),
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG:6.9:3857"}}, 3857),
        ({"type": "name", "properties": {"name": "EPSG:3857"}}, 3857),
        ({"type": "EPSG", "properties": {"code": 4528}}, 4528),
        ({"type": "link", "properties": {"href": "http://spatialreference.org/ref/epsg/2263/esriwkt/"}}, 2263),
        ({"type": "name", "properties": {"name": "http://www.opengis.net/def/crs/EPSG/0/4490"}}, 4490),
        ("EPSG:4490", 4490),
        (None, None),
        ({"type": "link", "properties": {"href": "http://example.com/crs"}}, None),
        ({"type": "name", "properties": {"name": "local grid"}}, None),
        (["?"], None),
    ],
)
def test_the_declared_system_counts(folder: Folder, member: Any, code: int | None) -> None:
    """In every form that was in use; a null one or an unknown one is none, and no link is followed."""
    crs = folder.layer(collection(feature(), crs=member)).table.crs
    assert (crs.to_epsg() if crs else None) == code


BROKEN = {
    "no such type": {"type": "Circle", "coordinates": [1, 2]},
    "no coordinates": {"type": "Point"},
    "text for numbers": {"type": "Point", "coordinates": ["120.1", "36.1"]},
    "nothing for a number": {"type": "Point", "coordinates": [None, 36]},
    "too flat": {"type": "Polygon", "coordinates": RING},
    "too deep": {"type": "Polygon", "coordinates": [[RING]]},
    "two corners": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]},
    "a line of one": {"type": "LineString", "coordinates": [[0, 0]]},
    "one number": {"type": "Point", "coordinates": [1]},
    "infinite": {"type": "LineString", "coordinates": [[0, 0], [math.inf, 1]]},
    "a text": "POINT (1 2)",
    "a number": {"type": "Polygon", "coordinates": 5},
    "truth": {"type": "Point", "coordinates": [True, False]},
    "members": {"type": "GeometryCollection", "geometries": {"type": "Point"}},
}


@pytest.mark.parametrize("geometry", BROKEN.values(), ids=list(BROKEN))
def test_a_broken_feature_counts_and_the_others_come_in(folder: Folder, geometry: Any) -> None:
    """The finding names the first of them and what is wrong."""
    content = folder.content(collection(feature(n=1), feature(geometry, n=2), feature(n=3)))
    table = content.layers[0].table
    assert table.geometry.isna().tolist() == [False, True, False]
    assert table["n"].tolist() == [1, 2, 3]
    (finding,) = content.findings
    assert "1 features have no usable shape; the first is feature 2" in finding.what


def test_members_that_are_no_features_count_without_shape(folder: Folder) -> None:
    """Null, numbers and strange objects in the list do not spoil the others."""
    content = folder.content(collection(None, 5, {"type": "Thing"}, feature(), [1]))
    assert content.layers[0].features == 5
    assert content.layers[0].table.geometry.notna().sum() == 1


def test_an_open_ring_is_closed_and_told(folder: Folder) -> None:
    """A ring without its last position is clear enough; a hole of two corners is left out."""
    content = folder.content({"type": "Polygon", "coordinates": [RING[:-1], [[120.0, 36.0], [120.1, 36.0]]]})
    shape = content.layers[0].table.geometry.iloc[0]
    assert shape.equals(shapely.Polygon(RING))
    assert [finding.what[:10] for finding in content.findings] == ["1 rings we", "1 holes ha"]


def test_null_and_empty_geometries_are_no_defects(folder: Folder) -> None:
    """They count, and nothing is said of them here."""
    empty = [{"type": kind, "coordinates": []} for kind in ("Point", "LineString", "Polygon", "MultiPolygon")]
    content = folder.content(collection(*map(feature, empty), feature(None), {"type": "Feature"}))
    assert content.layers[0].features == 6
    assert not content.findings


def test_heights_and_measures_do_not_disturb(folder: Folder) -> None:
    """Third numbers stay, further ones and uneven or missing ones do not."""
    lines = [[[0, 0, 5], [1, 1, 6]], [[0, 0, 5, 9], [1, 1, 6, 9]], [[0, 0, 5], [1, 1]], [[0, 0, None], [1, 1, None]]]
    table = folder.layer(collection(*(feature({"type": "LineString", "coordinates": line}) for line in lines))).table
    assert table.geometry.has_z.tolist() == [True, True, False, False]


def test_properties_become_columns_of_one_kind(folder: Folder) -> None:
    """What is nested is JSON text, mixed values are text, whole numbers stay whole."""
    table = folder.layer(
        collection(
            feature(a=1, b=1.5, c=True, d="x", e={"f": [1]}, g=1, h=2**70),
            feature(a=2, b=2, c=False, d=None, e=[1, 2], g="one", h=1),
            {"type": "Feature", "properties": None, "geometry": None},
            {"type": "Feature", "properties": [1], "geometry": None},
            {"type": "Feature", "properties": {"geometry": "no"}, "geometry": None},
        )
    ).table
    assert table["a"].tolist()[:2] == [1.0, 2.0]
    assert table["c"].tolist() == ["true", "false", None, None, None]
    assert table["e"].tolist() == ['{"f": [1]}', "[1, 2]", None, None, None]
    assert table["g"].tolist() == ["1", "one", None, None, None]
    assert table["geometry_1"].tolist()[4] == "no"
    assert folder.layer(collection(feature(a=1), feature(a=2))).table["a"].dtype == "int64"


def test_an_id_is_kept(folder: Folder) -> None:
    """Beside the properties, where they have none of that name."""
    assert folder.layer(collection({**feature(), "id": "A-1"})).table["id"].tolist() == ["A-1"]
    assert folder.layer(collection({**feature(id=7), "id": "A-1"})).table["id"].tolist() == [7]


def test_halves_of_characters_and_zeros_in_text_are_replaced(folder: Folder) -> None:
    """What no file can hold does not reach one."""
    table = folder.layer(rb'{"type":"Feature","properties":{"a\ud800":"b\u0000\udc00"},"geometry":null}').table
    table.columns.tolist()[0].encode()
    table.iloc[0, 0].encode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'{"type": "FeatureCollection", "features": [', "line 1, column 44.*cut off"),
        (b'{"type": "FeatureCollection",\n "features": [{]}', "line 2, column 16"),
        (b'{"type": "FeatureCollection",\n "features": [],}', "not valid JSON at line 2"),
        (b'{"type": "FeatureCollection", "name": "cut in a te', "cut off"),
        (b'{"type": "FeatureCollection"}', "no list of features"),
        (b'{"type": "FeatureCollection", "features": null}', "no list of features"),
        (b'{"type": "Point", "coordinates": ' + b"[" * 100_000, "nested too deeply"),
        (b'{"type": "Point", "coordinates": [' + b"9" * 5000 + b", 0]}", "too many digits"),
    ],
)
def test_what_is_no_json_ends_in_one_sentence(folder: Folder, data: bytes, sentence: str) -> None:
    """It says where, by line and column."""
    with pytest.raises(UserError, match=sentence):
        folder.content(data)


def test_collections_nested_without_end_are_broken(folder: Folder) -> None:
    """Not a reason to stop."""
    geometry: Any = SQUARE
    for _ in range(100):
        geometry = {"type": "GeometryCollection", "geometries": [geometry]}
    assert "nested too deeply" in folder.content(collection(feature(geometry))).findings[0].what


def test_what_follows_a_collection_is_told(folder: Folder) -> None:
    """A page's remains after the JSON do not hide the features."""
    content = folder.content(json.dumps(collection(feature())).encode() + b"\n<html>")
    assert content.layers[0].features == 1
    assert "line 2" in content.findings[0].what


@pytest.mark.parametrize(
    "data",
    [
        b'{"type":"Topology","objects":{"a":{"type":"GeometryCollection","geometries":[]}},"arcs":[]}',
        b'{"type":"CityJSON","version":"1.1","CityObjects":{},"vertices":[]}',
        b'{"type":"CityJSONFeature","id":"a","CityObjects":{},"vertices":[]}',
        b'{"displayFieldName":"","geometryType":"esriGeometryPolygon","spatialReference":{"wkid":4326},"features":[]}',
        b'{"features":[{"attributes":{"type":"x"},"geometry":{"rings":[]}}]}',
        b'{"asset":{"version":"2.0"},"scenes":[],"meshes":[]}',
        b'{"name":"app","version":"1.0.0","type":"module","scripts":{}}',
        b"[1, 2, 3]",
        b'"Feature"',
        b"{}",
        b"",
        b"type,Feature\n",
    ],
)
def test_other_json_is_not_geojson(folder: Folder, data: bytes) -> None:
    """Topologies, city models, Esri's features, scenes and packages have other readers or none."""
    assert not folder.known(data)


def test_the_type_may_stand_behind_a_long_list(folder: Folder) -> None:
    """What comes first tells enough."""
    assert folder.known(
        json.dumps({"features": [feature(n=n) for n in range(2000)], "type": "FeatureCollection"}).encode()
    )
    long = {"coordinates": [[[n / 1e4, n / 1e4] for n in range(9000)]], "type": "Polygon"}
    assert folder.known(json.dumps(long).encode())


def test_large_files_are_read_in_pieces(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """By GDAL, with the same rows."""
    monkeypatch.setattr("gis.formats.geojson._MANY_BYTES", 10)
    layer = folder.layer(collection(feature(n=1), feature(None, n=2), name="plots"))
    assert (layer.name, layer.features, layer.table["n"].tolist()) == ("plots", 2, [1, 2])
    assert folder.layer(collection(feature(), crs=None)).table.crs is None


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "geometries", "properties", "a"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.sampled_from(["Point", "LineString", "Polygon", "MultiPolygon", "GeometryCollection"]), json_values)
def test_no_geometry_makes_reading_fail(kind: str, value: Any) -> None:
    """Whatever stands where a geometry should: a shape, or a sentence."""
    from gis.intake.reading.geojson_shapes import BrokenShapeError, Shapes

    with contextlib.suppress(BrokenShapeError):
        assert shapely.is_geometry(Shapes().shape({"type": kind, "coordinates": value, "geometries": value}))


@given(st.lists(st.dictionaries(st.text(max_size=3), json_values, max_size=3), max_size=4))
def test_no_properties_make_reading_fail(records: list[dict[str, Any]]) -> None:
    """Every record is a row, every column has one kind of value that a file can hold."""
    from gis.intake.reading.columns import columns_of

    table = columns_of(records)
    assert len(table) == len(records)
    for name in table:
        for value in table[name]:
            assert value is None or isinstance(value, str | int | float | bool)


def test_collections_within_a_collection_are_unfolded(tmp_path: Path) -> None:
    """Some programs nest them; their features are those of the file, in its order."""
    inner = collection(feature(n=2), collection(feature(n=3)))
    layer = Folder(tmp_path).layer(collection(feature(n=1), inner, feature(n=4)))
    assert layer.table["n"].to_list() == [1, 2, 3, 4]


def test_what_says_that_it_is_a_feature_is_one(tmp_path: Path) -> None:
    """Whatever other members it has."""
    assert Folder(tmp_path).layer({**feature(n=1), "features": []}).features == 1


def test_a_long_text_beyond_what_is_looked_at_costs_no_time(tmp_path: Path) -> None:
    """The look at the beginning of a file may end within a text full of quotation marks."""
    assert Folder(tmp_path).layer(collection(feature(told='"' * 200_000))).features == 1
