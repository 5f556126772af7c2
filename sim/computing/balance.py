"""How the supply of a month is shared out: reserved contracts first, then batch work; home first, then spill-over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Balance:
    """(C,) each, P: what is sold of either kind, and the room that is left for batch work once machines are down."""

    reserved_p: F64
    batch_p: F64
    running_p: F64
    batch_room_p: F64

    @property
    def sold_p(self) -> F64:
        """(C,) P, of both kinds."""
        return np.asarray(self.reserved_p + self.batch_p)


def balance(reserved_p: F64, batch_p: F64, supply_p: F64, availability: F64, fill: F64) -> Balance:
    """The balance of a month, from what is wanted of each centre.

    Reserved contracts are served first. A centre serves its own customers before those of the other; of what is
    reserved, the share `fill` of each centre's own customers really runs, and goes with them where they spill over;
    nothing runs on a machine that is down.
    """
    reserved_sold = shared_out(reserved_p, supply_p)
    batch_sold = shared_out(batch_p, supply_p - reserved_sold)
    up_p = supply_p * availability
    at_work = _at_work(reserved_p, reserved_sold, fill)
    running = np.minimum(at_work + batch_sold, up_p)
    return Balance(reserved_sold, batch_sold, running, np.maximum(0.0, up_p - reserved_sold))


def _at_work(wanted_p: F64, sold_p: F64, fill: F64) -> F64:
    """(C,) what runs of the reserved P that each centre has sold, to its own customers and to those that spill over."""
    own_p = np.minimum(wanted_p, sold_p)
    spill_p = wanted_p - own_p
    total_p = float(spill_p.sum())
    spilled_fill = float((spill_p * fill).sum()) / total_p if total_p > 0.0 else 0.0
    return np.asarray(own_p * fill + (sold_p - own_p) * spilled_fill)


def shared_out(wanted_p: F64, room_p: F64) -> F64:
    """(C,) what each centre sells: its own customers' part, and of what spills over as much as it has room for."""
    sold = np.minimum(wanted_p, room_p)
    spill = float((wanted_p - sold).sum())
    if spill <= 0.0:
        return sold
    left = room_p - sold
    total_left = float(left.sum())
    if total_left > 0.0:
        sold = sold + left * min(1.0, spill / total_left)
    return np.minimum(sold, room_p)


def by_age(wanted_p: F64, begins: F64, sold_p: float) -> F64:
    """(N,) what each reserved contract gets of `sold_p`: older ones keep what they hold, the last go short."""
    # Sums taken in another order differ by rounding.
    if sold_p >= float(wanted_p.sum()) * (1.0 - 1e-12):
        return wanted_p
    order = np.argsort(begins, kind="stable")
    before = np.cumsum(wanted_p[order]) - wanted_p[order]
    given = np.empty_like(wanted_p)
    given[order] = np.clip(sold_p - before, 0.0, wanted_p[order])
    return given


def evenly(wanted_p: F64, sold_p: float) -> F64:
    """(N,) what each customer's batch work gets of `sold_p`: all the same part."""
    total = float(wanted_p.sum())
    return wanted_p * min(1.0, sold_p / total) if total > 0.0 else np.zeros_like(wanted_p)
