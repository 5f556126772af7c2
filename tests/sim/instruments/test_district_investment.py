"""District investment: no account of a package; without it only what others build remains."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.kpis.building import budget_granted_cny
from tests.sim.instruments.acting import after, alone, day, none
from tests.sim.worlds import baseline, world_of


def test_it_spends_its_total_evenly_over_its_dates() -> None:
    """20 billion until the end of 2030, and none of it out of 530 million."""
    ledger = after(alone("district_investment"), 96).ledger
    spent = np.array(ledger.paid["district_investment"])
    assert spent[-1] == pytest.approx(baseline().instruments["district_investment"].total)
    assert np.diff(spent) == pytest.approx(np.full(95, 20e9 / 96), rel=0.1)
    assert ledger.ai_paid == after(none(), 96).ledger.ai_paid


def test_a_part_of_it_is_the_district_s_building_budget() -> None:
    """Sum and dates act; without it what others add remains."""
    others, share = baseline().policy.budget_without, baseline().build.building_share
    policies = after(alone("district_investment"), 1)
    assert policies.building_budget_cny(day(2024, 1)) == pytest.approx(others + share * 2.5e9, rel=1e-3)
    assert policies.building_budget_cny(day(2031, 1)) == others
    assert after(none(), 1).building_budget_cny(day(2024, 1)) == others
    twice = after(alone("district_investment", total=40e9), 1).building_budget_cny(day(2024, 1))
    sooner = after(alone("district_investment", ends=date(2027, 1, 1)), 1).building_budget_cny(day(2024, 1))
    assert twice == pytest.approx(sooner, rel=1e-3) == pytest.approx(others + share * 5e9, rel=1e-3)


@pytest.mark.parametrize("ends", [date(2031, 1, 1), date(2025, 7, 1)])
@pytest.mark.parametrize("total", [20e9, 8e9])
def test_what_is_granted_is_a_part_of_what_is_paid_and_what_others_add(total: float, ends: date) -> None:
    """At every year's end, also where it ends within a year; what is paid is never above the sum."""
    scenario = alone("district_investment", total=total, ends=ends)
    history = world_of(scenario).history()
    granted, paid = budget_granted_cny(history), np.array(history.ledger.paid["district_investment"])
    years = np.arange(1, 9)
    of_others = scenario.policy.budget_without * years
    assert granted[11::12] - of_others == pytest.approx(scenario.build.building_share * paid[11::12], rel=3e-3)
    assert paid.max() <= total * (1 + 1e-9)
