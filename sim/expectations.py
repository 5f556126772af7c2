"""What each scenario and each instrument was expected to do, written before the first run, and what it does.

The table is data (`assets/expectations.toml`). An effect is measured over replications that share their luck: the same
seeds with and without the change, all uncertain inputs at their medians.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gis.assets import asset
from gis.text import Name
from sim.run import Run
from sim.scenario import Scenario, load, shipped
from sim.uncertain.paths import replaced

BASE: Final = "baseline"


@dataclass(frozen=True, slots=True)
class Found:
    """What came out where an expectation did not hold: the effect then measured, and why."""

    effect: float
    why: Name


@dataclass(frozen=True, slots=True)
class Expectation:
    """The effect of `change` on `kpi` that was expected, from `low` to `high`.

    `window` is a month, or the first and the last of a span that is taken as `aggregate`: "end", "sum" or "mean".
    `measure` is "relative" (to the baseline) or "absolute" (in the KPI's unit). `sign` is "+", "-" or "0".
    """

    id: str
    change: str
    kpi: str
    window: tuple[str, str]
    aggregate: str
    measure: str
    sign: str
    low: float
    high: float
    why: Name
    found: Found | None

    def holds(self, effect: float) -> bool:
        """Whether `effect` lies in the expected range."""
        return self.low - 1e-12 <= effect <= self.high + 1e-12


@dataclass(frozen=True, slots=True)
class Change:
    """A change against the baseline: other values at some paths."""

    id: str
    name: Name
    values: Mapping[str, Any]


@cache
def expectations() -> tuple[Expectation, ...]:
    """Every row, in the order of the file."""
    return tuple(_expectation(row) for row in _content()["expectation"])


@cache
def changes() -> Mapping[str, Change]:
    """The changes that are no scenario of their own, by id."""
    rows = _content()["change"]
    return {row["id"]: Change(row["id"], Name(row["en"], row["zh"]), row["values"]) for row in rows}


def changed(change: str) -> Scenario:
    """The baseline with `change`: a shipped scenario, or one of `changes`."""
    return load(change) if change in shipped() else replaced(load(BASE), changes()[change].values)


def name_of(change: str) -> Name:
    """What a change is called."""
    return load(change).name if change in shipped() else changes()[change].name


def effect(row: Expectation, before: Sequence[Run], after: Sequence[Run]) -> float:
    """The mean effect over pairs of runs that share their seed; NaN where there is nothing to compare with."""
    was, now = (float(np.mean([_figure(row, run) for run in runs])) for runs in (before, after))
    if row.measure == "absolute":
        return now - was
    return (now - was) / was if was else math.nan


def _figure(row: Expectation, run: Run) -> float:
    first, last = (run.month_index(month) for month in row.window)
    values: NDArray[np.float64] = run.kpis[row.kpi].values[first : last + 1]
    if row.aggregate == "end":
        return float(values[-1])
    return float(values.sum() if row.aggregate == "sum" else values.mean())


def _expectation(row: Mapping[str, Any]) -> Expectation:
    first, _, last = row["window"].partition("/")
    found = row.get("found")
    return Expectation(
        id=row["id"],
        change=row["change"],
        kpi=row["kpi"],
        window=(first, last or first),
        aggregate=row["aggregate"],
        measure=row["measure"],
        sign=row["expected"]["sign"],
        low=row["expected"]["low"],
        high=row["expected"]["high"],
        why=Name(row["en"], row["zh"]),
        found=Found(found["effect"], Name(found["en"], found["zh"])) if found else None,
    )


def _content() -> dict[str, Any]:
    return tomllib.loads(asset("expectations.toml").read_text(encoding="utf-8"))
