"""The back-test: the model with only what was published before a day, scored on what was published after it.

An ensemble of that earlier scenario gives a band for every published figure that a run says too. Figures published
before the split are its fit, those after it its score. The targets of later years are not scored, since nothing is
known of them: an ensemble of the whole baseline gives each a probability.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from gis.place import Place
from gis.text import Name
from sim.backtest.earlier import BASE, LAST_DAY, Before, before
from sim.backtest.observations import Observation, Replications, observations, observed, sample, unit
from sim.backtest.scores import band, crps, holds
from sim.ensemble.jobs import Outcome
from sim.ensemble.many import simulate_many
from sim.ensemble.pools import Pool
from sim.facts import Fact, facts
from sim.milestones import Milestone, milestones
from sim.scenario import Scenario, load

__all__ = ["LAST_DAY", "Report", "Row", "backtest", "document", "facts_used", "replications", "targets"]

Progress = Callable[[float], None]
"""Is told the share done."""


@dataclass(frozen=True, slots=True)
class Row:
    """A published figure beside the band of the runs; `observed` and `crps` are NaN for a target.

    `side` is "fit" or "score". `count` says how many replications say something of it, `probability` in how many of
    all a target is met (NaN for what has been observed).
    """

    fact: Fact
    side: str
    unit: str
    p10: float
    p50: float
    p90: float
    observed: float
    crps: float
    count: int
    holds: bool
    probability: float
    note: Name

    @property
    def is_target(self) -> bool:
        """Whether it lies in the future of what is known."""
        return not math.isnan(self.probability)


@dataclass(frozen=True, slots=True)
class Report:
    """Every row, the scenario that was possible before the split, and how many replications there were."""

    before: Before
    runs: int
    rows: tuple[Row, ...]

    @property
    def scored(self) -> tuple[Row, ...]:
        """What was published after the split."""
        return tuple(row for row in self.rows if row.side == "score" and not row.is_target)

    @property
    def fitted(self) -> tuple[Row, ...]:
        """What was published before it."""
        return tuple(row for row in self.rows if row.side == "fit")

    @property
    def targets(self) -> tuple[Row, ...]:
        """The published targets of later years."""
        return tuple(row for row in self.rows if row.is_target)


def backtest(place: Place, split: date, runs: int, pool: Pool, progress: Progress | None = None) -> Report:
    """Score the model at `split` with `runs` replications of the earlier scenario, and as many of the baseline.

    Raises:
        UserError: no scenario of before `split` is possible.
    """
    known = before(split)
    base = load(BASE)
    steps = _steps(progress)
    scored = replications(place, known.scenario, runs, pool, _kpis_scored(), steps[0])
    ahead = replications(place, base, runs, pool, _kpis_ahead(), steps[1])
    rows = [_scored(one, scored, split) for one in observations()]
    rows += [_target(one, ahead) for one in targets() if one.id in ahead.reached]
    return Report(known, runs, tuple(rows))


def replications(
    place: Place, scenario: Scenario, runs: int, pool: Pool, kpis: Iterable[str], progress: Progress | None = None
) -> Replications:
    """An ensemble of `scenario` with its uncertain inputs drawn, of which these KPIs and all milestones are kept."""
    wanted = set(kpis)
    outcomes = simulate_many(place, scenario, runs, pool=pool, progress=progress)
    kept = [_kept(outcome, wanted) for outcome in outcomes]
    return Replications(
        start=scenario.start,
        months=kept[0][0],
        kpis={kpi: np.array([one[1][kpi] for one in kept]) for kpi in kept[0][1]},
        reached={milestone: np.array([one[2][milestone] for one in kept]) for milestone in kept[0][2]},
    )


def document(report: Report) -> list[dict[str, Any]]:
    """The rows for programs: what does not exist is null, never NaN."""
    return [_plain(row) for row in report.rows]


def facts_used(known: Before) -> tuple[Fact, ...]:
    """The facts that the earlier scenario rests on, by its values or by the evidence of its assumptions."""
    from sim.facts import assumptions

    named: dict[str, None] = {}
    for ground in known.scenario.grounds.values():
        evidence = assumptions()[ground.id].evidence if ground.kind == "assumption" else (ground.id,)
        named |= dict.fromkeys(one for one in evidence if one in facts())
    return tuple(facts()[one] for one in named)


def targets() -> tuple[Milestone, ...]:
    """The published targets that a KPI measures, in the order of their deadlines."""
    return tuple(sorted((one for one in milestones() if one.is_target), key=lambda one: one.deadline))


def _scored(one: Observation, runs: Replications, split: date) -> Row:
    values = sample(one, runs, split)
    figure = observed(one, runs.start)
    low, middle, high = band(values)
    return Row(
        fact=one.fact,
        side="score" if one.fact.published_on >= split else "fit",
        unit=unit(one, runs.start),
        p10=low,
        p50=middle,
        p90=high,
        observed=figure,
        crps=crps(values, figure),
        count=len(values),
        holds=holds(values, figure),
        probability=math.nan,
        note=one.note,
    )


def _target(one: Milestone, runs: Replications) -> Row:
    """The band of the KPI at the deadline, and in how many replications the target is met by then."""
    at_deadline = runs.kpis[one.kpi][:, runs.months.index(one.deadline)]
    low, middle, high = band(at_deadline[np.isfinite(at_deadline)])
    deadline = (np.datetime64(one.deadline, "M") + 1).astype("datetime64[D]") - np.datetime64(runs.start)
    met = runs.reached[one.id] <= deadline.astype(np.float64)
    return Row(
        fact=facts()[one.source],
        side="score",
        unit=facts()[one.source].unit,
        p10=low,
        p50=middle,
        p90=high,
        observed=math.nan,
        crps=math.nan,
        count=len(met),
        holds=False,
        probability=float(met.mean()),
        note=one.name,
    )


def _kpis_scored() -> set[str]:
    return {kpi for one in observations() for kpi in (*one.kpis, *one.flows)} | {
        "both.projects_signed",
        "both.roadshows",
    }


def _kpis_ahead() -> set[str]:
    return {one.kpi for one in targets()}


def _kept(outcome: Outcome, wanted: set[str]) -> tuple[tuple[str, ...], Mapping[str, Any], Mapping[str, float]]:
    form = outcome.form
    kpis = {one.id: outcome.kpis[row].copy() for row, one in enumerate(form.measures) if one.id in wanted}
    days = {one.id: float(day) for one, day in zip(form.moments, outcome.milestones, strict=True)}
    return form.months, kpis, days


def _steps(progress: Progress | None) -> tuple[Progress | None, Progress | None]:
    """Progress of the first ensemble and of the second, as one: each has half of the replications."""
    if progress is None:
        return None, None
    return (lambda share: progress(share / 2.0)), (lambda share: progress(0.5 + share / 2.0))


def _plain(row: Row) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "fact": row.fact.id,
        "level": row.fact.level,
        "side": row.side,
        "unit": row.unit,
        **{key: _finite(getattr(row, key)) for key in ("p10", "p50", "p90", "observed", "crps")},
    }
    if row.is_target:
        return {**plain, "deadline": row.fact.as_of, "probability": row.probability}
    return {**plain, "op": row.fact.op, "published": row.fact.published, "count": row.count}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
