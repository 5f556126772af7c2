"""The strip of charts under the time bar, and the choice of the park that they show."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gis.text import tr
from ui.desk import chart_data, paint
from ui.desk.chart import Chart
from ui.desk.fonts import font
from ui.desk.parts import Label, Panel, Segments, Source, across, down, rule
from ui.desk.session import BOTH, Session
from ui.desk.theme import theme_of


class _Key(QWidget):
    """How to read the charts: the playhead, a published figure, a filled and a plain line."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setFixedHeight(40)

    def sizeHint(self) -> QSize:
        """Two short rows."""
        return QSize(180, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both marks and their words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = theme_of(self.session)
        painter.fillRect(QRectF(0, 9, 12, 2), theme.colour("select"))
        paint.text(painter, QRectF(20, 0, self.width() - 20, 20), tr("playhead"), font(11), theme.colour("ink2"))
        paint.dot(painter, QRectF(0, 24, 12, 12).center(), 4, theme.colour("surface"), theme.colour("ink"), 1.75)
        words = tr("published figure")
        paint.text(painter, QRectF(20, 20, self.width() - 20, 20), words, font(11), theme.colour("ink2"))
        painter.end()


class ChartsPanel(Panel):
    """Park chooser and key at the left, as wide as the outline; the charts span the viewport."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "charts")
        self.floor_area, self.compute = Chart(session), Chart(session)
        row = across(self, spacing=0)
        self.key = Panel(session, "chartkey")
        column = down(self.key, (16, 9, 12, 8), 8)
        column.addWidget(self.label(lambda: tr("Charts"), 13, 600))
        self._holder = down(spacing=0)
        column.addLayout(self._holder)
        note = Label("", 11, 400, "ink3")
        note.setWordWrap(True)
        self.say(note.setText, lambda: tr("Figures of different levels are never added up."))
        column.addWidget(note)
        column.addStretch(1)
        column.addWidget(_Key(session))
        row.addWidget(self.key)
        row.addWidget(self.floor_area, 1)
        row.addWidget(rule(upright=True))
        row.addWidget(self.compute, 1)
        self.chooser: Segments | None = None
        session.place_changed.connect(self._make_chooser)
        session.park_changed.connect(self.refresh)
        session.run_changed.connect(self.refresh)
        self._make_chooser()

    def set_left_width(self, width_px: int) -> None:
        """As wide as the outline, so that the time axes line up with the viewport."""
        self.key.setFixedWidth(width_px)

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
            self.floor_area.show_data(None)
            self.compute.show_data(None)
            return
        chosen = [park for park in prepared.parks if self.session.park in (BOTH, park.id)]
        self.floor_area.show_data(chart_data.floor_area(run, tuple((park.id, short_name(park.id)) for park in chosen)))
        self.compute.show_data(chart_data.compute(run))

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


def short_name(park: str) -> str:
    """A park in two or three letters, for the ends of lines."""
    return {"ai": tr("AI park"), "vr": tr("VR park")}.get(park, park)
