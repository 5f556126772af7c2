"""Who is where: nobody in two places, floor and people add up, and names go to nobody who has none."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from sim.history import History
from sim.letting.lives import ENDINGS
from sim.letting.traits import of_park, own_fields, traits
from sim.scenario import Scenario
from tests.sim.worlds import baseline, parks, scenarios, world_of


def without_floor(history: History) -> np.ndarray:
    """(N,) who is here by name only."""
    return np.array([one.origin == "registered" for one in history.enterprises], dtype=bool)


def check_days(history: History) -> None:
    """Asked, then came or gave up, then left: each once."""
    census = history.census
    came, gave_up = np.isfinite(census.came_day), np.isfinite(census.gave_up_day)
    assert not np.any(came & gave_up)
    asked = np.isfinite(census.asked_day)
    assert np.all(census.came_day[asked] >= census.asked_day[asked])
    assert np.all(census.gave_up_day >= census.asked_day)
    left = np.isfinite(census.left_day)
    assert np.all(came[left])
    assert np.all(census.left_day[left] >= census.came_day[left])
    assert np.array_equal(left, census.ending > 0)


def check_floor(history: History) -> None:
    """Whoever is here holds floor, in one park; all floor that is let is held by somebody, and none twice."""
    census, rows = history.census, history.lettings
    here = census.present(history.calendar.ends) & ~without_floor(history)
    assert np.array_equal(census.held_m2 > 0, here)
    assert np.array_equal(census.held_m2.sum(axis=1), history.let_m2.sum(axis=1))
    assert np.all(history.let_m2 <= history.built * history.stock.lettable_m2)
    assert np.all(np.array(history.stock.park)[rows.building] == traits(history).park[rows.tenant])
    assert not np.any(here & census.waiting(history.calendar.ends))


def check_counts(history: History) -> None:
    """There at the start, and come, less gone, are here, park by park."""
    for park in history.stock.parks:
        own = of_park(history, park) & ~without_floor(history)
        start = own & np.isfinite(history.came_day) & (traits(history).came_by("initial"))
        owners = own & traits(history).came_by("owner")
        present = (history.census.held_m2 > 0)[:, own & ~owners].sum(axis=1)
        come, gone = (history.cumulative(rows, park) for rows in (history.tally.arrivals, history.tally.departures))
        assert np.array_equal(start.sum() + come - gone, present)


def check_people(history: History) -> None:
    """Nobody has fewer than none, and none work where no floor is held."""
    staff = history.census.staff
    assert np.all(staff >= -1e-9)
    assert np.all(staff[history.census.held_m2 == 0] == 0.0)


def check_names(history: History) -> None:
    """Published ones only, and they stay."""
    published = {one.name.en for one in (*history.scenario.owners, *history.scenario.anchors)}
    for one in history.enterprises:
        assert (one.name is not None) == (one.origin in ("anchor", "owner"))
        if one.name is not None:
            assert one.name.en in published
            assert np.isinf(history.left_day[one.number])


def check(history: History) -> None:
    """All of it."""
    for part in (check_days, check_floor, check_counts, check_people, check_names):
        part(history)


@settings(max_examples=60, deadline=None)
@given(scenarios())
def test_enterprises_floor_and_people_are_conserved(scenario: Scenario) -> None:
    """Whatever the numbers, month by month, in the tiny place."""
    check(world_of(scenario).history())


def test_so_they_are_in_the_shipped_parks() -> None:
    """Over all months of the baseline; and all endings happen there."""
    history = world_of(baseline(), parks()).history()
    check(history)
    assert {ENDINGS[index] for index in np.unique(history.census.ending)} == set(ENDINGS)
    assert all(own_fields(history, park).sum() <= of_park(history, park).sum() for park in history.stock.parks)


def test_staff_begins_with_a_part_and_grows_to_the_whole() -> None:
    """Newcomers bring half, and have all of it, and what has grown since, after three years."""
    history = world_of(baseline(), parks()).history()
    census, rules = history.census, baseline().tenants
    ends = history.calendar.ends
    for one in history.enterprises:
        month = int(np.searchsorted(ends, history.came_day[one.number], side="right"))
        if one.origin == "organic" and (one.is_ai or one.is_vr) and month + 49 < history.months:
            first, later = census.staff[month, one.number], census.staff[month + 49, one.number]
            if first and later:
                assert np.isclose(first, rules.initial_space * one.staff)
                assert later > one.staff
