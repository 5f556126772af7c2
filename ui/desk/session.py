"""The one mutable state of the desk. Widgets hold none: they read it, change it here, and hear of it by a signal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from gis.prepared import Prepared
from gis.text import LANGUAGES, Name, current_language, set_language
from gis.units import Quantity, quantity
from sim.bands import Bands
from sim.run import Run, Series
from twin.frame import Frame
from twin.layers import layers
from twin.view import View
from ui.desk import months

THEMES: Final = ("light", "dark")
BOTH: Final = "both"
NOTHING: Final = -1
"""No building is selected."""
INSTEAD: Final = "construction"
"""The layer nearest to that of an ensemble, for one run."""
NO_NAME: Final = Name("", "")


@dataclass(frozen=True, slots=True)
class ScenarioEntry:
    """A scenario that can be chosen: its id (or file), its name, and what it is in a sentence."""

    id: str
    name: Name
    description: Name = NO_NAME


@dataclass(frozen=True, slots=True)
class Task:
    """What works in the background. `state`: "opening", "running", "spreading", "failed", "cancelled", "idle".

    "Spreading" is the ensemble of a scenario, for its bands. `fraction` is how much is done (None: unknown).
    `message` is the sentence that says what went wrong.
    """

    state: str = "idle"
    scenario: str = ""
    fraction: float | None = None
    message: str = ""

    @property
    def busy(self) -> bool:
        """Something is being worked on."""
        return self.state in ("opening", "running", "spreading")


class Session(QObject):
    """Place, runs, playhead, selection, layer, view, language and theme of one window."""

    place_changed = Signal()
    run_changed = Signal()
    scenario_changed = Signal()
    time_changed = Signal()
    playing_changed = Signal()
    selection_changed = Signal()
    layer_changed = Signal()
    view_changed = Signal()
    park_changed = Signal()
    language_changed = Signal()
    theme_changed = Signal()
    task_changed = Signal()
    charts_changed = Signal()
    bands_changed = Signal()

    def __init__(self, scenarios: tuple[ScenarioEntry, ...] = (), scenario: str = "", theme: str = "light") -> None:
        super().__init__()
        self.scenarios = scenarios
        self.prepared: Prepared | None = None
        self.parks: tuple[str, ...] = ()
        """Ids or files of the parks that are open."""
        self.runs: dict[str, Run] = {}
        self.seconds: dict[str, float] = {}
        """How long each scenario took to simulate."""
        self.scenario = scenario or (scenarios[0].id if scenarios else "")
        self.shown = ""
        """The scenario whose run is on the screen; stays until the chosen one is there."""
        self.time = 0.0
        self.playing = False
        self.selected = NOTHING
        self.layer = "appearance"
        self.view: View | None = None
        self.park = BOTH
        self.theme = theme
        self.task = Task()
        self.charts = ["", ""]
        """The key of the figure that each chart shows (see `ui.desk.kpi_choice`); "" for the one it begins with."""
        self.bands_hidden = False
        self.bands: dict[str, Bands] = {}
        """How far the figures of a scenario spread, where its ensemble was run."""

    @property
    def language(self) -> str:
        """The language in use."""
        return current_language()

    @property
    def run(self) -> Run | None:
        """The run on the screen."""
        return self.runs.get(self.shown)

    @property
    def band(self) -> Bands | None:
        """The spread of the scenario on the screen, if it is known and not hidden."""
        return None if self.bands_hidden else self.bands.get(self.shown)

    @property
    def spread(self) -> Bands | None:
        """The spread about the run on the screen, if it is known; hidden or not."""
        run, bands = self.run, self.bands.get(self.shown)
        if run is None or bands is None or (bands.building_ids, bands.months) != (run.building_ids, run.months):
            return None
        return bands

    @property
    def spread_known(self) -> bool:
        """Whether the scenario on the screen was simulated many times."""
        return self.shown in self.bands

    def can_show(self, layer: str) -> bool:
        """Whether there is what a layer shows: some need the scenario's ensemble."""
        return not layers()[layer].ensemble or self.spread is not None

    @property
    def stale(self) -> bool:
        """The run on the screen is not the chosen scenario's."""
        return self.shown != self.scenario

    @property
    def month(self) -> int:
        """The row of the run's month that the playhead has reached."""
        return months.row_at(self.time, len(self.run.months)) if self.run else 0

    @property
    def month_label(self) -> str:
        """The month that the playhead has reached, "2026-06"."""
        return self.run.months[self.month] if self.run else ""

    @property
    def last_time(self) -> float:
        """The end of the run's time axis, in months."""
        return float(len(self.run.months) - 1) if self.run else 0.0

    def frame(self) -> Frame | None:
        """What the picture shows now; None while there is no view yet."""
        if self.view is None:
            return None
        return Frame(self.view, self.time, self.layer, selected=self.selected, language=self.language)

    def scenario_name(self, scenario: str) -> str:
        """The name of `scenario` in the language in use."""
        return next((entry.name.text() for entry in self.scenarios if entry.id == scenario), scenario)

    def series(self, kpi: str) -> Series | None:
        """The KPI of the run on the screen, if it has it."""
        return self.run.kpis.get(kpi) if self.run else None

    def quantity(self, value: float, unit: str) -> Quantity:
        """`value` as it is written in the language in use."""
        return quantity(value, unit, self.language)

    def set_place(self, prepared: Prepared) -> None:
        """Show this place."""
        self.prepared = prepared
        self.selected = NOTHING
        self.place_changed.emit()

    def forget(self) -> None:
        """Other parks are about to be opened: nothing of these holds for them."""
        self.set_playing(False)
        self.select(NOTHING)
        self.runs.clear()
        self.seconds.clear()
        self.bands.clear()
        self.shown, self.prepared, self.view = "", None, None
        self._keep_layer()
        self.set_park(BOTH)
        self.run_changed.emit()

    def add_run(self, scenario: str, run: Run, seconds: float) -> None:
        """Keep a finished run, and show it if its scenario is still the chosen one. The first starts at its middle."""
        first = not self.runs
        self.runs[scenario] = run
        self.seconds[scenario] = seconds
        if scenario == self.scenario:
            self.shown = scenario
            self._keep_layer()
            self.time = months.opening_time(run) if first else min(self.time, self.last_time)
            self.run_changed.emit()
            self.time_changed.emit()

    def add_bands(self, scenario: str, bands: Bands) -> None:
        """Keep how far the figures of a scenario spread."""
        self.bands[scenario] = bands
        self.bands_hidden = False
        self.bands_changed.emit()

    def hide_bands(self, hidden: bool) -> None:
        """Draw the run alone, or how far its figures spread too."""
        if hidden != self.bands_hidden:
            self.bands_hidden = hidden
            self.bands_changed.emit()

    def show_figure(self, chart: int, key: str) -> None:
        """Show a figure in a chart; "" for the one that it begins with."""
        if self.charts[chart] != key:
            self.charts[chart] = key
            self.charts_changed.emit()

    def choose_scenario(self, scenario: str) -> None:
        """Choose a scenario; its run is shown at once if it is there."""
        if scenario == self.scenario:
            return
        self.scenario = scenario
        if scenario in self.runs:
            self.shown = scenario
            self._keep_layer()
            self.time = min(self.time, self.last_time)
        self.scenario_changed.emit()
        self.run_changed.emit()

    def set_time(self, time: float) -> None:
        """Move the playhead, held within the run."""
        wanted = min(max(time, 0.0), self.last_time)
        if wanted != self.time:
            self.time = wanted
            self.time_changed.emit()

    def set_playing(self, playing: bool) -> None:
        """Start or stop playing; at the end it starts again from the beginning."""
        if self.run is None or playing == self.playing:
            return
        self.playing = playing
        if playing and self.time >= self.last_time:
            self.set_time(0.0)
        self.playing_changed.emit()

    def select(self, building: int) -> None:
        """Select a building by its row, or `NOTHING`."""
        if building != self.selected:
            self.selected = building
            self.selection_changed.emit()

    def set_layer(self, layer: str) -> None:
        """Colour the buildings by another layer, if there is what it shows."""
        if layer != self.layer and self.can_show(layer):
            self.layer = layer
            self.layer_changed.emit()

    def _keep_layer(self) -> None:
        """Where there is no ensemble of the scenario, its layer gives way to what stands and what is planned."""
        if not self.can_show(self.layer):
            self.set_layer(INSTEAD)

    def set_view(self, view: View) -> None:
        """Look from elsewhere."""
        if view != self.view:
            self.view = view
            self.view_changed.emit()

    def set_park(self, park: str) -> None:
        """Chart one park or both."""
        if park != self.park:
            self.park = park
            self.park_changed.emit()

    def set_language(self, language: str) -> None:
        """Speak another language, everywhere."""
        if language != self.language:
            set_language(language)
            self.language_changed.emit()

    def next_language(self) -> None:
        """Speak the next language of those we have."""
        self.set_language(LANGUAGES[(LANGUAGES.index(self.language) + 1) % len(LANGUAGES)])

    def set_theme(self, theme: str) -> None:
        """Draw everything in another theme."""
        if theme != self.theme:
            self.theme = theme
            self.theme_changed.emit()

    def set_task(self, task: Task) -> None:
        """Say what works in the background."""
        if task != self.task:
            self.task = task
            self.task_changed.emit()
