"""The desk's window: where everything lies, and who starts a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QSize, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QToolTip, QWidget

from gis.prepared import Prepared
from gis.text import tr
from ui.desk import fonts
from ui.desk.charts import ChartsPanel
from ui.desk.command_bar import CommandBar
from ui.desk.event_card import EventCard
from ui.desk.importer.door import ImportDoor, dropped_files
from ui.desk.inspector import Inspector
from ui.desk.keys import add_keys
from ui.desk.layer_bar import LayerBar
from ui.desk.notice import Notice
from ui.desk.outline import Outline
from ui.desk.painter import Painter, open_painter
from ui.desk.parts import across, down
from ui.desk.player import Player
from ui.desk.session import Session
from ui.desk.status import StatusBar
from ui.desk.tasks import Tasks
from ui.desk.theme import palette, style_sheet, theme_of
from ui.desk.time_bar import TimeBar
from ui.desk.view_bar import ViewBar
from ui.desk.viewport import ViewportWidget

SMALLEST: Final = QSize(960, 600)
"""With this much room every part is there; a smaller screen makes do with what it has."""
_WIDE_PX, _TALL_PX = 1500, 900
_MARGIN_PX = 12


@dataclass(frozen=True, slots=True)
class Sizes:
    """Widths and heights of the parts, for the room there is."""

    outline_px: int
    inspector_px: int
    charts_px: int

    @staticmethod
    def for_window(width_px: int, height_px: int) -> Sizes:
        """Wide windows give the docks more; the picture keeps the rest."""
        wide, tall = width_px >= _WIDE_PX, height_px >= _TALL_PX
        return Sizes(272 if wide else 224, 368 if wide else 304, 232 if tall else 152)


class DeskWindow(QMainWindow):
    """Outline, picture, inspector; time bar and charts below. `make_painter` gives who draws it."""

    def __init__(
        self, session: Session, tasks: Tasks, make_painter: Callable[[Prepared], Painter] = open_painter
    ) -> None:
        super().__init__()
        self.session, self.tasks = session, tasks
        self._make_painter = make_painter
        self.setMinimumSize(SMALLEST)
        self.player = Player(session)
        self.commands = CommandBar(session, self.start_run, tasks.cancel)
        self.outline, self.viewport = Outline(session), ViewportWidget(session)
        self.inspector = Inspector(session, self.viewport)
        self.layers = LayerBar(session)
        self.views = ViewBar(session, self.viewport)
        self.notice = Notice(session, self.try_again)
        self.time_bar, self.charts = TimeBar(session), ChartsPanel(session, self.show_spread, tasks.cancel)
        self.status = StatusBar(session)
        for floating in (self.layers, self.views, self.notice):
            floating.setParent(self.viewport)
        self._lay_out()
        self.importer = ImportDoor(session, self.stack, self.open_parks, lambda: tasks.parks)
        self.event_card = EventCard(session, self.time_bar.axis, self)
        self._connect()
        self._desk_keys = add_keys(self)
        self.importer.entered.append(self._share_keys)
        self.setAcceptDrops(True)
        self._name()
        self.viewport.setFocus()

    # -- where things lie

    def _lay_out(self) -> None:
        whole = QWidget()
        column = down(whole, spacing=0)
        column.addWidget(self.commands)
        self.stack = QStackedWidget()
        desk = QWidget()
        body = across(desk, spacing=0)
        left = down(spacing=0)
        left.addLayout(self._upper(), 1)
        left.addWidget(self.time_bar)
        left.addWidget(self.charts)
        body.addLayout(left, 1)
        body.addWidget(self.inspector)
        self.stack.addWidget(desk)
        column.addWidget(self.stack, 1)
        column.addWidget(self.status)
        self.setCentralWidget(whole)

    def _upper(self) -> QHBoxLayout:
        row = across(spacing=0)
        row.addWidget(self.outline)
        row.addWidget(self.viewport, 1)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out."""
        super().resizeEvent(event)
        sizes = Sizes.for_window(self.width(), self.height())
        self.outline.setFixedWidth(sizes.outline_px)
        self.inspector.setFixedWidth(sizes.inspector_px)
        self.charts.setFixedHeight(sizes.charts_px)
        self.time_bar.set_left_width(sizes.outline_px)
        self.charts.set_left_width(sizes.outline_px)
        self._float()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """What floats follows the picture's size and its own."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show):
            if watched is self.viewport:
                self.layers.set_room(self.viewport.width() - self.views.sizeHint().width() - 3 * _MARGIN_PX)
            self._float()
        return False

    def _float(self) -> None:
        width = self.viewport.width()
        self.layers.adjustSize()
        self.views.adjustSize()
        self.layers.move(_MARGIN_PX, _MARGIN_PX)
        self.views.move(width - self.views.width() - _MARGIN_PX, _MARGIN_PX)
        self.notice.fit(min(720, width - 2 * _MARGIN_PX))
        self.notice.move((width - self.notice.width()) // 2, 64)

    # -- what happens when

    def _connect(self) -> None:
        session = self.session
        session.task_changed.connect(self._show_task)
        session.scenario_changed.connect(self._ensure_run)
        session.language_changed.connect(self._name)
        session.theme_changed.connect(self.recolour)
        session.place_changed.connect(self._name)
        self.tasks.opened.connect(self._build_scene)
        self.commands.import_button.clicked.connect(self.importer.toggle)
        self.importer.entered.append(self.commands.show_importing)
        self.viewport.pointed.connect(self.status.point_at)
        for floating in (self.layers, self.views, self.notice, self.viewport):
            floating.installEventFilter(self)
        for name, panel in (("outline", self.outline), ("charts", self.charts), ("inspector", self.inspector)):
            self.commands.panels[name].toggled.connect(panel.setVisible)

    def start(self) -> None:
        """Open the parks and simulate, once the window is on the screen."""
        QTimer.singleShot(0, self.tasks.open)

    def open_parks(self, parks: tuple[str, ...]) -> None:
        """Show other parks, and simulate them; what was shown goes."""
        self.notice.hide()
        self.session.forget()
        self.tasks.change_parks(parks)

    def _share_keys(self, inside_importer: bool) -> None:
        for key in self._desk_keys:
            key.setEnabled(not inside_importer)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere."""
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Dropped files are looked at in the import assistant."""
        event.acceptProposedAction()
        self.importer.enter(dropped_files(event.mimeData()))

    def start_run(self) -> None:
        """Simulate the chosen scenario again."""
        if self.session.prepared is not None and not self.session.task.busy:
            self.notice.hide()
            self.tasks.simulate(self.session.scenario)

    def show_spread(self) -> None:
        """Simulate the scenario on the screen many times, to see how far its figures spread."""
        if self.session.run is not None and not self.session.task.busy:
            self.notice.hide()
            self.tasks.spread(self.session.shown)

    def try_again(self) -> None:
        """Do again what failed."""
        self.notice.hide()
        if self.session.prepared is None:
            self.tasks.open()
        elif self.viewport.painter is None or self.viewport.painter.broken:
            self._build_scene()
        else:
            self.tasks.simulate(self.session.scenario)

    def _ensure_run(self) -> None:
        if self.session.scenario not in self.session.runs and self.session.prepared is not None:
            self.tasks.simulate(self.session.scenario)

    def _show_task(self) -> None:
        task = self.session.task
        if task.state == "failed":
            self.notice.tell(task.message)
        elif task.state == "cancelled":
            self._show_called_off()
        elif task.busy:
            self.notice.hide()

    def _show_called_off(self) -> None:
        """What is on the screen stays, so its scenario is the chosen one again; if there is nothing, say why."""
        session = self.session
        if session.run is not None:
            session.choose_scenario(session.shown)
        elif session.prepared is None:
            self.notice.tell(tr("Opening the parks was called off."))
        else:
            self.notice.tell(tr("The run was called off; there are no figures yet."))

    def _build_scene(self) -> None:
        prepared = self.session.prepared
        if prepared is None:
            return
        if self.viewport.painter is not None:
            self.viewport.painter.close()
        painter = self._make_painter(prepared)
        painter.failed.connect(self.notice.tell)
        self.viewport.set_painter(painter)
        if painter.broken:
            self.notice.tell(painter.complaint)

    def recolour(self) -> None:
        """Give the whole application the theme in use."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme = theme_of(self.session)
            application.setPalette(palette(theme))
            application.setStyleSheet(style_sheet(theme))

    def _name(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setFont(fonts.font(13))
            QToolTip.setFont(fonts.font(12))
        prepared = self.session.prepared
        parks = " · ".join(park.name.text() for park in prepared.parks) if prepared else ""
        self.setWindowTitle(f"{parks} – {tr('ParkTwin')}" if parks else tr("ParkTwin"))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what runs beside the window."""
        self.session.set_playing(False)
        self.importer.shut()
        self.inspector.quality.check.shut()
        self.tasks.close()
        if self.viewport.painter is not None:
            self.viewport.painter.close()
            self.viewport.painter = None
        super().closeEvent(event)
