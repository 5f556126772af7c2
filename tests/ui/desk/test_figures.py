"""All figures in a list, any of them in a chart, and how far they spread; by mouse and keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from sim.run import Run
from tests.tiny import tiny_bands
from tests.ui.desk.stand_ins import StageStandIn
from ui.desk.charts import ChartsPanel
from ui.desk.session import Session
from ui.desk.window import DeskWindow

LEFT = Qt.MouseButton.LeftButton
_LONG_MS = 30_000


@pytest.fixture
def window(make_window: Callable[[Session], DeskWindow], session: Session) -> DeskWindow:
    return make_window(session)


def names(window: DeskWindow) -> list[str]:
    return [entry.name() for entry in window.inspector.figures.entries()]


def choose(rows: QListView, row: int) -> None:
    rows.scrollTo(rows.model().index(row, 0))
    QTest.mouseClick(rows.viewport(), LEFT, pos=rows.visualRect(rows.model().index(row, 0)).center())


def test_every_figure_of_the_run_stands_in_the_list_with_its_value(window: DeskWindow, run: Run) -> None:
    """Under its subject, once a park, with its unit; its tooltip says what it rests on."""
    entries = [entry for entry in window.inspector.figures.entries() if not entry.heading]
    assert len(entries) == len(run.kpis)
    assert all(any(digit in entry.value() for digit in "0123456789–") for entry in entries)
    assert all("level" in entry.rich_tip for entry in entries)


def test_a_click_charts_a_figure_and_the_chart_names_it(window: DeskWindow, session: Session) -> None:
    """In the left chart, for the parks that are charted."""
    QTest.mouseClick(window.inspector.tabs["figures"], LEFT)
    series = session.run.kpis["ai.occupancy"] if session.run else None
    assert series is not None
    row = next(i for i, name in enumerate(names(window)) if name.startswith(series.name.en))
    choose(window.inspector.figures.list, row)
    data = window.charts.left.data
    assert data is not None
    assert data.title == series.name.en
    assert {line.series.id for line in data.lines} == {"ai.occupancy", "vr.occupancy"}
    assert window.charts.left.title.text().startswith(series.name.en)
    session.set_park("vr")
    assert [line.series.id for line in window.charts.left.data.lines] == ["vr.occupancy"]  # type: ignore[union-attr]


def test_the_list_is_searched_by_words(window: DeskWindow) -> None:
    """Headings without a row below them go too."""
    page = window.inspector.figures
    page.search.setText("no such figure")
    assert all(page.list.isRowHidden(row) for row in range(page.model.rowCount()))
    page.search.setText("built")
    shown = [name for row, name in enumerate(names(window)) if not page.list.isRowHidden(row)]
    assert any("Built" in name for name in shown)
    assert len(shown) < page.model.rowCount()


def test_the_title_of_a_chart_opens_a_menu_of_all_figures(window: DeskWindow, session: Session) -> None:
    """By subject; the first entry goes back to what the chart began with."""
    menu = window.charts.menus[1]
    menu.fill()
    groups = [action.menu() for action in menu.actions() if action.menu()]
    assert groups
    group = groups[0]
    assert isinstance(group, QMenu)
    group.actions()[0].trigger()
    assert session.charts[1] != ""
    menu.fill()
    menu.actions()[0].trigger()
    assert session.charts == ["", ""]
    assert window.charts.right.data is not None
    assert window.charts.right.data.title == "Compute demand and supply"


def test_a_figure_that_another_run_lacks_gives_way_to_the_first_one(
    window: DeskWindow, session: Session, run: Run
) -> None:
    """Nothing is left empty."""
    session.show_figure(0, "compute.supply_p")
    assert window.charts.left.data is not None
    fewer = {key: one for key, one in run.kpis.items() if key != "compute.supply_p"}
    session.add_run("baseline", replace(run, kpis=fewer), 0.1)
    assert window.charts.left.data.title == "Floor area built and let"


def test_one_click_finds_out_how_far_the_figures_spread(window: DeskWindow, session: Session, qtbot: QtBot) -> None:
    """The worker simulates many times; bands and medians appear, can be hidden, and are told when hovering."""
    button = window.charts.spread
    assert button.text() == "Show uncertainty"
    QTest.mouseClick(button, LEFT)
    assert session.task.state == "spreading"
    qtbot.waitUntil(lambda: session.band is not None, timeout=_LONG_MS)
    data = window.charts.left.data
    assert data is not None
    assert all(line.band is not None for line in data.lines)
    assert "eight in ten between" in window.charts.left.hover_text(10)
    assert button.text() == "Hide uncertainty"
    with_bands = window.charts.left.grab().toImage()
    QTest.mouseClick(button, LEFT)
    assert session.band is None
    assert window.charts.left.grab().toImage() != with_bands
    QTest.mouseClick(button, LEFT)
    assert session.band is not None


def test_the_spread_belongs_to_the_scenario_on_the_screen(window: DeskWindow, session: Session, run: Run) -> None:
    """Another scenario has none until it is asked for; other parks begin anew."""
    session.add_bands("baseline", tiny_bands(run))
    session.add_run("fast_build", replace(run, scenario="fast_build"), 0.1)
    session.choose_scenario("fast_build")
    assert session.band is None
    session.choose_scenario("baseline")
    assert session.band is not None
    session.forget()
    assert session.bands == {}


def test_a_building_tells_its_chances_once_the_spread_is_known(window: DeskWindow, session: Session, run: Run) -> None:
    """By the month of the playhead: how often it was handed over, and how full it was."""
    row = int(run.progress[-1].argmax())
    session.select(row)
    page = window.inspector.building
    assert not page.chances[1].isVisible()
    bands = tiny_bands(run)
    session.add_bands("baseline", replace(bands, finished=np.full_like(bands.finished, 51)))
    assert page.chances[1].isVisible()
    assert page.chances[0].text() == "Over 40 runs"
    shown = {one.name: one.figure for one in page.chances[1].rows}
    assert shown[f"Handed over by {session.month_label}"] == "20"
    assert shown["In half of the runs by"] == "not within the run"
    session.hide_bands(True)
    assert not page.chances[1].isVisible()


def test_gaps_in_a_figure_are_gaps_in_its_line(window: DeskWindow, session: Session, run: Run) -> None:
    """What does not exist in a month is not drawn as nought; figures below nought have room."""
    values = np.linspace(-2.0, 3.0, len(run.months))
    values[:5] = np.nan
    odd = replace(run.kpis["compute.supply_p"], values=values)
    session.add_run("baseline", replace(run, kpis={**run.kpis, "compute.supply_p": odd}), 0.1)
    session.show_figure(0, "compute.supply_p")
    chart = window.charts.left
    pieces = chart._runs(values)
    assert [len(piece) for piece in pieces] == [len(values) - 5]
    assert all(chart.plot.top() - 1 <= point.y() <= chart.plot.bottom() + 1 for point in pieces[0])
    assert not chart.grab().isNull()


@pytest.mark.parametrize("height", [150, 260])
def test_in_a_low_window_the_key_keeps_its_room(window: DeskWindow, height: int) -> None:
    """Title and note go first; nothing overlaps."""
    window.charts.setFixedHeight(height)
    QTest.qWait(20)
    panel = window.charts
    assert isinstance(panel, ChartsPanel)
    shown = [child for child in panel.key.children() if getattr(child, "isVisible", lambda: False)()]
    boxes = [child.geometry() for child in shown]  # type: ignore[attr-defined]
    assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])
    assert all(panel.key.rect().contains(box) for box in boxes)


def test_likelihood_waits_for_the_spread_by_mouse_and_by_key(
    window: DeskWindow, session: Session, run: Run, qtbot: QtBot
) -> None:
    """Its chip is grey and says what to press; the key says it too. After that both choose it."""
    chip = window.layers.chip("probability")
    assert not chip.isEnabled()
    assert "Show uncertainty" in chip.toolTip()
    QTest.mouseClick(chip, LEFT)
    QTest.keyClick(window, Qt.Key.Key_6)
    assert session.layer == "appearance"
    qtbot.waitUntil(lambda: "Show uncertainty" in QToolTip.text(), timeout=_LONG_MS)
    QToolTip.hideText()
    QTest.mouseClick(window.charts.spread, LEFT)
    qtbot.waitUntil(chip.isEnabled, timeout=_LONG_MS)
    assert chip.toolTip().endswith("(6)")
    QTest.mouseClick(chip, LEFT)
    assert session.layer == "probability"
    assert chip.isChecked()
    QTest.keyClick(window, Qt.Key.Key_1)
    QTest.keyClick(window, Qt.Key.Key_6)
    assert session.layer == "probability"
    session.hide_bands(True)
    assert session.layer == "probability", "hidden on the charts, not forgotten"


def test_the_picture_gets_the_spread_of_the_scenario_on_the_screen(
    window: DeskWindow, session: Session, run: Run
) -> None:
    """And none of another: then the layer that needs it gives way before the next picture."""
    stage = window.viewport.painter._stage  # type: ignore[union-attr]
    assert isinstance(stage, StageStandIn)
    bands = tiny_bands(run)
    session.add_bands("baseline", bands)
    assert stage.bands is bands
    session.set_layer("probability")
    session.add_run("fast_build", replace(run, scenario="fast_build"), 0.1)
    session.choose_scenario("fast_build")
    assert stage.bands is None
    assert session.layer == "construction"
    assert not window.layers.chip("probability").isEnabled()
    session.choose_scenario("baseline")
    assert stage.bands is bands
    assert window.layers.chip("probability").isEnabled()


def test_a_spread_of_other_months_or_buildings_is_not_drawn(window: DeskWindow, session: Session, run: Run) -> None:
    """A scenario's file may have changed between the two."""
    session.add_bands("baseline", replace(tiny_bands(run), months=run.months[:-1]))
    assert session.spread is None
    session.set_layer("probability")
    assert session.layer == "appearance"
