"""A KPI at a month, written for people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.run import Run, Series
from ui.desk import readings
from ui.desk.session import Session


def series_of(run: Run, unit: str, values: list[float], better: str = "up") -> Series:
    padded = np.array(values + values[-1:] * (len(run.months) - len(values)), np.float64)
    return replace(run.kpis["ai.built_m2"], unit=unit, values=padded, better=better)


def test_the_value_is_that_of_the_month(session: Session, run: Run) -> None:
    """Not of the month before or after."""
    series = series_of(run, "P", [100.0, 100.0, 250.0])
    assert str(readings.read(session, series, 1).quantity) == "100 P"
    assert str(readings.read(session, series, 2).quantity) == "250 P"


@pytest.mark.parametrize(
    ("unit", "before", "after", "words"),
    [
        ("share", 0.50, 0.57, "+7 pp a year"),
        ("share", 0.50, 0.501, "no change in a year"),
        ("m2", 1_000_000.0, 1_250_000.0, "+0.25 M m² a year"),
        ("m2", 9_000.0, 8_500.0, "−500 m² a year"),
        ("enterprises", 170.2, 185.1, "+15 a year"),
    ],
)
def test_the_change_is_over_twelve_months_and_in_the_units_of_the_value(
    session: Session, run: Run, unit: str, before: float, after: float, words: str
) -> None:
    """Value and change can be compared at a glance."""
    assert readings.read(session, series_of(run, unit, [before] * 12 + [after]), 12).change == words


def test_the_first_year_has_no_change(session: Session, run: Run) -> None:
    """There is nothing to compare with."""
    reading = readings.read(session, series_of(run, "P", [1.0, 2.0]), 11)
    assert (reading.change, reading.better) == ("", None)


@pytest.mark.parametrize(("better", "good"), [("up", True), ("down", False), ("", None)])
def test_whether_more_is_better_is_the_kpis_own_sense(
    session: Session, run: Run, better: str, good: bool | None
) -> None:
    """More unmet demand is worse."""
    series = series_of(run, "P", [10.0] * 12 + [20.0], better)
    assert readings.read(session, series, 12).better is good


def test_a_month_without_value_shows_a_dash(session: Session, run: Run) -> None:
    """Not a zero."""
    series = series_of(run, "share", [float("nan")] * 13)
    assert str(readings.read(session, series, 12).quantity) == "–"


def test_the_range_is_that_of_the_whole_run(session: Session, run: Run) -> None:
    """Least and greatest, with one unit if they share it."""
    assert readings.span(session, series_of(run, "P", [100.0, 250.0, 180.0])) == "100–250 P"
    assert readings.span(session, series_of(run, "m2", [900_000.0, 1_200_000.0])) == "900,000 m²–1.20 M m²"
    assert readings.span(session, series_of(run, "P", [float("nan")])) == ""
