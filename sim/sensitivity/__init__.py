"""Which uncertain inputs decide the figures of a scenario: a screening of all, then shares of the variance of a few.

Luck (the seed of the world) is one more input: its quantile picks the world, and its indices say how much of the
variance would be left if every assumption were known. All points of a batch that share a quantile share a world.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gis.errors import UserError
from gis.place import Place
from gis.text import tr
from sim.ensemble.jobs import Job, Measure, Outcome
from sim.ensemble.many import mapped
from sim.ensemble.pools import Pool
from sim.scenario import Scenario
from sim.sensitivity.indices import F64, MIDDLE, Indices, Swings, sobol, swings
from sim.uncertain.uncertainty import inputs_of, world_seed

Progress = Callable[[float], None]
"""Is told the share done."""

WORLDS: Final = 3
"""Worlds in which the screening is repeated."""
LUCK: Final = "luck"
_SHORTEST: Final = 12
_WORLD_STEPS: Final = 2**40


@dataclass(frozen=True, slots=True, eq=False)
class Sensitivity:
    """Of the figures `measures` at the end of `month`: the swing of every input, the indices of the largest.

    `inputs` are ids of assumptions; `chosen` those of the indices, with `LUCK` at their end.
    """

    scenario: Scenario
    month: str
    measures: tuple[Measure, ...]
    inputs: tuple[str, ...]
    swings: Swings
    chosen: tuple[str, ...]
    indices: Indices
    samples: int
    worlds: int
    runs: int


def sensitivity(
    place: Place,
    scenario: Scenario,
    kpis: Sequence[str],
    month: str,
    pool: Pool,
    *,
    inputs: int,
    samples: int,
    worlds: int = WORLDS,
    progress: Progress | None = None,
) -> Sensitivity:
    """Screen every uncertain input of `scenario`, then split the variance of `kpis` over the `inputs` largest and luck.

    Raises:
        UserError: the scenario has no such KPI, or no value for it in that month.
    """
    short = dataclasses.replace(scenario, months=_months_to(scenario, month))
    names = tuple(one.assumption for one in inputs_of(short))
    expected = runs_of(short, inputs, samples, worlds)
    model = _Model(place, short, names, tuple(kpis), month, pool, progress, expected)
    found = swings(model.evaluate, len(names), [(number + MIDDLE) / worlds for number in range(worlds)])
    columns = [*found.largest(inputs), len(names)]
    shares = sobol(model.evaluate, columns, len(names) + 1, samples, scenario.seed % 2**32)
    chosen = (*(names[column] for column in columns[:-1]), LUCK)
    return Sensitivity(
        scenario=scenario,
        month=month,
        measures=model.measures,
        inputs=names,
        swings=found,
        chosen=chosen,
        indices=shares,
        samples=samples,
        worlds=worlds,
        runs=model.done,
    )


def runs_of(scenario: Scenario, inputs: int, samples: int, worlds: int = WORLDS) -> int:
    """How many runs a report takes at most: fewer where fewer inputs than asked for move anything."""
    return worlds * (1 + 2 * len(inputs_of(scenario))) + samples * (inputs + 3)


def document(found: Sensitivity) -> dict[str, Any]:
    """The report as plain data: what does not exist is null, never NaN."""
    return {
        "scenario": found.scenario.id,
        "seed": found.scenario.seed,
        "month": found.month,
        "runs": found.runs,
        "worlds": found.worlds,
        "samples": found.samples,
        "kpis": {one.id: _of_kpi(found, column) for column, one in enumerate(found.measures)},
    }


def ranked(found: Sensitivity, column: int) -> list[int]:
    """The inputs that move a KPI at all, the largest swing first."""
    size = np.abs(found.swings.swing[:, column])
    return [int(row) for row in np.argsort(-size, kind="stable") if size[row] > 0.0]


def _of_kpi(found: Sensitivity, column: int) -> dict[str, Any]:
    moved, parts = found.swings, found.indices
    return {
        "unit": found.measures[column].unit,
        "level": found.measures[column].level,
        "median": _finite(moved.centre[column]),
        "swings": [
            {
                "input": found.inputs[row],
                "at_p10": _finite(moved.low[row, column]),
                "at_p90": _finite(moved.high[row, column]),
                "standard_error": _finite(moved.doubt[row, column]),
            }
            for row in ranked(found, column)
        ],
        "indices": [
            {
                "input": name,
                "first": _finite(parts.first[column, at]),
                "first_low": _finite(parts.first_low[column, at]),
                "first_high": _finite(parts.first_high[column, at]),
                "total": _finite(parts.total[column, at]),
                "total_low": _finite(parts.total_low[column, at]),
                "total_high": _finite(parts.total_high[column, at]),
            }
            for at, name in enumerate(found.chosen)
        ],
    }


class _Model:
    """The scenario as a function of quantiles: columns are the assumptions `names`, the last one is luck."""

    def __init__(
        self,
        place: Place,
        scenario: Scenario,
        names: tuple[str, ...],
        kpis: tuple[str, ...],
        month: str,
        pool: Pool,
        progress: Progress | None,
        expected: int,
    ) -> None:
        self._place, self._scenario, self._names = place, scenario, names
        self._kpis, self._month, self._pool = kpis, month, pool
        self._progress, self._expected = progress, expected
        self.measures: tuple[Measure, ...] = ()
        self.done = 0

    def evaluate(self, points: F64) -> F64:
        """(n, inputs + 1) quantiles to (n, KPIs) values at the month's end."""
        jobs = [self._job(number, row) for number, row in enumerate(points)]
        rows = []
        for outcome in mapped(self._pool, self._place, jobs, scenario=self._scenario):
            rows.append(self._values(outcome))
            self.done += 1
            if self._progress is not None:
                self._progress(min(1.0, self.done / self._expected))
        return np.array(rows)

    def _job(self, number: int, point: NDArray[np.float64]) -> Job:
        moved = {name: float(q) for name, q in zip(self._names, point[:-1], strict=True) if q != MIDDLE}
        return Job(number, world_seed(self._scenario.seed, round(float(point[-1]) * _WORLD_STEPS)), moved)

    def _values(self, outcome: Outcome) -> F64:
        known = {one.id: row for row, one in enumerate(outcome.form.measures)}
        for kpi in self._kpis:
            if kpi not in known:
                raise UserError(
                    "--kpi",
                    tr("'{value}' is not known.", value=kpi),
                    tr("Known are {known}.", known=", ".join(known)),
                )
        self.measures = tuple(outcome.form.measures[known[kpi]] for kpi in self._kpis)
        values = outcome.kpis[[known[kpi] for kpi in self._kpis], outcome.form.months.index(self._month)]
        for kpi, value in zip(self._kpis, values, strict=True):
            if not np.isfinite(value):
                raise UserError(kpi, tr("There is no such figure in {month}.", month=self._month))
        return np.asarray(values)


def _months_to(scenario: Scenario, month: str) -> int:
    """How long a run has to be to reach `month`: what comes later changes nothing before.

    Raises:
        UserError: it is no month of the scenario.
    """
    first = np.datetime64(f"{scenario.start:%Y-%m}")
    try:
        count = int((np.datetime64(month, "M") - first).astype(int)) + 1
    except ValueError:
        count = 0
    if not 1 <= count <= scenario.months or len(month) != len("2024-12"):
        last = first + (scenario.months - 1)
        raise UserError(
            "--month",
            tr("'{value}' is not a month of this run.", value=month),
            tr("Its months go from {first} to {last}.", first=first, last=last),
        )
    return max(count, _SHORTEST)


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
