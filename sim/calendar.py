"""The run's clock: days since its start, month ends, and how much outdoor work a day is good for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from sim.settings import Build

YEAR_DAYS = 365.25
MONTH_DAYS = YEAR_DAYS / 12

_WINTER = (12, 1, 2)
_FESTIVAL_MIDDLE = (2, 5)
"""Spring festival falls between 21 January and 20 February; its middle is close enough for a month-grained run."""
_BEFORE_DAYS = 3700
_AFTER_DAYS = 9000


@dataclass(frozen=True, slots=True)
class Calendar:
    """Months of a run. `ends` are the days on which the months end: the first day of the next one."""

    start: date
    labels: tuple[str, ...]
    ends: NDArray[np.float64]
    seasons: tuple[int, ...]
    """Month of the year, 0 for January, of each month."""

    def day(self, when: date) -> float:
        """Days from the start until `when`; negative before it."""
        return float((when - self.start).days)

    def date(self, day: float) -> date:
        """The date of a day of the run."""
        return self.start + timedelta(days=int(day))

    def month(self, day: float) -> int:
        """The month in which `day` lies; the number of months after the horizon, 0 before the start."""
        return int(np.searchsorted(self.ends, day, side="right"))


def calendar(start: date, months: int) -> Calendar:
    """The calendar of `months` months from `start`, the first of a month."""
    firsts = [_first_of(start, number) for number in range(months + 1)]
    ends = np.array([(first - start).days for first in firsts[1:]], dtype=np.float64)
    ends.flags.writeable = False
    return Calendar(
        start=start,
        labels=tuple(f"{first:%Y-%m}" for first in firsts[:-1]),
        ends=ends,
        seasons=tuple(first.month - 1 for first in firsts[:-1]),
    )


class WorkDays:
    """How far outdoor work gets: a winter day is worth less than a day, one of the spring-festival stop nothing."""

    def __init__(self, start: date, build: Build) -> None:
        days = [start + timedelta(days=offset) for offset in range(-_BEFORE_DAYS, _AFTER_DAYS)]
        worth = np.array([_worth(day, build) for day in days])
        self._days = np.arange(-_BEFORE_DAYS, _AFTER_DAYS + 1, dtype=np.float64)
        self._done = np.concatenate([[0.0], np.cumsum(worth)])

    def done(self, day: float) -> float:
        """Work done since long ago until `day`, in full days."""
        return float(np.interp(day, self._days, self._done))

    def finish(self, begin: float, work: float, stops: Sequence[tuple[float, float]] = ()) -> float:
        """The day on which `work` full days are done, begun on day `begin` and resting during `stops`."""
        for stop, resumed in stops:
            if resumed <= begin:
                continue
            until = self.done(max(stop, begin)) - self.done(begin)
            if until >= work:
                break
            work -= until
            begin = resumed
        return float(np.interp(self.done(begin) + work, self._done, self._days))


def _worth(day: date, build: Build) -> float:
    middle = date(day.year, *_FESTIVAL_MIDDLE)
    if abs((day - middle).days) < build.new_year_stop / 2:
        return 0.0
    return build.winter_factor if day.month in _WINTER else 1.0


def _first_of(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    return date(start.year + years, month + 1, 1)
