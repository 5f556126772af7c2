"""Milestones: the first month end at which they hold, targets against their published deadlines."""

from __future__ import annotations

import dataclasses
import math
from datetime import date, timedelta

import numpy as np
import pytest

from sim.facts import assumptions, facts
from sim.kpis import registered
from sim.milestones import Milestone, met, milestones, month_of, of_run, reached
from sim.model import simulate
from sim.run import Run
from tests.sim.worlds import baseline, baseline_run, changed
from tests.tiny import tiny_place


def with_values(run: Run, kpi: str, values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Run:
    """The run with other values of a KPI."""
    return dataclasses.replace(run, kpis={**run.kpis, kpi: dataclasses.replace(run.kpis[kpi], values=values)})


def the(milestone_id: str) -> Milestone:
    """The milestone of the baseline's run with this id."""
    return next(one for one in of_run(baseline_run()) if one.id == milestone_id)


def test_each_has_a_name_in_both_languages_and_an_id_of_its_own() -> None:
    ids = [one.id for one in milestones()]
    assert len(ids) == len(set(ids))
    assert all(one.name.en and one.name.zh for one in milestones())


def test_each_measures_a_registered_kpi_or_buildings_that_stand_in_the_plan() -> None:
    """No milestone asks for something that no run has."""
    known = {one.id for one in registered()}
    known |= {one.replace("{park}", park) for one in known for park in ("ai", "vr")}
    assert not [one.id for one in milestones() if one.kpi and one.kpi not in known]
    ids = baseline_run().building_ids
    assert not [one.id for one in milestones() if one.buildings and not any(i.startswith(one.buildings) for i in ids)]


def test_levels_and_deadlines_are_those_of_the_books() -> None:
    """Nothing is written twice: a target is what its fact says."""
    for one in milestones():
        fact = facts().get(one.source)
        if fact is not None and fact.kind == "target":
            assert (one.level, one.deadline) == (fact.value, fact.as_of[:7])
            assert one.op == ("gt" if fact.op == "gt" else "ge")
        elif one.source and fact is None:
            assert one.level == assumptions()[one.source].value


def test_every_published_target_that_a_kpi_measures_is_a_milestone() -> None:
    """A target is a number with a date; of the others nothing can be reached."""
    targets = {fact.id for fact in facts().values() if fact.kind == "target" and isinstance(fact.value, int | float)}
    assert {one.source for one in milestones() if one.is_target} <= targets
    assert len([one for one in milestones() if one.is_target]) >= 7


def test_a_level_is_reached_at_the_end_of_the_first_month_that_holds_it() -> None:
    """Not before, and a later fall takes nothing back."""
    run = baseline_run()
    values = np.zeros(len(run.months))
    values[5], values[9] = 300.0, 299.0
    day = reached(with_values(run, "ai.enterprises", values))["target.ai.enterprises.2024"]
    assert date.fromisoformat(run.start_date) + timedelta(days=day) == date(2023, 7, 1)
    assert month_of(day, run) == "2023-06"


def test_what_is_never_reached_has_no_date() -> None:
    """Also where the KPI does not exist in any month."""
    run = baseline_run()
    for values in (np.zeros(len(run.months)), np.full(len(run.months), np.nan)):
        day = reached(with_values(run, "ai.enterprises", values))["target.ai.enterprises.2024"]
        assert math.isnan(day)
        assert month_of(day, run) == ""


@pytest.mark.parametrize(("month", "in_time"), [("2024-12", True), ("2025-01", False)])
def test_a_target_is_met_up_to_the_end_of_the_month_of_its_deadline(month: str, in_time: bool) -> None:
    run = baseline_run()
    values = np.where(np.arange(len(run.months)) >= run.month_index(month), 300.0, 0.0)
    target = the("target.ai.enterprises.2024")
    assert met(target, reached(with_values(run, "ai.enterprises", values))[target.id], run) is in_time


def test_a_target_beyond_the_horizon_stays_open() -> None:
    """A run that ends in 2023 says nothing of 2024, unless the target has been reached."""
    run = simulate(tiny_place(), changed(baseline(), months=12))
    target = the("target.ai.enterprises.2024")
    assert met(target, math.nan, run) is None
    assert met(target, 31.0, run) is True
    assert met(target, math.nan, baseline_run()) is False


def test_a_phase_is_handed_over_in_part_before_it_is_whole() -> None:
    """The published date speaks of the first halls."""
    days = reached(baseline_run())
    assert month_of(days["vr.phase1.first"], baseline_run()) == "2023-03"
    assert days["vr.phase1.whole"] > days["vr.phase1.first"]


def test_an_account_closes_when_its_event_says_so_and_is_exhausted_when_nothing_is_left() -> None:
    """Three years after the opening; what was left then is left for ever."""
    run = baseline_run()
    days = reached(run)
    assert month_of(days["policy.ai.closed"], run) == "2026-02"
    assert month_of(days["policy.vr.closed"], run) == "2025-09"
    assert days["policy.ai.owed"] >= days["policy.ai.closed"]
    left = np.where(np.arange(len(run.months)) < 7, 5e6, 0.0)
    assert month_of(reached(with_values(run, "policy.ai_left_cny", left))["policy.ai.exhausted"], run) == "2023-08"
    assert math.isnan(reached(dataclasses.replace(run, events=()))["policy.ai.closed"])


def test_nine_tenths_of_a_plan_come_after_half_of_it() -> None:
    days = reached(baseline_run())
    for park in ("ai", "vr"):
        assert not days[f"{park}.floor.nine_tenths"] < days[f"{park}.floor.half"]


def test_a_place_has_only_its_own_milestones() -> None:
    """What a run cannot say is left out, not missed."""
    run = simulate(tiny_place(), changed(baseline(), months=12))
    days = reached(run)
    assert set(days) == {one.id for one in of_run(run)}
    assert "vr.phase1.whole" not in days
    assert all(one.kpi in run.kpis for one in of_run(run) if one.kpi)
