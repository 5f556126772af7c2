"""District investment: no account of a package; without it only what others build remains."""

from __future__ import annotations

import numpy as np
import pytest

from tests.sim.instruments.acting import after, alone, day, none
from tests.sim.worlds import baseline


def test_it_spends_its_total_evenly_over_its_dates() -> None:
    """20 billion until the end of 2030, and none of it out of 530 million."""
    ledger = after(alone("district_investment"), 96).ledger
    spent = np.array(ledger.paid["district_investment"])
    assert spent[-1] == pytest.approx(baseline().instruments["district_investment"].total)
    assert np.diff(spent) == pytest.approx(np.full(95, 20e9 / 96), rel=0.1)
    assert ledger.ai_paid == after(none(), 96).ledger.ai_paid


def test_the_building_budget_rests_on_it() -> None:
    """The share of others remains without it."""
    policies = after(alone("district_investment"), 1)
    assert policies.building_budget_factor(day(2024, 1)) == 1.0
    assert policies.building_budget_factor(day(2031, 1)) == pytest.approx(0.3)
    assert after(none(), 1).building_budget_factor(day(2024, 1)) == pytest.approx(0.3)
