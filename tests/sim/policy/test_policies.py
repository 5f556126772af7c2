"""The support packages: two accounts, capped, closed in time."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.instruments.base import ACCOUNTS
from sim.model import simulate
from sim.policy.accounts import Account
from sim.scenario import Scenario
from tests.sim.worlds import baseline, baseline_run, changed, parks, world_of


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


def test_each_account_shows_what_is_paid_left_and_owed() -> None:
    """Paid and left make the package; what is owed begins when it has closed."""
    run = baseline_run()
    for account, opening in (("ai", 530e6), ("vr", 1.2e9 - 400e6 * 101 / 365.25)):
        assert paid(f"{account}_paid_cny") + paid(f"{account}_left_cny") == pytest.approx(opening, rel=1e-3)
    closed = run.month_index("2026-02")
    assert paid("ai_owed_cny")[closed - 1] == 0.0 < paid("ai_owed_cny")[-1] <= paid("ai_unpaid_cny")[-1]
    assert not paid("vr_owed_cny").any()


def test_instruments_and_the_rest_make_what_an_account_has_paid() -> None:
    """The AI package has no other payments than those that are shown, beside what is paid evenly."""
    kpis = baseline_run().kpis
    shown = sum(one.values for key, one in kpis.items() if key.startswith("ai.support_paid_cny."))
    rest = paid("ai_paid_cny") - shown
    assert rest[-1] == pytest.approx(3 * baseline().policy.ai_other_draw)
    assert np.all(np.diff(rest) >= -1e-6)


def test_support_of_a_job_is_rent_and_talent_over_the_people_of_those_who_came() -> None:
    """Some thousand CNY: rent is a small part of what a job costs."""
    per_job = paid("ai_subsidy_per_job_cny")
    assert per_job[0] == 0.0
    assert 300.0 < per_job[baseline_run().month_index("2026-01")] < 30_000.0
    nobody = changed(baseline(), months=24, instruments={one: {"active": False} for one in ("rent_subsidy", "talent")})
    assert not simulate(parks(), nobody).kpis["policy.ai_subsidy_per_job_cny"].values.any()


def test_rent_support_is_a_small_share_of_rent() -> None:
    """Newcomers alone, half of them, half of their rent: a few per cent of what all tenants pay."""
    share = paid("ai_rent_support_share")
    assert 0.0 < share.max() < 0.25
    assert share[-1] < share.max()


@st.composite
def policies_scenarios(draw: st.DrawFn) -> Scenario:
    """The baseline over 24 months with other accounts and other instruments, all of them legal."""
    money = st.floats(0.0, 1e9)
    accounts = {"ai_fund": draw(money), "ai_construction": draw(money), "ai_years": draw(st.floats(0.0, 4.0))}
    accounts |= {"vr_fund": draw(money), "vr_years": draw(st.floats(0.0, 4.0)), "ai_other_draw": draw(money)}
    instruments = {}
    for name, usual in baseline().instruments.items():
        begins = date(2023, 1, 1) + timedelta(days=draw(st.integers(-400, 700)))
        values = {"active": draw(st.booleans()), "account": draw(st.sampled_from(ACCOUNTS)), "begins": begins}
        values["ends"] = begins + timedelta(days=draw(st.integers(1, 1500)))
        instruments[name] = values | ({"yearly": draw(money)} if hasattr(usual, "yearly") else {})
    instruments["rent_subsidy"] |= {"share": draw(st.floats(0.0, 1.0)), "cap": draw(money), "certified": 1.0}
    return changed(baseline(), months=24, policy=accounts, instruments=instruments)


def test_a_package_of_next_to_no_time_still_has_money_that_can_be_counted() -> None:
    """The rate at which it would be paid evenly is beyond any number."""
    policies = world_of(changed(baseline(), months=12, policy={"vr_years": 2.3e-308})).policies
    assert policies.vr.opening == policies.vr.paid + policies.vr.balance >= 0.0


@settings(max_examples=40)
@given(policies_scenarios())
def test_money_is_conserved_whatever_the_instruments(scenario: Scenario) -> None:
    """Opening = paid + left; each payment is an instrument's; claims = paid + unpaid + not yet due; no overdraft."""
    policies = world_of(scenario).policies
    for account in (policies.construction, policies.enterprise, policies.vr, policies.renewal):
        assert account.balance >= 0.0
        assert account.opening == pytest.approx(account.paid + account.balance)
        assert account.paid == pytest.approx(sum(line.paid for line in policies.lines if line.account is account))
    assert policies.construction.opening + policies.enterprise.opening <= scenario.policy.ai_fund + 1e-6
    ledger = policies.ledger
    owed = sum(line.paid + line.unpaid + line.owed for line in policies.lines if line.name == "rent_subsidy")
    assert ledger.rent_claimed[-1] == pytest.approx(owed + ledger.rent_pending[-1])
    for series in (ledger.ai_paid, ledger.vr_paid, ledger.ai_owed, ledger.rent_unpaid, *ledger.paid.values()):
        assert np.all(np.diff([0.0, *series]) >= -1e-6)
