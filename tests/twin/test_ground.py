"""The ground of a place: everything lies on the terrain, and the land gives way to the parks' own surfaces."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from gis.prepared import Prepared, Terrain
from tests.twin.polygons import outlines_of
from twin.ground import ORDER, SEA_M, SUNK_M, draped, land, on_ground, polygons_of, sea, surfaces
from twin.mesh import Mesh


def doubled_areas(mesh: Mesh) -> np.ndarray:
    """Twice the area of each triangle seen from above, positive if counter-clockwise."""
    points = mesh.vertices["position"][mesh.triangles].astype(float)
    return np.cross(points[:, 1] - points[:, 0], points[:, 2] - points[:, 0])[:, 2]


def test_every_layer_of_the_place_is_laid_in_order_with_its_area(prepared: Prepared) -> None:
    laid = surfaces(prepared)
    present = {surface.layer for surface in prepared.surfaces}
    assert [material for material, _ in laid] == [material for layer, material in ORDER if layer in present]
    assert present <= {layer for layer, _ in ORDER}
    lawn = next(s for s in prepared.surfaces if s.layer == "lawn")
    mesh = dict(laid)[dict(ORDER)["lawn"]]
    doubled = doubled_areas(mesh)
    assert doubled.sum() / 2 == pytest.approx(sum(p.area for p in polygons_of(lawn.outlines)), rel=1e-4)


def test_the_land_lies_lower_under_the_parks_and_nowhere_else(prepared: Prepared) -> None:
    position = land(prepared).vertices["position"]
    drop = prepared.terrain.at(position[:, 0], position[:, 1]) - position[:, 2]
    x0, y0, x1, y1 = (-195, 5, 295, 295)
    near = (position[:, 0] > x0) & (position[:, 0] < x1) & (position[:, 1] > y0) & (position[:, 1] < y1)
    assert drop[near].max() == pytest.approx(SUNK_M, abs=1e-3)
    far = np.abs(position[:, :2]).max(1)
    assert drop[~near & (far > 400) & (far < 5000)].max() == pytest.approx(0, abs=1e-3)


def test_the_land_covers_the_whole_terrain_once_where_the_sea_does_not_hide_it(prepared: Prepared) -> None:
    terrain = prepared.terrain
    dry = replace(prepared, terrain=replace(terrain, height_m=np.maximum(terrain.height_m, 0)))
    rows, columns = terrain.height_m.shape
    doubled = doubled_areas(land(dry))
    assert (doubled > 0).all()
    assert doubled.sum() / 2 == pytest.approx((rows - 1) * (columns - 1) * terrain.step_m**2, rel=1e-6)


def test_land_deep_under_the_sea_is_not_drawn(prepared: Prepared) -> None:
    mesh = land(prepared)
    assert (mesh.vertices["position"][mesh.triangles, 2].max(axis=1) > -1).all()


def test_the_sea_is_a_sheet_at_elevation_0() -> None:
    position = sea().vertices["position"]
    assert (position[:, 2] == 0).all()
    assert np.abs(position[:, :2]).max() == SEA_M


def test_outlines_and_polygons_turn_into_each_other(prepared: Prepared) -> None:
    court = shapely.Polygon(shapely.box(0, 0, 40, 30).exterior, [shapely.box(10, 10, 20, 20).exterior])
    square = shapely.box(100, 100, 120, 130)
    there = polygons_of(outlines_of([court, square]))
    assert [polygon.area for polygon in there] == pytest.approx([court.area, square.area])
    back = draped([shapely.MultiPolygon(there)], prepared.terrain.drawn_at)
    assert [polygon.area for polygon in polygons_of(back)] == pytest.approx([court.area, square.area])
    assert back.xyz[:, 2] == pytest.approx(prepared.terrain.at(back.xyz[:, 0], back.xyz[:, 1]))


def test_nothing_draped_is_nothing(prepared: Prepared) -> None:
    assert len(draped([], prepared.terrain.drawn_at).xyz) == 0
    assert on_ground(np.zeros((0, 2)), prepared.terrain.drawn_at).shape == (0, 3)


def test_what_is_laid_on_the_land_lies_in_its_triangles(prepared: Prepared) -> None:
    """A rough patch of land: points on its triangles get exactly their elevation."""
    rng = np.random.default_rng(3)
    rough = Terrain(0.0, 0.0, 10.0, rng.uniform(0, 50, (5, 6)).astype(np.float32))
    xy = rng.uniform((0, 0), (50, 40), (200, 2))
    corners = np.array([(x, y) for y in range(5) for x in range(6)]) * 10.0
    assert on_ground(corners, rough.drawn_at)[:, 2] == pytest.approx(rough.height_m.ravel())
    middle = np.array([[5.0, 5.0], [15.0, 25.0]])
    diagonal = [(rough.height_m[0, 0] + rough.height_m[1, 1]) / 2, (rough.height_m[2, 1] + rough.height_m[3, 2]) / 2]
    assert on_ground(middle, rough.drawn_at)[:, 2] == pytest.approx(diagonal)
    assert np.abs(on_ground(xy, rough.drawn_at)[:, 2] - rough.at(xy[:, 0], xy[:, 1])).max() < 50


def test_near_and_far_land_meet_without_a_gap(prepared: Prepared) -> None:
    """Where the fine grid ends, its points lie on the straight edges of the coarse one."""
    mesh = land(prepared)
    position = mesh.vertices["position"].astype(float)
    spots, where, count = np.unique(position[:, :2], axis=0, return_inverse=True, return_counts=True)
    shared = position[count[where.ravel()] == 2]
    x0, x1, y0, y1 = shared[:, 0].min(), shared[:, 0].max(), shared[:, 1].min(), shared[:, 1].max()
    assert len(spots)
    for axis, value in ((0, x0), (0, x1), (1, y0), (1, y1)):
        along = 1 - axis
        inside = (position[:, along] >= (y0, x0)[axis]) & (position[:, along] <= (y1, x1)[axis])
        edge = position[(position[:, axis] == value) & inside]
        coarse = edge[np.isin(edge[:, along], shared[:, along])]
        coarse = coarse[np.argsort(coarse[:, along])]
        assert edge[:, 2] == pytest.approx(np.interp(edge[:, along], coarse[:, along], coarse[:, 2]), abs=1e-3)
