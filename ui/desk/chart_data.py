"""What the two charts show, as plain values: lines, bands, published figures, and the ticks of their axis."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gis.text import tr
from sim import facts
from sim.bands import Bands
from sim.milestones import of_run
from sim.run import Run, Series
from ui.desk import kpi_choice, months
from ui.desk.readings import level_name
from ui.desk.theme import park_token

_PUBLISHED_COMPUTE: Final = ("compute.aicc.capacity", "compute.intent")
"""Published figures about the centres' compute: what is on line, and what is asked for."""

Parks = tuple[tuple[str, str], ...]
"""Id and name of each park that is charted."""


@dataclass(frozen=True, slots=True)
class Band:
    """How far a figure spreads: (T,) each, NaN where nothing is measured."""

    p10: NDArray[np.float64]
    p50: NDArray[np.float64]
    p90: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Line:
    """One series in a chart. `look`: "line", "step" (holds until the next month) or "area" (filled down to 0).

    `band` is how far the figure spreads over an ensemble, where that is known.
    """

    name: str
    token: str
    look: str
    series: Series
    band: Band | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """A published figure as a hollow dot; a published target, at its deadline, as a hollow diamond."""

    name: str
    time: float
    value: float
    source: str
    target: bool = False


@dataclass(frozen=True, slots=True)
class ChartData:
    """A whole chart. All lines share `unit` and `level`: figures of different levels never share a chart."""

    title: str
    level: str
    unit: str
    months: tuple[str, ...]
    lines: tuple[Line, ...]
    published: tuple[Published, ...] = ()

    @property
    def top(self) -> float:
        """The greatest value shown."""
        drawn = [line.series.values for line in self.lines] + [line.band.p90 for line in self.lines if line.band]
        values = [float(values[np.isfinite(values)].max(initial=0.0)) for values in drawn]
        return max([*values, *(dot.value for dot in self.published), 1e-9])

    @property
    def bottom(self) -> float:
        """The least value shown, or 0 if none is below it."""
        drawn = [line.series.values for line in self.lines] + [line.band.p10 for line in self.lines if line.band]
        return min((float(values[np.isfinite(values)].min(initial=0.0)) for values in drawn), default=0.0)

    def summary(self) -> str:
        """The chart in one sentence, for those who do not see it."""
        names = ", ".join(line.name for line in self.lines)
        return tr("{title}, {first} to {last}: {lines}", title=self.title, first=self.months[0],
                  last=self.months[-1], lines=names)  # fmt: skip


def figure(run: Run, key: str, parks: Parks, bands: Bands | None = None) -> ChartData | None:
    """One figure of each of `parks`, or of none in particular; None where the run has no such figure."""
    found = kpi_choice.series_of(run, key, [park for park, _ in parks])
    if not found:
        return None
    names = dict(parks)
    lines = tuple(
        Line(names.get(one.park, "") if len(found) > 1 else "", park_token(one.park), "line", one, _band(bands, one))
        for one in found
    )
    first = found[0]
    return ChartData(
        first.name.text(), level_name(first.level), first.unit, run.months, lines, tuple(_targets(run, found))
    )


def floor_area(run: Run, parks: Parks, bands: Bands | None = None) -> ChartData:
    """Floor area built and let, of each of `parks` (id, name); a line a park and state."""
    lines: list[Line] = []
    for park, name in parks:
        alone = len(parks) == 1
        for kpi, words, look in (("let_m2", tr("let"), "area"), ("built_m2", tr("built"), "line")):
            series = run.kpis.get(f"{park}.{kpi}")
            if series is not None:
                named = words if alone else f"{name} {words}"
                lines.append(Line(named, park_token(park), look, series, _band(bands, series)))
    return ChartData(tr("Floor area built and let"), level_name("park"), "m2", run.months, tuple(lines))


def compute(run: Run, bands: Bands | None = None) -> ChartData:
    """Compute demanded, sold and supplied by both centres."""
    looks = (
        ("compute.sold_p", tr("sold"), "zone3", "area"),
        ("compute.demand_p", tr("demand"), "accent", "line"),
        ("compute.supply_p", tr("supply"), "ink", "step"),
    )
    found = [(run.kpis[kpi], name, token, look) for kpi, name, token, look in looks if kpi in run.kpis]
    # One band: three over each other could not be told apart.
    lines = tuple(
        Line(name, token, look, one, _band(bands, one) if one.id == "compute.demand_p" else None)
        for one, name, token, look in found
    )
    levels = {line.series.level for line in lines}
    dots = tuple(dot for fact in _PUBLISHED_COMPUTE if (dot := _published(run, fact, levels, "P")) is not None)
    level = level_name(lines[0].series.level) if lines else ""
    return ChartData(tr("Compute demand and supply"), level, "P", run.months, lines, dots)


def _targets(run: Run, series: Sequence[Series]) -> Iterator[Published]:
    """Published goals of these figures, at their deadlines within the run."""
    ids = {one.id for one in series}
    for goal in of_run(run):
        if goal.kpi in ids and goal.is_target and goal.deadline in run.months:
            time = float(run.months.index(goal.deadline))
            yield Published(goal.name.text(), time, goal.level, facts.source_text(goal.source), target=True)


def _band(bands: Bands | None, series: Series) -> Band | None:
    """The series' spread, if it is known for all of its months."""
    if bands is None or series.id not in bands.kpis.ids:
        return None
    band = Band(*bands.kpis.of(series.id))
    return band if len(band.p50) == len(series.values) else None


def _published(run: Run, fact_id: str, levels: set[str], unit: str) -> Published | None:
    """The fact as a dot, if it speaks of the same level and unit as the chart, and of a time within the run."""
    fact = facts.facts().get(fact_id)
    if fact is None or fact.level not in levels or fact.unit != unit or not isinstance(fact.value, int | float):
        return None
    start = datetime.date.fromisoformat(run.start_date)
    time = months.time_of_day((datetime.date.fromisoformat(str(fact.as_of)) - start).days)
    if not -1.0 <= time <= len(run.months) - 1:
        return None
    return Published(fact.name.text(), time, float(fact.value), facts.source_text(fact_id))


def ticks(top: float, count: int = 4, bottom: float = 0.0) -> list[float]:
    """About `count` round values from 0, or from just below `bottom`, to just above `top`."""
    raw = (top - bottom) / count
    magnitude = 10.0 ** math.floor(math.log10(raw))
    step = next(factor for factor in (1, 2, 2.5, 5, 10) if factor * magnitude >= raw * 0.999) * magnitude
    return [step * i for i in range(math.floor(bottom / step * 0.999), math.ceil(top / step * 0.999) + 1)]
