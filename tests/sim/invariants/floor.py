"""Floor, buildings and those who use them."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from sim.building.site import STAGES
from sim.history import History
from sim.letting.enterprises import ORIGINS
from sim.letting.market import NO_END, whole_m2
from tests.sim.invariants.lived import ROUNDING, Lived


def floor_is_let_within_what_is_built_and_permitted(one: Lived) -> None:
    """0 <= leased <= lettable <= built <= permitted, of each building and each park at every month end."""
    history = one.history
    lettable, gfa = history.stock.lettable_m2, history.stock.gfa_m2
    assert np.all(history.let_m2 >= 0)
    assert np.all(history.let_m2 <= lettable * history.built)
    assert np.all((lettable >= 0) & (lettable <= gfa))
    assert np.all(history.built <= permitted(history))
    for park in one.parks:
        let, free = one.of(park, "let_m2"), one.of(park, "vacant_m2")
        assert np.allclose(let + free, one.of(park, "lettable_m2"), rtol=ROUNDING)
        assert np.all(one.of(park, "lettable_m2") <= one.of(park, "built_m2") * (1 + ROUNDING))
        assert np.all(one.of(park, "built_m2") <= one.of(park, "permitted_m2") * (1 + ROUNDING))
        assert np.all(one.of(park, "permitted_m2") <= gfa[history.columns(park)].sum() * (1 + ROUNDING))


def permitted(history: History) -> NDArray[np.bool_]:
    """(T, B) whether a building stood, was begun before the run, or has its permit."""
    found = np.tile(np.isneginf(history.handed_over), (history.months, 1))
    for site in history.sites:
        day = site.days.get("permit", math.inf) if site.led else -math.inf
        found[:, list(site.buildings)] |= (day < history.calendar.ends)[:, None]
    return found


def no_floor_is_let_twice(one: Lived) -> None:
    """The stays of every month add up to the floor let, building by building, and what is free is what is left."""
    history, market = one.history, one.world._at.market
    count = len(history.stock.buildings)
    for month in range(history.months):
        here = [stay for stay in market.stays if stay.start_month <= month < stay.end_month]
        held = np.bincount([s.building for s in here], weights=[s.area_m2 for s in here], minlength=count)
        assert np.array_equal(held, history.let_m2[month])
    assert np.all(market.free >= 0)
    assert np.all(market.free + history.let_m2[-1] <= history.stock.lettable_m2)
    assert not np.any(market.free[~history.built[-1]])
    # What stood at the start is all on offer, but for what is kept for named tenants that come later.
    offered = np.isneginf(history.handed_over) & (np.array(history.stock.owner) == "")
    kept = (history.stock.lettable_m2 - history.let_m2[-1] - market.free)[offered]
    assert kept.sum() <= sum(whole_m2(anchor.area) for anchor in one.scenario.anchors)


def nobody_is_in_two_places(one: Lived) -> None:
    """What a tenant holds is the sum of its stays, in its own park, from when it comes until it leaves, no longer."""
    history, market = one.history, one.world._at.market
    open_stays: Counter[int] = Counter()
    for stay in market.stays:
        assert stay.start_month <= stay.end_month
        assert history.stock.buildings[stay.building].park == history.enterprises[stay.tenant].park
        if stay.end_month == NO_END:
            open_stays[stay.tenant] += stay.area_m2
    for enterprise in history.enterprises:
        homes = market.homes(enterprise.number)
        assert market.held_m2(enterprise.number) == sum(s.area_m2 for s in homes) == open_stays[enterprise.number]
    census = history.census
    holds = census.held_m2 > 0
    assert np.all(census.held_m2 >= 0)
    assert np.all(census.present(one.ends)[holds])
    assert not np.any(census.waiting(one.ends) & holds)


def a_tenant_moves_as_a_whole(one: Lived) -> None:
    """Whoever gives up floor gives up all of it at once, and holds other floor from the same month, or none again."""
    rows = one.history.lettings
    assert np.all(rows.start_month < rows.end_month)
    assert np.all(rows.area_m2 > 0)
    order = np.argsort(rows.tenant, kind="stable")
    bounds = np.flatnonzero(np.diff(rows.tenant[order])) + 1
    for own in np.split(order, bounds):
        starts, ends = rows.start_month[own], rows.end_month[own]
        for end in sorted(set(ends.tolist()))[:-1]:
            assert np.all(ends[starts < end] <= end)
            assert end in starts


def counts_add_up(one: Lived) -> None:
    """Those of the start and those that arrived, less those that left, are present; each by one way and one ending."""
    history, census = one.history, one.history.census
    origins = np.array([ORIGINS.index(person.origin) for person in history.enterprises], dtype=np.int64)
    parks = np.array([person.park for person in history.enterprises], dtype=object)
    tenants = ~np.isin(origins, [ORIGINS.index("owner"), ORIGINS.index("registered")])
    for park in one.parks:
        own = tenants & (parks == park)
        first = np.count_nonzero(own & (origins == ORIGINS.index("initial")) & (census.came_day == 0.0))
        arrived, left = (np.cumsum(one.of(park, name)) for name in ("arrivals", "departures"))
        assert np.array_equal(first + arrived - left, census.present(one.ends)[:, own].sum(axis=1))
        assert np.array_equal(one.of(park, "closed") + one.of(park, "moved_away"), one.of(park, "departures"))
        parts = [series.values for key, series in one.kpis.items() if key.startswith(f"{park}.arrivals.")]
        assert np.array_equal(np.sum(parts, axis=0), one.of(park, "arrivals"))
        asked = (census.asked_day[:, None] < one.ends)[parks == park].sum(axis=0)
        waits = census.waiting(one.ends)[:, parks == park].sum(axis=1)
        assert np.array_equal(waits, one.of(park, "waiting"))
        assert np.all(waits <= asked)
        lost = one.of(park, "lost_full_m2") + one.of(park, "lost_pieces_m2")
        assert np.allclose(lost, one.of(park, "lost_m2"), rtol=ROUNDING)
    landed, signed = (history.cumulative(rows) for rows in (history.tally.landed, history.tally.signed))
    assert np.all(landed <= signed)


def who_has_left_is_gone(one: Lived) -> None:
    """Nobody leaves before it came, gives up after it came, or has people where it has no floor."""
    census = one.history.census
    gone = np.isfinite(census.left_day)
    assert np.all(census.came_day[gone] <= census.left_day[gone])
    assert not np.any(np.isfinite(census.gave_up_day) & np.isfinite(census.came_day))
    assert np.all(census.staff >= 0.0)
    assert not np.any(census.staff[census.held_m2 == 0])


def progress_never_falls(one: Lived) -> None:
    """What is handed over stays handed over, and stands at 1; nothing else does."""
    progress, built = one.history.progress, one.history.built
    assert np.all(np.diff(progress, axis=0) >= -ROUNDING)
    assert np.all((progress >= 0.0) & (progress <= 1.0))
    assert np.all(built[1:] >= built[:-1])
    assert np.array_equal(progress == 1.0, built)


def stages_follow_each_other(one: Lived) -> None:
    """Talks, signing, permit, start, structure, fit-out, handover; what was given up is not handed over after."""
    horizon = one.ends[-1]
    for site in one.history.sites:
        days = [site.days[stage] for stage in STAGES if site.days.get(stage, math.inf) < horizon]
        assert days == sorted(days), (site.parcel.id, site.days)
        for index in site.buildings:
            day = one.history.handed_over[index]
            assert day <= site.cancelled or math.isinf(day)
