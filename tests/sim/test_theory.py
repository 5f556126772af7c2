"""Theory: of one size and with exponential luck the tenants are the queue M/M/c+M, which Erlang solved.

The world is the real one, reached through the settings of a scenario: no growth, no cycle, no season, no policy, a
stock that stands and stays. Estimates of independent replications are held against the formulas within four standard
errors, which must themselves be small.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from gis.place import Place
from sim.calendar import YEAR_DAYS
from sim.history import History
from sim.letting.stock import stock_of
from sim.model import World
from sim.scenario import Scenario
from sim.streams import Spread
from tests.sim.worlds import baseline, changed
from tests.tiny import tiny_place

MONTHS = 240
WARM = 36
"""Months in which the empty houses fill up, left out."""
SEEDS = range(24)
AREA_M2 = 1200
PER_MONTH = 5.5
STAY_HAZARD = 2.0
PATIENCE_DAYS = 120.0

F64 = NDArray[np.float64]


def standing() -> Place:
    """The tiny AI park as far as it stands: three houses."""
    place = tiny_place()
    park = place.parks[0]
    masses = tuple(one for one in park.buildings if one.status == "existing")
    parcels = tuple(one for one in park.parcels if one.id == "P1")
    return dataclasses.replace(place, parks=(dataclasses.replace(park, buildings=masses, parcels=parcels),))


def queue() -> Scenario:
    """One size class, exponential stays and patience, an even stream of arrivals and nothing else."""
    staff = Spread(AREA_M2 / baseline().tenants.area_office, AREA_M2 / baseline().tenants.area_office)
    still = dataclasses.replace(baseline(), instruments={})
    return changed(
        still,
        months=MONTHS,
        openings=(), roadshows=(), owners=(), anchors=(), centres=(), dated=(), departures=(),
        stock={"ai_enterprises": 0, "ai_district": 0, "occupancy": 0.0},
        tenants={
            "organic_ai": PER_MONTH, "organic_other": 0.0, "roadshow_rate": 0.0, "arrival_cycle": 0.0,
            "season": (1.0,), "class_new": (0.0, 0.0, 1.0), "staff_startup": staff, "initial_space": 1.0,
            "growth_staff": 0.0, "exit_hazard": (STAY_HAZARD,), "exit_factor": (1.0, 1.0, 1.0),
            "relocation_hazard": 0.0, "patience": PATIENCE_DAYS,
        },
    )  # fmt: skip


@cache
def histories() -> tuple[History, ...]:
    """One long run for each seed."""
    return tuple(_run(seed) for seed in SEEDS)


def _run(seed: int) -> History:
    world = World(standing(), queue(), seed)
    for month in range(MONTHS):
        world.run_month(month)
    return world.history()


@dataclass(frozen=True)
class Erlang:
    """What the formulas of Palm and Erlang say of M/M/c+M."""

    inside: float
    waiting: float
    loss: float


def erlang(servers: int, load: float, impatience: float) -> Erlang:
    """Stationary birth and death: `load` arrivals a mean stay, `impatience` givings-up a mean stay of one who waits."""
    weights = [1.0]
    for count in range(1, servers + 400):
        weights.append(weights[-1] * load / (min(count, servers) + impatience * max(0, count - servers)))
    chance = np.array(weights) / math.fsum(weights)
    count = np.arange(len(chance))
    waiting = float((chance * np.maximum(count - servers, 0)).sum())
    return Erlang(float((chance * np.minimum(count, servers)).sum()), waiting, impatience * waiting / load)


def places() -> int:
    """How many enterprises have room: whole ones in each house."""
    return int((stock_of(standing(), queue()).lettable_m2 // AREA_M2).sum())


def expected() -> Erlang:
    """Of the scenario above, whose arrivals are so many in a mean month."""
    load = 12 * PER_MONTH / STAY_HAZARD
    return erlang(places(), load, YEAR_DAYS / PATIENCE_DAYS / STAY_HAZARD)


def agrees(estimates: list[float], value: float, precision: float) -> None:
    """The mean over the replications is `value`, within four standard errors that are a small share of it."""
    mean, error = float(np.mean(estimates)), float(np.std(estimates, ddof=1) / math.sqrt(len(estimates)))
    assert error < precision * value, (mean, error)
    assert abs(mean - value) < 4 * error, (mean, error, value)


def warm(days: F64) -> NDArray[np.bool_]:
    """Which days lie between the warm-up and the end."""
    ends = histories()[0].calendar.ends
    return np.asarray((days >= ends[WARM - 1]) & (days < ends[-1]))


def test_the_houses_are_a_queue_of_thirty_servers_and_more_come_than_fit() -> None:
    """Otherwise nothing would wait, and the formulas would not be tried."""
    assert places() == 30
    assert 12 * PER_MONTH / STAY_HAZARD == 33
    assert 0.1 < expected().loss < 0.3


def test_occupancy_is_that_of_erlang_a() -> None:
    """At the month ends."""
    inside = [float(one.let_m2[WARM:].sum(axis=1).mean()) / AREA_M2 for one in histories()]
    agrees(inside, expected().inside, 0.01)


def test_as_many_wait_as_in_erlang_a() -> None:
    """At the month ends, by number and by floor."""
    waiting = [float(one.waiting_m2["ai"][WARM:].mean()) / AREA_M2 for one in histories()]
    agrees(waiting, expected().waiting, 0.06)
    for one in histories():
        count = one.census.waiting(one.calendar.ends).sum(axis=1)
        assert np.array_equal(count * AREA_M2, one.waiting_m2["ai"])


def test_as_much_demand_is_lost_as_in_erlang_a() -> None:
    """The share of those who come that give up."""
    loss = [float(warm(one.census.gave_up_day).sum() / warm(one.census.asked_day).sum()) for one in histories()]
    agrees(loss, expected().loss, 0.05)


def test_arrivals_are_as_many_as_the_integral_of_their_intensity() -> None:
    """So many a month, and as uneven as a Poisson process: the variance of the months is their mean."""
    monthly = [one.monthly([(float(day), "ai", 1.0) for day in one.census.asked_day], "ai") for one in histories()]
    agrees([float(one.mean()) for one in monthly], PER_MONTH, 0.02)
    agrees([float(one.var(ddof=1)) for one in monthly], PER_MONTH, 0.05)


def test_the_number_waiting_is_their_rate_times_their_wait() -> None:
    """Little's law for the queue, whoever leaves it by which door."""
    rates, numbers = [], []
    for one in histories():
        census = one.census
        waits = np.minimum(census.came_day, census.gave_up_day) - census.asked_day
        counted = warm(census.asked_day) & np.isfinite(waits)
        days = one.calendar.ends[-1] - one.calendar.ends[WARM - 1]
        rates.append(float(waits[counted].sum() / days))
        numbers.append(float(one.waiting_m2["ai"][WARM:].mean()) / AREA_M2)
    agrees([number / rate for number, rate in zip(numbers, rates, strict=True)], 1.0, 0.02)


def test_the_number_inside_is_their_throughput_times_their_stay() -> None:
    """Little's law for the houses: the stays are those that began in good time to end within the run."""
    ratios = []
    for one in histories():
        came, left = one.came_day, one.left_day
        begin, end = one.calendar.ends[WARM - 1], one.calendar.ends[-1]
        early = warm(came) & (came < end - 6 * YEAR_DAYS / STAY_HAZARD)
        stay = float(np.minimum(left[early], end).mean() - came[early].mean())
        throughput = float(warm(came).sum()) / (end - begin)
        ratios.append(float(one.let_m2[WARM:].sum(axis=1).mean()) / AREA_M2 / (throughput * stay))
    agrees(ratios, 1.0, 0.02)


def test_stays_and_patience_are_exponential() -> None:
    """Their standard deviation is their mean; a stay's mean is the inverse of its hazard."""
    came = np.concatenate([one.came_day for one in histories()])
    left = np.concatenate([one.left_day for one in histories()])
    early = np.isfinite(came) & (came < histories()[0].calendar.ends[-1] - 6 * YEAR_DAYS / STAY_HAZARD)
    stays = np.minimum(left[early], histories()[0].calendar.ends[-1]) - came[early]
    error = YEAR_DAYS / STAY_HAZARD / math.sqrt(len(stays))
    assert abs(stays.mean() - YEAR_DAYS / STAY_HAZARD) < 4 * error
    assert stays.std() == pytest.approx(stays.mean(), rel=0.05)


def test_the_formulas_are_those_of_the_books() -> None:
    """Without patience Erlang's loss formula, with endless patience Erlang's delay formula."""
    servers, load = 10, 7.0
    top = load**servers / math.factorial(servers)
    below = sum(load**count / math.factorial(count) for count in range(servers))
    impatient = erlang(servers, load, 1e9)
    assert impatient.inside == pytest.approx(load * (1 - top / (below + top)), rel=1e-6)
    delay = top * servers / (servers - load)
    patient = erlang(servers, load, 1e-12)
    assert patient.waiting == pytest.approx(delay / (below + delay) * load / (servers - load), rel=1e-6)
