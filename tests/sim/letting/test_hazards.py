"""Leaving: closing by age, size and support; moving away by rent, and more in the year after a subsidy."""

from __future__ import annotations

import dataclasses
import math
from datetime import date
from typing import Any

import pytest

from sim.history import History
from sim.letting.enterprises import Enterprise
from sim.letting.hazards import Hazards
from sim.scenario import Scenario
from sim.settings import SIZE_CLASSES
from tests.sim.worlds import baseline, changed, parks, world_of


def world(**values: Any) -> Any:
    """A year of the shipped parks."""
    return world_of(changed(baseline(), months=12, **values), parks())


def hazards(made: Any) -> Hazards:
    """Of the tenants of a world."""
    return Hazards(made._at, made._population.lives)


def here(made: Any, size_class: str, origin: str = "initial") -> Enterprise:
    """An AI enterprise of this size that sits in the park, without subsidy."""
    population = made._population
    return next(
        one
        for one in population.enterprises
        if one.is_ai and one.origin == origin and one.size_class == SIZE_CLASSES.index(size_class)
        and population.lives.is_here(one.number)
    )  # fmt: skip


def test_closing_follows_age_and_size() -> None:
    """The table by age, times the factor of the class; support of young firms may lower it."""
    made = world()
    rules = baseline().tenants
    one = here(made, "growth")
    support = made.policies.exit_factor(one.number, made.env.now)
    assert support <= 1.0
    for age, hazard in zip((0.5, 1.5, 2.5, 5.0, 9.0), rules.exit_hazard, strict=True):
        closing, _ = hazards(made).of(one, age)
        assert closing == pytest.approx(hazard * 0.7 * support)


def test_moving_away_rises_with_rent_as_a_share_of_revenue() -> None:
    """By the elasticity: a doubled rent makes it 2 to the power of 0.4 as likely."""
    usual, dear = world(), world(stock={"rent_office": 3.6, "rent_hall": 1.7})
    name = here(usual, "startup").key
    found = [
        next(one for one in made._population.enterprises if one.key == name)
        for made in (usual, dear)
    ]  # fmt: skip
    moving = [hazards(made).of(one, 5.0)[1] for made, one in zip((usual, dear), found, strict=True)]
    assert moving[1] / moving[0] == pytest.approx(2**0.4, rel=0.02)


def test_rent_weighs_more_on_those_who_earn_less_a_head() -> None:
    """Start-ups pay three times the share that leaders do."""
    made = world()
    moving = {size: hazards(made).of(here(made, size), 5.0)[1] for size in SIZE_CLASSES}
    assert moving["leader"] < moving["growth"] < moving["startup"]
    assert moving["startup"] < 4 * baseline().tenants.relocation_hazard


def test_the_burden_of_rent_falls_as_revenue_a_head_grows() -> None:
    """At 15 % a year less the 7 % of staff: after a year the same rent weighs so much less."""
    made = world()
    one, moving = here(made, "startup"), []
    for growth in (0.15, 0.07):
        at = dataclasses.replace(made._at, scenario=changed(baseline(), outcomes={"growth_incumbent": growth}))
        moving.append(Hazards(at, made._population.lives).of(one, 5.0)[1])
    years = made.env.now / 365.25
    assert moving[0] / moving[1] == pytest.approx((1.15 / 1.07) ** (-0.4 * years), rel=1e-3)


def test_without_elasticity_rent_does_nothing() -> None:
    """The hazard of the book for all."""
    made = world(tenants={"burden_elasticity": 0.0})
    assert hazards(made).of(here(made, "startup"), 5.0)[1] == baseline().tenants.relocation_hazard


def ended(scenario: Scenario, ending: str) -> int:
    """How many subsidised newcomers left so in the twelve months after all subsidies ended, over a few seeds."""
    count = 0
    for seed in range(3):
        history: History = world_of(scenario, parks(), seed=seed).history()
        begin = history.calendar.day(date(2026, 2, 23))
        left = (history.left_day >= begin) & (history.left_day < begin + 365)
        count += int((left & (history.census.ending == ("", "closed", "moved_away").index(ending))).sum())
    return count


def test_more_move_away_in_the_year_after_their_subsidy() -> None:
    """A strong pull elsewhere shows; it leaves those alone that never had a subsidy."""
    made = changed(baseline(), months=50, instruments={"rent_subsidy": {"certified": 1.0}})
    pull = changed(made, tenants={"relocation_after_subsidy": 12.0})
    assert ended(pull, "moved_away") > 1.5 * ended(made, "moved_away")


def test_who_leaves_closes_or_moves_away_in_the_proportion_of_the_hazards() -> None:
    """Equal hazards: half and half."""
    rules = {"exit_hazard": (0.5,), "exit_factor": (1.0,) * 3, "relocation_hazard": 0.5, "burden_elasticity": 0.0,
             "relocation_after_subsidy": 1.0}  # fmt: skip
    scenario = changed(baseline(), months=24, tenants=rules)
    closed = moved = 0
    for seed in range(3):
        census = world_of(scenario, parks(), seed=seed).history().census
        closed += int((census.ending == 1).sum())
        moved += int((census.ending == 2).sum())
    assert closed / (closed + moved) == pytest.approx(0.5, abs=4 * math.sqrt(0.25 / (closed + moved)) + 0.02)
