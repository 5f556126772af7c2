"""Findings to read: what, what was expected, what to do; and the way to the place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gis.text import tr
from ui.desk.importer.bits import mark, wrapped
from ui.desk.importer.names import level_look, level_name
from ui.desk.parts import Label, Panel, across, clear, down
from ui.desk.session import Session

MOST: Final = 40
Finding = Mapping[str, Any]
GoTo = Callable[[Finding], None]


class FindingList(Panel):
    """The weightiest findings first. Those with places have a button that leads there."""

    def __init__(self, session: Session, go_to: GoTo, *, commands: bool = False) -> None:
        super().__init__(session)
        self._go_to, self._commands = go_to, commands
        self._column = down(self, spacing=8)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these instead."""
        clear(self._column)
        self.forget()
        for finding in findings[:MOST]:
            self._column.addWidget(self._row(finding))
        if len(findings) > MOST:
            words = tr("… and {count} more; 'park check' on the command line lists all.", count=len(findings) - MOST)
            self._column.addWidget(wrapped(words, "ink3"))

    def _row(self, finding: Finding) -> QWidget:
        made = QWidget()
        row = across(made, spacing=8)
        icon, tone = level_look(finding["level"])
        head = mark(self.session, icon, tone)
        head.setToolTip(level_name(finding["level"]))
        head.setAccessibleName(level_name(finding["level"]))
        row.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
        words = down(spacing=1)
        words.addWidget(wrapped(finding["what"], "ink"))
        for part in ("expected", "remedy"):
            # flags are for the command line; here the same is asked for by controls
            if finding[part] and (self._commands or "--" not in finding[part]):
                words.addWidget(wrapped(finding[part]))
        if finding.get("layer"):
            words.addWidget(Label(finding["layer"], 11, 400, "ink3"))
        row.addLayout(words, 1)
        if finding.get("spots"):
            button = self.icon_button("crosshair", lambda: tr("Show the place"), 26, "accent")
            button.clicked.connect(lambda: self._go_to(finding))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return made
