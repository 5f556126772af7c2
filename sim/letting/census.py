"""The enterprises of a finished world in whole arrays: when they came and went, on what floor, with how many people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.letting.lives import ENDINGS, Lives

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Census:
    """N enterprises by number, T month ends. Days count from the start; infinity where it did not happen.

    Who was there at the start came on day 0. An enterprise that waits has asked, but neither come nor given up.
    """

    asked_day: F64
    came_day: F64
    gave_up_day: F64
    left_day: F64
    ending: I64
    """(N,), index into `sim.letting.lives.ENDINGS`."""
    held_m2: I64
    """(T, N), floor let to it."""
    in_core: Bools
    """(N,), ever held floor outside the owners' wings."""
    staff: F64
    """(T, N), people on site; 0 for those without floor."""
    gains: tuple[tuple[float, int, float], ...] = ()
    """Rows (day, number, logarithm of the factor): by what support has made staff grow more."""

    def staff_of(self, wanted: Bools) -> F64:
        """(T,), people of the wanted ones: (N,).

        Added one after the other, so that enterprises that come later do not change how months before are rounded.
        """
        if not wanted.any():
            return np.zeros(len(self.staff))
        return np.asarray(np.add.accumulate(self.staff[:, wanted], axis=1)[:, -1])

    def present(self, ends: F64) -> Bools:
        """(T, N), came and not left, with floor or without."""
        return np.asarray((self.came_day < ends[:, None]) & (self.left_day >= ends[:, None]))

    def waiting(self, ends: F64) -> Bools:
        """(T, N), looking for floor in vain."""
        answered = np.minimum(self.came_day, self.gave_up_day)
        return np.asarray((self.asked_day < ends[:, None]) & (answered >= ends[:, None]))


def census_of(lives: Lives, held_m2: I64, in_core: Bools, calendar: Calendar) -> Census:
    """What `lives` tells, beside the floor that each one held."""
    return Census(
        asked_day=np.array(lives.asked, dtype=np.float64),
        came_day=np.array(lives.came, dtype=np.float64),
        gave_up_day=np.array(lives.gave_up, dtype=np.float64),
        left_day=np.array(lives.left, dtype=np.float64),
        ending=np.array([ENDINGS.index(one) for one in lives.ending], dtype=np.int64),
        held_m2=held_m2,
        in_core=in_core,
        staff=np.where(held_m2 > 0, _people(lives.changes, held_m2.shape, calendar), 0.0),
        gains=tuple(lives.gains),
    )


def _people(changes: Sequence[tuple[float, int, float]], shape: tuple[int, ...], calendar: Calendar) -> F64:
    """(T, N), what the changes add up to by each month end."""
    months, count = shape
    more = np.zeros((months + 1, count))
    if changes:
        days, numbers, people = zip(*changes, strict=True)
        month = np.searchsorted(calendar.ends, days, side="right")
        np.add.at(more.reshape(-1), month * count + np.array(numbers), people)
    return np.asarray(np.cumsum(more, axis=0)[:-1])
