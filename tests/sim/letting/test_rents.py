"""Rents drift with their trend, and follow occupancy slowly."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.calendar import YEAR_DAYS
from sim.kpis.floor import rent_asked
from sim.letting.rents import Rents
from tests.sim.worlds import baseline, changed, world_of

RULES = changed(baseline(), stock={"rent_trend": -0.02, "rent_feedback": 0.12, "occupancy": 0.78}).stock


@given(st.floats(0, 4000))
def test_a_park_as_full_as_at_the_start_keeps_to_the_trend(days: float) -> None:
    """Two per cent less a year."""
    rents = Rents(RULES, 1)
    rents.follow(0, 0.78, days)
    assert rents.level(0, days) == pytest.approx(0.98 ** (days / YEAR_DAYS))


def test_an_emptier_park_gets_cheaper_and_a_fuller_one_dearer() -> None:
    """By the feedback times the difference, a year; the other park is not touched."""
    rents = Rents(RULES, 3)
    rents.follow(0, 0.48, YEAR_DAYS)
    rents.follow(1, 0.98, YEAR_DAYS)
    assert rents.level(0, YEAR_DAYS) == pytest.approx(0.98 * math.exp(-0.12 * 0.3))
    assert rents.level(1, YEAR_DAYS) == pytest.approx(0.98 * math.exp(0.12 * 0.2))
    assert rents.level(2, YEAR_DAYS) == pytest.approx(0.98)


def test_rents_of_a_run_answer_to_demand() -> None:
    """With nobody coming they end below those of a park that everybody wants; the feedback can be switched off."""
    asked = {}
    for feedback in (0.0, 0.3):
        for coming in (0.0, 40.0):
            scenario = changed(baseline(), months=36, stock={"rent_feedback": feedback}, tenants={"organic_ai": coming})
            asked[feedback, coming] = rent_asked(world_of(scenario).history(), "ai")[-1]
    assert asked[0.3, 0.0] < asked[0.3, 40.0]
    assert asked[0.0, 0.0] == pytest.approx(asked[0.0, 40.0], rel=0.02)
