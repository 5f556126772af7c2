"""Shapefiles as they come: parts missing, text in any encoding, tables and shapes that do not match."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from gis.errors import UserError
from gis.formats import reader_of, shapefile
from gis.intake.answers import Answers
from gis.intake.content import Content
from gis.intake.source import source_of

NAMES = ["崂山区", "金家岭街道", "沙子口街道", "海尔工业园"]
SHAPES = [
    shapely.box(543_000, 4_001_000, 543_100, 4_001_050),
    None,
    shapely.Point(1, 2).buffer(3),
    shapely.box(0, 0, 1, 1),
]


def written(folder: Path, encoding: str = "GBK", language: int | None = None, page: str | None = None) -> Path:
    """Four features, the second without a shape, with names in `encoding` and the marks of it as asked for."""
    folder.mkdir(exist_ok=True)
    file = folder / "用地.shp"
    table = gpd.GeoDataFrame(
        {"名称": NAMES, "height": [12.5, 8, 24, None], "floors": [4, 2, 8, 1]}, geometry=SHAPES, crs=4549
    )
    table.to_file(file, encoding=encoding)
    file.with_suffix(".cpg").unlink()
    if page is not None:
        file.with_suffix(".cpg").write_text(page)
    if language is not None:
        changed(file.with_suffix(".dbf"), 29, bytes([language]))
    return file


def changed(file: Path, at: int, into: bytes) -> None:
    data = bytearray(file.read_bytes())
    data[at : at + len(into)] = into
    file.write_bytes(bytes(data))


def read(file: Path, answers: Answers | None = None) -> Content:
    return shapefile.read(source_of(file), answers or Answers())


def levels(content: Content) -> list[str]:
    return [finding.level for finding in content.findings]


@pytest.mark.parametrize(
    ("encoding", "language", "page"),
    [("GBK", 0x4D, None), ("GBK", 0x57, None), ("GBK", 0, None), ("GBK", 0, "936"), ("GBK", 0, "ANSI 936"),
     ("GBK", 0, "OEM"), ("UTF-8", 0, None), ("UTF-8", 0x57, "UTF-8"), ("UTF-8", 0x4D, "65001"), ("UTF-8", 0x4D, None),
     ("UTF-8", 0, "65001\0\n")],
)  # fmt: skip
def test_names_are_right_whatever_marks_their_encoding(
    tmp_path: Path, encoding: str, language: int, page: str | None
) -> None:
    """By .cpg, by language byte or by neither: fields and values are read in their encoding, without a question."""
    content = read(written(tmp_path, encoding, language, page))
    (layer,) = content.layers
    assert layer.name == "用地"
    assert layer.features == 4
    assert list(layer.table["名称"]) == NAMES
    assert layer.table["floors"].tolist() == [4, 2, 8, 1]
    assert layer.table["height"].tolist()[:3] == [12.5, 8, 24]
    assert layer.table.crs == "EPSG:4549"
    assert [shape is None for shape in layer.table.geometry] == [False, True, False, False]
    assert not content.findings


def test_a_page_that_is_wrong_is_noticed(tmp_path: Path) -> None:
    """A .cpg that says UTF-8 over names in GBK is overruled, and the user told."""
    content = read(written(tmp_path, "GBK", 0, "UTF-8"))
    assert list(content.layers[0].table["名称"]) == NAMES
    assert levels(content) == ["warning"]


def test_the_answered_encoding_counts(tmp_path: Path) -> None:
    """What the user answers is not weighed; an encoding that does not exist is refused."""
    file = written(tmp_path, "GBK", 0)
    assert list(read(file, Answers(encoding="gbk")).layers[0].table["名称"]) == NAMES
    with pytest.raises(UserError):
        read(file, Answers(encoding="none such"))


@pytest.mark.parametrize("missing", [".shx", ".dbf", ".prj"])
def test_missing_parts_cost_only_what_they_held(tmp_path: Path, missing: str) -> None:
    """Without index, table or reference system the shapes are still read, and nothing is written beside them."""
    file = written(tmp_path)
    file.with_suffix(missing).unlink()
    before = sorted(tmp_path.iterdir())
    content = read(file)
    assert content.layers[0].features == 4
    assert content.layers[0].table.geometry[0].equals(SHAPES[0])
    assert (content.layers[0].table.crs is None) == (missing == ".prj")
    assert ("warning" in levels(content)) == (missing == ".dbf")
    assert sorted(tmp_path.iterdir()) == before


def test_names_of_files_in_any_case_belong_together(tmp_path: Path) -> None:
    """A.SHP, a.dbf and A.Prj are one Shapefile."""
    file = written(tmp_path / "made")
    for ending, name in ((".shp", "A.SHP"), (".dbf", "a.dbf"), (".prj", "A.Prj")):
        shutil.copy(file.with_suffix(ending), tmp_path / name)
    table = read(tmp_path / "A.SHP").layers[0].table
    assert list(table["名称"]) == NAMES
    assert table.crs == "EPSG:4549"


@pytest.mark.parametrize("left", [100, 104, 200, 300, 500])
def test_a_file_of_shapes_that_is_cut_off_is_an_error(tmp_path: Path, left: int) -> None:
    """However it is cut, no traceback: the error names what is left."""
    file = written(tmp_path)
    file.with_suffix(".shx").unlink()
    file.write_bytes(file.read_bytes()[:left])
    content = read(file)
    assert "error" in levels(content)


@pytest.mark.parametrize("left", [0, 10, 40, 200, 250])
def test_a_table_that_is_cut_off_is_a_warning(tmp_path: Path, left: int) -> None:
    """The shapes are kept, with the fields of those records that are whole."""
    file = written(tmp_path)
    dbf = file.with_suffix(".dbf")
    dbf.write_bytes(dbf.read_bytes()[:left])
    content = read(file)
    assert content.layers[0].features == 4
    assert "warning" in levels(content)


def test_deleted_records_are_left_out_with_their_shapes(tmp_path: Path) -> None:
    """A record that is struck out in the table is no feature."""
    file = written(tmp_path)
    header, size = struct.unpack_from("<HH", file.with_suffix(".dbf").read_bytes(), 8)
    changed(file.with_suffix(".dbf"), header + size, b"*")
    content = read(file)
    assert list(content.layers[0].table["名称"]) == [NAMES[0], *NAMES[2:]]
    assert content.layers[0].features == 3
    assert levels(content) == ["note"]


def test_counts_that_differ_are_told(tmp_path: Path) -> None:
    """A table of another export has no partner for each shape; both are kept."""
    file = written(tmp_path)
    changed(file.with_suffix(".dbf"), 4, struct.pack("<I", 2))
    content = read(file)
    assert content.layers[0].features == 4
    assert content.layers[0].table["名称"].isna().tolist() == [False, False, True, True]
    assert levels(content) == ["warning"]


def test_an_index_that_leaves_out_replaced_shapes_is_followed(tmp_path: Path) -> None:
    """Editors append a changed shape and point the index to it; the old one stays in the file and is no feature."""
    file = written(tmp_path)
    index = file.with_suffix(".shx").read_bytes()
    file.with_suffix(".shx").write_bytes(index[:24] + struct.pack(">i", (len(index) - 8) // 2) + index[28:-8])
    content = read(file)
    assert max(content.layers[0].features, 4) == 4
    assert "error" not in levels(content)


def test_an_index_is_believed_where_a_record_miscounts_itself(tmp_path: Path) -> None:
    """Some writers state a wrong length in a record and the right one in the index."""
    file = written(tmp_path)
    entry = struct.unpack_from(">ii", file.with_suffix(".shx").read_bytes(), 100)
    changed(file, 2 * entry[0] + 4, struct.pack(">i", entry[1] - 8))
    content = read(file)
    assert content.layers[0].table.geometry.area.sum() == pytest.approx(5_000 + shapely.Point(1, 2).buffer(3).area + 1)
    assert levels(content) == []


@pytest.mark.parametrize("record", [1, 2])
def test_what_lies_between_records_is_passed_over(tmp_path: Path, record: int) -> None:
    """Without an index, the next record shows by its number and its type, or by having no shape."""
    file = written(tmp_path)
    at = 2 * struct.unpack_from(">i", file.with_suffix(".shx").read_bytes(), 100 + 8 * record)[0]
    file.with_suffix(".shx").unlink()
    data = file.read_bytes()
    data = data[:at] + b"\xa7\x76\xa5\x11" * 5 + data[at:]
    file.write_bytes(data[:24] + struct.pack(">i", len(data) // 2) + data[28:])
    content = read(file)
    assert len(content.layers[0].table) == 4
    assert levels(content) == []


def test_a_layer_without_features_is_one(tmp_path: Path) -> None:
    """It has its fields and its reference system."""
    file = written(tmp_path)
    gpd.read_file(file).iloc[:0].to_file(file, encoding="UTF-8")
    layer = read(file).layers[0]
    assert layer.features == 0
    assert layer.table.crs == "EPSG:4549"
    assert "floors" in layer.table


def test_a_table_without_fields_is_sound(tmp_path: Path) -> None:
    """Some programs write shapes alone, and a record of nothing for each."""
    file = written(tmp_path)
    header = struct.pack("<B3xIHH20x", 3, 4, 33, 1)
    file.with_suffix(".dbf").write_bytes(header + b"\r" + b"    " + b"\x1a")
    content = read(file)
    assert content.layers[0].features == 4
    assert levels(content) == []


def test_three_dimensions_stay(tmp_path: Path) -> None:
    """PointZ and PolygonZ keep their elevations."""
    file = tmp_path / "z.shp"
    solid = shapely.force_3d(shapely.box(0, 0, 1, 1), 7.0)
    gpd.GeoDataFrame({"a": [1]}, geometry=[solid], crs=4549).to_file(file)
    assert shapely.get_z(shapely.points(*read(file).layers[0].table.geometry[0].exterior.coords[0])) == 7


def test_the_index_is_no_layout_and_shapes_are_known_by_content(tmp_path: Path) -> None:
    """Shapes are recognised under any name; the index, which begins alike, is not taken for them."""
    file = written(tmp_path)
    other = shutil.copy(file, tmp_path / "data.bin")
    assert reader_of(source_of(Path(other))) is shapefile
    assert shapefile.recognises(source_of(file.with_suffix(".shx"))) == 0
