"""The machines of the centres: what keeping them costs falls with their age."""

from __future__ import annotations

import dataclasses
import math

import pytest

from sim.calendar import YEAR_DAYS, calendar
from sim.computing.expansion import Expansion, Expansions
from sim.computing.fleet import fleet_on
from sim.streams import Streams
from tests.sim.worlds import baseline

CENTRES = baseline().centres
RULES = dataclasses.replace(baseline().compute, fixed_cost=100_000.0, fixed_cost_decline=0.1)
SINCE = (100.0, math.inf)


def plan(*decided: Expansion) -> Expansions:
    """The centres with these expansions."""
    expansions = Expansions(RULES, calendar(baseline().start, 96), Streams(1), CENTRES)
    expansions.decided.extend(decided)
    return expansions


def test_a_p_costs_a_tenth_less_to_keep_with_each_year_since_its_centre_is_on_line() -> None:
    """The full cost on the first day; nothing before it, nor for a centre that is not on line."""
    for years, share in ((0.0, 1.0), (1.0, 0.9), (3.0, 0.729)):
        fleet = fleet_on(100.0 + years * YEAR_DAYS, CENTRES, SINCE, plan(), RULES)
        assert fleet.fixed_cny_year == pytest.approx([100.0 * 100_000.0 * share, 0.0])
    assert not fleet_on(99.0, CENTRES, SINCE, plan(), RULES).fixed_cny_year.any()


def test_machines_of_an_expansion_have_an_age_of_their_own() -> None:
    """Half the price when they are bought, and a tenth less a year later, whatever the age of the centre."""
    online = 100.0 + YEAR_DAYS
    added = Expansion(0, 50.0, 200.0, online, 1.9, 0.5, 0.0)
    new = fleet_on(online, CENTRES, SINCE, plan(added), RULES).fixed_cny_year[0]
    old = fleet_on(online + YEAR_DAYS, CENTRES, SINCE, plan(added), RULES).fixed_cny_year[0]
    assert new == pytest.approx(100_000.0 * (100.0 * 0.9 + 50.0 * 0.5))
    assert old == pytest.approx(100_000.0 * (100.0 * 0.81 + 50.0 * 0.5 * 0.9))
