"""What is uncertain, how it is drawn, and that draws stay where they are."""

from __future__ import annotations

import dataclasses
import itertools
import tomllib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.assets import asset
from gis.errors import UserError
from gis.text import Name
from sim.facts import Assumption, assumptions
from sim.scenario import Scenario, load, shipped
from sim.scenarios.grounds import Ground
from sim.uncertain.distributions import is_drawable, move, moved_table
from sim.uncertain.paths import limits_at, replaced, value_at
from sim.uncertain.uncertainty import Input, drawn, inputs_of, quantiles, world_seed
from tests.sim.worlds import baseline

_INPUTS = inputs_of(baseline())
_DRAWABLE = [one for one in assumptions().values() if one.uncertain and is_drawable(one)]
_CONTINUOUS = [one for one in _DRAWABLE if not one.distribution.startswith("discrete")]


def test_every_assumption_says_whether_it_is_uncertain() -> None:
    """Silence would be a decision that nobody took."""
    rows = tomllib.loads(asset("assumptions.toml").read_text(encoding="utf-8"))["assumption"]
    assert [row["id"] for row in rows if not isinstance(row.get("uncertain"), bool)] == []


@pytest.mark.parametrize("scenario", shipped())
def test_every_uncertain_assumption_of_a_scenario_is_drawn(scenario: str) -> None:
    """Marked and used means drawn: none is left at its median without a word."""
    wanted = load(scenario)
    used = {ground.id for ground in wanted.grounds.values() if ground.kind == "assumption"}
    marked = {one for one in used if assumptions()[one].uncertain}
    assert {one.assumption for one in inputs_of(wanted)} == marked
    assert [one for one in marked if not is_drawable(assumptions()[one])] == []


def test_what_the_baseline_draws_is_what_the_book_speaks_of() -> None:
    """A value that a reason sets apart is drawn only beside one as in the book: its range is not the other's."""
    grounds = baseline().grounds
    apart = [one for one in _INPUTS if all(grounds[path].reason.en for path in one.paths)]
    assert apart == []


def test_medians_change_nothing() -> None:
    """The scenario itself is the world in which everything is at its median."""
    assert drawn(baseline(), {one.assumption: 0.5 for one in _INPUTS}) == baseline()


@pytest.mark.parametrize("one", _CONTINUOUS, ids=lambda one: one.id)
def test_the_book_is_kept_to_the_letter(one: Assumption) -> None:
    """Median, and either the 10th and 90th percentile or ends that are never passed."""
    low, value, high = (float(part) for part in (one.low, one.value, one.high))
    assert move(one, 0.5)(value) == pytest.approx(value)
    if one.hard:
        assert low <= move(one, 0.0)(value) <= move(one, 1.0)(value) <= high
    else:
        assert move(one, 0.1)(value) == pytest.approx(low)
        assert move(one, 0.9)(value) == pytest.approx(high)


@given(st.sampled_from(_INPUTS), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_a_higher_quantile_is_never_a_lower_value(one: Input, first: float, second: float) -> None:
    """Of a number, or of the share that the book speaks of; and every value keeps within its limits."""
    low, high = sorted((first, second))
    for path in one.paths:
        limits = limits_at(baseline(), path)
        values = [value_at(drawn(baseline(), {one.assumption: quantile}), path) for quantile in (low, high)]
        rows = [value if isinstance(value, tuple) else (value,) for value in values]
        assert all(limits.low <= number <= limits.high for row in rows for number in row)
        assert isinstance(values[0], type(value_at(baseline(), path)))
        if not assumptions()[one.assumption].distribution.startswith("Dirichlet"):
            assert all(a <= b or a == pytest.approx(b) for a, b in zip(*rows, strict=True))


@given(st.floats(0.0, 1.0))
def test_shares_stay_shares_of_one(quantile: float) -> None:
    """What one field gains the others lose, in proportion."""
    for one in assumptions().values():
        if one.uncertain and one.distribution.startswith("Dirichlet"):
            assert one.table is not None
            before = tuple(one.table.values()) if not isinstance(one.table, tuple) else one.table
            after = moved_table(one, before, quantile)
            assert sum(after) == pytest.approx(sum(before))
            leading = before.index(float(one.value))
            ratios = {round(b / a, 9) for i, (a, b) in enumerate(zip(before, after, strict=True)) if i != leading}
            assert len(ratios) == 1
            assert min(after) >= 0.0


def test_spreads_between_entities_are_no_inputs() -> None:
    """They are drawn for every project and every enterprise in the model already."""
    for one in _INPUTS:
        for path in one.paths:
            assert isinstance(value_at(baseline(), path), int | float | tuple)
    assert not assumptions()["build.fitout.office"].uncertain
    assert assumptions()["build.slip_ratio"].uncertain


def test_other_quantities_of_the_same_assumption_stay() -> None:
    """The range of how often work stops says nothing of how long it does."""
    far = drawn(baseline(), {"build.stop_hazard": 0.9})
    assert far.build.stop_hazard == pytest.approx(0.08)
    assert far.build.stop_length == baseline().build.stop_length


def _with_reason(scenario: Scenario, *paths: str) -> Scenario:
    """`scenario` with values at `paths` set apart from the book's by a reason."""
    apart = Name("other", "另有理由")
    grounds = {path: dataclasses.replace(scenario.grounds[path], reason=apart) for path in paths}
    return dataclasses.replace(scenario, grounds={**scenario.grounds, **grounds})


def test_a_value_that_is_not_the_book_s_is_drawn_where_it_has_the_book_s_unit() -> None:
    """A scenario in which work stops more often than in the book draws how often, and not how long."""
    other = _with_reason(baseline(), "build.stop_hazard")
    assert inputs_of(other) == _INPUTS


def test_a_range_that_may_be_of_several_quantities_is_refused() -> None:
    """Guessing would draw a ratio with the range of a frequency."""
    path = "production.modules_per_device"
    other = _with_reason(baseline(), path, "outcomes.modules_built_in")
    with pytest.raises(UserError, match=r"production\.modules_per_device, outcomes\.modules_built_in"):
        inputs_of(other)


def test_a_lever_is_carried_along() -> None:
    """A scenario with twice the arrivals has twice the arrivals in every world."""
    twice = _set(baseline(), "tenants.organic_ai", 2.0 * baseline().tenants.organic_ai)
    for quantile in (0.1, 0.7, 0.95):
        one, other = (drawn(s, {"tenant.organic.ai": quantile}) for s in (baseline(), twice))
        assert other.tenants.organic_ai == pytest.approx(2.0 * one.tenants.organic_ai)


def test_what_a_scenario_rules_out_stays_ruled_out() -> None:
    """Nothing times anything is nothing, and a certain share stays certain."""
    none = _set(_set(baseline(), "tenants.organic_ai", 0.0), "tenants.never_land", 1.0)
    far = drawn(none, {"tenant.organic.ai": 0.99, "tenant.never_land": 0.01})
    assert (far.tenants.organic_ai, far.tenants.never_land) == (0.0, 1.0)


def test_unknown_assumptions_are_refused_and_unused_ones_left_out() -> None:
    """So that two scenarios can be drawn alike, but a slip of the pen is told."""
    assert drawn(baseline(), {"build.far.office": 0.9}) == baseline()
    with pytest.raises(KeyError):
        drawn(baseline(), {"build.no_such": 0.9})


def test_a_listed_figure_is_drawn_as_often_as_it_stands_there() -> None:
    """One to four crews, each in a quarter of the worlds."""
    name = "build.crews_per_building"
    crews = [drawn(baseline(), {name: (n + 0.5) / 40}).build.crews_per_building for n in range(40)]
    assert [crews.count(number) for number in (1, 2, 3, 4)] == [10, 10, 10, 10]


def test_another_input_moves_no_column() -> None:
    """Columns are keyed by their assumption: scenarios with other inputs meet the same luck."""
    whole = quantiles(_INPUTS, 50, 7)
    some = _INPUTS[3::5]
    assert np.array_equal(quantiles(some, 50, 7), whole[:, 3::5])
    assert np.array_equal(quantiles(_INPUTS[::-1], 50, 7), whole[:, ::-1])


@pytest.mark.parametrize("runs", [1, 2, 3, 31, 32, 33])
def test_a_longer_ensemble_begins_with_the_shorter_one(runs: int) -> None:
    """So that it can grow."""
    assert np.array_equal(quantiles(_INPUTS, runs, 7), quantiles(_INPUTS, 100, 7)[:runs])


@pytest.mark.parametrize("runs", [2, 16, 64])
def test_every_input_is_filled_evenly(runs: int) -> None:
    """One quantile in every part of its range."""
    rows = quantiles(_INPUTS, runs, 11)
    assert rows.min() > 0.0
    assert rows.max() < 1.0
    for column in rows.T:
        assert sorted(np.floor(column * runs).astype(int)) == list(range(runs))


def test_inputs_do_not_go_together() -> None:
    """Correlations of 256 rows are those of chance: a standard deviation of a sixteenth."""
    correlations = np.corrcoef(quantiles(_INPUTS, 256, 3).T)[np.triu_indices(len(_INPUTS), 1)]
    assert np.abs(correlations).max() < 0.32
    assert np.sqrt((correlations**2).mean()) == pytest.approx(1 / 16, rel=0.15)


def test_seeds_and_worlds_differ() -> None:
    """Another seed draws other worlds throughout, not the same ones one further on."""
    worlds = {world_seed(seed, number) for seed, number in itertools.product((0, 1, 2, -1), range(50))}
    assert len(worlds) == 200
    assert all(0 <= seed < 2**63 for seed in worlds)
    assert not np.array_equal(quantiles(_INPUTS, 8, 1), quantiles(_INPUTS, 8, 2))


def test_an_ensemble_without_inputs_has_no_columns() -> None:
    """A scenario that rests on facts alone is simulated all the same."""
    assert quantiles((), 5, 1).shape == (5, 0)
    bare = dataclasses.replace(baseline(), grounds={"build.winter_factor": Ground("choice", "", Name("", ""))})
    assert inputs_of(bare) == ()


def _set(scenario: Scenario, path: str, value: float) -> Scenario:
    return replaced(scenario, {path: value})
