"""How projects compete, slip, stop and open: the rules together, in the shipped parks."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.place import Place
from sim.building.works import progress_at
from sim.calendar import YEAR_DAYS
from sim.kpis.building import budget_free_cny
from sim.kpis.floor import built_m2, let_m2, lettable_m2
from sim.kpis.projects import permitted_m2
from sim.scenario import Scenario
from sim.streams import Spread
from tests.sim.building.alone import built, floor_m2, site
from tests.sim.worlds import baseline, changed, parks, scenarios, world_of
from tests.tiny import tiny_place


def test_all_in_all_projects_slip_as_the_reference_class_does() -> None:
    """From start to handover against plan: by the slip ratio in the median, with a long tail."""
    ratios = [
        (one.days["handover"] - one.days["start"]) / (one.planned - one.days["start"])
        for seed in range(30)
        for one in built(seed=seed, phase_by="date").sites
        if "fit-out" in one.days and one.days["start"] < 5 * YEAR_DAYS
    ]
    low, middle, high = np.quantile(ratios, [0.1, 0.5, 0.9])
    assert middle == pytest.approx(baseline().build.slip_ratio, abs=0.07)
    assert 0.7 < low < 1.0
    assert 1.5 < high < 2.0


def test_a_common_slip_delays_and_a_short_one_brings_forward() -> None:
    """At its ends in the book."""
    early, late = (floor_m2(built(slip_ratio=ratio), 2027) for ratio in (0.9, 1.7))
    assert late < floor_m2(built(), 2027) < early


def test_a_small_permit_desk_delays_new_plots_only() -> None:
    """What is under construction has its permit."""
    usual, small = built(), built(permit_desk=1)
    assert site(small, "AI-HM-1").days == site(usual, "AI-HM-1").days
    assert floor_m2(small, 2028) < floor_m2(usual, 2028)
    queued = [one for one in small.sites if one.days.get("desk", 0.0) > one.days.get("queue", 0.0)]
    assert queued


def test_without_public_money_owners_build_and_the_district_does_not_start() -> None:
    """What is under way is finished; further plots of the plant's owner are built with its own money."""
    poor = built(budget=0.0)
    assert "start" in site(poor, "VR-P2").days
    assert "handover" in site(poor, "AI-HM-1").days
    waiting = [one for one in poor.sites if one.led and one.by_district and "permit" in one.days]
    assert len(waiting) > 10
    assert not [one for one in waiting if "start" in one.days]


def test_a_building_is_let_from_its_handover_on_however_long_its_work_has_stopped() -> None:
    """A stop may outlast the day on which it was to be handed over."""
    world = world_of(changed(baseline(), build={"severe_stop_hazard": 0.02, "severe_stop_cancelled": 0.0}), parks())
    made, stock = world.buildout, world.stock
    halted = [index for one in made.sites if one.halts for index in one.buildings]
    done = [one for one in halted if made.handed_over[one] < world.env.now and stock.lettable_m2[one]]
    assert len(done) > 50
    assert all(world._at.market.open[done])


def test_half_the_money_starts_fewer_projects_a_year_and_finishes_what_is_under_way() -> None:
    """A tenth of it, fewer still."""
    floors = [floor_m2(built(budget=budget), 2028) for budget in (0.05, 0.3, 1.0)]
    assert floors[0] < floors[1] < floors[2]
    assert site(built(budget=0.05), "AI-HM-1").days == site(built(), "AI-HM-1").days


def test_crews_are_never_exceeded() -> None:
    """Projects hold theirs from start to the last roof, but not while work stops for long."""
    made = built(crews_district=15, phase_by="date", severe_stop_hazard=0.05)
    changes: list[tuple[float, int]] = []
    for one in (one for one in made.sites if one.led and "start" in one.days):
        at_work = [(one.days["start"], 1)]
        for stopped, resumed in one.halts:
            if stopped < one.days.get("structure", math.inf):
                at_work += [(stopped, -1), (resumed, 1)]
        at_work.append((max(one.days.get("structure", math.inf), at_work[-1][0]), -1))
        changes += [(when, sign * one.crews) for when, sign in at_work if when < 1e6]
    held = np.cumsum([amount for _, amount in sorted(changes)])
    assert held.max() <= 15
    assert held.min() >= 0


def test_a_project_that_is_given_up_frees_its_crews_and_its_money() -> None:
    """Its buildings stay as they are; others go on with what it leaves."""
    made = built(severe_stop_hazard=0.3, severe_stop_cancelled=1.0)
    given_up = [one for one in made.sites if one.cancelled < math.inf]
    assert len(given_up) > 20
    assert len({round(one.cancelled) for one in given_up}) > 10
    for one in given_up:
        assert "handover" not in one.days
        unfinished = [index for index in one.buildings if made.handed_over[index] == math.inf]
        assert unfinished
        for index in unfinished:
            assert all(when <= one.cancelled and done < 1.0 for when, done in made.knots[index])
    led = [one for one in given_up if one.by_district and one.led]
    assert led
    assert all(one.committed_cny < one.cost_cny for one in led)
    back = sum(amount for _, _, amount in made.budget.books.returned)
    assert back == pytest.approx(sum(one.cost_cny - one.committed_cny for one in led))


def test_a_long_stop_delays_by_its_length_at_least() -> None:
    """And is told to the time bar, as is giving up."""
    made, calm = built(severe_stop_hazard=0.03), built(severe_stop_hazard=0.0)
    resumed = [one for one in made.sites if one.halts and one.cancelled == math.inf and "handover" in one.days]
    assert resumed
    for one in resumed:
        before = site(calm, one.parcel.id).days
        if before.get("start") == one.days["start"]:
            rest = sum(resumed - stopped for stopped, resumed in one.halts)
            assert one.days["handover"] > before["handover"] + 0.5 * rest
    told = {event.name.en.rpartition(": ")[2] for event in made.events if event.kind == "stop"}
    assert told == {"work stops", "given up"}


def test_phases_that_follow_demand_build_less_in_an_empty_park() -> None:
    """With what is coming counted as empty, less still; by date as announced."""
    rules = {"phase_gate_patience": 30.0}
    empty = floor_m2(built(occupancy=0.3, **rules), 2030)
    coming = floor_m2(built(occupancy=0.8, phase_counts_coming=True, **rules), 2030)
    full = floor_m2(built(occupancy=0.8, **rules), 2030)
    assert empty < coming < full
    assert floor_m2(built(occupancy=0.3, phase_by="date"), 2030) == full


def test_phases_in_sequence_are_spread_over_the_years() -> None:
    """Later ones open later than by date."""
    opened = {
        rule: [one.days["talks"] for one in built(phase_by=rule).sites if one.led and "talks" in one.days]
        for rule in ("date", "sequence")
    }
    assert np.mean(opened["sequence"]) > np.mean(opened["date"]) + 180


def test_land_that_is_released_earlier_is_built_on_earlier() -> None:
    """By a year: the talks of phase 4 begin in 2024."""
    usual, early = (site(built(phase_by="date", earlier=years), "AI-IS-2").days["talks"] for years in (0.0, 1.0))
    assert usual - early == pytest.approx(YEAR_DAYS, abs=1.0)


def test_what_policy_changes_later_leaves_the_days_before_untouched() -> None:
    """Money and land from day 1,000 on: every building's progress until then, and every event, stay to the digit."""
    turn = 1000.0
    plain = built(severe_stop_hazard=0.02)
    less = built(severe_stop_hazard=0.02, budget=lambda day: 1.0 if day < turn else 0.0)
    more = built(severe_stop_hazard=0.02, earlier=lambda day: 0.0 if day < turn else 1.5)
    for other in (less, more):
        for one, two in zip(plain.knots, other.knots, strict=True):
            assert [progress_at(one, day) for day in range(0, 1000, 30)] == [
                progress_at(two, day) for day in range(0, 1000, 30)
            ]
        before = [[event for event in made.events if event.day < turn] for made in (plain, other)]
        # A handover is told when the last work is done, with its day: what was told before the turn is the same.
        assert sorted(before[0], key=str) == sorted(before[1], key=str)
        assert list(plain.knots) != list(other.knots)


def test_outdoor_work_is_slower_in_winter() -> None:
    """A mild winter brings roofs forward; indoor work does not feel it."""
    mild, hard = (built(winter_factor=factor) for factor in (1.0, 0.5))
    assert site(mild, "AI-STI").days["structure"] < site(hard, "AI-STI").days["structure"]


def test_runs_of_twenty_years_end() -> None:
    """Every project that is not given up is handed over by then, and no day lies before another."""
    made = built(scenario=changed(baseline(), months=240), phase_by="date", signing_to_start=Spread(2000, 3000))
    assert all("handover" in one.days for one in made.sites if one.cancelled == math.inf)
    for knots in made.knots:
        days = [when for when, _ in knots]
        assert days == sorted(days)


@settings(max_examples=25)
@given(scenarios(), st.integers(0, 2**40), st.sampled_from(["date", "demand", "sequence"]), st.booleans())
def test_floor_stands_only_where_it_is_permitted(scenario: Scenario, seed: int, rule: str, coming: bool) -> None:
    """0 <= let <= lettable <= built <= permitted at every month, and money for building is never below nothing."""
    rules = {"phase_by": rule, "phase_counts_coming": coming, "phase_start": (2023.0, 2023.5, 2024.0)}
    history = world_of(changed(scenario, build=rules), seed=seed).history()
    for park in history.stock.parks:
        series = (let_m2(history, park), lettable_m2(history, park), built_m2(history, park))
        for less, more in zip(series, (*series[1:], permitted_m2(history, park)), strict=True):
            assert np.all(less >= 0.0)
            assert np.all(less <= more + 1e-6)
    assert np.all(budget_free_cny(history) >= 0.0)
    for one in history.sites:
        assert 0.0 <= one.committed_cny <= one.cost_cny + 1e-6


def test_a_place_without_projects_has_no_building_to_tell_of() -> None:
    """Everything stands."""
    place = tiny_place()
    stands = tuple(dataclasses.replace(one, status="existing") for one in place.parks[0].buildings)
    bare = Place(place.frame, (dataclasses.replace(place.parks[0], buildings=stands),), place.context)
    assert built(bare).sites == []
