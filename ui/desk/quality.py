"""The quality panel: how good the layouts of the open parks are, and where to look."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from gis.park_files import SHIPPED
from gis.text import tr
from twin.view import look
from ui.desk import paint
from ui.desk.importer.bits import wrapped
from ui.desk.importer.finding_list import FindingList
from ui.desk.parts import ElidedLabel, Label, Panel, clear, down
from ui.desk.quality_check import QualityCheck
from ui.desk.quality_data import ORIGINS, Origins, figures, findings, origin_word, origins
from ui.desk.rows import Row, Rows
from ui.desk.session import Session
from ui.desk.theme import theme_of
from ui.desk.viewport import ViewportWidget

_TOKENS: Final = {"published": "zone1", "imported": "zone3", "synthetic": "border2"}
_AWAY_M, _PITCH_DEG, _HEADING_DEG = 260.0, -40.0, 20.0


class QualityPage(Panel):
    """Park by park: figures, where the features come from, findings. It is filled when it is first looked at."""

    def __init__(self, session: Session, viewport: ViewportWidget) -> None:
        super().__init__(session, "page")
        self._viewport = viewport
        self.check = QualityCheck(session)
        self._column = down(self, (16, 12, 16, 12), 10)
        self.check.changed.connect(self.refresh)
        session.place_changed.connect(self._look_again)

    def showEvent(self, event: QShowEvent) -> None:
        """Now someone wants to know."""
        super().showEvent(event)
        self._look_again()

    def retranslate(self) -> None:
        """The findings are asked for in the language in use."""
        self.forget()
        if self.isVisible():
            self._look_again()

    def recolour(self) -> None:
        """Draw in the theme in use."""
        super().recolour()
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Show what is known."""
        clear(self._column)
        self.forget()
        if not self.session.parks:
            self._column.addWidget(wrapped(tr("Once a park is open, its layout is checked here: areas, ratios, "
                                              "origins, and places to look at.")))  # fmt: skip
        for park in self.session.parks:
            self._show(park)
        self._column.addStretch(1)

    def fly_to(self, finding: Mapping[str, Any]) -> None:
        """Bring the first place of a finding into the picture."""
        prepared = self.session.prepared
        if prepared is None or not finding["spots"]:
            return
        x_m, y_m = finding["spots"][0]
        level_m = max(0.0, float(prepared.ground_m(x_m, y_m)))
        self._viewport.fly_to(look((x_m, y_m, level_m), _HEADING_DEG, _PITCH_DEG, _AWAY_M))

    def _look_again(self) -> None:
        if self.isVisible():
            self.check.want()
            self.refresh()

    def _show(self, park: str) -> None:
        title = ElidedLabel("", 15, 600)
        title.setText(self._name(park))
        self._column.addWidget(title)
        found = self.check.of(park)
        if found is None:
            self._column.addWidget(wrapped(tr("The layout is being checked…")))
            bar = QProgressBar()
            bar.setRange(0, 0)
            bar.setTextVisible(False)
            bar.setFixedHeight(3)
            self._column.addWidget(bar)
        elif isinstance(found, str):
            self._column.addWidget(wrapped(found, "err"))
        else:
            self._show_document(found, Path(park).name)

    def _show_document(self, document: Mapping[str, Any], where: str) -> None:
        card = Panel(self.session, "card")
        inner = down(card, (12, 8, 12, 8), 4)
        rows = Rows(self.session)
        rows.show_rows(figures(document))
        inner.addWidget(rows)
        self._column.addWidget(card)
        self._show_origins(origins(document))
        told = findings(document, where)
        self._column.addWidget(Label(tr("Findings ({count})", count=len(told)), 12, 600, "ink2"))
        if not told:
            self._column.addWidget(wrapped(tr("Nothing to remark.")))
        listed = FindingList(self.session, self.fly_to)
        listed.show_findings(told)
        self._column.addWidget(listed)

    def _show_origins(self, found: Origins) -> None:
        if not found.total:
            return
        self._column.addWidget(Label(tr("Where the features come from"), 12, 600, "ink2"))
        self._column.addWidget(_Shares(self.session, found))
        rows = Rows(self.session, 22)
        parts = zip(ORIGINS, found.counts, strict=True)
        lines = [
            Row(origin_word(s), f"{100 * n / found.total:.1f}", "%", _TOKENS[s], detail=f"{n:,}") for s, n in parts
        ]
        share = 100 * found.estimated / found.total
        lines.append(Row(tr("with estimated values"), f"{share:.1f}", "%", detail=f"{found.estimated:,}"))
        rows.show_rows(lines)
        self._column.addWidget(rows)

    def _name(self, park: str) -> str:
        prepared = self.session.prepared
        infos = prepared.parks if prepared is not None else ()
        if park in SHIPPED:
            return next((info.name.text() for info in infos if info.id == park), park)
        return infos[0].name.text() if len(infos) == 1 else Path(park).name


class _Shares(QWidget):
    """One bar of all features, by where they come from."""

    def __init__(self, session: Session, found: Origins) -> None:
        super().__init__()
        self.session, self._found = session, found
        self.setFixedHeight(10)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(200, 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, left = theme_of(self.session), 0.0
        for sort, count in zip(ORIGINS, self._found.counts, strict=True):
            width = self.width() * count / self._found.total
            paint.box(painter, QRectF(left, 0, width, 10), theme.colour(_TOKENS[sort]), radius=2)
            left += width
        painter.end()
