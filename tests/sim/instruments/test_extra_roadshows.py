"""Extra roadshows: twice as many, where a scenario wants them."""

from __future__ import annotations

import pytest

from sim.model import simulate
from tests.sim.instruments.acting import after, alone, day
from tests.sim.worlds import baseline, changed
from tests.tiny import tiny_place


def test_the_rate_is_doubled_between_its_dates() -> None:
    """And never before what is published ends."""
    policies = after(alone("extra_roadshows"), 1)
    assert policies.roadshow_factor(day(2023, 4, 30)) == policies.roadshow_factor(day(2031, 1)) == 1.0
    assert policies.roadshow_factor(day(2023, 5, 1)) == pytest.approx(2.0)


def test_more_projects_are_signed() -> None:
    """About twice as many of those that are not published."""
    signed = [
        simulate(tiny_place(), changed(baseline(), instruments={"extra_roadshows": {"active": active}}))
        .kpis["both.projects_signed"]
        .values[-1]
        - 40
        for active in (False, True)
    ]
    assert 1.4 < signed[1] / signed[0] < 2.8
