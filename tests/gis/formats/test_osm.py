"""OpenStreetMap's files: whole objects of each kind, however they are written down."""

from __future__ import annotations

import json
from pathlib import Path

import osmium
import pytest
from osmium.osm import mutable

from gis.errors import UserError
from gis.formats import NO, SURELY, osm
from gis.intake.answers import Answers
from gis.intake.content import Content, RawLayer
from gis.intake.source import source_of

_SQUARE = [(1, 120.0, 36.0), (2, 120.001, 36.0), (3, 120.001, 36.001), (4, 120.0, 36.001)]


def _nodes(nodes: list[tuple[int, float, float]]) -> str:
    return "".join(f'<node id="{number}" version="1" lon="{x}" lat="{y}"/>' for number, x, y in nodes)


def _way(number: int, refs: list[int], version: int = 1, visible: bool = True, **tags: str) -> str:
    members = "".join(f'<nd ref="{ref}"/>' for ref in refs)
    said = "".join(f'<tag k="{key.replace("__", ":")}" v="{value}"/>' for key, value in tags.items())
    return f'<way id="{number}" version="{version}" visible="{str(visible).lower()}">{members}{said}</way>'


def _relation(number: int, ways: list[tuple[int, str]], **tags: str) -> str:
    members = "".join(f'<member type="way" ref="{ref}" role="{role}"/>' for ref, role in ways)
    said = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
    return f'<relation id="{number}" version="1">{members}{said}</relation>'


def _file(folder: Path, text: str, name: str = "map.osm") -> Path:
    file = folder / name
    file.write_text(f'<?xml version="1.0"?><osm version="0.6">{text}</osm>', encoding="utf-8")
    return file


def _read(file: Path) -> Content:
    source = source_of(file)
    assert osm.recognises(source) == SURELY
    return osm.read(source, Answers())


def _layer(content: Content, name: str) -> RawLayer:
    return next(layer for layer in content.layers if layer.name == name)


def _texts(content: Content) -> str:
    return "\n".join(f"{finding.level}: {finding}" for finding in content.findings)


class TestKinds:
    """A layer per kind."""

    def test_objects_lie_in_the_layer_of_their_kind(self, tmp_path: Path) -> None:
        """Buildings are areas, roads lines, trees points, each with the columns of its kind."""
        tree = '<node id="9" version="1" lon="120.0005" lat="36.0005"><tag k="natural" v="tree"/></node>'
        ways = [
            _way(1, [1, 2, 3, 4, 1], building="office", name="总部", height="12,5 m", building__levels="3"),
            _way(2, [1, 3], highway="secondary_link", lanes="2", width="7"),
            _way(3, [2, 4], highway="footway"),
            _way(4, [1, 2, 3, 1], natural="water"),
            _way(5, [1, 2, 3, 1], landuse="industrial"),
            _way(6, [1, 2, 3, 1], highway="pedestrian", area="yes"),
            _way(7, [1, 2, 3, 1], building="no"),
            _way(8, [1, 2], barrier="fence"),
        ]
        content = _read(_file(tmp_path, _nodes(_SQUARE) + tree + "".join(ways)))
        kinds = {layer.name: layer.features for layer in content.layers}
        assert kinds == {
            "parcels": 1, "buildings": 1, "roads": 1, "paths": 1, "squares": 1, "water": 1, "trees": 1,
        }  # fmt: skip
        building = _layer(content, "buildings").table.iloc[0]
        assert (building["height_m"], building["floors"], building["use"]) == (12.5, 3, "office")
        assert building["name"] == "总部"
        road = _layer(content, "roads").table.iloc[0]
        assert (road["highway"], road["road_class"], road["lanes"], road["width_m"]) == (
            "secondary_link", "secondary", 2, 7,
        )  # fmt: skip
        assert _layer(content, "roads").table.crs.to_epsg() == 4326
        assert "2 tagged objects of other kinds" in _texts(content)

    def test_parts_refine_the_height_of_their_building(self, tmp_path: Path) -> None:
        """A part is no building; the highest one tells the height of an outline that states none."""
        text = _nodes(_SQUARE) + _way(1, [1, 2, 3, 4, 1], building="yes")
        text += _way(2, [1, 2, 3, 1], building__part="yes", height="30", building__levels="8")
        text += _way(3, [1, 3, 4, 1], building__part="yes", height="20")
        layer = _layer(_read(_file(tmp_path, text)), "buildings")
        assert layer.features == 1
        assert (layer.table["height_m"][0], layer.table["floors"][0]) == (30, 8)

    def test_what_an_outline_states_is_not_refined(self, tmp_path: Path) -> None:
        """A spire does not make a hall of two floors a tower."""
        text = _nodes(_SQUARE) + _way(1, [1, 2, 3, 4, 1], building="yes", building__levels="2")
        text += _way(2, [1, 2, 3, 1], building__part="yes", height="129")
        table = _layer(_read(_file(tmp_path, text)), "buildings").table
        assert table["height_m"].isna().all()
        assert table["floors"][0] == 2

    def test_a_file_without_objects_of_a_park_says_so(self, tmp_path: Path) -> None:
        """Nodes without tags are nothing to build on."""
        content = _read(_file(tmp_path, _nodes(_SQUARE)))
        assert not content.layers
        assert _texts(content).startswith("error: ")


class TestShapes:
    """Areas of ways and relations."""

    def test_a_ring_of_several_ways_has_its_hole(self, tmp_path: Path) -> None:
        """The nesting decides, not the roles, which are often wrong."""
        inner = [(5, 120.0002, 36.0002), (6, 120.0004, 36.0002), (7, 120.0004, 36.0004)]
        ways = _way(1, [1, 2, 3]) + _way(2, [1, 4, 3]) + _way(3, [5, 6, 7, 5])
        relation = _relation(1, [(3, "outer"), (1, "outer"), (2, "")], type="multipolygon", building="yes")
        content = _read(_file(tmp_path, _nodes(_SQUARE + inner) + ways + relation))
        shape = _layer(content, "buildings").table.geometry[0]
        assert shape.geom_type == "Polygon"
        assert shape.area == pytest.approx(1e-6 - 2e-8)
        assert len(shape.interiors) == 1

    def test_an_island_in_a_hole_is_ground_again(self, tmp_path: Path) -> None:
        """Rings nest to any depth."""
        rings, text, ways = [(0.0, 10), (2.0, 6), (4.0, 2)], "", ""
        for number, (at, size) in enumerate(rings):
            first = number * 4 + 1
            corners = [(at, at), (at + size, at), (at + size, at + size), (at, at + size)]
            text += _nodes([(first + step, x, y) for step, (x, y) in enumerate(corners)])
            ways += _way(number + 1, [*range(first, first + 4), first])
        relation = _relation(1, [(1, ""), (2, ""), (3, "")], type="multipolygon", natural="water")
        shape = _layer(_read(_file(tmp_path, text + ways + relation)), "water").table.geometry[0]
        assert shape.area == pytest.approx(100 - 36 + 4)

    def test_what_the_extract_cut_off_is_counted_without_a_shape(self, tmp_path: Path) -> None:
        """An open building, and an area whose ways are missing, are features and findings."""
        text = _nodes(_SQUARE) + _way(1, [1, 2, 3], building="yes")
        text += _relation(1, [(77, "outer")], type="multipolygon", building="yes")
        text += _way(2, [1, 2, 88, 3, 1], building="yes")
        content = _read(_file(tmp_path, text))
        layer = _layer(content, "buildings")
        assert layer.features == 3
        assert list(layer.table.geometry.isna()) == [True, False, True]
        assert "2 objects have no shape" in _texts(content)
        assert "2 objects are not whole" in _texts(content)


class TestNotations:
    """The same map in every notation."""

    def test_binary_and_text_say_the_same(self, tmp_path: Path) -> None:
        """PBF, XML and OPL."""
        for ending in ("osm.pbf", "osm", "opl"):
            file = tmp_path / f"map.{ending}"
            with osmium.SimpleWriter(file) as writer:
                for number, x, y in _SQUARE:
                    writer.add_node(mutable.Node(id=number, version=1, location=(x, y)))
                tags = {"building": "yes", "height": "40'6\""}
                writer.add_way(mutable.Way(id=1, version=1, nodes=[1, 2, 3, 4, 1], tags=tags))
            table = _layer(_read(file), "buildings").table
            assert table.geometry[0].area == pytest.approx(1e-6)
            assert table["height_m"][0] == pytest.approx(12.3444)

    def test_the_order_of_elements_does_not_matter(self, tmp_path: Path) -> None:
        """Services write relations before ways before nodes; editors give new objects ids below 0."""
        for sign in (1, -1):
            way = _way(sign, [sign, sign * 2, sign * 3, sign * 4, sign], building="yes")
            nodes = _nodes([(sign * number, x, y) for number, x, y in _SQUARE])
            table = _layer(_read(_file(tmp_path, way + nodes)), "buildings").table
            assert table.geometry[0].area == pytest.approx(1e-6)

    def test_positions_may_stand_in_the_ways(self, tmp_path: Path) -> None:
        """As services answer that leave the nodes out."""
        corners = "".join(f'<nd ref="{number}" lon="{x}" lat="{y}"/>' for number, x, y in [*_SQUARE, _SQUARE[0]])
        text = f'<way id="1" version="1">{corners}<tag k="building" v="yes"/></way>'
        table = _layer(_read(_file(tmp_path, text)), "buildings").table
        assert table.geometry[0].area == pytest.approx(1e-6)

    @pytest.mark.parametrize("inline", [True, False])
    def test_overpass_json_is_read(self, tmp_path: Path, inline: bool) -> None:
        """With positions inline or in nodes of their own."""
        way = {"type": "way", "id": 5, "nodes": [1, 2, 3, 4, 1], "tags": {"building": "yes"}}
        places = {number: {"lon": x, "lat": y} for number, x, y in _SQUARE}
        if inline:
            way["geometry"] = [places[number] for number in (1, 2, 3, 4, 1)]
        nodes = [] if inline else [{"type": "node", "id": number, **place} for number, place in places.items()]
        tree = {"type": "node", "id": 9, "lon": 120.0, "lat": 36.0, "tags": {"natural": "tree"}}
        area = {
            "type": "relation", "id": 6, "tags": {"type": "multipolygon", "natural": "water"},
            "members": [{"type": "way", "ref": 5, "role": "outer"}],
        }  # fmt: skip
        file = tmp_path / "answer.json"
        said = {"version": 0.6, "generator": "Overpass API 0.7", "elements": [way, tree, area, *nodes]}
        file.write_text(json.dumps(said), encoding="utf-8")
        content = _read(file)
        assert {layer.name: layer.features for layer in content.layers} == {"buildings": 1, "trees": 1, "water": 1}
        assert _layer(content, "water").table.geometry[0].area == pytest.approx(1e-6)

    def test_histories_give_the_newest_version(self, tmp_path: Path) -> None:
        """Older versions and deleted objects are not counted, and it is said."""
        text = _nodes(_SQUARE) + _way(1, [1, 2, 3, 1], version=1, building="yes")
        text += _way(1, [1, 2, 3, 4, 1], version=2, building="office")
        text += _way(2, [1, 2, 3, 1], version=1, building="yes") + _way(2, [], version=2, visible=False)
        content = _read(_file(tmp_path, text, "map.osh"))
        assert list(_layer(content, "buildings").table["use"]) == ["office"]
        assert "several versions" in _texts(content)
        assert "1 deleted" in _texts(content)


class TestOtherWriters:
    """What services and editors write is read, though it is not the standard's own form."""

    def test_courses_that_stand_in_relations_are_ways(self, tmp_path: Path) -> None:
        """As Overpass writes positions; a user's number that is too large, and no version, do not matter."""
        corners = "".join(f'<nd lat="{y}" lon="{x}"/>' for _, x, y in [*_SQUARE, _SQUARE[0]])
        named = "".join(f'<nd ref="{n}" lat="{y}" lon="{x}"/>' for n, x, y in [*_SQUARE, _SQUARE[0]])
        tags = '<tag k="type" v="multipolygon"/><tag k="building" v="yes"/><tag k="height" v="12"/>'
        text = (
            f'<osm generator="Overpass API"><relation id="7" uid="99999999999999"><bounds minlat="0"/>'
            f'<member type="way" ref="5" role="outer">{corners}</member>{tags}</relation>'
            f'<way id="6"><bounds/>{named}<tag k="landuse" v="grass"/></way></osm>'
        )
        (tmp_path / "map.osm").write_text(text, encoding="utf-8")
        content = _read(tmp_path / "map.osm")
        buildings, greens = _layer(content, "buildings").table, _layer(content, "greens").table
        assert buildings.geometry[0].equals(greens.geometry[0])
        assert buildings["height_m"].tolist() == [12]
        assert "leniency" in _texts(content)

    def test_an_old_version_is_not_guessed_at(self, tmp_path: Path) -> None:
        """Its elements had another meaning."""
        (tmp_path / "map.osm").write_text('<osm version="0.4"><node id="1" lat="1" lon="1"/></osm>', encoding="utf-8")
        with pytest.raises(UserError, match="damaged"):
            _read(tmp_path / "map.osm")


class TestBadFiles:
    """What cannot be read is refused with the way out."""

    def test_changes_and_o5m_are_refused_by_name(self, tmp_path: Path) -> None:
        """Both are OpenStreetMap's, neither is a map to read."""
        changes, o5m = tmp_path / "a.osc", tmp_path / "b.o5m"
        changes.write_text('<osmChange version="0.6"><create/></osmChange>', encoding="utf-8")
        o5m.write_bytes(b"\xff\xe0\x04o5m2\xfe")
        for file, name in ((changes, "OSC"), (o5m, "O5M")):
            with pytest.raises(UserError, match=name):
                _read(file)

    def test_an_entity_bomb_is_refused_unread(self, tmp_path: Path) -> None:
        """No DOCTYPE is followed."""
        file = tmp_path / "bomb.osm"
        entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
        file.write_text(f'<!DOCTYPE osm [<!ENTITY a0 "x">{entities}]><osm version="0.6">&a11;</osm>', encoding="utf-8")
        with pytest.raises(UserError, match="DOCTYPE"):
            _read(file)

    def test_files_cut_off_are_refused(self, tmp_path: Path) -> None:
        """At any place."""
        whole = tmp_path / "whole.osm.pbf"
        with osmium.SimpleWriter(whole) as writer:
            for number in range(1, 2000):
                writer.add_node(mutable.Node(id=number, version=1, location=(number / 100, 1.5)))
        raw = whole.read_bytes()
        for share in (0.3, 0.6, 0.95):
            part = tmp_path / "part.osm.pbf"
            part.write_bytes(raw[: int(len(raw) * share)])
            with pytest.raises(UserError, match="damaged"):
                _read(part)
        text = tmp_path / "part.osm"
        text.write_text('<osm version="0.6"><node id="1" lat="1" lo', encoding="utf-8")
        with pytest.raises(UserError, match="damaged"):
            _read(text)

    def test_a_position_that_is_none_is_damage(self, tmp_path: Path) -> None:
        """Not a failure of the program."""
        file = _file(tmp_path, '<node id="1" version="1" lat="NaN" lon="here"/>')
        with pytest.raises(UserError, match="damaged"):
            _read(file)

    def test_other_files_are_not_its_own(self, tmp_path: Path) -> None:
        """Other XML and other JSON."""
        for name, text in (("a.xml", "<gpx/>"), ("b.json", '{"type": "FeatureCollection"}'), ("c.txt", "osm")):
            file = tmp_path / name
            file.write_text(text, encoding="utf-8")
            assert osm.recognises(source_of(file)) == NO
