"""The VR plant: capacity bounds it, the market decides."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.model import simulate
from tests.sim.worlds import baseline, baseline_run, changed, parks


def values(name: str) -> np.ndarray:
    """A KPI of the baseline."""
    return baseline_run().kpis[name].values


def test_nothing_is_made_before_the_first_hall_is_handed_over() -> None:
    """31 March 2023."""
    assert not values("vr.devices")[:3].any()
    assert values("vr.devices")[8] > 0.0


def test_the_announced_capacity_is_never_the_forecast() -> None:
    """25 million devices and 50 million modules a year are far above what is made, and never exceeded."""
    yearly = values("vr.devices").reshape(8, 12).sum(axis=1)
    assert np.all(np.diff(yearly) > 0.0)
    assert yearly[-1] < 0.25 * 25e6
    world = 9.7e6 * 1.15**8
    assert yearly[-1] < 0.15 * world


def test_with_the_world_s_whole_market_the_plant_stops_at_its_capacity() -> None:
    """Month by month."""
    full = simulate(parks(), changed(baseline(), production={"plant_share": 1.0, "world_devices": 1e9})).kpis
    assert full["vr.devices"].values.max() == pytest.approx(25e6 / 12)
    assert full["vr.modules"].values.max() == pytest.approx(50e6 / 12)


def test_autumn_makes_its_share_of_the_year() -> None:
    """38 % in three months."""
    year = values("vr.devices")[84:96]
    assert year[8:11].sum() / year.sum() == pytest.approx(0.38, abs=0.02)


def test_lines_are_staffed_for_what_they_make() -> None:
    """Whole lines, in shifts, counted once among the park's people."""
    staff = values("vr.plant_staff")
    assert np.all(staff % (110 * 2) == 0)
    assert np.all(staff <= values("vr.staff"))


def test_a_run_that_begins_later_finds_the_plant_where_it_would_be() -> None:
    """Lines that have run for two years are not started anew, and the world's market is that of the same month."""
    later = simulate(parks(), changed(baseline(), start=date(2025, 4, 1), months=12)).kpis["vr.devices"].values
    assert later[:3] == pytest.approx(values("vr.devices")[27:30], rel=0.01)
