"""Levels: streets within their grades, one level where they meet, terraces that hold whole buildings."""

from __future__ import annotations

import itertools
from functools import cache
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis.generate.ground import assumed_ground_m, valley_m
from gis.generate.levels_streets import Profile, Way, profiles
from gis.generate.rules import rules
from tests.gis.parks import PARKS, layers

RULES = rules().levels
CM = 0.01


@cache
def middles(park: str) -> dict[str, shapely.Geometry]:
    table = layers(park)["centrelines"]
    return dict(zip(table["id"], table.geometry, strict=True))


def level_at(line: shapely.Geometry, point: shapely.Point) -> float:
    """Elevation of a middle at the point of it that is nearest."""
    part = min(shapely.get_parts(line), key=lambda part: part.distance(point))
    flat = shapely.force_2d(part)
    corners = shapely.get_coordinates(part, include_z=True)
    at_m = shapely.line_locate_point(flat, shapely.points(corners[:, :2]))
    return float(np.interp(flat.project(point), at_m, corners[:, 2]))


def grades(line: shapely.Geometry) -> np.ndarray:
    """Rise by length of every piece of a middle that is longer than a metre."""
    found = []
    for part in shapely.get_parts(line):
        step = np.diff(shapely.get_coordinates(part, include_z=True), axis=0)
        length = np.hypot(step[:, 0], step[:, 1])
        found.append(step[length > 1, 2] / length[length > 1])
    return np.concatenate(found)


def meeting(one: shapely.Geometry, other: shapely.Geometry) -> list[shapely.Point]:
    """Where two middles cross, or one ends on the other."""
    flat, across = shapely.force_2d(one), shapely.force_2d(other)
    if flat.distance(across) > 0.5:
        return []
    crossing = [part for part in shapely.get_parts(flat & across) if isinstance(part, shapely.Point)]
    return crossing or [shapely.Point(shapely.shortest_line(flat, across).coords[0])]


@pytest.mark.parametrize("park", PARKS)
def test_streets_keep_to_the_grades_of_their_class(park: str) -> None:
    """Steep enough for rain to run off, and no steeper than the class allows."""
    for _, road in layers(park)["roads"].iterrows():
        found = np.abs(grades(middles(park)[road["id"]])) * 100
        assert found.max() <= RULES.most_pct[road["road_class"]] + CM, road["id"]
        assert found.min() >= RULES.least_pct - CM, road["id"]
        assert road["grade_pct"] == pytest.approx(found.max(), abs=0.03)


@pytest.mark.parametrize("park", PARKS)
def test_streets_that_meet_agree_in_level(park: str) -> None:
    found = 0
    for one, other in itertools.combinations(middles(park).values(), 2):
        for point in meeting(one, other):
            assert level_at(one, point) == pytest.approx(level_at(other, point), abs=CM)
            found += 1
    assert found >= 20


def test_both_parks_agree_where_they_meet() -> None:
    """On the streets that they share, and where a street of the one reaches the other's."""
    for street in ("zhuzhou", "jing8"):
        one, other = (middles(park)[street] for park in PARKS)
        spots = shapely.line_interpolate_point(
            shapely.force_2d(shapely.line_merge(one)), np.linspace(0, 1, 80), normalized=True
        )
        near = [spot for spot in spots if spot.distance(other) < 0.5]
        assert len(near) > 20
        for spot in near:
            assert level_at(one, spot) == pytest.approx(level_at(other, spot), abs=CM)
    for one, other in itertools.product(middles("ai").values(), middles("vr").values()):
        for point in meeting(one, other):
            assert level_at(one, point) == pytest.approx(level_at(other, point), abs=CM)


@pytest.mark.parametrize("park", PARKS)
def test_terraces_and_ramps_cover_each_parcel_once(park: str) -> None:
    for _, parcel in layers(park)["parcels"].iterrows():
        own = shapely.force_2d(_terraces(park, parcel["id"]).geometry.to_numpy())
        assert shapely.area(own).sum() == pytest.approx(parcel.geometry.area, rel=1e-6)
        assert shapely.union_all(own, grid_size=1e-4).area == pytest.approx(parcel.geometry.area, rel=1e-6)


def _terraces(park: str, parcel: str) -> Any:
    table = layers(park)["terraces"]
    return table[table["parcel"] == parcel]


@pytest.mark.parametrize("park", PARKS)
def test_no_building_stands_on_two_terraces(park: str) -> None:
    """Each on one level terrace wholly, whose level is its ground."""
    for _, building in layers(park)["buildings"].iterrows():
        own = _terraces(park, building["parcel"])
        covered = [shapely.intersection(building.geometry, shapely.force_2d(outline)).area for outline in own.geometry]
        number = int(np.argmax(covered))
        assert covered[number] == pytest.approx(building.geometry.area, rel=1e-6)
        assert own.iloc[number]["kind"] == "level"
        assert own.iloc[number]["level_m"] == building["ground_m"]


@pytest.mark.parametrize("park", PARKS)
def test_terraces_are_level_and_ramps_are_not_too_steep(park: str) -> None:
    for _, terrace in layers(park)["terraces"].iterrows():
        corners = shapely.get_coordinates(terrace.geometry, include_z=True)
        if terrace["kind"] == "level":
            assert np.ptp(corners[:, 2]) == 0
            assert terrace["level_m"] == corners[0, 2]
        else:
            away = corners - corners.mean(axis=0)
            slope, *_ = np.linalg.lstsq(away[:, :2], away[:, 2], rcond=1e-6)
            assert np.hypot(*slope) * 100 == pytest.approx(RULES.ramp_pct, abs=0.2)


@pytest.mark.parametrize("park", PARKS)
def test_a_parcel_tells_the_level_of_its_largest_terrace(park: str) -> None:
    for _, parcel in layers(park)["parcels"].iterrows():
        own = _terraces(park, parcel["id"])
        level = own[own["kind"] == "level"]
        largest = level.geometry.area.round(3).idxmax()
        assert parcel["level_m"] == level.loc[largest, "level_m"]


def test_the_phase_1_plot_has_large_level_differences() -> None:
    """As the press reports: several terraces, metres apart."""
    own = _terraces("vr", "VR-024-1")
    level_m = own[own["kind"] == "level"]["level_m"]
    assert level_m.nunique() >= 3
    assert level_m.max() - level_m.min() > 5


def _ways(size_m: float) -> list[Way]:
    lines = {"a": [(0, 0), (size_m, 0)], "b": [(0, size_m), (size_m, 0.9 * size_m)], "c": [(9, 0), (9, size_m)]}
    lines["d"] = [(0.7 * size_m, -40), (0.7 * size_m, size_m)]
    return [Way(name, "local", shapely.LineString(line), False) for name, line in lines.items()]


def _found(size_m: float, fall: float, turn: float, swell_m: float) -> list[Profile]:
    def ground_m(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        along = x * np.cos(turn) + y * np.sin(turn)
        return 30 + fall * along + swell_m * np.sin(x / 60) * np.cos(y / 75)

    return profiles(_ways(size_m), ground_m, ground_m, RULES)


@given(st.floats(200, 600), st.floats(0, 0.12), st.floats(0, 6.3), st.floats(0, 4))
def test_any_ground_gives_streets_within_their_grades(size_m: float, fall: float, turn: float, swell_m: float) -> None:
    """Flat, steep or rolling: the ground gives way, not the grades."""
    for profile in _found(size_m, fall, turn, swell_m):
        found = np.abs(profile.grades) * 100
        assert found.max() <= RULES.most_pct["local"]
        assert found.min() >= RULES.least_pct - 0.02


@given(st.floats(200, 600), st.floats(0, 0.12), st.floats(0, 6.3), st.floats(0, 4))
def test_any_streets_agree_where_they_meet(size_m: float, fall: float, turn: float, swell_m: float) -> None:
    for one, other in itertools.combinations(_found(size_m, fall, turn, swell_m), 2):
        crossing = one.way.line & other.way.line
        if not crossing.is_empty:
            assert level_at(one.line, crossing) == pytest.approx(level_at(other.line, crossing), abs=CM)


@given(st.floats(-6000, 6000), st.floats(-6000, 6000))
def test_the_assumed_ground_is_gentle(east: float, north: float) -> None:
    """Between the river and the hills, and nowhere steeper than a street may be."""
    x, y = np.array([543_000 + east, 543_000 + east + 5]), np.array([4_002_000 + north] * 2)
    assert 17 < assumed_ground_m(x, y)[0] < 88
    assert abs(np.diff(assumed_ground_m(x, y))[0]) / 5 < 0.06
    assert abs(assumed_ground_m(x, y)[0] - valley_m(x, y)[0]) < 2.2
