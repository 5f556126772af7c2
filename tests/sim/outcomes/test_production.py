"""The VR plant: capacity bounds it, the market decides."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.calendar import calendar
from sim.model import simulate
from sim.outcomes.production import lines_ready, ramp, world_market
from sim.streams import Streams
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
    assert np.all(np.diff(yearly[:3]) > 0.0)
    assert yearly[-1] < 0.25 * 25e6
    world = 9.7e6 * 1.15**8
    assert yearly[-1] < 0.25 * world
    assert np.all(values("vr.devices") * 12 <= values("vr.capacity_devices_year") + 1e-6)


def test_with_the_world_s_whole_market_the_plant_stops_at_its_capacity() -> None:
    """Month by month."""
    full = simulate(parks(), changed(baseline(), production={"plant_share": 1.0, "world_devices": 1e9})).kpis
    assert full["vr.devices"].values.max() == pytest.approx(25e6 / 12)
    assert full["vr.modules"].values.max() == pytest.approx(50e6 / 12)
    assert full["vr.devices_year"].values[-1] == pytest.approx(25e6)


def test_at_press_capacity_the_plant_makes_what_its_halls_and_lines_can_and_no_more() -> None:
    """A switch: 25 million devices and 50 million modules a year once every hall's lines have ramped up."""
    kpis = simulate(parks(), changed(baseline(), production={"at_capacity": True})).kpis
    devices = kpis["vr.devices"].values
    assert devices * 12 == pytest.approx(kpis["vr.capacity_devices_year"].values)
    assert np.all(np.diff(devices) >= -1e-6)
    assert kpis["vr.devices_year"].values[-1] == pytest.approx(25e6, rel=0.01)
    assert kpis["vr.modules_year"].values[-1] == pytest.approx(50e6, rel=0.01)
    assert not devices[:3].any()
    assert devices[11] * 12 < 0.5 * 25e6
    for key in ("ai.enterprises", "compute.sold_p"):
        assert kpis[key].values.tobytes() == values(key).tobytes()


def test_lines_ramp_up_hall_by_hall() -> None:
    """Half of a hall's output after the half-way time, all after twice that; a later hall begins later."""
    clock, rules = calendar(baseline().start, 96), baseline().production
    months = np.array([-5.0, 0.0, 13.0, 26.0, 90.0])
    assert ramp(months, 13.0) == pytest.approx([0.0, 0.0, 0.5, 1.0, 1.0])
    opened = np.array([clock.ends[2], clock.ends[38]])
    ready = lines_ready(clock, rules, opened, np.array([3.0, 1.0]))
    assert ready[38] == pytest.approx(0.75)
    assert ready[-1] == pytest.approx(1.0)
    assert np.all(np.diff(ready) >= 0.0)
    assert not lines_ready(clock, rules, np.array([np.inf]), np.array([5.0])).any()


def test_a_year_shocks_the_world_s_market_for_good() -> None:
    """The mean of many paths is the trend, their spread grows with the square root of the years."""
    clock, rules = calendar(baseline().start, 96), baseline().production
    paths = np.array([world_market(clock, rules, Streams(seed)) for seed in range(3000)])
    assert paths[:, -1].mean() == pytest.approx(1.0, abs=0.05)
    assert np.log(paths[:, -1]).std() == pytest.approx(0.18 * np.sqrt(8), rel=0.05)
    assert np.log(paths[:, 11]).std() == pytest.approx(0.18, rel=0.05)


def test_runs_that_begin_in_different_years_meet_the_same_market() -> None:
    """Each year has a stream of its own; without shocks there is the trend alone."""
    rules = baseline().production
    early = world_market(calendar(date(2023, 1, 1), 60), rules, Streams(5))
    late = world_market(calendar(date(2026, 1, 1), 24), rules, Streams(5))
    assert early[36:] == pytest.approx(late, rel=1e-3)
    calm = changed(baseline(), production={"world_shock": 0.0}).production
    assert np.all(world_market(calendar(date(2023, 1, 1), 60), calm, Streams(5)) == 1.0)


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
