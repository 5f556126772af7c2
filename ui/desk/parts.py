"""The small parts that panels are made of: labels, buttons, segments; and `Panel`, which keeps them current."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.desk import icons, paint
from ui.desk.fonts import font
from ui.desk.session import Session
from ui.desk.theme import theme_of

L = TypeVar("L", bound=QLayout)
Source = Callable[[], str]


class Label(QLabel):
    """Text of one size, weight and tone ("ink", "ink2", "ink3", "accent", "ok", "warn", "err")."""

    def __init__(self, words: str = "", size_px: int = 13, weight: int = 400, tone: str = "ink") -> None:
        super().__init__(words)
        self._size_px, self._weight = size_px, weight
        self.setProperty("tone", tone)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.refont()

    def refont(self) -> None:
        """Take the font of the language in use."""
        self.setFont(font(self._size_px, self._weight))


class ElidedLabel(Label):
    """A label that gives way: what does not fit ends in an ellipsis and stands whole in the tooltip.

    With `whole` it is shown whole or not at all: for what is said elsewhere too, as a unit that the title names.
    """

    def __init__(
        self, words: str = "", size_px: int = 13, weight: int = 400, tone: str = "ink", *, whole: bool = False
    ) -> None:
        super().__init__(words, size_px, weight, tone)
        self._whole = whole
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough to give way."""
        return QSize(0 if self._whole else 24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write as much as fits."""
        if self._whole and paint.width_of(self.text(), self.font()) > self.width() + 0.5:
            return
        painter = QPainter(self)
        paint.text(painter, QRectF(self.rect()), self.text(), self.font(), self.palette().windowText().color())
        painter.end()

    def setText(self, words: str) -> None:
        """Show `words`, whole in the tooltip."""
        super().setText(words)
        self.setToolTip(words)


class Panel(QFrame):
    """A part of the window. What it was given by `say` and `draw_icon` follows the language and the theme."""

    def __init__(self, session: Session, name: str = "") -> None:
        super().__init__()
        self.session = session
        self._texts: list[tuple[Callable[[str], object], Source]] = []
        self._icons: list[tuple[QAbstractButton, str, str, str | None, int]] = []
        if name:
            self.setObjectName(name)
        session.language_changed.connect(self.retranslate)
        session.theme_changed.connect(self.recolour)

    def say(self, setter: Callable[[str], object], source: Source) -> None:
        """Hand the text of `source` to `setter` now and whenever the language changes."""
        self._texts.append((setter, source))
        setter(source())

    def forget(self) -> None:
        """Stop keeping current what was said so far: its widgets are about to go."""
        self._texts.clear()
        self._icons.clear()

    def draw_icon(
        self, button: QAbstractButton, name: str, tone: str = "ink2", checked: str | None = None, size_px: int = 16
    ) -> None:
        """Put an icon on `button`, in the theme's colours, now and whenever the theme changes."""
        self._icons = [entry for entry in self._icons if entry[0] is not button]
        self._icons.append((button, name, tone, checked, size_px))
        self._draw(self._icons[-1])

    def retranslate(self) -> None:
        """Say everything again, in the language in use."""
        for label in self.findChildren(Label):
            label.refont()
        for button in self.findChildren(QAbstractButton):
            weight = button.property("weight")
            if weight:
                button.setFont(font(button.property("size_px"), weight))
        for setter, source in self._texts:
            setter(source())
        self.update()

    def recolour(self) -> None:
        """Draw everything again, in the theme in use."""
        for entry in self._icons:
            self._draw(entry)
        self.update()

    def _draw(self, entry: tuple[QAbstractButton, str, str, str | None, int]) -> None:
        button, name, tone, checked, size_px = entry
        theme = theme_of(self.session)
        lit = getattr(theme, checked) if checked else None
        button.setIcon(icons.icon(name, getattr(theme, tone), lit, size_px, self.devicePixelRatioF()))
        button.setIconSize(QSize(size_px, size_px))

    def icon_button(self, name: str, source: Source, side_px: int = 30, tone: str = "ink2") -> QToolButton:
        """A button that shows only an icon; its name is spoken and stands in the tooltip."""
        button = tool_button("icon")
        button.setFixedSize(side_px, side_px)
        self.draw_icon(button, name, tone)
        self.say(button.setToolTip, source)
        self.say(button.setAccessibleName, source)
        return button

    def text_button(self, kind: str, source: Source, height_px: int = 30) -> QPushButton:
        """A button with words; `kind` "primary" acts, "outline" is quieter."""
        button = QPushButton()
        button.setProperty("kind", kind)
        button.setFixedHeight(height_px)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        set_button_font(button, 13, 500)
        self.say(button.setText, source)
        return button

    def label(self, source: Source, size_px: int = 13, weight: int = 400, tone: str = "ink") -> Label:
        """A label that follows the language."""
        made = Label("", size_px, weight, tone)
        self.say(made.setText, source)
        return made


class Segments(Panel):
    """A few choices side by side, one of them taken."""

    def __init__(self, session: Session, choices: list[tuple[str, Source]], pick: Callable[[str], None]) -> None:
        super().__init__(session, "segments")
        self._buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        row = across(self, margins=(2, 2, 2, 2), spacing=1)
        for key, source in choices:
            button = tool_button("segment", checkable=True)
            button.setFixedHeight(24)
            set_button_font(button, 12, 500)
            self.say(button.setText, source)
            self.say(button.setAccessibleName, source)
            button.clicked.connect(lambda _=False, chosen=key: pick(chosen))
            group.addButton(button)
            row.addWidget(button)
            self._buttons[key] = button
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def take(self, key: str) -> None:
        """Show `key` as the one taken."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def button(self, key: str) -> QToolButton:
        """The button of one choice."""
        return self._buttons[key]


def tool_button(kind: str, *, checkable: bool = False) -> QToolButton:
    """A tool button of one look ("icon", "chip", "segment", "tab", "play")."""
    button = QToolButton()
    button.setProperty("kind", kind)
    button.setCheckable(checkable)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


def set_button_font(button: QAbstractButton, size_px: int, weight: int) -> None:
    """Give a button a font that follows the language."""
    button.setProperty("size_px", size_px)
    button.setProperty("weight", weight)
    button.setFont(font(size_px, weight))


def across(
    parent: QWidget | None = None, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 8
) -> QHBoxLayout:
    """A row; with `parent`, it fills it."""
    return _set_up(QHBoxLayout(parent) if parent else QHBoxLayout(), margins, spacing)


def down(
    parent: QWidget | None = None, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 8
) -> QVBoxLayout:
    """A column; with `parent`, it fills it."""
    return _set_up(QVBoxLayout(parent) if parent else QVBoxLayout(), margins, spacing)


def _set_up(layout: L, margins: tuple[int, int, int, int], spacing: int) -> L:
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    return layout


def rule(*, upright: bool = False, length_px: int = 0) -> QFrame:
    """A hairline."""
    made = QFrame()
    made.setObjectName("line")
    made.setFixedWidth(1) if upright else made.setFixedHeight(1)
    if length_px:
        made.setFixedHeight(length_px) if upright else made.setFixedWidth(length_px)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
