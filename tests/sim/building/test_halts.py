"""Short and long stops of work: as often and as long as the scenario says."""

from __future__ import annotations

import numpy as np
import pytest

from sim.building.halts import joined, next_long_stop, short_stops
from sim.calendar import MONTH_DAYS
from sim.streams import Streams
from tests.sim.worlds import baseline, changed

BUILD = baseline().build


def test_long_stops_are_rare_long_and_sometimes_the_end() -> None:
    """0.006 a month, ten months long, every fifth for good."""
    found = [next_long_stop(Streams(1).of("halts", number), BUILD, 0.0) for number in range(20_000)]
    stops = [stop for stop in found if stop is not None]
    assert len(stops) == len(found)
    assert np.mean([stop.day for stop in stops]) == pytest.approx(MONTH_DAYS / 0.006, rel=0.03)
    assert np.mean([stop.length for stop in stops]) == pytest.approx(304.0, rel=0.03)
    assert np.mean([stop.for_good for stop in stops]) == pytest.approx(0.2, abs=0.01)


def test_without_hazard_nothing_stops() -> None:
    """And the stream is read all the same, so that other draws stay where they are."""
    calm = changed(baseline(), build={"severe_stop_hazard": 0.0, "stop_hazard": 0.0}).build
    one, two = Streams(1).of("halts", "P"), Streams(1).of("halts", "P")
    assert next_long_stop(one, calm, 0.0) is None
    assert next_long_stop(two, BUILD, 0.0) is not None
    assert one.uniform() == two.uniform()
    assert short_stops(one, calm, 0.0, 3000.0) == []


def test_a_higher_hazard_brings_the_same_stops_sooner() -> None:
    """Common luck: two scenarios stay comparable."""
    often = changed(baseline(), build={"severe_stop_hazard": 0.012}).build
    rare, soon = (next_long_stop(Streams(1).of("halts", "P"), build, 0.0) for build in (BUILD, often))
    assert rare is not None
    assert soon is not None
    assert soon.day == pytest.approx(rare.day / 2)
    assert (soon.length, soon.for_good) == (rare.length, rare.for_good)


def test_short_stops_follow_each_other_until_the_horizon() -> None:
    """As many as their rate says."""
    drawn = [short_stops(Streams(1).of("stops", n), BUILD, 0.0, 3650.0) for n in range(2000)]
    counts = [sum(day < 3650.0 for day, _ in stops) for stops in drawn]
    cycle = MONTH_DAYS / BUILD.stop_hazard + BUILD.stop_length
    assert np.mean(counts) == pytest.approx(3650.0 / cycle, rel=0.1)
    for stops in drawn[:50]:
        days = [day for stop in stops for day in stop]
        assert days == sorted(days)


def test_stops_that_overlap_count_once() -> None:
    """In order of time."""
    assert joined([(50.0, 60.0), (1.0, 5.0)], [(4.0, 9.0), (55.0, 58.0)]) == [(1.0, 9.0), (50.0, 60.0)]
