"""A short list that is painted: a mark, a name, what is said of it, and a figure at the right."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.desk import paint
from ui.desk.fonts import font
from ui.desk.session import Session
from ui.desk.theme import theme_of

_GAP_PX = 10.0


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `mark` is a colour of the theme or ""; `hollow` draws it as a ring: not reached yet."""

    name: str
    figure: str = ""
    unit: str = ""
    mark: str = ""
    hollow: bool = False
    detail: str = ""


class Rows(QWidget):
    """Rows of equal height; cut-off names stand whole in the tooltip."""

    def __init__(self, session: Session, height_px: int = 26) -> None:
        super().__init__()
        self.session, self._height_px = session, height_px
        self.rows: tuple[Row, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: list[Row]) -> None:
        """Show these."""
        if tuple(rows) != self.rows:
            self.rows = tuple(rows)
            self.setFixedHeight(self._height_px * len(rows))
            self.setAccessibleName("; ".join(f"{r.name} {r.figure} {r.unit}".strip() for r in rows))
            self.setToolTip("\n".join(f"{r.name}: {r.figure} {r.unit} {r.detail}".strip(" :") for r in rows))
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(200, self._height_px * len(self.rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for i, row in enumerate(self.rows):
            self._paint_row(painter, row, QRectF(0, i * self._height_px, self.width(), self._height_px))
        painter.end()

    def _paint_row(self, painter: QPainter, row: Row, area: QRectF) -> None:
        theme = theme_of(self.session)
        left, right = area.left(), area.right()
        if row.mark:
            spot = QRectF(left + 1, area.center().y() - 4, 8, 8)
            colour = theme.colour(row.mark)
            paint.box(painter, spot, None if row.hollow else colour, colour if row.hollow else None, 4)
            left += 18
        if row.unit:
            width = paint.width_of(row.unit, font(12))
            paint.text(painter, QRectF(right - width, area.top(), width + 1, area.height()), row.unit, font(12),
                       theme.colour("ink3"), paint.RIGHT)  # fmt: skip
            right -= width + 4
        if row.figure:
            width = paint.width_of(row.figure, font(13, 600))
            paint.text(painter, QRectF(right - width, area.top(), width + 1, area.height()), row.figure, font(13, 600),
                       theme.colour("ink"), paint.RIGHT)  # fmt: skip
            right -= width + _GAP_PX
        if row.detail:
            width = paint.width_of(row.detail, font(11))
            paint.text(painter, QRectF(right - width, area.top(), width + 1, area.height()), row.detail, font(11),
                       theme.colour("ink3"), paint.RIGHT)  # fmt: skip
            right -= width + _GAP_PX
        words = QRectF(left, area.top(), max(right - left, 10.0), area.height())
        paint.text(painter, words, row.name, font(12), theme.colour("ink3" if row.hollow else "ink2"))
