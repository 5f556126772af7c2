"""What is written over a picture, and when it is laid out anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from panda3d.core import NodePath

from gis.prepared import Prepared
from sim.bands import FULL
from sim.run import Run
from tests.tiny import tiny_bands
from twin.camera_views import home_view, view_of
from twin.frame import Frame
from twin.overlay import PARTS, Overlay, month_index, scale_for
from twin.overlay.words import broken, month_name
from twin.view import View

SIZE = (1280, 720)


@pytest.fixture
def overlay(prepared: Prepared, run: Run) -> Overlay:
    made = Overlay(prepared)
    made.bind(run)
    return made


@pytest.fixture
def frame(prepared: Prepared) -> Frame:
    return Frame(home_view(prepared, "ai"), 6.0, "occupancy")


def shown(overlay: Overlay) -> dict[str, NodePath]:
    """What is written now, by its name."""
    return {node.get_name(): node for node in overlay.root.get_children() if node.get_name() != "overlay"}


def test_everything_that_belongs_to_a_picture_is_written(overlay: Overlay, frame: Frame) -> None:
    overlay.show(replace(frame, selected=0), SIZE)
    names = set(shown(overlay))
    assert {"title", "legend", "credits", "needle", "letter", "selection"} <= names
    assert any(name.startswith("label") for name in names)
    assert "scale" not in names


def test_a_scale_is_written_only_where_it_holds_for_the_whole_picture(overlay: Overlay, prepared: Prepared) -> None:
    overlay.show(Frame(view_of(prepared, "top"), 6.0), SIZE)
    assert "scale" in shown(overlay)


def test_legend_labels_and_selection_can_be_left_out(overlay: Overlay, frame: Frame) -> None:
    overlay.show(replace(frame, selected=0), SIZE)
    overlay.show(replace(frame, legend=False, labels=False), SIZE)
    assert set(shown(overlay)) == {"title", "credits", "needle", "letter"}
    overlay.show(replace(frame, selected=0), SIZE)
    assert {"legend", "selection"} <= set(shown(overlay))


@pytest.mark.parametrize("part", sorted(PARTS - {"scale"}))
def test_each_part_can_be_left_out_for_good(part: str, prepared: Prepared, run: Run, frame: Frame) -> None:
    overlay = Overlay(prepared, parts=PARTS - {part})
    overlay.bind(run)
    overlay.show(replace(frame, selected=0), SIZE)
    written = {"north": "needle", "labels": "label"}.get(part, part)
    assert not any(name.startswith(written) for name in shown(overlay))


def test_only_what_has_changed_is_laid_out_anew(overlay: Overlay, frame: Frame) -> None:
    overlay.show(frame, SIZE)
    before = shown(overlay)
    overlay.show(frame, SIZE)
    assert shown(overlay) == before
    overlay.show(replace(frame, time=7.0), SIZE)
    after = shown(overlay)
    assert after["title"] != before["title"]
    assert after["legend"] == before["legend"]
    overlay.show(replace(frame, time=7.0, language="zh"), SIZE)
    assert shown(overlay)["legend"] != before["legend"]


@pytest.mark.parametrize("size", [(64, 64), (64, 2000), (2000, 64), (200, 900), (300, 200), (720, 1280), (1280, 720)])
@pytest.mark.parametrize("layer", ["use", "occupancy"])
def test_whatever_is_written_lies_within_the_picture_and_apart(
    overlay: Overlay, frame: Frame, size: tuple[int, int], layer: str
) -> None:
    overlay.help = "Walk · Look · Run · Choose a layer · Play · End"
    scale = scale_for(size)
    overlay.show(replace(frame, layer=layer, view=view_of(overlay._prepared, "top")), size)
    boxes = overlay._furniture(replace(frame, layer=layer), (size[0] / scale, size[1] / scale), scale)
    for i, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0
        assert top >= 0
        assert right <= size[0] / scale
        assert bottom <= size[1] / scale
        for other in boxes[i + 1 :]:
            apart = other[0] >= right or other[2] <= left or other[1] >= bottom or other[3] <= top
            assert apart, (size, (left, top, right, bottom), other)


def test_what_is_selected_behind_the_eye_is_not_named(overlay: Overlay, prepared: Prepared) -> None:
    row = prepared.buildings.id.index("A2")
    away = View((130, 200, 60), (130, 900, 60))
    overlay.show(Frame(away, 6.0, selected=row), SIZE)
    assert "selection" not in shown(overlay)


def test_the_selection_says_its_value_and_its_storeys(overlay: Overlay, prepared: Prepared, frame: Frame) -> None:
    row = prepared.buildings.id.index("A2")
    assert overlay._facts(replace(frame, selected=row)).endswith("18 floors")
    assert overlay._facts(replace(frame, selected=row)).startswith("Occupancy")
    assert overlay._facts(replace(frame, selected=row, layer="compute")) == "18 floors"
    assert "18 层" in overlay._facts(replace(frame, selected=row, language="zh"))


def test_no_share_is_told_of_what_cannot_be_let(overlay: Overlay, prepared: Prepared, frame: Frame) -> None:
    """What is planned or under construction is neutral in the picture, not empty."""
    planned = prepared.buildings.id.index("A7")
    assert overlay._facts(replace(frame, time=0.0, selected=planned)) == "14 floors"
    assert overlay._facts(replace(frame, time=0.0, selected=planned, layer="construction")).startswith("Construction")


def test_the_title_names_one_park_or_all(prepared: Prepared, run: Run, frame: Frame) -> None:
    one, all_ = Overlay(prepared, title=prepared.parks[1].name), Overlay(prepared)
    for overlay in (one, all_):
        overlay.bind(run)
    assert one._title(frame).title == "Tiny VR park"
    assert all_._title(frame).title == "Tiny AI park · Tiny VR park"
    assert one._title(frame).accent != all_._title(frame).accent
    assert one._title(replace(frame, language="zh")).lines == ("基准情景  ·  2023年7月",)


def test_without_a_run_nothing_is_said_of_months_or_simulation(prepared: Prepared, frame: Frame) -> None:
    overlay = Overlay(prepared)
    overlay.show(frame, SIZE)
    assert overlay._title(frame).lines == ()


def test_the_layout_is_the_same_at_every_size_of_the_same_shape() -> None:
    for size in ((1280, 720), (1920, 1080), (3840, 2160)):
        assert size[0] / scale_for(size) == pytest.approx(1280)


def test_a_month_is_shown_from_its_end_on() -> None:
    assert [month_index(t, 24) for t in (-1.0, 0.0, 0.9, 1.0, 1.9999999, 30.0)] == [0, 0, 0, 1, 2, 23]


def test_months_are_named_in_both_languages() -> None:
    assert month_name("2026-06", "en") == "June 2026"
    assert month_name("2026-06", "zh") == "2026年6月"


def test_long_names_are_broken_in_their_middle() -> None:
    assert broken("one two three four", 5, 10) == ("one two", "three four")
    assert broken("one two", 20, 10) == ("one two",)
    assert broken("unbreakable", 5, 10) == ("unbreakable",)


def test_the_plate_of_a_building_tells_its_chance_and_stands_on_the_whole_building(
    prepared: Prepared, run: Run, frame: Frame
) -> None:
    bands = tiny_bands(run)
    row = prepared.buildings.id.index("A6")
    overlay = Overlay(prepared)
    overlay.bind(run, replace(bands, finished=np.full_like(bands.finished, round(0.2 * FULL))))
    chosen = replace(frame, selected=row, layer="probability")
    assert overlay._facts(chosen) == "Likelihood 20 %  ·  8 floors"
    full = float(prepared.buildings.ground_m[row] + prepared.buildings.height_m[row])
    assert overlay.picker_of(chosen).tops(6.0)[row] == pytest.approx(full)
    assert overlay.picker_of(frame) is overlay.picker
