"""The run's clock: days since its start, month ends, and how much outdoor work a day is good for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from sim.settings import Build

YEAR_DAYS = 365.25
MONTH_DAYS = YEAR_DAYS / 12

_WINTER = (12, 1, 2)
_FESTIVAL_MIDDLE_DAY = 35
"""5 February: spring festival falls between 21 January and 20 February, and a month-grained run takes its middle."""
_BEFORE_DAYS = 3700
_AFTER_DAYS = 9000
"""More than the longest run."""
_CYCLE_DAYS = 1461
"""Four years, a leap year among them."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Months of a run. `ends` are the days on which the months end: the first day of the next one."""

    start: date
    labels: tuple[str, ...]
    ends: NDArray[np.float64]
    seasons: tuple[int, ...]
    """Month of the year, 0 for January, of each month."""
    _ends: tuple[float, ...]

    @property
    def start_year(self) -> float:
        """The start as a year with its fraction: 2023.5 for July 2023."""
        return self.start.year + (self.start.month - 1) / 12

    def day(self, when: date) -> float:
        """Days from the start until `when`; negative before it."""
        return float((when - self.start).days)

    def date(self, day: float) -> date:
        """The date of a day of the run."""
        return self.start + timedelta(days=int(day))

    def month(self, day: float) -> int:
        """The month in which `day` lies; the number of months after the horizon, 0 before the start."""
        return bisect_right(self._ends, day)

    def end_of_month(self, day: float) -> float:
        """The end of the month in which `day` lies; the run's start for a day before it."""
        if day < 0.0:
            return 0.0
        return self._ends[min(self.month(day), len(self._ends) - 1)]


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
        _ends=tuple(ends.tolist()),
    )


class WorkDays:
    """How far outdoor work gets: a winter day is worth less than a day, one of the spring-festival stop nothing."""

    def __init__(self, start: date, build: Build) -> None:
        first = np.datetime64(start) - _BEFORE_DAYS
        worth = _worth(first + np.arange(_BEFORE_DAYS + _AFTER_DAYS), build)
        # A plain list: these are read one number at a time.
        self._done: list[float] = np.concatenate([[0.0], np.cumsum(worth)]).tolist()
        self._mean = float(worth[-_CYCLE_DAYS:].mean())

    def done(self, day: float) -> float:
        """Work done since long ago until `day`, in full days; far ahead every day is worth the mean of some years."""
        place = max(day + _BEFORE_DAYS, 0.0)
        beyond = place - (len(self._done) - 1)
        if beyond >= 0.0:
            return self._done[-1] + beyond * self._mean
        whole = int(place)
        before, after = self._done[whole], self._done[whole + 1]
        return before + (place - whole) * (after - before)

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
        return self._day(self.done(begin) + work)

    def _day(self, done: float) -> float:
        """The day by which so much is done."""
        if done > self._done[-1]:
            return len(self._done) - 1 + (done - self._done[-1]) / self._mean - _BEFORE_DAYS
        after = min(max(bisect_left(self._done, done), 1), len(self._done) - 1)
        low, high = self._done[after - 1], self._done[after]
        part = min(1.0, (done - low) / (high - low)) if high > low else 0.0
        return after - 1 + part - _BEFORE_DAYS


def _worth(days: NDArray[np.datetime64], build: Build) -> NDArray[np.float64]:
    """What each day is worth to outdoor work."""
    months = days.astype("datetime64[M]")
    winter = np.isin(months.astype(np.int64) % 12 + 1, _WINTER)
    middle = days.astype("datetime64[Y]").astype("datetime64[D]") + _FESTIVAL_MIDDLE_DAY
    festival = np.abs((days - middle).astype(np.int64)) < build.new_year_stop / 2
    return np.where(festival, 0.0, np.where(winter, build.winter_factor, 1.0))


def _first_of(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    return date(start.year + years, month + 1, 1)
