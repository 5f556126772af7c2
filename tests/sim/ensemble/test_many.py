"""Many replications, in order, in any pool."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
from collections.abc import Generator

import pytest

from gis.errors import UserError
from sim.ensemble.feed import Feed
from sim.ensemble.jobs import Job, Outcome
from sim.ensemble.many import jobs_of, mapped, simulate_many
from sim.ensemble.pools import Processes, Serial
from sim.ensemble.transport import packed, packed_world, run_packed
from sim.model import Cancelled
from tests.sim.ensemble.small import content, short
from tests.tiny import tiny_place

RUNS = 12


@pytest.fixture(scope="module")
def serial() -> list[tuple[object, ...]]:
    """What every pool must say."""
    return [content(outcome) for outcome in simulate_many(tiny_place(), short(), RUNS)]


class Backwards:
    """A pool that does the last of what it can take first."""

    def outcomes(self, world: bytes, feed: Feed) -> Generator[tuple[int, Outcome], None, None]:
        """See `Pool`."""
        while tasks := list(iter(feed.take, None)):
            for task in reversed(tasks):
                yield task.number, run_packed(world, task.job)


def test_outcomes_come_in_order_whoever_is_first(serial: list[tuple[object, ...]]) -> None:
    """The order of completion is nobody's business."""
    assert [content(one) for one in simulate_many(tiny_place(), short(), RUNS, pool=Backwards())] == serial
    assert [one[0] for one in serial] == list(range(RUNS))


@pytest.mark.parametrize("workers", [1, 3])
def test_processes_say_the_same_bytes(workers: int, serial: list[tuple[object, ...]]) -> None:
    """However many there are."""
    assert [content(one) for one in simulate_many(tiny_place(), short(), RUNS, pool=Processes(workers))] == serial


def test_nobody_is_started_without_work() -> None:
    """However many workers were asked for."""
    outcomes = simulate_many(tiny_place(), short(), 2, pool=Processes(400))
    next(outcomes)
    assert len(multiprocessing.active_children()) <= 2
    outcomes.close()


def test_a_killed_process_costs_nothing_but_time(serial: list[tuple[object, ...]]) -> None:
    """Its replications are simulated by its successor, none twice."""
    found = []
    for outcome in simulate_many(tiny_place(), short(), RUNS, pool=Processes(2)):
        found.append(content(outcome))
        if outcome.number in (1, 5):
            victim = multiprocessing.active_children()[-1]
            assert victim.pid is not None
            os.kill(victim.pid, signal.SIGKILL)
    assert found == serial


def test_a_replication_that_ends_every_process_is_given_up() -> None:
    """With a sentence, instead of for ever."""
    pool = Processes(2).outcomes(packed(_Deadly()), Feed(jobs_of(short(), 4)))
    with pytest.raises(UserError, match="ended 3 times in the same place"):
        list(pool)
    assert multiprocessing.active_children() == []


def test_what_goes_wrong_in_a_worker_is_raised_here() -> None:
    """With the worker's own words, and no process is left behind."""
    broken = [Job(0, 1, {"no_such": 0.5}, short())]
    with pytest.raises(KeyError, match="no_such") as caught:
        list(mapped(Processes(1), tiny_place(), broken))
    assert "run_packed" in "".join(caught.value.__notes__)
    assert multiprocessing.active_children() == []


def test_stopping_half_way_leaves_no_process() -> None:
    """Nor does it wait for what is queued."""
    outcomes = simulate_many(tiny_place(), short(), 1000, pool=Processes(2))
    next(outcomes)
    outcomes.close()
    assert multiprocessing.active_children() == []


def test_cancelling_is_asked_after_every_outcome() -> None:
    """And progress is told."""
    told: list[float] = []
    outcomes = simulate_many(
        tiny_place(), short(), 10, progress=told.append, cancelled=lambda: len(told) >= 3, done={0, 1}
    )
    with pytest.raises(Cancelled):
        list(outcomes)
    assert told == [0.3, 0.4, 0.5]


def test_what_is_done_is_not_done_again(serial: list[tuple[object, ...]]) -> None:
    """And the rest is what it would have been."""
    rest = [content(one) for one in simulate_many(tiny_place(), short(), RUNS, done={0, 3, 4})]
    assert rest == [one for one in serial if one[0] not in (0, 3, 4)]


def test_the_first_of_many_are_those_of_few(serial: list[tuple[object, ...]]) -> None:
    """So an ensemble can grow."""
    assert [content(one) for one in simulate_many(tiny_place(), short(), 5)] == serial[:5]


def test_without_uncertainty_only_luck_differs() -> None:
    """Every job at the medians, each in a world of its own."""
    jobs = jobs_of(short(), 3, uncertain=False)
    assert [job.quantiles for job in jobs] == [{}, {}, {}]
    assert len({job.seed for job in jobs}) == 3


def test_a_feed_runs_ahead_by_a_window_only() -> None:
    """However slow the oldest job is, what waits for it needs bounded memory."""
    feed = Feed(Job(number, 1) for number in itertools.count())
    taken = list(iter(feed.take, None))
    assert [task.number for task in taken] == list(range(512))
    outcome = next(Serial().outcomes(packed_world(tiny_place(), short()), Feed([Job(0, 1)])))[1]
    assert len(list(feed.in_order([(0, outcome)]))) == 1
    assert [task.number for task in iter(feed.take, None)] == [512]


class _Deadly:
    """Ends the process that opens it."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (1,)
