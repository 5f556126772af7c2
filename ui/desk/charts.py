"""The strip of charts under the time bar, the choice of what they show, and how far it spreads."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gis.text import tr
from ui.desk import chart_data, paint
from ui.desk.chart import Chart
from ui.desk.figure_menu import FigureMenu
from ui.desk.fonts import font
from ui.desk.parts import Label, Panel, Segments, Source, across, down, rule, set_button_font
from ui.desk.session import BOTH, Session
from ui.desk.theme import theme_of
from ui.desk.words import short_name
from ui.desk.worker import SPREAD_RUNS

_KEY_ROW_PX, _ROOMY_PX = 19, 200


class _Key(QWidget):
    """How to read the charts: playhead, published figures and targets; what an ensemble says of the spread."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setFixedHeight(3 * _KEY_ROW_PX)
        for signal in (session.bands_changed, session.run_changed):
            signal.connect(self.update)

    def sizeHint(self) -> QSize:
        """Three short rows."""
        return QSize(180, 3 * _KEY_ROW_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the marks and their words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = theme_of(self.session)
        surface, ink = theme.colour("surface"), theme.colour("ink")
        painter.fillRect(QRectF(0, 9, 12, 2), theme.colour("select"))
        paint.dot(painter, QPointF(6, 1.5 * _KEY_ROW_PX), 4, surface, ink, 1.75)
        paint.diamond(painter, QPointF(6, 2.5 * _KEY_ROW_PX), 5, surface, ink, 1.75)
        for row, words in enumerate((tr("playhead"), tr("published figure"), tr("published target"))):
            self._say(painter, 0.0, row, words)
        if self.session.band is not None:
            middle = self.width() * 0.56
            painter.fillRect(QRectF(middle, 4, 12, _KEY_ROW_PX - 8), theme.colour("accent", 0.25))
            for left in (0, 8):
                painter.fillRect(QRectF(middle + left, 1.5 * _KEY_ROW_PX - 1, 5, 2), theme.colour("accent"))
            for row, words in enumerate((tr("8 in 10 runs"), tr("their median"))):
                self._say(painter, middle, row, words)
        painter.end()

    def _say(self, painter: QPainter, left: float, row: int, words: str) -> None:
        area = QRectF(left + 18, row * _KEY_ROW_PX, self.width() - left - 18, _KEY_ROW_PX)
        paint.text(painter, area, words, font(11), theme_of(self.session).colour("ink2"))


class ChartsPanel(Panel):
    """Park chooser and key at the left, as wide as the outline; the charts span the viewport."""

    def __init__(self, session: Session, spread: Callable[[], None], cancel: Callable[[], None]) -> None:
        super().__init__(session, "charts")
        self.left, self.right = Chart(session), Chart(session)
        self.menus = [FigureMenu(session, number, chart) for number, chart in enumerate((self.left, self.right))]
        row = across(self, spacing=0)
        self.key = Panel(session, "chartkey")
        column = down(self.key, (16, 8, 12, 6), 6)
        title = self.label(lambda: tr("Charts"), 13, 600)
        column.addWidget(title)
        self._holder = down(spacing=0)
        column.addLayout(self._holder)
        note = Label("", 11, 400, "ink3")
        note.setWordWrap(True)
        self.say(note.setText, lambda: tr("Figures of different levels are never added up."))
        column.addWidget(note)
        column.addStretch(1)
        self._roomy = (title, note)
        self.spread = self.text_button("outline", lambda: _spread_words(session), 28)
        set_button_font(self.spread, 12, 500)
        self.say(
            self.spread.setToolTip,
            lambda: tr(
                "Simulate {runs} times with other luck and other assumed values: how far the figures spread",
                runs=SPREAD_RUNS,
            ),
        )
        self.spread.clicked.connect(lambda: self._toggle(spread, cancel))
        column.addWidget(self.spread)
        column.addWidget(_Key(session))
        row.addWidget(self.key)
        row.addWidget(self.left, 1)
        row.addWidget(rule(upright=True))
        row.addWidget(self.right, 1)
        self.chooser: Segments | None = None
        session.place_changed.connect(self._make_chooser)
        session.park_changed.connect(self.refresh)
        for signal in (session.run_changed, session.charts_changed, session.bands_changed):
            signal.connect(self.refresh)
        for signal in (session.task_changed, session.run_changed, session.bands_changed):
            signal.connect(self._say_spread)
        self._make_chooser()
        self._say_spread()

    def set_left_width(self, width_px: int) -> None:
        """As wide as the outline, so that the time axes line up with the viewport."""
        self.key.setFixedWidth(width_px)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window there is no room for title and note."""
        super().resizeEvent(event)
        for label in self._roomy:
            label.setVisible(self.height() >= _ROOMY_PX)

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Draw the run on the screen, for the parks chosen."""
        if self.chooser is not None:
            self.chooser.take(self.session.park)
        run, prepared = self.session.run, self.session.prepared
        if run is None or prepared is None:
            self.left.show_data(None)
            self.right.show_data(None)
            return
        chosen = [park for park in prepared.parks if self.session.park in (BOTH, park.id)]
        parks = tuple((park.id, short_name(park.id)) for park in chosen)
        bands = self.session.band
        begins = (chart_data.floor_area(run, parks, bands), chart_data.compute(run, bands))
        for chart, key, first in zip((self.left, self.right), self.session.charts, begins, strict=True):
            wanted = chart_data.figure(run, key, parks, bands) if key else None
            chart.show_data(wanted or first)

    def _toggle(self, spread: Callable[[], None], cancel: Callable[[], None]) -> None:
        """Find out how far the figures spread, or call that off; once it is known, show or hide it."""
        if self.session.task.state == "spreading":
            cancel()
        elif self.session.spread_known:
            self.session.hide_bands(not self.session.bands_hidden)
        else:
            spread()

    def _say_spread(self) -> None:
        session = self.session
        self.spread.setText(_spread_words(session))
        ready = session.run is not None and not session.stale and not session.task.busy
        self.spread.setEnabled(ready or session.spread_known or session.task.state == "spreading")

    def _make_chooser(self) -> None:
        if self.chooser is not None:
            self._holder.removeWidget(self.chooser)
            self.chooser.deleteLater()
            self.chooser = None
        prepared = self.session.prepared
        if prepared is not None and len(prepared.parks) > 1:
            choices: list[tuple[str, Source]] = [(BOTH, lambda: tr("Both"))]
            choices += [(park.id, partial(short_name, park.id)) for park in prepared.parks]
            self.chooser = Segments(self.session, choices, self.session.set_park)
            self._holder.addWidget(self.chooser)
        self.refresh()


def _spread_words(session: Session) -> str:
    task = session.task
    if task.state == "spreading":
        return tr("Cancel ({percent} %)", percent=round(100 * (task.fraction or 0.0)))
    if session.spread_known and not session.bands_hidden:
        return tr("Hide uncertainty")
    return tr("Show uncertainty")
