"""Talent support: staff grows a little faster."""

from __future__ import annotations

import pytest

from tests.sim.instruments.acting import after, alone, day, someone


def test_staff_of_the_park_s_fields_grows_faster_while_it_is_paid() -> None:
    """Neither in the other park nor in other trades."""
    policies = after(alone("talent"), 2)
    ai, vr = someone(policies, "ai").number, someone(policies, "vr").number
    other = next(one.number for one in policies.people if one.park == "ai" and not (one.is_ai or one.is_vr))
    assert policies.growth_factor(ai, day(2024, 1)) == pytest.approx(1.05)
    assert policies.growth_factor(vr, day(2024, 1)) == policies.growth_factor(other, day(2024, 1)) == 1.0
    assert policies.growth_factor(ai, day(2023, 2, 1)) == policies.growth_factor(ai, day(2026, 3)) == 1.0
