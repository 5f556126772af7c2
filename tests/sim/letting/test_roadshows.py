"""Roadshows: signings land late or never; policy adds some of its own and leaves the others where they are."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest

from sim.letting.projects import draw_project
from sim.run import Event
from sim.scenario import Scenario
from sim.streams import Streams
from tests.sim.worlds import baseline, changed, world_of


def shows(scenario: Scenario, seed: int = 1) -> list[Event]:
    """The simulated roadshows of a run, in order."""
    found = [one for one in world_of(scenario, seed=seed).events() if one.kind == "roadshow" and not one.source]
    return sorted(found, key=lambda one: one.day)


def with_extra(factor: float, begins: date = date(2023, 5, 1)) -> Scenario:
    """Four years in which policy holds so many times as many."""
    extra = {"active": True, "begins": begins, "rate_factor": factor, "account": "district"}
    return changed(baseline(), months=48, instruments={"extra_roadshows": extra})


def usual() -> Scenario:
    """The same without."""
    return changed(baseline(), months=48)


def test_the_reported_landings_are_on_the_fast_side() -> None:
    """29 and about 35 days were reported because they were fast: near the 8th and the 11th of a hundred."""
    streams, rules = Streams(7), baseline().tenants
    lags = np.array([draw_project(streams.of("lag", number), rules).lag_days for number in range(4000)])
    assert 0.05 < (lags < 29).mean() < 0.10
    assert 0.08 < (lags < 35).mean() < 0.135
    assert np.median(lags) == pytest.approx(rules.landing_lag.median, rel=0.05)
    assert np.quantile(lags, 0.9) == pytest.approx(rules.landing_lag.p90, rel=0.08)


def test_what_becomes_of_signed_projects_follows_the_shares() -> None:
    """Those that never land, tenants, names in the register, and the rest: funds, platforms, alliances."""
    streams, rules = Streams(3), baseline().tenants
    projects = [draw_project(streams.of("p", number), rules) for number in range(6000)]
    assert np.mean([one.lands for one in projects]) == pytest.approx(1 - rules.never_land, abs=0.02)
    assert np.mean([one.is_tenant for one in projects]) == pytest.approx(rules.project_is_enterprise, abs=0.02)
    others = [one.registers for one in projects if not one.is_tenant]
    assert np.mean(others) == pytest.approx(rules.registered_share, abs=0.04)
    assert not any(one.registers for one in projects if one.is_tenant)


def test_extra_roadshows_leave_the_others_in_place() -> None:
    """The same days and names, and others between them, which say that they are extra."""
    before, after = shows(usual()), shows(with_extra(3.0))
    kept = [one for one in after if "Extra" not in one.name.en]
    assert kept == before
    assert len(after) > len(before)
    assert all("加开" in one.name.zh for one in after if one not in kept)


def test_extra_roadshows_come_as_often_as_policy_says() -> None:
    """Twice as many again, within four standard errors."""
    added = [sum("Extra" in one.name.en for one in shows(with_extra(3.0), seed)) for seed in range(10)]
    expected = 2.0 * baseline().tenants.roadshow_rate * 44 / 12 * 10
    assert abs(sum(added) - expected) < 4 * math.sqrt(expected)


def test_fewer_roadshows_are_some_of_the_usual_ones() -> None:
    """Half of them fall out; those that stay are where they were."""
    half, none = shows(with_extra(0.5)), shows(with_extra(0.0))
    before = shows(usual())
    assert 0 < len(half) < len(before)
    assert all(one in before for one in half)
    assert none == []


def test_what_comes_before_the_policy_stays_to_the_byte() -> None:
    """Extra roadshows from 2025 change nothing in 2023 and 2024."""
    without, with_it = (world_of(one).history() for one in (usual(), with_extra(6.0, date(2025, 1, 1))))
    assert without.let_m2[:24].tobytes() == with_it.let_m2[:24].tobytes()
    assert [row for row in without.tally.signed if row[0] < 731] == [
        row for row in with_it.tally.signed if row[0] < 731
    ]
    assert len(with_it.tally.signed) > len(without.tally.signed)


def signings(scenario: Scenario) -> float:
    """Mean of the simulated roadshows over a few seeds."""
    found = []
    for seed in range(6):
        world = world_of(scenario, seed=seed)
        days = {one.day for one in world.events() if one.kind == "roadshow" and not one.source}
        counts = [sum(row[0] == day for row in world.history().tally.signed) for day in days]
        found += counts
    return float(np.mean(found))


def test_signings_can_be_read_as_a_share_of_the_guests() -> None:
    """165 guests at 0.098 each sign 16 projects; the usual reading has 13."""
    busy = changed(usual(), tenants={"roadshow_rate": 12.0})
    by_guests = changed(busy, tenants={"roadshow_by_guests": True})
    assert signings(busy) == pytest.approx(13, rel=0.06)
    assert signings(by_guests) == pytest.approx(165 * 0.098, rel=0.06)


def test_the_registered_book_here_and_take_no_floor() -> None:
    """They are neither tenants nor waiting, and one day they go."""
    scenario = changed(
        usual(), tenants={"project_is_enterprise": 0.0, "registered_share": 1.0, "relocation_hazard": 0.5}
    )
    history = world_of(scenario).history()
    names = [one.number for one in history.enterprises if one.origin == "registered"]
    assert len(names) > 30
    assert not history.census.held_m2[:, names].any()
    assert np.isinf(history.census.asked_day[names]).all()
    assert np.isfinite(history.left_day[names]).any()
    assert not [one for one in history.enterprises if one.origin == "roadshow"]


def test_arrivals_come_in_bursts() -> None:
    """Months differ more than those of an even stream: variance above the mean, by cycle, season and roadshows."""
    ratios = []
    for seed in range(8):
        tally = world_of(usual(), seed=seed).history()
        monthly = tally.monthly(tally.tally.arrivals, "ai")
        ratios.append(float(monthly.var() / monthly.mean()))
    assert np.mean(ratios) > 1.3
