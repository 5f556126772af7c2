"""The card over the time bar that says what an event is."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QLabel, QWidget

from gis.text import tr
from sim import facts
from sim.run import Event
from ui.desk import icons, months
from ui.desk.parts import Label, across, clear, down
from ui.desk.session import Session
from ui.desk.theme import theme_of
from ui.desk.time_axis import Mark, TimeAxis
from ui.desk.words import EVENT_LOOKS, weight_of

_WIDTH_PX, _MOST = 320, 5


class EventCard(QFrame):
    """Floats over `window` above the mark under the pointer: names, dates and sources of its events."""

    def __init__(self, session: Session, axis: TimeAxis, window: QWidget) -> None:
        super().__init__(window)
        self.session, self._axis, self._window = session, axis, window
        self.setObjectName("plate")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedWidth(_WIDTH_PX)
        self._column = down(self, (12, 10, 12, 10), 8)
        shade = QGraphicsDropShadowEffect(self)
        shade.setBlurRadius(18)
        shade.setOffset(0, 4)
        shade.setColor(QColor(0, 0, 0, 60))
        self.setGraphicsEffect(shade)
        self.hide()
        axis.hovered.connect(self.show_mark)

    def show_mark(self, mark: Mark | None) -> None:
        """Show the events of `mark`, the weightiest first, or nothing."""
        if mark is None or self.session.run is None:
            self.hide()
            return
        clear(self._column)
        for event in sorted(mark.events, key=lambda event: weight_of(event.kind))[:_MOST]:
            self._add(event, self.session.run.start_date)
        if len(mark.events) > _MOST:
            self._column.addWidget(Label(tr("and {count} more", count=len(mark.events) - _MOST), 12, 400, "ink2"))
        self._column.addWidget(Label(tr("Click: go there"), 11, 400, "ink3"))
        self.resize(_WIDTH_PX, self._column.heightForWidth(_WIDTH_PX))
        self._place(mark)
        self.show()
        self.raise_()

    def _add(self, event: Event, start_date: str) -> None:
        icon, tone = EVENT_LOOKS.get(event.kind, ("info", "ink2"))
        picture = QLabel()
        colour = getattr(theme_of(self.session), tone)
        picture.setPixmap(icons.pixmap(icon, colour, 14, self.devicePixelRatioF()))
        date = months.date_of_day(start_date, event.day).isoformat()
        said = facts.source_text(event.source) if event.source else tr("Simulated")
        row, words = across(spacing=8), down(spacing=1)
        for label in (Label(event.name.text(), 13, 600), Label(f"{date}  ·  {said}", 11, 400, "ink2")):
            label.setWordWrap(True)
            words.addWidget(label)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self._column.addLayout(row)

    def _place(self, mark: Mark) -> None:
        top = self._axis.mapTo(self._window, QPoint(round(mark.x_px), 0))
        x = min(max(top.x() - 40, 8), self._window.width() - self.width() - 8)
        self.move(x, top.y() - self.height() - 6)
