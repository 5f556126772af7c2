"""Marks of the map: how long things are, where north is, points."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from gis.text import tr
from ui.desk import paint
from ui.desk.fonts import font
from ui.desk.importer.shapes import Shapes
from ui.desk.theme import Theme


def scale_bar(scale: float, unit_m: float) -> tuple[float, str]:
    """Length in pixels and words of a bar of a round length, about 60 to 150 pixels long."""
    rough = 150 / scale
    power = 10.0 ** math.floor(math.log10(rough))
    length = next(power * step for step in (5, 2, 1) if power * step <= rough)
    if unit_m != 1.0:
        return length * scale, tr("{length} units", length=f"{length:,g}")
    return length * scale, f"{length / 1000:g} km" if length >= 1000 else f"{length:g} m"


def paint_scale(painter: QPainter, theme: Theme, scale: float, unit_m: float, height_px: int) -> None:
    """A bar of a round length, low at the left."""
    length, words = scale_bar(scale, unit_m)
    left, low = 16.0, height_px - 18.0
    plate = QRectF(left - 8, low - 24, max(length, paint.width_of(words, font(11, 500))) + 18, 34)
    paint.box(painter, plate, theme.colour("raised", 0.9), theme.colour("border"))
    for start, end in (
        (QPointF(left, low), QPointF(left + length, low)),
        (QPointF(left, low - 5), QPointF(left, low)),
        (QPointF(left + length, low - 5), QPointF(left + length, low)),
    ):
        paint.line(painter, start, end, theme.colour("ink"), 1.5)
    paint.text(painter, QRectF(left, low - 22, plate.width(), 15), words, font(11, 500), theme.colour("ink"))


def paint_north(painter: QPainter, theme: Theme, width_px: int) -> None:
    """Where north is, high at the right."""
    middle, top = width_px - 28.0, 18.0
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("ink2"))
    painter.drawPolygon([QPointF(middle, top), QPointF(middle - 6, top + 18), QPointF(middle, top + 13),
                         QPointF(middle + 6, top + 18)])  # fmt: skip
    paint.text(painter, QRectF(middle - 10, top + 19, 20, 14), tr("N"), font(11, 600), theme.colour("ink2"),
               paint.CENTRE)  # fmt: skip


def paint_points(painter: QPainter, shapes: Shapes, colour: QColor, transform: QTransform) -> None:
    """Points of a layer, small where they are many."""
    if not len(shapes.points):
        return
    pen = QPen(colour, 5.0 if len(shapes.points) < 2_000 else 2.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawPoints([transform.map(QPointF(x, y)) for x, y in shapes.points.tolist()])
