"""Lanes on plots of any size: what holds whatever stands on them; ways through nets; corners filled."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point, Polygon, box

from gis.generate.infill import infill
from gis.generate.lane_lines import Room
from gis.generate.lanes import GateWish, lanes
from gis.generate.ramps import ramps
from gis.generate.rules import rules
from gis.generate.sides import sides
from gis.generate.ways import edge, edges_of, net


def grid(count: int, step_m: float) -> MultiLineString:
    """Streets on a square grid."""
    far = step_m * (count - 1)
    at = [step_m * i for i in range(count)]
    return MultiLineString([*([(x, 0), (x, far)] for x in at), *([(0, y), (far, y)] for y in at)])


def length(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Edges cost their length."""
    return np.hypot(*(end - start).T)


def test_a_way_is_the_shortest_with_the_fewest_turns() -> None:
    """Across a grid of blocks: as long as it must be, one corner."""
    ways = net(grid(4, 50.0), 100.0, length)
    start, end = (int(np.flatnonzero((ways.xy_m == corner).all(1))[0]) for corner in ((0, 0), (150, 100)))
    way = ways.way({start}, {end}, turn_m=10.0)
    steps = np.diff(ways.xy_m[way], axis=0)
    assert np.abs(steps).sum() == 250
    assert (np.abs(np.diff(np.sign(steps), axis=0)).sum(axis=1) > 0).sum() == 1


def test_a_barred_edge_is_gone_round_and_no_way_is_none() -> None:
    """Over the other three sides of the block; beyond the net there is nothing."""
    ways = net(grid(2, 50.0), 100.0, length)
    direct = ways.way({0}, {1})
    round_it = ways.way({0}, {1}, barred=edges_of(direct))
    assert edge(0, 1) not in edges_of(round_it)
    assert len(round_it) == 4
    assert ways.way({0}, {99}) == []
    assert ways.reached([0]) == {0, 1, 2, 3}


def test_lines_that_cross_meet_in_a_node() -> None:
    """And long ones have nodes on their way."""
    ways = net(MultiLineString([[(0, 0), (100, 0)], [(50, -50), (50, 50)]]), 20.0, length)
    assert len(ways.xy_m) > 9
    assert max(len(near) for near in ways.near) == 4


def test_a_drawn_out_building_has_two_long_sides_a_square_one_four() -> None:
    """Each with the nodes near both of its ends."""
    xy = shapely.get_coordinates(box(-8, -8, 68, 28).exterior.segmentize(5.0))
    slab = sides(box(0, 0, 60, 20), xy, range(len(xy)), 16.0)
    assert [side.whole for side in slab] == [True, True]
    xy = shapely.get_coordinates(box(-8, -8, 38, 38).exterior.segmentize(5.0))
    assert len(sides(box(0, 0, 30, 30), xy, range(len(xy)), 16.0)) == 4


sizes = st.floats(110.0, 260.0)


@settings(max_examples=25, deadline=None)
@given(sizes, sizes, st.integers(2, 4), st.integers(1, 3), st.floats(13.0, 26.0))
def test_lanes_serve_any_block_of_slabs(width: float, depth: float, columns: int, rows: int, gap: float) -> None:
    """Off the walls, in one piece, from a gate on the street, near every building; the same every time."""
    walls = _slabs(width, depth, columns, rows, gap)
    land = box(0, 0, width, depth)
    street = LineString([(0, 0), (width, 0)])
    room, wish = Room(land, walls, 10.0, Polygon()), GateWish({"street": street}, Point(width / 2, 0))
    plan = lanes(room, wish, rules())
    assert plan == lanes(room, wish, rules())
    assert plan.gates
    assert all(street.distance(gate) < 0.01 and plan.ground.distance(gate) < 0.01 for _, gate in plan.gates)
    assert len(shapely.get_parts(plan.ground)) == 1
    assert min(wall.distance(plan.ground) for wall in walls) > 3.9
    assert max(min(wall.distance(plan.ground), wall.distance(street)) for wall in walls) < 20
    assert land.buffer(0.01).covers(plan.ground)
    for ramp in ramps(room, plan, 20_000, rules()):
        assert land.contains(ramp.outline)
        assert plan.ground.union(ramp.apron).distance(ramp.outline) < 0.1
        assert min(wall.distance(ramp.outline) for wall in walls) > 1.9


def _slabs(width: float, depth: float, columns: int, rows: int, gap: float) -> list[Polygon]:
    w, d = (width - 20 - (columns - 1) * gap) / columns, (depth - 20 - (rows - 1) * gap) / rows
    return [
        box(10 + i * (w + gap), 10 + j * (d + gap), 10 + i * (w + gap) + w, 10 + j * (d + gap) + d)
        for i in range(columns)
        for j in range(rows)
    ]


def test_a_plot_without_room_has_no_lanes() -> None:
    """Built up to its edges."""
    room = Room(box(0, 0, 100, 100), [box(1, 1, 99, 99)], 1.0, Polygon())
    assert lanes(room, GateWish({"s": LineString([(0, 0), (100, 0)])}, Point(50, 0)), rules()).gates == []


@given(st.floats(-60, 60), st.booleans())
@settings(max_examples=20, deadline=None)
def test_corners_are_filled_inside_the_plot_and_apart(skew: float, turned: bool) -> None:
    """Bars keep their gap from what stands and from each other."""
    plot = Polygon([(0, 0), (160, 0), (160 + skew, 120), (30, 150)])
    built = box(40, 20, 90, 60)
    bars = infill(plot, built, (40.0, 20.0), 14.0, turned, rules().infill)
    assert bars
    for i, bar in enumerate(bars):
        assert plot.buffer(0.01).covers(bar)
        assert bar.distance(built) > 13.9
        assert all(bar.distance(other) > 13.9 for other in bars[:i])


def test_bars_follow_a_slanted_edge() -> None:
    """Where the corner is not square, one lies along it."""
    plot = Polygon([(0, 0), (200, 0), (200, 40), (60, 140), (0, 140)])
    bars = infill(plot, box(10, 10, 60, 120), (44.0, 20.0), 14.0, True, rules().infill)
    slanted = np.degrees(np.arctan2(100, 140))
    turns = [np.degrees(np.arctan2(*(np.subtract(*bar.exterior.coords[:2])[::-1]))) % 90 for bar in bars]
    assert any(turn == pytest.approx(90 - slanted, abs=1) for turn in turns)
