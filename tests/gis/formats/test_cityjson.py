"""CityJSON of every version, whole and in sequences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gis.errors import UserError
from gis.formats import NO, SURELY, cityjson
from gis.intake.answers import Answers
from gis.intake.content import Content, RawLayer
from gis.intake.meanings.meaning import stated_heights_m, told_heights_m
from gis.intake.source import source_of

_BOX = [[0, 0, 0], [10, 0, 0], [10, 5, 0], [0, 5, 0], [0, 0, 8], [10, 0, 8], [10, 5, 8], [0, 5, 8]]
_SHELL = [[[0, 3, 2, 1]], [[4, 5, 6, 7]], [[0, 1, 5, 4]], [[1, 2, 6, 5]], [[2, 3, 7, 6]], [[3, 0, 4, 7]]]
_SOLID = {"type": "Solid", "lod": "1.2", "boundaries": [_SHELL]}


def _city(objects: dict[str, Any], vertices: list[list[float]] | None = None, **more: Any) -> dict[str, Any]:
    header = {"type": "CityJSON", "version": "2.0", "transform": {"scale": [1, 1, 1], "translate": [100, 200, 30]}}
    return {**header, "CityObjects": objects, "vertices": vertices or _BOX, **more}


def _read(folder: Path, *documents: Any) -> Content:
    file = folder / "city.json"
    file.write_text("\n".join(json.dumps(document) for document in documents), encoding="utf-8")
    source = source_of(file)
    assert cityjson.recognises(source) == SURELY
    return cityjson.read(source, Answers())


def _layer(content: Content, name: str = "buildings") -> RawLayer:
    return next(layer for layer in content.layers if layer.name == name)


def _texts(content: Content) -> str:
    return "\n".join(f"{finding.level}: {finding}" for finding in content.findings)


class TestObjects:
    """First-level objects are features."""

    def test_a_building_has_the_outline_of_its_body(self, tmp_path: Path) -> None:
        """The transform holds; the height is measured where no attribute states it, and this is said."""
        content = _read(tmp_path, _city({"a": {"type": "Building", "geometry": [_SOLID]}}))
        table = _layer(content).table
        assert table.geometry[0].bounds == (100, 200, 110, 205)
        assert table.geometry[0].area == 50
        assert (table["height_m"][0], table["ground_m"][0]) == (8, 30)
        assert "1 heights are measured" in _texts(content)

    def test_stated_heights_come_first(self, tmp_path: Path) -> None:
        """By the standard's attribute, or as the difference of two levels; -9999 is no height."""
        said = [
            {"measuredHeight": 7.5, "storeysAboveGround": 2, "function": "school"},
            {"b3_h_dak_max": 12.5, "b3_h_maaiveld": 0.5},
            {"measuredHeight": -9999},
        ]
        objects = {
            str(number): {"type": "Building", "attributes": one, "geometry": [_SOLID]}
            for number, one in enumerate(said)
        }
        table = _layer(_read(tmp_path, _city(objects))).table
        assert list(table["height_m"]) == [7.5, 12.0, 8.0]
        assert table["floors"][0] == 2
        assert table["use"][0] == "school"
        assert list(table["height_from"]) == ["attribute", "attribute", "geometry"]

    def test_only_stated_heights_count(self, tmp_path: Path) -> None:
        """The report counts and sums what attributes say; a height measured in the shape is told of in a note."""
        said: list[dict[str, float]] = [{"measuredHeight": 7.5}, {}]
        objects = {
            str(number): {"type": "Building", "attributes": one, "geometry": [_SOLID]}
            for number, one in enumerate(said)
        }
        table = _layer(_read(tmp_path, _city(objects))).table
        assert list(told_heights_m(table, {"height_m": "height_m"})) == [7.5, 8.0]
        assert np.nansum(stated_heights_m(table, {"height_m": "height_m"})) == 7.5

    def test_parts_belong_to_their_building(self, tmp_path: Path) -> None:
        """One feature of all parts; a group is not an owner; installations draw no outline."""
        beside = [[x + 10, y, z] for x, y, z in _BOX]
        shell = [[[corner + 8 for corner in ring] for ring in face] for face in _SHELL]
        objects = {
            "g": {"type": "CityObjectGroup", "children": ["a"]},
            "a": {"type": "Building", "children": ["p", "q", "i"], "parents": ["g"]},
            "p": {"type": "BuildingPart", "parents": ["a"], "geometry": [_SOLID]},
            "q": {
                "type": "BuildingPart", "parents": ["a"], "attributes": {"measuredHeight": 9},
                "geometry": [{"type": "MultiSurface", "lod": 2, "boundaries": shell}],
            },
            "i": {"type": "BuildingInstallation", "parents": ["a"], "geometry": [_SOLID]},
        }  # fmt: skip
        content = _read(tmp_path, _city(objects, _BOX + beside))
        layer = _layer(content)
        assert [one.name for one in content.layers] == ["buildings"]
        assert layer.features == 1
        assert layer.table.geometry[0].area == 100
        assert layer.table["height_m"][0] == 9
        assert "1 groups" in _texts(content)

    def test_ground_surfaces_and_drawn_footprints_win(self, tmp_path: Path) -> None:
        """A roof may stand out over its walls; what the file calls ground or footprint is the outline."""
        eaves = [[-1, -1, 8], [11, -1, 8], [11, 6, 8], [-1, 6, 8]]
        walls = [[[0, 3, 2, 1]], [[8, 9, 10, 11]]]
        semantics = {"surfaces": [{"type": "GroundSurface"}, {"type": "RoofSurface"}], "values": [0, 1]}
        house = {"type": "MultiSurface", "lod": "2", "boundaries": walls, "semantics": semantics}
        drawn = {"type": "MultiSurface", "lod": "0", "boundaries": [[[0, 1, 2]]]}
        objects = {
            "a": {"type": "Building", "geometry": [house]},
            "b": {"type": "Building", "geometry": [drawn, house]},
            "c": {"type": "Building", "geometry": [{**house, "semantics": {}}]},
        }
        table = _layer(_read(tmp_path, _city(objects, _BOX + eaves))).table
        assert list(table.geometry.area) == [50, 25, 84]
        assert list(table["height_m"]) == [8, 8, 8]

    def test_every_kind_has_its_layer(self, tmp_path: Path) -> None:
        """Trees are points, also of templates; unknown types have a layer of their own."""
        flat = {"type": "MultiSurface", "lod": 1, "boundaries": [[[0, 1, 2, 3]]]}
        matrix = [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1]
        tree = {"type": "GeometryInstance", "template": 0, "boundaries": [2], "transformationMatrix": matrix}
        objects = {
            "r": {"type": "Road", "geometry": [flat]},
            "w": {"type": "WaterBody", "geometry": [flat]},
            "p": {"type": "PlantCover", "geometry": [flat]},
            "l": {"type": "LandUse", "geometry": [flat]},
            "t": {"type": "SolitaryVegetationObject", "geometry": [tree]},
            "x": {"type": "+NoiseWall", "geometry": [_SOLID]},
            "f": {"type": "CityFurniture", "geometry": [{"type": "MultiPoint", "boundaries": [0]}]},
        }
        crown = [[-1, -1, 0], [1, -1, 0], [1, 1, 3], [-1, 1, 3]]
        templates = {"templates": [{"type": "MultiSurface", "lod": 2, "boundaries": [[[0, 1, 2, 3]]]}]}
        more = {"geometry-templates": {**templates, "vertices-templates": crown}}
        content = _read(tmp_path, _city(objects, **more))
        kinds = {layer.name: layer.kind for layer in content.layers}
        assert kinds == {
            "roads": "roads", "water": "water", "greens": "greens", "parcels": "parcels", "trees": "trees",
            "NoiseWall": "other", "CityFurniture": "other",
        }  # fmt: skip
        trees = _layer(content, "trees").table
        assert trees.geometry[0].coords[0] == (110, 205)
        assert trees["height_m"][0] == 6
        assert _layer(content, "CityFurniture").table.geometry[0].coords[0] == (100, 200)


class TestForms:
    """The document's forms."""

    @pytest.mark.parametrize(
        ("name", "epsg"),
        [
            ("urn:ogc:def:crs:EPSG::7415", 28992), ("https://www.opengis.net/def/crs/EPSG/0/7415", 28992),
            ("EPSG:28992", 28992), ("http://www.opengis.net/def/crs/EPSG/0/4549", 4549), ("local", None), (None, None),
        ],
    )  # fmt: skip
    def test_the_reference_system_is_read_in_every_form(
        self, tmp_path: Path, name: str | None, epsg: int | None
    ) -> None:
        """The horizontal one of a compound; an unknown one is said."""
        objects = {"a": {"type": "Building", "geometry": [_SOLID]}}
        content = _read(tmp_path, _city(objects, metadata={"referenceSystem": name} if name else {}))
        crs = _layer(content).table.crs
        assert (crs.to_epsg() if crs else None) == epsg
        assert ("'local' is not known" in _texts(content)) == (name == "local")

    def test_sequences_and_collections_are_one_city(self, tmp_path: Path) -> None:
        """A line each, or as services answer; the header gives the transform."""
        header = _city({}, [])
        header["vertices"] = []
        feature = {
            "type": "CityJSONFeature", "id": "a", "vertices": _BOX,
            "CityObjects": {"a": {"type": "Building", "geometry": [_SOLID]}},
        }  # fmt: skip
        lines = _read(tmp_path, header, feature, {**feature, "CityObjects": {"b": feature["CityObjects"]["a"]}})
        answer = _read(tmp_path, {"type": "FeatureCollection", "metadata": header, "features": [feature, feature]})
        for content in (lines, answer):
            assert _layer(content).features == 2
            assert _layer(content).table.geometry[1].bounds == (100, 200, 110, 205)

    def test_a_sequence_without_its_header_is_an_error(self, tmp_path: Path) -> None:
        """Whole numbers alone say neither scale nor place."""
        feature = {"type": "CityJSONFeature", "vertices": _BOX, "CityObjects": {"a": {"type": "Building"}}}
        assert "error" in _texts(_read(tmp_path, feature))

    def test_the_type_may_stand_at_the_end(self, tmp_path: Path) -> None:
        """Keys have no order."""
        city = {"vertices": [[n, n, n] for n in range(20_000)], "CityObjects": {"a": {"type": "Building"}}}
        content = _read(tmp_path, {**city, "version": "1.0", "type": "CityJSON"})
        assert _layer(content).features == 1

    def test_other_json_is_not_its_own(self, tmp_path: Path) -> None:
        """GeoJSON, and what is no JSON."""
        for text in ('{"type": "FeatureCollection", "features": []}', "CityJSON", "", "[1, 2]"):
            file = tmp_path / "other.json"
            file.write_text(text, encoding="utf-8")
            assert cityjson.recognises(source_of(file)) == NO


class TestDamage:
    """What is broken is counted and said."""

    def test_a_broken_shape_is_a_feature_without_one(self, tmp_path: Path) -> None:
        """Corners that are not there, faces that are none, objects without geometry."""
        objects = {
            "a": {
                "type": "Building",
                "geometry": [{**_SOLID, "boundaries": [[[[0, 1, 99]], [[0, -1, 2]], [["x"]], [[0]]]]}],
            },
            "b": {"type": "Building", "geometry": []},
            "c": {"type": "Building", "geometry": [_SOLID]},
            "d": "no object",
        }
        content = _read(tmp_path, _city(objects))
        layer = _layer(content)
        assert layer.features == 3
        assert list(layer.table.geometry.isna()) == [True, True, False]
        assert "2 objects have no shape" in _texts(content)
        assert "4 faces are broken" in _texts(content)
        assert "1 lines or objects" in _texts(content)

    @pytest.mark.parametrize("name", ["vertices", "CityObjects", "transform", "metadata", "geometry-templates"])
    @pytest.mark.parametrize("value", [None, 5, "x", [], {}, [[1]], {"a": 1}, [["x", 1, 2]]])
    def test_no_member_of_the_wrong_type_breaks_the_reading(self, tmp_path: Path, name: str, value: Any) -> None:
        """Whatever stands in their place, there is an answer."""
        city = {**_city({"a": {"type": "Building", "geometry": [_SOLID]}}), name: value}
        if name == "CityObjects" and not isinstance(value, dict):
            with pytest.raises(UserError, match="CityJSON"):
                _read(tmp_path, city)
        else:
            assert isinstance(_read(tmp_path, city), Content)

    @pytest.mark.parametrize(
        "boundaries", [None, 5, "x", [5], [[5]], [[[5]]], [[[[5]]]], [[[["x"]]]], [[[[[0, 1, 2]]]]], {}]
    )
    @pytest.mark.parametrize("kind", ["Solid", "MultiSurface", "MultiSolid", "MultiPoint", "MultiLineString", 7])
    def test_no_boundaries_break_the_reading(self, tmp_path: Path, kind: Any, boundaries: Any) -> None:
        """Lists too flat, too deep, or none."""
        shape = {"type": kind, "lod": "x", "boundaries": boundaries, "semantics": {"values": boundaries}}
        content = _read(tmp_path, _city({"a": {"type": "Building", "geometry": [shape, 5]}}))
        assert _layer(content).features == 1
