"""A sentence that says what went wrong and what to do, shown where the thing would be; never a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from gis.text import tr
from ui.desk import icons
from ui.desk.parts import Label, Panel, across
from ui.desk.session import Session
from ui.desk.theme import theme_of


class Notice(Panel):
    """The last failure with "Try again" and a cross; hidden while there is none."""

    def __init__(self, session: Session, again: Callable[[], None]) -> None:
        super().__init__(session, "notice")
        self._mark = QLabel()
        self._mark.setFixedSize(16, 16)
        self.words = Label("", 13, 400)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.again = self.text_button("outline", lambda: tr("Try again"), 28)
        self.again.clicked.connect(again)
        self.close_button = self.icon_button("x", lambda: tr("Dismiss"), 28)
        self.close_button.clicked.connect(self.hide)
        row = across(self, (12, 8, 8, 8), 10)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 1)
        row.addWidget(self.again)
        row.addWidget(self.close_button)
        self.recolour()
        self.hide()

    def recolour(self) -> None:
        """Draw in the theme in use."""
        super().recolour()
        theme = theme_of(self.session)
        self._mark.setPixmap(icons.pixmap("triangle-alert", theme.err, 16, self.devicePixelRatioF()))

    def tell(self, sentence: str) -> None:
        """Show the sentence."""
        self.words.setText(sentence)
        self.setAccessibleName(sentence)
        self.fit(self.width())
        self.show()
        self.raise_()

    def fit(self, width_px: int) -> None:
        """Be so wide, and as high as the sentence then needs."""
        row = self.layout()
        assert row is not None
        self.resize(width_px, row.heightForWidth(width_px))
