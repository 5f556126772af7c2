"""Demonstration projects: so many a year for the money, and some more scenes."""

from __future__ import annotations

import pytest

from tests.sim.instruments.acting import after, alone, day
from tests.sim.worlds import changed


def test_so_many_projects_a_year_as_the_money_pays_for() -> None:
    """12 million at one million each, in the park of the account."""
    policies = after(alone("demonstrations"), 1)
    assert policies.demonstrations_a_year("ai", day(2024, 1)) == pytest.approx(12.0)
    assert policies.demonstrations_a_year("vr", day(2024, 1)) == 0.0
    assert policies.demonstrations_a_year("ai", day(2023, 2, 1)) == policies.demonstrations_a_year("ai", 5000.0) == 0.0


def test_a_few_more_scenes_come_about() -> None:
    """In the park that they are for."""
    policies = after(alone("demonstrations"), 1)
    assert policies.scenes_factor("ai", day(2024, 1)) == pytest.approx(1.1)
    assert policies.scenes_factor("vr", day(2024, 1)) == policies.scenes_factor("ai", day(2026, 3)) == 1.0


def test_half_the_money_supports_half_the_projects() -> None:
    """In the month after an account ran short; none when it is empty."""
    poor = changed(alone("demonstrations"), policy={"ai_fund": 300e6 + 1.5e6, "ai_other_draw": 0.0})
    policies = after(poor, 4)
    assert policies.enterprise.balance == 0.0
    assert policies.demonstrations_a_year("ai", day(2023, 5)) == 0.0
