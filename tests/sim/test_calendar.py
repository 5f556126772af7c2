"""The run's clock and the worth of its days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.calendar import WorkDays, calendar
from tests.sim.worlds import baseline, changed


def work(start: date = date(2023, 1, 1)) -> WorkDays:
    """The baseline's working days."""
    return WorkDays(start, baseline().build)


def test_months_end_where_the_next_begin() -> None:
    """January 2023 has 31 days; the 96th month is December 2030."""
    run = calendar(date(2023, 1, 1), 96)
    assert run.labels[0] == "2023-01"
    assert run.labels[-1] == "2030-12"
    assert run.ends[0] == 31
    assert run.ends[-1] == (date(2031, 1, 1) - date(2023, 1, 1)).days


def test_a_run_may_begin_in_any_month() -> None:
    """And knows its seasons."""
    run = calendar(date(2024, 11, 1), 14)
    assert run.labels == ("2024-11", "2024-12", *(f"2025-{month:02d}" for month in range(1, 13)))
    assert run.seasons[:3] == (10, 11, 0)


def test_a_day_lies_in_its_month_and_the_last_moment_too() -> None:
    """The first day of the next month does not."""
    run = calendar(date(2023, 1, 1), 12)
    assert run.month(run.day(date(2023, 3, 31))) == 2
    assert run.month(run.day(date(2023, 4, 1))) == 3
    assert run.month(-5.0) == 0
    assert run.month(400.0) == 12


def test_summer_days_are_full_and_winter_days_are_not() -> None:
    """Thirty days of work take thirty in July, more in December, and none is done at spring festival."""
    run, days = calendar(date(2023, 1, 1), 24), work()
    july, december = run.day(date(2023, 7, 1)), run.day(date(2023, 12, 1))
    assert days.finish(july, 30.0) == pytest.approx(july + 30.0)
    assert days.finish(december, 13.0) == pytest.approx(december + 20.0)
    festival = run.day(date(2024, 2, 5))
    assert days.done(festival + 3) == days.done(festival - 3)


def test_a_mild_climate_without_holidays_loses_no_day() -> None:
    """The rules are the scenario's."""
    build = changed(baseline(), build={"winter_factor": 1.0, "new_year_stop": 0.0}).build
    assert WorkDays(date(2023, 1, 1), build).finish(0.0, 700.0) == pytest.approx(700.0)


def test_a_stop_delays_by_its_length() -> None:
    """One before the work, or after it, does not."""
    days = work()
    july = 181.0
    plain = days.finish(july, 40.0)
    assert days.finish(july, 40.0, [(july + 10, july + 25)]) == pytest.approx(plain + 15)
    assert days.finish(july, 40.0, [(july - 30, july - 5)]) == pytest.approx(plain)
    assert days.finish(july, 40.0, [(july + 60, july + 90)]) == pytest.approx(plain)


@given(st.floats(-800, 20_000), st.floats(0.1, 9000))
def test_what_is_finished_has_been_done(begin: float, amount: float) -> None:
    """finish and done are each other's inverse, and time never runs back."""
    days = work()
    end = days.finish(begin, amount)
    assert end >= begin
    assert days.done(end) - days.done(begin) == pytest.approx(amount, abs=1e-5)
