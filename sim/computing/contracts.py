"""Contracts with the computing centres, one row each, in arrays: what each wants in a month, and who gives up.

A customer reserves a share of what it needs when it signs, and again whenever its contract is renewed; in between
the reserved part is fixed, and what is needed beyond it is batch work, bought as it comes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.calendar import YEAR_DAYS

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]
Bools = NDArray[np.bool_]

OPEN_ENDED: Final = 1e6
"""Days: the term of a contract that is never renewed within any run."""
_SERVED: Final = 0.95
"""A customer that gets less than this share of what it wants is short."""


@dataclass(frozen=True, slots=True)
class Contract:
    """A customer as it signs: `park` and `centre` are indices, `size_p` what it needs on the day it begins.

    `patience_months` is how long it stays short before it buys elsewhere; `return_luck`, exponential with mean 1, how
    much chance of coming back it lets pass. `fill` is the share of what it reserves that really runs.
    """

    park: int
    centre: int
    size_p: float
    begins: float
    ends: float
    grows: bool
    counted: bool
    reserved_share: float
    fill: float
    term_days: float
    patience_months: float
    return_luck: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """What those under contract in a month want, one row each; `rows` are their rows in the table."""

    rows: I64
    park: I64
    centre: I64
    begins: F64
    signed_month: I64
    """In which month the contract was signed or last renewed; 0 for those of before the run."""
    reserved_p: F64
    batch_p: F64
    fill: F64
    """The share of what each reserves that really runs."""
    elsewhere_p: F64
    """What they need and buy from other suppliers."""
    counted: Bools

    def at_centres(self, amount_p: F64, centres: int) -> F64:
        """(C,) `amount_p` of each row by the centre that its customer joined."""
        return np.asarray(np.bincount(self.centre, weights=amount_p, minlength=centres), dtype=np.float64)

    def fill_at(self, centres: int) -> F64:
        """(C,) the share that runs of what the customers of each centre reserve; 1 where they reserve nothing."""
        runs_p = self.at_centres(self.reserved_p * self.fill, centres)
        whole_p = self.at_centres(self.reserved_p, centres)
        # The quotient of two sums may end a rounding above 1.
        return np.minimum(1.0, np.divide(runs_p, whole_p, out=np.ones(centres), where=whole_p > 0.0))

    @property
    def customers(self) -> int:
        """How many of them want anything here."""
        return int(np.count_nonzero(self.counted & (self.reserved_p + self.batch_p > 0.0)))


class Contracts:
    """Every contract of a run."""

    def __init__(self) -> None:
        self._table = np.zeros((len(_COLUMNS), 64))
        self.count = 0
        self._strained = False
        """Somebody was short in the last month, or buys elsewhere."""

    def add(self, contract: Contract) -> int:
        """Write a contract; its row comes back."""
        if self.count == self._table.shape[1]:
            self._table = np.concatenate([self._table, np.zeros_like(self._table)], axis=1)
        self._table[: len(_FIELDS), self.count] = [getattr(contract, name) for name in _FIELDS]
        self.count += 1
        return self.count - 1

    def end(self, row: int, day: float) -> None:
        """The contract ends on `day`, if not before."""
        ends = self.column("ends")
        ends[row] = min(ends[row], day)

    def column(self, name: str) -> F64:
        """(N,) a view of one property of all contracts."""
        return self._table[_COLUMNS[name], : self.count]

    def joined(self, day: float) -> int:
        """How many customers have joined by `day`, those that have left again among them."""
        begins = self.column("begins")
        return int(np.count_nonzero((begins <= day) & (begins < self.column("ends")) & (self.column("counted") > 0.0)))

    def wanted(self, day: float, growth: float, response: F64, month_ends: F64) -> Wanted:
        """What all under contract on `day` want.

        `response` (parks, months so far) is the factor of demand that the net price calls for, `growth` 1/year.
        """
        rows = np.flatnonzero((self.column("begins") <= day) & (self.column("ends") > day))
        one = dict(zip(_COLUMNS, self._table[:, rows], strict=True))
        park, begins, term = one["park"].astype(np.int64), one["begins"], one["term_days"]
        renewed = begins + np.floor((day - begins) / term) * term
        month = np.searchsorted(month_ends[: response.shape[1] - 1], renewed, side="right")
        rate = math.log1p(growth) / YEAR_DAYS * one["grows"]
        need_p = one["size_p"] * np.exp(rate * (day - begins)) * response[park, -1]
        then_p = one["size_p"] * np.exp(rate * (renewed - begins)) * response[park, month]
        reserved_p = one["reserved_share"] * then_p
        batch_p = np.maximum(0.0, need_p - reserved_p)
        reserved_away, batch_away = one["reserved_away"], one["batch_away"]
        return Wanted(
            rows=rows,
            park=park,
            centre=one["centre"].astype(np.int64),
            begins=begins,
            signed_month=month,
            reserved_p=reserved_p * (1.0 - reserved_away),
            batch_p=batch_p * (1.0 - batch_away),
            fill=one["fill"],
            elsewhere_p=reserved_p * reserved_away + batch_p * batch_away,
            counted=one["counted"] > 0.0,
        )

    def remember(self, wanted: Wanted, reserved_given_p: F64, given_p: F64, room_p: float, return_rate: float) -> None:
        """Let a month end: who has been short for longer than it bears buys elsewhere; some of those come back.

        Who leaves takes its batch work, and its reserved part too where that was not served. Who is away comes back
        at `return_rate` a year, as far as `room_p` is free for it.
        """
        rows = wanted.rows
        asked_p = wanted.reserved_p + wanted.batch_p
        short = given_p < _SERVED * asked_p
        if not (self._strained or short.any()):
            return
        months = np.where(short, self.column("short_months")[rows] + 1.0, 0.0)
        leaves = months > self.column("patience_months")[rows]
        unserved = leaves & (reserved_given_p < _SERVED * wanted.reserved_p)
        away = wanted.elsewhere_p > 0.0
        luck = self.column("return_passed")[rows] + away * return_rate / 12.0
        back = away & (luck >= self.column("return_luck")[rows])
        back &= np.cumsum(wanted.elsewhere_p * back) <= room_p
        self.column("short_months")[rows] = np.where(leaves, 0.0, months)
        self.column("return_passed")[rows] = np.where(back | leaves, 0.0, luck)
        for name, gone in (("batch_away", leaves), ("reserved_away", unserved)):
            column = self.column(name)
            column[rows] = np.where(back, 0.0, np.maximum(column[rows], gone))
        self._strained = bool(short.any() or (self.column("batch_away")[rows] > 0.0).any())


_FIELDS: Final = tuple(part.name for part in fields(Contract))
_COLUMNS: Final = {
    name: index for index, name in enumerate((*_FIELDS, "short_months", "return_passed", "batch_away", "reserved_away"))
}
