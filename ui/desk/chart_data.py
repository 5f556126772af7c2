"""What the two charts show, as plain values: lines, published figures, and where the ticks of their axis lie."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from gis.text import tr
from sim import facts
from sim.run import Run, Series
from ui.desk import months
from ui.desk.readings import level_name
from ui.desk.theme import park_token

_PUBLISHED_COMPUTE: Final = ("compute.aicc.capacity", "compute.intent")
"""Published figures about the centres' compute: what is on line, and what is asked for."""


@dataclass(frozen=True, slots=True)
class Line:
    """One series in a chart. `look`: "line", "step" (holds until the next month) or "area" (filled down to 0)."""

    name: str
    token: str
    look: str
    series: Series


@dataclass(frozen=True, slots=True)
class Published:
    """A published figure as a hollow dot."""

    name: str
    time: float
    value: float
    source: str


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
        values = [float(np.nanmax(line.series.values)) for line in self.lines if len(line.series.values)]
        return max([*values, *(dot.value for dot in self.published), 1e-9])

    def summary(self) -> str:
        """The chart in one sentence, for those who do not see it."""
        names = ", ".join(line.name for line in self.lines)
        return tr("{title}, {first} to {last}: {lines}", title=self.title, first=self.months[0],
                  last=self.months[-1], lines=names)  # fmt: skip


def floor_area(run: Run, parks: tuple[tuple[str, str], ...]) -> ChartData:
    """Floor area built and let, of each of `parks` (id, name); a line a park and state."""
    lines: list[Line] = []
    for park, name in parks:
        alone = len(parks) == 1
        for kpi, words, look in (("let_m2", tr("let"), "area"), ("built_m2", tr("built"), "line")):
            series = run.kpis.get(f"{park}.{kpi}")
            if series is not None:
                lines.append(Line(words if alone else f"{name} {words}", park_token(park), look, series))
    return ChartData(tr("Floor area built and let"), level_name("park"), "m2", run.months, tuple(lines))


def compute(run: Run) -> ChartData:
    """Compute demanded, sold and supplied by both centres."""
    looks = (
        ("compute.sold_p", tr("sold"), "zone3", "area"),
        ("compute.demand_p", tr("demand"), "accent", "line"),
        ("compute.supply_p", tr("supply"), "ink", "step"),
    )
    lines = tuple(Line(name, token, look, run.kpis[kpi]) for kpi, name, token, look in looks if kpi in run.kpis)
    levels = {line.series.level for line in lines}
    dots = tuple(dot for fact in _PUBLISHED_COMPUTE if (dot := _published(run, fact, levels, "P")) is not None)
    level = level_name(lines[0].series.level) if lines else ""
    return ChartData(tr("Compute demand and supply"), level, "P", run.months, lines, dots)


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


def ticks(top: float, count: int = 4) -> list[float]:
    """About `count` round values from 0 to just above `top`."""
    raw = top / count
    magnitude = 10.0 ** math.floor(math.log10(raw))
    step = next(factor for factor in (1, 2, 2.5, 5, 10) if factor * magnitude >= raw * 0.999) * magnitude
    return [step * i for i in range(math.ceil(top / step * 0.999) + 1)]
