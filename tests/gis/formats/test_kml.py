"""KML as Google Earth, other programs and hands write it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.errors import UserError
from gis.formats import reader_of
from gis.formats.kml import read
from gis.intake.answers import Answers
from gis.intake.content import Content
from gis.intake.source import Source, source_of
from tests.gis.formats.kml_samples import KML, placemark, point, polygon


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def written(folder: Path, text: str | bytes, name: str = "plots.kml") -> Source:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return source_of(file)


def content(folder: Path, text: str | bytes, answers: Answers | None = None) -> Content:
    source = written(folder, text)
    found = reader_of(source)
    assert found is not None
    assert found.NAME == "KML"
    return read(source, answers or Answers())


def shape(folder: Path, geometry: str) -> str | None:
    """The shape of a placemark with this geometry, as text."""
    (layer,) = content(folder, KML.format(placemark(geometry))).layers
    made = layer.table.geometry.iloc[0]
    return None if made is None else made.wkt


def test_every_folder_with_placemarks_is_a_layer(folder: Path) -> None:
    """By its name, made different where two have the same; the outermost without a name is called as the file is."""
    inner = f"<Folder><name>B</name>{placemark(point())}{placemark(point())}</Folder>"
    text = KML.format(
        placemark(point())
        + f"<Folder><name>A</name>{placemark(point())}{inner}</Folder>"
        + f"<Folder><name>A</name>{placemark(point())}</Folder><Folder>{placemark(point())}</Folder>"
        + "<Folder><name>empty</name></Folder>"
    )
    layers = content(folder, text).layers
    assert [(layer.name, layer.features) for layer in layers] == [
        ("plots", 1), ("A", 1), ("B", 2), ("A (#2)", 1), ("Layer3", 1)
    ]  # fmt: skip
    assert all(layer.table.crs.to_epsg() == 4326 for layer in layers)


@pytest.mark.parametrize(
    ("geometry", "wkt"),
    [
        (point("120,36"), "POINT (120 36)"),
        (point(" 120 , 36 , 5 "), "POINT Z (120 36 5)"),
        ("<LineString><coordinates>1,2 3,4\n5,6</coordinates></LineString>", "LINESTRING (1 2, 3 4, 5 6)"),
        (polygon("0,0 1,0 1,1 0,0"), "POLYGON ((0 0, 1 0, 1 1, 0 0))"),
        (polygon("0,0 1,0 1,1"), "POLYGON ((0 0, 1 0, 1 1, 0 0))"),
        ("<LinearRing><coordinates>0,0 1,0 1,1</coordinates></LinearRing>", "LINESTRING (0 0, 1 0, 1 1, 0 0)"),
        (f"<MultiGeometry>{point('1,2')}{point('3,4')}</MultiGeometry>", "MULTIPOINT ((1 2), (3 4))"),
        (
            f"<MultiGeometry>{point('1,2')}{polygon('0,0 1,0 1,1 0,0')}</MultiGeometry>",
            "GEOMETRYCOLLECTION (POINT (1 2), POLYGON ((0 0, 1 0, 1 1, 0 0)))",
        ),
        ("<gx:Track><when>2024</when><gx:coord>1 2 3</gx:coord><gx:coord>4 5 6</gx:coord></gx:Track>",
         "LINESTRING Z (1 2 3, 4 5 6)"),
        ("<gx:MultiTrack><gx:Track><gx:coord>1 2 3</gx:coord><gx:coord>4 5 6</gx:coord></gx:Track></gx:MultiTrack>",
         "MULTILINESTRING Z ((1 2 3, 4 5 6))"),
        ("<Model><Location><longitude>120</longitude><latitude>36</latitude></Location></Model>", "POINT (120 36)"),
        ("<Polygon></Polygon>", "POLYGON EMPTY"),
        (point(""), "POINT EMPTY"),
        ("", None),
    ],
)  # fmt: skip
def test_every_geometry_becomes_a_shape(folder: Path, geometry: str, wkt: str | None) -> None:
    """Also tracks, models, and what is written with blanks."""
    assert shape(folder, geometry) == wkt


def test_fields_are_read(folder: Path) -> None:
    """Names, descriptions, times, data of either kind; numbers where the schema says so."""
    text = KML.format(
        '<Schema id="s"><SimpleField type="double" name="height"/><SimpleField type="int" name="floors"/></Schema>'
        + placemark(
            point(),
            "<name>一号楼</name><description><![CDATA[<b>tall</b>]]></description>"
            "<TimeSpan><begin>2020</begin><end>2021</end></TimeSpan>"
            '<ExtendedData><Data name="use"><value>office</value></Data><camp:number>14</camp:number>'
            '<SchemaData schemaUrl="#s"><SimpleData name="height">45.5</SimpleData>'
            '<SimpleData name="floors">12</SimpleData></SchemaData></ExtendedData>',
        )
    )
    row = content(folder, text).layers[0].table.iloc[0]
    assert (row["Name"], row["description"], row["begin"], row["use"], row["number"]) == (
        "一号楼", "<b>tall</b>", "2020", "office", "14"
    )  # fmt: skip
    assert (row["height"], row["floors"]) == (45.5, 12)


def test_a_broken_placemark_counts_and_is_told(folder: Path) -> None:
    """The others come in."""
    text = KML.format(placemark(point("1,2")) + placemark(point("north,east")) + placemark(polygon("0,0 1,1")))
    found = content(folder, text)
    assert found.layers[0].table.geometry.isna().tolist() == [False, True, True]
    assert "2 features have no usable shape; the first is feature 2" in found.findings[0].what


@pytest.mark.parametrize(
    "root",
    [
        "<kml>{}</kml>",
        '<kml xmlns="http://earth.google.com/kml/2.0">{}</kml>',
        '<k:kml xmlns:k="http://www.opengis.net/kml/2.2"><k:Document>{}</k:Document></k:kml>',
        "<!-- made by hand --><Document>{}</Document>",
        "<Folder>{}</Folder>",
        '\ufeff<?xml version="1.0"?>\n<!DOCTYPE kml>\n<kml><Document><Folder>{}</Folder></Document></kml>',
        "{}",
    ],
)
def test_namespaces_and_roots_do_not_matter(folder: Path, root: str) -> None:
    """Old ones, prefixed ones, none at all."""
    (layer,) = content(folder, root.format(placemark(point("1,2")))).layers
    assert layer.features == 1


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("UTF-8", "utf-8"), ("GB2312", "gbk"), ("gb18030", "gb18030"), ("UTF-16", "utf-16"), ("UTF-16", "utf-8")],
)
def test_the_declared_encoding_counts_where_it_can_be_true(folder: Path, declared: str, encoding: str) -> None:
    """Also UTF-16 that is said of plain text."""
    text = f'<?xml version="1.0" encoding="{declared}"?>' + KML.format(placemark(point(), "<name>崂山</name>"))
    assert content(folder, text.encode(encoding)).layers[0].table["Name"].tolist() == ["崂山"]


def test_a_wrong_encoding_is_weighed_or_asked_for(folder: Path) -> None:
    """GBK that calls itself UTF-8 is read as GBK, and told."""
    names = ["青岛市崂山区松岭路", "国际创新园二期住宅用地", "人工智能产业园研发中心"]
    text = '<?xml version="1.0" encoding="UTF-8"?>' + KML.format(
        "".join(placemark(point(), f"<name>{name}</name>") for name in names)
    )
    found = content(folder, text.encode("gbk"))
    assert found.layers[0].table["Name"].tolist() == names
    assert "gb18030" in found.findings[0].what
    answered = content(folder, text.encode("gbk"), Answers(encoding="gbk"))
    assert answered.layers[0].table["Name"].tolist() == names


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(folder: Path, encoding: str) -> None:
    """Before any parser sees them, in whatever encoding."""
    bomb = '<!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + KML.format(
        placemark(point(), "<name>&b;</name>")
    )
    leak = '<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + KML.format(
        placemark(point(), "<name>&a;</name>")
    )
    for text in (bomb, leak):
        with pytest.raises(UserError, match="entities"):
            content(folder, text.encode(encoding))


def test_an_external_document_type_is_not_fetched(folder: Path) -> None:
    """A name of a document type is no harm."""
    text = '<!DOCTYPE kml SYSTEM "http://127.0.0.1:9/kml.dtd">' + KML.format(placemark(point()))
    assert content(folder, text).layers[0].features == 1


def test_links_and_pictures_are_told_and_never_fetched(folder: Path) -> None:
    """A file of links alone is no layout, and says what to do."""
    link = "<NetworkLink><Link><href>http://127.0.0.1:9/a.kml</href></Link></NetworkLink>"
    overlay = "<GroundOverlay><Icon><href>http://127.0.0.1:9/a.png</href></Icon></GroundOverlay>"
    found = content(folder, KML.format(link + overlay + placemark(point())))
    assert [finding.level for finding in found.findings] == ["note", "note"]
    alone = content(folder, KML.format(link))
    assert not alone.layers
    assert [finding.level for finding in alone.findings] == ["error"]


def test_a_file_without_placemarks_says_so(folder: Path) -> None:
    """It is an error, not an empty success."""
    found = content(folder, KML.format("<name>nothing</name>"))
    assert [finding.level for finding in found.findings] == ["error"]


def test_small_damage_is_passed_over_and_told(folder: Path) -> None:
    """A bare ampersand and a missing namespace do not hide a thousand plots."""
    text = KML.format(placemark(point("1,2"), "<name>R&D centre</name>") + placemark(point("3,4"), "<zz:a>1</zz:a>"))
    found = content(folder, text)
    assert found.layers[0].features == 2
    assert "line" in found.findings[0].what
    stripped = (
        "<kml><Placemark><gx:Track><gx:coord>1 2 3</gx:coord><gx:coord>1 3 3</gx:coord></gx:Track></Placemark></kml>"
    )
    assert not content(folder, stripped).findings


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.98])
def test_a_file_that_is_cut_off_is_refused(folder: Path, share: float) -> None:
    """Half a layout is not imported as if it were whole."""
    text = KML.format("".join(placemark(point("1,2"), f"<name>{number}</name>") for number in range(50)))
    with pytest.raises(UserError, match="cut off at line"):
        content(folder, text[: int(len(text) * share)])


@pytest.mark.parametrize(
    "text",
    [
        "<html><body>Not found</body></html>",
        "<gpx></gpx>",
        "",
        "<?xml version='1.0'?>",
        "<Document><a/></Document>",
        "kml",
    ],
)
def test_other_xml_is_not_kml(folder: Path, text: str) -> None:
    """A page that says that nothing was found is not taken for a layout."""
    found = reader_of(written(folder, text))
    assert found is None or found.NAME != "KML"


@given(st.text(alphabet="0123456789., \n-eNaxy", max_size=40))
def test_no_coordinates_make_reading_fail(text: str) -> None:
    """Whatever stands between the tags: a shape, or a sentence."""
    from lxml import etree

    from gis.intake.reading.geojson_shapes import BrokenShapeError, Shapes
    from gis.intake.reading.kml_shapes import geometry_of

    for geometry in (point(text), polygon(text)):
        try:
            Shapes().shape(geometry_of(etree.fromstring(placemark(geometry))))
        except BrokenShapeError:
            continue


@pytest.mark.parametrize("text", ["", "kml", "<", "\x01<kml/>", "<kml", "<kml></kml"])
def test_no_text_makes_parsing_fail(text: str) -> None:
    """What holds no XML at all is an error in one sentence."""
    from gis.intake.reading.xml_text import root_of

    with pytest.raises(UserError, match="damaged or cut off"):
        root_of(text, "plots.kml")


@pytest.mark.parametrize("parent", ['parent="Placemark"', ""])
def test_placemarks_of_a_schemas_own_kind_are_placemarks(folder: Path, parent: str) -> None:
    """Google Earth wrote tables so, each row an element named as the schema."""
    inner = "" if parent else "<parent>Placemark</parent>"
    schema = f'<Schema name="plot" {parent}>{inner}<SimpleField name="floors" type="int"/></Schema>'
    (layer,) = content(folder, KML.format(f"{schema}<plot><floors>7</floors>{point()}</plot>")).layers
    assert layer.table["floors"].to_list() == [7]
    assert layer.table.geometry.notna().all()
