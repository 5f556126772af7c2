"""Incubation: a few more start-ups, which live a little longer."""

from __future__ import annotations

import pytest

from sim.settings import SIZE_CLASSES
from tests.sim.instruments.acting import after, alone, day, someone
from tests.sim.worlds import baseline


def test_start_ups_of_the_park_are_helped() -> None:
    """Neither larger ones, nor those of the other park."""
    policies = after(alone("incubation"), 2)
    startup, growth = (
        someone(policies, "ai", size_class=SIZE_CLASSES.index(one)).number for one in ("startup", "growth")
    )
    on = day(2024, 1)
    assert policies.exit_factor(startup, on) == pytest.approx(0.95)
    assert policies.exit_factor(growth, on) == policies.exit_factor(someone(policies, "vr").number, on) == 1.0
    assert policies.arrival_factor("ai", on) == pytest.approx(1.02)
    assert policies.arrival_factor("vr", on) == policies.arrival_factor("ai", day(2023, 4, 1)) == 1.0


def test_it_is_not_part_of_the_baseline() -> None:
    """None is published."""
    assert not baseline().instruments["incubation"].active
