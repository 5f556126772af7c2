"""Funds: capital at an early age brings some enterprises, keeps some alive and lets some grow."""

from __future__ import annotations

import pytest

from sim.settings import SIZE_CLASSES
from tests.sim.instruments.acting import after, alone, day, someone


def test_start_ups_live_longer_and_the_young_grow_faster() -> None:
    """Leaders are left as they are, and so are other trades."""
    policies = after(alone("funds"), 2)
    leader, growth, startup = (
        someone(policies, "ai", size_class=SIZE_CLASSES.index(name)).number for name in SIZE_CLASSES
    )
    on = day(2027, 1)
    assert [policies.exit_factor(one, on) for one in (leader, growth, startup)] == pytest.approx([1.0, 1.0, 0.95])
    assert [policies.growth_factor(one, on) for one in (leader, growth, startup)] == pytest.approx([1.0, 1.05, 1.05])
    other = next(one.number for one in policies.people if not (one.is_ai or one.is_vr))
    assert policies.exit_factor(other, on) == policies.growth_factor(other, on) == 1.0


def test_a_few_more_come_to_both_parks_and_neither_package_pays() -> None:
    """It is money outside both."""
    policies = after(alone("funds"), 12)
    assert policies.arrival_factor("ai", day(2024, 1)) == policies.arrival_factor("vr", day(2024, 1)) > 1.0
    assert policies.arrival_factor("ai", day(2023, 2, 1)) == policies.arrival_factor("ai", day(2031, 1)) == 1.0
    assert policies.ledger.paid["funds"][-1] == pytest.approx(150e6 * 312 / 365.25)
    assert policies.ledger.ai_paid[-1] == pytest.approx(5e6 * 312 / 365.25)
