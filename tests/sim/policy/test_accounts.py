"""Accounts and the lines that are paid out of them: who is paid, and what is remembered of it."""

from __future__ import annotations

import pytest

from sim.instruments import modules
from sim.policy.accounts import Account, Line
from tests.sim.worlds import baseline

MONTH = 30.0


def line(balance: float) -> Line:
    """Talent money out of an account that is open for 300 days."""
    instrument = modules()["talent"].Instrument(baseline().instruments["talent"])
    return Line("talent", instrument, 0.0, 300.0, Account(0.0, 300.0, balance))


def test_who_takes_the_last_of_an_account_was_paid_in_full_that_month() -> None:
    """From the next day on nothing is funded, and all that leaned on it lapses."""
    one = line(100.0)
    one.settle(100.0, 0.0, MONTH, MONTH)
    assert one.account.balance == 0.0
    assert one.paid == 100.0
    assert one.unpaid == one.owed == 0.0
    after = one.standing(MONTH)
    assert (after.funded, after.lapsed) == (0.0, 1.0)


def test_who_finds_too_little_was_paid_that_share() -> None:
    """And no more than that share lapses."""
    one = line(40.0)
    one.settle(100.0, 0.0, MONTH, MONTH)
    assert (one.paid, one.unpaid) == (40.0, 60.0)
    assert one.standing(MONTH).lapsed == pytest.approx(0.4)


def test_who_finds_an_empty_account_was_not_funded() -> None:
    """Nothing was there that could lapse."""
    one = line(0.0)
    one.settle(100.0, 0.0, MONTH, MONTH)
    after = one.standing(MONTH)
    assert (after.funded, after.lapsed, one.unpaid) == (0.0, 0.0, 100.0)
