"""Instruments at work in the small place: one alone, and the policies of a world that has come so far."""

from __future__ import annotations

from datetime import date
from typing import Any

from sim.letting.enterprises import Enterprise
from sim.model import World
from sim.policy.policies import Policies
from sim.scenario import Scenario
from tests.sim.worlds import baseline, changed
from tests.tiny import tiny_place

OPENING = date(2023, 2, 23)
CLOSING = date(2026, 2, 23)


def alone(name: str, **values: Any) -> Scenario:
    """The baseline without any instrument but this one, switched on, with other values."""
    others = {one: {"active": False} for one in baseline().instruments}
    return changed(baseline(), instruments=others | {name: {"active": True, **values}})


def none() -> Scenario:
    """The baseline without instruments."""
    return changed(baseline(), instruments={one: {"active": False} for one in baseline().instruments})


def after(scenario: Scenario, months: int) -> Policies:
    """The policies of a world of the small place whose first `months` months have passed."""
    world = World(tiny_place(), scenario, 1)
    for month in range(months):
        world.run_month(month)
    return world.policies


def day(year: int, month: int, day_of_month: int = 1) -> float:
    """Days from the baseline's start."""
    return float((date(year, month, day_of_month) - baseline().start).days)


def someone(policies: Policies, park: str = "ai", **wanted: Any) -> Enterprise:
    """Any enterprise of the park's fields, with these values."""
    return next(
        one
        for one in policies.people
        if one.park == park
        and (one.is_ai or one.is_vr)
        and all(getattr(one, key) == value for key, value in wanted.items())
    )
