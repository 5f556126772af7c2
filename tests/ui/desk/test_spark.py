"""The small line of a figure: it goes on where there is no value, and is not there where there is none at all."""

from __future__ import annotations

import dataclasses

import numpy as np
from pytestqt.qtbot import QtBot

from sim.run import Series
from tests.tiny import tiny_run
from ui.desk.session import Session
from ui.desk.spark import Spark, held


def share(*values: float) -> Series:
    """A share over these months."""
    return dataclasses.replace(next(iter(tiny_run().kpis.values())), unit="share", values=np.array(values))


def test_a_month_without_a_value_holds_the_one_before() -> None:
    """And those before the first hold the first: a share of nothing is no fall to 0."""
    assert held(np.array([np.nan, 0.5, np.nan, np.nan, 0.25])).tolist() == [0.5, 0.5, 0.5, 0.5, 0.25]
    assert held(np.array([1.0, 2.0])).tolist() == [1.0, 2.0]


def test_a_line_of_nothing_has_no_points(qtbot: QtBot, session: Session) -> None:
    """While no centre is on line there is nothing to draw; with one month there is."""
    spark = Spark(session, "accent")
    qtbot.addWidget(spark)
    spark.show_series(share(np.nan, np.nan))
    assert spark._points() == []
    spark.show_series(share(np.nan, 0.5))
    first, second = spark._points()
    assert first.y() == second.y()
