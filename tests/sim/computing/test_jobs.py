"""Single jobs: the queue is fair and exact, agrees with theory, and is studied only when asked for."""

from __future__ import annotations

import dataclasses
import math
from datetime import date

import numpy as np
import pytest

from sim.computing.jobs import MOST_JOBS, Job, MonthOfWork, draw_jobs, jobs_a_day, mean_below, mean_of, waits_days
from sim.computing.queue import mean_wait_days
from sim.model import simulate
from sim.streams import Spread, Streams
from tests.sim.worlds import baseline, changed
from tests.tiny import tiny_place

RULES = baseline().compute


def exponential_jobs(count: int, rate: float, days: float, patience_days: float, seed: int = 1) -> list[Job]:
    """Jobs of one P that come at random, last and lose patience exponentially."""
    stream, day, jobs = Streams(seed).of("test"), 0.0, []
    for _ in range(count):
        day += stream.exponential(1.0 / rate)
        jobs.append(Job(day, 1.0, stream.exponential(days), stream.exponential(patience_days)))
    return jobs


def test_first_come_first_served() -> None:
    """A large job that does not fit makes the small ones behind it wait; what gives up lets them through."""
    jobs = [Job(0.0, 6.0, 10.0, 99.0), Job(1.0, 8.0, 1.0, 4.0), Job(2.0, 2.0, 1.0, 99.0), Job(2.5, 1.0, 1.0, 99.0)]
    assert waits_days(jobs, [(0.0, 8.0)]) == pytest.approx([0.0, 4.0, 3.0, 3.5])


def test_what_runs_is_not_stopped_when_room_shrinks() -> None:
    """The next job starts only when enough is free again."""
    jobs = [Job(0.0, 6.0, 10.0, 99.0), Job(5.0, 2.0, 1.0, 99.0)]
    assert waits_days(jobs, [(0.0, 8.0), (4.0, 4.0)]) == pytest.approx([0.0, 5.0])


@pytest.mark.parametrize(("places", "use", "patience"), [(1, 0.7, 1e6), (8, 0.9, 20.0), (20, 1.2, 2.0)])
def test_with_equal_sizes_and_exponential_times_it_is_erlang_a(places: int, use: float, patience: float) -> None:
    """Mean wait over eight samples within three standard errors of the formula."""
    means = []
    for seed in range(8):
        jobs = exponential_jobs(6000, use * places, 1.0, patience, seed)
        means.append(waits_days(jobs, [(0.0, float(places))])[500:].mean())
    error = np.std(means, ddof=1) / math.sqrt(len(means))
    assert np.mean(means) == pytest.approx(mean_wait_days(places, use * places, 1.0, patience), abs=3.0 * error)


def test_jobs_bring_the_demand_of_their_month() -> None:
    """Rate x size x length, sizes cut at the room."""
    month = MonthOfWork(0.0, 20000.0, 5.0, 20.0)
    jobs = draw_jobs([month], RULES, Streams(3), "aicc")
    assert len(jobs) == pytest.approx(20000.0 * jobs_a_day(month, RULES), rel=0.05)
    assert max(job.size_p for job in jobs) <= 20.0
    size = np.mean([job.size_p for job in jobs])
    assert size == pytest.approx(mean_below(RULES.job_size, 20.0), rel=0.1)


def test_the_mean_of_a_cut_lognormal() -> None:
    """Uncut far above, the cut far below, and the value itself without spread."""
    spread = Spread(0.6, 4.5)
    assert mean_below(spread, 1e9) == pytest.approx(mean_of(spread))
    assert mean_below(spread, 1e-6) == pytest.approx(1e-6, rel=1e-3)
    assert mean_below(Spread(2.0, 2.0), 5.0) == 2.0


def test_a_million_p_of_demand_makes_no_more_jobs_than_a_study_holds() -> None:
    """Bounded work, whatever is wanted."""
    jobs = draw_jobs([MonthOfWork(0.0, 30.0, 1e6, 100.0)], RULES, Streams(3), "aicc")
    assert len(jobs) == MOST_JOBS
    assert not draw_jobs([MonthOfWork(0.0, 30.0, 1e6, 0.0)], RULES, Streams(3), "aicc")


def test_more_demand_brings_more_jobs_and_no_others() -> None:
    """Common random numbers: the n-th job has the same length and patience."""
    few = draw_jobs([MonthOfWork(0.0, 90.0, 10.0, 100.0)], RULES, Streams(3), "aicc")
    many = draw_jobs([MonthOfWork(0.0, 90.0, 20.0, 100.0)], RULES, Streams(3), "aicc")
    assert len(many) > len(few)
    assert [job.days for job in few] == [job.days for job in many[: len(few)]]


def test_a_scenario_asks_for_the_study_and_gets_its_months_only() -> None:
    """Without it there is no such figure; with it nothing else changes."""
    plain = simulate(tiny_place(), changed(baseline(), months=24), seed=1)
    asked = changed(
        baseline(), months=24,
        compute={"job_level": True, "job_from": date(2023, 6, 1), "job_months": 6, "public_demand": 80.0},
    )  # fmt: skip
    same = simulate(tiny_place(), changed(asked, compute={"job_level": False}), seed=1)
    run = simulate(tiny_place(), asked, seed=1)
    assert "compute.job_wait_p50_days" not in plain.kpis
    middle, late = (run.kpis[f"compute.job_wait_{name}_days"].values for name in ("p50", "p90"))
    assert np.all(np.isfinite(middle[5:11]))
    assert np.all(np.isnan(np.delete(middle, range(5, 11))))
    assert np.all(middle[5:11] <= late[5:11])
    assert late[5:11].max() > 0.0
    for key, series in same.kpis.items():
        assert series.values.tobytes() == run.kpis[key].values.tobytes(), key


@pytest.mark.parametrize("settings", [{"job_centre": 9}, {"job_from": date(2040, 1, 1)}])
def test_a_study_of_nothing_has_no_waits(settings: dict[str, object]) -> None:
    """A centre that is not there, or months outside the run."""
    scenario = changed(baseline(), months=12, compute={"job_level": True, **settings})
    assert np.all(np.isnan(simulate(tiny_place(), scenario).kpis["compute.job_wait_p50_days"].values))


def test_the_formula_and_the_study_agree_on_an_idle_centre() -> None:
    """Nobody waits for long where most is free."""
    scenario = changed(
        baseline(), months=24, compute={"job_level": True, "job_from": date(2023, 6, 1), "declared": 0.1}
    )
    scenario = dataclasses.replace(scenario, compute=dataclasses.replace(scenario.compute, campaign_rate=0.0))
    kpis = simulate(tiny_place(), scenario, seed=2).kpis
    assert np.nanmax(kpis["compute.wait_days"].values) < 0.01
    assert np.nanmedian(kpis["compute.job_wait_p90_days"].values) < 1.0
