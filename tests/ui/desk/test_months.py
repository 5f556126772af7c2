"""The time axis: rows, days and years agree."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tiny import month_names
from ui.desk import months


@given(st.floats(-5, 200), st.integers(1, 120))
def test_the_row_is_the_last_month_end_that_the_playhead_has_reached(time: float, count: int) -> None:
    """Between two month ends the earlier one counts; outside the run its first or last."""
    row = months.row_at(time, count)
    assert 0 <= row < count
    if 0 <= time < count - 1:
        assert row <= time + 1e-6 < row + 1


@given(st.integers(0, 2900))
def test_a_day_lies_within_its_month(day: int) -> None:
    """The axis has months of equal length, so a day may lie up to three days beside its calendar month."""
    date = months.date_of_day("2023-01-01", day)
    begun = (date.year - 2023) * 12 + date.month - 1
    assert begun - 0.1 <= months.time_of_day(day) + 1 <= begun + 1.1


def test_the_first_day_is_one_month_before_the_first_month_end() -> None:
    """Time 0 is the end of the first month."""
    assert months.time_of_day(0.0) == -1.0
    assert months.date_of_day("2023-01-01", 31.5) == datetime.date(2023, 2, 1)


@pytest.mark.parametrize("count", [1, 12, 13, 96])
def test_each_year_is_marked_where_it_begins(count: int) -> None:
    """January begins at the end of December."""
    names = month_names(count)
    marks = months.year_marks(names)
    assert [year for _, year in marks] == sorted({name[:4] for name in names})
    assert [time for time, _ in marks] == [12.0 * i - 1 for i in range(len(marks))]


def test_a_run_that_begins_in_summer_marks_its_next_year() -> None:
    """The year that had begun before the run has no mark: its beginning is not on the axis."""
    assert months.year_marks(("2023-07", "2023-12", "2024-01")) == [(5.0, "2024")]
