"""The inspector's page of all figures: every KPI at the playhead, by subject; a click charts it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from gis.text import tr
from sim.run import Series
from sim.subjects import subject_name
from ui.desk import kpi_choice, readings, sources
from ui.desk.entry_list import Entry, EntryList
from ui.desk.session import BOTH, Session
from ui.desk.theme import park_token
from ui.desk.words import short_name


class FiguresPage(EntryList):
    """Figures of the parks that are charted; those of no park (district, city, centres) always."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "figures", lambda: tr("Find a figure"), lambda: tr("All figures"))
        for signal in (session.run_changed, session.park_changed, session.place_changed):
            signal.connect(self.rebuild)
        for signal in (session.time_changed, session.theme_changed, session.charts_changed):
            signal.connect(self.repaint_entries)
        self.rebuild()

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self.rebuild()

    def rebuild(self) -> None:
        """List the figures of the run on the screen."""
        self.show_entries(self._all())

    def _all(self) -> Iterator[Entry]:
        run, prepared = self.session.run, self.session.prepared
        if run is None or prepared is None:
            return
        parks = [park.id for park in prepared.parks if self.session.park in (BOTH, park.id)]
        group = ""
        for choice in kpi_choice.choices(run):
            shown = [series for series in run.kpis.values() if kpi_choice.key_of(series) == choice.key]
            shown = [one for one in shown if one.park in parks or not choice.key.startswith("{park}.")]
            if shown and choice.group != group:
                group = choice.group
                yield Entry(subject_name(group).text, heading=True)
            yield from (self._entry(series, choice.key, several=len(parks) > 1) for series in shown)

    def _entry(self, series: Series, key: str, *, several: bool) -> Entry:
        def name() -> str:
            own = series.name.text()
            return f"{own} · {short_name(series.park)}" if several and key.startswith("{park}.") else own

        def value() -> str:
            return str(readings.read(self.session, series, self.session.month).quantity)

        return Entry(
            name, value, act=partial(self.session.show_figure, 0, key), taken=lambda: key in self.session.charts,
            tint=park_token(series.park) if series.park in ("ai", "vr") else "zone2",
            rich_tip=sources.series_tooltip(series, tr("Click: show its course in the left chart")),
        )  # fmt: skip
