"""Common random numbers: what begins in month 60 leaves months 0 to 59 as they are, to the byte."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pytest

from gis.text import Name
from sim.instruments import modules
from sim.model import simulate
from sim.run import Run
from sim.scenario import Scenario
from sim.settings import Anchor, Centre, DateSpread, Departure, Roadshow
from sim.uncertain.paths import replaced
from tests.sim.anything import grounded, small, ten_buildings
from tests.sim.invariants import same
from tests.sim.worlds import changed

MONTHS, LATER = 84, 60
THAT_DAY = date(2028, 1, 1)
NEVER = date(2035, 1, 1)
STRONG: dict[str, dict[str, Any]] = {
    "rent_subsidy": {"share": 1.0, "certified": 1.0, "exit_effect": 0.1},
    "district_investment": {"total": 1e11},
    "land_release": {"years_earlier": 0.25},
    "extra_roadshows": {"rate_factor": 5.0},
    "compute_vouchers": {"price_factor": 0.2},
    "funds": {"arrival_factor": 4.0},
    "incubation": {"arrival_factor": 4.0},
    "park_construction": {"budget_factor": 4.0},
}
"""Strong enough to be seen in so small a park."""


@cache
def base() -> Scenario:
    """Seven years of the small park, with packages that are open and full in month 60."""
    policy = {"ai_years": 10.0, "vr_years": 10.0, "ai_fund": 5e9, "vr_fund": 5e9}
    return changed(small(), months=MONTHS, policy=policy, build={"phase_start": (2028.5, 2028.5, 2028.5)})


@cache
def base_run() -> Run:
    """Its run."""
    return simulate(ten_buildings(), base())


def differs(one: Run, other: Run) -> bool:
    """Whether anything is not the same after all."""
    return any(one.kpis[key].values.tobytes() != other.kpis[key].values.tobytes() for key in one.kpis)


@pytest.mark.parametrize("name", list(modules()))
@pytest.mark.parametrize("edge", ["begins", "ends"])
def test_an_instrument_that_begins_or_ends_later_leaves_the_months_before(name: str, edge: str) -> None:
    """Each of them, in month 60, and then it acts."""
    values = {"active": True, **STRONG.get(name, {})}
    begins, ends = (THAT_DAY, NEVER) if edge == "begins" else (date(2022, 1, 1), THAT_DAY)
    with_it = changed(base(), instruments={name: {**values, "begins": begins, "ends": ends}})
    longer = {**values, "begins": begins, "ends": begins + 2 * (ends - begins)}
    if "total" in longer:
        # It is told in total: as much a year for twice the time is twice as much.
        longer["total"] *= 2
    other = {"active": False} if edge == "begins" else longer
    runs = [simulate(ten_buildings(), one) for one in (with_it, changed(base(), instruments={name: other}))]
    same(*runs, months=LATER)
    assert differs(*runs)


LEVERS: dict[str, tuple[Any, Any]] = {
    "policy.ai_opens": (THAT_DAY, date(2029, 1, 1)),
    "policy.vr_opens": (THAT_DAY, date(2029, 1, 1)),
    "outcomes.hq_from": (THAT_DAY, date(2029, 1, 1)),
    "compute.expansion_kw_from": (THAT_DAY, date(2029, 6, 1)),
    "compute.job_from": (THAT_DAY, date(2028, 6, 1)),
    "centre.haizhixin.online": (THAT_DAY, DateSpread(date(2028, 3, 1), date(2028, 9, 1), date(2029, 9, 1))),
    "build.phase_start": ((2028.0, 2028.0, 2028.0), (2028.5, 2029.0, 2029.0)),
}


@pytest.mark.parametrize("path", list(LEVERS))
def test_a_date_after_month_60_may_move_without_a_trace_before(path: str) -> None:
    """Every date by which a scenario decides something."""
    always: dict[str, Any] = {
        "compute.job_level": True, "compute.expansion_trigger": 0.05, "compute.expansion_room": 20.0,
        "compute.expansion_covered": False, "outcomes.hq_full": date(2032, 1, 1),
    }  # fmt: skip
    runs = [simulate(ten_buildings(), replaced(base(), {**always, path: value})) for value in LEVERS[path]]
    same(*runs, months=LATER)
    assert differs(*runs)


def more_centre(scenario: Scenario) -> Scenario:
    """A third centre, in a house that stands."""
    new = Centre("third", Name("Third", "第三"), "ai", "P1", 200.0, THAT_DAY, 3.0, 1.2)
    return grounded(scenario, centres=(*scenario.centres, new))


def more_roadshow(scenario: Scenario) -> Scenario:
    """One more, first in the list though last in time."""
    new = Roadshow("late", Name("Late show", "推介会"), THAT_DAY, 60)
    return grounded(scenario, roadshows=(new, *scenario.roadshows))


def more_departure(scenario: Scenario) -> Scenario:
    """The largest tenant goes."""
    return grounded(scenario, departures=(Departure("gone", Name("Gone", "离开"), "ai", THAT_DAY),))


def more_anchor(scenario: Scenario) -> Scenario:
    """A named tenant comes."""
    new = Anchor("late", Name("Late tenant", "企业"), "ai", THAT_DAY, 200.0)
    return grounded(scenario, anchors=(*scenario.anchors, new))


@pytest.mark.parametrize("more", [more_centre, more_roadshow, more_departure, more_anchor])
def test_what_is_added_leaves_all_luck_before_it_in_place(more: Callable[[Scenario], Scenario]) -> None:
    """A centre, a roadshow, a departure, a named tenant of month 60."""
    run = simulate(ten_buildings(), more(base()))
    same(base_run(), run, months=LATER)
    assert differs(base_run(), run)


def test_a_roadshow_that_is_added_leaves_the_others_where_they_are() -> None:
    """Before it and after it: the simulated ones neither wait for it nor change their signings."""
    run = simulate(ten_buildings(), more_roadshow(base()))
    days = [event.day for event in base_run().events if event.kind == "roadshow"]
    others = [event.day for event in run.events if event.kind == "roadshow" and event.name.en != "Late show"]
    assert days == others
    key = "both.projects_signed"
    more = run.kpis[key].values - base_run().kpis[key].values
    assert set(more[:LATER].tolist()) == {0.0}
    assert set(more[LATER:].tolist()) == {60.0}


def test_roadshows_may_stand_in_any_order_in_the_list() -> None:
    """None of them is passed over."""
    shows = tuple(reversed(base().roadshows))
    run = simulate(ten_buildings(), dataclasses.replace(base(), roadshows=shows))
    same(base_run(), run)
