"""Scenes, solutions, platforms, demonstrations: counts that are drawn, and a definition that decides the target."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.history import History
from sim.outcomes.happenings import Counts, counts_of, poisson
from sim.outcomes.levels import outcomes
from tests.sim.outcomes.test_revenue import calm

MEANS = st.floats(0.0, 380.0)
LUCK = st.floats(1e-12, 1.0 - 1e-12)


def counts(world: History) -> Counts:
    """Drawn anew."""
    return counts_of(world, outcomes(calm()).earnings)


def under(factor: np.ndarray, park: str = "ai") -> History:
    """The calm world with this factor on the rate of scenes."""
    world = calm()
    return dataclasses.replace(world, scenes_factor={**world.scenes_factor, park: factor}, memo={})


@given(MEANS, LUCK)
def test_a_count_is_the_poisson_quantile(mean: float, luck: float) -> None:
    """The smallest number whose cumulated probability reaches the luck."""
    found = poisson(mean, luck)
    below = math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(found)) if mean else 0.0
    assert below < luck + 1e-9
    if mean:
        assert below + math.exp(found * math.log(mean) - mean - math.lgamma(found + 1)) > luck - 1e-9


@given(MEANS, MEANS, LUCK)
def test_more_to_expect_is_never_fewer_drawn(one: float, other: float, luck: float) -> None:
    """With the same luck."""
    assert poisson(min(one, other), luck) <= poisson(max(one, other), luck)


@pytest.mark.parametrize("luck", [1e-6, 0.1, 0.5, 0.9, 1.0 - 1e-6])
def test_many_are_drawn_as_few_are(luck: float) -> None:
    """Where the way of drawing changes, the count does not jump."""
    assert abs(poisson(400.0, luck) - poisson(400.000001, luck)) <= 1
    assert poisson(1e12, luck) == pytest.approx(1e12, rel=1e-5)


def test_nothing_comes_of_nothing() -> None:
    """No enterprise, no scene."""
    assert poisson(0.0, 1.0 - 1e-16) == 0


def test_the_definition_sets_the_start() -> None:
    """A tenth of the 100 solutions of March 2023 counts as exemplary; 22 platforms are published."""
    found = counts(calm())
    assert found.scenes[0] - found.new_scenes[0] == 10
    assert 100 <= found.solutions[0] <= 130
    assert 22 <= found.platforms[0] <= 26


def test_counts_never_fall_and_scenes_are_solutions() -> None:
    """To date; the new ones of a month are part of that month's solutions."""
    found = counts(calm())
    for one in (found.scenes, found.solutions, found.platforms, found.demonstrations, found.pilots):
        assert np.all(np.diff(one) >= 0.0)
        assert np.all(one == np.floor(one))
    assert np.all(np.diff(found.solutions) >= found.new_scenes[1:])


def test_draws_scatter_about_what_is_expected() -> None:
    """0.06 an enterprise and year, over eight years of some hundred and fifty enterprises."""
    world = calm()
    earnings = outcomes(world).earnings
    expected = 0.06 / 12 * earnings.enterprises(earnings.field == 0).sum()
    plain = under(np.ones(world.months))
    totals = [
        counts(dataclasses.replace(plain, streams=type(world.streams)(seed), memo={})).new_scenes.sum()
        for seed in range(60)
    ]
    assert np.mean(totals) == pytest.approx(expected, abs=3.5 * math.sqrt(expected / 60))
    assert np.var(totals) == pytest.approx(expected, rel=0.6)


def test_opened_scenes_add_scenes_and_leave_earlier_months_in_place() -> None:
    """What policy does from a month on changes that month and later ones; ordinary solutions stay."""
    months = calm().months
    later = np.where(np.arange(months) < 40, 1.0, 3.0)
    plain, opened = counts(under(np.ones(months))), counts(under(later))
    assert np.array_equal(opened.scenes[:40], plain.scenes[:40])
    assert np.all(opened.new_scenes >= plain.new_scenes)
    assert opened.scenes[-1] > plain.scenes[-1]
    more = opened.solutions - plain.solutions
    assert np.array_equal(more, opened.scenes - plain.scenes)


def test_the_city_s_demonstrations_have_luck_of_their_own() -> None:
    """More AI scenes bring no VR demonstration; supported VR projects do."""
    world = calm()
    months = world.months
    plain = counts(world)
    assert np.array_equal(counts(under(np.full(months, 5.0))).demonstrations, plain.demonstrations)
    paid = dataclasses.replace(world, supported_projects={"vr": np.full(months, 24.0)}, memo={})
    more = counts(paid).demonstrations[-1] - plain.demonstrations[-1] + world.supported_projects["vr"].sum() / 12
    assert more == pytest.approx(24 * 8, rel=0.25)
