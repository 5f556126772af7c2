"""Qt without a screen, a session with the tiny place, and a window whose picture and worker are stand-ins."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gis.prepared import Prepared
from gis.text import Name, set_language
from sim.run import Run
from tests.ui.desk.stand_ins import painter_stand_in, serve_stand_in
from ui.desk import app
from ui.desk.session import ScenarioEntry, Session
from ui.desk.tasks import Tasks
from ui.desk.theme import palette, style_sheet, theme_of
from ui.desk.window import DeskWindow

SCENARIOS = (
    ScenarioEntry("baseline", Name("Baseline", "基准情景")),
    ScenarioEntry("fast_build", Name("Fast build-out", "快速建设")),
)
MakeWindow = Callable[[], DeskWindow]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Each test begins and ends in English."""
    set_language("en")
    yield
    set_language("en")


@pytest.fixture(scope="session")
def desk_application(qapp: QApplication) -> QApplication:
    """The application with the desk's typefaces and style."""
    assert app.application() is qapp
    return qapp


@pytest.fixture
def session(desk_application: QApplication, prepared: Prepared, run: Run) -> Session:
    """The tiny place with the baseline's run, twelve months in."""
    made = empty_session()
    made.set_place(prepared)
    made.add_run("baseline", run, 0.5)
    made.set_time(12.0)
    return made


def empty_session() -> Session:
    """Two scenarios, nothing opened."""
    return Session(SCENARIOS, "baseline")


@pytest.fixture
def make_window(desk_application: QApplication, qtbot: QtBot) -> Iterator[Callable[[Session], DeskWindow]]:
    """Makes windows of 1366x768 whose picture and worker are stand-ins; they are closed after the test."""
    windows: list[DeskWindow] = []

    def make(session: Session) -> DeskWindow:
        theme = theme_of(session)
        desk_application.setPalette(palette(theme))
        desk_application.setStyleSheet(style_sheet(theme))
        window = DeskWindow(session, Tasks(session, ("ai", "vr"), serve_stand_in), painter_stand_in)
        window.viewport.flight.reduced_motion = True
        window.resize(1366, 768)
        window.show()
        qtbot.waitExposed(window)
        if session.prepared is not None:
            window._build_scene()
        windows.append(window)
        return window

    yield make
    for window in windows:
        window.close()
        window.deleteLater()
    desk_application.processEvents()


@pytest.fixture
def window(session: Session, make_window: Callable[[Session], DeskWindow]) -> DeskWindow:
    """The window on the tiny place and its run."""
    return make_window(session)
