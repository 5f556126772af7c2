"""Opened scenes: more application scenes come about while the city opens its own."""

from __future__ import annotations

import pytest

from sim.model import simulate
from tests.sim.instruments.acting import after, alone, day
from tests.sim.worlds import baseline, changed, parks


def test_more_scenes_while_it_is_paid() -> None:
    """In the park of the account."""
    policies = after(alone("open_scenes"), 1)
    assert policies.scenes_factor("ai", day(2024, 1)) == pytest.approx(1.4)
    assert policies.scenes_factor("vr", day(2024, 1)) == policies.scenes_factor("ai", day(2026, 3)) == 1.0


def test_it_shows_in_the_scenes_of_a_run() -> None:
    """Fewer without it, once it could have acted."""
    with_it = simulate(parks(), changed(baseline(), months=36)).kpis["ai.scenes"].values
    off = changed(baseline(), months=36, instruments={"open_scenes": {"active": False}})
    assert with_it[-1] > simulate(parks(), off).kpis["ai.scenes"].values[-1]
