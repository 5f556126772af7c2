"""What enterprises bring about: levels that hold each other and are never added up, kinds of money that stay apart."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable
from datetime import date
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.place import Place
from sim.history import History
from sim.model import simulate
from sim.outcomes.levels import Outcomes, outcomes, tenants_m2, tenants_rent, tenants_revenue, tenants_staff, yearly
from sim.outcomes.production import plant_output
from sim.run import Run
from sim.scenario import Scenario
from sim.uncertain.uncertainty import drawn
from tests.sim.outcomes.test_revenue import CALM, NOBODY_MOVES, alone, calm, firm, lived
from tests.sim.worlds import baseline, baseline_run, changed, scenarios
from tests.tiny import tiny_place

LEVEL_OF_THE_DISTRICT = 23e9
GROUPS = ("outcomes", "city", "scenes")


def with_rules(world: History, **rules: object) -> History:
    """What has happened, told under other rules of this part."""
    scenario = dataclasses.replace(
        world.scenario,
        outcomes=dataclasses.replace(world.scenario.outcomes, **rules),  # type: ignore[arg-type]
    )
    return dataclasses.replace(world, scenario=scenario, memo={})


def brought(world: History, **rules: object) -> Outcomes:
    """The outcomes under other rules."""
    return outcomes(with_rules(world, **rules))


@cache
def still() -> History:
    """A world in which nobody comes or goes, and no market moves by itself."""
    return lived(changed(baseline(), months=24, tenants=NOBODY_MOVES, roadshows=(), anchors=(), outcomes=CALM))


@cache
def with_plant() -> History:
    """The calm world, in which the standing hall of the VR park is the plant of a lead enterprise."""
    goertek = next(one for one in baseline().owners if one.park == "vr")
    plant = dataclasses.replace(goertek, parcels=("Q1",))
    return lived(changed(baseline(), months=96, outcomes=CALM, owners=(plant,)))


@cache
def run_of_tiny() -> Run:
    """Three years of the tiny place."""
    return simulate(tiny_place(), changed(baseline(), months=36))


@given(st.lists(st.floats(0.0, 1e12), min_size=1, max_size=40))
def test_a_year_is_the_twelve_months_past(flow: list[float]) -> None:
    """And before there are twelve, the mean of those there are, times twelve."""
    found = yearly(np.array(flow))
    for month in range(len(flow)):
        window = flow[max(0, month - 11) : month + 1]
        assert found[month] == pytest.approx(12 * sum(window) / len(window))


@given(st.floats(0.0, 1.0))
def test_the_district_starts_at_what_is_published_of_it(share: float) -> None:
    """23 billion, however much of it is taken to stand in the core: the core is a part, not an addition."""
    found = brought(still(), core_share=share)
    assert 12 * found.district_ai[0] == pytest.approx(LEVEL_OF_THE_DISTRICT, rel=1e-9)
    assert 12 * found.core_ai[0] == pytest.approx(share * LEVEL_OF_THE_DISTRICT, abs=1.0)


def test_a_district_that_is_all_core_earns_what_the_core_earns() -> None:
    """Nothing is counted twice."""
    found = brought(calm(), core_share=1.0)
    assert np.array_equal(found.district_ai, found.core_ai)


def test_the_rest_of_the_district_grows_at_the_sector_s_mean() -> None:
    """Whatever happens in the core."""
    found = brought(calm())
    rest = found.district_ai - found.core_ai
    assert rest == pytest.approx(0.4 * 23e9 / 12 * 1.15 ** (np.arange(calm().months) / 12))


def test_the_old_vr_industry_is_what_was_observed_and_its_growth() -> None:
    """Without plant, newcomers and head offices: 9.5 billion and 12 % a year."""
    rules = {"device_value": 0.0, "module_value": 0.0, "hq_booking": 0.0, "arrival_revenue": 0.0}
    found = brought(calm(), **rules)
    assert found.district_vr == pytest.approx(9.5e9 / 12 * 1.12 ** (np.arange(calm().months) / 12))


@pytest.mark.parametrize("world", [calm, with_plant])
def test_the_district_s_vr_revenue_is_made_of_four_disjoint_parts(world: Callable[[], History]) -> None:
    """Old industry, plant, newcomers, booked sales: each part alone makes the difference."""
    bare = {"device_value": 0.0, "module_value": 0.0, "hq_booking": 0.0, "arrival_revenue": 0.0}
    whole, old = brought(world()), brought(world(), **bare).district_vr
    newcomers = brought(world(), **{**bare, "arrival_revenue": baseline().outcomes.arrival_revenue}).district_vr - old
    assert whole.plant_goods.any() == (world is with_plant)
    assert newcomers.any() == (world is calm)
    assert whole.district_vr == pytest.approx(old + whole.plant_goods + whole.booked + newcomers)


def test_who_moves_over_within_the_district_adds_nothing_to_it() -> None:
    """Its revenue is in the district's already; an enterprise from elsewhere is new."""
    vr = {"key": ("vr", "x"), "park": "vr", "sector": 9}
    assert firm(**vr).is_vr
    mover, comer = (outcomes(alone(firm(**vr, origin=origin))) for origin in ("relocation", "roadshow"))
    nobody = outcomes(alone(firm(**vr, origin="registered")))
    assert np.array_equal(mover.district_vr, nobody.district_vr)
    assert np.all(comer.district_vr > nobody.district_vr)


def test_the_ratio_of_city_to_district_is_not_applied_to_what_stands_in_laoshan_only() -> None:
    """The city is the district and the others' part of the old industry."""
    found = brought(calm())
    beside = found.city_vr - found.district_vr
    assert beside == pytest.approx(0.15 * 9.5e9 / 12 * 1.12 ** (np.arange(calm().months) / 12))
    assert brought(calm(), vr_city_ratio=1.0).city_vr == pytest.approx(found.district_vr)


def test_modules_in_own_devices_are_counted_once() -> None:
    """A device's value holds its two modules; only those sold on their own come on top."""
    made = plant_output(with_plant())
    found = brought(with_plant())
    assert made.devices.any()
    expected = made.devices * 1300.0 + np.maximum(made.modules - 2.0 * made.devices, 0.0) * 130.0
    assert found.plant_goods == pytest.approx(expected)
    assert brought(with_plant(), modules_built_in=20.0).plant_goods == pytest.approx(made.devices * 1300.0)


def test_an_ensemble_draws_what_nobody_knows_and_leaves_arithmetic_alone() -> None:
    """Modules sold for each device are uncertain; the two within it are not. Counts stay whole."""
    high = drawn(baseline(), {"prod.modules_per_device": 0.9, "outcome.demonstrations0": 0.9})
    assert high.production.modules_per_device > baseline().production.modules_per_device
    assert high.outcomes.modules_built_in == 2.0
    moved = changed(baseline(), months=12, outcomes={"demonstrations_at_start": 7.3})
    assert np.all(outcomes(lived(moved)).counts.demonstrations % 1.0 == 0.0)


def test_head_offices_book_from_the_first_move_on() -> None:
    """Nothing before April 2023, the assumed 2 billion in 2024, and growing with the industry."""
    booked = brought(calm()).booked
    assert not booked[:3].any()
    assert np.all(np.diff(booked[3:12]) > 0.0)
    assert booked[12:24].sum() == pytest.approx(2e9, rel=0.005)
    assert booked[36:48].sum() / booked[24:36].sum() == pytest.approx(1.12, rel=1e-3)


def test_dates_of_head_offices_may_lie_anywhere() -> None:
    """In full at once, or not within the run."""
    at_once = brought(calm(), hq_from=date(2025, 1, 1), hq_full=date(2025, 1, 1)).booked
    assert not at_once[:24].any()
    assert at_once[24] > 1e8
    assert not brought(calm(), hq_from=date(2099, 1, 1), hq_full=date(2099, 2, 1)).booked.any()


def test_orders_count_only_for_scenes_that_the_city_opens() -> None:
    """Without a policy there are none; where every second scene is opened, it is about half of the new ones."""
    world = calm()
    plain = dataclasses.replace(world, scenes_factor={}, memo={})
    assert not outcomes(plain).opened_orders.any()
    doubled = outcomes(dataclasses.replace(world, scenes_factor={"ai": np.full(world.months, 2.0)}, memo={}))
    assert doubled.opened_orders == pytest.approx(doubled.counts.new_scenes / 2 * 3e6)
    assert doubled.core_ai == pytest.approx(outcomes(plain).core_ai + doubled.opened_orders)


def test_rent_is_paid_on_let_floor_at_the_rent_of_the_park() -> None:
    """Month by month; named enterprises' floor is left out, as are their people."""
    world = calm()
    rents = tenants_rent(world, "ai") / (tenants_m2(world, "ai") * world.rent_level["ai"])
    assert rents == pytest.approx(1.8 * 365.25 / 12)
    named = np.array([one.name is not None for one in world.enterprises])
    of_park = np.array([one.park == "ai" for one in world.enterprises])
    everybody = (world.census.staff * of_park).sum(axis=1)
    assert tenants_staff(world, "ai") == pytest.approx(everybody - (world.census.staff * (named & of_park)).sum(axis=1))
    assert np.all(tenants_m2(world, "ai") <= (world.let_m2 * world.columns("ai")).sum(axis=1))


def test_one_park_alone_brings_about_what_its_enterprises_do() -> None:
    """Without the AI park there is no core, and no AI industry of the district is told."""
    place = tiny_place()
    found = simulate(dataclasses.replace(place, parks=place.parks[1:]), changed(baseline(), months=12)).kpis
    assert not [key for key in found if key.startswith(("core.", "ai.", "district.ai"))]
    assert np.all(found["district.vr_revenue_cny_year"].values > 0.0)


def test_a_park_of_neither_industry_earns_by_other_trades() -> None:
    """And tells of no district and no city."""
    found = simulate(_elsewhere(), changed(baseline(), months=24)).kpis
    assert found["port.revenue_cny_year"].values[-1] > 0.0
    assert not [key for key in found if key.startswith(("core.", "district.", "city."))]


def test_a_place_without_any_enterprise_earns_nothing() -> None:
    """Nothing stands, nobody comes."""
    empty = changed(baseline(), months=12, tenants=NOBODY_MOVES, stock={"occupancy": 0.0}, roadshows=(), anchors=())
    found = simulate(_elsewhere(), empty).kpis
    assert not found["port.revenue_cny_year"].values.any()
    assert np.all(np.isnan(found["port.revenue_per_head"].values))


def _elsewhere() -> Place:
    """The tiny AI park under another name."""
    park = tiny_place().parks[0]
    parts = {
        name: tuple(dataclasses.replace(one, park="port") for one in getattr(park, name))
        for name in ("sites", "zones", "parcels", "buildings", "roads", "areas", "landmarks")
    }
    return dataclasses.replace(tiny_place(), parks=(dataclasses.replace(park, id="port", **parts),))


def test_nothing_that_comes_later_changes_earlier_months() -> None:
    """A policy that changes in month 60 leaves the figures of this part as they were, to the byte."""
    usual, shorter = (_opened_until(day) for day in (date(2028, 6, 1), date(2028, 1, 1)))
    for key, one in usual.kpis.items():
        if one.group in GROUPS:
            assert one.values[:60].tobytes() == shorter.kpis[key].values[:60].tobytes(), key
    assert usual.kpis["ai.scenes"].values[-1] > shorter.kpis["ai.scenes"].values[-1]


def _opened_until(day: date) -> Run:
    """Seven years in which the city opens many scenes until this day."""
    opened = {"ends": day, "scenes_factor": 10.0, "account": "district"}
    return simulate(tiny_place(), changed(baseline(), months=84, instruments={"open_scenes": opened}))


def test_indirect_jobs_are_told_only_where_asked_for_and_change_nothing_else() -> None:
    """Their multiplier is not well founded."""
    asked = simulate(tiny_place(), changed(baseline(), months=36, outcomes={"indirect_jobs": True}))
    usual = run_of_tiny()
    assert set(asked.kpis) - set(usual.kpis) == {"ai.indirect_jobs", "vr.indirect_jobs"}
    assert asked.kpis["ai.indirect_jobs"].values == pytest.approx(0.5 * usual.kpis["ai.staff"].values)
    for key, one in usual.kpis.items():
        assert np.array_equal(one.values, asked.kpis[key].values, equal_nan=True), key


def test_no_figure_is_a_sum_of_two_levels() -> None:
    """Whichever two figures of different levels and one unit are added up, no third figure says that."""
    money = [one for one in baseline_run().kpis.values() if one.unit == "CNY/year" and one.values.any()]
    assert {one.level for one in money} >= {"core", "park", "district", "city"}
    for one, other in itertools.combinations(money, 2):
        if one.level != other.level:
            both = one.values + other.values
            same = [third.id for third in money if np.allclose(third.values, both, rtol=1e-6)]
            assert not same, (one.id, other.id)


@settings(max_examples=15, deadline=None)
@given(scenarios())
def test_in_any_scenario_figures_are_finite_and_tax_is_a_part_of_revenue(scenario: Scenario) -> None:
    """Nothing is below zero, nobody pays more tax than it earns, and each level holds the narrower one."""
    found = simulate(tiny_place(), scenario).kpis
    kpis = {key: one.values for key, one in found.items()}
    for one in found.values():
        if one.group in GROUPS:
            relates = one.unit in ("share", "CNY/m2/year", "CNY/person/year")
            assert np.all((one.values >= 0.0) | (relates & np.isnan(one.values))), one.id
            assert not np.any(np.isinf(one.values)), one.id
    for tax, income in (
        ("core.tax", "core.revenue"),
        ("district.ai_tax", "district.ai_revenue"),
        ("district.vr_tax", "district.vr_revenue"),
    ):
        assert np.all(kpis[f"{tax}_cny_year"] <= kpis[f"{income}_cny_year"])
    assert np.all(kpis["core.revenue_cny_year"] <= kpis["district.ai_revenue_cny_year"] * (1 + 1e-12))
    assert np.all(kpis["vr.output_cny_year"] <= kpis["district.vr_revenue_cny_year"] * (1 + 1e-12))
    assert np.all(kpis["district.vr_revenue_cny_year"] <= kpis["city.vr_revenue_cny_year"] * (1 + 1e-12))
    assert np.all(kpis["ai.value_added_cny_year"] <= kpis["ai.revenue_cny_year"] * (1 + 1e-12))


def test_tenants_of_a_park_are_all_its_trades() -> None:
    """The AI park's tenants earn the core's AI revenue, without orders that policy opened, and that of other trades."""
    found = outcomes(calm())
    others = found.earnings.revenue((found.earnings.field == 2) & (found.earnings.park == 0))
    assert tenants_revenue(calm(), "ai") == pytest.approx(found.core_ai - found.opened_orders + others)


def test_the_shipped_parks_start_where_they_are_said_to() -> None:
    """The year's rate of the first month, with who came and went within it, is near the published levels."""
    kpis = baseline_run().kpis
    assert kpis["core.revenue_cny_year"].values[0] == pytest.approx(13.8e9, rel=0.03)
    assert kpis["district.ai_revenue_cny_year"].values[0] == pytest.approx(23e9, rel=0.02)
    assert kpis["district.vr_revenue_cny_year"].values[0] == pytest.approx(9.5e9, rel=0.02)
