"""First users of new buildings: new tenants like others."""

from __future__ import annotations

from sim.model import World
from tests.sim.worlds import baseline, changed, parks, world_of


def world(certified: float) -> World:
    """Both parks where this share of new tenants is certified."""
    return world_of(changed(baseline(), instruments={"rent_subsidy": {"certified": certified}}, months=36), parks())


def test_first_users_of_new_buildings_claim_a_rent_subsidy_if_certified() -> None:
    """Those of the package's field that come while it is offered; where nobody is certified, nobody does."""
    made, none = world(1.0), world(0.0)
    opened, closed = (made.calendar.day(baseline().policy.ai_opens), made.policies.closing_day)
    lives = made._population.lives
    first = [one.number for one in made.policies.people if one.origin == "prelet" and one.is_ai and one.park == "ai"]
    offered = [number for number in first if opened <= lives.came[number] < closed]
    assert offered
    ever = [number for number in offered if made.policies.subsidy_ends(number) < float("inf")]
    stay = [number for number in offered if lives.left[number] > made.env.now]
    assert set(stay) <= set(ever)
    assert not [one.number for one in none.policies.people if none.policies.subsidy_ends(one.number) < float("inf")]
