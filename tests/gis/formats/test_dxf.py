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
    """Several layers in one block: its entities are features of their own layers."""

    def draw(space: Modelspace) -> None:
        plan = space.doc.blocks.new("PLAN")
        for i in range(3):
            plan.add_lwpolyline(rectangle(20 * i, 0, 10, 10), close=True, dxfattribs={"layer": "建筑"})
        plan.add_lwpolyline(rectangle(-5, -5, 80, 30), close=True, dxfattribs={"layer": "红线"})
        space.add_blockref("PLAN", (0, 0))

    content = read(tmp_path, draw)
    assert {found.name: found.features for found in content.layers} == {"建筑": 3, "红线": 1}


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
    """Bodies count, dimensions are left out, both are named."""

    def draw(space: Modelspace) -> None:
        space.add_polymesh((3, 3))
        space.add_point((0, 0))
        space.add_ray((0, 0), (1, 0))

    content = read(tmp_path, draw)
    said = " ".join(finding.what for finding in content.findings)
    assert "POLYLINE (1)" in said
    assert "RAY (1)" in said
    assert layer(content).features == 2


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
