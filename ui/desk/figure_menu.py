"""The menu under a chart's title: every figure, by subject."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu

from gis.text import tr
from sim.subjects import subject_name
from ui.desk import kpi_choice
from ui.desk.chart import Chart
from ui.desk.session import Session


class FigureMenu(QMenu):
    """Filled when it opens, so that it always lists what the run on the screen has."""

    def __init__(self, session: Session, number: int, chart: Chart) -> None:
        super().__init__(chart)
        self.session, self._number = session, number
        chart.title.setMenu(self)
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """List the figures of the run on the screen; the chart's own beginning first."""
        self.clear()
        self._add(self, tr("Floor area built and let") if self._number == 0 else tr("Compute demand and supply"), "")
        self.addSeparator()
        run = self.session.run
        groups: dict[str, QMenu] = {}
        for choice in kpi_choice.choices(run) if run is not None else ():
            if choice.group not in groups:
                groups[choice.group] = self.addMenu(subject_name(choice.group).text())
            self._add(groups[choice.group], choice.name.text(), choice.key)

    def _add(self, menu: QMenu, words: str, key: str) -> None:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(self.session.charts[self._number] == key)
        action.triggered.connect(lambda: self.session.show_figure(self._number, key))
