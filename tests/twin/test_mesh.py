"""Meshes of outlines have the areas and volumes that shapely computes, whatever the outline."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.twin.polygons import outlines_of, stars
from twin.mesh import Mesh, caps, in_tiles, is_convex, join, shrink, split, take, triangulate, walls

MANY = st.lists(stars(), min_size=1, max_size=5)


def corners(mesh: Mesh) -> np.ndarray:
    return mesh.vertices["position"][mesh.triangles].astype(np.float64)


def crosses(mesh: Mesh) -> np.ndarray:
    points = corners(mesh)
    return np.cross(points[:, 1] - points[:, 0], points[:, 2] - points[:, 0])


def area(mesh: Mesh) -> float:
    return float(np.linalg.norm(crosses(mesh), axis=1).sum() / 2)


def volume(mesh: Mesh) -> float:
    points = corners(mesh)
    return float(np.einsum("ij,ij->i", points[:, 0], np.cross(points[:, 1], points[:, 2])).sum() / 6)


@given(MANY)
@settings(max_examples=60, deadline=None)
def test_caps_have_the_area_of_the_polygons_and_face_up(polygons: list[shapely.Polygon]) -> None:
    mesh = caps(outlines_of(polygons), np.full(len(polygons), 7.0, np.float32))
    assert area(mesh) == pytest.approx(sum(p.area for p in polygons), rel=2e-4)
    assert (crosses(mesh)[:, 2] >= -1e-3).all()
    assert (mesh.vertices["position"][:, 2] == 7.0).all()


@given(MANY, st.floats(3.0, 90.0))
@settings(max_examples=60, deadline=None)
def test_walls_have_the_area_of_perimeter_times_height(polygons: list[shapely.Polygon], height_m: float) -> None:
    zero = np.zeros(len(polygons))
    mesh = walls(outlines_of(polygons), zero, zero + height_m, zero)
    assert area(mesh) == pytest.approx(sum(p.length for p in polygons) * height_m, rel=2e-4)


@given(MANY, st.floats(3.0, 90.0))
@settings(max_examples=60, deadline=None)
def test_walls_and_roof_enclose_footprint_times_height(polygons: list[shapely.Polygon], height_m: float) -> None:
    """The floor lies at elevation 0 and adds nothing to the sum, so the shell may stay open below."""
    outlines, zero = outlines_of(polygons), np.zeros(len(polygons))
    shell = join(walls(outlines, zero, zero + height_m, zero), caps(outlines, zero + height_m))
    # about the polygons' own middle, where float32 does not cancel
    shell.vertices["position"][:, :2] -= outlines.xyz[:, :2].mean(0)
    assert volume(shell) == pytest.approx(sum(p.area for p in polygons) * height_m, rel=1e-3)


@given(MANY)
@settings(max_examples=40, deadline=None)
def test_normals_of_walls_point_out_of_the_building(polygons: list[shapely.Polygon]) -> None:
    zero = np.zeros(len(polygons))
    mesh = walls(outlines_of(polygons), zero, zero + 10, zero)
    facing = mesh.vertices["normal"][mesh.triangles[:, 0], :3]
    assert (np.einsum("ij,ij->i", crosses(mesh), facing) > 0).all()


@given(MANY)
@settings(max_examples=40, deadline=None)
def test_walls_know_metres_along_above_and_in_all(polygons: list[shapely.Polygon]) -> None:
    zero = np.zeros(len(polygons))
    mesh = walls(outlines_of(polygons), zero + 2, zero + 30, zero + 5)
    quad = mesh.vertices.reshape(-1, 4)
    step = np.linalg.norm(quad["position"][:, 1] - quad["position"][:, 0], axis=1)
    assert quad["face"][:, 1, 0] - quad["face"][:, 0, 0] == pytest.approx(step, abs=2e-3)
    assert (quad["face"][:, :, 0] <= quad["face"][:, :, 2] + 2e-3).all()
    assert quad["face"][:, 0, 1] == pytest.approx(-3.0)
    assert quad["face"][:, 3, 1] == pytest.approx(25.0)


def test_a_round_building_has_one_facade_and_an_angular_one_has_four() -> None:
    zero = np.zeros(1)
    circle = walls(outlines_of([shapely.Point(0, 0).buffer(20, 8)]), zero, zero + 9, zero)
    square = walls(outlines_of([shapely.box(0, 0, 30, 20)]), zero, zero + 9, zero)
    assert circle.vertices["face"][:, 2] == pytest.approx(shapely.Point(0, 0).buffer(20, 8).length, rel=1e-5)
    assert sorted(set(square.vertices["face"][:, 2].tolist())) == [20.0, 30.0]
    radial = circle.vertices["position"][:, :2] / 20
    assert circle.vertices["normal"][:, :2] / 127 == pytest.approx(radial, abs=0.02)


@given(MANY)
@settings(max_examples=40, deadline=None)
def test_convex_means_that_the_hull_adds_nothing(polygons: list[shapely.Polygon]) -> None:
    hulls = [polygon.convex_hull.area - polygon.area for polygon in polygons]
    for convex, gap, polygon in zip(is_convex(outlines_of(polygons)), hulls, polygons, strict=True):
        if convex:
            assert gap < 1e-3 * polygon.area
            assert not polygon.interiors
        elif not polygon.interiors:
            assert gap > 0


def test_taking_outlines_keeps_corners_and_owners_and_may_repeat() -> None:
    polygons = [shapely.box(0, 0, 1, 1), shapely.box(5, 5, 9, 7), shapely.Polygon([(0, 0), (4, 0), (0, 3)])]
    taken = take(outlines_of(polygons), np.array([2, 1, 2]))
    assert taken.owner.tolist() == [2, 1, 2]
    assert np.diff(taken.ring_start).tolist() == [3, 4, 3]
    assert (taken.xyz[:3] == taken.xyz[7:]).all()


def test_taking_nothing_gives_nothing() -> None:
    taken = take(outlines_of([shapely.box(0, 0, 1, 1)]), np.zeros(0, int))
    assert len(triangulate(taken)) == 0
    assert len(walls(taken, taken.owner, taken.owner, taken.owner).triangles) == 0


@given(MANY, st.integers(1, 4))
@settings(max_examples=30, deadline=None)
def test_cutting_a_mesh_loses_and_mixes_nothing(polygons: list[shapely.Polygon], groups: int) -> None:
    mesh = caps(outlines_of(polygons))
    group = mesh.vertices["owner"].astype(int) % groups
    parts = split(mesh, group, groups)
    assert sum(area(part) for part in parts) == pytest.approx(area(mesh), rel=1e-6)
    for number, part in enumerate(parts):
        assert (part.vertices["owner"] % groups == number).all()


@given(stars(), st.floats(0.1, 0.9))
@settings(max_examples=40, deadline=None)
def test_shrinking_scales_the_area_by_the_square(polygon: shapely.Polygon, share: float) -> None:
    mesh = caps(shrink(outlines_of([polygon]), share))
    assert area(mesh) == pytest.approx(polygon.area * share * share, rel=5e-3, abs=0.05)


def test_tiles_hold_every_triangle_once_and_no_vertex_that_they_do_not_use() -> None:
    mesh = caps(outlines_of([shapely.box(x, y, x + 8, y + 8) for x in range(-20, 30, 10) for y in (0, 10)]))
    tiles = in_tiles(mesh, 20.0)
    assert len(tiles) > 2
    assert sum(len(tile.triangles) for tile in tiles) == len(mesh.triangles)
    assert sum(area(tile) for tile in tiles) == pytest.approx(area(mesh))
    for tile in tiles:
        assert np.unique(tile.triangles).tolist() == list(range(len(tile.vertices)))
    assert in_tiles(join(), 20.0) == []
