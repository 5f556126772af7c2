"""What was published, as something that a run says too: an amount at a month, a change over months, a date."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.assets import asset
from gis.text import Name
from sim.facts import Fact, facts

F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Replications:
    """R replications over T months: each KPI (R, T), each milestone (R,) in days from `start`, NaN if never reached."""

    start: date
    months: tuple[str, ...]
    kpis: Mapping[str, F64]
    reached: Mapping[str, F64]


@dataclass(frozen=True, slots=True)
class Observation:
    """A published figure and how a run says the same.

    The sum of `kpis` at the end of `month`, less that at the end of `since` if there is one, and of all that the
    monthly `flows` bring from the start until then; or the day of a `milestone`; or, with a `show` number,
    the signings at so many-th a roadshow after the split. `note` says where the two differ in what they count.
    """

    fact: Fact
    kpis: tuple[str, ...]
    flows: tuple[str, ...]
    month: str
    since: str
    milestone: str
    show: int
    note: Name

    @property
    def is_date(self) -> bool:
        """Whether days are compared, not amounts."""
        return self.milestone != ""


@cache
def observations() -> tuple[Observation, ...]:
    """Every observation, in the order of the file."""
    rows = tomllib.loads(asset("backtest.toml").read_text(encoding="utf-8"))["observation"]
    return tuple(_observation(row) for row in rows)


def sample(one: Observation, runs: Replications, split: date) -> F64:
    """What the replications say, (R,) or fewer: those that say nothing (no such roadshow) are left out.

    A milestone that is not reached within the runs counts as reached at their end, the earliest that it can be.

    Raises:
        KeyError: the runs have no such KPI, month or milestone.
    """
    values = _measured(one, runs, split)
    return np.asarray(values[np.isfinite(values)])


def observed(one: Observation, start: date) -> float:
    """The published figure in the unit of the sample: days from `start` for a date."""
    value = one.fact.value
    if one.is_date:
        # The run is read at month ends, so that a day stands for the end of its month.
        day = date.fromisoformat(str(value))
        return float((date(day.year + day.month // 12, day.month % 12 + 1, 1) - start).days)
    return float(value)


def unit(one: Observation, start: date) -> str:
    """The unit of sample and figure."""
    return f"days from {start}" if one.is_date else one.fact.unit


def _measured(one: Observation, runs: Replications, split: date) -> F64:
    if one.milestone:
        days = runs.reached[one.milestone]
        # Who has not got there by the end is late, and must not be left out: that would make the others look early.
        return np.where(np.isnan(days), _end(runs), days)
    if one.show:
        return _signings(one.show, runs, split)
    last = _row(runs, one.month)
    levels = [runs.kpis[kpi][:, last] for kpi in one.kpis]
    before = [-runs.kpis[kpi][:, _row(runs, one.since)] for kpi in one.kpis if one.since]
    brought = [runs.kpis[kpi][:, : last + 1].sum(axis=1) for kpi in one.flows]
    return np.asarray(sum([*levels, *before, *brought]), dtype=np.float64)


def _end(runs: Replications) -> float:
    """The day on which the runs end."""
    after = (np.datetime64(runs.months[-1], "M") + 1).astype("datetime64[D]") - np.datetime64(runs.start)
    return float(after.astype(np.float64))


def _row(runs: Replications, month: str) -> int:
    if month not in runs.months:
        raise KeyError(month)
    return runs.months.index(month)


def _signings(number: int, runs: Replications, split: date) -> F64:
    """(R,) signings at the `number`-th roadshow since `split`; the mean where several fall into one month."""
    signed = np.diff(runs.kpis["both.projects_signed"], axis=1, prepend=0.0)
    held = np.diff(runs.kpis["both.roadshows"], axis=1, prepend=0.0)
    held[:, : _months_before(runs, split)] = 0.0
    passed = np.cumsum(held, axis=1) >= number
    rows = np.arange(len(held))
    column = passed.argmax(axis=1)
    shows = np.where(passed.any(axis=1), held[rows, column], np.nan)
    return np.asarray(signed[rows, column] / shows)


def _months_before(runs: Replications, split: date) -> int:
    return sum(month < f"{split:%Y-%m}" for month in runs.months)


def _observation(row: Mapping[str, Any]) -> Observation:
    return Observation(
        fact=facts()[row["fact"]],
        kpis=tuple(row.get("kpis", ())),
        flows=tuple(row.get("flows", ())),
        month=row.get("month", ""),
        since=row.get("since", ""),
        milestone=row.get("milestone", ""),
        show=row.get("show", 0),
        note=Name(row.get("en", ""), row.get("zh", "")),
    )
