"""Values of a scenario that are right each by itself and not together: one sentence names the one to mend."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from sim.scenarios.crowd import MOST, defects, expected
from tests.sim.anything import at_limit, is_number, paths
from tests.sim.test_scenario import refusal
from tests.sim.worlds import baseline, changed

_GUESS = ', assumption = "tenant.anchor_area", reason = { en = "a guess", zh = "估计" } }'


@pytest.mark.parametrize(
    ("child", "said"),
    [
        (
            "[tenants]\nclass_new = { value = { leader = 0.1, growth = 0.1, startup = 0.1 }" + _GUESS,
            "tenants.class_new: These shares add up to 0.3; they must make 1.",
        ),
        (
            '[[dated]]\nparcel = "AI-AICC"\nhandover = { value = "2021-01-01"' + _GUESS,
            "dated.AI-AICC.handover: 2021-01-01 is not after 2022-05-15 ('start').",
        ),
        (
            "[build]\nphase_start = { value = [2027.0, 2025.0, 2023.5]" + _GUESS,
            "build.phase_start: Later phases must not start before earlier ones.",
        ),
        (
            '[instrument.funds]\nends = { value = "2020-01-01"' + _GUESS,
            "instrument.funds.ends: 2020-01-01 is not after 2023-02-23 ('begins').",
        ),
        (
            '[[centre]]\nid = "aicc"\nonline = { value = "2022-01-01"' + _GUESS,
            "centre.aicc.online: 2022-01-01 is not after 2022-05-15 ('dated.AI-AICC.start').",
        ),
        (
            '[[dated]]\nparcel = "AI-AICC"\nhandover = { value = { earliest = "2022-05-01", median = "2023-05-01", '
            'p90 = "2024-05-01" }' + _GUESS,
            "dated.AI-AICC.handover: 2022-05-01 is not after 2022-05-15 ('start').",
        ),
        (
            '[[departure]]\nid = "one"\nname = { en = "One", zh = "某" }\npark = "ai"\n'
            'date = { value = "2026-02-30"' + _GUESS,
            'departure.one.date: This must be a date such as "2023-02-23".',
        ),
        (
            "[tenants]\nroadshow_rate = { value = 50" + _GUESS + "\nroadshow_guests = { value = 5000" + _GUESS + "\n"
            "roadshow_per_guest = { value = 1.0" + _GUESS + "\nroadshow_by_guests = { value = true" + _GUESS,
            "tenants.roadshow_rate: With what goes with it, this brings about 2000956 enterprises and projects; 80000",
        ),
        (
            '[[dated]]\nparcel = "VR-024-1"\nfirst = []',
            "dated.VR-024-1.in_part: A handover in part needs",
        ),
    ],
)
def test_values_that_do_not_go_together_are_refused(tmp_path: Path, child: str, said: str) -> None:
    """Shares that make no whole, dates out of order, more enterprises than can be simulated."""
    head = 'id = "x"\nparent = "baseline"\nname = { en = "X", zh = "某" }\n'
    assert said in refusal(tmp_path, head + child)


@pytest.mark.parametrize("high", [False, True], ids=["low", "high"])
def test_no_value_alone_brings_too_many(high: bool) -> None:
    """Limits speak for single values; the crowd is about several."""
    long = dataclasses.replace(baseline(), months=240)
    for path in paths(long, is_number):
        assert not list(defects(at_limit(long, path, high=high))), path


def test_the_baseline_brings_a_hundredth_of_what_can_be_simulated() -> None:
    """About as many as the run really draws beside those who are there."""
    assert 500 < sum(expected(baseline()).values()) < MOST / 50


def test_support_that_draws_many_is_counted() -> None:
    """Rent for nothing, and arrivals that answer to it without measure."""
    free = {"share": 1.0, "certified": 1.0, "arrival_elasticity": -5.0}
    ((path, said),) = defects(changed(baseline(), instruments={"rent_subsidy": free}))
    assert path == "tenants.organic_ai"
    assert "at most" in said
    assert not list(defects(changed(baseline(), instruments={"rent_subsidy": {**free, "active": False}})))
