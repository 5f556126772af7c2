"""A small ensemble for tests: the tiny place over a year, and what makes two outcomes the same."""

from __future__ import annotations

from functools import cache

from sim.ensemble.jobs import Outcome
from sim.scenario import Scenario
from tests.sim.worlds import baseline, changed


@cache
def short() -> Scenario:
    """The baseline over twelve months."""
    return changed(baseline(), months=12)


def content(outcome: Outcome) -> tuple[object, ...]:
    """An outcome as bytes, to compare."""
    arrays = (outcome.kpis, outcome.milestones, outcome.finished, outcome.occupancy)
    return outcome.number, outcome.form, *(array.tobytes() for array in arrays)
