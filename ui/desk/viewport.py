"""The picture of the parks in a Qt widget: drawn when something changed, turned and moved by the mouse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from gis.text import tr
from sim.bands import Bands
from twin import camera
from twin.view import View, look
from ui.desk import paint
from ui.desk.flight import Flight
from ui.desk.fonts import font
from ui.desk.painter import Order, Painter
from ui.desk.session import NOTHING, Session
from ui.desk.theme import theme_of
from ui.desk.waiting import let_qt_work

_CLICK_PX: Final = 4
_TURN_DEG_A_PX, _TILT_DEG_A_PX = 0.25, 0.2
_ZOOM_A_NOTCH: Final = 0.85
_REST_MS: Final = 160
_SLOW_S: Final = 0.045
"""A picture that takes longer is drawn coarser while something moves, and fine again once it rests."""
_COARSE: Final = 0.5
_BUTTONS: Final = (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton)


@dataclass(frozen=True, slots=True)
class _Drag:
    button: Qt.MouseButton
    start: QPointF
    last: QPointF
    view: View
    moved: bool = False


class ViewportWidget(QWidget):
    """Left drag turns, right or middle drag moves, the wheel zooms to the pointer, a click selects a building."""

    pointed = Signal(object)
    """The ground under the pointer, (x, y) in local metres, or None."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.painter: Painter | None = None
        self._bands: Bands | None = None
        self.flight = Flight(session)
        self._drag: _Drag | None = None
        self._by_keyboard = False
        self._coarse = False
        self._slow_so_far = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._settle)
        self.setMinimumSize(240, 180)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        for signal in (session.time_changed, session.view_changed):
            signal.connect(self._moving)
        for signal in (session.layer_changed, session.selection_changed, session.language_changed,
                       session.theme_changed, session.task_changed):  # fmt: skip
            signal.connect(self.update)
        session.run_changed.connect(self._bind)
        session.bands_changed.connect(self._bind_bands)
        session.place_changed.connect(self.update)
        session.language_changed.connect(self._name)
        self._name()

    def sizeHint(self) -> QSize:
        """As large as there is room."""
        return QSize(1280, 712)

    def set_painter(self, painter: Painter) -> None:
        """Draw with this from now on."""
        self.painter = painter
        painter.drawn.connect(self.update)
        painter.picked.connect(self.session.select)
        if self.session.prepared is not None and self.session.view is None:
            self.session.set_view(camera.home_view(self.session.prepared))
        self._bind()

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the last picture; ask for that of this instant if it is another one."""
        painter = QPainter(self)
        order, source = self._order(), self.painter
        if source is not None and order is not None:
            source.want(order)
        if source is not None and source.picture is not None:
            image = source.picture.image
            same = image.width() == round(self.width() * self.devicePixelRatioF())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not same)
            painter.translate(0, self.height())
            painter.scale(1, -1)
            painter.drawImage(QRect(0, 0, self.width(), self.height()), image)
            painter.resetTransform()
        else:
            self._paint_waiting(painter)
        if self._by_keyboard and self.hasFocus():
            area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            paint.box(painter, area, None, theme_of(self.session).colour("accent"), 2)
        painter.end()

    def _order(self) -> Order | None:
        """The picture of this instant: physical pixels, fewer while a slow picture moves."""
        frame = self.session.frame()
        if frame is None:
            return None
        ratio = self.devicePixelRatioF() * (_COARSE if self._coarse else 1.0)
        return Order(frame, max(round(self.width() * ratio), 2), max(round(self.height() * ratio), 2), ratio)

    @property
    def _slow(self) -> bool:
        """Fine pictures take too long for moving ones."""
        picture = self.painter.picture if self.painter else None
        if picture is not None and picture.order.scale >= self.devicePixelRatioF():
            self._slow_so_far = picture.seconds > _SLOW_S
        return self._slow_so_far

    def _paint_waiting(self, painter: QPainter) -> None:
        """A quiet ground, and what is being done."""
        theme = theme_of(self.session)
        painter.fillRect(self.rect(), theme.colour("canvas"))
        task = self.session.task
        opening = tr("Opening the parks…") if task.busy else ""
        said = opening if self.session.prepared is None else tr("Building the scene…")
        if task.state == "failed" or (self.painter is not None and self.painter.broken):
            said = ""
        paint.text(painter, QRectF(self.rect()), said, font(15, 600), theme.colour("ink2"), paint.CENTRE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """While the window is pulled, coarse pictures suffice."""
        self._moving()

    def _bind(self) -> None:
        self._bands = self.session.spread
        if self.painter is not None:
            self.painter.bind(self.session.run, self._bands)
        self.update()

    def _bind_bands(self) -> None:
        """Bands that are only hidden on the charts change nothing here."""
        if self.session.spread is not self._bands:
            self._bind()

    def _moving(self) -> None:
        """Something moves: slow pictures are drawn coarse until it rests."""
        if self._slow and self.isVisible():
            self._coarse = True
            self._rest.start()
        self.update()

    def _settle(self) -> None:
        self._coarse = False
        self.update()

    def finish(self) -> None:
        """End a flight, ask for the fine picture, and wait until it is there."""
        self.flight.land()
        self._rest.stop()
        self._settle()
        order = self._order()
        if self.painter is None or order is None:
            return
        self.painter.want(order)
        while not self.painter.resting:
            let_qt_work()

    # -- looking elsewhere

    def fly_to(self, view: View) -> None:
        """Go there."""
        self.flight.begin(view)

    def go_home(self) -> None:
        """See everything."""
        if self.session.prepared is not None:
            self.fly_to(camera.home_view(self.session.prepared))

    def focus_selected(self) -> None:
        """Come to the selected building, from the side that one looks from."""
        prepared, row, view = self.session.prepared, self.session.selected, self.session.view
        if prepared is None or row == NOTHING or view is None:
            return
        table = prepared.buildings
        x_m, y_m = (float(value) for value in table.centre_m[row])
        height_m = float(table.height_m[row])
        target = (x_m, y_m, float(table.ground_m[row]) + height_m / 2)
        near = camera.perspective(view).moved(target_m=target)
        away_m = 120.0 + 2.2 * height_m
        self.fly_to(look(target, camera.perspective(view).heading_deg, -24.0, away_m, near.fov_deg))

    def turn(self, turn_deg: float, tilt_deg: float) -> None:
        """Go round what is looked at, and look down at it more or less steeply."""
        if self.session.view is not None:
            self.flight.stop()
            self.session.set_view(camera.orbit(self.session.view, turn_deg, tilt_deg, self._ground))

    def zoom(self, factor: float, towards: tuple[float, float, float] | None = None) -> None:
        """Come nearer (`factor` < 1) or go away; `towards` (by default the middle) keeps its place in the picture."""
        if self.session.view is not None:
            self.flight.stop()
            self.session.set_view(camera.zoom(self.session.view, factor, self._ground, towards))

    # -- mouse

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus to those who came by keyboard."""
        self._by_keyboard = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to turn or to move."""
        if self.session.view is not None and event.button() in _BUTTONS and self._drag is None:
            self.flight.stop()
            point = event.position()
            self._drag = _Drag(event.button(), point, point, self.session.view)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Turn, move, or say which ground lies under the pointer."""
        point = event.position()
        if self._drag is None:
            self._point(point)
            return
        far = (point - self._drag.start).manhattanLength() > _CLICK_PX
        if not (far or self._drag.moved):
            return
        drag = self._drag
        self._drag = _Drag(drag.button, drag.start, point, drag.view, moved=True)
        if drag.button == Qt.MouseButton.LeftButton:
            step = point - drag.last
            self.turn(step.x() * _TURN_DEG_A_PX, -step.y() * _TILT_DEG_A_PX)
        else:
            start, end = self._in_picture(drag.start), self._in_picture(point)
            self.session.set_view(camera.drag(drag.view, self._aspect, start, end, self._ground))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press that did not move is a click: it selects."""
        drag, self._drag = self._drag, None
        if drag is not None and not drag.moved and drag.button == Qt.MouseButton.LeftButton:
            self._select(event.position().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Come to the building under the pointer."""
        self.focus_selected()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Come nearer to what lies under the pointer, or go away from it."""
        view = self.session.view
        if view is None:
            return
        towards = camera.ground_point(view, self._aspect, *self._in_picture(event.position()), self._ground)
        self.zoom(_ZOOM_A_NOTCH ** (event.angleDelta().y() / 120), towards)
        event.accept()

    def _select(self, point: QPoint) -> None:
        frame = self.session.frame()
        if self.painter is not None and frame is not None:
            self.painter.pick(point.x() / max(self.width(), 1), point.y() / max(self.height(), 1), frame)

    def _point(self, point: QPointF) -> None:
        view = self.session.view
        if view is not None:
            found = camera.ground_point(view, self._aspect, *self._in_picture(point), self._ground)
            self.pointed.emit(found[:2] if found else None)

    @property
    def _aspect(self) -> float:
        return self.width() / max(self.height(), 1)

    def _in_picture(self, point: QPointF) -> tuple[float, float]:
        return 2 * point.x() / max(self.width(), 1) - 1, 1 - 2 * point.y() / max(self.height(), 1)

    def _ground(self, x_m: float, y_m: float) -> float:
        prepared = self.session.prepared
        return max(0.0, float(prepared.ground_m(x_m, y_m))) if prepared is not None else 0.0

    def _name(self) -> None:
        self.setAccessibleName(tr("Picture of the parks"))
        said = tr("Drag turns, right drag moves, the wheel zooms, a click selects a building.")
        keys = tr("Ctrl with arrows turns, + and − zoom, Home shows everything, F comes to the selected building.")
        self.setAccessibleDescription(f"{said} {keys}")
