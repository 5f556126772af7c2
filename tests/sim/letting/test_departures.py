"""Departures that a scenario decides: the largest unnamed tenant goes on its date, and takes all with it."""

from __future__ import annotations

from datetime import date

import numpy as np

from gis.text import Name
from sim.history import History
from sim.scenario import Scenario
from sim.settings import Departure
from tests.sim.worlds import baseline, changed, parks, world_of

LEAVES = Departure("largest", Name("A lead enterprise leaves", "一家龙头企业迁出"), "ai", date(2024, 6, 15))
BEFORE = 17
"""The last month end before it."""


def scenario(*departures: Departure) -> Scenario:
    """The baseline over two years with these departures."""
    return changed(baseline(), months=24, departures=departures)


def gone(history: History) -> list[int]:
    """Who left alive on the very day of `LEAVES`."""
    day = history.calendar.day(LEAVES.date)
    return [int(number) for number in np.flatnonzero(history.left_day == day)]


def test_the_largest_unnamed_tenant_moves_away_on_the_date() -> None:
    """With its floor and its people; Haier, Hisense and the others with names stay."""
    before = world_of(scenario(), parks()).history()
    after = world_of(scenario(LEAVES), parks()).history()
    (number,) = gone(after)
    one = after.enterprises[number]
    assert one.name is None
    assert one.park == "ai"
    held_m2 = before.census.held_m2[BEFORE - 1]
    rivals = [other.number for other in before.enterprises if other.park == "ai" and other.name is None]
    assert held_m2[number] == max(held_m2[rival] for rival in rivals)
    assert after.census.held_m2[BEFORE:, number].sum() == 0
    assert after.census.staff[BEFORE:, number].sum() == 0
    assert sum(day == after.calendar.day(LEAVES.date) for day, _, _ in after.tally.departures) == 1


def test_what_happened_before_stays_to_the_byte() -> None:
    """The date is a decision, and luck knows nothing of it."""
    without, with_it = (world_of(one, parks()).history() for one in (scenario(), scenario(LEAVES)))
    assert without.let_m2[:BEFORE].tobytes() == with_it.let_m2[:BEFORE].tobytes()
    assert without.waiting_m2["ai"][:BEFORE].tobytes() == with_it.waiting_m2["ai"][:BEFORE].tobytes()
    assert without.let_m2[BEFORE].tobytes() != with_it.let_m2[BEFORE].tobytes()


def test_it_is_told_as_simulated() -> None:
    """With the scenario's own name for it, and no source."""
    told = [event for event in world_of(scenario(LEAVES), parks()).events() if event.name == LEAVES.name]
    assert [(event.kind, event.park, event.source) for event in told] == [("tenant", "ai", "")]


def test_its_contract_for_compute_ends() -> None:
    """Where all AI enterprises are customers and stay so, there is one fewer from that month on."""
    rules = {"join_share": 1.0, "customers_joined": 1000, "churn": 0.0, "new_customers": 0.0, "campaign_rate": 0.0}
    without, with_it = (
        world_of(changed(one, compute=rules), parks()).history() for one in (scenario(), scenario(LEAVES))
    )
    (number,) = gone(with_it)
    assert with_it.enterprises[number].is_ai
    fewer = np.array(without.books.customers) - np.array(with_it.books.customers)
    assert not fewer[:BEFORE].any()
    assert fewer[BEFORE] == 1


def test_where_nobody_is_nobody_leaves() -> None:
    """An empty park, a date before the run, and a park that is not simulated."""
    empty = changed(
        scenario(LEAVES),
        stock={"occupancy": 0.0, "ai_enterprises": 0},
        roadshows=(),
        tenants={"organic_ai": 0.0, "organic_other": 0.0, "roadshow_rate": 0.0, "prelet": 0.0},
    )
    history = world_of(empty).history()
    assert not gone(history)
    elsewhere = Departure("x", LEAVES.name, "nowhere", LEAVES.date)
    early = Departure("y", LEAVES.name, "ai", date(2022, 6, 15))
    still, same = (world_of(one).history() for one in (scenario(), scenario(elsewhere, early)))
    assert still.let_m2.tobytes() == same.let_m2.tobytes()
