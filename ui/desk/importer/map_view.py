"""The map preview: outlines in the colours of their kinds, places to look at, a scale, where north is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from gis.style import COLOURS
from gis.text import tr
from ui.desk import paint
from ui.desk.fonts import font
from ui.desk.importer.map_marks import paint_north, paint_points, paint_scale
from ui.desk.importer.sheet import Drawn, Sheet, box_of
from ui.desk.session import Session
from ui.desk.theme import theme_of

_ORDER: Final = (
    "imagery", "terrain", "zones", "parcels", "greens", "water", "squares", "parking", "roads", "lanes", "paths",
    "other", "buildings", "site", "trees", "stops", "places",
)  # fmt: skip
"""From what lies below to what lies above."""
_OUTLINED: Final = ("site", "zones", "other")
_ZOOM_A_NOTCH: Final = 0.8
_CLICK_PX, _SPOT_PX, _REST_MS = 4, 9, 120
_MARGIN: Final = 0.08


class MapView(QWidget):
    """Drag moves, the wheel zooms to the pointer; arrows, +, - and Home do by keyboard."""

    picked = Signal(float, float)
    """A click while a point is asked for, in the file's own numbers."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.sheet = Sheet()
        self.busy = False
        self._scale, self._centre = 1.0, QPointF()
        self._drag: tuple[QPointF, QPointF] | None = None
        self._moved = self._picking = False
        self._kept: tuple[QPixmap, float, QPointF] | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._redraw)
        self.setMinimumSize(280, 200)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        session.theme_changed.connect(self._redraw)
        session.language_changed.connect(self._name)
        self._name()

    def sizeHint(self) -> QSize:
        """As large as there is room."""
        return QSize(900, 700)

    @property
    def scale(self) -> float:
        """Pixels to one unit of the layers."""
        return self._scale

    def show_sheet(self, sheet: Sheet) -> None:
        """Show this; another sheet than before is shown whole."""
        same = sheet.key == self.sheet.key and box_of(sheet) == box_of(self.sheet)
        self.sheet = sheet
        if not same:
            self.show_all()
        self._redraw()

    def show_all(self) -> None:
        """Everything, with a margin."""
        box = box_of(self.sheet)
        self._centre = box.center()
        if box.isValid() or box.width() > 0 or box.height() > 0:
            room = 1 - 2 * _MARGIN
            across, down = max(box.width(), 1e-9), max(box.height(), 1e-9)
            self._scale = room * min(self.width() / across, self.height() / down)
        self._redraw()

    def go_to(self, x: float, y: float) -> None:
        """Bring a place into the middle, near enough to see it."""
        self._centre = QPointF(x, -y)
        box = box_of(self.sheet)
        largest = max(box.width(), box.height(), 1e-9)
        self._scale = max(self._scale, min(self.width(), self.height()) / (0.12 * largest))
        self._redraw()

    def ask_for_point(self, *, wanted: bool) -> None:
        """The next click picks a point, or no longer."""
        self._picking = wanted
        self.setCursor(Qt.CursorShape.CrossCursor if wanted else Qt.CursorShape.ArrowCursor)
        self.update()

    def on_screen(self, x: float, y: float) -> QPointF:
        """Where a place of the layers lies in the widget."""
        return QPointF(
            (x - self._centre.x()) * self._scale + self.width() / 2,
            (-y - self._centre.y()) * self._scale + self.height() / 2,
        )

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show what is kept, shifted and stretched while it moves; then what floats on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme_of(self.session).colour("canvas"))
        if self._kept is None and self.sheet.layers:
            self._keep()
        if self._kept is not None:
            pixmap, scale, centre = self._kept
            stretch = self._scale / scale
            middle = QPointF(self.width() / 2, self.height() / 2)
            corner = middle + (centre - self._centre) * self._scale - middle * stretch
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, stretch != 1.0)
            size = pixmap.deviceIndependentSize() * stretch
            painter.drawPixmap(QRectF(corner, size), pixmap, QRectF(pixmap.rect()))
        self._paint_marks(painter)
        self._paint_furniture(painter)
        painter.end()

    def _keep(self) -> None:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio)))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        transform = QTransform.fromTranslate(self.width() / 2, self.height() / 2)
        transform.scale(self._scale, self._scale)
        transform.translate(-self._centre.x(), -self._centre.y())
        seen = transform.inverted()[0].mapRect(QRectF(self.rect()))
        for layer in sorted(self.sheet.layers, key=lambda one: (not one.faint, _ORDER.index(one.kind))):
            self._paint_layer(painter, layer, transform, seen)
        painter.end()
        self._kept = (pixmap, self._scale, QPointF(self._centre))

    def _paint_layer(self, painter: QPainter, layer: Drawn, transform: QTransform, seen: QRectF) -> None:
        theme, dark = theme_of(self.session), self.session.theme == "dark"
        colour = QColor(COLOURS.get(layer.kind, theme.ink3))
        if layer.kind in _OUTLINED or layer.faint:
            colour = theme.colour("accent" if layer.kind == "site" and not layer.faint else "ink3")
        shapes = layer.shapes
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not shapes.dense)
        painter.setTransform(transform)
        edge = QPen(colour.darker(125) if not dark else colour.darker(160), 0.8)
        if layer.faint:
            edge = QPen(theme.colour("ink3", 0.55), 1.2, Qt.PenStyle.DashLine)
        elif layer.kind in _OUTLINED:
            edge = QPen(colour, 1.6 if layer.kind == "site" else 1.0)
        edge.setCosmetic(True)
        hollow = layer.faint or layer.kind == "site"
        fill = QColor(colour)
        fill.setAlphaF(0.14 if layer.kind in _OUTLINED else 0.55 if layer.kind == "parcels" else 0.92)
        painter.setPen(Qt.PenStyle.NoPen if shapes.dense and self._scale < 0.2 else edge)
        painter.setBrush(Qt.BrushStyle.NoBrush if hollow else fill)
        for path in shapes.fills:
            if path.controlPointRect().intersects(seen):
                painter.drawPath(path)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        line = QPen(colour.darker(120) if not dark else colour, 1.6)
        line.setCosmetic(True)
        painter.setPen(line)
        for path in shapes.lines:
            if path.controlPointRect().adjusted(-1e-9, -1e-9, 1e-9, 1e-9).intersects(seen):
                painter.drawPath(path)
        painter.resetTransform()
        paint_points(painter, shapes, colour, transform)

    def _paint_marks(self, painter: QPainter) -> None:
        theme = theme_of(self.session)
        for spot in self.sheet.spots:
            at = self.on_screen(spot.x, spot.y)
            if self.rect().contains(at.toPoint()):
                paint.dot(painter, at, 5, theme.colour(spot.tone), theme.colour("raised"))
        for x, y, name in self.sheet.points:
            at = self.on_screen(x - self.sheet.origin[0], y - self.sheet.origin[1])
            paint.dot(painter, at, 6, theme.colour("select"), theme.colour("raised"))
            paint.text(painter, QRectF(at.x() + 9, at.y() - 9, 60, 18), name, font(12, 600), theme.colour("ink"))

    def _paint_furniture(self, painter: QPainter) -> None:
        theme = theme_of(self.session)
        if not self.sheet.layers:
            said = tr("Reading…") if self.busy else tr("The map of the files is shown here.")
            paint.text(painter, QRectF(self.rect()), said, font(13), theme.colour("ink2"), paint.CENTRE)
        else:
            paint_scale(painter, theme, self._scale, self.sheet.unit_m, self.height())
            if self.sheet.unit_m == 1.0:
                paint_north(painter, theme, self.width())
        caption = tr("Click the point in the map.") if self._picking else self.sheet.caption
        if caption:
            width = min(paint.width_of(caption, font(12, 500)) + 24, self.width() - 24.0)
            area = QRectF(12, 12, width, 28)
            paint.box(painter, area, theme.colour("soft" if self._picking else "warnsoft"),
                      theme.colour("accent" if self._picking else "warn"))  # fmt: skip
            tone = theme.colour("ink" if self._picking else "warn")
            paint.text(painter, area.adjusted(12, 0, -8, 0), caption, font(12, 500), tone)
        if self.hasFocus():
            paint.box(painter, QRectF(self.rect()), None, theme.colour("accent"), 2)

    def _redraw(self) -> None:
        self._kept = None
        self.update()

    def _moving(self) -> None:
        self._rest.start()
        self.update()

    # -- by hand

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What was shown whole stays so."""
        self.show_all()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move."""
        self._drag, self._moved = (event.position(), QPointF(self._centre)), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The map follows the hand."""
        if self._drag is None:
            return
        start, centre = self._drag
        way = event.position() - start
        if self._moved or way.manhattanLength() > _CLICK_PX:
            self._moved = True
            self._centre = centre - way / self._scale
            self._moving()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press that did not move is a click."""
        if self._drag is not None and not self._moved and self._picking:
            at = self._there(event.position())
            self.picked.emit(at.x() + self.sheet.origin[0], -at.y() + self.sheet.origin[1])
        self._drag = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the pointer."""
        self._zoom(_ZOOM_A_NOTCH ** (-event.angleDelta().y() / 120), event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and zoom."""
        step = 60 / self._scale
        ways = {Qt.Key.Key_Left: (-step, 0.0), Qt.Key.Key_Right: (step, 0.0), Qt.Key.Key_Up: (0.0, -step),
                Qt.Key.Key_Down: (0.0, step)}  # fmt: skip
        key = Qt.Key(event.key())
        if key in ways:
            self._centre += QPointF(*ways[key])
            self._moving()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            middle = QPointF(self.width() / 2, self.height() / 2)
            self._zoom(_ZOOM_A_NOTCH if key == Qt.Key.Key_Minus else 1 / _ZOOM_A_NOTCH, middle)
        elif key == Qt.Key.Key_Home:
            self.show_all()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """A place to look at says why."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self.words_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), words, self) if words else QToolTip.hideText()
            return True
        return super().event(event)

    def words_at(self, at: QPointF) -> str:
        """What the places to look at say that lie there."""
        near = [s.words for s in self.sheet.spots if (self.on_screen(s.x, s.y) - at).manhattanLength() <= _SPOT_PX]
        return "\n".join(dict.fromkeys(near))

    def _zoom(self, factor: float, towards: QPointF) -> None:
        before = self._there(towards)
        self._scale = min(max(self._scale * factor, 1e-7), 1e7)
        self._centre += before - self._there(towards)
        self._moving()

    def _there(self, at: QPointF) -> QPointF:
        """Screen to layers, y down."""
        return (at - QPointF(self.width() / 2, self.height() / 2)) / self._scale + self._centre

    def _name(self) -> None:
        self.setAccessibleName(tr("Map preview"))
        self.setAccessibleDescription(tr("Drag moves, the wheel zooms; arrows, + and − and Home by keyboard."))
        self.update()
