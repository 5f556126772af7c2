"""Which building a ray meets."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.prepared import Prepared
from sim.run import Run
from twin.picking import Picker, pick, shown_progress

DOWN = (0.0, 0.0, -1.0)


def row(prepared: Prepared, building: str) -> int:
    return prepared.buildings.id.index(building)


def from_above(prepared: Prepared, x: float, y: float, run: Run | None = None, time: float = 0.0) -> str | None:
    met = pick(prepared, run, time, (x, y, 1000.0), DOWN)
    return prepared.buildings.id[met.building] if met else None


def test_the_tower_on_its_podium_is_met_first_and_the_podium_beside_it(prepared: Prepared) -> None:
    assert from_above(prepared, 130, 50) == "A2"
    assert from_above(prepared, 104, 50) == "A1"


def test_a_courtyard_is_open(prepared: Prepared) -> None:
    assert from_above(prepared, 50, 50) is None
    assert from_above(prepared, 25, 50) == "A3"


def test_a_ray_into_a_courtyard_meets_its_inner_wall(prepared: Prepared) -> None:
    ground = float(prepared.buildings.ground_m[row(prepared, "A3")])
    met = pick(prepared, None, 0, (50, 50, ground + 3), (1, 0, 0))
    assert met is not None
    assert prepared.buildings.id[met.building] == "A3"
    assert met.point == pytest.approx((65, 50, ground + 3), abs=0.05)


def test_the_sky_and_the_open_ground_are_nothing(prepared: Prepared) -> None:
    assert pick(prepared, None, 0, (0, 0, 500), (0, 0, 1)) is None
    assert from_above(prepared, 250, 250) is None


def test_storeys_are_counted_from_the_foot_of_the_mass(prepared: Prepared) -> None:
    tower = row(prepared, "A2")
    foot = float(prepared.buildings.ground_m[tower] + prepared.buildings.base_m[tower])
    for floor in (1, 2, 9, 18):
        met = pick(prepared, None, 0, (130, -300, foot + 4.1 * (floor - 0.5)), (0, 1, 0))
        assert met is not None
        assert (met.building, met.floor) == (tower, floor)


def test_the_roof_belongs_to_the_top_storey(prepared: Prepared) -> None:
    met = pick(prepared, None, 0, (130, 50, 1000), DOWN)
    assert met is not None
    assert met.floor == 18


def test_a_building_under_construction_is_met_as_high_as_it_has_grown(prepared: Prepared, run: Run) -> None:
    building = row(prepared, "A4")
    progress = np.zeros_like(run.progress)
    progress[:, building] = 0.5
    half = replace(run, progress=progress)
    ground = float(prepared.buildings.ground_m[building])
    high = (65.0, 0.0, ground + 0.75 * float(prepared.buildings.height_m[building]))
    low = (65.0, 210.0, ground + 0.25 * float(prepared.buildings.height_m[building]))
    met_low = pick(prepared, half, 3.0, low, (0, 1, 0))
    assert met_low is not None
    assert met_low.building == building
    met_high = pick(prepared, half, 3.0, high, (0, 1, 0))
    assert met_high is None or met_high.building != building


def test_what_is_planned_can_be_asked_about_as_its_whole_outline(prepared: Prepared, run: Run) -> None:
    nothing = replace(run, progress=np.zeros_like(run.progress))
    assert from_above(prepared, 245, 29, nothing) == "A6"


def test_progress_is_mixed_between_months_and_cut_to_whole_storeys(prepared: Prepared, run: Run) -> None:
    building = row(prepared, "A4")
    progress = np.zeros_like(run.progress)
    progress[1, building] = 1.0
    assert shown_progress(prepared.buildings, progress, 0.3)[building] == pytest.approx(0.5)
    assert shown_progress(prepared.buildings, progress, 0.0)[building] == 0
    assert shown_progress(prepared.buildings, progress, 1.0)[building] == 1


def test_time_beyond_the_run_is_its_nearest_month(prepared: Prepared, run: Run) -> None:
    picker = Picker(prepared).bind(run)
    assert np.array_equal(picker.tops(-5), picker.tops(0))
    assert np.array_equal(picker.tops(1e6), picker.tops(len(run.months) - 1))


@given(st.floats(-200, 300), st.floats(0, 300), st.floats(-180, 180), st.floats(-89, -5))
def test_what_is_met_lies_on_the_ray_and_on_the_building(prepared_x: float, y: float, turn: float, tilt: float) -> None:
    from tests.tiny import tiny_prepared

    prepared = tiny_prepared()
    heading, pitch = np.radians(turn), np.radians(tilt)
    way = np.array([np.sin(heading) * np.cos(pitch), np.cos(heading) * np.cos(pitch), np.sin(pitch)])
    target = np.array([prepared_x, y, 45.0])
    eye = target - way * 700
    met = pick(prepared, None, 0, tuple(eye), tuple(way))
    if met is None:
        return
    apart = np.array(met.point) - eye
    assert np.linalg.norm(np.cross(apart, way)) < 1e-6
    table = prepared.buildings
    bottom, top = table.ground_m + table.base_m, table.ground_m + table.height_m
    assert bottom[met.building] - 5.01 <= met.point[2] <= top[met.building] + 1e-3
    assert 1 <= met.floor <= table.floors[met.building]
