"""Compute vouchers: for enterprises of the park whose package pays, and for nobody outside."""

from __future__ import annotations

import pytest

from tests.sim.instruments.acting import after, alone, day
from tests.sim.worlds import baseline


def test_only_customers_in_the_park_pay_less() -> None:
    """Those of the account's park; all parks where other money pays."""
    policies = after(alone("compute_vouchers"), 1)
    inside = [policies.compute_price_factor(park, day(2024, 1)) for park in ("ai", "vr", "")]
    assert inside == pytest.approx([0.7, 1.0, 1.0])
    policies = after(alone("compute_vouchers", account="district"), 1)
    assert policies.compute_price_factor("vr", day(2024, 1)) == pytest.approx(0.7)
    assert policies.compute_price_factor("", day(2024, 1)) == 1.0


def test_they_are_not_part_of_the_baseline() -> None:
    """None is published."""
    assert not baseline().instruments["compute_vouchers"].active
