"""Parks other than the shipped ones: one park, one building, nothing to let, another name. What must hold, holds."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.errors import UserError
from gis.place import Building, Park, Place
from sim.scenario import Scenario, load
from sim.scenarios.references import check_references
from tests.sim.anything import anything, small, ten_buildings
from tests.sim.invariants import CHECKS, lived
from tests.sim.worlds import changed


def of(park: Park, keep: Callable[[Building], bool] = lambda _: True, name: str = "") -> Place:
    """A place of this park alone, with these buildings, called otherwise where a `name` is given."""
    own = name or park.id
    kept = tuple(dataclasses.replace(one, park=own) for one in park.buildings if keep(one))
    parcels = tuple(dataclasses.replace(one, park=own) for one in park.parcels)
    zones = tuple(dataclasses.replace(one, park=own) for one in park.zones)
    alone = dataclasses.replace(park, id=own, buildings=kept, parcels=parcels, zones=zones)
    return Place(ten_buildings().frame, (alone,), ten_buildings().context)


AI, VR = ten_buildings().parks
PLACES = {
    "ai alone": of(AI),
    "vr alone": of(VR),
    "one office": of(AI, lambda one: one.id == "A1"),
    "one hall to come": of(VR, lambda one: one.id == "V2"),
    "only housing": of(AI, lambda one: one.use == "housing"),
    "only a data hall": of(AI, lambda one: one.use == "compute"),
    "another name": of(AI, name="mine"),
    "another name, one building": of(VR, lambda one: one.id == "V1", name="mine"),
}


@settings(max_examples=40, derandomize=True)
@given(anything(small(), months=24), st.sampled_from(sorted(PLACES)))
def test_what_must_hold_holds_in_any_park(scenario: Scenario, name: str) -> None:
    """Whatever is built there, and whatever the scenario says of parks that are not loaded."""
    one = lived(PLACES[name], scenario)
    for check in CHECKS:
        check(one)


@pytest.mark.parametrize("name", list(PLACES))
@pytest.mark.parametrize("scenario", ["baseline", "third_centre", "anchor_leaves", "press_capacity"])
def test_a_shipped_scenario_runs_in_any_park(scenario: str, name: str) -> None:
    """Or names what the park lacks."""
    one = lived(PLACES[name], changed(load(scenario), months=24))
    for check in CHECKS:
        check(one)
    assert one.kpis
    if name.startswith("another"):
        check_references(PLACES[name], load(scenario))
    else:
        with pytest.raises(UserError, match="no '"):
            check_references(PLACES[name], load(scenario))
