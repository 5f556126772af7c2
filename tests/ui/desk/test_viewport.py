"""The picture in its widget: drawn only when something changed, turned by the mouse, sharp on any screen."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gis.prepared import Prepared
from sim.run import Run
from tests.ui.desk.stand_ins import painter_stand_in
from twin import camera
from twin.graphics import Graphics
from ui.desk import viewport as viewport_module
from ui.desk.painter import Order, Painter
from ui.desk.panda_stage import PandaStage
from ui.desk.session import Session
from ui.desk.viewport import ViewportWidget

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@pytest.fixture
def viewport(session: Session, qtbot: QtBot) -> Iterator[ViewportWidget]:
    """The widget alone, 800x500, with a stand-in for the picture's side."""
    made = ViewportWidget(session)
    made.flight.reduced_motion = True
    made.resize(800, 500)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    assert session.prepared is not None
    made.set_painter(painter_stand_in(session.prepared))
    settle(made)
    return made


def settle(viewport: ViewportWidget) -> None:
    QApplication.processEvents()
    viewport.grab()


def last_order(viewport: ViewportWidget) -> Order:
    assert viewport.painter is not None
    assert viewport.painter.picture is not None
    return viewport.painter.picture.order


def pictures(viewport: ViewportWidget) -> int:
    assert viewport.painter is not None
    return viewport.painter.pictures


def wheel(viewport: ViewportWidget, x: int, y: int, notches: int) -> None:
    spot = QPointF(x, y)
    event = QWheelEvent(
        spot, viewport.mapToGlobal(spot), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, event)


def test_nothing_is_drawn_while_nothing_changes(viewport: ViewportWidget, session: Session) -> None:
    """Repainting shows the picture that is there."""
    before = pictures(viewport)
    for _ in range(5):
        viewport.update()
        settle(viewport)
    assert pictures(viewport) == before
    session.set_time(session.time + 1)
    settle(viewport)
    assert pictures(viewport) == before + 1


@pytest.mark.parametrize("change", ["time", "layer", "selection", "language", "view", "run", "size"])
def test_each_change_is_drawn(viewport: ViewportWidget, session: Session, run: Run, change: str) -> None:
    """Whatever a frame says is seen."""
    before = pictures(viewport)
    assert session.view is not None
    if change == "time":
        session.set_time(3.0)
    elif change == "layer":
        session.set_layer("compute")
    elif change == "selection":
        session.select(4)
    elif change == "language":
        session.set_language("zh")
    elif change == "view":
        session.set_view(camera.orbit(session.view, 10, 0, lambda x, y: 0.0))
    elif change == "run":
        session.add_run("baseline", run, 0.1)
    else:
        viewport.resize(700, 450)
    settle(viewport)
    assert pictures(viewport) > before


def test_the_picture_stands_upright(viewport: ViewportWidget) -> None:
    """Rows come from the bottom: the stand-in's last rows, its blue sky, are at the top."""
    image = viewport.grab().toImage()
    assert image.pixelColor(400, 100).blue() > 180
    assert image.pixelColor(400, 400).blue() < 100


def test_left_drag_turns_about_the_target(viewport: ViewportWidget, session: Session) -> None:
    """Target and distance stay, heading and pitch change."""
    before = session.view
    assert before is not None
    QTest.mousePress(viewport, LEFT, pos=QPoint(400, 250))
    QTest.mouseMove(viewport, QPoint(460, 220))
    QTest.mouseRelease(viewport, LEFT, pos=QPoint(460, 220))
    after = session.view
    assert after is not None
    assert after.target_m == before.target_m
    assert after.distance_m == pytest.approx(before.distance_m)
    assert after.heading_deg == pytest.approx((before.heading_deg + 15) % 360, abs=0.5)
    assert after.pitch_deg > before.pitch_deg
    assert session.selected == -1


def test_right_drag_takes_the_ground_along(viewport: ViewportWidget, session: Session) -> None:
    """What lay under the pointer stays under it."""
    before = session.view
    assert before is not None
    aspect = viewport.width() / viewport.height()

    prepared = session.prepared
    assert prepared is not None

    def ground(x: float, y: float) -> float:
        return max(0.0, float(prepared.terrain.at(x, y)))

    QTest.mousePress(viewport, RIGHT, pos=QPoint(400, 300))
    QTest.mouseMove(viewport, QPoint(500, 350))
    QTest.mouseRelease(viewport, RIGHT, pos=QPoint(500, 350))
    after = session.view
    assert after is not None
    assert after == camera.drag(before, aspect, (0.0, -0.2), (0.25, -0.4), ground)
    held = camera.ground_point(before, aspect, 0.0, -0.2, ground)
    found = camera.ground_point(after, aspect, 0.25, -0.4, ground)
    assert held is not None
    assert found is not None
    # the ground is not flat, so the point keeps its place but for the slope
    assert math.dist(held, found) < 0.2 * math.dist(before.target_m, after.target_m)


def test_the_wheel_comes_nearer_to_what_lies_under_the_pointer(viewport: ViewportWidget, session: Session) -> None:
    """One notch is 15 per cent; the point under the pointer keeps its place."""
    before = session.view
    assert before is not None
    wheel(viewport, 400, 300, 1)
    after = session.view
    assert after is not None
    assert after.eye_m[2] < before.eye_m[2]
    wheel(viewport, 400, 300, -1)
    again = session.view
    assert again is not None
    assert np.allclose(again.eye_m, before.eye_m, atol=5.0)


def test_home_and_focus(viewport: ViewportWidget, session: Session, prepared: Prepared) -> None:
    """Home shows everything; F comes to the selected building, and does nothing without one."""
    home = session.view
    viewport.focus_selected()
    assert session.view == home
    session.select(1)
    viewport.focus_selected()
    assert session.view is not None
    assert np.allclose(session.view.target_m[:2], prepared.buildings.centre_m[1], atol=0.5)
    viewport.go_home()
    assert session.view == home


def test_a_flight_ends_where_it_should(viewport: ViewportWidget, session: Session, qtbot: QtBot) -> None:
    """Motion passes through other views, and a press of the mouse stops it."""
    viewport.flight.reduced_motion = False
    session.select(1)
    home = session.view
    viewport.focus_selected()
    qtbot.waitUntil(lambda: session.view != home, timeout=10_000)
    viewport.finish()
    assert session.view is not None
    assert session.view.distance_m == pytest.approx(120 + 2.2 * float(session.prepared.buildings.height_m[1]))


def test_slow_pictures_are_coarse_while_they_move_and_fine_at_rest(
    viewport: ViewportWidget, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half the pixels in motion; the writing keeps its size; the rest brings the fine picture by itself."""
    monkeypatch.setattr(viewport_module, "_SLOW_S", -1.0)
    session.set_time(5.0)
    viewport.grab()
    order = last_order(viewport)
    assert (order.width_px, order.height_px, order.scale) == (400, 250, 0.5)
    qtbot.waitUntil(lambda: last_order(viewport).width_px == 800, timeout=10_000)


def test_the_pointer_tells_the_ground(viewport: ViewportWidget, qtbot: QtBot) -> None:
    """For the coordinates in the status bar; the sky has none."""
    with qtbot.waitSignal(viewport.pointed) as seen:
        QTest.mouseMove(viewport, QPoint(400, 400))
    assert len(seen.args[0]) == 2


def test_the_real_picture_shows_the_place(
    graphics: Graphics, session: Session, prepared: Prepared, qtbot: QtBot
) -> None:
    """Panda3D draws into the widget; time and layer change it; a click finds the building that is seen."""
    viewport = ViewportWidget(session)
    viewport.flight.reduced_motion = True
    viewport.resize(480, 320)
    qtbot.addWidget(viewport)
    viewport.show()
    viewport.set_painter(Painter(lambda: PandaStage(prepared, graphics, quality="low"), threaded=False))
    viewport.finish()
    day = pixels(viewport)
    assert len(np.unique(day.reshape(-1, 3), axis=0)) > 200
    session.set_layer("occupancy")
    viewport.finish()
    assert np.abs(pixels(viewport).astype(int) - day).mean() > 5
    session.select(1)
    viewport.focus_selected()
    viewport.finish()
    viewport.grab()
    session.select(-1)
    QTest.mouseClick(viewport, LEFT, pos=QPoint(240, 160))
    assert session.selected in (0, 1)
    assert viewport.painter is not None
    viewport.painter.close()


def pixels(viewport: ViewportWidget) -> np.ndarray:
    image = viewport.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()
