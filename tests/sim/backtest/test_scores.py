"""The score of a sample against what was observed."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.backtest.scores import band, crps, holds

NORMAL = NormalDist()


def closed_form(mean: float, spread: float, observed: float) -> float:
    """The score of a normal distribution (Gneiting and Raftery 2007)."""
    z = (observed - mean) / spread
    return spread * (z * (2.0 * NORMAL.cdf(z) - 1.0) + 2.0 * NORMAL.pdf(z) - 1.0 / math.sqrt(math.pi))


@pytest.mark.parametrize(("mean", "spread", "observed"), [(0.0, 1.0, 0.0), (10.0, 3.0, 14.0), (-5.0, 0.5, -9.0)])
def test_a_normal_sample_scores_as_the_normal_distribution_does(mean: float, spread: float, observed: float) -> None:
    """Within what 20,000 draws leave open."""
    sample = np.random.default_rng(1).normal(mean, spread, 20_000)
    assert crps(sample, observed) == pytest.approx(closed_form(mean, spread, observed), abs=0.02 * spread)


def test_the_fair_score_does_not_punish_small_samples() -> None:
    """The mean over many samples of eight is that of the distribution; the plain form would be 1/sqrt(pi)/8 above."""
    draws = np.random.default_rng(2).normal(0.0, 1.0, (20_000, 8))
    mean = float(np.mean([crps(sample, 0.7) for sample in draws]))
    assert mean == pytest.approx(closed_form(0.0, 1.0, 0.7), abs=0.01)


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=12),
    st.floats(-1e6, 1e6),
)
def test_the_pass_over_the_sorted_sample_is_the_sum_over_all_pairs(values: list[float], observed: float) -> None:
    sample = np.array(values)
    count = len(sample)
    pairs = np.abs(sample[:, None] - sample[None, :]).sum() / (2.0 * count * (count - 1))
    assert crps(sample, observed) == pytest.approx(np.abs(sample - observed).mean() - pairs, abs=1e-6)


def test_one_number_scores_its_error_and_none_scores_nothing() -> None:
    assert crps(np.array([7.0]), 10.0) == 3.0
    assert math.isnan(crps(np.array([]), 10.0))


def test_a_band_holds_what_lies_between_its_ends() -> None:
    sample = np.arange(101.0)
    assert band(sample) == (10.0, 50.0, 90.0)
    assert holds(sample, 10.0)
    assert not holds(sample, 9.9)
    assert not holds(np.array([]), 9.9)
    assert math.isnan(band(np.array([]))[0])
