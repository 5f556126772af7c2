"""Trees, cars and lamps: instances sorted into groups, each within its bounds; none is lost."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gis.prepared import Prepared, TreeTable
from twin import props, roads
from twin.ground import on_ground
from twin.landcover import land_cover, wild_trees
from twin.trees import SHAPES, TILE_M, groves, shape_mesh, tree_table


def trees(count: int) -> TreeTable:
    rng = np.random.default_rng(1)
    xyz = rng.uniform(-900, 900, (count, 3)).astype(np.float32)
    kinds = ("street", "hill", "park", "axis")
    return TreeTable(
        xyz, rng.uniform(5, 11, count).astype(np.float32), rng.integers(0, 4, count).astype(np.int32), kinds
    )


@pytest.mark.parametrize("count", [0, 1, 700])
def test_every_tree_is_in_one_grove_and_within_its_bounds(count: int) -> None:
    source = trees(count)
    table, found = tree_table(source)
    assert sum(grove.count for grove in found) == count
    assert sorted(table[:, 0, 0].tolist()) == sorted(source.xyz[:, 0].tolist())
    for grove in found:
        feet = table[grove.first : grove.first + grove.count, 0]
        assert (feet[:, :3] >= np.array(grove.low) - 1e-3).all()
        assert (feet[:, :3] + np.stack([0 * feet[:, 3], 0 * feet[:, 3], feet[:, 3]], 1) <= np.array(grove.high)).all()
        assert np.ptp(feet[:, 0]) <= TILE_M
        assert 0 <= grove.shape < SHAPES


def test_groves_of_one_tile_are_one_for_each_shape() -> None:
    table = np.zeros((6, 2, 4), np.float32)
    _, found = groves(table, np.array([0, 1, 0, 2, 1, 0]), 5.0)
    assert [(grove.shape, grove.count) for grove in found] == [(0, 3), (1, 2), (2, 1)]


@pytest.mark.parametrize("shape", range(SHAPES))
def test_a_plain_tree_is_as_tall_as_a_fine_one_and_much_cheaper(shape: int) -> None:
    fine, plain = shape_mesh(shape, fine=True), shape_mesh(shape, fine=False)
    tops = [mesh.vertices["position"][:, 2].max() for mesh in (fine, plain)]
    assert tops == pytest.approx([1.0, 1.0], abs=0.09)
    assert len(plain.triangles) * 2 < len(fine.triangles)
    assert len(plain.triangles) <= 20


def test_wild_trees_stand_on_land_outside_parks_blocks_and_roads(prepared: Prepared) -> None:
    cover = land_cover(prepared)
    wild = wild_trees(prepared, cover)
    assert len(wild.kind) > 100
    assert wild.xyz[:, 2] == pytest.approx(on_ground(wild.xyz[:, :2], prepared.terrain.drawn_at)[:, 2], abs=1e-2)
    park = shapely.box(5, 5, 190, 190)
    pond = shapely.Point(250, 250).buffer(19)
    block = shapely.box(500, 100, 534, 113)
    for taken in (park, pond, block):
        assert not shapely.contains_xy(taken, wild.xyz[:, 0], wild.xyz[:, 1]).any()
    assert (wild_trees(prepared, cover).xyz == wild.xyz).all()


def test_cover_is_built_up_at_the_blocks_and_shares_stay_shares(prepared: Prepared) -> None:
    cover = land_cover(prepared)
    for share in (cover.wood, cover.built):
        assert share.min() >= 0
        assert share.max() <= 1
    (_, built) = cover.at(np.array([[517.0, 106.0], [2500.0, 2500.0]]))
    assert built[0] > 0.5
    assert built[1] == 0


def test_cars_keep_to_the_right_and_to_the_asphalt(prepared: Prepared) -> None:
    found = roads.pieces(prepared.roads)
    table = props.cars(found, prepared.terrain.drawn_at)
    assert len(table) > 0
    lines = [shapely.LineString(piece.line) for piece in found]
    for x, y, heading in zip(table[:, 0, 0], table[:, 0, 1], table[:, 1, 0], strict=True):
        place = shapely.Point(float(x), float(y))
        piece = min(range(len(lines)), key=lambda row: lines[row].distance(place))
        assert lines[piece].distance(place) < found[piece].width_m / 2 - 1
        nearest = lines[piece].interpolate(lines[piece].project(place))
        to_middle = np.array([nearest.x - place.x, nearest.y - place.y])
        left = np.array([-np.sin(heading), np.cos(heading)])
        assert to_middle @ left > 0


def test_lamps_reach_over_the_asphalt_from_beside_it(prepared: Prepared) -> None:
    found = roads.pieces(prepared.roads)
    table = props.lamps(found, prepared.terrain.drawn_at)
    middles = shapely.MultiLineString([piece.line for piece in found])
    foot = table[:, 0, :2].astype(float)
    arm = foot + 2.0 * np.stack([np.cos(table[:, 1, 0]), np.sin(table[:, 1, 0])], 1)
    assert (shapely.distance(middles, shapely.points(arm)) < shapely.distance(middles, shapely.points(foot))).all()


def test_a_car_is_as_large_as_a_car_and_a_lamp_as_tall_as_a_lamp() -> None:
    car = np.ptp(props.car_mesh().vertices["position"], axis=0)
    assert car == pytest.approx((4.5, 1.8, 1.5), abs=0.1)
    assert props.lamp_mesh().vertices["position"][:, 2].max() == pytest.approx(8.2, abs=0.2)


def test_people_walk_beside_the_asphalt_and_along_it(prepared: Prepared) -> None:
    found = roads.pieces(prepared.roads)
    table = props.people(found, prepared.terrain.drawn_at)
    assert len(table) > 0
    lines = [shapely.LineString(piece.line) for piece in found]
    both_ways = set()
    for x, y, heading in zip(table[:, 0, 0], table[:, 0, 1], table[:, 1, 0], strict=True):
        place = shapely.Point(float(x), float(y))
        piece = min(range(len(lines)), key=lambda row: lines[row].distance(place))
        assert 1 < lines[piece].distance(place) - found[piece].width_m / 2 < 4
        way = found[piece].line[-1] - found[piece].line[0]
        along = float(way @ (np.cos(heading), np.sin(heading))) / float(np.hypot(*way))
        assert abs(along) > 0.8
        both_ways.add(along > 0)
    assert both_ways == {True, False}


def test_people_are_as_tall_as_people() -> None:
    heights = props.person_mesh().vertices["position"][:, 2]
    assert heights.min() == pytest.approx(0.0, abs=0.1)
    assert heights.max() == pytest.approx(1.7, abs=0.05)
