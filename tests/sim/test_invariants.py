"""What must hold in every world, over random scenarios of a park of ten buildings; each check is told in its words."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given, settings

from sim.model import simulate
from sim.scenario import Scenario
from tests.sim.anything import anything, small, ten_buildings
from tests.sim.invariants import CHECKS, lived

WORLDS = settings(max_examples=600, derandomize=True)
"""The same at every run; 1,000 with those of `test_invariants_drawn`, which another worker of the tests tries."""


@WORLDS
@given(anything(small(), months=24))
def test_what_must_hold_holds_in_every_world(scenario: Scenario) -> None:
    """Numbers about their value and at their limits, switches, dates, instruments, entries of lists, starts, seeds."""
    one = lived(ten_buildings(), scenario)
    for check in CHECKS:
        check(one)


@settings(max_examples=12, derandomize=True)
@given(anything(small(), months=24))
def test_the_same_scenario_and_seed_give_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, scenario: Scenario
) -> None:
    """Every array, figure, event, project and stay."""
    assert _bytes(scenario, tmp_path_factory) == _bytes(scenario, tmp_path_factory)


def _bytes(scenario: Scenario, folders: pytest.TempPathFactory) -> bytes:
    file: Path = folders.mktemp("run") / "run.npz"
    simulate(ten_buildings(), scenario).save(file)
    return file.read_bytes()


def test_every_check_is_told_in_a_sentence() -> None:
    """Eighteen promises that a planner can read."""
    assert len(CHECKS) == len({check.__name__ for check in CHECKS}) == 18
    assert all(check.__doc__ and check.__doc__.endswith(".") for check in CHECKS)


def test_the_park_has_ten_buildings_and_everything_happens_in_it() -> None:
    """Else the checks would look at nothing: floor is let, waited for and lost, paid for, and compute is short."""
    assert len(ten_buildings().buildings) == 10
    one = lived(ten_buildings(), dataclasses.replace(small(), months=60))
    kpis = one.kpis
    for key in ("ai.let_m2", "vr.let_m2", "ai.lost_m2", "ai.departures", "vr.arrivals", "policy.ai_rent_paid_cny",
                "policy.vr_paid_cny", "compute.sold_p", "vr.devices", "ai.projects_completed"):  # fmt: skip
        assert kpis[key].values.sum() > 0.0, key
    assert one.history.stock.wing.any()
    assert one.most_claimed_cny > 0.0
