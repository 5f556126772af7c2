"""The window, driven by mouse and keys."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from gis.errors import UserError
from gis.prepared import Prepared
from sim.run import Run
from tests.ui.desk.conftest import empty_session
from tests.ui.desk.stand_ins import painter_stand_in
from ui.desk.painter import Painter
from ui.desk.session import NOTHING, Session, Task
from ui.desk.stage import Stage
from ui.desk.window import DeskWindow, Sizes

LEFT = Qt.MouseButton.LeftButton
_LONG_MS = 30_000


def click(widget: QWidget, x: int, y: int) -> None:
    QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(x, y))


def test_the_window_has_the_agreed_sizes(window: DeskWindow) -> None:
    """At 1366x768 and at 1920x1080 the docks give way before the picture does."""
    assert (window.outline.width(), window.inspector.width()) == (224, 304)
    assert (window.commands.height(), window.time_bar.height(), window.status.height()) == (48, 64, 24)
    assert window.viewport.width() >= 640
    assert window.viewport.height() >= 400
    assert Sizes.for_window(1920, 1080) == Sizes(272, 368, 232)


def test_scrubbing_the_time_bar_moves_the_playhead(window: DeskWindow, session: Session) -> None:
    """Press takes it there, dragging takes it along, release settles on a month end."""
    axis = window.time_bar.axis
    middle = axis.height() - 8
    QTest.mousePress(axis, LEFT, pos=QPoint(round(axis.x_of(3.0)), middle))
    assert session.time == pytest.approx(3.0, abs=0.1)
    QTest.mouseMove(axis, QPoint(round(axis.x_of(7.3)), middle))
    QTest.qWait(10)
    assert session.time == pytest.approx(7.3, abs=0.1)
    QTest.mouseRelease(axis, LEFT, pos=QPoint(round(axis.x_of(7.3)), middle))
    assert session.time == 7.0
    assert session.month_label == "2023-08"


def test_the_playhead_moves_by_key(window: DeskWindow, session: Session) -> None:
    """Arrows go a month, with Shift a year."""
    for key, modifier, expected in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 13.0),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 12.0),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, 0.0),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, 12.0),
    ):
        QTest.keyClick(window, key, modifier)
        assert session.time == expected


def test_playing_moves_the_playhead_until_the_end(window: DeskWindow, session: Session, qtbot: QtBot) -> None:
    """Space starts and stops; at the end it stops by itself."""
    QTest.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: session.time > 12.0, timeout=_LONG_MS)
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert not session.playing
    stood_at = session.time
    QTest.qWait(80)
    assert session.time == stood_at
    session.set_time(session.last_time - 0.2)
    QTest.mouseClick(window.time_bar.play, LEFT)
    qtbot.waitUntil(lambda: not session.playing, timeout=_LONG_MS)
    assert session.time == session.last_time


def test_space_presses_the_button_in_focus(window: DeskWindow, session: Session) -> None:
    """Whoever works by keyboard reaches every button; elsewhere Space plays."""
    window.layers.chip("compute").setFocus()
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert session.layer == "compute"
    assert not session.playing


def test_a_chip_and_its_number_choose_the_layer(window: DeskWindow, session: Session) -> None:
    """The filled chip is the layer shown, whoever chose it."""
    QTest.mouseClick(window.layers.chip("occupancy"), LEFT)
    assert session.layer == "occupancy"
    QTest.keyClick(window, Qt.Key.Key_1)
    assert session.layer == "appearance"
    assert window.layers.chip("appearance").isChecked()
    assert not window.layers.chip("occupancy").isChecked()


@pytest.mark.parametrize("width_px", [960, 1100, 1366, 1700])
def test_the_layers_leave_room_for_the_views_at_any_width(
    window: DeskWindow, session: Session, width_px: int, qtbot: QtBot
) -> None:
    """Names give way to icons; those that are written are whole, and nothing goes on shifting."""
    window.resize(width_px, 600)
    for layer in ("compute", "appearance"):
        for language in ("en", "zh"):
            session.set_layer(layer)
            session.set_language(language)
            QTest.qWait(60)
            assert window.layers.geometry().right() < window.views.geometry().left()
            before = window.layers.geometry()
            QTest.qWait(60)
            assert window.layers.geometry() == before
    named = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    assert (window.layers.chip("use").toolButtonStyle() == named) == (width_px > 1300)


def test_a_click_on_a_building_shows_what_it_is(window: DeskWindow, session: Session, prepared: Prepared) -> None:
    """The inspector turns to it, with name, use, stage and the honest badge; a click beside lets go of it."""
    click(window.viewport, round(2.5 / 12 * window.viewport.width()), 300)
    assert session.selected == 2
    page = window.inspector.building
    assert page.isVisible()
    assert page.name.text() == prepared.buildings.name[2].en
    assert "floors" in page.where.text()
    assert page.stage.text() == "Built"
    assert {row.name for row in page.attributes[1].rows} >= {"Floor area above ground", "Height above ground"}
    click(window.viewport, window.viewport.width() - 40, 90)
    assert session.selected == NOTHING


def test_the_building_follows_the_playhead(window: DeskWindow, session: Session, run: Run) -> None:
    """What rises during the run is under construction first, and built later."""
    rising = int(((run.progress[0] > 0) & (run.progress[0] < 1) & (run.progress[-1] == 1)).argmax())
    session.select(rising)
    stages = []
    for month in range(len(run.months)):
        session.set_time(float(month))
        stages.append(window.inspector.building.stage.text())
    assert list(dict.fromkeys(stages)) == ["Under construction", "Built"]


def test_every_card_shows_the_kpi_at_the_playhead(window: DeskWindow, session: Session, run: Run) -> None:
    """Four cards a park; the tooltip says what the figure is."""
    cards = window.inspector.kpis.cards
    wanted = [f"{park}.{kpi}" for park in ("ai", "vr") for kpi in ("enterprises", "occupancy", "built_m2",
              "compute_sold_share")]  # fmt: skip
    assert [card.kpi for card in cards] == wanted
    session.set_time(20.0)
    share = run.kpis["ai.occupancy"].values[20]
    assert cards[1].figure.text() == f"{100 * share:.0f}"
    assert cards[1].unit.text() == "%"
    assert "Simulated; level: park" in cards[1].toolTip()


def test_run_and_cancel(window: DeskWindow, session: Session, qtbot: QtBot) -> None:
    """Choosing a scenario runs it in the worker; its task shows beside the button; Esc calls it off."""
    session.choose_scenario("endless")
    qtbot.waitUntil(lambda: session.task.fraction == 0.4, timeout=_LONG_MS)
    assert window.commands.task.isVisible()
    assert not window.commands.run_button.isEnabled()
    assert "is shown until" in window.status.freshness.text()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not session.task.busy, timeout=_LONG_MS)
    assert not window.commands.task.isVisible()
    session.choose_scenario("fast_build")
    qtbot.waitUntil(lambda: not session.stale, timeout=_LONG_MS)
    assert window.status.freshness.text() == "Fast build-out is current"
    QTest.mouseClick(window.commands.run_button, LEFT)
    assert session.task.scenario == "fast_build"
    qtbot.waitUntil(lambda: not session.task.busy, timeout=_LONG_MS)


def test_a_failure_is_said_in_place_and_can_be_tried_again(
    window: DeskWindow, session: Session, run: Run, qtbot: QtBot
) -> None:
    """No dialog: a sentence over the picture; what was there stays."""
    session.choose_scenario("broken")
    qtbot.waitUntil(lambda: window.notice.isVisible(), timeout=_LONG_MS)
    assert "Did you mean 'speed'?" in window.notice.words.text()
    assert session.run is run
    QTest.mouseClick(window.notice.again, LEFT)
    assert not window.notice.isVisible()
    qtbot.waitUntil(lambda: window.notice.isVisible(), timeout=_LONG_MS)
    QTest.mouseClick(window.notice.close_button, LEFT)
    assert not window.notice.isVisible()


@pytest.mark.parametrize("threaded", [False, True])
def test_without_graphics_everything_else_works(
    window: DeskWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, threaded: bool
) -> None:
    """The sentence stands where the picture would be, figures and charts are there; one can try again."""

    def refuse() -> Stage:
        raise UserError("Graphics", "No usable OpenGL 3.3 was found.")

    monkeypatch.setattr(window, "_make_painter", lambda prepared: Painter(refuse, threaded=threaded))
    window._build_scene()
    qtbot.waitUntil(lambda: window.notice.isVisible(), timeout=_LONG_MS)
    assert "OpenGL" in window.notice.words.text()
    assert window.charts.left.data is not None
    assert not window.grab().isNull()
    monkeypatch.setattr(window, "_make_painter", painter_stand_in)
    QTest.mouseClick(window.notice.again, LEFT)
    assert not window.notice.isVisible()
    assert window.viewport.painter is not None
    assert not window.viewport.painter.broken


def test_the_window_stands_before_the_parks_are_open(
    desk_application: object, make_window: Callable[[Session], DeskWindow]
) -> None:
    """It says that it opens them, and offers nothing that needs them."""
    window = make_window(empty_session())
    window.session.set_task(Task("opening"))
    assert window.isVisible()
    assert window.commands.task_words.text() == "Opening the parks…"
    assert not window.commands.run_button.isEnabled()
    assert not window.time_bar.play.isEnabled()
    assert not window.grab().isNull()


def test_the_outline_lists_parks_scenarios_and_projects(window: DeskWindow, session: Session) -> None:
    """A click on a zone selects its largest building, one on a scenario chooses it, one on a park charts it alone."""
    names = [entry.name() for entry in window.outline.entries()]
    assert {"Parks", "Tiny AI park", "Software", "Scenarios", "Baseline", "Fast build-out", "Projects"} <= set(names)
    choose(window.outline.list, names.index("Software"))
    assert session.prepared is not None
    assert session.prepared.buildings.id[session.selected] == "A2"
    choose(window.outline.list, names.index("Tiny VR park"))
    assert session.park == "vr"
    assert window.charts.left.data is not None
    assert {line.series.park for line in window.charts.left.data.lines} == {"vr"}


def choose(rows: QListView, row: int) -> None:
    rows.scrollTo(rows.model().index(row, 0))
    spot = rows.visualRect(rows.model().index(row, 0)).center()
    QTest.mouseClick(rows.viewport(), LEFT, pos=spot)


def test_the_outline_follows_its_width_and_is_used_by_keys(window: DeskWindow, session: Session) -> None:
    """Values stay at its right edge when the window becomes narrower; Return does what a click does, once."""
    rows = window.outline.list
    for width in (1920, 1200):
        window.resize(width, 900)
        QTest.qWait(10)
        assert rows.visualRect(rows.model().index(1, 0)).right() < rows.viewport().width()
    names = [entry.name() for entry in window.outline.entries()]
    rows.setCurrentIndex(rows.model().index(names.index("Tiny VR park"), 0))
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert session.park == "vr"


def test_the_filter_hides_what_does_not_match(window: DeskWindow) -> None:
    """Ctrl+F goes there; single keys are typed, they do not play or choose layers; Esc clears it."""
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = window.outline.search
    assert window.focusWidget() is field
    for key in (Qt.Key.Key_F, Qt.Key.Key_A, Qt.Key.Key_S, Qt.Key.Key_T, Qt.Key.Key_Space, Qt.Key.Key_1):
        QTest.keyClick(field, key)
    assert field.text() == "fast 1"
    assert not window.session.playing
    assert window.session.layer == "appearance"
    field.setText("fast")
    shown = [
        entry.name()
        for row, entry in enumerate(window.outline.entries())
        if not entry.heading and not window.outline.list.isRowHidden(row)
    ]
    assert shown == ["Fast build-out"]
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_events_stand_on_the_time_bar_and_say_what_they_are(window: DeskWindow, session: Session, run: Run) -> None:
    """Hovering shows the card, leaving hides it, a click goes there; marks never overlap."""
    axis = window.time_bar.axis
    assert sum(len(mark.events) for mark in axis.marks) == len(run.events)
    places = [mark.x_px for mark in axis.marks]
    assert all(b - a >= 24 for a, b in itertools.pairwise(places))
    mark = axis.marks[0]
    QTest.mouseMove(axis, QPoint(round(mark.x_px), 15))
    QTest.qWait(10)
    assert window.event_card.isVisible()
    click(axis, round(mark.x_px), 15)
    assert session.time == pytest.approx(max(mark.time, 0.0))
    QTest.mouseMove(axis, QPoint(axis.width() // 2, 60))
    QTest.qWait(10)
    assert not window.event_card.isVisible()


def test_the_charts_say_value_unit_and_source(window: DeskWindow, session: Session, run: Run) -> None:
    """The hover text names every line at that month; a click takes the playhead there."""
    chart = window.charts.right
    text = chart.hover_text(10)
    supply = run.kpis["compute.supply_p"].values[10]
    assert f"supply <b>{supply:.0f} P</b>" in text
    assert "Simulated; level:" in text
    click(chart, round(chart.x_of(18.0)), round(chart.plot.center().y()))
    assert session.time == 18.0


def test_f6_goes_from_panel_to_panel(window: DeskWindow) -> None:
    """Once round, in the order in which they lie, and back; a hidden one is left out."""
    window.viewport.setFocus()

    def press(shift: bool = False) -> QWidget:
        QTest.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier(0))
        panels = (window.commands, window.outline, window.viewport, window.time_bar, window.charts, window.inspector)
        focus = window.focusWidget()
        return next(panel for panel in panels if panel is focus or panel.isAncestorOf(focus))

    assert [press() for _ in range(6)] == [
        window.time_bar, window.charts, window.inspector, window.commands, window.outline, window.viewport,
    ]  # fmt: skip
    assert press(shift=True) is window.outline
    window.commands.panels["outline"].click()
    window.viewport.setFocus()
    assert press(shift=True) is window.commands


def test_the_picture_turns_and_zooms_by_keys(window: DeskWindow, session: Session) -> None:
    """What the mouse can, keys can too."""
    start = session.view
    assert start is not None
    QTest.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    turned = session.view
    assert turned is not None
    assert (turned.heading_deg - start.heading_deg) % 360 == pytest.approx(15)
    QTest.keyClick(window, Qt.Key.Key_Plus)
    assert session.view is not None
    assert session.view.distance_m < turned.distance_m
    QTest.keyClick(window, Qt.Key.Key_Minus)
    assert session.view.distance_m == pytest.approx(turned.distance_m)


def test_a_run_that_is_called_off_leaves_what_is_shown(window: DeskWindow, session: Session, qtbot: QtBot) -> None:
    """The scenario on the screen is the chosen one again, so nothing waits for a run that will not come."""
    session.choose_scenario("endless")
    qtbot.waitUntil(lambda: session.task.fraction == 0.4, timeout=_LONG_MS)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not session.task.busy, timeout=_LONG_MS)
    assert session.scenario == "baseline"
    assert window.status.freshness.text() == "Baseline is current"
    assert not window.notice.isVisible()


def test_opening_that_is_called_off_can_be_tried_again(make_window: Callable[[Session], DeskWindow]) -> None:
    """The window is not left empty and silent."""
    window = make_window(empty_session())
    window.session.set_task(Task("opening"))
    window.session.set_task(Task("cancelled"))
    assert window.notice.isVisible()
    assert "called off" in window.notice.words.text()
    assert window.notice.again.isEnabled()


def test_panels_can_be_hidden_and_shown(window: DeskWindow) -> None:
    """The picture takes their room."""
    before = window.viewport.width()
    QTest.mouseClick(window.commands.panels["inspector"], LEFT)
    QTest.qWait(10)
    assert not window.inspector.isVisible()
    assert window.viewport.width() > before
    QTest.mouseClick(window.commands.panels["inspector"], LEFT)
    QTest.qWait(10)
    assert window.viewport.width() == before


def test_every_control_has_a_name_for_those_who_do_not_see_it(window: DeskWindow, session: Session) -> None:
    """Buttons without words too."""
    session.select(2)
    silent = [
        control
        for kind in (QAbstractButton, QLineEdit)
        for control in window.findChildren(kind)
        if control.objectName() not in ("qt_toolbar_ext_button", "_q_qlineeditclearbutton")
        and not isinstance(control.parent(), QLineEdit)
        and not (control.accessibleName() or getattr(control, "text", str)())
    ]
    assert silent == []


def test_the_theme_changes_while_running(window: DeskWindow, session: Session) -> None:
    """Ctrl+T; what is painted and what Qt draws change together."""
    light = window.grab().toImage()
    QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert session.theme == "dark"
    dark = window.grab().toImage()
    for widget in (window.commands, window.outline, window.charts.left, window.time_bar.axis, window.inspector):
        spot = widget.mapTo(window, QPoint(widget.width() - 3, widget.height() - 3))
        assert light.pixelColor(spot).lightness() > 200
        assert dark.pixelColor(spot).lightness() < 60
