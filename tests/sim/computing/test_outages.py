"""Outages: events with the frequency and length of the book, whose mean is the availability."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.calendar import calendar
from sim.computing.outages import availability, mean_outage_days
from sim.settings import Compute
from sim.streams import Streams
from tests.sim.worlds import baseline

CLOCK = calendar(baseline().start, 240)


def rules(**changes: float) -> Compute:
    """The baseline's rules with other values."""
    return dataclasses.replace(baseline().compute, **changes)


def many(settings: Compute, runs: int = 60) -> np.ndarray:
    """(runs, T) availabilities."""
    return np.array([availability(settings, CLOCK, Streams(seed).of("outages")) for seed in range(runs)])


def test_the_mean_is_that_of_the_book() -> None:
    """0.993, over 1,200 years."""
    assert many(rules()).mean() == pytest.approx(0.993, abs=0.0005)


def test_outages_come_one_and_a_half_times_a_year_and_last_half_a_day() -> None:
    """What a month loses beyond its planned stops is an outage; most months have none."""
    lost = many(rules()).max() - many(rules())
    hit = (lost > 1e-9).mean()
    assert hit == pytest.approx(1.0 - np.exp(-1.5 / 12.0), abs=0.02)
    assert mean_outage_days(rules()) == 0.5


def test_without_downtime_there_is_no_outage() -> None:
    """An availability of 1 leaves none, and a rate of 0 none either."""
    assert np.all(many(rules(availability=1.0), 3) == 1.0)
    assert np.all(many(rules(outage_rate=0.0), 3) == pytest.approx(0.993))


@given(st.floats(0.5, 1.0), st.floats(0.0, 100.0), st.floats(0.0, 5000.0), st.integers(0, 9))
def test_availability_is_a_share(mean: float, rate: float, hours: float, seed: int) -> None:
    """Whatever the settings, and never below what is legal."""
    found = availability(
        rules(availability=mean, outage_rate=rate, outage_hours=hours), CLOCK, Streams(seed).of("outages")
    )
    assert np.all((found >= 0.0) & (found <= 1.0))
