"""A KPI's whole course as a small line, bright up to the playhead, with a dot on it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from sim.run import Series
from ui.desk import paint
from ui.desk.session import Session
from ui.desk.theme import theme_of

_SIDE_PX, _TOP_PX = 5.0, 5.0


class Spark(QWidget):
    """The line of `series`, in the colour `token`."""

    def __init__(self, session: Session, token: str) -> None:
        super().__init__()
        self.session, self.token = session, token
        self.series: Series | None = None
        self.setMinimumHeight(24)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """A strip."""
        return QSize(120, 30)

    def show_series(self, series: Series | None) -> None:
        """Draw this series."""
        self.series = series
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line, its ground and the dot."""
        points = self._points()
        if len(points) < 2:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = theme_of(self.session)
        colour = theme.colour(self.token)
        row = min(self.session.month, len(points) - 1)
        paint.area_under(painter, points, self.height() - 1.0, theme.colour(self.token, 0.10))
        pen = QPen(theme.colour(self.token, 0.4), 1.5)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        paint.polyline(painter, points[row:], pen) if row < len(points) - 1 else None
        pen.setColor(colour)
        paint.polyline(painter, points[: row + 1], pen) if row else None
        paint.dot(painter, points[row], 4, colour, theme.colour("raised"))
        painter.end()

    def _points(self) -> list[QPointF]:
        """The values in widget pixels; months without a value are left out by holding the last one."""
        if self.series is None or not np.isfinite(self.series.values).any():
            return []
        values = held(self.series.values)
        low, high = min(float(values.min()), 0.0), float(values.max())
        wide, tall = self.width() - 2 * _SIDE_PX, self.height() - 2 * _TOP_PX
        x = _SIDE_PX + np.arange(len(values)) * wide / max(len(values) - 1, 1)
        y = _TOP_PX + tall * (1 - (values - low) / max(high - low, 1e-9))
        return [QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]


def held(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(T,) `values` with the last number held where there is none; before the first number, that one."""
    known = np.isfinite(values)
    last = np.maximum.accumulate(np.where(known, np.arange(len(values)), -1))
    return np.asarray(values[np.where(last < 0, int(np.argmax(known)), last)])
