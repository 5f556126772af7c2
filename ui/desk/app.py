"""Starts the desk: the application with its typefaces and theme, the session, the window."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QObject, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QToolTip

from gis.errors import UserError
from gis.text import tr
from sim import scenario as scenarios
from sim.run import Run
from twin import camera
from twin.layers import layers
from ui import asked
from ui.desk import fonts, kpi_choice
from ui.desk.opening import Opening
from ui.desk.session import ScenarioEntry, Session
from ui.desk.tasks import Tasks
from ui.desk.theme import palette, style_sheet, theme_of
from ui.desk.waiting import let_qt_work
from ui.desk.window import SMALLEST, DeskWindow

_SHOT_PATIENCE_S: Final = 300.0
_COMFORTABLE: Final = QSize(1920, 1080)
_INTERRUPT_MS: Final = 300


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
    QToolTip.setFont(fonts.font(12))
    return made


def make_session(scenario: str, theme: str) -> Session:
    """A session that offers the shipped scenarios and, if it is a file, the one asked for.

    Raises:
        UserError: `scenario` is neither shipped nor a readable scenario file.
    """
    chosen = scenarios.load(scenario)
    shipped = scenarios.shipped()
    loaded = {key: scenarios.load(key) for key in shipped} | {scenario: chosen}
    entries = [ScenarioEntry(key, one.name, one.description) for key, one in loaded.items()]
    return Session(tuple(entries), scenario, theme)


def open_window(session: Session, opening: Opening) -> tuple[DeskWindow, Settings]:
    """The window, on the screen at once, and what it still has to set; the parks are opened behind it."""
    made = application()
    theme = theme_of(session)
    made.setPalette(palette(theme))
    made.setStyleSheet(style_sheet(theme))
    window = DeskWindow(session, Tasks(session, opening.parks))
    settings = Settings(session, window, opening)
    _show(window, made.primaryScreen().availableGeometry().size(), opening.size)
    window.start()
    if opening.imports:
        page = window.importer.enter(opening.imports)
        page.intake.show_step(opening.import_step or "files")
    return window, settings


def _show(window: DeskWindow, room: QSize, asked_for: tuple[int, int] | None) -> None:
    """In the size asked for; else in a comfortable one, or filling a screen that has no room for that."""
    window.setMinimumSize(SMALLEST.boundedTo(room))
    if asked_for is not None:
        window.resize(*asked_for)
        window.show()
        return
    window.resize(_COMFORTABLE.boundedTo(room))
    if room.width() > _COMFORTABLE.width() and room.height() > _COMFORTABLE.height():
        window.show()
    else:
        # only the system knows how much of the room the window's frame takes
        window.showMaximized()


def run(opening: Opening) -> int:
    """Open the desk and stay until it is closed; the exit code comes back.

    Raises:
        UserError: the scenario is neither shipped nor a readable scenario file.
    """
    session = make_session(opening.scenario, opening.theme)
    made = application()
    window, settings = open_window(session, opening)
    _obey_interrupts(window)
    with _surprises_told(settings):
        code = made.exec()
    window.deleteLater()
    return code


class _ToldError(UserError):
    """A whole sentence that the window shows already."""

    def __init__(self, sentence: str) -> None:
        super().__init__("", sentence)

    def __str__(self) -> str:
        return self.what


@contextmanager
def _surprises_told(settings: Settings) -> Iterator[None]:
    """What fails in answer to a signal would only be printed: the window says so too, and nobody waits for it."""

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        settings.refuse(_ToldError(tr("Desk: something failed unexpectedly. Try again; details are on the terminal.")))

    before, sys.excepthook = sys.excepthook, tell
    try:
        yield
    finally:
        sys.excepthook = before


def _obey_interrupts(window: DeskWindow) -> None:
    """Ctrl+C on the terminal closes the window. Python hears of it only when it runs, so it does from time to time."""
    # not at once: the signal may come in the middle of painting
    signal.signal(signal.SIGINT, lambda *_: QTimer.singleShot(0, window.close))
    timer = QTimer(window)
    timer.timeout.connect(lambda: None)
    timer.start(_INTERRUPT_MS)


def shoot(opening: Opening, file: Path) -> None:
    """Open the desk, wait until it shows the run, and write its picture to `file`.

    Raises:
        UserError: the parks, the scenario, the month or the building are not there, something failed on the way, or
            `file` cannot be written.
    """
    session = make_session(opening.scenario, opening.theme)
    application()
    window, settings = open_window(session, opening)
    try:
        with _surprises_told(settings):
            _wait(session, window, settings)
            _settle(window)
        _check(session, window, settings)
        if not window.grab().save(str(file)):
            raise UserError(str(file), tr("The picture cannot be written."), remedy=tr("Choose another folder."))
    finally:
        window.close()


class Settings(QObject):
    """Puts the asked-for park, layer, month and building into the session as soon as they can be shown."""

    def __init__(self, session: Session, window: DeskWindow, opening: Opening) -> None:
        super().__init__(window)
        self._session, self._window, self._opening = session, window, opening
        self.error: UserError | None = None
        session.place_changed.connect(self._place)
        session.run_changed.connect(self._run)
        if opening.layer:
            session.set_layer(opening.layer)  # what needs an ensemble waits for it

    def _place(self) -> None:
        prepared, opening = self._session.prepared, self._opening
        assert prepared is not None
        # other parks that are opened later have nothing to do with what was asked for at the start
        self._session.place_changed.disconnect(self._place)
        if opening.park is not None:
            self._session.set_park(opening.park)
            self._session.set_view(camera.home_view(prepared, opening.park))
        if opening.building is not None:
            if opening.building not in prepared.buildings.id:
                self.refuse(UserError("--building", tr("There is no building '{id}'.", id=opening.building)))
                return
            self._session.select(prepared.buildings.id.index(opening.building))

    def _run(self) -> None:
        run_shown = self._session.run
        if run_shown is None:
            return
        self._session.run_changed.disconnect(self._run)
        self._chart(run_shown)
        if self._opening.page:
            self._window.inspector.show_page(self._opening.page)
        self._spread(run_shown)
        if self._opening.month is not None:
            try:
                self._session.set_time(float(asked.month_row(self._opening.month, run_shown.months)))
            except UserError as error:
                self.refuse(error)

    def _chart(self, shown: Run) -> None:
        """Chart the figures that were asked for."""
        for number, wanted in enumerate(self._opening.charts):
            try:
                self._session.show_figure(
                    number, kpi_choice.key_of(shown.kpis[asked.known("--chart", wanted, shown.kpis)])
                )
            except UserError as error:
                self.refuse(error)

    def _spread(self, shown: Run) -> None:
        """Show the ensemble that was asked for, if it is one of this scenario and these parks."""
        bands = self._opening.ensemble
        if bands is None:
            return
        try:
            self._session.add_bands(self._session.shown, asked.bands_about(shown, bands))
        except UserError as error:
            self.refuse(error)
            return
        if self._opening.layer and layers()[self._opening.layer].ensemble:
            self._session.set_layer(self._opening.layer)

    def refuse(self, error: UserError) -> None:
        """Say what cannot be shown, and remember it."""
        self.error = error
        self._window.notice.tell(str(error))


def _wait(session: Session, window: DeskWindow, settings: Settings) -> None:
    """Let the window work until the run is there and the scene is being built.

    Raises:
        UserError: what the window says instead.
    """
    end_s = time.monotonic() + _SHOT_PATIENCE_S
    page = window.importer.page
    if page is not None:
        # the desk is not to be seen behind the assistant, so nobody waits for it
        while page.intake.busy and time.monotonic() < end_s:
            let_qt_work()
        return
    while session.run is None or window.viewport.painter is None or session.task.busy:
        let_qt_work()
        _check(session, window, settings)
        if time.monotonic() > end_s:
            raise UserError(tr("Desk"), tr("The parks did not open in time."), remedy=tr("Try again."))


def _check(session: Session, window: DeskWindow, settings: Settings) -> None:
    """Refuse a window that says what went wrong.

    Raises:
        UserError: the window's sentence.
    """
    if settings.error is not None:
        raise settings.error
    painter = window.viewport.painter
    if painter is not None and painter.broken:
        raise _ToldError(painter.complaint)
    if session.task.state == "failed":
        raise _ToldError(session.task.message)


def _settle(window: DeskWindow) -> None:
    for _ in range(3):
        let_qt_work()
        window.viewport.finish()
