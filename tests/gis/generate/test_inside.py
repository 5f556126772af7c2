"""The inside of the shipped parks' plots: lanes, gates, ramps, doors, parking. What a planner would mark in red."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import shapely

from tests.gis.parks import PARKS, layers, parcels


def shapes(park: str, layer: str) -> Any:
    """All shapes of a layer."""
    return layers(park)[layer].geometry.to_numpy()


def lanes_of(park: str, parcel: str) -> Any:
    """All lanes of a parcel as one shape."""
    table = layers(park)["lanes"]
    return shapely.union_all(table[table["parcel"] == parcel].geometry.to_numpy())


def grounded(park: str) -> Any:
    """The buildings that stand on the ground."""
    return layers(park)["buildings"].query("base_m == 0")


@pytest.mark.parametrize("park", PARKS)
def test_every_plot_above_a_hectare_has_lanes(park: str) -> None:
    """Service and fire lanes."""
    large = {row.id for row in parcels(park).itertuples() if row.area_m2 > 10_000}
    assert large - set(layers(park)["lanes"]["parcel"]) == set()


@pytest.mark.parametrize("park", PARKS)
def test_lanes_keep_off_walls(park: str) -> None:
    """At least 4 m, so that ladders can be set up and no window is blocked; a lane through a building even less."""
    walls = shapely.STRtree(grounded(park).geometry.to_numpy())
    near = {(row.id) for row in layers(park)["lanes"].itertuples() if len(walls.query(row.geometry, "dwithin", 3.9))}
    assert near == set()


@pytest.mark.parametrize("park", PARKS)
def test_every_building_is_reached(park: str) -> None:
    """Within 20 m of a lane or a street."""
    ways = shapely.STRtree([*shapes(park, "lanes"), *shapes(park, "roads")])
    assert [b.id for b in grounded(park).itertuples() if not len(ways.query(b.geometry, "dwithin", 20.0))] == []


PARTED = {"AI-HM-1", "AI-HM-2", "AI-QIIP-2", "AI-ST-2", "VR-024-1", "VR-RS-1", "VR-SE-3", "VR-SE-4", "VR-TP"}
"""Here a lane joins a ramp from the side, so high that it ends before the ramp's wall."""


@pytest.mark.parametrize("park", PARKS)
def test_lanes_of_a_plot_hang_together(park: str) -> None:
    """One piece a parcel, but where a wall beside a ramp parts them."""
    for parcel in set(layers(park)["lanes"]["parcel"]) - PARTED:
        assert len(shapely.get_parts(lanes_of(park, parcel))) == 1, parcel


@pytest.mark.parametrize("park", PARKS)
def test_every_gate_connects_a_street_with_a_lane(park: str) -> None:
    """On the edge of its parcel; where a green belt lies between, the lane crosses it."""
    streets = shapely.STRtree(shapes(park, "roads"))
    gates = layers(park)["entrances"].query("kind == 'gate'")
    assert set(gates["parcel"]) == set(layers(park)["lanes"]["parcel"])
    for gate in gates.itertuples():
        lanes = lanes_of(park, gate.parcel)
        assert lanes.distance(gate.geometry) < 2.0, gate.id
        assert len(streets.query(lanes, "dwithin", 0.5)), gate.id
        assert parcels(park).loc[gate.parcel, "geometry"].exterior.distance(gate.geometry) < 0.1, gate.id
        assert parcels(park).loc[gate.parcel, "geometry"].contains(_step(gate, 2.0)), gate.id


@pytest.mark.parametrize("park", PARKS)
def test_no_tree_stands_where_one_drives_or_parks(park: str) -> None:
    """Nor before a gate."""
    taken = shapely.union_all([*shapes(park, "lanes"), *shapes(park, "ramps"), *shapes(park, "parking")])
    shapely.prepare(taken)
    assert not shapely.intersects(taken, shapes(park, "trees")).any()
    gates = layers(park)["entrances"].query("kind == 'gate'").geometry.to_numpy()
    assert shapely.STRtree(shapes(park, "trees")).query(gates, "dwithin", 3.0).size == 0


@pytest.mark.parametrize("park", PARKS)
def test_nothing_lies_on_anything_else(park: str) -> None:
    """Lanes, ramps, parking, lawns and buildings share no ground."""
    names = ("lanes", "ramps", "parking", "landscape", "buildings")
    every = [(name, shape) for name in names for shape in shapes(park, name)]
    both = np.array([shape for _, shape in every])
    for one, other in shapely.STRtree(both).query(both, "intersects").T:
        if every[one][0] < every[other][0]:
            assert shapely.intersection(both[one], both[other]).area < 0.5, (every[one], every[other])


@pytest.mark.parametrize("park", PARKS)
def test_floor_below_ground_is_reached_by_a_ramp(park: str) -> None:
    """Beside a lane of its parcel, off the walls; and no ramp without such floor."""
    ramps, land = layers(park)["ramps"], parcels(park)
    assert set(ramps["parcel"]) == {row.id for row in land.itertuples() if row.gfa_below_m2 > 0}
    walls = shapely.STRtree(grounded(park).geometry.to_numpy())
    for ramp in ramps.itertuples():
        assert land.loc[ramp.parcel, "geometry"].contains(ramp.geometry), ramp.id
        assert lanes_of(park, ramp.parcel).distance(ramp.geometry) < 0.1, ramp.id
        assert not len(walls.query(ramp.geometry, "dwithin", 1.9)), ramp.id
        assert 100 < ramp.geometry.area < 200, ramp.id


@pytest.mark.parametrize("park", PARKS)
def test_one_drives_down_a_ramp_from_its_lane(park: str) -> None:
    """Against its azimuth lies the lane, or it lies beside."""
    for ramp in layers(park)["ramps"].itertuples():
        lanes = lanes_of(park, ramp.parcel)
        azimuth = math.radians(ramp.azimuth_deg)
        behind = shapely.affinity.translate(ramp.geometry, -math.sin(azimuth), -math.cos(azimuth))
        assert shapely.intersection(behind, lanes).area > 3, ramp.id


@pytest.mark.parametrize("park", PARKS)
def test_every_building_has_its_doors(park: str) -> None:
    """One main door each, on its wall, and the azimuth leads in; service doors likewise."""
    doors = layers(park)["entrances"].query("kind != 'gate'")
    buildings = layers(park)["buildings"].set_index("id")
    assert sorted(doors.query("kind == 'main'")["building"]) == sorted(grounded(park)["id"])
    assert len(doors.query("kind == 'service'")) > 0.9 * len(grounded(park))
    for door in doors.itertuples():
        wall = buildings.loc[door.building, "geometry"]
        assert wall.boundary.distance(door.geometry) < 0.1, door.id
        assert wall.contains(_step(door, 0.5)), door.id
        assert door.parcel == buildings.loc[door.building, "parcel"]


@pytest.mark.parametrize("park", PARKS)
def test_parking_beside_lanes_is_beside_lanes(park: str) -> None:
    """Rows of 2.5 by 5 m, on their parcel, no more than the parcel needs."""
    table = layers(park)["parking"]
    bays = table[table["kind"] == "bays"]
    for row in bays.itertuples():
        assert row.geometry.area == pytest.approx(row.spaces * 12.5, rel=0.02), row.id
        assert lanes_of(park, row.parcel).distance(row.geometry) < 0.2, row.id
        assert parcels(park).loc[row.parcel, "geometry"].contains(row.geometry), row.id
    spaces = table.groupby("parcel")["spaces"].sum()
    assert (bays.groupby("parcel")["spaces"].sum() <= parcels(park)["parking_spaces"].reindex(spaces.index)).all()


def _step(way: Any, long_m: float) -> shapely.Point:
    """The point so far ahead of one who walks in."""
    azimuth = math.radians(way.azimuth_deg)
    return shapely.Point(way.geometry.x + long_m * math.sin(azimuth), way.geometry.y + long_m * math.cos(azimuth))
