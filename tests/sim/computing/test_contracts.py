"""Contracts: what is reserved is fixed until it is renewed; who stays short buys elsewhere, and may come back."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from sim.calendar import MONTH_DAYS, YEAR_DAYS
from sim.computing.contracts import Contract, Contracts, Wanted

PLAIN = Contract(
    park=0, centre=0, size_p=10.0, begins=0.0, ends=np.inf, grows=True, counted=True, reserved_share=0.6, fill=0.4,
    term_days=12 * MONTH_DAYS, patience_months=2.0, return_luck=0.5,
)  # fmt: skip
ENDS = np.arange(1, 61) * MONTH_DAYS


def book(**changes: object) -> Contracts:
    """One contract."""
    contracts = Contracts()
    contracts.add(dataclasses.replace(PLAIN, **changes))  # type: ignore[arg-type]
    return contracts


def wanted(contracts: Contracts, month: int, growth: float = 0.35, response: np.ndarray | None = None) -> Wanted:
    """What is wanted at the end of a month; the net price asks for no change unless `response` says so."""
    response = np.ones((1, month + 1)) if response is None else response
    return contracts.wanted(float(ENDS[month]) - 1.0, growth, response, ENDS)


def test_what_is_reserved_is_fixed_until_the_contract_is_renewed() -> None:
    """Six of ten P for a year, then six tenths of what is needed then; what is needed beyond is batch work."""
    contracts = book()
    first, before, after = wanted(contracts, 0), wanted(contracts, 11), wanted(contracts, 12)
    assert first.reserved_p == before.reserved_p == pytest.approx(6.0)
    assert before.batch_p[0] > first.batch_p[0]
    assert after.reserved_p == pytest.approx(6.0 * 1.35)
    assert (after.reserved_p + after.batch_p)[0] == pytest.approx(10.0 * 1.35 ** ((ENDS[12] - 1.0) / YEAR_DAYS))


def test_who_needs_less_is_bound_until_its_term_ends() -> None:
    """A shrinking customer keeps what it has reserved, and buys no batch work when it needs less than that."""
    contracts = book(reserved_share=0.9)
    late = wanted(contracts, 10, growth=-0.5)
    assert late.reserved_p == pytest.approx(9.0)
    assert late.batch_p == pytest.approx(0.0)


def test_a_lower_price_brings_batch_work_at_once_and_reserved_work_at_the_renewal() -> None:
    """A voucher in month 6 of a yearly contract."""
    response = np.ones((1, 7))
    response[0, 6] = 1.5
    found = wanted(book(grows=False), 6, response=response)
    assert found.reserved_p == pytest.approx(6.0)
    assert found.batch_p == pytest.approx(15.0 - 6.0)
    response = np.concatenate([response, np.full((1, 6), 1.5)], axis=1)
    assert wanted(book(grows=False), 12, response=response).reserved_p == pytest.approx(9.0)


def short(contracts: Contracts, month: int, room_p: float = 0.0) -> Wanted:
    """A month in which only what is reserved is served."""
    found = wanted(contracts, month)
    contracts.remember(found, found.reserved_p, found.reserved_p, room_p, 0.3)
    return found


def test_who_stays_short_for_longer_than_it_bears_buys_its_batch_work_elsewhere() -> None:
    """Two months are borne; in the fourth the demand is no longer here, and is told apart."""
    contracts = book()
    for month in range(3):
        assert short(contracts, month).batch_p[0] > 0.0
    gone = wanted(contracts, 3)
    assert gone.batch_p[0] == 0.0
    assert gone.reserved_p[0] == pytest.approx(6.0)
    assert gone.elsewhere_p[0] > 0.0
    assert gone.customers == 1


def test_who_gets_nothing_of_what_it_reserved_leaves_whole() -> None:
    """It is no customer any more."""
    contracts = book()
    for month in range(3):
        found = wanted(contracts, month)
        nothing = np.zeros(1)
        contracts.remember(found, nothing, nothing, 0.0, 0.3)
    gone = wanted(contracts, 3)
    assert gone.customers == 0
    assert gone.elsewhere_p[0] == pytest.approx(10.0 * 1.35 ** ((ENDS[3] - 1.0) / YEAR_DAYS))


@pytest.mark.parametrize(("room_p", "returns"), [(1000.0, True), (1.0, False)])
def test_who_is_away_comes_back_only_where_there_is_room(room_p: float, returns: bool) -> None:
    """At 0.3 a year, a customer with little luck to pass is back within two years."""
    contracts = book()
    for month in range(3):
        short(contracts, month)
    for month in range(3, 30):
        found = wanted(contracts, month)
        contracts.remember(found, found.reserved_p, found.reserved_p + found.batch_p, room_p, 0.3)
    assert (wanted(contracts, 30).elsewhere_p[0] == 0.0) == returns


def test_the_table_grows_without_losing_a_row() -> None:
    """A thousand contracts."""
    contracts = Contracts()
    for number in range(1000):
        contracts.add(dataclasses.replace(PLAIN, size_p=float(number)))
    assert contracts.column("size_p").tolist() == [float(number) for number in range(1000)]
    contracts.end(7, 5.0)
    assert contracts.column("ends")[7] == 5.0
    assert contracts.joined(1.0) == 1000
