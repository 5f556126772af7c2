"""Helpers of everything that is painted by hand. All painted text passes through `text`, so that a test can read it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


def text(
    painter: QPainter, area: QRectF, words: str, font: QFont, colour: QColor, align: Qt.AlignmentFlag = LEFT
) -> float:
    """Write `words` on one line into `area`, cut off with an ellipsis if they do not fit; the width used comes back."""
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.width() + 0.5)
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(area, align, shown)
    return metrics.horizontalAdvance(shown)


def width_of(words: str, font: QFont) -> float:
    """How wide `words` are."""
    return QFontMetricsF(font).horizontalAdvance(words)


def line(painter: QPainter, start: QPointF, end: QPointF, colour: QColor, width: float = 1.0) -> None:
    """A straight line, `width` logical pixels thick."""
    painter.setPen(QPen(colour, width))
    painter.drawLine(start, end)


def box(painter: QPainter, area: QRectF, fill: QColor | None, edge: QColor | None = None, radius: float = 6.0) -> None:
    """A rounded box; its edge lies inside `area`."""
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if edge is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        painter.setPen(QPen(edge, 1.0))
        area = area.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(area, radius, radius)


def dashed_box(painter: QPainter, area: QRectF, edge: QColor, radius: float = 4.0) -> None:
    """A rounded outline in dashes. Style sheets draw them as faint dots, and differently in each Qt version."""
    pen = QPen(edge, 1.0)
    pen.setDashPattern([3.5, 2.5])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def polyline(painter: QPainter, points: list[QPointF], pen: QPen) -> None:
    """Joined lines through `points`."""
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))


def area_under(painter: QPainter, points: list[QPointF], base_y: float, fill: QColor) -> None:
    """The ground between `points` and the horizontal at `base_y`."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    corners = [QPointF(points[0].x(), base_y), *points, QPointF(points[-1].x(), base_y)]
    painter.drawPolygon(QPolygonF(corners))


def between(painter: QPainter, below: list[QPointF], above: list[QPointF], fill: QColor) -> None:
    """The ground between two courses over the same months."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawPolygon(QPolygonF([*below, *reversed(above)]))


def dot(painter: QPainter, centre: QPointF, radius: float, fill: QColor, edge: QColor, edge_width: float = 2.0) -> None:
    """A round mark with an edge that sets it off from what lies under it."""
    painter.setPen(QPen(edge, edge_width))
    painter.setBrush(fill)
    painter.drawEllipse(centre, radius, radius)


def diamond(
    painter: QPainter, centre: QPointF, radius: float, fill: QColor, edge: QColor, edge_width: float = 2.0
) -> None:
    """As `dot`, standing on its tip."""
    painter.setPen(QPen(edge, edge_width))
    painter.setBrush(fill)
    steps = ((0.0, -radius), (radius, 0.0), (0.0, radius), (-radius, 0.0))
    painter.drawPolygon(QPolygonF([centre + QPointF(x, y) for x, y in steps]))
