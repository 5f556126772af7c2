"""Expansions: after half a year of high use, in service after the lead time, as far as there is room."""

from __future__ import annotations

import dataclasses
import math
from itertools import pairwise
from typing import Any

import pytest

from sim.calendar import MONTH_DAYS, calendar
from sim.computing.expansion import Expansions
from sim.streams import Spread, Streams
from tests.sim.worlds import baseline

CLOCK = calendar(baseline().start, 96)


def expansions(**changes: Any) -> Expansions:
    """The baseline's rule with other values."""
    rules = dataclasses.replace(baseline().compute, expansion=True, **changes)
    return Expansions(rules, CLOCK, Streams(1), baseline().centres)


def review(plan: Expansions, months: range, share: float, *, covered: bool = True) -> None:
    """The same use month after month, and sales that cover the running cost or do not."""
    for month in months:
        plan.review(month * MONTH_DAYS, share, 1.0, (True, True), covered=covered)


def test_six_months_of_high_use_bring_an_expansion_five_do_not() -> None:
    """On average at or above the trigger."""
    plan = expansions()
    review(plan, range(5), 0.8)
    assert not plan.decided
    review(plan, range(5, 6), 0.8)
    assert len(plan.decided) == 1
    low = expansions()
    review(low, range(60), 0.79)
    assert not low.decided


def test_no_operator_expands_at_a_loss_however_high_the_use() -> None:
    """It does in the first month in which the year's money is right, since use has been high all along."""
    plan = expansions()
    review(plan, range(24), 1.0, covered=False)
    assert not plan.decided
    review(plan, range(24, 25), 1.0)
    assert [one.decided for one in plan.decided] == [24 * MONTH_DAYS]


def test_where_the_public_hand_pays_use_alone_decides() -> None:
    """A scenario may say that the money does not count."""
    plan = expansions(expansion_covered=False)
    review(plan, range(6), 0.8, covered=False)
    assert len(plan.decided) == 1


def test_it_is_in_service_only_after_its_lead_time() -> None:
    """Exactly nine months, where the lead time does not vary."""
    plan = expansions(expansion_lead=Spread(9.0, 9.0))
    review(plan, range(6), 1.0)
    one = plan.decided[0]
    assert one.online - one.decided == pytest.approx(9.0 * MONTH_DAYS)


def test_one_at_a_time_and_use_is_seen_afresh_after_each() -> None:
    """Nine months of lead time, then six month ends of high use with the new machines, the first of them counted."""
    plan = expansions(expansion_lead=Spread(9.0, 9.0), expansion_room=20.0)
    review(plan, range(60), 1.0)
    days = [one.decided / MONTH_DAYS for one in plan.decided]
    assert len(days) >= 3
    assert all(later - earlier >= 14.0 - 1e-9 for earlier, later in pairwise(days))


def test_no_centre_grows_beyond_its_room() -> None:
    """Both phases of both centres: 500 P, and not a P more."""
    plan = expansions(expansion_lead=Spread(1.0, 1.0))
    review(plan, range(400), 1.0)
    assert sum(one.added_p for one in plan.decided) == pytest.approx(250.0)
    assert plan.room_p(0) == pytest.approx(0.0)
    assert plan.room_p(1) == pytest.approx(0.0)


def test_machines_bought_later_draw_and_cost_less() -> None:
    """The centre's own power a P before 2027, that of later machines then; cost follows the market's price."""
    plan = expansions(expansion_lead=Spread(6.0, 6.0), expansion_room=20.0)
    for month in range(96):
        plan.review(month * MONTH_DAYS, 1.0, 0.72 ** (month / 12), (True, True), covered=True)
    first, last = plan.decided[0], plan.decided[-1]
    assert first.kw_per_p == baseline().centres[first.centre].kw_per_p
    assert last.kw_per_p == 1.9
    assert last.cost_cny / last.added_p < 0.3 * first.cost_cny / first.added_p


def test_without_the_rule_or_without_a_centre_nothing_is_decided() -> None:
    """The switch; and use that is not a number."""
    off = Expansions(dataclasses.replace(baseline().compute, expansion=False), CLOCK, Streams(1), baseline().centres)
    review(off, range(60), 1.0)
    assert not off.decided
    idle = expansions()
    review(idle, range(60), math.nan)
    assert not idle.decided
