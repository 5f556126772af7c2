"""Stops, bridges, river and verges: from their layers to boxes and ground in the scene."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyogrio
import pytest
import shapely

from gis.park_files import context_files
from gis.place import Place
from gis.prepare import prepare
from gis.prepared import Prepared
from gis.read import load_place
from gis.structures import structures
from tests.gis.parks import PARKS, layers


@cache
def place() -> Place:
    return load_place(["ai", "vr"])


@cache
def prepared() -> Prepared:
    return prepare(place())


def test_the_station_stands_where_it_is_published() -> None:
    """With its lines and its error; the scene writes its name."""
    drafted, _ = context_files()
    stops = pyogrio.read_dataframe(drafted, layer="stops").set_index("id")
    station = stops.loc["metro-zhangcun"]
    assert station["lines"] == "4; 11"
    assert station["error_m"] == 250
    assert station.geometry.distance(shapely.Point(543_237, 3_999_686)) < 1
    assert any(label.kind == "metro" and label.name.zh == "地铁张村站" for label in prepared().labels)


def test_bus_stops_are_marked_as_drafted_and_keep_off_junctions() -> None:
    """Beside streets of their park, some way from every other street and from gates; no tree stands in a shelter."""
    for park in PARKS:
        tables = layers(park)
        stops, roads = tables["stops"], tables["roads"].set_index("id")
        assert set(stops["provenance"]) == {"synthetic"}
        assert stops.within(tables["site"].union_all()).all()
        for name, point in zip(stops["id"], stops.geometry, strict=True):
            road = name.removeprefix("bus-").rsplit("-", 1)[0]
            assert roads.loc[[road]].distance(point).iloc[0] == 0
            assert roads.drop(road).distance(point).min() > 25
        assert tables["trees"].distance(stops.union_all()).min() > 7
        gates = tables["places"][tables["places"]["kind"] == "parcel_gate"]
        assert gates.distance(stops.union_all()).min() > 25


def test_rivers_are_open_between_bridges() -> None:
    """The water is clear of roads; each bridge spans it from bank to bank, railings along its street."""
    drafted, _ = context_files()
    water = pyogrio.read_dataframe(drafted, layer="water").union_all()
    roads = pyogrio.read_dataframe(drafted, layer="roads").union_all()
    decks = pyogrio.read_dataframe(drafted, layer="bridges")
    assert water.intersection(roads).area < 1
    assert len(decks) == 2
    assert (decks.distance(water) < 0.01).all()
    stops = pyogrio.read_dataframe(drafted, layer="stops")
    assert stops[stops["kind"] == "bus_stop"].distance(decks.union_all()).min() > 25
    rails = [block for block in structures(place()) if block.kind == "bridge"]
    assert len(rails) == 2 * len(decks)


def test_rivers_and_verges_lie_on_the_ground() -> None:
    """As water and green of the scene."""
    kinds = {surface.layer: set(surface.kind) for surface in prepared().surfaces}
    assert "river" in kinds["water"]
    assert "verge" in kinds["green"]


def test_named_hills_are_labelled_with_their_height() -> None:
    """Unnamed shoulders are not."""
    hills = {label.name.en for label in prepared().labels if label.kind == "hill"}
    assert "Jufeng 1,132.7 m" in hills
    assert len(hills) == len(pyogrio.read_dataframe(context_files()[0], layer="hills"))


@pytest.mark.parametrize("kind", ["bus_stop", "metro", "bridge"])
def test_structures_stand_on_the_ground(kind: str) -> None:
    """Their feet at the elevation there."""
    table = prepared().context
    rows = [row for row, own in enumerate(table.kind) if own == kind]
    assert rows
    assert np.isfinite(table.ground_m[rows]).all()
    assert table.height_m[rows].max() < 10
