"""DXF drawings as planners draw them."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable
from pathlib import Path

import ezdxf
import numpy as np
import pytest
from ezdxf.document import Drawing
from ezdxf.layouts import Modelspace
from hypothesis import given
from hypothesis import strategies as st

from gis.errors import UserError
from gis.formats import NO, SURELY, dxf
from gis.intake.answers import Answers
from gis.intake.content import Content, RawLayer
from gis.intake.source import source_of
from gis.intake.survey import survey

Draw = Callable[[Modelspace], object]


def read(tmp_path: Path, draw: Draw, answers: Answers | None = None, units: int = 6, version: str = "R2010") -> Content:
    """What is read of a drawing."""
    drawing = ezdxf.new(version, units=units)
    draw(drawing.modelspace())
    return saved(tmp_path, drawing, answers)


def saved(tmp_path: Path, drawing: Drawing, answers: Answers | None = None) -> Content:
    """What is read of a drawing once it is a file."""
    file = tmp_path / "plan.dxf"
    drawing.saveas(file)
    return dxf.read(source_of(file), answers or Answers())


def layer(content: Content, name: str = "0") -> RawLayer:
    """The layer of this name."""
    return next(found for found in content.layers if found.name == name)


def rectangle(x: float, y: float, width: float, depth: float) -> list[tuple[float, float]]:
    """Four corners."""
    return [(x, y), (x + width, y), (x + width, y + depth), (x, y + depth)]


def test_a_closed_polyline_is_an_outline(tmp_path: Path) -> None:
    """On its own layer, with its area in drawing units."""
    content = read(
        tmp_path, lambda s: s.add_lwpolyline(rectangle(0, 0, 60, 20), close=True, dxfattribs={"layer": "建筑"})
    )
    found = layer(content, "建筑")
    assert (found.features, found.table.geometry.area.tolist()) == (1, [1200])
    assert found.drawing
    assert found.unit_m == 1


def test_an_arc_keeps_to_the_tolerance(tmp_path: Path) -> None:
    """A half circle beside a square, flattened to a millimetre."""
    bulged = [(0, 0, 0, 0, 0), (20, 0, 0, 0, 1), (20, 20, 0, 0, 0), (0, 20, 0, 0, 0)]
    content = read(tmp_path, lambda s: s.add_lwpolyline(bulged, close=True), Answers(tolerance_m=0.001))
    assert layer(content).table.geometry.area[0] == pytest.approx(400 + math.pi * 50, abs=0.05)


def test_the_tolerance_is_in_metres_whatever_the_unit(tmp_path: Path) -> None:
    """A circle of 20 m drawn in millimetres has as many corners as one drawn in metres."""
    metres = read(tmp_path, lambda s: s.add_circle((0, 0), 20))
    millimetres = read(tmp_path, lambda s: s.add_circle((0, 0), 20_000), units=4)
    corners = [len(layer(content).table.geometry[0].exterior.coords) for content in (metres, millimetres)]
    assert corners[0] == pytest.approx(corners[1], abs=1)
    assert layer(millimetres).unit_m == 0.001


def test_a_polyline_that_ends_where_it_began_is_closed(tmp_path: Path) -> None:
    """Many programs set no flag."""
    content = read(tmp_path, lambda s: s.add_lwpolyline([*rectangle(0, 0, 9, 9), (0, 0)]))
    assert layer(content).table.geom_type.tolist() == ["Polygon"]


def test_loose_lines_join_to_outlines(tmp_path: Path) -> None:
    """Lines and arcs that end in each other, in any order and direction; what stays open stays a line."""

    def draw(space: Modelspace) -> None:
        space.add_line((30, 0), (0, 0))
        space.add_arc((30, 5), 5, -90, 90)
        space.add_line((0, 10), (30, 10))
        space.add_line((0, 10), (0, 0))
        space.add_line((50, 50), (60, 60))

    content = read(tmp_path, draw)
    found = layer(content)
    assert found.features == 5
    assert found.table.geom_type.tolist() == ["Polygon", "LineString"]
    assert found.table.geometry.area[0] == pytest.approx(300 + math.pi * 12.5, rel=0.01)
    assert any("4 loose lines and arcs join to 1 closed outlines" in finding.what for finding in content.findings)


@given(st.permutations(range(6)), st.lists(st.booleans(), min_size=6, max_size=6))
def test_the_order_of_loose_lines_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], turned: list[bool]
) -> None:
    """A hexagon is a hexagon."""
    corners = [(10 * math.cos(i * math.pi / 3), 10 * math.sin(i * math.pi / 3)) for i in range(6)]

    def draw(space: Modelspace) -> None:
        for i in order:
            ends = [corners[i], corners[(i + 1) % 6]]
            space.add_line(*(reversed(ends) if turned[i] else ends))

    found = layer(read(tmp_path_factory.mktemp("dxf"), draw))
    assert found.table.geometry.area.tolist() == [pytest.approx(150 * math.sqrt(3))]


def test_lines_that_branch_are_not_guessed_at(tmp_path: Path) -> None:
    """Two rooms share a wall: which outline was meant is for the planner to say."""

    def draw(space: Modelspace) -> None:
        for start, end in (((0, 0), (9, 0)), ((9, 0), (9, 9)), ((9, 9), (0, 9)), ((0, 9), (0, 0)), ((0, 0), (9, 9))):
            space.add_line(start, end)

    assert set(layer(read(tmp_path, draw)).table.geom_type) == {"LineString"}


def test_a_block_on_one_layer_is_one_feature(tmp_path: Path) -> None:
    """Turned and scaled as it was put, with its attributes, on the layer that it was put on."""

    def draw(space: Modelspace) -> None:
        house = space.doc.blocks.new("HOUSE")
        house.add_lwpolyline(rectangle(0, 0, 10, 5), close=True)
        house.add_lwpolyline(rectangle(20, 0, 10, 5), close=True)
        put = space.add_blockref(
            "HOUSE", (100, 100), dxfattribs={"layer": "建筑", "xscale": 2, "yscale": 2, "rotation": 90}
        )
        put.add_attrib("楼号", "A1")

    found = layer(read(tmp_path, draw), "建筑")
    assert (found.features, found.table.geometry.area[0]) == (1, pytest.approx(400))
    assert found.table.loc[0, ["block", "楼号"]].tolist() == ["HOUSE", "A1"]
    assert np.allclose(found.table.total_bounds, [90, 100, 100, 160])


def test_a_block_that_carries_a_plan_is_taken_apart(tmp_path: Path) -> None:
    """A block put once that is all of the drawing: its entities are features of their own layers, and it counts too."""

    def draw(space: Modelspace) -> None:
        plan = space.doc.blocks.new("PLAN")
        for i in range(3):
            plan.add_lwpolyline(rectangle(20 * i, 0, 10, 10), close=True, dxfattribs={"layer": "建筑"})
        plan.add_lwpolyline(rectangle(-5, -5, 80, 30), close=True, dxfattribs={"layer": "红线"})
        space.add_blockref("PLAN", (0, 0))

    content = read(tmp_path, draw)
    assert {found.name: found.features for found in content.layers} == {"0": 1, "建筑": 3, "红线": 1}
    assert any("'PLAN' is the plan itself" in finding.what for finding in content.findings)


def test_a_symbol_of_several_layers_is_one_feature(tmp_path: Path) -> None:
    """On the layer that it is put on, however its parts are layered, mirrored, put in rows, or within another."""

    def draw(space: Modelspace) -> None:
        leaf = space.doc.blocks.new("LEAF", base_point=(1, 1))
        leaf.add_lwpolyline(rectangle(1, 1, 1, 2), close=True, dxfattribs={"layer": "门扇"})
        door = space.doc.blocks.new("DOOR")
        door.add_blockref("LEAF", (10, 0), dxfattribs={"layer": "门", "yscale": 3})
        door.add_line((0, 0), (1, 1), dxfattribs={"layer": "门框"})
        space.add_blockref("DOOR", (100, 100), dxfattribs={"layer": "M", "xscale": -1})
        rows = {"layer": "M", "row_count": 2, "row_spacing": 50, "column_count": 3, "column_spacing": 20}
        space.add_blockref("DOOR", (200, 100), dxfattribs=rows)
        space.add_blockref("NONE", (5, 5), dxfattribs={"layer": "M"})

    (found,) = read(tmp_path, draw).layers
    assert (found.name, found.features) == ("M", 3)
    assert found.table.geometry.area.tolist() == pytest.approx([6, 36, 0])
    assert found.table.geometry[0].bounds == pytest.approx((89, 100, 90, 106))
    assert found.table.geometry[1].bounds == pytest.approx((210, 100, 251, 156))
    assert found.table.geometry[2].coords[:] == [(5, 5)]


@pytest.mark.parametrize("radius", [0.5, 20, 5000])
def test_what_is_round_keeps_its_area(tmp_path: Path, radius: float) -> None:
    """To a thousandth, whatever its size: circle, ellipse, spline, polyline of two bulges."""

    def draw(space: Modelspace) -> None:
        space.add_circle((0, 0), radius, dxfattribs={"layer": "circle"})
        space.add_ellipse((0, 0), (radius, 0), 0.5, dxfattribs={"layer": "ellipse"})
        space.add_lwpolyline([(-radius, 0, 1), (radius, 0, 1)], "xyb", close=True, dxfattribs={"layer": "bulge"})
        space.add_polyline2d([(-radius, 0, -1), (radius, 0, -1)], "xyb", close=True, dxfattribs={"layer": "old"})
        space.add_point((100, 100), dxfattribs={"layer": "point"})

    content = read(tmp_path, draw)
    full = math.pi * radius**2
    for name, area in (("circle", full), ("ellipse", full / 2), ("bulge", full), ("old", full)):
        assert layer(content, name).table.geometry.area[0] == pytest.approx(area, rel=0.001)


def test_the_frame_of_a_smoothed_polyline_is_not_drawn(tmp_path: Path) -> None:
    """Old drawings keep the corners that a curve was fitted to among those of the curve."""

    def draw(space: Modelspace) -> None:
        line = space.add_polyline2d(rectangle(0, 0, 10, 10), close=True)
        line.append_vertex((500, 500), dxfattribs={"flags": 16})

    assert layer(read(tmp_path, draw, version="R12")).table.geometry.area.tolist() == [100]


def test_meshes_cover_ground(tmp_path: Path) -> None:
    """The faces of a body seen from above."""

    def draw(space: Modelspace) -> None:
        faces = [[(0, 0, 0), (4, 0, 0), (4, 2, 0), (0, 2, 0)], [(0, 0, 0), (4, 0, 0), (4, 0, 3), (0, 0, 3)]]
        body = space.add_polyface()
        body.append_faces(faces)
        with space.add_mesh(dxfattribs={"layer": "mesh"}).edit_data() as data:
            data.vertices, data.faces = [*faces[0], *faces[1]], [(0, 1, 2, 3), (4, 5, 6, 7)]

    content = read(tmp_path, draw)
    assert [layer(content, name).table.geometry.area[0] for name in ("0", "mesh")] == [8, 8]


def test_an_empty_drawing_is_told(tmp_path: Path) -> None:
    """Also where all is drawn on paper."""
    assert [finding.what for finding in read(tmp_path, lambda _: None).findings] == ["The drawing is empty."]

    def draw(space: Modelspace) -> None:
        for corner in range(3):
            space.doc.paperspace().add_point((corner, 0))

    said = [finding.what for finding in read(tmp_path, draw).findings if finding.level == "error"]
    assert said == ["The model space is empty: all is drawn on paper."]


def test_a_line_drawn_to_and_fro_is_no_outline(tmp_path: Path) -> None:
    """Two lines over each other end in each other, and enclose nothing."""

    def draw(space: Modelspace) -> None:
        space.add_line((0, 0), (10, 0))
        space.add_line((10, 0), (0, 0))

    assert layer(read(tmp_path, draw)).table.geom_type.tolist() == ["LineString", "LineString"]


def test_an_endless_row_of_an_empty_block_is_refused(tmp_path: Path) -> None:
    """A billion times nothing."""

    def draw(space: Modelspace) -> None:
        space.doc.blocks.new("EMPTY")
        many = {"row_count": 32000, "column_count": 32000, "row_spacing": 1, "column_spacing": 1}
        space.add_blockref("EMPTY", (0, 0), dxfattribs=many)

    with pytest.raises(UserError, match="blocks hold more"):
        read(tmp_path, draw)


def test_blocks_within_blocks_without_end_are_refused(tmp_path: Path) -> None:
    """Twenty blocks, each holding the one before ten times."""

    def draw(space: Modelspace) -> None:
        inner = space.doc.blocks.new("B0")
        inner.add_point((0, 0))
        for i in range(1, 10):
            block = space.doc.blocks.new(f"B{i}")
            for _ in range(10):
                block.add_blockref(f"B{i - 1}", (0, 0))
        space.add_blockref("B9", (0, 0))

    with pytest.raises(UserError, match="blocks hold more"):
        read(tmp_path, draw)


def test_a_hatch_has_holes(tmp_path: Path) -> None:
    """An outline within an outline is not filled."""

    def draw(space: Modelspace) -> None:
        hatch = space.add_hatch(dxfattribs={"layer": "绿地"})
        hatch.paths.add_polyline_path(rectangle(0, 0, 30, 30), is_closed=True)
        hatch.paths.add_polyline_path(rectangle(10, 10, 10, 10), is_closed=True, flags=16)

    assert layer(read(tmp_path, draw), "绿地").table.geometry.area.tolist() == [pytest.approx(800)]


def test_texts_in_an_outline_tell_of_it(tmp_path: Path) -> None:
    """ "6F" are floors, "H=24m" is a height, the rest is its label; each text counts as a feature too."""

    def draw(space: Modelspace) -> None:
        space.add_lwpolyline(rectangle(0, 0, 60, 20), close=True)
        for text, x in (("6F", 10), ("H=24m", 20), ("研发楼", 30)):
            space.add_text(text).set_placement((x, 10))

    found = layer(read(tmp_path, draw))
    assert found.features == 4
    assert found.table.loc[0, ["floors", "height_m", "label"]].tolist() == [6, 24, "研发楼"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_wrong_code_page_is_seen_through(tmp_path: Path, encoding: str) -> None:
    """A drawing before 2007 that says Western and holds Chinese bytes."""
    drawing = ezdxf.new("R2000", units=6)
    drawing.modelspace().add_lwpolyline(rectangle(0, 0, 60, 20), close=True, dxfattribs={"layer": "JZ"})
    drawing.saveas(tmp_path / "a.dxf")
    text = (tmp_path / "a.dxf").read_text(encoding="cp1252")
    assert "ANSI_1252" in text
    (tmp_path / "b.dxf").write_bytes(text.replace("JZ", "新建建筑").encode(encoding))
    content = dxf.read(source_of(tmp_path / "b.dxf"), Answers())
    assert [found.name for found in content.layers] == ["新建建筑"]


def test_a_drawing_of_the_chinese_code_page_reads(tmp_path: Path) -> None:
    """As AutoCAD writes it on a Chinese system."""
    drawing = ezdxf.new("R2000", units=6)
    drawing.encoding = "gbk"
    drawing.modelspace().add_point((0, 0), dxfattribs={"layer": "道路"})
    assert [found.name for found in saved(tmp_path, drawing).layers] == ["道路"]


def test_binary_drawings_read(tmp_path: Path) -> None:
    """By their mark."""
    drawing = ezdxf.new("R2010", units=6)
    drawing.modelspace().add_lwpolyline(rectangle(0, 0, 60, 20), close=True)
    drawing.saveas(tmp_path / "b.dxf", fmt="bin")
    source = source_of(tmp_path / "b.dxf")
    assert dxf.recognises(source) == SURELY
    assert dxf.read(source, Answers()).layers[0].features == 1


def test_an_impossible_unit_is_noticed(tmp_path: Path) -> None:
    """A park of half a metre: millimetres by default, drawn in metres."""
    content = read(tmp_path, lambda s: s.add_lwpolyline(rectangle(0, 0, 500, 300), close=True), units=4)
    assert layer(content).unit_m == 0
    assert any("0.5 m across" in finding.what for finding in content.findings if finding.level == "warning")


def test_a_drawing_without_unit_leaves_it_open(tmp_path: Path) -> None:
    """The unit is then asked for."""
    assert layer(read(tmp_path, lambda s: s.add_point((5, 5)), units=0)).unit_m == 0


def test_what_has_no_outline_is_told(tmp_path: Path) -> None:
    """Bodies and whatever else the file holds count; what is left out is named."""

    def draw(space: Modelspace) -> None:
        space.add_region().sat = ["700 0 1 0", "end-of-acis-data"]
        space.add_point((0, 0))
        space.add_ray((0, 0), (1, 0))

    content = read(tmp_path, draw)
    said = " ".join(finding.what for finding in content.findings)
    assert "REGION (1)" in said
    assert "RAY (1)" in said
    assert (layer(content).features, len(layer(content).table)) == (3, 2)


def test_paper_is_left_out(tmp_path: Path) -> None:
    """A frame drawn around the plan on paper is no building."""

    def draw(space: Modelspace) -> None:
        space.add_point((0, 0))
        space.doc.paperspace().add_lwpolyline(rectangle(0, 0, 420, 297), close=True)

    assert layer(read(tmp_path, draw)).features == 1


def test_a_truncated_drawing_is_mended_or_refused(tmp_path: Path) -> None:
    """Either is said; nothing else happens."""
    drawing = ezdxf.new("R2010", units=6)
    for i in range(50):
        drawing.modelspace().add_lwpolyline(rectangle(20 * i, 0, 10, 10), close=True)
    drawing.saveas(tmp_path / "a.dxf")
    whole = (tmp_path / "a.dxf").read_bytes()
    for share in (0.3, 0.6, 0.9, 0.99):
        (tmp_path / "b.dxf").write_bytes(whole[: int(len(whole) * share)])
        with contextlib.suppress(UserError):
            content = dxf.read(source_of(tmp_path / "b.dxf"), Answers())
            assert any("damaged" in finding.what for finding in content.findings)


@pytest.mark.parametrize("content", [b"", b"0\n", b"SECTION", b'{"type": "Feature"}', b"AC1027 dwg", b"0\r\nEOF\r\n"])
def test_other_files_are_not_taken_for_drawings(tmp_path: Path, content: bytes) -> None:
    """By content, whatever the name."""
    (tmp_path / "x.dxf").write_bytes(content)
    assert dxf.recognises(source_of(tmp_path / "x.dxf")) == NO


@pytest.mark.parametrize("start", ["  0\r\nSECTION\r\n", "999\nmade by hand\n0\nSECTION\n", "\ufeff0\nSECTION\n"])
def test_drawings_are_known_by_their_first_section(tmp_path: Path, start: str) -> None:
    """With comments, spaces, any line end."""
    (tmp_path / "x").write_bytes(start.encode())
    assert dxf.recognises(source_of(tmp_path / "x")) == SURELY


@pytest.mark.parametrize(
    ("page", "encoding", "name"),
    [
        ("ANSI_1252", "cp1252", "Gebäude Straße"),
        ("ANSI_1252", "cp1252", "Bâtiments projetés"),
        ("ANSI_1252", "gbk", "规划建筑轮廓"),
        ("ANSI_936", "gbk", "道路红线"),
        ("ANSI_936", "utf-8", "规划建筑轮廓线"),
        ("ANSI_932", "cp932", "建物外周線のレイヤ"),
        ("ANSI_950", "big5", "規劃建築輪廓線"),
        ("ANSI_1251", "cp1251", "Здания и дороги"),
    ],
)
def test_text_is_read_as_it_is(tmp_path: Path, page: str, encoding: str, name: str) -> None:
    """By the code page where that can be true, else by what the bytes say."""
    drawing = ezdxf.new("R2000", units=6)
    drawing.modelspace().add_lwpolyline(rectangle(0, 0, 60, 20), close=True, dxfattribs={"layer": "JZ"})
    drawing.saveas(tmp_path / "a.dxf")
    text = (tmp_path / "a.dxf").read_text(encoding="cp1252").replace("ANSI_1252", page)
    (tmp_path / "b.dxf").write_bytes(text.replace("JZ", name).encode(encoding))
    content = dxf.read(source_of(tmp_path / "b.dxf"), Answers())
    assert [found.name for found in content.layers] == [name]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig"])
def test_a_new_drawing_in_an_old_encoding_is_seen_through(tmp_path: Path, encoding: str) -> None:
    """Since 2007 drawings are in UTF-8, but not every program knows; others write a mark before it."""
    drawing = ezdxf.new("R2010", units=6)
    drawing.modelspace().add_lwpolyline(rectangle(0, 0, 60, 20), close=True, dxfattribs={"layer": "规划建筑轮廓"})
    drawing.saveas(tmp_path / "a.dxf")
    (tmp_path / "b.dxf").write_bytes((tmp_path / "a.dxf").read_text(encoding="utf-8").encode(encoding))
    content = dxf.read(source_of(tmp_path / "b.dxf"), Answers())
    assert [found.name for found in content.layers] == ["规划建筑轮廓"]


def test_entities_without_a_header_are_read(tmp_path: Path) -> None:
    """Cut out of a newer drawing."""
    drawing = ezdxf.new("R2010", units=6)
    drawing.modelspace().add_lwpolyline(rectangle(0, 0, 60, 20), close=True)
    drawing.saveas(tmp_path / "a.dxf")
    text = (tmp_path / "a.dxf").read_text(encoding="utf-8")
    start = text.index("  0\nSECTION\n  2\nENTITIES")
    (tmp_path / "b.dxf").write_text(text[start : text.index("ENDSEC", start)] + "ENDSEC\n  0\nEOF\n")
    found = layer(dxf.read(source_of(tmp_path / "b.dxf"), Answers()))
    assert found.table.geometry.area.tolist() == [1200]


def test_a_spline_with_a_knot_too_few_is_drawn(tmp_path: Path) -> None:
    """As if its knots were evenly spaced."""

    def draw(space: Modelspace) -> None:
        spline = space.add_spline(degree=3)
        spline.control_points = [(x, x % 2, 0) for x in range(6)]
        spline.knots = range(9)

    drawing = ezdxf.new("R2010", units=6)
    draw(drawing.modelspace())
    drawing.saveas(tmp_path / "a.dxf")
    (found,) = saved(tmp_path, drawing).layers
    assert found.table.geom_type.tolist() == ["LineString"]


def test_text_that_cannot_be_read_is_marked(tmp_path: Path) -> None:
    """Also in a drawing that must be mended; nothing else fails for it."""
    drawing = ezdxf.new("R2000", units=6)
    drawing.modelspace().add_lwpolyline(rectangle(0, 0, 60, 20), close=True, dxfattribs={"layer": "JZ"})
    drawing.modelspace().add_point((1, 1), dxfattribs={"layer": "JT"})
    drawing.saveas(tmp_path / "a.dxf")
    whole = (tmp_path / "a.dxf").read_bytes().replace(b"JZ", "规划建筑轮廓".encode("gbk")).replace(b"JT", b"J\xff\xff")
    for content in (whole, whole.replace(b"AcDbPolyline", b"AcDbPolylane")):
        (tmp_path / "b.dxf").write_bytes(content)
        names = [found.name for found in dxf.read(source_of(tmp_path / "b.dxf"), Answers(encoding="gbk")).layers]
        assert names[-1].rstrip("\ufffd") == "J"
        assert len(names) == 1 or names[0] == "规划建筑轮廓"


def test_a_drawing_asks_once(tmp_path: Path) -> None:
    """Unit and place are two questions for the whole drawing, however many layers it has."""
    drawing = ezdxf.new("R2010", units=0)
    for name in "ABC":
        drawing.modelspace().add_lwpolyline(rectangle(0, 0, 60, 20), close=True, dxfattribs={"layer": name})
    drawing.saveas(tmp_path / "a.dxf")
    found = survey(str(tmp_path / "a.dxf"), Answers())
    assert [finding.level for finding in found.findings].count("ask") == 2
    assert not found.usable
