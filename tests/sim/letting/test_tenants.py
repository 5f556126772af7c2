"""Enterprises: as many come as the intensity says, signings are the published ones, and stays follow their hazard."""

from __future__ import annotations

import dataclasses
import math
from datetime import date

import numpy as np
import pytest

from sim.letting.enterprises import SECTOR_NAMES, SECTORS, SIZE_CLASS_NAMES
from sim.model import World, simulate
from sim.settings import SIZE_CLASSES
from sim.streams import Spread
from tests.sim.worlds import baseline, baseline_run, changed, parks, world_of
from tests.tiny import tiny_place

# Everyone finds room, nobody comes but by themselves.
QUIET = {"roadshow_rate": 0.0, "vr_pipeline": 0, "vr_relocation": 0.0, "prelet": 0.0, "patience": 3000.0}


# Nobody comes, grows or leaves.
STILL = {**QUIET, "organic_ai": 0.0, "organic_vr": 0.0, "organic_other": 0.0, "relocation_hazard": 0.0,
         "exit_hazard": (0.0,), "growth_staff": 0.0}  # fmt: skip


def came(world: World, channel: str) -> int:
    """Enterprises that came by a channel."""
    return sum(one.key[1].startswith(f"{channel}/") for one in world.history().enterprises)


def test_arrivals_match_the_integral_of_their_intensity() -> None:
    """Without cycle and policy: rate times the season's weights, within four standard errors."""
    still = changed(
        baseline(),
        months=24,
        roadshows=(),
        tenants={**QUIET, "arrival_cycle": 0.0, "organic_ai": 8.0, "organic_vr": 6.0},
        instruments={"rent_subsidy": {"arrival_elasticity": 0.0}},
    )
    worlds = [world_of(still, seed=seed) for seed in range(12)]
    season = sum(baseline().tenants.season) * 2
    for park, rate in (("ai", 8.0), ("vr", 6.0)):
        expected = rate * season * len(worlds)
        counted = sum(
            one.key[0] == park and one.key[1].startswith("organic/")
            for world in worlds
            for one in world.history().enterprises
        )
        assert abs(counted - expected) < 4 * math.sqrt(expected)


def test_arrivals_follow_the_season() -> None:
    """A month of no weight brings nobody."""
    silent = tuple(0.0 if month == 1 else 1.0 for month in range(12))
    world = world_of(
        changed(baseline(), months=12, roadshows=(), tenants={**QUIET, "season": silent, "organic_ai": 60.0})
    )
    arrivals = world.history().monthly(world.history().tally.arrivals, "ai")
    assert arrivals[1] < 0.3 * arrivals[0]


def test_the_subsidy_brings_more_of_the_same_enterprises_sooner() -> None:
    """While the account is open, and weakly."""
    weak, strong = (
        came(
            world_of(changed(baseline(), months=36, instruments={"rent_subsidy": {"arrival_elasticity": value}})),
            "organic",
        )
        for value in (0.0, -2.0)
    )
    assert weak < strong


def test_the_published_signings_are_met_and_are_a_count_of_their_own() -> None:
    """8 + 16 + 16 = 40 projects by 25 April 2023: not enterprises, not the district's 100, 170 or 110, not the 300."""
    run = baseline_run()
    signed = run.kpis["both.projects_signed"]
    assert list(signed.values[:4]) == [0, 0, 24, 40]
    assert signed.level == "both parks"
    april = run.month_index("2023-04")
    enterprises = run.kpis["ai.enterprises"]
    assert enterprises.level == "core"
    assert enterprises.unit != signed.unit
    assert 100 < enterprises.values[april] < 170
    assert run.kpis["vr.enterprises"].values[april] < 100


def test_roadshows_are_marked_with_their_facts() -> None:
    """Later ones say that they are simulated."""
    shows = [event for event in baseline_run().events if event.kind == "roadshow"]
    assert [event.source for event in shows[:3]] == ["roadshow.shanghai", "roadshow.shenzhen", "roadshow.beijing"]
    assert all(event.source == "" and "simulated" in event.name.en for event in shows[3:])


def test_many_signed_projects_land_late_or_never() -> None:
    """Three out of ten or more never do."""
    kpis = baseline_run().kpis
    assert kpis["both.projects_landed"].values[3] < 0.3 * kpis["both.projects_signed"].values[3]
    assert 0.4 < kpis["both.projects_landed"].values[-1] / kpis["both.projects_signed"].values[-1] < 0.8


def test_the_core_begins_with_the_assumed_enterprises_and_occupancy() -> None:
    """120 AI enterprises on 45 % of the let floor; 78 % let, give or take the buildings' own luck."""
    run = simulate(parks(), changed(baseline(), months=12))
    assert run.kpis["ai.enterprises"].values[0] == pytest.approx(120, abs=8)
    assert run.kpis["ai.market_occupancy"].values[0] == pytest.approx(0.78, abs=0.06)


def test_only_published_enterprises_have_names_and_they_stay() -> None:
    """Goertek, Pico, DPVR, Haier, Hisense: their leaving is not ours to invent."""
    run = baseline_run()
    assert {name.en for name in run.stays.named.values()} == {"Goertek", "Pico", "DPVR", "Haier", "Hisense"}
    for tenant in run.stays.named:
        own = run.stays.tenant == int(tenant)
        assert own.any(), tenant
        assert np.all(run.stays.end_month[own] == len(run.months))


def test_named_tenants_come_when_published() -> None:
    """DPVR and Pico in April 2023, whatever the luck: floor is kept for them."""
    for seed in range(4):
        run = simulate(parks(), changed(baseline(), months=12), seed=seed)
        starts = {
            name.en: run.stays.start_month[run.stays.tenant == int(tenant)].min()
            for tenant, name in run.stays.named.items()
        }
        assert starts["DPVR"] == starts["Pico"] == run.month_index("2023-04")
        told = {event.name.en: event.source for event in run.events if event.kind == "tenant"}
        assert told == {"DPVR moves in": "landing.dpvr", "Pico moves in": "vr.anchors"}


def test_a_named_tenant_that_finds_no_floor_waits_and_its_date_is_then_simulated() -> None:
    """In a park whose only building is its owner's or small."""
    scenario = changed(baseline(), months=24, tenants={"organic_vr": 0.0, "vr_pipeline": 0, "vr_relocation": 0.0})
    large = tuple(dataclasses.replace(one, area=30_000.0) for one in scenario.anchors)
    run = simulate(tiny_place(), changed(scenario, anchors=large))
    assert all(event.source == "" for event in run.events if event.kind == "tenant" and event.day > 150)
    assert len([event for event in run.events if event.kind == "tenant"]) < 2


def test_without_exits_nobody_leaves_and_with_many_most_do() -> None:
    """The hazard is the scenario's."""
    stable = {"exit_hazard": (0.0,) * 5, "relocation_hazard": 0.0}
    shaky = {"exit_hazard": (1.5,) * 5, "relocation_hazard": 1.0}
    stay, go = (changed(baseline(), months=24, tenants=rules) for rules in (stable, shaky))
    assert not world_of(stay).history().tally.departures
    history = world_of(go).history()
    assert len(history.tally.departures) > 0.6 * len(history.tally.arrivals)


def test_exits_match_their_hazard() -> None:
    """Half a year's hazard of 1 leaves exp(-1) after one year of the same rate, whatever the age."""
    rules = {"exit_hazard": (1.0,) * 5, "exit_factor": (1.0,) * 3, "relocation_hazard": 0.0, "growth_staff": 0.0}
    gone = initial = 0
    for seed in range(4):
        world = World(
            parks(),
            changed(
                baseline(), months=12, tenants={**QUIET, **rules}, instruments={"rent_subsidy": {"exit_effect": 1.0}}
            ),
            seed,
        )
        for month in range(12):
            world.run_month(month)
        rows = world.history().lettings
        people = world.history().enterprises
        first = {int(tenant) for tenant in rows.tenant if people[tenant].key[1].startswith("initial/")}
        left = {int(tenant) for tenant in rows.tenant[rows.end_month < 12]}
        initial += len([one for one in people if one.key[1].startswith("initial/")])
        gone += len([one for one in people if one.key[1].startswith("initial/") and one.number not in first - left])
    assert gone / initial == pytest.approx(1 - math.exp(-1), abs=0.05)


def test_patience_decides_how_much_demand_is_lost() -> None:
    """Who waits longer loses less, in a park that is full."""
    lost = [
        world_of(changed(baseline(), months=24, tenants={"patience": days}))
        .history()
        .cumulative(world_of(changed(baseline(), months=24, tenants={"patience": days})).history().tally.lost_m2)[-1]
        for days in (5.0, 2000.0)
    ]
    assert lost[0] > lost[1] > 0.0


def test_every_sector_and_size_class_has_a_name_in_both_languages() -> None:
    """As shown beside a tenant."""
    assert set(SECTOR_NAMES) == set(SECTORS)
    assert set(SIZE_CLASS_NAMES) == set(SIZE_CLASSES)
    assert all(name.en and name.zh for name in (*SECTOR_NAMES.values(), *SIZE_CLASS_NAMES.values()))


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_the_standing_floor_is_let_as_the_scenario_says(share: float) -> None:
    """From empty to full: chance between buildings does not move the mean."""
    run = simulate(parks(), changed(baseline(), months=12, stock={"occupancy": share}, tenants=STILL))
    assert run.kpis["ai.market_occupancy"].values[0] == pytest.approx(share, abs=0.02 if share in (0.0, 1.0) else 0.05)


def test_crumbs_of_floor_are_let_to_nobody() -> None:
    """Rooms of less than a square metre each are worth no tenant, however many they are."""
    park = tiny_place().parks[0]
    standing = next(one for one in park.buildings if one.status == "existing" and one.use == "office")
    kiosks = tuple(dataclasses.replace(standing, id=f"kiosk-{number}", gfa_m2=2.0) for number in range(200))
    place = dataclasses.replace(tiny_place(), parks=(dataclasses.replace(park, buildings=kiosks),))
    run = simulate(place, changed(baseline(), months=12, stock={"other_area": 50.0}))
    assert run.kpis["ai.lettable_m2"].values[0] == 200
    assert run.kpis["ai.let_m2"].values[0] < 20


def test_who_outgrows_its_house_moves_or_takes_a_second_one_as_often_as_the_book_says() -> None:
    """Between 3 and 12 of a hundred enterprises a year: the rate is a result of growth, floor and the threshold."""
    moves = years = 0.0
    for seed in range(1, 5):
        history = world_of(baseline(), parks(), seed=seed).history()
        moves += len(history.tally.moves) + len(history.tally.second_homes)
        years += float((history.census.held_m2 > 0).sum()) / 12
    assert 0.03 < moves / years < 0.12


def test_a_higher_threshold_makes_fewer_move() -> None:
    """And none where nobody ever outgrows its house."""
    counts = []
    for threshold in (1.1, 1.3, 1e6):
        tally = world_of(changed(baseline(), months=60, tenants={"outgrown": threshold}), parks()).history().tally
        counts.append(len(tally.moves) + len(tally.second_homes))
    assert counts[0] > counts[1] > counts[2] == 0


def test_demand_is_lost_for_want_of_any_floor_or_of_large_pieces() -> None:
    """In a park without a free square metre all of it is for the first reason."""
    full = changed(
        baseline(),
        months=24,
        stock={"occupancy": 1.0},
        tenants={"exit_hazard": (0.0,), "relocation_hazard": 0.0, "prelet": 0.95, "patience": 20.0},
        build={"idle_after_handover": Spread(3000, 3001)},
    )
    tally = world_of(full).history().tally
    assert tally.lost_m2
    assert tally.lost_full_m2 == tally.lost_m2
    roomy = world_of(changed(baseline(), months=60), parks()).history().tally
    assert len(roomy.lost_full_m2) < len(roomy.lost_m2)
    assert set(roomy.lost_full_m2) <= set(roomy.lost_m2)


def test_leaders_wait_longer() -> None:
    """By the factor: all else is their own luck."""
    waits = []
    for factor in (1.0, 10.0):
        scenario = changed(
            baseline(),
            months=48,
            stock={"occupancy": 1.0},
            tenants={"class_new": (1.0, 0.0, 0.0), "leader_patience": factor, "prelet": 0.0},
        )
        census = world_of(scenario).history().census
        given_up = np.isfinite(census.gave_up_day)
        waits.append(float(np.mean(census.gave_up_day[given_up] - census.asked_day[given_up])))
    assert waits[1] > 2 * waits[0]


def test_talent_makes_staff_grow_faster_from_its_first_day_on() -> None:
    """Support of growth shows in the people, and not before it begins."""
    strong = {"active": True, "growth_factor": 4.0, "begins": date(2024, 1, 1), "account": "district"}
    none = {"active": False}
    supported, alone = (
        world_of(changed(baseline(), months=36, instruments={"talent": talent}), parks()).history().census.staff
        for talent in (strong, none)
    )
    assert supported[11].sum() == alone[11].sum()
    assert supported[-1].sum() > 1.02 * alone[-1].sum()
