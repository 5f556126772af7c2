"""The inspector's page of figures: four cards a park, and the computing centres together."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from gis.prepared import ParkInfo
from gis.text import tr
from sim.run import Series
from ui.desk import readings, sources
from ui.desk.badge import Badge
from ui.desk.parts import ElidedLabel, Label, Panel, across, clear, down
from ui.desk.session import Session
from ui.desk.spark import Spark
from ui.desk.theme import park_token


class KpiCard(Panel):
    """One KPI: name, figure, unit, change, course. The tooltip says what it is and what it rests on."""

    def __init__(self, session: Session, kpi: str, token: str) -> None:
        super().__init__(session, "card")
        self.kpi = kpi
        self.title = ElidedLabel("", 12, 500, "ink2")
        self.figure = Label("", 20, 600)
        self.unit = ElidedLabel("", 12, 400, "ink2", whole=True)
        self.change = ElidedLabel("", 11, 400, "ink2")
        self.spark = Spark(session, token)
        # side by side, cards are of one width whatever stands in them
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(98)
        self.setMaximumHeight(150)
        column = down(self, (12, 8, 12, 6), 2)
        column.addWidget(self.title)
        value = across(spacing=5)
        value.addWidget(self.figure, 0, Qt.AlignmentFlag.AlignBottom)
        value.addWidget(self.unit, 1)
        column.addLayout(value)
        column.addWidget(self.spark, 1)
        column.addWidget(self.change)
        session.time_changed.connect(self.refresh)
        session.run_changed.connect(self.rebuild)
        self.rebuild()

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self.rebuild()

    def rebuild(self) -> None:
        """Show the KPI of the run on the screen."""
        series = self.session.series(self.kpi)
        self.spark.show_series(series)
        self.setVisible(series is not None)
        if series is not None:
            self.title.setText(_titled(series))
            self.setToolTip(sources.series_tooltip(series))
            self.title.setToolTip(self.toolTip())
            self.setAccessibleDescription(series.definition.text())
        self.refresh()

    def refresh(self) -> None:
        """Show the figure at the playhead."""
        series = self.session.series(self.kpi)
        if series is None:
            return
        reading = readings.read(self.session, series, self.session.month)
        self.figure.setText(reading.quantity.figure)
        self.unit.setText(reading.quantity.unit)
        self.unit.setToolTip(self.toolTip())
        self.change.setText(reading.change or tr("range {span}", span=readings.span(self.session, series)))
        tone = "ink2" if reading.better is None else "ok" if reading.better else "warn"
        if self.change.property("tone") != tone:
            self.change.setProperty("tone", tone)
            self.change.style().polish(self.change)
        self.setAccessibleName(f"{series.name.text()}: {reading.quantity}")
        self.spark.update()


def _titled(series: Series) -> str:
    """The KPI's name, short enough for a card; the level too where it is not the park that stands above the card."""
    name = tr("Share of compute") if series.id.endswith(".compute_sold_share") else series.name.text()
    return name if series.level == "park" else f"{name} · {readings.level_name(series.level)}"


class CentreRows(Panel):
    """Figures of all computing centres at the playhead, one row each."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "card")
        self._column = down(self, (12, 8, 12, 8), 0)
        self._rows: dict[str, tuple[Label, Label, Label, QWidget]] = {}
        for kpi in readings.CENTRE_KPIS:
            name, figure, unit = Label("", 12, 400, "ink2"), Label("", 13, 600), Label("", 12, 400, "ink3")
            line = QWidget()
            line.setFixedHeight(26)
            row = across(line, spacing=5)
            row.addWidget(name, 1)
            row.addWidget(figure)
            row.addWidget(unit)
            self._column.addWidget(line)
            self._rows[kpi] = (name, figure, unit, line)
        session.time_changed.connect(self.refresh)
        session.run_changed.connect(self.refresh)
        self.refresh()

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Show the figures at the playhead."""
        for kpi, (name, figure, unit, line) in self._rows.items():
            series = self.session.series(kpi)
            line.setVisible(series is not None)
            if series is None:
                continue
            value = readings.read(self.session, series, self.session.month).quantity
            name.setText(series.name.text())
            figure.setText(value.figure)
            unit.setText(value.unit)
            line.setToolTip(sources.series_tooltip(series))
            line.setAccessibleName(f"{series.name.text()}: {value}")


class KpiPage(Panel):
    """All cards, park after park."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "page")
        self._column = down(self, (16, 10, 16, 12), 6)
        self.cards: list[KpiCard] = []
        session.place_changed.connect(self.rebuild)
        session.time_changed.connect(self._say_month)
        session.run_changed.connect(self._say_month)
        self._month = Label("", 12, 500, "ink2")
        self.rebuild()

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self._say_month()

    def rebuild(self) -> None:
        """Make the cards of the place's parks."""
        self.forget()
        self._month = Label("", 12, 500, "ink2")
        clear(self._column)
        self.cards = []
        prepared = self.session.prepared
        for i, park in enumerate(prepared.parks if prepared else ()):
            self._add_park(park, first=i == 0)
        if prepared:
            self._column.addWidget(self.label(lambda: tr("Computing centres"), 12, 600, "ink2"))
            self._column.addWidget(CentreRows(self.session))
            self._column.addStretch(1)
        self._say_month()

    def _add_park(self, park: ParkInfo, *, first: bool) -> None:
        title = ElidedLabel("", 12, 600, "ink2")
        self.say(title.setText, park.name.text)
        head = across(spacing=8)
        head.addWidget(title, 1)
        head.addWidget(self._month if first else QWidget())
        head.addWidget(Badge(self.session, "simulated"))
        self._column.addLayout(head)
        grid = QGridLayout()
        grid.setSpacing(8)
        for i, kpi in enumerate(readings.PARK_KPIS):
            card = KpiCard(self.session, f"{park.id}.{kpi}", park_token(park.id))
            self.cards.append(card)
            grid.addWidget(card, i // 2, i % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._column.addLayout(grid, 20)
        self._column.addSpacing(4)

    def _say_month(self) -> None:
        self._month.setText(self.session.month_label)
