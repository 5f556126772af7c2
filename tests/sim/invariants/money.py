"""Money: of building, of the two packages, of each enterprise."""

from __future__ import annotations

import math

import numpy as np

from sim.policy.accounts import Account
from tests.sim.invariants.lived import CNY, ROUNDING, Lived


def building_money_is_conserved(one: Lived) -> None:
    """What is granted is set aside, still free, or has lapsed, and never more than there is."""
    if not one.parks or "both.budget_free_cny" not in one.kpis:
        return
    granted, committed, free = (one.kpis[f"both.budget_{name}_cny"].values for name in ("granted", "committed", "free"))
    slack = CNY + ROUNDING * granted
    assert np.all(committed + free <= granted + slack)
    assert np.all(committed >= -slack)


def accounts_are_conserved(one: Lived) -> None:
    """Every account: what it opened with is paid or left; none is below zero; months agree with the end."""
    policies, rules = one.world.policies, one.scenario.policy
    for account in accounts(one):
        assert account.balance >= 0.0
        assert _alike(account.opening, account.balance + account.paid)
    ledger = policies.ledger
    for paid, left, opening, fund in (
        (ledger.ai_paid, ledger.ai_left, policies.construction.opening + policies.enterprise.opening, rules.ai_fund),
        (ledger.vr_paid, ledger.vr_left, policies.vr.opening, rules.vr_fund),
    ):
        assert np.allclose(np.array(paid) + np.array(left), opening, rtol=ROUNDING, atol=CNY)
        assert opening <= fund * (1 + ROUNDING)
        assert min(left) >= 0.0


def accounts(one: Lived) -> tuple[Account, ...]:
    """Those with a bottom."""
    policies = one.world.policies
    return policies.construction, policies.enterprise, policies.vr, policies.renewal


def every_payment_has_one_instrument_and_one_account(one: Lived) -> None:
    """The two packages are never mixed: each pays its own instruments, and they say what they were given."""
    policies = one.world.policies
    for account in accounts(one):
        given = math.fsum(line.paid for line in policies.lines if line.account is account)
        assert _alike(given, account.paid)
    packages = {
        "ai": (policies.construction, policies.enterprise, policies.renewal),
        "vr": (policies.vr,),
        "district": (policies.district,),
    }
    for line in policies.lines:
        settings = one.scenario.instruments.get(line.name)
        named = settings.account if settings is not None else line.name.partition("_")[0]
        assert any(line.account is account for account in packages[named]), line.name
        assert line.paid >= 0.0
        assert line.unpaid >= -CNY
        assert line.owed >= -CNY
    for name, paid in policies.ledger.paid.items():
        assert _alike(paid[-1], math.fsum(line.paid for line in policies.lines if line.name == name))


def claims_are_paid_unpaid_or_not_yet_due(one: Lived) -> None:
    """What tenants are entitled to is paid, refused, or still under audit; nothing of it is lost on the way."""
    ledger = one.world.policies.ledger
    paid, refused, pending = (
        np.array(rows) for rows in (ledger.paid["rent_subsidy"], ledger.rent_unpaid, ledger.rent_pending)
    )
    assert np.allclose(paid + refused + pending, ledger.rent_claimed, rtol=ROUNDING, atol=CNY)


def nobody_is_above_its_cap(one: Lived) -> None:
    """No enterprise claims more rent subsidy than the cap for each."""
    rules = one.scenario.instruments.get("rent_subsidy")
    assert one.most_claimed_cny <= (rules.cap if rules else 0.0) * (1 + ROUNDING)


def _alike(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=ROUNDING, abs_tol=CNY)
