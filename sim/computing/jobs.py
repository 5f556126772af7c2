"""The batch queue of one centre, job by job: an optional study over some months. FIFO, no back-filling.

A month's balance says how much compute is short; only single jobs show how long one of them waits, because a few
large and long ones make the others wait. Within a month jobs come at random at the month's mean rate.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Final

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.computing.books import Books
from sim.settings import Centre, Compute
from sim.streams import Spread, Streams

MOST_JOBS: Final = 20_000
"""A study ends after so many jobs: it takes seconds at most, whatever the demand."""
_NORMAL = NormalDist()
Process = Generator[simpy.Event, Any, None]


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of batch work that comes on `day`, runs `days` on `size_p`, and gives up after `patience_days`."""

    day: float
    size_p: float
    days: float
    patience_days: float


@dataclass(frozen=True, slots=True)
class MonthOfWork:
    """A month of a centre: its first and last day, the batch work that comes, and the room there is for it."""

    begin: float
    end: float
    demand_p: float
    room_p: float


class _Machines:
    """So much P, given out in the order of asking."""

    def __init__(self, env: simpy.Environment) -> None:
        self._env = env
        self._free_p = 0.0
        self._room_p = 0.0
        self._queue: deque[tuple[float, simpy.Event]] = deque()

    def resize(self, room_p: float) -> None:
        """There is more or less room; what runs is not stopped."""
        self._free_p += room_p - self._room_p
        self._room_p = room_p
        self._serve()

    def ask(self, size_p: float) -> simpy.Event:
        """An event that comes when `size_p` is given; one that is `defused` before is passed over."""
        given = self._env.event()
        self._queue.append((size_p, given))
        self._serve()
        return given

    def give_back(self, size_p: float) -> None:
        """A job is done."""
        self._free_p += size_p
        self._serve()

    def withdraw(self, given: simpy.Event) -> None:
        """Who asked has given up."""
        given.defused = True
        self._serve()

    def _serve(self) -> None:
        # A hair more than is free: sums of sizes must not lock the last place.
        while self._queue and (self._queue[0][1].defused or self._queue[0][0] <= self._free_p + 1e-9):
            size_p, given = self._queue.popleft()
            if not given.defused:
                self._free_p -= size_p
                given.succeed()


def waits_days(jobs: Sequence[Job], rooms: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """(N,) days that each of `jobs` waits until it starts or gives up; `rooms` are (day, P), in order of time."""
    env = simpy.Environment()
    machines = _Machines(env)
    waits = np.zeros(len(jobs))
    env.process(_rooms(env, machines, rooms))
    env.process(_arrivals(env, machines, jobs, waits))
    env.run()
    return waits


def _rooms(env: simpy.Environment, machines: _Machines, rooms: Sequence[tuple[float, float]]) -> Process:
    for day, room_p in rooms:
        yield env.timeout(max(0.0, day - env.now))
        machines.resize(room_p)


def _arrivals(env: simpy.Environment, machines: _Machines, jobs: Sequence[Job], waits: NDArray[np.float64]) -> Process:
    for number, job in enumerate(jobs):
        yield env.timeout(max(0.0, job.day - env.now))
        env.process(_run(env, machines, job, number, waits))


def _run(env: simpy.Environment, machines: _Machines, job: Job, number: int, waits: NDArray[np.float64]) -> Process:
    came, given = env.now, machines.ask(job.size_p)
    if not given.triggered:
        yield given | env.timeout(job.patience_days)
    waits[number] = env.now - came
    if not given.triggered:
        machines.withdraw(given)
        return
    yield env.timeout(job.days)
    machines.give_back(job.size_p)


def draw_jobs(months: Sequence[MonthOfWork], rules: Compute, streams: Streams, centre: str) -> list[Job]:
    """The jobs of these months, at most `MOST_JOBS`; each has its own stream, so that more demand brings more jobs,
    never others. None is larger than its month's room; sizes keep the month's mean demand.
    """
    gaps = streams.of("jobs", centre)
    jobs: list[Job] = []
    wait = gaps.exponential()
    for month in months:
        rate = jobs_a_day(month, rules)
        day = month.begin
        while rate > 0.0 and len(jobs) < MOST_JOBS:
            if day + wait / rate >= month.end:
                wait -= (month.end - day) * rate
                break
            day += wait / rate
            stream = streams.of("job", centre, len(jobs))
            size_p = min(stream.spread(rules.job_size), month.room_p)
            jobs.append(Job(day, size_p, stream.spread(rules.job_days), stream.exponential(rules.job_patience)))
            wait = gaps.exponential()
    return jobs


def jobs_a_day(month: MonthOfWork, rules: Compute) -> float:
    """How often jobs come, so that they bring the month's demand; none where there is no room for any."""
    if month.room_p <= 0.0:
        return 0.0
    return month.demand_p / (mean_below(rules.job_size, month.room_p) * mean_of(rules.job_days))


def mean_of(spread: Spread) -> float:
    """The mean of a lognormal."""
    return spread.median * math.exp(spread.sigma**2 / 2.0)


def mean_below(spread: Spread, most: float) -> float:
    """The mean of a lognormal cut at `most`."""
    sigma = spread.sigma
    if sigma == 0.0:
        return min(spread.median, most)
    mark = math.log(most / spread.median) / sigma
    return mean_of(spread) * _NORMAL.cdf(mark - sigma) + most * (1.0 - _NORMAL.cdf(mark))


def quantiles_by_month(
    jobs: Sequence[Job], waits: NDArray[np.float64], ends: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(T, 2) median and 90th percentile of the waits of the jobs that came in each month; NaN where none came."""
    came = np.searchsorted(ends, np.array([job.day for job in jobs]), side="right")
    found = np.full((len(ends), 2), np.nan)
    for month in np.unique(came):
        found[month] = np.quantile(waits[came == month], (0.5, 0.9))
    return found


def job_waits(
    rules: Compute, calendar: Calendar, streams: Streams, centres: Sequence[Centre], books: Books
) -> NDArray[np.float64]:
    """(T, 2) median and 90th percentile of the waits, days, in the months that the study asks for; NaN elsewhere.

    The centre at place `rules.job_centre` takes the part of all batch work that it has room for.
    """
    ends = calendar.ends
    column = rules.job_centre - 1
    if column >= len(centres):
        return np.full((len(ends), 2), np.nan)
    first = calendar.month(calendar.day(rules.job_from))
    months = [
        MonthOfWork(
            begin=float(ends[month - 1]) if month else 0.0,
            end=float(ends[month]),
            demand_p=books.batch_demand_p[month] * _part(books.batch_room_p[month], column),
            room_p=float(books.batch_room_p[month][column]),
        )
        for month in range(first, min(first + rules.job_months, len(ends)))
    ]
    jobs = draw_jobs(months, rules, streams, centres[column].id)
    return quantiles_by_month(jobs, waits_days(jobs, [(one.begin, one.room_p) for one in months]), ends)


def _part(room_p: NDArray[np.float64], column: int) -> float:
    total = float(room_p.sum())
    return float(room_p[column]) / total if total > 0.0 else 0.0
