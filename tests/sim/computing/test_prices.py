"""The list price: it follows the trend, and never falls below what the power of a P costs."""

from __future__ import annotations

import dataclasses

import pytest

from sim.calendar import calendar
from sim.computing.prices import list_price, power_cny, price_index
from tests.sim.worlds import baseline, baseline_run

CLOCK = calendar(baseline().start, 96)
FIRST, SECOND = baseline().centres


def test_the_power_of_a_p_year_is_what_its_machines_draw_and_cool() -> None:
    """3.0 kW, 1.25 of it with cooling, 8760 hours at 0.65 CNY."""
    assert power_cny(baseline().compute, FIRST) == pytest.approx(3.0 * 1.25 * 8760.0 * 0.65, rel=1e-3)


def test_nobody_sells_below_the_power_of_the_centre_that_needs_most() -> None:
    """Above it the trend alone; below it the power and its margin; without a centre there is none to pay."""
    rules = baseline().compute
    dearest = power_cny(rules, SECOND)
    assert dearest > power_cny(rules, FIRST)
    assert list_price(rules, 1.0, (FIRST, SECOND)) == rules.price
    assert list_price(rules, 0.01, (FIRST, SECOND)) == pytest.approx(dearest * (1.0 + rules.price_margin))
    assert list_price(rules, 0.01, ()) == pytest.approx(0.01 * rules.price)


def test_hardware_goes_on_getting_cheaper_where_the_price_has_stopped() -> None:
    """A year on is 28 % less, at the end of the run as at its beginning."""
    rules = baseline().compute
    for day in (0.0, 2500.0):
        fall = price_index(rules, CLOCK, day + 365.25) / price_index(rules, CLOCK, day)
        assert fall == pytest.approx(0.72, rel=1e-3)


def test_the_price_of_the_baseline_stays_above_power_to_the_end() -> None:
    """It falls for years and then stands."""
    price = baseline_run().kpis["compute.price_cny"].values
    assert min(price) > max(power_cny(baseline().compute, one) for one in baseline().centres)
    assert price[-1] == price[-6] < price[-30]


def test_without_margin_the_last_price_is_the_power_itself() -> None:
    rules = dataclasses.replace(baseline().compute, price_margin=0.0)
    assert list_price(rules, 0.0, (FIRST,)) == power_cny(rules, FIRST)
