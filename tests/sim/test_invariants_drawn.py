"""What must hold in every world: where all uncertain inputs are drawn, at every limit, and in the two real parks."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario import Scenario
from sim.scenarios.checks import defects
from sim.uncertain.paths import value_at
from sim.uncertain.uncertainty import drawn, inputs_of
from tests.sim.anything import anything, at_limit, is_number, paths, small, ten_buildings
from tests.sim.invariants import CHECKS, lived
from tests.sim.worlds import baseline, parks

INPUTS = tuple(one.assumption for one in inputs_of(small()))
AT_THEIR_ENDS = st.sampled_from((2.0**-31, 0.001, 0.1, 0.5, 0.9, 0.999, 1.0 - 2.0**-31))


@st.composite
def draws(draw: st.DrawFn) -> Scenario:
    """A scenario with every uncertain input at a quantile of its own, some of them at the very ends."""
    lots = draw(st.randoms(use_true_random=False)).choices(range(1, 1000), k=len(INPUTS))
    luck = {name: one / 1000 for name, one in zip(INPUTS, lots, strict=True)}
    luck |= draw(st.dictionaries(st.sampled_from(INPUTS), AT_THEIR_ENDS, max_size=5))
    base = draw(anything(small(), 4, months=24)) if draw(st.booleans()) else small()
    return dataclasses.replace(drawn(base, luck), seed=draw(st.integers(-(2**40), 2**40)))


@settings(max_examples=400, derandomize=True)
@given(draws())
def test_what_must_hold_holds_whatever_is_drawn(scenario: Scenario) -> None:
    """An ensemble draws a hundred inputs at once, and each replication is a world as sound as the baseline."""
    one = lived(ten_buildings(), scenario)
    for check in CHECKS:
        check(one)


@settings(max_examples=20, derandomize=True)
@given(anything(baseline()))
def test_what_must_hold_holds_in_the_real_parks(scenario: Scenario) -> None:
    """Over all 96 months."""
    one = lived(parks(), scenario)
    for check in CHECKS:
        check(one)


@pytest.mark.parametrize("path", paths(small(), is_number))
@pytest.mark.parametrize("high", [False, True], ids=["low", "high"])
def test_every_number_may_be_at_its_limits(path: str, high: bool) -> None:
    """One at a time: what a scenario may say, the model can live with."""
    scenario = at_limit(small(), path, high=high)
    # Shares that no longer make 1 are refused, and so no scenario.
    if any(defects(scenario)):
        assert isinstance(value_at(scenario, path), tuple)
        return
    one = lived(ten_buildings(), scenario)
    for check in CHECKS:
        check(one)
