"""Accounts of policy: money that is opened, paid out in a fixed order, and closed."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Final

from sim.instruments.base import Instrument, Standing

_MEMORY_MONTHS: Final = 12
"""What lapsed is felt for a year, as said in the assumption `policy.cliff_effect`."""
_UNTRIED: Final = -1.0
"""No share has been paid or refused yet."""


@dataclass(slots=True, eq=False)
class Account:
    """Money that can only be spent down to nothing, between two days.

    `opening` is what there is when the run begins; at every moment `opening` = `balance` + `paid`.
    """

    opens: float
    closes: float
    balance: float
    paid: float = 0.0
    opening: float = math.nan
    dry: float = math.inf
    """The day on which it could not pay in full for the first time."""

    def __post_init__(self) -> None:
        self.opening = self.balance

    @property
    def stops(self) -> float:
        """The day from which it does not pay any more: closed, or run dry."""
        return min(self.closes, self.dry)

    def spend_before(self, amount: float) -> None:
        """What was paid before the run begins is gone and is not counted in it."""
        self.balance -= min(max(amount, 0.0), self.balance)
        self.opening = self.balance

    def is_open(self, day: float) -> bool:
        """Whether it can pay anything on `day`."""
        return self.opens <= day < self.closes and self.balance > 0.0

    def pay(self, amount: float, day: float) -> float:
        """Pay as much of `amount` as the account has, if it is open; what was paid comes back."""
        if not self.opens <= day < self.closes:
            return 0.0
        given = min(max(amount, 0.0), self.balance)
        if given < amount:
            self.dry = min(self.dry, day)
        self.balance -= given
        self.paid += given
        return given


@dataclass(slots=True, eq=False)
class Line:
    """An instrument at work in a run: when it acts, out of which account, and what it has been given so far.

    `unpaid` fell due while the account was open and empty; `owed` after it had closed.
    """

    name: str
    instrument: Instrument
    opens: float
    closes: float
    account: Account
    paid: float = 0.0
    unpaid: float = 0.0
    owed: float = 0.0
    _last: float = _UNTRIED
    _best: float = 0.0
    _shares: deque[float] = field(default_factory=lambda: deque(maxlen=_MEMORY_MONTHS))

    def standing(self, day: float) -> Standing:
        """How it stands on `day`, by what was paid in the months that are closed."""
        funded = 0.0
        if self.opens <= day < self.closes and self.account.is_open(day):
            funded = 1.0 if self._last == _UNTRIED else self._last
        return Standing(funded, max(0.0, self._best - funded))

    @property
    def state(self) -> tuple[float, float, bool]:
        """What standings depend on, beside the day: where it stays the same, so do they."""
        return self._last, self._best, self.account.balance > 0.0

    def settle(self, due: float, begin: float, end: float, pays_on: float) -> None:
        """Pay what fell due in the month from `begin` to `end`, and note which share of it was paid."""
        # Asked before anything is paid: who takes the last of an account was paid out of an open one.
        acts = self.opens < end and begin < self.closes and self.account.is_open(max(begin, self.account.opens))
        given = self.account.pay(due, pays_on) if due > 0.0 else 0.0
        self.paid += given
        if pays_on >= self.account.closes:
            self.owed += due - given
        else:
            self.unpaid += due - given
        share = given / due if due > 0.0 else float(acts)
        if acts or given > 0.0:
            self._last = share
        self._shares.append(share if acts else 0.0)
        self._best = max(self._shares)


@dataclass(slots=True)
class Ledger:
    """Sums at the month ends, CNY since the start, one list a column; `paid` by instrument, whatever its account."""

    paid: dict[str, list[float]]
    ai_paid: list[float] = field(default_factory=list)
    ai_left: list[float] = field(default_factory=list)
    ai_owed: list[float] = field(default_factory=list)
    vr_paid: list[float] = field(default_factory=list)
    vr_left: list[float] = field(default_factory=list)
    vr_owed: list[float] = field(default_factory=list)
    renewed_paid: list[float] = field(default_factory=list)
    rent_unpaid: list[float] = field(default_factory=list)
    rent_claimed: list[float] = field(default_factory=list)
    rent_pending: list[float] = field(default_factory=list)
    certified: list[int] = field(default_factory=list)
    """Tenants whose claim runs at the month's end."""
