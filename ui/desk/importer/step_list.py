"""The steps at the left: which are done, which one is shown, what is open in each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from gis.text import tr
from ui.desk import icons, paint
from ui.desk.fonts import font
from ui.desk.importer.state import STEPS, Intake
from ui.desk.parts import Panel, down
from ui.desk.session import Session
from ui.desk.theme import theme_of

_ROW_PX = 48


class StepList(Panel):
    """A row a step; a click or Space goes there."""

    def __init__(self, session: Session, intake: Intake) -> None:
        super().__init__(session, "outline")
        self.intake = intake
        column = down(self, (8, 16, 8, 12), 2)
        title = self.label(lambda: tr("Import"), 15, 600)
        title.setContentsMargins(8, 0, 0, 8)
        column.addWidget(title)
        self.rows = {step: _Row(session, intake, step, intake.show_step) for step in STEPS}
        for row in self.rows.values():
            column.addWidget(row)
        column.addStretch(1)
        for signal in (intake.changed, intake.step_changed):
            signal.connect(self.refresh)
        self.refresh()

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Name the rows for those who hear them, and draw them."""
        for row in self.rows.values():
            row.setAccessibleName(f"{step_name(row.step)}: {row.about()}")
            row.setChecked(row.step == self.intake.step)
            row.update()


class _Row(QAbstractButton):
    def __init__(self, session: Session, intake: Intake, step: str, go: Callable[[str], None]) -> None:
        super().__init__()
        self.session, self.intake, self.step = session, intake, step
        self.setFixedHeight(_ROW_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: go(step))

    def sizeHint(self) -> QSize:
        """Wide enough for its words."""
        return QSize(180, _ROW_PX)

    def about(self) -> str:
        """What there is to say of the step now."""
        intake = self.intake
        if not intake.files:
            return tr("nothing yet")
        if self.step == "files":
            return tr("reading…") if intake.busy else tr("Files: {count}", count=len(intake.files))
        if self.step == "layers":
            count = sum(len(entry.questions()) for entry in intake.files)
            layers = sum(len(entry.taken()) for entry in intake.files)
            return tr("Questions: {count}", count=count) if count else tr("Layers: {count}", count=layers)
        if self.step == "fields":
            counts = [len(la["fields"]) for e in intake.files for la in e.layers if la["name"] not in e.left_out]
            return tr("Recognised: {count}", count=sum(counts))
        return tr("ready") if intake.ready else tr("not ready yet")

    def _mark(self) -> tuple[str, str]:
        """Icon and tone of how the step stands, "" for its number."""
        files = self.intake.files
        verdicts = {entry.verdict for entry in files}
        if self.step == "files" and "error" in verdicts:
            return "triangle-alert", "err"
        if self.step == "layers" and "ask" in verdicts:
            return "circle-help", "accent"
        done = bool(files) and not verdicts & {"error", "busy"} and self.step != "result"
        return ("check", "ok") if done else ("", "ink2")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, area = theme_of(self.session), QRectF(self.rect()).adjusted(0, 1, 0, -1)
        if self.isChecked() or self.underMouse():
            paint.box(painter, area, theme.colour("soft" if self.isChecked() else "hover"))
        if self.hasFocus():
            paint.box(painter, area, None, theme.colour("accent"))
        icon, tone = self._mark()
        ring = QRectF(10, area.center().y() - 11, 22, 22)
        if icon:
            drawn = icons.pixmap(icon, getattr(theme, tone), 18, 2.0)
            painter.drawPixmap(ring.adjusted(2, 2, -2, -2), drawn, QRectF(drawn.rect()))
        else:
            paint.box(painter, ring, None, theme.colour("edge"), 11)
            paint.text(
                painter, ring, str(STEPS.index(self.step) + 1), font(12, 600), theme.colour("ink2"), paint.CENTRE
            )
        words = area.adjusted(42, 5, -6, 0)
        weight = 600 if self.isChecked() else 500
        paint.text(painter, QRectF(words.x(), words.y(), words.width(), 18), step_name(self.step), font(13, weight),
                   theme.colour("ink"))  # fmt: skip
        paint.text(painter, QRectF(words.x(), words.y() + 18, words.width(), 17), self.about(), font(12),
                   theme.colour("ink2"))  # fmt: skip
        painter.end()


def step_name(step: str) -> str:
    """A step in the language in use."""
    return {"files": tr("Files"), "layers": tr("Layers"), "fields": tr("Fields"), "result": tr("Result")}[step]
