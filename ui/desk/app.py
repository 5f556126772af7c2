"""Starts the desk: the application with its typefaces and theme, the session, the window."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEventLoop, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from gis.errors import UserError
from gis.text import tr
from sim import scenario as scenarios
from ui.desk import fonts
from ui.desk.session import ScenarioEntry, Session
from ui.desk.tasks import Tasks
from ui.desk.theme import palette, style_sheet, theme_of
from ui.desk.window import DeskWindow

_SHOT_PATIENCE_S: Final = 300.0


def application() -> QApplication:
    """The one application: Fusion, the shipped typefaces, fractional pixel ratios as they are."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        made = existing
    else:
        policy = Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(policy)
        made = QApplication(sys.argv[:1])
    made.setApplicationName("ParkTwin")
    made.setStyle("Fusion")
    fonts.load()
    made.setFont(fonts.font(13))
    return made


def make_session(scenario: str, theme: str) -> Session:
    """A session that offers the shipped scenarios and, if it is a file, the one asked for.

    Raises:
        UserError: `scenario` is neither shipped nor a readable scenario file.
    """
    chosen = scenarios.load(scenario)
    shipped = scenarios.shipped()
    entries = [ScenarioEntry(key, scenarios.load(key).name) for key in shipped]
    if scenario not in shipped:
        entries.append(ScenarioEntry(scenario, chosen.name))
    return Session(tuple(entries), scenario, theme)


def open_window(session: Session, parks: tuple[str, ...], size: tuple[int, int]) -> DeskWindow:
    """The window, on the screen at once; the parks are opened behind it."""
    made = application()
    theme = theme_of(session)
    made.setPalette(palette(theme))
    made.setStyleSheet(style_sheet(theme))
    window = DeskWindow(session, Tasks(session, parks))
    window.resize(QSize(*size))
    window.show()
    window.start()
    return window


def run(scenario: str, parks: tuple[str, ...], theme: str, size: tuple[int, int]) -> int:
    """Open the desk and stay until it is closed; the exit code comes back."""
    session = make_session(scenario, theme)
    made = application()
    window = open_window(session, parks, size)
    code = made.exec()
    window.deleteLater()
    return code


def shoot(
    scenario: str, parks: tuple[str, ...], theme: str, size: tuple[int, int], file: Path, setting: dict[str, str]
) -> None:
    """Open the desk without a screen, wait until it shows the run, and write its picture to `file`.

    `setting` may name a "layer", a "month" ("2026-06") and a "building" (its id).

    Raises:
        UserError: the parks or the scenario cannot be opened, or `file` cannot be written.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    session = make_session(scenario, theme)
    application()
    window = open_window(session, parks, size)
    try:
        _wait(session, window)
        _set(session, setting)
        _settle(window)
        if not window.grab().save(str(file)):
            raise UserError(str(file), tr("The picture cannot be written."), remedy=tr("Choose another folder."))
    finally:
        window.close()


def _wait(session: Session, window: DeskWindow) -> None:
    """Let the window work until run and scene are there.

    Raises:
        UserError: what the window would have said.
    """
    end_s = time.monotonic() + _SHOT_PATIENCE_S
    while session.run is None or window.viewport.stage is None:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        if session.task.state == "failed":
            where, _, what = session.task.message.partition(": ")
            raise UserError(where, what)
        if time.monotonic() > end_s:
            raise UserError(tr("Desk"), tr("The parks did not open in time."), remedy=tr("Try again."))


def _set(session: Session, setting: dict[str, str]) -> None:
    run_shown, prepared = session.run, session.prepared
    assert run_shown is not None
    assert prepared is not None
    if "layer" in setting:
        session.set_layer(setting["layer"])
    if "month" in setting:
        session.set_time(float(run_shown.month_index(setting["month"])))
    if "building" in setting:
        session.select(prepared.buildings.id.index(setting["building"]))


def _settle(window: DeskWindow) -> None:
    for _ in range(3):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        window.viewport.finish()
