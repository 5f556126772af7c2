"""What a file as a whole is good for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import box

from gis.intake.answers import Answers
from gis.intake.survey import Survey, survey, surveys

NO_SHAPE = "Nothing in it has a shape that can be used."


def collection(file: Path, *geometries: dict[str, Any] | None) -> str:
    """A GeoJSON file of these shapes."""
    features = [{"type": "Feature", "properties": {"n": 1}, "geometry": one} for one in geometries]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return str(file)


def told(found: Survey, level: str) -> list[str]:
    """What is said at this level."""
    return [finding.what for finding in found.findings if finding.level == level]


POINT = {"type": "Point", "coordinates": [120.1, 36.1]}
EMPTY = {"type": "Polygon", "coordinates": []}


@pytest.mark.parametrize("shapes", [(), (None,), (None, EMPTY)], ids=["no features", "null", "null and empty"])
def test_a_file_without_any_shape_cannot_be_used(shapes: tuple[Any, ...], tmp_path: Path) -> None:
    """Its layers are reported all the same."""
    found = survey(collection(tmp_path / "bare.geojson", *shapes), Answers())
    assert not found.usable
    assert told(found, "error") == [NO_SHAPE]
    assert [layer.features for layer in found.layers] == [len(shapes)]


def test_one_shape_is_enough(tmp_path: Path) -> None:
    found = survey(collection(tmp_path / "one.geojson", None, POINT), Answers())
    assert found.usable
    assert NO_SHAPE not in told(found, "error")


def test_a_layer_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    found = survey(collection(tmp_path / "one.geojson", POINT), Answers(layers=("nope",)))
    assert [(one.what, one.expected) for one in found.findings] == [("There is no layer 'nope'.", "Known are one.")]


def test_a_layer_may_be_in_any_of_several_files(tmp_path: Path) -> None:
    files = [collection(tmp_path / f"{name}.geojson", POINT) for name in ("a", "b")]
    found = surveys([(file, Answers(layers=("b",))) for file in files])
    assert [told(one, "error") for one in found] == [[], []]
    assert [len(one.layers) for one in found] == [0, 1]


def test_an_answer_for_no_layer_is_pointed_out(tmp_path: Path) -> None:
    """A slip in the name of a layer would otherwise pass unseen."""
    houses = tmp_path / "houses.gpkg"
    gpd.GeoDataFrame(geometry=[box(0, 0, 9, 9)], crs=4549).to_file(houses, layer="houses")
    found = survey(str(houses), Answers(kinds={"house": "buildings"}, mapping={"*": {}}))
    assert told(found, "note")[0] == "There is no layer 'house': what is answered for it is not used."
    assert not told(survey(str(houses), Answers(kinds={"houses": "buildings"})), "error")


def test_no_name_is_no_file() -> None:
    """Not the folder where the program was started."""
    assert told(survey("", Answers()), "error") == ["There is no such file."]
