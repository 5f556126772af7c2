"""How supply is shared out: an explicit order, nothing above supply, nothing lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.computing.balance import balance, by_age, evenly, shared_out

AMOUNTS = st.lists(st.floats(0.0, 1e6), min_size=3, max_size=3).map(np.array)
SHARES = st.lists(st.floats(0.0, 1.0), min_size=3, max_size=3).map(np.array)


def test_reserved_contracts_come_before_batch_work() -> None:
    """100 P of supply: 80 reserved are served, of 60 P of batch work a third."""
    done = balance(np.array([80.0]), np.array([60.0]), np.array([100.0]), np.array([1.0]), np.array([0.5]))
    assert done.reserved_p == pytest.approx([80.0])
    assert done.batch_p == pytest.approx([20.0])
    assert done.running_p == pytest.approx([60.0])
    assert done.batch_room_p == pytest.approx([20.0])


def test_a_centre_serves_its_own_before_those_of_the_other() -> None:
    """What spills over takes only the room that is left."""
    assert shared_out(np.array([130.0, 50.0]), np.array([100.0, 150.0])) == pytest.approx([100.0, 80.0])
    assert shared_out(np.array([300.0, 140.0]), np.array([100.0, 150.0])) == pytest.approx([100.0, 150.0])


def test_nothing_runs_on_machines_that_are_down() -> None:
    """Half of the month down, everything sold."""
    done = balance(np.array([0.0]), np.array([100.0]), np.array([100.0]), np.array([0.5]), np.array([0.4]))
    assert done.sold_p == pytest.approx([100.0])
    assert done.running_p == pytest.approx([50.0])


def test_what_spills_over_runs_as_it_would_have_at_home() -> None:
    """A campaign of 50 P that the first centre has no room for runs at 0.9 in the second, whose own run at 0.4."""
    none, up = np.zeros(2), np.ones(2)
    done = balance(np.array([150.0, 100.0]), none, np.array([100.0, 200.0]), up, np.array([0.9, 0.4]))
    assert done.reserved_p == pytest.approx([100.0, 150.0])
    assert done.running_p == pytest.approx([90.0, 100.0 * 0.4 + 50.0 * 0.9])


@given(AMOUNTS, AMOUNTS, AMOUNTS, SHARES, SHARES)
def test_sold_is_demand_or_supply_and_running_is_less(
    reserved: np.ndarray, batch: np.ndarray, supply: np.ndarray, up: np.ndarray, fill: np.ndarray
) -> None:
    """Whatever is wanted and supplied: sold + unmet = demand, running <= sold, running <= what is up."""
    done = balance(reserved, batch, supply, up, fill)
    assert np.all(done.sold_p <= supply * (1.0 + 1e-12))
    assert done.sold_p.sum() == pytest.approx(min((reserved + batch).sum(), supply.sum()), abs=1e-6)
    assert done.reserved_p.sum() == pytest.approx(min(reserved.sum(), supply.sum()), abs=1e-6)
    assert np.all(done.running_p <= done.sold_p + 1e-9)
    assert np.all(done.running_p <= supply * up + 1e-9)


def test_older_contracts_keep_what_they_hold() -> None:
    """The last to sign goes short, the one before it in part."""
    given_p = by_age(np.array([40.0, 30.0, 50.0]), np.array([5.0, 9.0, 1.0]), 100.0)
    assert given_p == pytest.approx([40.0, 10.0, 50.0])


@given(AMOUNTS, SHARES, st.floats(0.0, 3e6))
def test_customers_together_get_what_is_sold(wanted: np.ndarray, begins: np.ndarray, sold: float) -> None:
    """By age or evenly; nobody more than it wants."""
    sold = min(sold, float(wanted.sum()))
    for given_p in (by_age(wanted, begins, sold), evenly(wanted, sold)):
        assert given_p.sum() == pytest.approx(sold, abs=1e-6)
        assert np.all(given_p <= wanted + 1e-9)
        assert np.all(given_p >= 0.0)
