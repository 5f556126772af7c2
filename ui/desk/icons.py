"""Lucide icons in any colour, sharp at any pixel ratio."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gis.assets import asset

_STROKE = 'stroke-width="1.75"'
_DISABLED = 0.4


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size_px: int = 16, ratio: float = 1.0) -> QPixmap:
    """The icon `name` in `colour` (#RRGGBB), `size_px` logical pixels high, for a screen of that pixel ratio."""
    source = asset("icons", f"{name}.svg").read_text(encoding="utf-8")
    drawn = source.replace("currentColor", colour).replace('stroke-width="2"', _STROKE)
    side = round(size_px * ratio)
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(drawn.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def icon(name: str, colour: str, checked: str | None = None, size_px: int = 16, ratio: float = 1.0) -> QIcon:
    """The icon for a button, in `checked` while the button is, faint while it is disabled."""
    made = QIcon(pixmap(name, colour, size_px, ratio))
    made.addPixmap(_faint(pixmap(name, colour, size_px, ratio)), QIcon.Mode.Disabled)
    if checked:
        made.addPixmap(pixmap(name, checked, size_px, ratio), QIcon.Mode.Normal, QIcon.State.On)
    return made


def _faint(drawn: QPixmap) -> QPixmap:
    made = QPixmap(drawn.size())
    made.fill(Qt.GlobalColor.transparent)
    made.setDevicePixelRatio(drawn.devicePixelRatio())
    painter = QPainter(made)
    painter.setOpacity(_DISABLED)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return made
