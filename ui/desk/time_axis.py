"""The axis of the time bar: years, what happens, and the playhead. The pointer takes the playhead along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from gis.text import tr
from sim.run import Event
from ui.desk import icons, months, paint
from ui.desk.fonts import font
from ui.desk.session import Session
from ui.desk.theme import Theme, theme_of
from ui.desk.words import EVENT_LOOKS, weight_of

_SIDE_PX, _MARK_Y_PX, _MARK_R_PX, _TRACK_Y_PX = 16.0, 15.0, 9.0, 35.0
_CLUSTER_PX: Final = 26.0
_LEFT_BUTTON: Final = Qt.MouseButton.LeftButton


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark on the bar: the events that lie too near to each other for a mark each, in order of time."""

    x_px: float
    events: tuple[Event, ...]

    @property
    def time(self) -> float:
        """When its first event is."""
        return months.time_of_day(self.events[0].day)

    @property
    def kind(self) -> str:
        """The kind of its weightiest event."""
        return min((event.kind for event in self.events), key=weight_of)


class TimeAxis(QWidget):
    """Years, marks of events and the playhead; `hovered` tells which mark lies under the pointer (None: none)."""

    hovered = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._marks: tuple[Mark, ...] = ()
        self._over: Mark | None = None
        self._by_keyboard = False
        self._picture: QPixmap | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        session.time_changed.connect(self._follow)
        session.run_changed.connect(self.rebuild)
        session.theme_changed.connect(self.rebuild)
        session.language_changed.connect(self._retranslate)
        self._name()

    def sizeHint(self) -> QSize:
        """A long strip."""
        return QSize(800, 64)

    def rebuild(self) -> None:
        """Gather the marks again: another run, or another width."""
        self._picture = None
        self._marks = self._gather()
        self._over = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width lays the marks out anew."""
        self.rebuild()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks on the bar, from left to right."""
        return self._marks

    def x_of(self, time: float) -> float:
        """The pixel of a time; the axis begins one month before the first month end."""
        return _SIDE_PX + (self.width() - 2 * _SIDE_PX) * (time + 1.0) / (self.session.last_time + 1.0)

    def time_at(self, x_px: float) -> float:
        """The time of a pixel."""
        return (x_px - _SIDE_PX) / max(self.width() - 2 * _SIDE_PX, 1.0) * (self.session.last_time + 1.0) - 1.0

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the axis, what is past, and the playhead."""
        if self.session.run is None:
            return
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatioF() != ratio:
            self._picture = self._paint_axis(ratio)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._picture)
        theme = theme_of(self.session)
        start, now = self.x_of(-1.0), self.x_of(self.session.time)
        paint.box(painter, QRectF(start, _TRACK_Y_PX - 2, now - start, 4), theme.colour("accent"), radius=2)
        for mark in self._marks:
            self._paint_mark(painter, theme, mark)
        self._paint_playhead(painter, theme, now)
        if self._by_keyboard and self.hasFocus():
            paint.box(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), None, theme.colour("accent"), 4)
        painter.end()

    def _paint_axis(self, ratio: float) -> QPixmap:
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        theme, run = theme_of(self.session), self.session.run
        assert run is not None
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        start, end = self.x_of(-1.0), self.x_of(self.session.last_time)
        paint.box(painter, QRectF(start, _TRACK_Y_PX - 2, end - start, 4), theme.colour("hover"), radius=2)
        first = int(run.months[0][5:]) - 1
        for i in range(len(run.months) + 1):
            x, place = self.x_of(i - 1.0), (first + i) % 12
            top = 38.0 if place == 0 else 41.0 if place % 3 == 0 else 43.0
            paint.line(painter, QPointF(x, top), QPointF(x, 46), theme.colour("border2"))
        for time, year in months.year_marks(run.months):
            x = self.x_of(time)
            paint.line(painter, QPointF(x, 30), QPointF(x, self.height()), theme.colour("border"))
            paint.text(painter, QRectF(x + 6, 45, 60, 18), year, font(11, 600), theme.colour("ink2"))
        painter.end()
        return picture

    def _paint_mark(self, painter: QPainter, theme: Theme, mark: Mark) -> None:
        icon, tone = EVENT_LOOKS.get(mark.kind, ("info", "ink2"))
        past = mark.time <= self.session.time
        edge = tone if past else "border2"
        paint.line(painter, QPointF(mark.x_px, 24), QPointF(mark.x_px, 33), theme.colour(edge))
        centre = QPointF(mark.x_px, _MARK_Y_PX)
        fill = "soft" if mark is self._over else "raised"
        for behind in range(min(len(mark.events), 3) - 1, 0, -1):
            # several events share the mark: it lies on others like the top one of a pile
            paint.dot(
                painter, centre + QPointF(2.5 * behind, 0), _MARK_R_PX, theme.colour(fill), theme.colour(edge), 1.0
            )
        paint.dot(painter, centre, _MARK_R_PX, theme.colour(fill), theme.colour(edge), 1.25)
        drawn = icons.pixmap(icon, getattr(theme, tone if past else "ink3"), 11, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(centre.x() - 5.5, centre.y() - 5.5), drawn)

    def _paint_playhead(self, painter: QPainter, theme: Theme, x: float) -> None:
        paint.line(painter, QPointF(x, 30), QPointF(x, self.height()), theme.colour("select"), 1.5)
        left = min(max(x - 30, 1.0), self.width() - 61.0)
        pill = QRectF(left, 25, 60, 20)
        paint.box(painter, pill.adjusted(-2, -2, 2, 2), theme.colour("surface"), radius=12)
        paint.box(painter, pill, theme.colour("pill"), radius=10)
        paint.text(painter, pill, self.session.month_label, font(11, 600), theme.colour("on_pill"), paint.CENTRE)

    # -- pointer and keys

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus to those who came by keyboard."""
        self._by_keyboard = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the event under the pointer, or to the month there."""
        if event.button() != _LEFT_BUTTON or self.session.run is None:
            return
        mark = self._mark_at(event.position())
        self.session.set_time(mark.time if mark else self.time_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take the playhead along, or say what lies under the pointer."""
        if event.buttons() & _LEFT_BUTTON:
            self.session.set_time(self.time_at(event.position().x()))
            return
        self._hover(self._mark_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Settle on the nearest month end."""
        if event.button() == _LEFT_BUTTON and self._mark_at(event.position()) is None:
            self.session.set_time(float(round(self.session.time)))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing lies under the pointer any more."""
        self._hover(None)

    def _hover(self, mark: Mark | None) -> None:
        self.setCursor(Qt.CursorShape.PointingHandCursor if mark else Qt.CursorShape.ArrowCursor)
        if mark is not self._over:
            self._over = mark
            self.hovered.emit(mark)
            self.update()

    def _mark_at(self, point: QPointF) -> Mark | None:
        if abs(point.y() - _MARK_Y_PX) > _MARK_R_PX + 2:
            return None
        near = [mark for mark in self._marks if abs(mark.x_px - point.x()) <= _MARK_R_PX + 1]
        return min(near, key=lambda mark: abs(mark.x_px - point.x())) if near else None

    def _follow(self) -> None:
        self._name()
        self.update()

    def _retranslate(self) -> None:
        """A card that is open speaks the language in which it was opened: close it."""
        self._hover(None)
        self._name()

    def _name(self) -> None:
        self.setAccessibleName(tr("Time bar"))
        self.setAccessibleDescription(self.session.month_label)

    def _gather(self) -> tuple[Mark, ...]:
        """Events from left to right; those nearer than a mark is wide share one."""
        if self.session.run is None:
            return ()
        groups: list[list[tuple[float, Event]]] = []
        for event in sorted(self.session.run.events, key=lambda e: e.day):
            time = months.time_of_day(event.day)
            if not -1.0 <= time <= self.session.last_time:
                continue
            x = self.x_of(time)
            if groups and x - groups[-1][0][0] < _CLUSTER_PX:
                groups[-1].append((x, event))
            else:
                groups.append([(x, event)])
        return tuple(Mark(group[0][0], tuple(event for _, event in group)) for group in groups)
