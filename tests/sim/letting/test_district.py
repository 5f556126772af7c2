"""The district's enterprises are a count of their own: those in the parks, and those outside, who found and close."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from gis.place import Place
from sim.kpis.enterprises import district_ai, district_vr
from sim.letting.traits import traits
from sim.model import simulate
from sim.scenario import Scenario
from tests.sim.worlds import baseline, baseline_run, changed, parks, world_of
from tests.tiny import tiny_place


def outside(scenario: Scenario, field: str) -> np.ndarray:
    """(T,) mean over a few seeds of those outside the parks."""
    runs = [world_of(scenario, seed=seed).history().district_outside[field] for seed in range(8)]
    return np.mean(runs, axis=0)


def test_the_district_has_more_than_its_parks_and_they_are_part_of_it() -> None:
    """170 and more AI firms and about 110 VR firms in spring 2023, of which 120 and few in the parks."""
    kpis = baseline_run().kpis
    for field, low, high in (("ai", 160, 220), ("vr", 95, 125)):
        district, park = kpis[f"district.{field}_enterprises"], kpis[f"{field}.enterprises"]
        assert district.level == "district"
        assert low <= district.values[3] <= high
        assert np.all(district.values >= park.values)


def test_all_in_the_parks_are_counted_owners_and_the_registered_too() -> None:
    """Each once: with floor, by name only, or outside."""
    history = world_of(baseline(), parks()).history()
    here = history.census.present(history.calendar.ends)
    for field, kpi in (("ai", district_ai), ("vr", district_vr)):
        own = traits(history).is_ai if field == "ai" else traits(history).is_vr
        inside = here[:, own].sum(axis=1)
        assert np.array_equal(kpi(history), inside + history.district_outside[field])
        assert inside[-1] > ((history.census.held_m2 > 0)[:, own]).sum(axis=1)[-1]


def test_outside_the_parks_foundings_balance_closings() -> None:
    """At a renewal of one, their number stays; without renewal it falls by their hazard."""
    rules = {"ai_district": 600, "ai_enterprises": 0}
    for renewal, expected in ((1.0, 1.0), (0.0, np.exp(-3 * 0.0727))):
        scenario = changed(baseline(), months=36, stock={**rules, "district_renewal": renewal})
        numbers = outside(scenario, "ai")
        assert numbers[-1] / numbers[0] == pytest.approx(expected, abs=0.06)


def test_who_moves_over_is_in_one_place_at_a_time() -> None:
    """Outside until the day on which it has floor in the park."""
    scenario = changed(baseline(), tenants={"vr_relocation": 1.0}, stock={"district_renewal": 0.0})
    history = world_of(scenario, parks()).history()
    came = np.array([
        history.census.came_day[one.number] for one in history.enterprises if one.origin == "relocation"
    ])  # fmt: skip
    assert len(came) == 100
    left = history.district_outside["vr"]
    housed = came[np.isfinite(came)]
    assert 60 < len(housed) < 100  # so that some have given up
    still = np.array([len(came) - (housed < end).sum() for end in history.calendar.ends])
    assert left[0] > 90
    assert np.all(left <= still)
    assert left[-1] <= len(came) - len(housed)


def test_who_finds_no_floor_in_the_park_stays_in_the_district() -> None:
    """Without hazards nobody is lost, though nothing is to be let; with them, who stayed closes as others do."""
    full = {"lettable_share": 0.0, "lettable_share_hall": 0.0, "district_renewal": 0.0}
    calm = {"exit_hazard": (0.0,), "relocation_hazard": 0.0}
    moving = {"vr_relocation": 1.0, "patience": 1}
    safe = world_of(changed(baseline(), stock=full, tenants={**moving, **calm}), parks()).history()
    assert sum(np.isfinite(safe.census.gave_up_day)) > 90
    assert np.all(safe.district_outside["vr"] == baseline().stock.vr_enterprises)
    left = world_of(changed(baseline(), stock=full, tenants=moving), parks()).history().district_outside["vr"]
    assert 0.6 < left[-1] / left[0] < 0.95


def harbour() -> Place:
    """The tiny AI park under a name of its own, alone."""
    place = tiny_place()
    park = place.parks[0]
    parts = {
        name: tuple(dataclasses.replace(one, park="harbour") for one in getattr(park, name))
        for name in ("zones", "parcels", "buildings")
    }
    return dataclasses.replace(place, parks=(dataclasses.replace(park, id="harbour", **parts),))


def test_a_place_without_the_two_parks_has_no_such_count() -> None:
    """Nothing is known of its district; its enterprises are of other trades, counted by size."""
    run = simulate(harbour(), changed(baseline(), months=12))
    assert world_of(changed(baseline(), months=12), harbour()).history().district_outside == {}
    assert not [key for key in run.kpis if key.startswith("district.") and "enterprises" in key]
    assert run.kpis["harbour.enterprises"].values[0] > 0
    assert "harbour.enterprises.growth" in run.kpis
    assert "harbour.enterprises.home" not in run.kpis
    assert "harbour.arrivals.relocation" not in run.kpis
