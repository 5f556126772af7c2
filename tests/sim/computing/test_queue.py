"""The queue formula against theory: Erlang-A at its corners, the flow limit, Little's law."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.computing.queue import mean_wait_days, share_giving_up


def by_recursion(places: int, load: float, leaving: float) -> float:
    """Share giving up, state by state: an independent way."""
    weights, states = [1.0], range(1, places + 4000)
    for state in states:
        weights.append(weights[-1] * load / (min(state, places) + max(0, state - places) * leaving))
    waiting = sum(weight * max(0, state - places) for state, weight in enumerate(weights))
    return leaving * waiting / sum(weights) / load


@pytest.mark.parametrize("places", [1, 5, 40])
@pytest.mark.parametrize("use", [0.5, 0.9, 1.0, 1.3])
@pytest.mark.parametrize("patience", [0.5, 3.0, 30.0])
def test_it_agrees_with_the_states_summed_one_by_one(places: int, use: float, patience: float) -> None:
    """M/M/c+M."""
    expected = by_recursion(places, use * places, 2.0 / patience)
    assert share_giving_up(places, use * places, 2.0, patience) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_with_endless_patience_it_is_erlang_c() -> None:
    """M/M/1 at a use of 0.5: a job waits one mean length on average."""
    assert mean_wait_days(1, 0.5, 2.0, 1e6) == pytest.approx(2.0, rel=1e-3)


def test_who_leaves_as_fast_as_it_is_served_makes_it_m_m_infinity() -> None:
    """Patience as long as a job: the number present is Poisson."""
    load, places = 6.0, 5
    queue = sum((n - places) * math.exp(-load) * load**n / math.factorial(n) for n in range(places + 1, 80))
    assert share_giving_up(places, load, 1.0, 1.0) == pytest.approx(queue / load)


@pytest.mark.parametrize("places", [4999, 5001, 10**6])
def test_many_places_leave_the_flow_alone(places: int) -> None:
    """What comes above what can be done gives up."""
    assert share_giving_up(places, 1.25 * places, 1.0, 3.0) == pytest.approx(0.2, abs=1e-3)
    assert share_giving_up(places, 0.8 * places, 1.0, 3.0) == 0.0


@given(st.integers(0, 200), st.floats(0.0, 1e7), st.floats(0.01, 1000.0), st.floats(0.01, 1000.0))
def test_nobody_waits_longer_than_patience_on_average(
    places: int, load: float, service: float, patience: float
) -> None:
    """From no demand to a thousand times too much; at least what must give up does."""
    wait = mean_wait_days(places, load, service, patience)
    assert 0.0 <= wait <= patience * (1.0 + 1e-9)
    if load > 0.0:
        assert wait >= patience * (1.0 - places / load) - 1e-6 * patience


def test_more_work_waits_longer() -> None:
    """Month after month of growing demand."""
    waits = [mean_wait_days(50, load, 3.0, 10.0) for load in np.linspace(1.0, 200.0, 60)]
    assert np.all(np.diff(waits) >= -1e-12)
    assert waits[0] == 0.0
    assert waits[-1] == pytest.approx(7.5)
