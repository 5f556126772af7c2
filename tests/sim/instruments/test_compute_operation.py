"""The operating subsidy of the centres: cheaper compute while it is paid, and a gap in the year after."""

from __future__ import annotations

import pytest

from tests.sim.instruments.acting import after, alone, day, none
from tests.sim.worlds import baseline, changed


def test_compute_is_cheaper_while_it_is_paid_for_all_customers() -> None:
    """Inside the parks and outside."""
    policies = after(alone("compute_operation"), 1)
    for park in ("ai", "vr", ""):
        assert policies.compute_price_factor(park, day(2023, 2, 22)) == 1.0
        assert policies.compute_price_factor(park, day(2023, 2, 23)) == pytest.approx(0.85)
        assert policies.compute_price_factor(park, day(2026, 2, 23)) == 1.0


def test_the_centres_run_less_in_the_year_after_it_ends() -> None:
    """Nothing is missed before, and after a year other payers are found."""
    assert after(alone("compute_operation"), 36).centre_running_factor(day(2026, 1)) == 1.0
    assert after(alone("compute_operation"), 38).centre_running_factor(day(2026, 3)) == pytest.approx(0.92)
    assert after(alone("compute_operation"), 52).centre_running_factor(day(2027, 5)) == 1.0
    assert after(none(), 38).centre_running_factor(day(2026, 3)) == 1.0


def test_an_empty_account_ends_it_as_well() -> None:
    """With 5 million left for enterprises it is paid for half a year."""
    poor = changed(alone("compute_operation"), policy={"ai_fund": 305e6, "ai_other_draw": 0.0})
    policies = after(poor, 12)
    assert policies.ledger.paid["compute_operation"][-1] == pytest.approx(5e6)
    assert policies.compute_price_factor("ai", day(2024, 1)) == 1.0
    assert policies.centre_running_factor(day(2024, 1)) == pytest.approx(0.92)


def test_it_shows_in_what_is_sold() -> None:
    """Cheaper compute is asked for more."""
    from sim.model import simulate
    from tests.sim.worlds import parks

    months = {"months": 30}
    with_it = simulate(parks(), changed(baseline(), **months)).kpis["compute.demand_p"].values
    off = changed(baseline(), instruments={"compute_operation": {"active": False}}, **months)
    without = simulate(parks(), off).kpis["compute.demand_p"].values
    assert with_it[12:].mean() > without[12:].mean()
