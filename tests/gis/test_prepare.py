"""A prepared place says in arrays what the place says in objects."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from gis.place import Place, Trees
from gis.prepare import prepare
from gis.prepared import Prepared
from gis.read import load_place
from tests.gis.rings import areas
from tests.tiny import tiny_place, tiny_prepared


@cache
def both() -> tuple[Place, Prepared]:
    place = load_place(["ai", "vr"])
    return place, prepare(place)


def test_rows_follow_the_buildings_of_the_place() -> None:
    """Park after park: the order of every per-building array of a run."""
    place, prepared = both()
    assert prepared.buildings.id == tuple(building.id for building in place.buildings)
    assert prepared.buildings.height_m == pytest.approx([building.height_m for building in place.buildings])
    assert prepared.buildings.gfa_m2.sum() == pytest.approx(sum(b.gfa_m2 for b in place.buildings), rel=1e-6)


def test_footprints_keep_their_area() -> None:
    """In the column and in the corners, courts taken off."""
    place, prepared = both()
    expected = np.array([building.footprint.area for building in place.buildings])
    table = prepared.buildings
    assert table.footprint_m2 == pytest.approx(expected, rel=1e-6)
    drawn = np.bincount(table.outlines.owner, weights=areas(table.outlines), minlength=len(expected))
    assert drawn == pytest.approx(expected, rel=1e-4)


def test_surfaces_keep_the_area_of_their_layer() -> None:
    """Streets, parcels, greens, water and the rest, all of both parks, and what lies around them."""
    place, prepared = both()
    expected: dict[str, float] = {}
    for park in place.parks:
        for parcel in park.parcels:
            expected["parcel"] = expected.get("parcel", 0) + parcel.outline.area
        for road in park.roads:
            expected["road"] = expected.get("road", 0) + road.outline.area
        for area in park.areas:
            expected[area.layer] = expected.get(area.layer, 0) + area.outline.area
    for area in place.context.areas:
        expected[area.layer] += area.outline.area
    drawn = {surface.layer: float(areas(surface.outlines).sum()) for surface in prepared.surfaces}
    assert drawn.pop("kerb") > expected["lane"], "the lanes' ground and a rim about it"
    assert drawn == pytest.approx(expected, rel=1e-4)


def test_every_row_of_a_surface_has_its_kind() -> None:
    """Owners index the kinds."""
    for surface in both()[1].surfaces:
        assert surface.outlines.owner.max() < len(surface.kind)


def test_everything_stands_on_the_ground() -> None:
    """Trees and labels on terraces or between them, road middles and what is no plot's on the open ground."""
    prepared = both()[1]
    trees = prepared.trees.xyz
    assert trees[:, 2] == pytest.approx(prepared.ground_m(trees[:, 0], trees[:, 1]), abs=0.02)
    for label in prepared.labels:  # some stand on the very edge of a terrace
        levels_m = prepared.ground_m(label.x_m, label.y_m), prepared.open_ground_m(label.x_m, label.y_m)
        assert min(levels_m) - 3 < label.z_m < max(levels_m) + 3
    open_ground = [prepared.roads.xyz, prepared.context_roads.xyz]
    open_ground += [surface.outlines.xyz for surface in prepared.surfaces if surface.layer in ("road", "green", "path")]
    for xyz in open_ground:
        levels_m = [level(xyz[:, 0], xyz[:, 1]) for level in (prepared.ground_m, prepared.open_ground_m)]
        apart_m = np.abs(xyz[:, 2] - np.array(levels_m)).min(axis=0)
        assert (apart_m < 0.02).mean() > 0.9  # corners on the very edge of a terrace may lie on either side


def test_names_fall_back_to_the_parcel() -> None:
    """A building without a name is called after its parcel; every row has both languages."""
    place, prepared = both()
    names = {parcel.id: parcel.name for parcel in place.parcels()}
    for building, name in zip(place.buildings, prepared.buildings.name, strict=True):
        assert name == (building.name or names[building.parcel])
        assert name.en
        assert name.zh


def test_the_origin_lies_in_laoshan() -> None:
    """Latitude and longitude set the sun."""
    prepared = both()[1]
    assert prepared.latitude_deg == pytest.approx(36.147, abs=0.01)
    assert prepared.longitude_deg == pytest.approx(120.467, abs=0.01)


def test_a_park_is_framed_by_its_main_site() -> None:
    """Not by its far wings."""
    place, prepared = both()
    for park, info in zip(place.parks, prepared.parks, strict=True):
        main = max(park.sites, key=lambda site: site.outline.area)
        assert info.extent_m == pytest.approx(main.outline.bounds)
        assert info.area_mu == pytest.approx(park.area_mu)
        assert info.extent_m[0] < info.centre_m[0] < info.extent_m[2]


def test_credits_name_openstreetmap() -> None:
    """Its licence asks for it."""
    assert both()[1].credits == ("© OpenStreetMap contributors",)


def test_centrelines_are_whole_lines() -> None:
    """Offsets frame all points; each line has at least two."""
    for lines in (both()[1].roads, both()[1].context_roads):
        assert lines.start[0] == 0
        assert lines.start[-1] == len(lines.xyz)
        assert (np.diff(lines.start) >= 2).all()
        assert len(lines.width_m) == len(lines.lanes) == len(lines.name) == len(lines.start) - 1


def test_a_park_of_the_least_can_be_prepared() -> None:
    """No roads, greens, trees or places, no surroundings: an import may hold only sites and buildings."""
    place = tiny_place()
    none = np.zeros((0, 2))
    bare = [replace(park, roads=(), areas=(), trees=Trees(none, none[:, 0], ()), landmarks=()) for park in place.parks]
    prepared = prepare(replace(place, parks=tuple(bare), context=type(place.context)()))
    assert len(prepared.buildings.id) == len(place.buildings)
    assert [surface.layer for surface in prepared.surfaces] == ["parcel"]
    assert len(prepared.trees.xyz) == len(prepared.roads.xyz) == len(prepared.context.kind) == 0


def test_a_prepared_place_is_the_same_from_its_file(tmp_path: Path) -> None:
    """Saved and loaded: every array and every name."""
    prepared = tiny_prepared()
    file = tmp_path / "place.npz"
    prepared.save(file)
    again = Prepared.load(file)
    assert again.buildings.name == prepared.buildings.name
    assert again.credits == prepared.credits
    assert np.array_equal(again.terrain.height_m, prepared.terrain.height_m)
    assert np.array_equal(again.buildings.outlines.xyz, prepared.buildings.outlines.xyz)
    again.save(tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == file.read_bytes()


@given(st.lists(st.tuples(st.floats(10, 60), st.floats(10, 60), st.booleans()), min_size=1, max_size=5))
def test_any_footprints_keep_their_area(sizes: list[tuple[float, float, bool]]) -> None:
    """Whatever stands on the parcel, with courts or without."""
    place = tiny_place()
    sample = place.parks[0].buildings[0]
    shapes = [
        box(0, 70.0 * i, width, 70.0 * i + depth)
        - (box(2, 70.0 * i + 2, 6, 70.0 * i + 6) if court else box(0, 0, 0, 0))
        for i, (width, depth, court) in enumerate(sizes)
    ]
    buildings = tuple(replace(sample, id=f"B{i}", footprint=shape) for i, shape in enumerate(shapes))
    table = _table_of(replace(place, parks=(replace(place.parks[0], buildings=buildings),)))
    assert areas(table.outlines) == pytest.approx([shape.area for shape in shapes], rel=1e-4, abs=0.01)


def _table_of(place: Place):  # type: ignore[no-untyped-def]
    """The buildings alone, on level ground: the terrain is not under test."""
    from gis.building_columns import all_columns
    from gis.prepare import _building_table

    return _building_table(place, all_columns(place), lambda x_m, y_m: np.zeros(np.shape(x_m), np.float32))


def test_the_tiny_place_has_what_its_name_promises() -> None:
    """A court, a tower on a podium, a data hall, every status."""
    table = tiny_prepared().buildings
    assert set(table.status) == {"existing", "under_construction", "planned"}
    assert "compute" in table.use
    assert (table.base_m > 0).sum() == 1
    assert len(table.outlines.ring_start) - len(table.outlines.polygon_start) == 1
    assert shapely.area(tiny_place().parks[0].sites[0].outline) == 90_000
