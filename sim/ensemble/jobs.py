"""One replication: what is asked of a worker, and the small arrays that come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gis.place import Place
from gis.text import Name
from sim.bands import FULL
from sim.milestones import of_run, reached
from sim.model import simulate
from sim.run import Run
from sim.scenario import Scenario
from sim.uncertain.uncertainty import drawn


@dataclass(frozen=True, slots=True)
class Job:
    """Replication `number`: the world of `seed` with the uncertain inputs at these `quantiles`, by assumption.

    `scenario` replaces the one that all jobs of an ensemble share.
    """

    number: int
    seed: int
    quantiles: Mapping[str, float] = field(default_factory=dict)
    scenario: Scenario | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """What a KPI is, without its values (see `sim.run.Series`)."""

    id: str
    name: Name
    unit: str
    level: str
    park: str
    better: str


@dataclass(frozen=True, slots=True)
class Moment:
    """What a milestone is (see `sim.milestones.Milestone`); `deadline` is the month of a published target, or ""."""

    id: str
    name: Name
    park: str
    deadline: str


@dataclass(frozen=True, slots=True)
class Form:
    """What the rows and columns of an outcome are: the same in all replications of a scenario."""

    start_date: str
    months: tuple[str, ...]
    building_ids: tuple[str, ...]
    measures: tuple[Measure, ...]
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What is kept of replication `number`: K KPIs, M milestones, B buildings over T month ends.

    `kpis` (K, T), NaN where there is nothing to measure; `milestones` (M,) days from the start, NaN where never
    reached; `finished` (B,) the month of completion, T where there is none; `occupancy` (T, B) in steps of 1 / FULL.
    """

    number: int
    form: Form
    kpis: NDArray[np.float64]
    milestones: NDArray[np.float64]
    finished: NDArray[np.int16]
    occupancy: NDArray[np.uint8]


def run_job(place: Place, scenario: Scenario | None, job: Job) -> Outcome:
    """Simulate the job: the same place, scenario and job give the same outcome to the byte.

    `scenario` is for a job that brings none of its own.
    """
    wanted = scenario if job.scenario is None else job.scenario
    assert wanted is not None
    return outcome_of(job.number, simulate(place, drawn(wanted, job.quantiles), seed=job.seed))


def outcome_of(number: int, run: Run) -> Outcome:
    """What is kept of a run."""
    days = reached(run)
    kinds = tuple(Moment(one.id, one.name, one.park, one.deadline) for one in of_run(run) if one.id in days)
    measures = tuple(Measure(s.id, s.name, s.unit, s.level, s.park, s.better) for s in run.kpis.values())
    return Outcome(
        number=number,
        form=Form(run.start_date, run.months, run.building_ids, measures, kinds),
        kpis=np.array([series.values for series in run.kpis.values()], dtype=np.float64),
        milestones=np.array([days[one.id] for one in kinds], dtype=np.float64),
        finished=_finished(run),
        occupancy=np.rint(np.clip(run.occupancy, 0.0, 1.0) * FULL).astype(np.uint8),
    )


def _finished(run: Run) -> NDArray[np.int16]:
    done = run.progress >= 1.0
    return np.where(done.any(axis=0), done.argmax(axis=0), len(run.months)).astype(np.int16)
