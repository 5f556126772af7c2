"""Many replications of one scenario, or any list of jobs, in any pool; outcomes come in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable

from gis.place import Place
from sim.ensemble.feed import Feed
from sim.ensemble.jobs import Job, Outcome
from sim.ensemble.pools import Pool, Serial
from sim.ensemble.transport import packed_world
from sim.model import Cancelled
from sim.scenario import Scenario
from sim.uncertain.uncertainty import inputs_of, quantiles, world_seed


def simulate_many(
    place: Place,
    scenario: Scenario,
    runs: int,
    *,
    pool: Pool | None = None,
    seed: int | None = None,
    uncertain: bool = True,
    done: Collection[int] = (),
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Generator[Outcome, None, None]:
    """Replications 0 to `runs` of `scenario`, in order, without the numbers that are `done` already.

    Each has a world of its own, and the uncertain inputs at quantiles of its own unless `uncertain` is off. They are
    the same whatever the pool, and the first ones are the same however many follow. `seed` replaces the scenario's.
    `progress` is told the share done, `cancelled` asked, after every outcome.

    Raises:
        Cancelled: `cancelled` said so.
    """
    wanted = [job for job in jobs_of(scenario, runs, seed=seed, uncertain=uncertain) if job.number not in done]
    outcomes = mapped(pool or Serial(), place, wanted, scenario=scenario)
    for count, outcome in enumerate(outcomes, start=1):
        yield outcome
        if progress is not None:
            progress((runs - len(wanted) + count) / runs)
        if cancelled is not None and cancelled():
            outcomes.close()
            raise Cancelled


def jobs_of(scenario: Scenario, runs: int, *, seed: int | None = None, uncertain: bool = True) -> list[Job]:
    """The jobs of an ensemble: another scenario with the same seed meets the same worlds and the same quantiles."""
    seed = scenario.seed if seed is None else seed
    inputs = inputs_of(scenario) if uncertain else ()
    names = [one.assumption for one in inputs]
    rows = quantiles(inputs, runs, seed).tolist()
    return [
        Job(number, world_seed(seed, number), dict(zip(names, rows[number], strict=True))) for number in range(runs)
    ]


def mapped(
    pool: Pool, place: Place, jobs: Iterable[Job], *, scenario: Scenario | None = None
) -> Generator[Outcome, None, None]:
    """The outcome of each job, in their order; `scenario` is for those that bring none of their own."""
    feed = Feed(jobs)
    outcomes = pool.outcomes(packed_world(place, scenario), feed)
    try:
        yield from feed.in_order(outcomes)
    finally:
        outcomes.close()
