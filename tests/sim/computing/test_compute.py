"""The computing centres: the sources' traps, what a balance must keep, what policy and growth do to it."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.calendar import calendar
from sim.computing.compute import ComputeMarket
from sim.model import simulate
from sim.run import Run
from sim.scenario import Scenario, load
from sim.settings import Centre
from sim.streams import Spread, Streams
from sim.table import csv, document
from tests.sim.worlds import baseline, baseline_run, changed, parks, world_of
from tests.tiny import tiny_place


def values(name: str) -> np.ndarray:
    """A KPI of the baseline."""
    return baseline_run().kpis[name].values


def test_one_centre_of_100_p_is_on_line_at_first_and_never_250_p() -> None:
    """0 before 23 February 2023, 100 P after; the second centre is only announced."""
    supply = values("compute.supply_p")
    assert supply[0] == 0.0
    assert np.all(supply[1:8] == 100.0)
    announced = simulate(parks(), changed(baseline(), compute={"expansion": False}))
    assert announced.kpis["compute.capacity_p"].values[-1] == 250.0


def test_the_second_centre_comes_on_an_uncertain_date_never_before_september_2023() -> None:
    """Half of the draws by March 2024; little more than a quarter within 2023, as was announced; some after 2024."""
    clock = calendar(baseline().start, 96)
    months = [clock.month(ComputeMarket(baseline(), clock, Streams(seed)).online_days[1]) for seed in range(200)]
    assert min(months) >= 8
    assert np.mean(np.array(months) < 12) == pytest.approx(0.28, abs=0.12)
    assert np.mean(np.array(months) < 15) == pytest.approx(0.5, abs=0.12)
    assert max(months) > 24


def test_80_customers_are_not_the_270_in_talks_and_their_demand_is_not_the_declared_120_p() -> None:
    """Two stages of one funnel."""
    april = baseline_run().month_index("2023-04")
    assert 80 <= values("compute.customers")[april] < 100
    for seed in range(5):
        demand = simulate(parks(), changed(baseline(), months=12), seed=seed).kpis["compute.demand_p"].values[april]
        assert 5.0 < demand < 120.0


def test_sold_running_and_unmet_are_kept_apart() -> None:
    """running <= sold <= supply, sold + unmet = demand."""
    supply, demand = values("compute.supply_p"), values("compute.demand_p")
    sold, running, unmet = values("compute.sold_p"), values("compute.running_p"), values("compute.unmet_p")
    assert np.all(running <= sold)
    assert np.all(sold <= supply)
    assert sold + unmet == pytest.approx(demand)
    online = supply > 0.0
    assert np.all(values("compute.sold_share")[online] <= 1.0)
    assert np.all(running[online] <= (supply * values("compute.availability"))[online])
    assert np.all(values("compute.reserved_p") <= sold)


def test_the_parks_share_what_is_sold() -> None:
    """With customers from outside both, they never have it all."""
    together = values("ai.compute_sold_share") + values("vr.compute_sold_share")
    assert np.all(together[1:] < values("compute.sold_share")[1:] + 1e-12)
    assert np.all(values("ai.compute_sold_share")[4:] > 0.0)


def test_what_one_centre_cannot_serve_spills_over_to_the_other() -> None:
    """Only what both cannot serve is unmet."""
    run = simulate(parks(), changed(baseline(), months=60, compute={"declared": 4.0, "public_demand": 90.0}))
    supply, demand = run.kpis["compute.supply_p"].values, run.kpis["compute.demand_p"].values
    assert (demand > supply).any()
    assert run.kpis["compute.sold_p"].values == pytest.approx(np.minimum(supply, demand))


def test_power_follows_use_and_stays_near_a_megawatt() -> None:
    """100 P is about 0.3 MW of servers: no hyperscale hall."""
    power = values("compute.power_mw")
    assert power[0] == 0.0
    assert 0.1 < power[3] < 0.5
    assert 0.4 < power[-1] < 1.5


def test_the_data_halls_show_the_sold_share_of_their_own_centre() -> None:
    """Nothing else glows."""
    run = baseline_run()
    halls = [i for i, one in enumerate(parks().buildings) if one.use == "compute"]
    assert {parks().buildings[i].parcel for i in halls} == {"AI-AICC", "AI-HZX"}
    others = np.delete(run.compute_load, halls, axis=1)
    assert not others.any()
    assert run.compute_load[0, halls].max() == 0.0
    assert np.all(run.compute_load[3:, halls].max(axis=1) > 0.0)
    assert run.compute_load.max() <= 1.0
    before_online = run.kpis["compute.supply_p"].values == 100.0
    second = [i for i in halls if parks().buildings[i].parcel == "AI-HZX"]
    assert not run.compute_load[np.ix_(before_online, second)].any()


def test_the_second_centre_s_house_stands_when_it_comes_on_line() -> None:
    """Compute is not sold out of a building site."""
    run = baseline_run()
    online = int(np.argmax(run.kpis["compute.capacity_p"].values == 250.0))
    hall = run.building_ids.index("AI-HZX-B01")
    assert run.progress[online, hall] == 1.0
    assert run.progress[online - 1, hall] < 1.0


def test_a_scenario_may_have_no_centre() -> None:
    """Nothing is supplied, wanted of it or sold; shares of it are undefined; the tenants come all the same."""
    run = simulate(parks(), changed(baseline(), months=12, centres=()))
    for name in ("supply_p", "demand_p", "sold_p", "running_p", "customers", "funnel", "power_mw", "revenue_cny_year"):
        assert not run.kpis[f"compute.{name}"].values.any()
    for name in ("sold_share", "running_share", "availability", "wait_days"):
        assert np.all(np.isnan(run.kpis[f"compute.{name}"].values))
    assert run.kpis["ai.arrivals"].values.sum() > 0


def test_a_share_of_no_supply_is_not_a_number_anywhere() -> None:
    """Before 23 February 2023: empty in the file for a spreadsheet, null in the document, a dash on the desk."""
    run = baseline_run()
    assert np.isnan(values("compute.sold_share")[0])
    row = next(line for line in csv(run).splitlines() if line.startswith("compute.sold_share,"))
    assert row.split(",")[6] == ""
    assert row.split(",")[7] != ""
    written = json.dumps(document(run, run.kpis.values()), allow_nan=False)
    assert json.loads(written)["kpis"]["compute.sold_share"]["values"][0] is None


# ---------------------------------------------------------------- the funnel


def test_270_in_talks_and_80_joined_are_two_stages_of_one_funnel() -> None:
    """By their published dates; what was declared, more than 120 P, is not what is wanted."""
    march, april = baseline_run().month_index("2023-03"), baseline_run().month_index("2023-04")
    assert values("compute.funnel")[march] == pytest.approx(270.0)
    assert values("compute.intent_p")[march] == pytest.approx(120.0, rel=0.02)
    assert values("compute.joined")[april] >= 80
    assert values("compute.demand_p")[march] < 0.5 * values("compute.intent_p")[march]
    assert np.all(values("compute.funnel") >= values("compute.joined"))
    assert np.all(values("compute.joined") >= values("compute.customers"))


# ---------------------------------------------------------------- overload


def overloaded(**compute: Any) -> Run:
    """Both centres wanted three times over, without expansion."""
    rules = {"public_demand": 600.0, "expansion": False, **compute}
    return simulate(tiny_place(), changed(baseline(), months=48, compute=rules), seed=1)


def test_what_stays_unmet_for_long_goes_to_other_suppliers() -> None:
    """It is told apart from unmet demand, and not counted twice."""
    patient = overloaded(leave_patience=240.0, churn=0.0).kpis
    hasty = overloaded(leave_patience=1.0, churn=0.0).kpis
    assert hasty["compute.elsewhere_p"].values[-1] > 100.0
    assert hasty["compute.unmet_p"].values[-1] < patient["compute.unmet_p"].values[-1]
    for kpis in (patient, hasty):
        sold, unmet = kpis["compute.sold_p"].values, kpis["compute.unmet_p"].values
        assert sold + unmet == pytest.approx(kpis["compute.demand_p"].values)


def test_batch_work_waits_when_the_centres_are_full_and_not_when_they_are_idle() -> None:
    """At most as long as a job has patience."""
    waits = overloaded(leave_patience=240.0).kpis["compute.wait_days"].values[2:]
    assert waits.min() > 1.0
    assert waits.max() <= 10.0
    half_empty = values("compute.sold_share") < 0.5
    assert half_empty.sum() > 6
    assert values("compute.wait_days")[half_empty].max() < 0.1


def test_an_expansion_is_on_line_only_after_its_lead() -> None:
    """Capacity grows by its step on the month end after, and never before half a year of high use."""
    scenario = changed(baseline(), months=60, compute={"public_demand": 300.0, "leave_patience": 240.0})
    world = world_of(scenario)
    market = world._at.compute
    capacity = np.array([row.sum() for row in market.books.capacity_p])
    first = market.expansions.decided[0]
    month = world.calendar.month(first.decided)
    online = world.calendar.month(first.online + 1.0)
    assert month >= 6
    assert np.all(capacity[:online] <= 250.0)
    assert capacity[online] > capacity[online - 1]
    rooms = [2.0 * centre.capacity for centre in scenario.centres]
    assert all(np.all(row <= rooms) for row in market.books.capacity_p)


def test_no_expansion_is_decided_in_a_year_that_sales_and_support_have_not_paid_for() -> None:
    """At every decision of a dozen runs; where the money does not count there are more, and some at a loss."""

    def year_before(market: ComputeMarket, day: float) -> float:
        month, books = market._calendar.month(day), market.books
        year = slice(max(0, month - 11), month + 1)
        gained = sum(books.revenue_cny[year]) + sum(books.support_cny[year])
        return gained - sum(books.energy_cost_cny[year]) - sum(books.fixed_cost_cny[year])

    left = {}
    for covered in (True, False):
        scenario = changed(baseline(), compute={"expansion_covered": covered})
        markets = [world_of(scenario, seed=seed)._at.compute for seed in range(12)]
        left[covered] = [year_before(one, made.decided) for one in markets for made in one.expansions.decided]
    assert left[True]
    assert min(left[True]) >= 0.0
    assert len(left[False]) > len(left[True])
    assert min(left[False]) < 0.0


def test_support_of_operation_lets_an_operator_expand_that_sales_alone_would_not() -> None:
    """What the instrument pays counts as much as sales: of itself it makes the difference in these years."""

    def decided(yearly: float) -> int:
        support = {"compute_operation": {"yearly": yearly, "price_factor": 1.0}}
        rules = {"public_demand": 220.0, "price": 60_000.0, "leave_patience": 240.0}
        scenario = changed(baseline(), months=36, compute=rules, instruments=support)
        return len(world_of(scenario)._at.compute.expansions.decided)

    assert decided(0.0) == 0
    assert decided(40_000_000.0) > 0


def test_what_campaigns_and_block_buyers_book_is_at_work() -> None:
    """A world of them alone: nine tenths of what is sold runs, and not the part that others use of what they book."""
    rules = {
        "customers_joined": 0, "new_customers": 0.0, "public_demand": 0.0, "declared": 0.0, "campaign_rate": 4.0,
        "campaign_size": Spread(30.0, 30.0), "block_chance": 1.0, "availability": 1.0, "outage_rate": 0.0,
    }  # fmt: skip
    books = world_of(changed(baseline(), compute=rules)).history().books
    sold, running = (np.array(rows).sum(axis=1) for rows in (books.sold_p, books.running_p))
    assert sold.max() > 50.0
    assert running[sold > 0.0] == pytest.approx(0.9 * sold[sold > 0.0])


# ---------------------------------------------------------------- policy and money


class Vouchers:
    """Half price for the AI park from a day on; from another on only half of the machines are kept running."""

    def __init__(self, cheaper: float, half: float = np.inf) -> None:
        self.cheaper, self.half = cheaper, half

    def compute_price_factor(self, park: str, day: float) -> float:
        """On the net price."""
        return 0.5 if park == "ai" and day >= self.cheaper else 1.0

    def centre_running_factor(self, day: float) -> float:
        """On what is kept running."""
        return 0.5 if day >= self.half else 1.0

    def centre_support_cny(self) -> float:
        """Nothing is paid to the centres themselves."""
        return 0.0


def market_with(support: Vouchers | None, months: int = 36) -> ComputeMarket:
    """The centres alone, with one tenant of the AI park that wants 20 P and no other customers."""
    rules = {
        "customers_joined": 0, "new_customers": 0.0, "campaign_rate": 0.0, "block_chance": 0.0, "growth": 0.0,
        "public_demand": 40.0, "declared": 20.0, "declared_spread": 0.0, "paid_share": 1.0, "churn": 0.0,
    }  # fmt: skip
    scenario = changed(baseline(), months=months, compute=rules)
    clock = calendar(scenario.start, months)
    market = ComputeMarket(scenario, clock, Streams(1), support)
    market.begin()
    tenant = next(one for one in world_of(changed(baseline(), months=12))._population.enterprises if one.is_ai)
    market.tenant_lands(tenant, 0.0, joins=True)
    for month in range(months):
        market.close_month(month)
    return market


def by_park(market: ComputeMarket, park: str) -> np.ndarray:
    """What a park's customers buy, P."""
    return np.array([row[park] for row in market.books.sold_by_park_p])


def test_half_price_raises_demand_by_its_elasticity_and_only_from_then_on() -> None:
    """0.5 ^ -0.6 = 1.52 once every contract is renewed; the months before are the same to the byte."""
    plain, cheaper = market_with(None, 48), market_with(Vouchers(365.0), 48)
    before, after = by_park(plain, "ai"), by_park(cheaper, "ai")
    assert before[:11].tobytes() == after[:11].tobytes()
    assert np.all(after[12:] > before[12:])
    assert after[-1] / before[-1] == pytest.approx(0.5**-0.6, rel=1e-6)
    assert by_park(plain, "").tobytes() == by_park(cheaper, "").tobytes()


def test_when_support_of_operation_ends_less_runs_and_capacity_stands() -> None:
    """Supply halves; the machines are still there, and draw nothing."""
    books = market_with(Vouchers(np.inf, 365.0), 24).books
    supply, capacity, power = (
        np.array([row.sum() for row in rows]) for rows in (books.supply_p, books.capacity_p, books.full_power_mw)
    )
    assert supply[11] == capacity[11]
    assert supply[13] == 0.5 * capacity[13]
    assert power[13] == pytest.approx(0.5 * power[11])


def test_sales_less_cost_is_the_result_and_shows_what_operation_needs() -> None:
    """Power and upkeep of 100 P are about 14 million a year, less as they age; half-idle sales do not cover them."""
    result = values("compute.result_cny_year")
    assert result == pytest.approx(values("compute.revenue_cny_year") - values("compute.cost_cny_year"))
    one_centre = changed(baseline(), months=24, centres=baseline().centres[:1])
    ageless = changed(one_centre, compute={"fixed_cost_decline": 0.0})
    cost, lasting = (simulate(tiny_place(), one).kpis["compute.cost_cny_year"].values for one in (one_centre, ageless))
    assert lasting[-1] == pytest.approx(14e6, rel=0.1)
    assert 0.7 * lasting[-1] < cost[-1] < 0.9 * lasting[-1]
    assert values("compute.price_cny")[5] == pytest.approx(190_000.0, rel=0.01)
    assert values("compute.price_cny")[17] == pytest.approx(190_000.0 * 0.72, rel=0.01)


# ---------------------------------------------------------------- a third centre

THIRD = """
id = "third"
parent = "baseline"
name = { en = "Third centre", zh = "第三中心" }
description = { en = "One more centre", zh = "新增一个中心" }

[[centre]]
id = "third"
name = { en = "Third centre", zh = "第三中心" }
park = "ai"
parcel = "PARCEL"
capacity = { value = 100, choice = { en = "as large as the first", zh = "与首个中心同等规模" } }
online = { value = "DATE", choice = { en = "a plan", zh = "计划" } }
kw_per_p = { value = 1.9, assumption = "compute.kw_per_p.expansion" }
pue = { value = 1.15, choice = { en = "liquid cooling", zh = "液冷" } }
"""


def third(folder: Path, parcel: str, online: str = "2026-01-01") -> Scenario:
    """The baseline with a third centre on this parcel."""
    file = folder / "third.toml"
    file.write_text(THIRD.replace("PARCEL", parcel).replace("DATE", online), encoding="utf-8")
    return load(file)


def test_a_third_centre_is_a_few_lines_and_leaves_the_luck_of_the_others_in_place(tmp_path: Path) -> None:
    """Beside the second one, in its parcel: outages and dates of the others, and all months before, to the byte."""
    scenario = third(tmp_path, "AI-HZX")
    run = simulate(parks(), scenario)
    assert [centre.id for centre in scenario.centres] == ["aicc", "haizhixin", "third"]
    for key, series in run.kpis.items():
        assert series.values[:35].tobytes() == baseline_run().kpis[key].values[:35].tobytes(), key
    capacity = run.kpis["compute.capacity_p"].values - baseline_run().kpis["compute.capacity_p"].values
    assert capacity[35] == 0.0
    assert capacity[36] == 100.0
    assert run.progress.tobytes() == baseline_run().progress.tobytes()
    clock = calendar(scenario.start, 96)
    with_third, without = (ComputeMarket(one, clock, Streams(7)) for one in (scenario, baseline()))
    assert with_third.online_days[:2] == without.online_days
    assert np.array(with_third._up[:2]).tobytes() == np.array(without._up).tobytes()


def test_a_third_centre_in_rooms_of_another_building_waits_for_it_and_not_the_other_way_round(tmp_path: Path) -> None:
    """A parcel without data halls: its project goes its own way, and the centre opens when a house stands."""
    built = baseline_run().progress == 1.0
    late = next(
        one.parcel
        for index, one in enumerate(parks().buildings)
        if one.park == "ai" and one.use == "software" and not built[23, index] and built[-1, index]
    )
    run = simulate(parks(), third(tmp_path, late, "2024-01-01"))
    assert run.progress.tobytes() == baseline_run().progress.tobytes()
    index = [index for index, one in enumerate(parks().buildings) if one.parcel == late]
    stands = built[:, index].any(axis=1)
    supply = run.kpis["compute.capacity_p"].values
    assert np.all(supply[~stands] <= 250.0 + 150.0)
    event = next(one for one in run.events if one.name.en.startswith("Third centre"))
    assert event.day >= 365.0
    assert stands[calendar(baseline().start, 96).month(event.day)]


def test_haizhixin_is_on_line_within_2023_in_about_a_quarter_of_the_runs() -> None:
    """P = 0.28: announced is not online."""
    clock = calendar(baseline().start, 96)
    days = [ComputeMarket(baseline(), clock, Streams(seed)).online_days[1] for seed in range(2000)]
    assert np.mean(np.array(days) < clock.day(date(2024, 1, 1))) == pytest.approx(0.28, abs=0.03)


# ---------------------------------------------------------------- whatever the scenario


@settings(max_examples=30)
@given(
    st.fixed_dictionaries(
        {
            "public_demand": st.sampled_from([0.0, 1.0, 200.0, 10_000.0]),
            "declared": st.floats(0.0, 100.0),
            "new_customers": st.floats(0.0, 50.0),
            "growth": st.floats(-0.9, 3.0),
            "churn": st.floats(0.0, 3.0),
            "reserved_share": st.floats(0.0, 1.0),
            "reserved_fill": st.floats(0.0, 1.0),
            "booked_fill": st.floats(0.0, 1.0),
            "availability": st.floats(0.5, 1.0),
            "outage_rate": st.floats(0.0, 100.0),
            "leave_patience": st.floats(0.0, 240.0),
            "return_rate": st.floats(0.0, 12.0),
            "expansion_trigger": st.floats(0.05, 1.0),
            "expansion_room": st.floats(0.0, 20.0),
            "join_share": st.floats(0.0, 1.0),
        }
    ),
    st.integers(0, 2**40),
)
def test_a_balance_holds_in_every_scenario(rules: dict[str, Any], seed: int) -> None:
    """Supply within capacity, sold within supply, running within sold and what is up, demand = sold + unmet."""
    scenario = changed(baseline(), months=36, compute=rules)
    history = world_of(scenario, seed=seed).history()
    books = history.books
    rows = (np.array(getattr(books, name)) for name in ("capacity_p", "supply_p", "availability", "demand_p", "sold_p"))
    capacity, supply, up, demand, sold = rows
    running = np.array(books.running_p)
    room = np.array([centre.capacity for centre in scenario.centres]) * (1.0 + rules["expansion_room"])
    assert np.all(capacity <= room * (1.0 + 1e-12))
    assert np.all(supply <= capacity)
    assert np.all(sold <= supply * (1.0 + 1e-12))
    assert np.all(running <= np.minimum(sold, supply * up) * (1.0 + 1e-12) + 1e-12)
    assert sold.sum(axis=1) == pytest.approx(np.minimum(demand.sum(axis=1), supply.sum(axis=1)))
    assert [sum(row.values()) for row in books.sold_by_park_p] == pytest.approx(sold.sum(axis=1))
    assert min(books.elsewhere_p) >= 0.0
    waits = np.array(books.wait_days)
    assert np.all(np.isnan(waits) | ((waits >= 0.0) & (waits <= scenario.compute.job_patience * (1.0 + 1e-9))))


def test_a_million_p_of_demand_is_shared_out_like_any_other() -> None:
    """Bounded work: as many contracts as customers, whatever they want."""
    rules = {
        "public_demand": 10_000.0,
        "declared": 100.0,
        "customers_joined": 10_000,
        "growth": 3.0,
        "new_customers": 200.0,
        "leave_patience": 240.0,
    }
    run = simulate(tiny_place(), changed(baseline(), months=48, compute=rules))
    assert run.kpis["compute.demand_p"].values.max() > 1e6
    assert np.all(run.kpis["compute.sold_p"].values <= run.kpis["compute.supply_p"].values * (1.0 + 1e-12))


def test_centres_of_a_place_that_has_no_such_parcel_still_count() -> None:
    """The small place has none of the published parcels."""
    run = simulate(tiny_place(), changed(baseline(), months=12))
    assert run.kpis["compute.supply_p"].values[1] == 100.0


def test_two_centres_of_one_parcel_glow_together() -> None:
    """The hall shows what both sell of what both supply."""
    first = baseline().centres[0]
    twin: Centre = dataclasses.replace(first, id="twin", capacity=300.0)
    scenario = changed(baseline(), months=12, centres=(first, twin))
    grounds = {**scenario.grounds, "centre.twin.online": scenario.grounds["centre.aicc.online"]}
    run = simulate(parks(), dataclasses.replace(scenario, grounds=grounds))
    hall = run.building_ids.index("AI-AICC-B01")
    assert run.compute_load[3:, hall] == pytest.approx(run.kpis["compute.sold_share"].values[3:], rel=1e-5)
