"""The letting market: floor is conserved, the fitting and the cheap are preferred, and who waits is served."""

from __future__ import annotations

import dataclasses
from datetime import date

import numpy as np
import pytest
import simpy
from hypothesis import given
from hypothesis import strategies as st

from sim.calendar import calendar
from sim.letting.market import Market, Request, whole_m2
from sim.letting.rents import Rents
from sim.letting.stock import stock_of
from tests.sim.worlds import baseline, changed, parks, world_of
from tests.tiny import tiny_place

ANY = ("office", "rnd", "software", "industrial")


def market(far: int | None = None, **rules: float) -> Market:
    """The tiny place's market with every building open, one of them `far` from the others if so wished."""
    scenario = changed(baseline(), tenants=rules)
    env = simpy.Environment()
    stock = stock_of(tiny_place(), scenario)
    away_m = 5000.0 * (np.arange(len(stock.buildings)) == far)
    stock = dataclasses.replace(stock, xy_m=stock.xy_m + away_m[:, None])
    made = Market(env, stock, scenario.tenants, Rents(scenario.stock, 2), calendar(date(2023, 1, 1), 24))
    for index in range(len(stock.buildings)):
        made.open_building(index)
    return made


def test_only_work_floor_can_be_let() -> None:
    """Not housing, culture, dormitories, utilities, data halls or the theme park."""
    stock = stock_of(tiny_place(), baseline())
    let = {one.id for one, lettable in zip(stock.buildings, stock.lettable_m2, strict=True) if lettable}
    assert let == {"A1", "A2", "A3", "A6", "V1", "V2"}
    assert np.all(stock.lettable_m2 <= stock.gfa_m2)


def test_a_hall_is_let_nearly_whole_and_an_office_in_part() -> None:
    """By the two lettable shares of the scenario."""
    stock = stock_of(tiny_place(), baseline())
    share = dict(zip((one.id for one in stock.buildings), stock.lettable_m2 / stock.gfa_m2, strict=True))
    assert share["A1"] == pytest.approx(baseline().stock.lettable_share, abs=1e-3)
    assert share["V1"] == pytest.approx(baseline().stock.lettable_share_hall, abs=1e-3)


def test_the_wings_belong_to_their_owners_and_are_no_part_of_the_core() -> None:
    """Haier, Hisense; and the plant to Goertek, within the park."""
    stock = stock_of(parks(), baseline())
    owners = {one.zone: owner for one, owner in zip(stock.buildings, stock.owner, strict=True) if owner}
    assert owners["ai-wing-haier"] == "haier"
    assert owners["ai-wing-hisense"] == "hisense"
    plant = {one.id for one, owner in zip(stock.buildings, stock.owner, strict=True) if owner == "goertek"}
    assert {"VR-024-1-B01", "VR-024-1-B02", "VR-P2-B01"} <= plant
    wings = {one.zone for one, wing in zip(stock.buildings, stock.wing, strict=True) if wing}
    assert wings == {"ai-wing-haier", "ai-wing-hisense"}


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(1, 9000)), max_size=40))
def test_floor_is_conserved(moves: list[tuple[int, int]]) -> None:
    """Free and let floor make the lettable floor, whoever comes and goes."""
    made = market()
    lettable = made.free.copy()
    for tenant, (building, area_m2) in enumerate(moves):
        if area_m2 <= made.free[building]:
            made.take(tenant % 5, building, area_m2)
        elif tenant % 3 == 0:
            made.leave(tenant % 5)
        held = sum(stay.area_m2 for stay in made.stays if stay.end_month > 24)
        assert held + made.free.sum() == lettable.sum()
        assert sum(made.held_m2(number) for number in range(5)) == held
    for tenant in range(5):
        made.leave(tenant)
    assert np.array_equal(made.free, lettable)


def test_more_than_is_free_cannot_be_taken() -> None:
    """That would be a mistake of the model."""
    made = market()
    with pytest.raises(ValueError, match="0"):
        made.take(1, 0, int(made.free[0]) + 1)


def test_a_building_of_the_right_use_is_preferred() -> None:
    """By the zone bonus: without it, by nothing."""
    picked = {}
    for bonus in (0.0, 3.0):
        made = market(logit_zone=bonus, logit_rent=0.0, logit_compute=0.0)
        chosen = [made.choose("ai", 100, ("software",), (luck + 0.5) / 200) for luck in range(200)]
        picked[bonus] = sum(one == 5 for one in chosen) / 200
    assert picked[0.0] == pytest.approx(1 / 4, abs=0.01)
    assert picked[3.0] == pytest.approx(np.exp(3) / (np.exp(3) + 3), abs=0.01)


def test_nothing_is_chosen_where_nothing_fits_or_nothing_is_free() -> None:
    """Nor in another park."""
    made = market()
    assert made.choose("ai", 10**6, ANY, 0.5) is None
    chosen = {made.choose("vr", 500, ANY, luck / 10) for luck in range(1, 10)}
    assert chosen <= {7, 8}


def at(*east_m: float, **rules: float) -> Market:
    """The tiny place's market without other tastes, its AI buildings so far east of the first one."""
    taste = {"logit_rent": 0.0, "logit_compute": 0.0, "logit_zone": 0.0, **rules}
    scenario = changed(baseline(), tenants=taste)
    stock = stock_of(tiny_place(), scenario)
    xy_m = np.full_like(stock.xy_m, 1e5)
    xy_m[_LET] = [(east, 0.0) for east in east_m]
    stock = dataclasses.replace(stock, xy_m=xy_m)
    made = Market(
        simpy.Environment(), stock, scenario.tenants, Rents(scenario.stock, 2), calendar(date(2023, 1, 1), 24)
    )
    for index in range(len(stock.buildings)):
        made.open_building(index)
    return made


_LET = [0, 1, 2, 5]
"""The tiny AI park's buildings that are let."""


def shares(made: Market) -> list[float]:
    """How often each of the four is chosen."""
    chosen = [made.choose("ai", 10, ANY, (luck + 0.5) / 2000) for luck in range(2000)]
    return [chosen.count(building) / 2000 for building in _LET]


def test_the_nearer_a_lead_enterprise_the_more_a_building_gains() -> None:
    """By the whole bonus at its door, by a tenth of it at 450 m, by nothing from 500 m on."""
    made = at(0.0, 50.0, 450.0, 600.0, logit_anchor=2.0)
    assert shares(made) == pytest.approx([0.25] * 4, abs=0.001)
    made.mark_lead(_LET[0])
    weights = np.exp(2.0 * np.array([1.0, 0.9, 0.1, 0.0]))
    found = shares(made)
    assert found == pytest.approx(weights / weights.sum(), abs=0.001)
    assert found[1] > found[2] > found[3]


def test_an_owner_s_campus_is_one_lead() -> None:
    """However many buildings it has, the nearest counts, and the next one steps in when it goes."""
    made = at(0.0, 100.0, 200.0, 300.0, logit_anchor=2.0)
    for building in _LET[:2]:
        made.mark_lead(building)
    weights = np.exp(2.0 * np.array([1.0, 1.0, 0.8, 0.6]))
    assert shares(made) == pytest.approx(weights / weights.sum(), abs=0.001)
    made.unmark_lead(_LET[1])
    weights = np.exp(2.0 * np.array([1.0, 0.8, 0.6, 0.4]))
    assert shares(made) == pytest.approx(weights / weights.sum(), abs=0.001)


def test_the_pull_of_lead_enterprises_decides_choices_in_the_real_park() -> None:
    """Its buildings do not all lie equally near to one."""
    homes = []
    for bonus in (0.0, 3.0):
        world = world_of(changed(baseline(), months=12, tenants={"logit_anchor": bonus}), parks())
        homes.append([(stay.tenant, stay.building) for stay in world._at.market.stays])
    assert homes[0] != homes[1]


def test_a_lead_enterprise_that_goes_takes_its_pull_with_it() -> None:
    """Two within reach pull no more than one; when both have gone, all is as before."""
    made = market(5, logit_rent=0.0, logit_compute=0.0, logit_zone=0.0, logit_anchor=3.0)
    lucks = [(luck + 0.5) / 50 for luck in range(50)]
    pull = np.exp(3.0)
    before = [made.choose("ai", 10, ANY, luck) for luck in lucks]
    made.mark_lead(5)
    made.mark_lead(5)
    near = [made.choose("ai", 10, ANY, luck) for luck in lucks]
    assert near.count(5) / 50 == pytest.approx(pull / (pull + 3), abs=0.03)
    made.unmark_lead(5)
    assert [made.choose("ai", 10, ANY, luck) for luck in lucks] == near
    made.unmark_lead(5)
    assert [made.choose("ai", 10, ANY, luck) for luck in lucks] == before


def test_who_moves_leaves_nothing_behind() -> None:
    """The old floor is free again, and offered to those who wait."""
    made = market()
    lettable = made.free.copy()
    made.take(1, 0, 300)
    made.take(1, 1, int(made.free[1]))
    request = Request(2, "ai", int(lettable[1]), ANY, 0.5, simpy.Environment().event())
    for building in (2, 5):
        made.take(9, building, int(made.free[building]) - 500)
    made.wait(request)
    made.move(1, 2, 400)
    assert [stay.building for stay in made.homes(1)] == [2]
    assert made.held_m2(1) == 400
    assert request.offer.triggered
    assert made.free[0] == lettable[0]
    with pytest.raises(ValueError, match="2"):
        made.move(1, 2, 400)


def test_who_waits_gets_what_becomes_free_in_order_of_coming() -> None:
    """The first that fits; the others go on waiting."""
    made = market()
    for building in (7, 8):
        made.take(99, building, int(made.free[building]))
    env = simpy.Environment()
    large, small = (Request(number, "vr", area, ANY, 0.5, env.event()) for number, area in ((1, 30_000), (2, 400)))
    made.wait(large)
    made.wait(small)
    assert made.waiting_m2("vr") == 30_400
    made.free[8] += 1000
    made.serve_waiting("vr")
    assert small.offer.triggered
    assert not large.offer.triggered
    assert made.held_m2(2) == 400
    made.withdraw(large)
    assert made.waiting_m2("vr") == 0


@given(st.floats(0, 1e6))
def test_floor_is_let_in_whole_square_metres(area_m2: float) -> None:
    """So that sums are exact, and never nothing."""
    assert whole_m2(area_m2) >= 20
    assert abs(whole_m2(area_m2) - max(area_m2, 20)) <= 0.5


def test_floor_that_is_kept_or_not_yet_offered_is_not_let() -> None:
    """A phase is not released by floor that stands empty behind a closed door."""
    made = market()
    stock = stock_of(tiny_place(), baseline())
    assert made.occupancy("ai") == 0.0
    kept = made.keep("ai", 100)
    assert kept is not None
    assert made.occupancy("ai") == 0.0
    made.take_kept(0, kept, 100)
    assert made.occupancy("ai") == pytest.approx(100 / stock.lettable_m2[stock.of_park("ai")].sum())
    made.leave(0)
    assert made.occupancy("ai") == 0.0


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 30), st.integers(20, 12_000)), max_size=60))
def test_nobody_waits_beside_floor_that_is_large_enough(moves: list[tuple[bool, int, int]]) -> None:
    """Whoever comes and goes, and however few are asked each time."""
    made = market()
    env = simpy.Environment()
    waiting: dict[int, Request] = {}
    for comes, who, area_m2 in moves:
        if comes and not made.held_m2(who) and who not in waiting:
            building = made.choose("ai", area_m2, ANY, 0.5)
            if building is None:
                waiting[who] = Request(who, "ai", area_m2, ANY, 0.5, env.event())
                made.wait(waiting[who])
            else:
                made.take(who, building, area_m2)
        elif who in waiting:
            made.withdraw(waiting.pop(who))
        else:
            made.leave(who)
        waiting = {number: one for number, one in waiting.items() if not one.offer.triggered}
        assert made.waiting_m2("ai") == sum(one.area_m2 for one in waiting.values())
        assert all(made.choose("ai", one.area_m2, ANY, 0.5) is None for one in waiting.values())
