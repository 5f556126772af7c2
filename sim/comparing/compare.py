"""Two scenarios under the same luck: replication by replication, what the second one changes.

Both meet the same worlds (the same seeds) and the same quantiles of what is uncertain, so that the luck cancels in
the difference, and few replications tell apart what would drown in the noise of two separate ensembles.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gis.place import Place
from gis.text import Name
from sim.ensemble.jobs import Form, Job, Outcome
from sim.ensemble.many import jobs_of, mapped
from sim.ensemble.pools import Pool, Serial
from sim.scenario import Scenario
from sim.table import year_ends

F64 = NDArray[np.float64]

_CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Paired:
    """What pairs of replications say: the mean of "second less first", its confidence interval, the spread of pairs.

    (Y,) each. `low` and `high` bound the mean with 95 % confidence by Student's t, NaN for a single pair; `above` is
    the share of pairs in which the second is larger, `pairs` how many have a difference at all.
    """

    mean: F64
    low: F64
    high: F64
    p10: F64
    p90: F64
    above: F64
    pairs: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class KpiDifference:
    """One KPI at the year ends of a comparison."""

    id: str
    name: Name
    unit: str
    level: str
    park: str
    better: str
    first_mean: F64
    second_mean: F64
    difference: Paired


@dataclass(frozen=True, slots=True)
class MilestoneDifference:
    """One milestone: in what share either scenario reaches it, and in days, where both do, by how much later.

    `sooner` and `later` are the shares of all pairs in which the second scenario reaches it before, or after, the
    first; who never reaches it is last.
    """

    id: str
    name: Name
    park: str
    first_reached: float
    second_reached: float
    sooner: float
    later: float
    days: Paired


@dataclass(frozen=True, slots=True)
class Comparison:
    """`second` less `first`, at `months` (year ends), over `runs` pairs."""

    first: str
    first_name: Name
    second: str
    second_name: Name
    seed: int
    runs: int
    months: tuple[str, ...]
    kpis: tuple[KpiDifference, ...]
    milestones: tuple[MilestoneDifference, ...]


def compare(
    place: Place,
    first: Scenario,
    second: Scenario,
    runs: int,
    *,
    pool: Pool | None = None,
    seed: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> Comparison:
    """Simulate `runs` pairs of replications and take their differences; `seed` replaces the first scenario's.

    What only one of them measures, and months that only one of them has, are left out.
    """
    seed = first.seed if seed is None else seed
    pairs = _Pairs(runs)
    outcomes = mapped(pool or Serial(), place, _jobs(first, second, runs, seed), scenario=first)
    for number, (one, other) in enumerate(_two_by_two(outcomes)):
        pairs.add(number, one, other)
        if progress is not None:
            progress((number + 1) / runs)
    return Comparison(
        first.id, first.name, second.id, second.name, seed, runs, pairs.months, pairs.kpis(), pairs.milestones()
    )


def _jobs(first: Scenario, second: Scenario, runs: int, seed: int) -> Iterator[Job]:
    """The pairs one after the other, so that a pair is soon complete."""
    for one, other in zip(jobs_of(first, runs, seed=seed), jobs_of(second, runs, seed=seed), strict=True):
        yield one
        yield replace(other, scenario=second)


def _two_by_two(outcomes: Generator[Outcome, None, None]) -> Iterator[tuple[Outcome, Outcome]]:
    try:
        for one in outcomes:
            yield one, next(outcomes)
    finally:
        outcomes.close()


class _Pairs:
    """The figures of all pairs at the year ends."""

    def __init__(self, runs: int) -> None:
        self._runs = runs
        self.months: tuple[str, ...] = ()
        self._forms: tuple[Form, Form] | None = None
        self._values: F64 = np.empty((2, 0, 0, 0))
        self._days: F64 = np.empty((2, 0, 0))

    def add(self, number: int, one: Outcome, other: Outcome) -> None:
        """Take over what a pair says."""
        if self._forms is None:
            self._begin(one.form, other.form)
        for side, outcome in enumerate((one, other)):
            self._values[side, :, :, number] = outcome.kpis[np.ix_(self._kpis[side], self._columns[side])]
            self._days[side, :, number] = outcome.milestones[self._moments[side]]

    def kpis(self) -> tuple[KpiDifference, ...]:
        """Every KPI that both measure."""
        assert self._forms is not None
        return tuple(
            KpiDifference(
                about.id, about.name, about.unit, about.level, about.park, about.better,
                _mean(self._values[0, row]), _mean(self._values[1, row]),
                paired(self._values[1, row] - self._values[0, row]),
            )
            for row, about in enumerate(self._forms[0].measures[at] for at in self._kpis[0])
        )  # fmt: skip

    def milestones(self) -> tuple[MilestoneDifference, ...]:
        """Every milestone that both may reach."""
        assert self._forms is not None
        found = []
        for row, about in enumerate(self._forms[0].moments[at] for at in self._moments[0]):
            first, second = self._days[:, row]
            one, other = (np.where(np.isnan(days), math.inf, days) for days in (first, second))
            found.append(
                MilestoneDifference(
                    about.id, about.name, about.park,
                    float(np.isfinite(first).mean()), float(np.isfinite(second).mean()),
                    float((other < one).mean()), float((other > one).mean()),
                    paired((second - first)[None]),
                )
            )  # fmt: skip
        return tuple(found)

    def _begin(self, one: Form, other: Form) -> None:
        self._forms = one, other
        there = set(other.months)
        shared = [month for month in one.months if month in there]
        self.months = tuple(shared[row] for row in year_ends(shared)) if shared else ()
        self._columns = [[form.months.index(month) for month in self.months] for form in self._forms]
        self._kpis = _shared(*([measure.id for measure in form.measures] for form in self._forms))
        self._moments = _shared(*([moment.id for moment in form.moments] for form in self._forms))
        self._values = np.empty((2, len(self._kpis[0]), len(self.months), self._runs))
        self._days = np.empty((2, len(self._moments[0]), self._runs))


def paired(differences: F64) -> Paired:
    """(Y, R) differences, NaN where a pair has none, as what they say of each row."""
    values = np.sort(differences, axis=-1)  # NaN comes last
    pairs = np.isfinite(values).sum(axis=-1)
    mean = _mean(values)
    half = _half_width(values, mean, pairs)
    p10, p90 = (_quantile(values, pairs, level) for level in (0.1, 0.9))
    above = np.where(pairs > 0, (values > 0.0).sum(axis=-1) / np.maximum(pairs, 1), math.nan)
    return Paired(mean, mean - half, mean + half, p10, p90, above, pairs)


def _half_width(values: F64, mean: F64, pairs: NDArray[np.int64]) -> F64:
    from scipy.special import stdtrit

    squares = np.nansum((values - mean[:, None]) ** 2, axis=-1)
    freedom = np.maximum(pairs - 1, 1)
    half = stdtrit(freedom, 0.5 + _CONFIDENCE / 2) * np.sqrt(squares / freedom / np.maximum(pairs, 1))
    return np.where(pairs > 1, half, math.nan)


def _quantile(values: F64, pairs: NDArray[np.int64], level: float) -> F64:
    at = level * np.maximum(pairs - 1, 0)
    below, above = np.floor(at).astype(np.intp), np.ceil(at).astype(np.intp)
    rows = np.arange(len(values))
    return np.asarray(values[rows, below] + (values[rows, above] - values[rows, below]) * (at - below))


def _mean(values: F64) -> F64:
    count = np.isfinite(values).sum(axis=-1)
    return np.where(count > 0, np.nansum(values, axis=-1) / np.maximum(count, 1), math.nan)


def _shared(one: list[str], other: list[str]) -> tuple[list[int], list[int]]:
    """The rows of what both have, in the order of the first."""
    places = {name: row for row, name in enumerate(other)}
    both = [(row, places[name]) for row, name in enumerate(one) if name in places]
    return [row for row, _ in both], [row for _, row in both]
