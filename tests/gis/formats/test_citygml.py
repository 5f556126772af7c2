"""CityGML 1, 2 and 3."""

from __future__ import annotations

from pathlib import Path

import pytest

from gis.errors import UserError
from gis.formats import NO, SURELY, citygml
from gis.intake.answers import Answers
from gis.intake.content import Content, RawLayer
from gis.intake.source import source_of

_MODULES = {
    "bldg": "building", "tran": "transportation", "veg": "vegetation", "wtr": "waterbody", "luse": "landuse",
    "dem": "relief", "grp": "cityobjectgroup", "gen": "generics", "con": "construction", "frn": "cityfurniture",
}  # fmt: skip


def _model(members: str, version: str = "2.0", srs: str = "EPSG:25832", start: str = "") -> str:
    gml = "http://www.opengis.net/gml" + ("/3.2" if version == "3.0" else "")
    spaces = "".join(
        f' xmlns:{short}="http://www.opengis.net/citygml/{name}/{version}"' for short, name in _MODULES.items()
    )
    envelope = f'<gml:boundedBy><gml:Envelope srsName="{srs}"/></gml:boundedBy>' if srs else ""
    inside = "".join(f"<core:cityObjectMember>{member}</core:cityObjectMember>" for member in members.split("%%"))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{start}<core:CityModel xmlns:core="http://www.opengis.net/citygml/{version}"'
        f' xmlns:gml="{gml}" xmlns:xlink="http://www.w3.org/1999/xlink"{spaces}>{envelope}{inside}</core:CityModel>'
    )


def _read(folder: Path, text: str) -> Content:
    file = folder / "city.gml"
    file.write_text(text, encoding="utf-8")
    source = source_of(file)
    assert citygml.recognises(source) == SURELY
    return citygml.read(source, Answers())


def _layer(content: Content, name: str = "buildings") -> RawLayer:
    return next(layer for layer in content.layers if layer.name == name)


def _texts(content: Content) -> str:
    return "\n".join(f"{finding.level}: {finding}" for finding in content.findings)


def _polygon(*corners: tuple[float, ...], name: str = "") -> str:
    flat = " ".join(str(value) for corner in (*corners, corners[0]) for value in corner)
    own = f' gml:id="{name}"' if name else ""
    ring = f"<gml:LinearRing><gml:posList>{flat}</gml:posList></gml:LinearRing>"
    return f"<gml:Polygon{own}><gml:exterior>{ring}</gml:exterior></gml:Polygon>"


def _multi(*polygons: str) -> str:
    inside = "".join(f"<gml:surfaceMember>{polygon}</gml:surfaceMember>" for polygon in polygons)
    return f"<gml:MultiSurface>{inside}</gml:MultiSurface>"


def _box(x: float, y: float, wide: float, deep: float, high: float, names: str = "") -> list[str]:
    """Bottom, top and the four walls."""
    a, b, c, d = (x, y), (x + wide, y), (x + wide, y + deep), (x, y + deep)
    walls = [(a, b), (b, c), (c, d), (d, a)]
    sides = [[(*one, 0.0), (*two, 0.0), (*two, high), (*one, high)] for one, two in walls]
    rings = [[(*corner, 0.0) for corner in (a, d, c, b)], [(*corner, high) for corner in (a, b, c, d)], *sides]
    return [_polygon(*ring, name=f"{names}{number}" if names else "") for number, ring in enumerate(rings)]


def _solid(*polygons: str) -> str:
    inside = "".join(f"<gml:surfaceMember>{polygon}</gml:surfaceMember>" for polygon in polygons)
    return f"<gml:Solid><gml:exterior><gml:CompositeSurface>{inside}</gml:CompositeSurface></gml:exterior></gml:Solid>"


_HOUSE = _box(500000, 5400000, 10, 5, 8)


class TestObjects:
    """Objects of the first level are features."""

    def test_a_block_has_outline_height_and_attributes(self, tmp_path: Path) -> None:
        """The stated height in metres whatever its unit; -9999 is none, and then the body is measured."""
        said = (
            "<gml:name>东楼</gml:name><bldg:function>1000</bldg:function>"
            '<bldg:measuredHeight uom="ft">30</bldg:measuredHeight>'
            "<bldg:storeysAboveGround>3</bldg:storeysAboveGround>"
            '<gen:stringAttribute name="owner"><gen:value>city</gen:value></gen:stringAttribute>'
        )
        body = f"<bldg:lod1Solid>{_solid(*_HOUSE)}</bldg:lod1Solid>"
        unknown = (
            "<bldg:measuredHeight>-9999</bldg:measuredHeight><bldg:storeysAboveGround>9999</bldg:storeysAboveGround>"
        )
        text = f'<bldg:Building gml:id="a">{said}{body}</bldg:Building>%%<bldg:Building>{unknown}{body}</bldg:Building>'
        content = _read(tmp_path, _model(text))
        table = _layer(content).table
        assert list(table.geometry.area) == [50, 50]
        assert list(table["height_m"]) == [pytest.approx(9.144), 8]
        assert (table["name"][0], table["use"][0], table["floors"][0], table["owner"][0]) == ("东楼", "1000", 3, "city")
        assert table["floors"].isna()[1]
        assert table["object_id"][0] == "a"
        assert "1 heights are measured" in _texts(content)

    @pytest.mark.parametrize("version", ["1.0", "2.0", "3.0"])
    def test_what_is_called_ground_is_the_outline(self, tmp_path: Path, version: str) -> None:
        """In every version, also where the ground only refers to a face of the body."""
        floor, roof, *_ = _box(500000, 5400000, 10, 5, 8, names="f")
        eaves = _box(499999, 5399999, 12, 7, 8)[1]
        own, holder, kind = ("core", "core:boundary", "con") if version == "3.0" else ("bldg", "bldg:boundedBy", "bldg")
        refer = '<gml:MultiSurface><gml:surfaceMember xlink:href="#f0"/></gml:MultiSurface>'
        ground = f"<{own}:lod2MultiSurface>{refer}</{own}:lod2MultiSurface>"
        surface = f"<{holder}><{kind}:GroundSurface>{ground}</{kind}:GroundSurface></{holder}>"
        body = f"<{own}:lod2Solid>{_solid(floor, roof, eaves)}</{own}:lod2Solid>"
        for inside in (surface + body, body + surface):
            table = _layer(_read(tmp_path, _model(f"<bldg:Building>{inside}</bldg:Building>", version))).table
            assert table.geometry[0].area == 50
            assert table["height_m"][0] == 8

    def test_parts_belong_to_their_building(self, tmp_path: Path) -> None:
        """One feature of all parts, as high as the highest; rooms and installations draw nothing."""
        parts = "".join(
            f"<bldg:consistsOfBuildingPart><bldg:BuildingPart><bldg:measuredHeight>{high}</bldg:measuredHeight>"
            f"<bldg:lod1Solid>{_solid(*_box(x, 5400000, 10, 5, high))}</bldg:lod1Solid>"
            "</bldg:BuildingPart></bldg:consistsOfBuildingPart>"
            for x, high in ((500000, 8), (500010, 12))
        )
        shed = f"<bldg:lod2Geometry>{_multi(*_box(500050, 5400000, 1, 1, 30))}</bldg:lod2Geometry>"
        shed = f"<bldg:BuildingInstallation>{shed}</bldg:BuildingInstallation>"
        shed = f"<bldg:outerBuildingInstallation>{shed}</bldg:outerBuildingInstallation>"
        layer = _layer(_read(tmp_path, _model(f"<bldg:Building>{shed}{parts}</bldg:Building>")))
        assert layer.features == 1
        assert layer.table.geometry[0].bounds == (500000, 5400000, 500020, 5400005)
        assert layer.table["height_m"][0] == 12

    def test_every_kind_has_its_layer(self, tmp_path: Path) -> None:
        """Roads, water, greens, parcels; trees are points, also of templates; groups are no objects."""
        flat = _multi(_HOUSE[0])
        area = (
            "<veg:PlantCover><veg:averageHeight>2</veg:averageHeight>"
            f"<veg:lod1MultiSurface>{flat}</veg:lod1MultiSurface></veg:PlantCover>"
        )
        tree = (
            "<veg:SolitaryVegetationObject><veg:height uom='m'>6</veg:height><veg:lod2ImplicitRepresentation>"
            "<core:ImplicitGeometry><core:transformationMatrix>1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1"
            "</core:transformationMatrix>{}<core:referencePoint>"
            "<gml:Point><gml:pos>500020 5400020 1</gml:pos></gml:Point></core:referencePoint>"
            "</core:ImplicitGeometry></veg:lod2ImplicitRepresentation></veg:SolitaryVegetationObject>"
        )
        crown = _multi(_polygon((-1, -1, 0), (1, -1, 0), (1, 1, 3), (-1, 1, 3))).replace(">", ' gml:id="crown">', 1)
        members = [
            f"<tran:Road><tran:lod1MultiSurface>{flat}</tran:lod1MultiSurface></tran:Road>",
            f"<tran:Railway><tran:lod1MultiSurface>{flat}</tran:lod1MultiSurface></tran:Railway>",
            f"<wtr:WaterBody><wtr:lod1MultiSurface>{flat}</wtr:lod1MultiSurface></wtr:WaterBody>",
            f"<luse:LandUse><luse:lod1MultiSurface>{flat}</luse:lod1MultiSurface></luse:LandUse>",
            area,
            tree.format(f"<core:relativeGMLGeometry>{crown}</core:relativeGMLGeometry>"),
            tree.format('<core:relativeGMLGeometry xlink:href="#crown"/>'),
            "<grp:CityObjectGroup><grp:groupMember xlink:href='#a'/></grp:CityObjectGroup>",
        ]
        content = _read(tmp_path, _model("%%".join(members)))
        assert {layer.name: layer.kind for layer in content.layers} == {
            "roads": "roads", "Railway": "other", "water": "water", "parcels": "parcels", "greens": "greens",
            "trees": "trees",
        }  # fmt: skip
        trees = _layer(content, "trees").table
        assert [point.coords[0] for point in trees.geometry] == [(500020, 5400020)] * 2
        assert list(trees["height_m"]) == [6, 6]
        assert "1 groups" in _texts(content)

    def test_a_shape_that_stands_with_another_object_is_found(self, tmp_path: Path) -> None:
        """References within the file are followed, those to elsewhere never."""
        floor = _box(500000, 5400000, 10, 5, 8, names="n")[0]
        there = f"<bldg:Building><bldg:lod0FootPrint>{_multi(floor)}</bldg:lod0FootPrint></bldg:Building>"
        refer = (
            "<bldg:Building><bldg:lod0FootPrint><gml:MultiSurface><gml:surfaceMember xlink:href='{}'/>"
            "</gml:MultiSurface></bldg:lod0FootPrint></bldg:Building>"
        )
        far = refer.format("http://127.0.0.1:9/a.gml#n0")
        table = _layer(_read(tmp_path, _model(f"{refer.format('#n0')}%%{there}%%{far}"))).table
        assert list(table.geometry.area.fillna(-1)) == [50, 50, -1]


class TestPlaces:
    """Reference systems and the order of their axes."""

    @pytest.mark.parametrize(
        ("srs", "epsg", "corner"),
        [
            ("EPSG:25832", 25832, (500000, 5400000)),
            ("urn:ogc:def:crs:EPSG::25832", 25832, (500000, 5400000)),
            ("urn:ogc:def:crs,crs:EPSG:6.12:25832,crs:EPSG:6.12:5783", 25832, (500000, 5400000)),
            ("urn:adv:crs:ETRS89_UTM32*DE_DHHN92_NH", 25832, (500000, 5400000)),
            ("http://www.opengis.net/def/crs/EPSG/0/5555", 25832, (500000, 5400000)),
            ("urn:ogc:def:crs:EPSG::6697", 6668, (35.6, 139.7)),
            ("http://www.opengis.net/def/crs/EPSG/0/6697", 6668, (35.6, 139.7)),
            ("EPSG:6697", 6668, (35.6, 139.7)),
            ("urn:ogc:def:crs:EPSG::4549", 4549, (4000000, 500000)),
            ("urn:ogc:def:crs:EPSG::4549", 4549, (500000, 4000000)),
        ],
    )  # fmt: skip
    def test_east_comes_before_north(self, tmp_path: Path, srs: str, epsg: int, corner: tuple[float, float]) -> None:
        """Whatever order the name promises; a promise that puts the city outside of its system is not believed."""
        size = 1e-4 if epsg == 6668 else 10
        solid = _solid(*_box(*corner, size, size / 2, 8))
        content = _read(
            tmp_path, _model(f"<bldg:Building><bldg:lod1Solid>{solid}</bldg:lod1Solid></bldg:Building>", srs=srs)
        )
        table = _layer(content).table
        east, north = sorted(corner) if epsg != 6668 else (139.7, 35.6)
        assert table.crs.to_epsg() == epsg
        assert table.geometry[0].bounds[:2] == pytest.approx((east, north))
        assert table.geometry[0].area == pytest.approx(size * size / 2)
        odd = srs == "EPSG:6697" or corner == (500000, 4000000)
        assert ("other order" in _texts(content)) == odd

    def test_an_unknown_or_missing_system_is_none(self, tmp_path: Path) -> None:
        """It is asked for elsewhere."""
        solid = f"<bldg:Building><bldg:lod1Solid>{_solid(*_HOUSE)}</bldg:lod1Solid></bldg:Building>"
        for srs in ("", "urn:local:grid"):
            content = _read(tmp_path, _model(solid, srs=srs))
            assert _layer(content).table.crs is None
            assert ("not known" in _texts(content)) == bool(srs)

    def test_feet_are_feet_upwards_too(self, tmp_path: Path) -> None:
        """Models in feet measure heights in feet."""
        solid = _solid(*_box(1000000, 200000, 100, 100, 100))
        text = _model(f"<bldg:Building><bldg:lod1Solid>{solid}</bldg:lod1Solid></bldg:Building>", srs="EPSG:2263")
        assert _layer(_read(tmp_path, text)).table["height_m"][0] == pytest.approx(30.48, abs=0.01)


class TestNotations:
    """Coordinates as the versions of GML write them."""

    @pytest.mark.parametrize(
        "ring",
        [
            "<gml:posList srsDimension='3'>0 0 0 4 0 0 4 3 0 0 3 0 0 0 0</gml:posList>",
            "<gml:posList srsDimension='2'>0 0 4 0 4 3 0 3 0 0</gml:posList>",
            "<gml:posList>0 0 4 0 4 3 0 3 0 0</gml:posList>",
            "<gml:posList>0 0 0 4 0 0 4 3 0 0 0 0</gml:posList><!-- a triangle -->",
            "".join(f"<gml:pos>{corner} 0</gml:pos>" for corner in ("0 0", "4 0", "4 3", "0 3", "0 0")),
            "<gml:coordinates>0,0,0 4,0,0 4,3,0 0,3,0 0,0,0</gml:coordinates>",
            "<gml:coordinates>0,0 4,0 4,3 0,3 0,0</gml:coordinates>",
        ],
    )  # fmt: skip
    def test_every_notation_of_a_ring_is_read(self, tmp_path: Path, ring: str) -> None:
        """With two or three dimensions, said or not."""
        face = f"<gml:Polygon><gml:exterior><gml:LinearRing>{ring}</gml:LinearRing></gml:exterior></gml:Polygon>"
        text = f"<bldg:Building><bldg:lod0FootPrint>{_multi(face)}</bldg:lod0FootPrint></bldg:Building>"
        area = _layer(_read(tmp_path, _model(text, srs=""))).table.geometry[0].area
        assert area == (6 if "triangle" in ring else 12)

    def test_other_xml_is_not_its_own(self, tmp_path: Path) -> None:
        """Plain GML, schemas, and what is no XML."""
        texts = [
            '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" xmlns:gml="http://www.opengis.net/gml"/>',
            '<xs:schema targetNamespace="http://www.opengis.net/citygml/2.0"/>', "<kml/>", "CityModel", "",
        ]  # fmt: skip
        for text in texts:
            file = tmp_path / "other.gml"
            file.write_text(text, encoding="utf-8")
            assert citygml.recognises(source_of(file)) == NO


class TestDamage:
    """What is broken is counted and said, what is hostile refused."""

    def test_a_broken_shape_is_a_feature_without_one(self, tmp_path: Path) -> None:
        """No numbers, too few corners, no geometry at all."""
        bad = _polygon((0, 0, 0), (1, 0, 0), (1, 1, 0)).replace("1 0 0", "one 0 0", 1)
        short = _polygon((0, 0, 0))
        buildings = [
            f"<bldg:Building><bldg:lod0FootPrint>{_multi(one)}</bldg:lod0FootPrint></bldg:Building>"
            for one in (bad, short)
        ]
        content = _read(tmp_path, _model("%%".join([*buildings, "<bldg:Building/>"])))
        assert _layer(content).features == 3
        assert _layer(content).table.geometry.isna().all()
        assert "3 objects have no shape" in _texts(content)
        assert "2 faces are broken" in _texts(content)

    def test_hostile_and_damaged_files_are_refused(self, tmp_path: Path) -> None:
        """Entity bombs, files of the machine, files cut off, depth without end."""
        bomb = (
            '<!DOCTYPE core:CityModel [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        )
        whole = _model(f"<bldg:Building><bldg:lod1Solid>{_solid(*_HOUSE)}</bldg:lod1Solid></bldg:Building>")
        deep = _model("<gen:x>" * 5000 + "</gen:x>" * 5000)
        for text, why in ((_model("&b;", start=bomb), "DOCTYPE"), (whole[:-300], "damaged"), (deep, "damaged")):
            with pytest.raises(UserError, match=why):
                _read(tmp_path, text)
