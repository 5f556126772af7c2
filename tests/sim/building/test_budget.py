"""The building budget: granted every January, set aside whole, never overdrawn."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import date
from typing import Any

import pytest
import simpy
from hypothesis import given
from hypothesis import strategies as st

from sim.building.budget import Budget
from sim.building.site import Site
from sim.calendar import YEAR_DAYS, calendar
from tests.sim.worlds import baseline, changed
from tests.tiny import tiny_place

CARRIED = 0.5
PARCEL = tiny_place().parks[0].parcels[0]


class Wanting:
    """Projects that ask for money on given days."""

    def __init__(
        self,
        asked: list[tuple[float, float]],
        yearly: float = 100.0,
        factor: Callable[[float], float] = lambda _: 1.0,
        start: date = date(2023, 1, 1),
        months: int = 60,
    ) -> None:
        self.env = simpy.Environment()
        self.calendar = calendar(start, months)
        build = changed(baseline(), build={"budget_carried": CARRIED}).build
        self.budget = Budget(self.env, build, self.calendar, lambda day: yearly * factor(day))
        self.sites = [Site(PARCEL, (), 0.0, cost, 1, by_district=True) for _, cost in asked]
        self.funded: list[int] = []
        for number, (day, _) in enumerate(asked):
            self.env.process(self.ask(number, day))

    def ask(self, number: int, day: float) -> Generator[simpy.Event, Any, None]:
        """One project's wish."""
        yield self.env.timeout(day)
        yield from self.budget.commit(self.sites[number])
        self.funded.append(number)

    def run(self, years: float = 4.9) -> Wanting:
        """As long as that."""
        self.env.run(until=years * YEAR_DAYS)
        return self


def total(rows: list[tuple[float, str, float]], before: float = float("inf")) -> float:
    """What the rows of before a day add up to."""
    return sum(amount for day, _, amount in rows if day < before)


def test_money_is_set_aside_first_come_first_served() -> None:
    """A small project does not slip past a large one that waits."""
    world = Wanting([(1.0, 60.0), (2.0, 90.0), (3.0, 10.0)]).run(0.9)
    assert world.funded == [0]
    assert world.run(1.5).funded == [0, 1, 2]


def test_a_project_larger_than_a_year_s_money_saves_up() -> None:
    """It is funded in its third year, and nothing is overdrawn before."""
    world = Wanting([(10.0, 250.0)]).run(1.9)
    assert world.funded == []
    assert world.sites[0].committed_cny == pytest.approx(200.0)
    assert world.run(2.1).funded == [0]


def test_what_is_not_set_aside_lapses_beyond_the_limit() -> None:
    """Half a year's money is carried over."""
    world = Wanting([]).run(1.5)
    assert total(world.budget.books.lapsed) == pytest.approx(50.0)
    assert world.budget.free_cny == pytest.approx(150.0)


def test_without_money_nothing_is_funded() -> None:
    """A budget of nothing is legal."""
    world = Wanting([(1.0, 5.0)], yearly=0.0).run()
    assert world.funded == []
    assert world.budget.free_cny == 0.0


def test_policy_decides_what_is_granted_in_january() -> None:
    """And what it adds within a year comes at once, for the rest of the year; nothing is taken back."""
    halved = Wanting([], factor=lambda day: 0.5 if day >= 300 else 1.0).run(1.5)
    assert total(halved.budget.books.granted) == pytest.approx(150.0)
    begun = Wanting([], factor=lambda day: 1.0 if day >= 180 else 0.0).run(0.9)
    assert total(begun.budget.books.granted) == pytest.approx(50.0)


def test_a_run_that_begins_in_july_has_half_a_year_s_money() -> None:
    """The other half was granted before."""
    world = Wanting([], start=date(2024, 7, 1)).run(0.3)
    assert total(world.budget.books.granted) == pytest.approx(50.0)


def test_a_given_up_project_hands_back_what_it_has_not_spent() -> None:
    """The next in line gets it at once; never more than was set aside."""
    world = Wanting([(1.0, 100.0), (2.0, 30.0)]).run(0.5)
    assert world.funded == [0]
    world.budget.give_back(world.sites[0], 40.0)
    assert world.run(0.6).funded == [0, 1]
    world.budget.give_back(world.sites[0], 1e9)
    assert total(world.budget.books.returned) == pytest.approx(100.0)


@given(
    st.lists(st.tuples(st.floats(0, 1500), st.floats(0, 400)), max_size=12),
    st.one_of(st.just(0.0), st.floats(1, 300)),
    st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0, 3.0]), min_size=1, max_size=6),
)
def test_no_year_spends_more_than_it_has(asked: list[tuple[float, float]], yearly: float, levels: list[float]) -> None:
    """Set aside in a year <= granted in it + carried into it <= the limit; the account is never below nothing."""
    world = Wanting(asked, yearly, lambda day: levels[int(day / YEAR_DAYS) % len(levels)]).run()
    books = world.budget.books
    left = 0.0
    for year in range(2023, 2028):
        first, last = world.calendar.day(date(year, 1, 1)), world.calendar.day(date(year + 1, 1, 1))
        granted, committed = (total(rows, last) - total(rows, first) for rows in (books.granted, books.committed))
        assert committed <= granted + left + 1e-6
        left += granted - committed - (total(books.lapsed, last + 0.5) - total(books.lapsed, first + 0.5))
        assert -1e-6 <= left <= (CARRIED + 1.0) * max(levels) * yearly + 1e-6
    assert world.budget.free_cny >= 0.0
    for site in world.sites:
        assert site.committed_cny <= site.cost_cny + 1e-6
