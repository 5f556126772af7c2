"""Tables of places: any delimiter, encoding and header; and texts that are no such tables."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis.errors import UserError
from gis.formats import csvtable, reader_of
from gis.intake.answers import Answers
from gis.intake.content import Content
from gis.intake.opening import foreign
from gis.intake.source import source_of


def written(folder: Path, text: str, encoding: str = "utf-8", name: str = "a.csv") -> Path:
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


def read(file: Path) -> Content:
    source = source_of(file)
    assert reader_of(source) is csvtable
    return csvtable.read(source, Answers())


def corners(content: Content) -> list[tuple[float, float]]:
    return [(point.x, point.y) for point in content.layers[0].table.geometry if point is not None]


@pytest.mark.parametrize(
    "header",
    ["lon,lat", "Longitude,Latitude", "lng,lat", "X,Y", "x_coord,y_coord", "Easting,Northing", "经度,纬度",
     "东坐标,北坐标", "X坐标,Y坐标", "坐标X,坐标Y", "横坐标,纵坐标", "POINT_X,POINT_Y",
     "X (m),Y (m)", "经度(°),纬度(°)"],
)  # fmt: skip
def test_headers_are_known_in_english_and_chinese(tmp_path: Path, header: str) -> None:
    """East comes first, wherever the columns stand."""
    text = f"名称,{header}\n崂山区,120.4,36.1\n海尔工业园,120.5,36.2\n"
    assert corners(read(written(tmp_path, text))) == [(120.4, 36.1), (120.5, 36.2)]


def test_headers_that_say_north_are_believed(tmp_path: Path) -> None:
    """Survey sheets count X northward; where the header says so, that is east and north."""
    text = "点号,X(北),Y(东)\nJ1,4001860.2,543109.1\nJ2,4001861.2,543110.1\n"
    assert corners(read(written(tmp_path, text))) == [(543109.1, 4001860.2), (543110.1, 4001861.2)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_any_delimiter_and_encoding(tmp_path: Path, encoding: str, sign: str) -> None:
    """What separates the cells and how the text is encoded is found by itself."""
    lines = "名称 经度 纬度 备注", "崂山区 120.4 36.1 居住用地", "海尔工业园 120.5 36.2 工业用地"
    content = read(written(tmp_path, "\r\n".join(line.replace(" ", sign) for line in lines) + "\r\n", encoding))
    assert list(content.layers[0].table["名称"]) == ["崂山区", "海尔工业园"]
    assert list(content.layers[0].table["备注"]) == ["居住用地", "工业用地"]
    assert corners(content) == [(120.4, 36.1), (120.5, 36.2)]
    assert not content.findings
    assert content.layers[0].table.crs is None


def test_decimal_commas(tmp_path: Path) -> None:
    """Between semicolons a comma is the decimal point."""
    content = read(written(tmp_path, "id;x;y;h\n1;543109,5;4001860,25;12,5\n2;543110,5;4001861,25;8\n"))
    assert corners(content) == [(543109.5, 4001860.25), (543110.5, 4001861.25)]
    assert content.layers[0].table["h"].tolist() == [12.5, 8]


def test_quoted_cells_and_codes_keep_what_they_hold(tmp_path: Path) -> None:
    """Delimiters and ends of lines in quotation marks belong to the cell; codes keep their zeros."""
    text = 'code,name,lon,lat\n007,"Haier, ""park""\nnorth",120.4,36.1\n012,b,120.5,36.2\n'
    table = read(written(tmp_path, text)).layers[0].table
    assert table["name"][0] == 'Haier, "park"\nnorth'
    assert list(table["code"]) == ["007", "012"]


def test_shapes_as_text_and_binary(tmp_path: Path) -> None:
    """Well-known text, with the reference system in front of it, and well-known binary."""
    shape = shapely.box(120, 36, 121, 37)
    binary = shapely.to_wkb(shapely.set_srid(shape, 4490), hex=True, include_srid=True)
    text = f'id,geom\n1,"SRID=4490;{shape.wkt}"\n2,{binary}\n'
    table = read(written(tmp_path, text)).layers[0].table
    assert list(table.columns) == ["id", "geometry"]
    assert table.crs == "EPSG:4490"
    assert all(found.equals(shape) for found in table.geometry)


def test_rows_without_a_place_are_kept_and_told(tmp_path: Path) -> None:
    """A broken coordinate costs the shape, not the row, and the line is named."""
    content = read(written(tmp_path, "id,lon,lat\n1,120.4,36.1\n2,,\n3,abc,36\n4,120.5,36.2\n"))
    assert content.layers[0].features == 4
    assert content.layers[0].table.geometry.isna().tolist() == [False, True, True, False]
    (finding,) = content.findings
    assert "2 rows" in finding.what
    assert "line 3" in finding.what


def test_a_prj_beside_it_counts(tmp_path: Path) -> None:
    """A reference system that lies beside the table is declared."""
    (tmp_path / "a.prj").write_text("EPSG:4549")
    assert read(written(tmp_path, "x,y\n1,2\n3,4\n")).layers[0].table.crs == "EPSG:4549"


def test_a_table_without_coordinates_says_which_headers_are_known(tmp_path: Path) -> None:
    """It is refused with the names that would do."""
    source = source_of(written(tmp_path, "id,name\n1,a\n2,b\n"))
    assert reader_of(source) is None
    assert "easting" in str(foreign.unknown(source))
    with pytest.raises(UserError, match="id, name"):
        csvtable.read(source, Answers())


@pytest.mark.parametrize(
    ("name", "text"),
    [("README.md", "# A title\n\nOne, two, and three.\nFour, five, six.\n"), ("a.csv", "lon,lat\n"), ("a.csv", ""),
     ("a.txt", "Dear reader,\nx, y, z are letters.\n"), ("a.txt", "One, two\nThree, four\n"),
     ("a.csv", '{"type": "FeatureCollection", "features": []}\n'),
     ("a.prj", 'PROJCS["X",GEOGCS["Y",DATUM["lon","lat"]]]\n'),
     ("a.asc", "ncols 2\nnrows 2\nxllcorner 0\nyllcorner 0\ncellsize 1\n1 2\n3 4\n")],
)  # fmt: skip
def test_other_text_is_not_taken_for_a_table(tmp_path: Path, name: str, text: str) -> None:
    """Prose, JSON, projections, grids and headers without rows are no tables of places."""
    assert csvtable.recognises(source_of(written(tmp_path, text, name=name))) == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text(alphabet='lonat,xy;\t\n\r"|0123.-名称经纬度度', max_size=120).map(str.encode))
def test_no_bytes_make_it_fail(tmp_path: Path, data: bytes) -> None:
    """Whatever the bytes, they are recognised or not, read or refused."""
    file = tmp_path / "noise.csv"
    file.write_bytes(data)
    source = source_of(file)
    if csvtable.recognises(source):
        content = csvtable.read(source, Answers())
        assert content.layers[0].features == len(content.layers[0].table)


@pytest.mark.parametrize(
    "header", ["start_lng,start_lat", "geo_longitude,geo_latitude", "reclong,reclat", "起点经度,起点纬度"]
)
def test_longitude_and_latitude_may_be_parts_of_headers(tmp_path: Path, header: str) -> None:
    """If the rest of both names is the same."""
    content = read(written(tmp_path, f"name,{header}\na,120.4,36.1\nb,120.5,36.2\n"))
    assert corners(content) == [(120.4, 36.1), (120.5, 36.2)]


@pytest.mark.parametrize("sign", [";", "|", "\t", ","])
def test_one_row_without_an_end_of_line_is_a_table(tmp_path: Path, sign: str) -> None:
    """The header and the row tell what separates the cells."""
    assert corners(read(written(tmp_path, "x;y;z\n1;2;hello".replace(";", sign)))) == [(1, 2)]


def test_arcs_and_faces_in_cells_are_read(tmp_path: Path) -> None:
    """Arcs become chords, faces polygons; what is broken beside them stays a gap."""
    half = "CURVEPOLYGON (COMPOUNDCURVE (CIRCULARSTRING (0 0, 1 1, 2 0), (2 0, 0 0)))"
    text = f'wkt,n\n"{half}",1\n"TRIANGLE ((0 0, 1 0, 0 1, 0 0))",2\n"POLYGON ((0 0",3\n"POINT (1 2)",4\n'
    shapes = read(written(tmp_path, text)).layers[0].table.geometry
    assert shapes.area.to_list()[:2] == pytest.approx([1.5708, 0.5], rel=1e-3)
    assert shapes.isna().to_list() == [False, False, True, False]


def test_cells_may_hold_geojson(tmp_path: Path) -> None:
    """Bare or as a feature; it says where on Earth it lies."""
    bare = '"{""type"":""Point"",""coordinates"":[120.4,36.1]}"'
    whole = '"{""type"":""Feature"",""properties"":{},""geometry"":{""type"":""Point"",""coordinates"":[120.5,36.2]}}"'
    content = read(
        written(tmp_path, f'name,place\na,{bare}\nb,{whole}\nc,"{{""type"":""Point"",""coordinates"":7}}"\n')
    )
    assert corners(content) == [(120.4, 36.1), (120.5, 36.2)]
    assert content.layers[0].table.crs == "EPSG:4326"


def test_a_single_column_of_shapes_is_a_table(tmp_path: Path) -> None:
    """Its commas are those of the shapes; without a header it is no table."""
    shapes = "LINESTRING (0 0, 1 1, 2 0)\nPOLYGON ((0 0, 1 0, 0 1, 0 0))\n"
    assert read(written(tmp_path, f"geometry\n{shapes}", name="a.tsv")).layers[0].table.geometry.notna().all()
    assert reader_of(source_of(written(tmp_path, shapes, name="b.wkt"))) is None
