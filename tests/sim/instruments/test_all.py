"""What holds for every instrument: it acts between its dates, and leaves nothing where it does not."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import sim.instruments
from gis.errors import UserError
from gis.place import Place
from sim.instruments import modules
from sim.instruments.base import Instrument, Standing, toward
from sim.model import simulate
from sim.run import Run
from sim.scenario import Scenario, load
from tests.sim.instruments.acting import OPENING, after, alone, none
from tests.sim.worlds import baseline, changed, parks
from tests.tiny import tiny_place

NAMES = tuple(modules())
SPENDING = tuple(name for name in NAMES if modules()[name].SOURCES)
SHARED = ("__init__", "base")
LASTING = {"ai_years": 20.0, "ai_fund": 5e9}
"""An AI package that is still open when something begins late."""


def same(one: Run, two: Run, months: int) -> bool:
    """Whether the first `months` months of two runs agree to the byte."""
    arrays = ("progress", "occupancy", "compute_load")
    return (
        all(getattr(one, name)[:months].tobytes() == getattr(two, name)[:months].tobytes() for name in arrays)
        and one.kpis.keys() == two.kpis.keys()
        and all(one.kpis[key].values[:months].tobytes() == two.kpis[key].values[:months].tobytes() for key in one.kpis)
    )


def test_every_file_is_an_instrument_of_the_baseline() -> None:
    """And the baseline names no other."""
    files = {file.stem for file in Path(sim.instruments.__file__).parent.glob("*.py")} - set(SHARED)
    assert set(baseline().instruments) == files == set(NAMES)
    assert all(settings.account == modules()[name].HOME for name, settings in baseline().instruments.items())


@pytest.mark.parametrize("name", NAMES)
def test_an_inactive_instrument_is_as_one_that_the_scenario_does_not_name(name: str) -> None:
    """To the byte."""
    off = changed(baseline(), months=36, instruments={name: {"active": False}})
    without = dataclasses.replace(off, instruments={k: v for k, v in off.instruments.items() if k != name})
    one, two = simulate(tiny_place(), off), simulate(tiny_place(), without)
    assert same(one, two, 36)
    assert one.events == two.events


@pytest.mark.parametrize("name", NAMES)
def test_an_instrument_leaves_no_trace_before_it_begins(name: str) -> None:
    """In month 48 here: months 0 to 47 are identical to the byte to those of a world without it."""
    off = changed(none(), months=60, policy=LASTING)
    late = changed(off, instruments={name: {"active": True, "begins": date(2027, 1, 1), "ends": date(2031, 1, 1)}})
    one, two = simulate(tiny_place(), off), simulate(tiny_place(), late)
    assert same(one, two, 48)
    assert not same(one, two, 60) or name not in SPENDING


def test_policy_that_begins_in_month_60_leaves_both_parks_as_they_were_until_then() -> None:
    """All instruments at once, and something is different afterwards."""
    off = changed(none(), policy=LASTING)
    dates = {"active": True, "begins": date(2028, 1, 1), "ends": date(2031, 1, 1)}
    one, two = simulate(parks(), off), simulate(parks(), changed(off, instruments=dict.fromkeys(NAMES, dates)))
    assert same(one, two, 60)
    assert not np.array_equal(one.kpis["ai.arrivals"].values, two.kpis["ai.arrivals"].values)
    assert not np.array_equal(one.occupancy, two.occupancy)


@pytest.mark.parametrize("name", [name for name in SPENDING if name not in ("rent_subsidy", "district_investment")])
def test_it_pays_its_yearly_amount_between_its_dates_and_nothing_outside(name: str) -> None:
    """One year of 24 months, out of an account that is open all the time."""
    scenario = changed(alone(name, begins=date(2023, 7, 1), ends=date(2024, 7, 1)), months=24)
    paid = after(scenario, 24).ledger.paid
    amount = scenario.instruments[name].yearly
    assert paid[name][5] == 0.0 < paid[name][6]
    assert paid[name][17] == paid[name][-1] == pytest.approx(amount * 366 / 365.25)
    assert not any(series[-1] for other, series in paid.items() if other != name)


@pytest.mark.parametrize("name", NAMES)
def test_without_money_no_factor_acts(name: str) -> None:
    """Every factor is exactly 1, whoever it is for: an instrument that is not funded, and never was, does nothing."""
    instrument: Instrument = modules()[name].Instrument(baseline().instruments[name])
    who = after(changed(baseline(), months=12), 1).people[0]
    none_at_all = Standing()
    assert instrument.arrival_factor("ai", none_at_all) == 1.0
    assert instrument.hazard_factor(who, none_at_all) == instrument.growth_factor(who, none_at_all) == 1.0
    assert instrument.roadshow_factor(none_at_all) == instrument.building_budget_factor(none_at_all) == 1.0
    assert instrument.compute_price_factor("ai", none_at_all) == instrument.centre_running_factor(none_at_all) == 1.0
    assert instrument.scenes_factor("ai", none_at_all) == 1.0
    assert not instrument.releases_land(none_at_all)
    assert instrument.invests_a_year(none_at_all) == instrument.projects_a_year("ai", none_at_all) == 0.0


def test_half_the_money_has_half_the_effect() -> None:
    """A factor moves from 1 in proportion."""
    assert toward(0.8, 0.0) == 1.0
    assert toward(0.8, 0.5) == pytest.approx(0.9)
    assert toward(0.8, 1.0) == pytest.approx(0.8)


def write(folder: Path, text: str) -> Scenario:
    """A scenario file that changes the baseline."""
    file = folder / "mine.toml"
    names = 'name = { en = "Mine", zh = "我的" }\ndescription = { en = "Mine", zh = "我的" }\n'
    file.write_text(f'id = "mine"\nparent = "baseline"\n{names}{text}', encoding="utf-8")
    return load(file)


def test_an_instrument_of_a_scenario_names_a_known_account(tmp_path: Path) -> None:
    """Or it is refused with the accounts that there are."""
    moved = write(tmp_path, '[instrument.talent]\naccount = "vr"\n')
    assert moved.instruments["talent"] == dataclasses.replace(baseline().instruments["talent"], account="vr")
    with pytest.raises(UserError, match=r"instrument\.talent\.account.*ai, vr, district"):
        write(tmp_path, '[instrument.talent]\naccount = "province"\n')


def test_an_instrument_cannot_end_before_it_begins(tmp_path: Path) -> None:
    """The value is named."""
    choice = 'choice = { en = "a test", zh = "测试" }'
    with pytest.raises(UserError, match=r"instrument\.talent\.ends"):
        write(tmp_path, f'[instrument.talent]\nends = {{ value = "{OPENING}", {choice} }}\n')


def test_the_same_money_cannot_be_in_two_accounts() -> None:
    """Talent out of the VR package is not paid by the AI package, and acts in the other park."""
    place: Place = tiny_place()
    moved = simulate(place, changed(baseline(), months=24, instruments={"talent": {"account": "vr"}})).kpis
    usual = simulate(place, changed(baseline(), months=24)).kpis
    assert "ai.support_paid_cny.talent" not in moved
    assert moved["vr.support_paid_cny.talent"].values[-1] == usual["ai.support_paid_cny.talent"].values[-1] > 0.0
    assert moved["policy.ai_paid_cny"].values[-1] < usual["policy.ai_paid_cny"].values[-1]
    assert moved["policy.vr_paid_cny"].values[-1] > usual["policy.vr_paid_cny"].values[-1]
