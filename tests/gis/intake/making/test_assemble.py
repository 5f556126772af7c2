"""Surveyed layers to a complete park."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import LineString, Point, box

from gis.check import park_defects, read_checked
from gis.errors import UserError
from gis.intake.answers import Answers
from gis.intake.content import RawLayer
from gis.intake.making.assemble import Assembled, assembled
from gis.intake.making.land import Park
from gis.intake.meanings.meaning import understood
from gis.intake.survey import Survey, SurveyedLayer
from gis.prepare import prepare
from gis.read import load_place, place_of
from gis.write import write_geopackage
from tests.gis.parks import layers

E, N = 600_000, 3_990_000
PARK = Park("my", "My park", "我的园区")


def at(x: float, y: float, width: float, height: float) -> Any:
    """A rectangle, metres from the corner of the land."""
    return box(E + x, N + y, E + x + width, N + y + height)


def surveyed(name: str, kind: str, shapes: list[Any], columns: Mapping[str, list[Any]] | None = None) -> SurveyedLayer:
    """A layer as the survey has it."""
    table = gpd.GeoDataFrame(dict(columns or {}), geometry=shapes, crs=4549)
    fields = understood(RawLayer(name, table, len(shapes)), Answers(kinds={name: kind}), "a").fields
    return SurveyedLayer(name, kind, len(shapes), "EPSG:4549", table, fields, None, 0, 0.0, 0, 0)


def made(*found: SurveyedLayer, base: Mapping[str, gpd.GeoDataFrame] | None = None) -> Assembled:
    """The park, which is sound."""
    result = assembled([Survey("some/plan.gpkg", tuple(found))], PARK, base)
    assert [str(defect) for defect in park_defects(result.layers)] == []
    return result


HOUSES = surveyed(
    "houses", "buildings", [at(10, 10, 20, 20), at(120, 10, 20, 20), at(150, 60, 20, 20)],
    {"height": [12.0, 24.0, None], "use": ["office", None, "R2"], "name": ["甲楼", None, "乙楼"]},
)  # fmt: skip
PLOTS = surveyed(
    "plots", "parcels", [at(0, 0, 100, 100), at(100, 0, 100, 100)],
    {"id": ["A-1", "A-2"], "用地性质": ["B29", "M1"], "容积率": [1.5, None], "建筑密度": [35, None]},
)  # fmt: skip


def test_buildings_alone_make_a_park_with_what_it_needs_drafted_and_marked() -> None:
    park = made(HOUSES)
    assert len(park.layers["buildings"]) == 3
    for name in ("site", "zones", "parcels"):
        assert "outline" in park.layers[name]["estimated"].iloc[0]
    assert {"roads", "greens", "water", "trees", "places"} <= set(park.layers)
    assert park.layers["site"].geometry.iloc[0].covers(shapely.union_all(HOUSES.table.geometry.to_numpy()))


def test_every_feature_says_where_it_comes_from() -> None:
    buildings = made(HOUSES, PLOTS).layers["buildings"]
    assert set(buildings["provenance"]) == {"imported"}
    assert set(buildings["source"]) == {"plan.gpkg: houses"}


def test_stated_values_stand_and_estimated_ones_are_counted() -> None:
    park = made(HOUSES, PLOTS)
    buildings = park.layers["buildings"]
    assert buildings["height_m"].tolist()[:2] == [12, 24]
    assert buildings["use"].tolist() == ["office", "industrial", "housing"]
    assert park.estimated["buildings"]["height_m"] == 1
    assert park.estimated["buildings"]["use"] == 1
    assert buildings["name_zh"].iloc[0] == "甲楼"


def test_buildings_are_joined_to_the_parcels_of_the_files() -> None:
    park = made(HOUSES, PLOTS)
    assert park.layers["buildings"]["parcel"].tolist() == ["A-1", "A-2", "A-2"]
    first = park.layers["parcels"].iloc[0]
    assert (first["floor_area_ratio"], first["gfa_m2"], first["coverage"]) == (1.5, 15_000, 0.35)
    assert first["use"] == "office"


def test_a_building_far_from_every_parcel_gets_one_of_its_own() -> None:
    far = surveyed("far", "buildings", [at(10, 10, 20, 20), at(400, 400, 20, 20)])
    park = made(far, PLOTS)
    parcels = park.layers["parcels"].set_index("id")
    own = park.layers["buildings"]["parcel"].iloc[1]
    assert own not in ("A-1", "A-2")
    assert "outline" in parcels.loc[own, "estimated"]
    assert "outline" not in str(parcels.loc["A-1", "estimated"])


def test_roads_of_lines_become_strips_with_their_middle() -> None:
    street = LineString([(E, N + 50), (E + 200, N + 50)])
    road = surveyed("roads", "roads", [street, at(0, 90, 200, 10)], {"width": [20.0, None], "name": ["一路", "二路"]})
    park = made(HOUSES, road)
    strip, area = park.layers["roads"].geometry
    assert strip.area == pytest.approx(200 * 20)
    assert area.equals(at(0, 90, 200, 10))
    assert len(park.layers["centrelines"]) == 1
    assert park.layers["centrelines"]["id"].iloc[0] == park.layers["roads"]["id"].iloc[0]


def test_open_ground_trees_and_places_come_along() -> None:
    park = made(
        HOUSES,
        surveyed("green", "greens", [at(60, 60, 20, 20)], {"name": ["Green"]}),
        surveyed("brook", "water", [LineString([(E, N), (E + 200, N + 100)])]),
        surveyed("trees", "trees", [Point(E + 5, N + 5)], {"height": [7.5]}),
        surveyed("poi", "places", [Point(E + 5, N + 5), Point(E + 6, N + 6)], {"name": ["Gate", None]}),
        surveyed("parking", "parking", [at(80, 10, 10, 10)]),
    )
    counts = {name: len(park.layers[name]) for name in ("greens", "water", "trees", "places", "parking")}
    assert counts == {"greens": 1, "water": 1, "trees": 1, "places": 1, "parking": 1}
    assert park.layers["trees"]["height_m"].iloc[0] == 7.5


def test_lines_and_slips_of_a_layer_of_buildings_are_left_out_and_told() -> None:
    park = made(
        surveyed("houses", "buildings", [at(0, 0, 20, 20), LineString([(E, N), (E + 5, N)]), at(0, 0, 0.1, 0.1)])
    )
    assert len(park.layers["buildings"]) == 1
    assert [finding.level for finding in park.findings] == ["warning"]


def test_ids_that_stand_twice_are_replaced() -> None:
    twice = surveyed("houses", "buildings", list(HOUSES.table.geometry), {"id": ["a", "a", "b"]})
    ids = made(twice).layers["buildings"]["id"].tolist()
    assert ids[2] == "b"
    assert len(set(ids)) == 3


def test_the_park_opens_and_is_prepared(tmp_path: Path) -> None:
    park = made(HOUSES, PLOTS)
    write_geopackage(park.layers, tmp_path / "my.gpkg")
    place = load_place([tmp_path / "my.gpkg"])
    assert place.buildings[0].provenance.source == "plan.gpkg: houses"
    assert "ground_m" in place.buildings[0].provenance.estimated
    prepared = prepare(place_of([read_checked(tmp_path / "my.gpkg")]))
    assert prepared.buildings.height_m.tolist()[:2] == [12, 24]


def test_files_in_degrees_come_into_a_grid_of_metres() -> None:
    table = HOUSES.table.to_crs(4326)
    degrees = SurveyedLayer("houses", "buildings", 3, "EPSG:4326", table, HOUSES.fields, None, 0, 0.0, 0, 0)
    assert made(degrees).layers["site"].crs.is_projected


def test_nothing_to_take_is_said_with_the_flag_that_helps() -> None:
    with pytest.raises(UserError, match="--kind cells=buildings"):
        made(surveyed("cells", "other", [at(0, 0, 10, 10)]))
    with pytest.raises(UserError, match="no feature"):
        made(surveyed("houses", "buildings", []))
    with pytest.raises(UserError, match="no buildings"):
        made(PLOTS)


def in_vr(*shapes: Any) -> tuple[list[Any], Mapping[str, gpd.GeoDataFrame]]:
    """Shapes moved into a parcel of the VR park, and that park."""
    base = layers("vr")
    spot = base["parcels"].geometry.iloc[0].representative_point()
    moved = [shapely.transform(shape, lambda xy: xy - [E, N] + [spot.x, spot.y]) for shape in shapes]
    return moved, base


def test_new_buildings_stand_in_the_parcels_and_on_the_ground_of_the_base() -> None:
    shapes, base = in_vr(at(0, 0, 5, 5))
    park = made(surveyed("new", "buildings", shapes, {"height": [9.0]}), base=base)
    assert len(park.layers["buildings"]) == 1
    assert park.layers["buildings"]["parcel"].iloc[0] == base["parcels"]["id"].iloc[0]
    assert park.layers["buildings"]["ground_m"].iloc[0] in set(base["buildings"]["ground_m"])
    assert len(park.layers["parcels"]) == len(base["parcels"])
    assert set(park.layers["parcels"]["provenance"]) == set(base["parcels"]["provenance"])


def test_a_building_outside_the_parcels_of_the_base_gets_one_there() -> None:
    base = layers("vr")
    west, south, _, _ = base["site"].total_bounds
    far = [box(west - 300, south - 300, west - 280, south - 280)]
    park = made(surveyed("new", "buildings", far), base=base)
    assert len(park.layers["parcels"]) == len(base["parcels"]) + 1
    assert park.layers["parcels"]["provenance"].iloc[-1] == "imported"


def test_new_parcels_take_the_buildings_of_the_base() -> None:
    base = layers("vr")
    west, south, east, north = base["site"].total_bounds
    middle = (west + east) / 2
    halves = [box(west, south, middle, north), box(middle, south, east, north)]
    park = made(surveyed("plots", "parcels", halves, {"id": ["W", "O"]}), base=base)
    assert set(park.layers["buildings"]["parcel"]) == {"W", "O"}
    assert set(park.layers["landscape"]["parcel"]) <= {"W", "O"}
    assert len(park.layers["buildings"]) == len(base["buildings"])
    assert set(park.layers["buildings"]["provenance"]) == set(base["buildings"]["provenance"])


@pytest.mark.parametrize("kind", ["greens", "roads", "zones", "water"])
def test_other_layers_of_the_base_are_replaced_alone(kind: str) -> None:
    shapes, base = in_vr(at(0, 0, 30, 30))
    park = made(surveyed("new", kind, shapes), base=base)
    assert len(park.layers[kind]) == 1
    assert len(park.layers["buildings"]) == len(base["buildings"])
