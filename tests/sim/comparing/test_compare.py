"""Two scenarios under the same luck."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.comparing.compare import compare, paired
from sim.comparing.text import document, text
from sim.ensemble.many import jobs_of
from sim.ensemble.pools import Processes
from tests.sim.ensemble.small import short
from tests.sim.worlds import changed
from tests.tiny import tiny_place


def test_a_scenario_against_itself_differs_in_nothing() -> None:
    """Common random numbers to the byte: not almost nothing."""
    found = compare(tiny_place(), short(), short(), 4)
    assert found.months == ("2023-12",)
    for one in found.kpis:
        assert np.array_equal(one.first_mean, one.second_mean, equal_nan=True)
        there = one.difference.pairs > 0
        assert not np.any(one.difference.mean[there])
        assert not np.any(one.difference.above[there])
    assert all((one.sooner, one.later) == (0.0, 0.0) for one in found.milestones)


def test_both_meet_the_same_worlds_and_quantiles() -> None:
    """Whatever else a scenario changes."""
    other = changed(short(), build={"cost_office": 9000.0}, tenants={"organic_ai": 8.0})
    for one, two in zip(jobs_of(short(), 5), jobs_of(other, 5), strict=True):
        assert (one.number, one.seed, one.quantiles) == (two.number, two.seed, two.quantiles)


def test_what_a_change_does_not_touch_is_the_same_to_the_byte() -> None:
    """Dearer offices cost more, and change nothing else but what is measured in money spent on building."""
    dear = changed(short(), build={"cost_office": 2.0 * short().build.cost_office})
    found = compare(tiny_place(), short(), dear, 3)
    moved = {one.id for one in found.kpis if np.any(np.nan_to_num(one.difference.mean))}
    assert moved
    assert not [one for one in moved if "cost" not in one and "invest" not in one]


def test_processes_compare_alike() -> None:
    """Pair by pair."""
    other = changed(short(), tenants={"organic_ai": 9.0})
    one, two = (compare(tiny_place(), short(), other, 5, pool=pool) for pool in (None, Processes(2)))
    assert document(one) == document(two)


def test_paired_differences_by_hand() -> None:
    """Mean, Student's interval, quantiles, and the share above nothing; what has no pair is left out."""
    found = paired(np.array([[1.0, 2.0, 3.0, math.nan], [math.nan] * 4, [5.0, math.nan, math.nan, math.nan]]))
    assert found.pairs.tolist() == [3, 0, 1]
    assert found.mean[0] == pytest.approx(2.0)
    assert found.high[0] - 2.0 == pytest.approx(4.302652729911275 / math.sqrt(3.0))
    assert found.low[0] == pytest.approx(4.0 - found.high[0])
    assert (found.p10[0], found.p90[0]) == pytest.approx((1.2, 2.8))
    assert found.above[0] == 1.0
    assert all(math.isnan(one[1]) for one in (found.mean, found.low, found.p10, found.above))
    assert found.mean[2] == 5.0
    assert math.isnan(found.low[2])


def test_the_interval_holds_the_mean_as_often_as_it_says() -> None:
    """Nineteen times of twenty."""
    draws = np.random.default_rng(3).normal(1.0, 2.0, size=(4000, 12))
    found = paired(draws)
    held = np.mean((found.low <= 1.0) & (found.high >= 1.0))
    assert held == pytest.approx(0.95, abs=0.015)


def test_the_table_names_both_and_every_difference() -> None:
    """All KPIs at the last year end; one that is named at every one."""
    far = changed(short(), months=24)
    found = compare(tiny_place(), far, changed(far, tenants={"organic_ai": 9.0}), 2)
    whole = text(found)
    assert "2 pairs of replications with the same luck" in whole
    assert sum("2024-12" in line for line in whole.splitlines()) == len(found.kpis)
    one = text(found, ["ai.occupancy"])
    assert [month for month in ("2023-12", "2024-12") if month in one] == ["2023-12", "2024-12"]
    assert "ai.built_m2" not in one
    assert set(document(found, ["ai.occupancy"])["kpis"]) == {"ai.occupancy"}
