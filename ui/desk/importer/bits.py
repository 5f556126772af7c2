"""Small parts of forms and lists: wrapped text, a line to write on, an icon that is no button."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QWidget

from ui.desk import icons
from ui.desk.fonts import font
from ui.desk.parts import Label
from ui.desk.session import Session
from ui.desk.theme import theme_of

HEIGHT_PX = 30


def wrapped(words: str, tone: str = "ink2", size_px: int = 12, weight: int = 400) -> Label:
    """Text on as many lines as it takes."""
    made = Label(words, size_px, weight, tone)
    made.setWordWrap(True)
    made.setMinimumWidth(60)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class _Line(QLineEdit):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is the line's alone: what has the focus after it must not hear of it."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


def field(words: str, name: str, key: str = "") -> QLineEdit:
    """A line to write on."""
    made = _Line(words)
    made.setFixedHeight(HEIGHT_PX)
    made.setFont(font(12))
    made.setAccessibleName(name)
    made.setProperty("key", key)
    return made


def mark(session: Session, icon: str, tone: str, size_px: int = 16) -> QWidget:
    """An icon that is no button, in the theme in use."""
    return _Mark(session, icon, tone, size_px)


class _Mark(QWidget):
    def __init__(self, session: Session, icon: str, tone: str, size_px: int) -> None:
        super().__init__()
        self._session, self._icon, self._tone = session, icon, tone
        self.setFixedSize(size_px, size_px)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        colour = getattr(theme_of(self._session), self._tone)
        painter.drawPixmap(0, 0, icons.pixmap(self._icon, colour, self.width(), self.devicePixelRatioF()))
        painter.end()


def scrolling(page: QWidget) -> QScrollArea:
    """`page` as high as it needs."""
    area = QScrollArea()
    area.setObjectName("page")
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    page.setAutoFillBackground(False)
    return area
