"""Controls of the assistant's forms, and the step that holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QSizePolicy, QWidget

from gis.text import tr
from ui.desk.fonts import font
from ui.desk.importer.bits import HEIGHT_PX, wrapped
from ui.desk.importer.names import COMMON_CRS
from ui.desk.importer.state import Intake
from ui.desk.parts import Label, Panel, clear, down
from ui.desk.session import Session


class Choice(QComboBox):
    """One of several, each a key with words; rolling past it changes nothing."""

    def __init__(self, choices: Iterable[tuple[str, str]], taken: str, pick: Callable[[str], None]) -> None:
        super().__init__()
        self.setFont(font(12))
        self.setFixedHeight(HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for key, words in choices:
            self.addItem(words, key)
        self.setCurrentIndex(max(0, self.findData(taken)))
        self.activated.connect(lambda: pick(self.currentData()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()


class CrsChoice(QComboBox):
    """A coordinate system: those that fit, those that are common, or any other by its code. Typing searches."""

    def __init__(self, offers: Iterable[tuple[str, str]], taken: str, pick: Callable[[str], None]) -> None:
        super().__init__()
        self._pick = pick
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFont(font(12))
        self.setFixedHeight(HEIGHT_PX)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        known: set[str] = set()
        for crs, words in [*offers, *((crs, name.text()) for crs, name in COMMON_CRS)]:
            if crs not in known:
                known.add(crs)
                self.addItem(f"{crs}  {words}".strip(), crs)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.activated.connect(lambda _: self.give())
        self.setCompleter(completer)
        self.setCurrentIndex(self.findData(taken) if taken else -1)
        field = self.lineEdit()
        assert field is not None
        field.setPlaceholderText(tr("Choose, or type a name or EPSG code"))
        field.returnPressed.connect(self.give)
        self.activated.connect(lambda _: self.give())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter answers, and does nothing else: what has the focus after the answer must not hear of it."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()

    def value(self) -> str:
        """The system that is chosen or written, "" if none is."""
        written = self.currentText().strip()
        row = self.findText(written)
        return str(self.itemData(row)) if row >= 0 else written

    def give(self) -> None:
        """Hand on what is chosen or written."""
        if self.value():
            self._pick(self.value())


class Step(Panel):
    """A page of the assistant: made anew when what it shows has changed; the control in use keeps the focus."""

    def __init__(self, session: Session, intake: Intake) -> None:
        super().__init__(session, "page")
        self.intake = intake
        self.column = down(self, (20, 16, 20, 16), 12)
        self._shown: object = None
        intake.changed.connect(self.refresh)

    def content(self) -> object:
        """Whatever must change for the page to be made anew."""
        raise NotImplementedError

    def build(self) -> None:
        """Fill `column`."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show what is known now."""
        shown = self.content()
        if shown == self._shown:
            return
        self._shown = shown
        focus = self.focusWidget()
        key = focus.property("key") if focus is not None and focus.hasFocus() else None
        clear(self.column)
        self.forget()
        self.build()
        if key:
            # what was put in is only shown, and what went only gone, once Qt had its turn
            QTimer.singleShot(0, self, lambda: self._give_focus(key))

    def _give_focus(self, key: object) -> None:
        found = (widget for widget in self.findChildren(QWidget) if widget.property("key") == key)
        again = next((widget for widget in found if widget.isVisible()), None)
        if again is not None:
            again.setFocus()

    def retranslate(self) -> None:
        """Make it anew, in the language in use."""
        self._shown = None
        self.forget()
        self.refresh()

    def title(self, words: str, about: str = "") -> None:
        """A heading, and a sentence below it."""
        self.column.addWidget(Label(words, 15, 600))
        if about:
            self.column.addWidget(wrapped(about))
