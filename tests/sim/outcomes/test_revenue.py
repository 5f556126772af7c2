"""What enterprises earn: the published level shared out at the start, then by each one's own law of growth."""

from __future__ import annotations

import dataclasses
import math
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pytest

from gis.text import Name
from sim.history import History
from sim.letting.enterprises import SECTORS, Enterprise
from sim.outcomes import revenue
from sim.outcomes.revenue import AI, VR, earnings_of, mature_arrival_cny, shocks, start_level
from sim.scenario import Scenario
from sim.settings import SIZE_CLASSES
from tests.sim.worlds import baseline, changed, world_of

MONTHS = 96
CALM = {"common_shock": 0.0}
NOBODY_MOVES = {
    "organic_ai": 0.0, "organic_vr": 0.0, "organic_other": 0.0, "roadshow_rate": 0.0, "prelet": 0.0, "vr_pipeline": 0,
    "vr_relocation": 0.0, "exit_hazard": (0.0,), "relocation_hazard": 0.0,
}  # fmt: skip


@cache
def calm() -> History:
    """What happens in the tiny place where no shock moves the market."""
    return lived(changed(baseline(), months=MONTHS, outcomes=CALM))


def lived(scenario: Scenario) -> History:
    """What happens there in a scenario."""
    return world_of(scenario).history()


def firm(**told: object) -> Enterprise:
    """A growth enterprise of 100 people that makes city software and came by itself."""
    usual = {
        "number": 0, "key": ("ai", "x"), "origin": "organic", "park": "ai", "sector": SECTORS.index("city"),
        "size_class": SIZE_CLASSES.index("growth"), "staff": 100.0, "area_m2": 2200.0, "patience": 1.0,
        "endurance": 1.0, "fate": 0.5,
    }  # fmt: skip
    return Enterprise(**{**usual, **told})  # type: ignore[arg-type]


def alone(one: Enterprise, came: float = 0.0, left: float = math.inf, world: History | None = None) -> History:
    """The same world with this enterprise only."""
    world = world or calm()
    days = {name: np.array([day]) for name, day in (("came_day", came), ("left_day", left))}
    census = dataclasses.replace(world.census, **days, staff=np.full((world.months, 1), one.staff), gains=())
    return dataclasses.replace(world, enterprises=(one,), census=census, memo={})


def earned(one: Enterprise, came: float = 0.0, left: float = math.inf) -> np.ndarray:
    """(T,) CNY a month of this enterprise in a world without shocks."""
    found = earnings_of(alone(one, came, left))
    return found.cny.sum(axis=1)


def test_the_core_starts_at_its_share_of_the_published_level_to_the_yuan() -> None:
    """23 billion times the assumed share, shared out by staff and revenue a head; where nobody moves, in month 0."""
    still = changed(baseline(), months=12, tenants=NOBODY_MOVES, roadshows=(), anchors=())
    found = earnings_of(lived(still))
    assert 12 * found.revenue(found.field == AI)[0] == pytest.approx(23e9 * 0.6, rel=1e-12)


def test_the_shares_of_the_start_follow_staff_and_revenue_a_head() -> None:
    """Twice the people of the same class earn twice as much; a leader's head earns more than a start-up's."""
    world = calm()
    rules = baseline().tenants
    days = {name: np.array([day] * 3) for name, day in (("came_day", 0.0), ("left_day", math.inf))}
    census = dataclasses.replace(world.census, **days, gains=())
    leader, startup = SIZE_CLASSES.index("leader"), SIZE_CLASSES.index("startup")
    firms = (
        firm(number=0, origin="initial"),
        firm(number=1, origin="initial", staff=200.0, size_class=leader),
        firm(number=2, origin="initial", size_class=startup),
    )
    found = earnings_of(dataclasses.replace(world, enterprises=firms, census=census, memo={}))
    by_class = [12 * found.revenue(found.size_class == index)[0] for index in range(3)]
    drawn = [200 * rules.revenue_per_head_leader, 100 * rules.revenue_per_head_growth]
    drawn.append(100 * rules.revenue_per_head_startup)
    assert by_class == pytest.approx([23e9 * 0.6 * one / sum(drawn) for one in drawn])


def test_a_later_start_finds_the_level_grown() -> None:
    """Two years at the sector's mean."""
    later = changed(baseline(), months=12, start=date(2025, 1, 1))
    assert start_level(lived(later)) == pytest.approx(23e9 * 0.6 * 1.15**2)


def test_an_incumbent_grows_at_the_sector_s_mean() -> None:
    """Its first month earns a twelfth of the start's level, each later one what the law says."""
    assert earned(firm(origin="initial")) == pytest.approx(13.8e9 / 12 * 1.15 ** (np.arange(MONTHS) / 12))


def test_nobody_earns_before_it_came_or_after_it_left() -> None:
    """And in the months between a part, by days."""
    ends = calm().calendar.ends
    came, left = ends[10] + 10.0, ends[30] + 20.0
    found, always = earned(firm(), came, left), earned(firm(), came)
    assert not found[:11].any()
    assert found[11:31] == pytest.approx(always[11:31])
    assert found[31] == pytest.approx(always[31] * 20.0 / (ends[31] - ends[30]))
    assert not found[32:].any()
    whole = earned(firm(), ends[10])[11]
    assert found[11] == pytest.approx(whole * (1 - 10.0 / (ends[11] - ends[10])), rel=0.01)


def test_a_newcomer_books_less_at_first() -> None:
    """In its first full year about 33 of the 64 million that its kind earns at maturity."""
    mature = 100 * baseline().tenants.revenue_per_head_growth
    assert earned(firm())[:12].sum() == pytest.approx(mature * 33 / 64, rel=0.02)


def test_a_newcomer_grows_faster_for_four_years() -> None:
    """28 % a year, then the sector's 15 %."""
    found = earned(firm())
    assert found[36] / found[24] == pytest.approx(1.28)
    assert found[72] / found[60] == pytest.approx(1.15)


def test_who_comes_later_begins_higher() -> None:
    """5 % for every year of arrival."""
    ends = calm().calendar.ends
    early, late = earned(firm(), 0.0), earned(firm(), ends[35])
    assert late[36] == pytest.approx(early[0] * 1.05 ** (ends[35] / 365.25))


def test_other_trades_come_as_they_are() -> None:
    """No parent elsewhere, no early years; 5 % a year."""
    trade = firm(sector=SECTORS.index("other"))
    mature = 100 * baseline().tenants.revenue_per_head_growth
    assert earned(trade) == pytest.approx(mature / 12 * 1.05 ** (np.arange(MONTHS) / 12))


def test_a_vr_firm_of_the_district_earns_in_full_when_it_moves_over() -> None:
    """It is not new, and grows as the industry of the district does."""
    mover = firm(key=("vr", "x"), park="vr", origin="relocation", sector=SECTORS.index("vr_software"))
    mature = 100 * baseline().tenants.revenue_per_head_growth
    assert earned(mover) == pytest.approx(mature / 12 * 1.12 ** (np.arange(MONTHS) / 12))
    found = earnings_of(alone(mover))
    assert found.revenue((found.field == VR) & ~found.new)[0] > 0.0
    assert not found.revenue(found.new).any()


@pytest.mark.parametrize("one", [firm(name=Name("Known", "某")), firm(origin="registered")])
def test_what_is_not_published_of_named_and_empty_shells_is_not_made_up(one: Enterprise) -> None:
    """Named enterprises, and those registered without floor, earn nothing here."""
    assert not earned(one).any()


def test_arrivals_earn_64_million_on_average_at_maturity() -> None:
    """By their classes, staff and revenue a head: to this the first year's 33 million are related."""
    assert mature_arrival_cny(baseline().tenants) == pytest.approx(64e6, rel=0.01)


_AS_UNKNOWN = (
    {"class_new": (0.2, 0.3, 0.5)},
    {"revenue_per_head_startup": 900_000.0},
    {"revenue_per_head_leader": 800_000.0, "class_new": (0.0, 0.1, 0.9)},
)


@pytest.mark.parametrize("tenants", _AS_UNKNOWN, ids=str)
def test_what_is_unknown_of_an_arrival_s_revenue_is_counted_once(tenants: dict[str, Any]) -> None:
    """Whatever is drawn of classes and revenue a head, arrivals book on average what is drawn of their first year."""
    scenario = changed(baseline(), tenants=tenants, outcomes={"common_shock": 0.0, "cohort_growth": 0.0})
    rules = scenario.tenants
    earned_cny = 0.0
    for size, name in enumerate(SIZE_CLASSES):
        staff = getattr(rules, f"staff_{name}")
        one = firm(size_class=size, staff=staff.median * math.exp(staff.sigma**2 / 2))
        at_once = earnings_of(alone(one, world=lived(scenario))).cny.sum(axis=1)[0] * 12.0
        earned_cny += rules.class_new[size] * at_once
    # Half a year before the middle of its first year.
    assert earned_cny == pytest.approx(33e6 * (1.0 + scenario.outcomes.growth_new) ** -0.5)


def test_the_common_shock_hits_all_alike_and_stays() -> None:
    """A calendar year has one; a year without any growth of its own ends where the shock left it."""
    world = lived(changed(baseline(), months=36, outcomes={"common_shock": 0.07}))
    found = shocks(world.calendar, 0.07, world.streams)
    assert found[0] == 0.0
    steps = np.diff(found).reshape(-1)
    assert steps[:12] == pytest.approx(steps[0])
    assert steps[12:24] == pytest.approx(steps[12])
    assert steps[0] != steps[12]
    one = earnings_of(alone(firm(origin="initial"), world=world)).cny.sum(axis=1)
    assert one == pytest.approx(13.8e9 / 12 * 1.15 ** (np.arange(36) / 12) * np.exp(found))


def test_shocks_have_the_mean_and_spread_that_the_scenario_says() -> None:
    """A year's factor is 1 on average, with the given standard deviation of its logarithm."""
    worlds = [world_of(changed(baseline(), months=13), seed=seed) for seed in range(3)]
    streams = [type(worlds[0].history().streams)(seed) for seed in range(2000)]
    calendar = worlds[0].history().calendar
    yearly = np.array([shocks(calendar, 0.07, one)[12] for one in streams])
    assert np.exp(yearly).mean() == pytest.approx(1.0, abs=0.006)
    assert yearly.std() == pytest.approx(0.07, rel=0.06)


def test_shocks_do_not_know_of_policy_or_horizon() -> None:
    """Two worlds of one seed have the same, as far as the shorter one goes."""
    short = lived(changed(baseline(), months=24, policy={"ai_fund": 0.0, "ai_construction": 0.0}))
    long = calm()
    sd = 0.07
    assert np.array_equal(
        shocks(short.calendar, sd, short.streams), shocks(long.calendar, sd, long.streams)[: short.months]
    )


def test_blocks_of_enterprises_add_up_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few are worked out at a time."""
    world = calm()
    whole = earnings_of(world)
    monkeypatch.setattr(revenue, "_BLOCK", 7)
    parts = earnings_of(world)
    assert np.allclose(parts.cny, whole.cny, rtol=1e-12)
    assert np.allclose(parts.count, whole.count, rtol=1e-12)


def test_the_count_is_of_those_who_are_there() -> None:
    """In a month in which nobody comes or goes, what the census says; in others a part of it."""
    world = calm()
    found = earnings_of(world).count.sum(axis=1)
    shells = np.array([one.origin == "registered" for one in world.enterprises])
    there = (world.census.present(world.calendar.ends) & ~shells).sum(axis=1)
    moves = np.concatenate([world.census.came_day, world.census.left_day])
    moving = np.unique([world.calendar.month(day) for day in moves[(moves > 0.0) & np.isfinite(moves)]])
    quiet = np.setdiff1d(np.arange(MONTHS), moving)
    assert len(quiet) > 0
    assert found[quiet] == pytest.approx(there[quiet])


def test_people_hired_with_support_bring_their_revenue() -> None:
    """From the month after, and for good; nobody else gains by it."""
    world = alone(firm(origin="initial"))
    ends = world.calendar.ends
    census = dataclasses.replace(world.census, gains=((ends[11] + 3.0, 0, math.log(1.02)),))
    gained = earnings_of(dataclasses.replace(world, census=census, memo={})).cny.sum(axis=1)
    assert gained[:13] == pytest.approx(earned(firm(origin="initial"))[:13])
    assert gained[13:] == pytest.approx(1.02 * earned(firm(origin="initial"))[13:])


def test_support_of_talent_shows_in_revenue() -> None:
    """Staff that grows faster earns more; a policy that supports none leaves revenue as it is."""
    talent = {"growth_factor": 3.0, "account": "district", "ends": date(2031, 1, 1)}
    found = [
        earnings_of(lived(changed(baseline(), months=36, instruments={"talent": values}))).cny.sum(axis=1)
        for values in ({"active": False}, talent)
    ]
    assert np.array_equal(found[0][:2], found[1][:2])
    assert found[1][-1] > found[0][-1]
