"""The run's time axis: months as numbers, as rows of its arrays and as text. Time 0 is the first month's end."""

from __future__ import annotations

import datetime
import math

from sim.run import Run

DAYS_A_MONTH = 365.2425 / 12


def row_at(time: float, count: int) -> int:
    """The row of the last month end that `time` has reached, of `count` rows."""
    return min(max(math.floor(time + 1e-6), 0), max(count - 1, 0))


def time_of_day(day: float) -> float:
    """The time (months, 0 = first month end) of the day that is `day` days after the run's start."""
    return day / DAYS_A_MONTH - 1.0


def date_of_day(start_date: str, day: float) -> datetime.date:
    """The calendar date that is `day` days after the run's start."""
    return datetime.date.fromisoformat(start_date) + datetime.timedelta(days=math.floor(day))


def year_marks(months: tuple[str, ...]) -> list[tuple[float, str]]:
    """Where each year begins on the axis, and its number: the first lies one month before the first month end."""
    first_year, first_month = (int(part) for part in months[0].split("-"))
    marks = []
    for year in range(first_year, int(months[-1][:4]) + 1):
        time = 12.0 * (year - first_year) - first_month
        if time >= -1.0:
            marks.append((time, str(year)))
    return marks


def opening_time(run: Run) -> float:
    """Where the playhead stands when a run is first shown: the June nearest its middle.

    There the parks are half built and half let, and the picture has the sun of summer.
    """
    middle = (len(run.months) - 1) // 2
    junes = [row for row, month in enumerate(run.months) if month.endswith("-06")]
    return float(min(junes, key=lambda row: abs(row - middle), default=middle))
