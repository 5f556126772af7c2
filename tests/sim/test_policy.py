"""The support packages: two accounts, capped, closed in time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model import simulate
from sim.policy import Account
from tests.sim.worlds import baseline, baseline_run, changed, parks


def paid(name: str) -> np.ndarray:
    """Cumulative CNY of the baseline."""
    return baseline_run().kpis[f"policy.{name}"].values


@given(st.floats(0, 1e9), st.lists(st.tuples(st.floats(-1e8, 1e9), st.floats(-10, 120)), max_size=30))
def test_an_account_never_falls_below_zero_and_pays_only_while_open(
    balance: float, payments: list[tuple[float, float]]
) -> None:
    """Money is conserved."""
    account = Account(0.0, 100.0, balance)
    for amount, day in payments:
        given_out = account.pay(amount, day)
        assert 0.0 <= given_out <= max(amount, 0.0)
        assert given_out == 0.0 or 0.0 <= day < 100.0
        assert account.balance >= 0.0
    assert account.balance + account.paid == pytest.approx(balance)


def test_the_ai_package_pays_no_more_than_530_million_and_only_in_its_three_years() -> None:
    """300 million of it for construction."""
    run, series = baseline_run(), paid("ai_paid_cny")
    assert series[0] == 0.0
    assert series[-1] <= 530e6
    closed = run.month_index("2026-03")
    assert np.all(series[closed:] == series[closed])
    assert series[closed] - paid("ai_rent_paid_cny")[closed] >= 299e6


def test_the_vr_package_is_an_account_of_its_own() -> None:
    """1.2 billion from September 2022 on, paid evenly: what was paid before 2023 is not counted."""
    run, series = baseline_run(), paid("vr_paid_cny")
    assert series[11] == pytest.approx(400e6, rel=0.01)
    assert series[-1] == pytest.approx(1.2e9 - 400e6 * 101 / 365.25, rel=0.01)
    assert np.all(np.diff(series[run.month_index("2025-10") :]) == 0.0)
    poorer = simulate(parks(), changed(baseline(), policy={"ai_fund": 310e6}))
    assert np.array_equal(poorer.kpis["policy.vr_paid_cny"].values, series)
    assert poorer.kpis["policy.ai_paid_cny"].values[-1] <= 310e6 < paid("ai_paid_cny")[-1]


def test_claims_outlive_the_account_and_stay_unpaid() -> None:
    """Rent subsidies run five years, the account three."""
    run = baseline_run()
    closed = run.month_index("2026-02")
    assert paid("ai_unpaid_cny")[closed - 1] == 0.0
    assert paid("ai_unpaid_cny")[-1] > 0.0


def test_no_enterprise_claims_more_than_its_cap() -> None:
    """With a cap of almost nothing, almost nothing is paid."""
    capped = simulate(parks(), changed(baseline(), instruments={"rent_subsidy": {"cap": 1000.0}}))
    total = capped.kpis["policy.ai_rent_paid_cny"].values + capped.kpis["policy.ai_unpaid_cny"].values
    assert 0.0 < total[-1] <= 1000.0 * 500


def test_who_is_not_certified_is_not_paid() -> None:
    """None certified, nothing paid; all certified, more than half certified."""
    rent = {
        share: simulate(parks(), changed(baseline(), months=36, instruments={"rent_subsidy": {"certified": share}}))
        .kpis["policy.ai_rent_paid_cny"]
        .values[-1]
        for share in (0.0, 0.5, 1.0)
    }
    assert rent[0.0] == 0.0 < rent[0.5] < rent[1.0]
