"""What layers and their fields are taken for."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, Point, box

from gis.intake.answers import Answers
from gis.intake.content import RawLayer
from gis.intake.meanings.meaning import Understood, stated_heights_m, understood


def raw(name: str, shapes: list[Any], /, **columns: list[Any]) -> RawLayer:
    """A layer in metres."""
    table = (
        gpd.GeoDataFrame(columns, geometry=shapes, crs=4549) if columns else gpd.GeoDataFrame(geometry=shapes, crs=4549)
    )
    return RawLayer(name, table, len(shapes))


def houses(count: int, size_m: float = 10, step_m: float = 40) -> list[Any]:
    """Squares in rows, far enough apart for houses."""
    return [box(x, y, x + size_m, y + size_m) for x, y in _corners(count, step_m)]


def _corners(count: int, step_m: float) -> list[tuple[float, float]]:
    return [(541_000 + i % 10 * step_m, 4_000_000 + i // 10 * step_m) for i in range(count)]


def taken(layer: RawLayer, answers: Answers | None = None) -> Understood:
    return understood(layer, answers or Answers(), "a.gpkg")


def test_the_usual_fields_of_buildings_are_found() -> None:
    layer = raw(
        "楼",
        houses(3),
        高度=["12米", "6米", None],
        层数=["4F", "2F", "1F"],
        名称=["甲", "乙", "丙"],
        用途=["办公", "M1", None],
    )
    found = taken(layer)
    assert found.kind == "buildings"
    assert found.fields == {"height_m": "高度", "floors": "层数", "name_zh": "名称", "use": "用途"}
    assert np.nansum(stated_heights_m(layer.table, found.fields)) == 18


def test_a_field_of_our_own_name_goes_before_others() -> None:
    layer = raw("buildings", houses(2), height=[3.0, 4.0], height_m=[30.0, 40.0], name=["a", "b"], name_zh=["甲", "乙"])
    found = taken(layer).fields
    assert found["height_m"] == "height_m"
    assert (found["name_zh"], found["name_en"]) == ("name_zh", "name")


@pytest.mark.parametrize("column", [[0.0, 0.0], [1998.0, 2003.0], [12_500.0, 9_000.0], [None, None], ["high", "low"]])
def test_what_cannot_be_heights_is_passed_over(column: list[Any]) -> None:
    found = taken(raw("buildings", houses(2), height=column))
    assert "height_m" not in found.fields
    if column[0] is not None:
        assert any("--field height_m=height" in finding.remedy for finding in found.findings)


def test_heights_in_feet_become_metres() -> None:
    layer = raw("buildings", houses(2), HEIGHT_FT=[100, 50])
    assert stated_heights_m(layer.table, taken(layer).fields) == pytest.approx([30.48, 15.24])


def test_values_that_stand_for_none_are_not_stated_and_are_told() -> None:
    layer = raw("buildings", houses(4), height=[10.0, 12.0, 0.0, -9999.0])
    found = taken(layer)
    assert np.isfinite(stated_heights_m(layer.table, found.fields)).sum() == 2
    assert [finding.level for finding in found.findings] == ["note"]


def test_an_answer_goes_before_what_was_found() -> None:
    layer = raw("x", houses(2), h1=[10.0, 12.0], height=[1.0, 2.0])
    answers = Answers(kinds={"x": "buildings"}, mapping={"x": {"height_m": "h1", "id": ""}})
    found = taken(layer, answers)
    assert (found.kind, found.fields["height_m"]) == ("buildings", "h1")
    assert "id" not in found.fields


@pytest.mark.parametrize(
    ("mapping", "level", "said"),
    [
        ({"x": {"height_m": "gone"}}, "error", "h1"),
        ({"*": {"height_m": "gone"}}, "note", "h1"),
        ({"x": {"hight": "h1"}}, "error", "height_m"),
    ],
)
def test_a_mapping_to_what_is_not_there_names_what_is(
    mapping: dict[str, dict[str, str]], level: str, said: str
) -> None:
    layer = raw("x", houses(2), h1=[10.0, 12.0])
    told = [f for f in taken(layer, Answers(kinds={"x": "buildings"}, mapping=mapping)).findings if f.level == level]
    assert any(said in finding.expected for finding in told)


def test_heights_make_an_unnamed_layer_buildings() -> None:
    assert taken(raw("Layer1", houses(2), height=[10.0, 12.0])).kind == "buildings"


def test_lands_with_levels_are_no_buildings() -> None:
    """Tables of countries have a field of that name; no building is so large."""
    assert taken(raw("a", houses(3, size_m=5_000, step_m=6_000), LEVEL=[2, 2, 2])).kind == "other"


def test_many_houses_make_an_unnamed_layer_buildings_with_a_note() -> None:
    found = taken(raw("Layer1", houses(60)))
    assert found.kind == "buildings"
    assert "--kind Layer1=" in found.findings[0].remedy


def test_plots_that_fill_the_ground_are_not_taken_for_houses() -> None:
    found = taken(raw("Layer1", houses(60, size_m=40)))
    assert found.kind == "other"
    assert [finding.level for finding in found.findings] == ["note"]


def test_points_named_roads_are_none() -> None:
    assert taken(raw("road_signs", [Point(541_000, 4_000_000)])).kind == "other"


def test_a_format_that_knows_the_kind_is_believed() -> None:
    lines = raw("x", [LineString([(0, 0), (1, 1)])])
    assert taken(RawLayer("x", lines.table, 1, kind="roads")).kind == "roads"


def test_tables_of_tags_are_told_by_what_most_features_are() -> None:
    layer = raw("export", houses(5), building=["yes", "house", "yes", None, "yes"], highway=[None] * 5)
    assert taken(layer).kind == "buildings"


@pytest.mark.parametrize("shape", [None, shapely.Polygon()])
def test_a_layer_without_shapes_is_no_question(shape: Any) -> None:
    assert taken(raw("Layer1", [shape, shape])).findings == ()
