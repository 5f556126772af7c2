"""The ground about graded sites: streets at their levels, terraces level, everything joined."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis.outlines import in_cells
from gis.place import Place
from gis.prepare import prepare
from gis.prepared import Prepared, Terrain
from gis.read import load_place
from tests.tiny import tiny_place, tiny_prepared
from twin.ground import polygons_of


@cache
def both() -> tuple[Place, Prepared]:
    place = load_place(["ai", "vr"])
    return place, prepare(place)


def points_within(area: shapely.Geometry, count: int = 3000) -> np.ndarray:
    x0, y0, x1, y1 = area.bounds
    xy = np.random.default_rng(7).uniform((x0, y0), (x1, y1), (count, 2))
    return xy[shapely.contains_xy(area, xy)]


def test_streets_lie_at_their_graded_levels() -> None:
    """In the middle to a few centimetres, away from where the grid rounds a crossing off."""
    place, prepared = both()
    for park in place.parks:
        for road in park.roads:
            for part in shapely.get_parts(road.centreline):
                corners = shapely.get_coordinates(shapely.segmentize(part, 20), include_z=True)[2:-2]
                if len(corners):
                    found = prepared.open_ground_m(corners[:, 0], corners[:, 1])
                    assert np.abs(found - corners[:, 2]).max() < 0.25, road.id
                    assert np.abs(found - corners[:, 2]).mean() < 0.04, road.id


def test_terraces_are_level_up_to_their_edge() -> None:
    place, prepared = both()
    for park in place.parks:
        for terrace in park.terraces:
            xy = points_within(terrace.outline.buffer(-0.01), 200)
            a, b, c = terrace.plane
            assert prepared.ground_m(*xy.T) == pytest.approx(a + b * xy[:, 0] + c * xy[:, 1], abs=0.002)


def test_buildings_stand_on_their_terraces() -> None:
    place, prepared = both()
    assert prepared.buildings.ground_m == pytest.approx([b.ground_m for b in place.buildings], abs=0.002)


def test_lakes_are_level() -> None:
    """Round water has one elevation; brooks may fall."""
    place, prepared = both()
    lakes = [area for park in place.parks for area in park.areas if area.layer == "water" and "lake" in area.id]
    assert lakes
    for lake in lakes:
        assert np.ptp(prepared.ground_m(*points_within(lake.outline.buffer(-1)).T)) < 0.002


def test_the_fine_ground_meets_the_coarse_one() -> None:
    """On the rim of each fine grid, in the triangles that are drawn; and open ground has no cliffs."""
    prepared = both()[1]
    assert len(prepared.near) == 3
    for near in prepared.near:
        rows, columns = near.height_m.shape
        x = near.x0_m + near.step_m * np.arange(columns)
        for row in (0, rows - 1):
            y = np.full(columns, near.y0_m + near.step_m * row)
            assert near.height_m[row] == pytest.approx(prepared.terrain.drawn_at(x, y), abs=0.01)


def test_the_ground_of_the_whole_is_that_of_its_parts() -> None:
    """Surfaces on platforms lie at their level, the others on the open ground; nothing is lost when cut up."""
    place, prepared = both()
    by_layer = {surface.layer: surface for surface in prepared.surfaces}
    roads = [road for park in place.parks for road in park.roads]
    drawn = np.bincount(by_layer["road"].outlines.owner, [p.area for p in polygons_of(by_layer["road"].outlines)])
    assert drawn == pytest.approx([road.outline.area for road in roads], rel=1e-3)
    parcels = [parcel for park in place.parks for parcel in park.parcels]
    drawn = np.bincount(by_layer["parcel"].outlines.owner, [p.area for p in polygons_of(by_layer["parcel"].outlines)])
    assert drawn == pytest.approx([parcel.outline.area for parcel in parcels], rel=1e-4)
    xyz = by_layer["road"].outlines.xyz
    assert xyz[:, 2] == pytest.approx(prepared.open_ground_m(xyz[:, 0], xyz[:, 1]), abs=0.005)


def test_a_place_without_levels_stands_on_its_plane() -> None:
    """An imported park, with neither terraces nor graded streets, is as it was."""
    prepared = tiny_prepared()
    assert prepared.near == ()
    assert len(prepared.platforms.plane) == 0
    xy = points_within(shapely.box(-195, 5, 295, 295))
    assert prepared.ground_m(*xy.T) == pytest.approx(prepared.terrain.at(*xy.T), abs=0.05)


def test_a_surveyed_place_gets_fine_ground_from_the_survey() -> None:
    x, y = np.meshgrid(np.arange(-1500, 1501, 30.0), np.arange(-1500, 1501, 30.0))
    relief = Terrain(-1500.0, -1500.0, 30.0, (60 + 15 * np.sin(x / 90) * np.cos(y / 70)).astype(np.float32))
    prepared = prepare(replace(tiny_place(), relief=relief))
    xy = points_within(shapely.box(-190, 10, 290, 290))
    assert prepared.ground_m(*xy.T) == pytest.approx(relief.at(*xy.T), abs=0.35)


@given(st.lists(st.tuples(st.floats(-300, 300), st.floats(-300, 300), st.floats(5, 200)), min_size=1, max_size=4))
def test_cutting_into_cells_loses_nothing(circles: list[tuple[float, float, float]]) -> None:
    shapes = [shapely.Point(x, y).buffer(radius, 4) for x, y, radius in circles]
    cells, owner = in_cells(shapes, 20.0)
    assert np.bincount(owner, shapely.area(cells)) == pytest.approx(shapely.area(shapes), rel=1e-3)
    bounds = shapely.bounds(cells)
    assert (bounds[:, 2:] - bounds[:, :2] <= 20 + 1e-9).all()
