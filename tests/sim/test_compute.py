"""The computing centres: the sources' traps, and what a balance must keep."""

from __future__ import annotations

import numpy as np
import pytest

from sim.calendar import calendar
from sim.compute import ComputeMarket
from sim.model import simulate
from sim.streams import Streams
from tests.sim.worlds import baseline, baseline_run, changed, parks


def values(name: str) -> np.ndarray:
    """A KPI of the baseline."""
    return baseline_run().kpis[name].values


def test_one_centre_of_100_p_is_on_line_at_first_and_never_250_p() -> None:
    """0 before 23 February 2023, 100 P after; the second centre is only announced."""
    supply = values("compute.supply_p")
    assert supply[0] == 0.0
    assert np.all(supply[1:8] == 100.0)
    assert supply[-1] == 250.0


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
    assert np.all(values("compute.sold_share") <= 1.0)


def test_the_parks_share_what_is_sold() -> None:
    """With customers from outside both, they never have it all."""
    together = values("ai.compute_sold_share") + values("vr.compute_sold_share")
    assert np.all(together < values("compute.sold_share") + 1e-12)
    assert np.all(values("ai.compute_sold_share")[4:] > 0.0)


def test_what_one_centre_cannot_serve_spills_over_to_the_other() -> None:
    """Only what both cannot serve is unmet."""
    run = simulate(parks(), changed(baseline(), months=60, compute={"declared": 3.0, "public_demand": 60.0}))
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
    online = int(np.argmax(run.kpis["compute.supply_p"].values == 250.0))
    hall = run.building_ids.index("AI-HZX-B01")
    assert run.progress[online, hall] == 1.0
    assert run.progress[online - 1, hall] < 1.0


def test_a_scenario_may_have_no_centre() -> None:
    """Nothing is supplied, wanted of it or sold; the tenants come all the same."""
    run = simulate(parks(), changed(baseline(), months=12, centres=()))
    for name in ("supply_p", "demand_p", "sold_p", "running_p", "customers", "power_mw"):
        assert not run.kpis[f"compute.{name}"].values.any()
    assert run.kpis["ai.arrivals"].values.sum() > 0
