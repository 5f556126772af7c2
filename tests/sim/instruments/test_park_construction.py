"""Park construction: paid from what the package sets aside, added to the building budget, perhaps renewed."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model import simulate
from tests.sim.instruments.acting import after, alone, day
from tests.sim.worlds import baseline, changed
from tests.tiny import tiny_place


def test_it_pays_what_is_set_aside_and_leaves_the_rest_to_enterprises() -> None:
    """Three times 100 million out of 530."""
    policies = after(alone("park_construction", renewal=0.0), 48)
    assert policies.construction.paid == pytest.approx(300e6)
    assert policies.construction.balance == pytest.approx(0.0, abs=1.0)
    assert policies.enterprise.opening == pytest.approx(230e6)
    assert policies.enterprise.paid == pytest.approx(15e6)


def test_it_adds_to_the_building_budget_while_it_is_paid() -> None:
    """On top of what is built without it."""
    policies = after(alone("park_construction", renewal=0.0), 1)
    without = policies.building_budget_cny(day(2023, 2, 1))
    assert policies.building_budget_cny(day(2024, 1)) == pytest.approx(1.025 * without)
    assert policies.building_budget_cny(day(2027, 1)) == without


def test_renewed_money_is_an_account_of_its_own() -> None:
    """Drawn once a run; the 530 million stay what they are."""
    never, ever = (after(alone("park_construction", renewal=chance), 84) for chance in (0.0, 1.0))
    assert never.ledger.ai_paid == ever.ledger.ai_paid
    assert never.ledger.renewed_paid[-1] == 0.0
    assert ever.ledger.renewed_paid[36] == 0.0 < ever.ledger.renewed_paid[37]
    assert ever.ledger.renewed_paid[-1] == pytest.approx(300e6)
    assert ever.renewal.balance == pytest.approx(0.0, abs=1.0)
    budgets = [after(alone("park_construction", renewal=chance), 48) for chance in (0.0, 1.0)]
    assert budgets[0].building_budget_cny(day(2027, 1)) < budgets[1].building_budget_cny(day(2027, 1))
    assert [event.name.en for event in ever.events] == ["Construction money is renewed (simulated)"]
    assert not never.events


def test_whether_it_is_renewed_is_drawn_by_its_own_stream() -> None:
    """As often as its probability says; nothing else in the run moves before the account closes."""
    scenario = changed(baseline(), months=40)
    renewed = [simulate(tiny_place(), scenario, seed=seed) for seed in range(40)]
    count = sum(run.kpis["policy.ai_renewed_paid_cny"].values[-1] > 0.0 for run in renewed)
    assert 11 <= count <= 29
    sure = simulate(tiny_place(), changed(scenario, instruments={"park_construction": {"renewal": 1.0}}), seed=0)
    for key, one in sure.kpis.items():
        assert one.values[:37].tobytes() == renewed[0].kpis[key].values[:37].tobytes(), key
    assert np.all(np.diff(sure.kpis["policy.ai_renewed_paid_cny"].values) >= 0.0)
