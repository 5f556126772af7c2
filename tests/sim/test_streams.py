"""Random numbers by name."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.streams import Spread, Streams


def test_a_stream_depends_on_seed_and_name_alone() -> None:
    """Asked for again, or after others, it gives the same numbers; another name or seed gives others."""
    streams = Streams(7)
    first = [streams.of("a", 1).uniform() for _ in range(3)]
    streams.of("b").uniform()
    assert first == [streams.of("a", 1).uniform()] * 3
    assert streams.of("a", 2).uniform() != first[0]
    assert Streams(8).of("a", 1).uniform() != first[0]


def test_the_numbers_are_the_same_on_every_machine() -> None:
    """Written down once: a change here changes every run ever saved."""
    stream = Streams(2023).of("enterprise", "ai", "organic/0")
    assert [stream.uniform() for _ in range(2)] == [0.31674997038627833, 0.6454787444821992]


def test_a_long_stream_does_not_repeat() -> None:
    """Block after block is fresh."""
    stream = Streams(1).of("long")
    numbers = [stream.uniform() for _ in range(5000)]
    assert len(set(numbers)) == len(numbers)
    assert all(0.0 < number < 1.0 for number in numbers)


def test_uniform_numbers_are_uniform_within_and_across_streams() -> None:
    """Deciles hold a tenth each, whether one stream is read on or many are begun."""
    one, streams = Streams(3).of("one"), Streams(3)
    along = [one.uniform() for _ in range(20_000)]
    across = [streams.of("entity", number).uniform() for number in range(20_000)]
    for numbers in (along, across):
        counts, _ = np.histogram(numbers, bins=10, range=(0.0, 1.0))
        assert np.all(np.abs(counts - 2000) < 4 * np.sqrt(2000))
    assert abs(np.corrcoef(along, across)[0, 1]) < 0.03


@given(st.floats(0.1, 1000), st.floats(1.0, 8.0), st.integers())
def test_a_spread_has_the_median_and_the_ninetieth_percentile_it_names(median: float, ratio: float, seed: int) -> None:
    """And every draw is positive."""
    spread = Spread(median, median * ratio)
    assert spread.at(0.0) == pytest.approx(median)
    assert spread.at(1.2815515655446004) == pytest.approx(median * ratio)
    assert Streams(seed % 2**60).of("x").spread(spread) > 0.0


def test_a_draw_moves_with_its_median() -> None:
    """The same luck under a longer median gives a longer duration: scenarios stay comparable."""
    streams = Streams(5)
    for number in range(50):
        short = streams.of("p", number).spread(Spread(100, 200))
        assert streams.of("p", number).spread(Spread(150, 300)) == pytest.approx(1.5 * short)


def test_exponential_chance_and_pick_follow_their_parameters() -> None:
    """Means within four standard errors."""
    stream = Streams(9).of("many")
    assert np.mean([stream.exponential(5.0) for _ in range(10_000)]) == pytest.approx(5.0, abs=0.2)
    assert np.mean([stream.chance(0.3) for _ in range(10_000)]) == pytest.approx(0.3, abs=0.02)
    picked = np.bincount([stream.pick((1.0, 0.0, 3.0)) for _ in range(10_000)], minlength=3)
    assert picked[1] == 0
    assert picked[2] / 10_000 == pytest.approx(0.75, abs=0.02)
