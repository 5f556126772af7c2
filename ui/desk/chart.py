"""A chart over the run's months. It is painted once into a pixmap; the playhead moves over that picture.

Redrawing six charts for a playhead costs more than a frame of the scene; repainting two narrow strips costs nothing.
"""

from __future__ import annotations

import html
import math

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gis.text import tr
from gis.units import scale
from ui.desk import chart_data, months, paint, sources
from ui.desk.chart_data import ChartData, Line
from ui.desk.fonts import font
from ui.desk.session import Session
from ui.desk.theme import Theme, theme_of

_TITLE_PX, _BOTTOM_PX, _LEFT_PX, _STRIP_PX, _NAME_GAP_PX = 34.0, 22.0, 52.0, 8, 14.0
_YEAR_PX = 38.0
_DOT_REACH_PX = 9.0


class Chart(QWidget):
    """Lines over months, with the playhead; hovering shows values, units and what they rest on; a click goes there."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.data: ChartData | None = None
        self._picture: QPixmap | None = None
        self._plot: QRectF | None = None
        self._hover: int | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(240, 110)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        session.time_changed.connect(self._move_playhead)
        session.theme_changed.connect(self.redraw)
        self._drawn_x = 0.0

    def sizeHint(self) -> QSize:
        """A wide strip."""
        return QSize(480, 180)

    def show_data(self, data: ChartData | None) -> None:
        """Draw this."""
        self.data = data
        self.setAccessibleName(data.summary() if data and data.lines else "")
        self.redraw()

    def redraw(self) -> None:
        """Forget the picture and paint it anew."""
        self._picture = self._plot = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A new size needs a new picture."""
        self._picture = self._plot = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the picture with the playhead over it."""
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatioF() != ratio:
            self._picture = self._paint_picture(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        if self.data is not None and self.data.lines:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_marks(painter, theme_of(self.session))
        painter.end()

    # -- where things lie

    @property
    def plot(self) -> QRectF:
        """The part where lines are drawn; room for their names is left at its right."""
        if self._plot is None:
            width = self.width() - _LEFT_PX - self._names_width() - 14.0
            self._plot = QRectF(_LEFT_PX, _TITLE_PX, width, self.height() - _TITLE_PX - _BOTTOM_PX)
        return self._plot

    def x_of(self, time: float) -> float:
        """The pixel of a time; the axis begins one month before the first month end."""
        count = len(self.data.months) if self.data else 1
        return self.plot.left() + self.plot.width() * (time + 1.0) / max(count, 1)

    def _names_width(self) -> float:
        lines = self.data.lines if self.data else ()
        return max((paint.width_of(line.name, font(11, 600)) for line in lines), default=0.0)

    def _y_of(self, value: float, top: float) -> float:
        return self.plot.bottom() - self.plot.height() * value / top

    def _top(self) -> float:
        return self._ticks()[-1] if self.data else 1.0

    def _ticks(self) -> list[float]:
        assert self.data is not None
        return chart_data.ticks(self.data.top * 1.02, 4 if self.height() > 150 else 3)

    def _points(self, line: Line) -> list[QPointF]:
        """The line in pixels; a step holds each value from the month end before to its own."""
        plot, values = self.plot, np.nan_to_num(line.series.values)
        x = plot.left() + plot.width() * np.arange(len(values) + 1) / max(len(values), 1)
        y = plot.bottom() - plot.height() * values / self._top()
        if line.look == "step":
            x, y = np.repeat(x, 2)[1:-1], np.repeat(y, 2)
        else:
            x = x[1:]
        return [QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]

    # -- painting

    def _paint_picture(self, ratio: float) -> QPixmap:
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        theme = theme_of(self.session)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.data is not None and self.data.lines:
            self._paint_title(painter, theme)
            self._paint_axes(painter, theme)
            self._paint_lines(painter, theme)
            self._paint_names(painter, theme)
            self._paint_published(painter, theme)
        else:
            self._paint_skeleton(painter, theme)
        painter.end()
        return picture

    def _paint_skeleton(self, painter: QPainter, theme: Theme) -> None:
        """While there is no run: the shape of what will come."""
        fill = theme.colour("hover")
        paint.box(painter, QRectF(16, 12, 170, 12), fill, radius=4)
        for i, share in enumerate((0.86, 0.74, 0.8, 0.62)):
            y = _TITLE_PX + i * (self.height() - _TITLE_PX - 24) / 4
            paint.box(painter, QRectF(16, y, (self.width() - 32) * share, 10), fill, radius=4)

    def _paint_title(self, painter: QPainter, theme: Theme) -> None:
        assert self.data is not None
        _, unit = scale(self._top(), self.data.unit, self.session.language)
        area = QRectF(16, 8, self.width() - 32, 20)
        used = paint.text(painter, area, self.data.title, font(13, 600), theme.colour("ink"))
        note = f"{unit}  ·  {self.data.level}"
        paint.text(painter, area.adjusted(used + 8, 1, 0, 1), note, font(12, 400), theme.colour("ink2"))

    def _paint_axes(self, painter: QPainter, theme: Theme) -> None:
        assert self.data is not None
        plot, top = self.plot, self._top()
        divisor, _ = scale(top, self.data.unit, self.session.language)
        for tick in self._ticks():
            y = self._y_of(tick, top)
            paint.line(
                painter,
                QPointF(plot.left(), y),
                QPointF(plot.right(), y),
                theme.colour("border" if not tick else "grid"),
            )
            area = QRectF(0, y - 9, _LEFT_PX - 8, 18)
            paint.text(painter, area, f"{tick / divisor:,.10g}", font(11), theme.colour("ink2"), paint.RIGHT)
        marks = months.year_marks(self.data.months)
        room = plot.width() * 12 / max(len(self.data.months), 1)
        every = max(math.ceil(_YEAR_PX / room), 1)
        for i, (time, year) in enumerate(marks):
            x = self.x_of(time)
            paint.line(painter, QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 4), theme.colour("border2"))
            if i % every == 0:
                paint.text(painter, QRectF(x, plot.bottom() + 3, 60, 18), year, font(11), theme.colour("ink2"))

    def _paint_lines(self, painter: QPainter, theme: Theme) -> None:
        assert self.data is not None
        for line in self.data.lines:
            points = self._points(line)
            if line.look == "area":
                paint.area_under(painter, points, self.plot.bottom(), theme.colour(line.token, 0.16))
            pen = QPen(theme.colour(line.token), 1.25 if line.look == "area" else 2.0)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            paint.polyline(painter, points, pen)

    def _paint_names(self, painter: QPainter, theme: Theme) -> None:
        """Each line's name at its end, pushed apart where they would overlap."""
        assert self.data is not None
        ends = sorted(((self._points(line)[-1].y(), line) for line in self.data.lines), key=lambda end: end[0])
        places = _spread([y for y, _ in ends], _NAME_GAP_PX, self.plot.top(), self.plot.bottom())
        for place, (_, line) in zip(places, ends, strict=True):
            area = QRectF(self.plot.right() + 8, place - 9, self._names_width() + 4, 18)
            paint.text(painter, area, line.name, font(11, 600), theme.colour(line.token))

    def _paint_published(self, painter: QPainter, theme: Theme) -> None:
        assert self.data is not None
        for dot in self.data.published:
            centre = QPointF(self.x_of(dot.time), self._y_of(dot.value, self._top()))
            paint.dot(painter, centre, 4, theme.colour("surface"), theme.colour("ink"), 1.75)

    def _paint_marks(self, painter: QPainter, theme: Theme) -> None:
        """What moves: the playhead and the month under the pointer."""
        assert self.data is not None
        plot, top = self.plot, self._top()
        if self._hover is not None:
            x = self.x_of(float(self._hover))
            paint.line(painter, QPointF(x, plot.top()), QPointF(x, plot.bottom()), theme.colour("edge"))
            for line in self.data.lines:
                y = self._y_of(float(np.nan_to_num(line.series.values[self._hover])), top)
                paint.dot(painter, QPointF(x, y), 3.5, theme.colour(line.token), theme.colour("surface"), 1.5)
        x = self.x_of(self.session.time)
        self._drawn_x = x
        paint.line(painter, QPointF(x, plot.top() - 4), QPointF(x, plot.bottom()), theme.colour("select"), 1.5)

    def _move_playhead(self) -> None:
        for x in (self._drawn_x, self.x_of(self.session.time)):
            self.update(QRect(int(x) - _STRIP_PX // 2, 0, _STRIP_PX, self.height()))

    # -- pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what lies under the pointer; with the button held, take the playhead along."""
        row = self._row_at(event.position().x())
        if row != self._hover:
            self._hover = row
            self.update()
        if row is None:
            QToolTip.hideText()
            return
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.session.set_time(float(row))
        QToolTip.showText(
            event.globalPosition().toPoint() + QPoint(12, 4), self.hover_text(row, event.position()), self
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the playhead here."""
        row = self._row_at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and row is not None:
            self.session.set_time(float(row))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing lies under the pointer any more."""
        self._hover = None
        self.update()

    def _row_at(self, x: float) -> int | None:
        if self.data is None or not self.data.lines or not self.plot.left() - 4 <= x <= self.plot.right() + 4:
            return None
        count = len(self.data.months)
        return min(max(round((x - self.plot.left()) / self.plot.width() * count - 1.0), 0), count - 1)

    def hover_text(self, row: int, position: QPointF | None = None) -> str:
        """Month, value, unit and source of every line at a month, and of a published figure under the pointer."""
        assert self.data is not None
        rows = [f"<b>{self.data.months[row]}</b>"]
        for line in reversed(self.data.lines):
            value = self.session.quantity(float(line.series.values[row]), line.series.unit)
            rows.append(f"{html.escape(line.name)} <b>{html.escape(str(value))}</b>")
        rests = dict.fromkeys(source for line in self.data.lines for source in line.series.sources)
        rows.append(tr("Simulated; level: {level}", level=html.escape(self.data.level)))
        rows += [f"• {html.escape(words)}" for words in sources.source_lines(tuple(rests), 2)]
        for dot in self.data.published:
            centre = QPointF(self.x_of(dot.time), self._y_of(dot.value, self._top()))
            if position is not None and (centre - position).manhattanLength() < _DOT_REACH_PX:
                value = self.session.quantity(dot.value, self.data.unit)
                rows.append(f"○ <b>{html.escape(str(value))}</b> {html.escape(dot.source)}")
        return sources.wrapped(rows)


def _spread(wanted: list[float], gap: float, low: float, high: float) -> list[float]:
    """Places near the `wanted` ones (in rising order), at least `gap` apart, between `low` and `high` if they fit."""
    places: list[float] = []
    for y in wanted:
        places.append(max(y, places[-1] + gap) if places else max(y, low))
    overflow = places[-1] - high if places else 0.0
    if overflow > 0:
        for i in range(len(places) - 1, -1, -1):
            limit = high if i == len(places) - 1 else places[i + 1] - gap
            places[i] = min(places[i], limit)
    return places
