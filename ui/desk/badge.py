"""What sort of figure something is, by shape, then icon, then word: never by colour alone."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gis.text import tr
from ui.desk import icons, paint
from ui.desk.fonts import font
from ui.desk.parts import Source
from ui.desk.session import Session
from ui.desk.theme import theme_of

_LOOKS: Final = {
    "simulated": ("activity", "ink2", "sunken"),
    "assumed": ("flask-conical", "ink2", ""),
    "published": ("badge-check", "accent", "soft"),
}
"""Icon, tone and fill of each sort; without a fill the outline is dashed."""


class Badge(QWidget):
    """One sort: "simulated" is plain, "assumed" dashed, "published" filled; `source` gives another word."""

    def __init__(self, session: Session, kind: str, source: Source | None = None) -> None:
        super().__init__()
        self.session, self.kind, self._source = session, kind, source
        self.setFixedHeight(20)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        session.language_changed.connect(self.updateGeometry)

    @property
    def words(self) -> str:
        """The badge's word, in the language in use."""
        return self._source() if self._source else badge_word(self.kind)

    def sizeHint(self) -> QSize:
        """As wide as icon and word."""
        return QSize(round(paint.width_of(self.words, font(11, 500))) + 30, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw shape, icon and word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = theme_of(self.session)
        icon, tone, fill = _LOOKS[self.kind]
        area = QRectF(self.rect())
        if fill:
            paint.box(painter, area, theme.colour(fill), radius=4)
        else:
            paint.dashed_box(painter, area, theme.colour("edge"))
        painter.drawPixmap(6, 4, icons.pixmap(icon, getattr(theme, tone), 12, self.devicePixelRatioF()))
        paint.text(painter, area.adjusted(22, 0, -4, 0), self.words, font(11, 500), theme.colour(tone))
        painter.end()


def badge_word(kind: str) -> str:
    """The word for a sort of figure."""
    return {"simulated": tr("Simulated"), "assumed": tr("Assumed"), "published": tr("Published")}[kind]
