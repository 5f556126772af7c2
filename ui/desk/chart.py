"""A chart over the run's months. It is painted once into a pixmap; the playhead moves over that picture.

Redrawing six charts for a playhead costs more than a frame of the scene; repainting two narrow strips costs nothing.
"""

from __future__ import annotations

import html
import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QToolTip, QWidget

from gis.text import tr
from gis.units import scale
from ui.desk import chart_data, icons, months, paint, sources
from ui.desk.chart_data import Band, ChartData, Line
from ui.desk.fonts import font
from ui.desk.parts import set_button_font, tool_button
from ui.desk.session import Session
from ui.desk.theme import Theme, theme_of

_TITLE_PX, _BOTTOM_PX, _LEFT_PX, _STRIP_PX, _NAME_GAP_PX = 34.0, 22.0, 52.0, 8, 14.0
_YEAR_PX = 38.0
_DOT_REACH_PX = 9.0
_TITLE_AT = QPoint(7, 8)
_NOTE_ROOM_PX, _CHEVRON_PX = 150, 30


class Chart(QWidget):
    """Lines over months, with the playhead; hovering shows values, units and what they rest on; a click goes there."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.data: ChartData | None = None
        self.title = tool_button("title")
        self.title.setParent(self)
        self.title.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.title.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.title.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        set_button_font(self.title, 13, 600)
        self.title.move(_TITLE_AT)
        self.title.hide()
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
        self.title.setVisible(data is not None and bool(data.lines))
        self._name_title()
        self.redraw()

    def redraw(self) -> None:
        """Forget the picture and paint it anew."""
        self._picture = self._plot = None
        tone = theme_of(self.session).ink3
        self.title.setIcon(icons.icon("chevron-down", tone, None, 14, self.devicePixelRatioF()))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A new size needs a new picture."""
        self._picture = self._plot = None
        self._name_title()

    def _name_title(self) -> None:
        """As wide as its words, cut off before it leaves the chart."""
        words = self.data.title if self.data else ""
        self.title.setFont(font(13, 600))
        metrics = QFontMetricsF(font(13, 600))
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(self.width() - _NOTE_ROOM_PX, 60))
        self.title.setText(shown)
        self.title.setAccessibleName(words)
        self.title.setFixedSize(round(metrics.horizontalAdvance(shown)) + _CHEVRON_PX, 22)

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

    def _y_of(self, value: float) -> float:
        low, high = self._span()
        return self.plot.bottom() - self.plot.height() * (value - low) / (high - low)

    def _span(self) -> tuple[float, float]:
        """The values at the bottom and at the top of the plot."""
        marks = self._ticks() if self.data else [0.0, 1.0]
        return marks[0], marks[-1]

    def _ticks(self) -> list[float]:
        assert self.data is not None
        return chart_data.ticks(self.data.top * 1.02, 4 if self.height() > 150 else 3, self.data.bottom * 1.02)

    def _runs(self, values: NDArray[np.float64], *, step: bool = False) -> list[list[QPointF]]:
        """The values in pixels, in pieces where there are gaps; a step holds from the month end before to its own."""
        pieces: list[list[QPointF]] = []
        gap = True
        for row, value in enumerate(values.tolist()):
            if math.isnan(value):
                gap = True
                continue
            if gap:
                pieces.append([])
            gap = False
            y = self._y_of(value)
            if step:
                pieces[-1].append(QPointF(self.x_of(row - 1.0), y))
            pieces[-1].append(QPointF(self.x_of(float(row)), y))
        return pieces

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
        _, unit = scale(max(map(abs, self._span())), self.data.unit, self.session.language)
        note = "  ·  ".join(filter(None, (unit, self.data.level)))
        area = QRectF(self.title.geometry().right() + 4.0, 9, 0, 20)
        area.setRight(self.width() - 8.0)
        paint.text(painter, area, note, font(12, 400), theme.colour("ink2"))

    def _paint_axes(self, painter: QPainter, theme: Theme) -> None:
        assert self.data is not None
        plot = self.plot
        divisor, _ = scale(max(map(abs, self._span())), self.data.unit, self.session.language)
        for tick in self._ticks():
            y = self._y_of(tick)
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
            if line.band is not None:
                self._paint_band(painter, line.band, theme.colour(line.token, 0.2), theme.colour(line.token, 0.9))
        ground = self._y_of(0.0)
        for line in self.data.lines:
            pen = QPen(theme.colour(line.token), 1.25 if line.look == "area" or line.band is not None else 2.0)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            for points in self._runs(line.series.values, step=line.look == "step"):
                if line.look == "area" and line.band is None:
                    paint.area_under(painter, points, ground, theme.colour(line.token, 0.16))
                paint.polyline(painter, points, pen)

    def _paint_band(self, painter: QPainter, band: Band, fill: QColor, edge: QColor) -> None:
        """The middle eight tenths of the ensemble, and its median in dashes."""
        for below, above in zip(self._runs(band.p10), self._runs(band.p90), strict=False):
            paint.between(painter, below, above, fill)
        pen = QPen(edge, 1.5)
        pen.setDashPattern([4.0, 3.0])
        for points in self._runs(band.p50):
            paint.polyline(painter, points, pen)

    def _paint_names(self, painter: QPainter, theme: Theme) -> None:
        """Each line's name at its end, pushed apart where they would overlap."""
        assert self.data is not None
        ends = sorted(((self._end_y(line), line) for line in self.data.lines), key=lambda end: end[0])
        places = _spread([y for y, _ in ends], _NAME_GAP_PX, self.plot.top(), self.plot.bottom())
        for place, (_, line) in zip(places, ends, strict=True):
            area = QRectF(self.plot.right() + 8, place - 9, self._names_width() + 4, 18)
            paint.text(painter, area, line.name, font(11, 600), theme.colour(line.token))

    def _end_y(self, line: Line) -> float:
        values = line.series.values[np.isfinite(line.series.values)]
        return self._y_of(float(values[-1]) if len(values) else 0.0)

    def _paint_published(self, painter: QPainter, theme: Theme) -> None:
        assert self.data is not None
        for dot in self.data.published:
            centre = QPointF(self.x_of(dot.time), self._y_of(dot.value))
            mark = paint.diamond if dot.target else paint.dot
            mark(painter, centre, 5 if dot.target else 4, theme.colour("surface"), theme.colour("ink"), 1.75)

    def _paint_marks(self, painter: QPainter, theme: Theme) -> None:
        """What moves: the playhead and the month under the pointer."""
        assert self.data is not None
        plot = self.plot
        if self._hover is not None:
            x = self.x_of(float(self._hover))
            paint.line(painter, QPointF(x, plot.top()), QPointF(x, plot.bottom()), theme.colour("edge"))
            for line in self.data.lines:
                value = float(line.series.values[self._hover])
                if math.isfinite(value):
                    spot = QPointF(x, self._y_of(value))
                    paint.dot(painter, spot, 3.5, theme.colour(line.token), theme.colour("surface"), 1.5)
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
            rows.append(f"{html.escape(line.name)} <b>{html.escape(str(value))}</b>{self._spread_text(line, row)}")
        rests = dict.fromkeys(source for line in self.data.lines for source in line.series.sources)
        rows.append(tr("Simulated; level: {level}", level=html.escape(self.data.level)))
        rows += [f"• {html.escape(words)}" for words in sources.source_lines(tuple(rests), 2)]
        for dot in self.data.published:
            centre = QPointF(self.x_of(dot.time), self._y_of(dot.value))
            if position is not None and (centre - position).manhattanLength() < _DOT_REACH_PX:
                value = self.session.quantity(dot.value, self.data.unit)
                sign = "◇" if dot.target else "○"
                rows.append(f"{sign} <b>{html.escape(str(value))}</b> {html.escape(dot.source)}")
        return sources.wrapped(rows)

    def _spread_text(self, line: Line, row: int) -> str:
        """How far the figure spreads in that month."""
        if line.band is None:
            return ""
        unit = line.series.unit
        low, middle, high = (
            html.escape(str(self.session.quantity(float(values[row]), unit)))
            for values in (line.band.p10, line.band.p50, line.band.p90)
        )
        return "<br>&nbsp;&nbsp;" + tr("median {middle}, eight in ten between {low} and {high}", middle=middle, low=low,
                                       high=high)  # fmt: skip


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
