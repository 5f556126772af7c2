"""A park goes out in every format and comes back: geometry to a millimetre, every attribute."""

from __future__ import annotations

import itertools
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gis.check import read_checked
from gis.errors import UserError
from gis.export import export, exporters
from gis.intake.answers import Answers
from gis.intake.making.importing import import_files
from gis.intake.survey import survey
from gis.park_files import SHIPPED, park_file
from gis.schema import layer as schema_layer

Layers = dict[str, gpd.GeoDataFrame]
ENDINGS = (".gpkg", ".geojson", ".dxf", ".city.json")
MILLIMETRE = 0.001


@pytest.fixture(scope="module", params=SHIPPED)
def park(request: pytest.FixtureRequest) -> Layers:
    """A shipped park, layer by layer."""
    return read_checked(park_file(request.param))


def come_back(park: Layers, file: Path) -> Layers:
    """The layers that are read of an export."""
    export(park, file)
    found = survey(str(file), Answers())
    assert not [str(finding) for finding in found.findings if finding.level in ("error", "ask")]
    return {layer.name: layer.table for layer in found.layers}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_round_trip_keeps_everything(park: Layers, ending: str, tmp_path: Path) -> None:
    """Every layer, every feature in its order, every value, every corner."""
    back = come_back(park, tmp_path / f"park{ending}")
    assert list(back) == list(park)
    for name, table in park.items():
        same_values(name, table, back[name])
        same_shapes(table, back[name])


def same_values(name: str, table: gpd.GeoDataFrame, back: gpd.GeoDataFrame) -> None:
    """Nothing is lost, rounded or turned into text."""
    columns = [column.name for column in schema_layer(name).columns if column.name in table]
    for column in columns:
        before, after = (found[column].reset_index(drop=True) for found in (table, back))
        if pd.api.types.is_numeric_dtype(before):
            assert np.array_equal(before.to_numpy(float, na_value=np.nan), after.to_numpy(float, na_value=np.nan), True)
        else:
            assert texts(before) == texts(after), column


def texts(values: pd.Series) -> list[object]:
    """Missing ones as None, however the reader marks them."""
    return [None if pd.isna(value) else value for value in values]


def same_shapes(table: gpd.GeoDataFrame, back: gpd.GeoDataFrame) -> None:
    """In the same reference system, each corner where it was, each hole a hole."""
    assert back.crs == table.crs
    before, after = (shapely.force_2d(found.geometry.to_numpy()) for found in (table, back))
    absent = shapely.is_missing(before)
    assert (absent == shapely.is_missing(after)).all()
    before, after = before[~absent], after[~absent]
    assert (shapely.get_dimensions(before) == shapely.get_dimensions(after)).all()
    assert (shapely.hausdorff_distance(before, after) < MILLIMETRE).all()
    assert np.allclose(shapely.area(before), shapely.area(after), atol=MILLIMETRE)


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_export_imports_as_the_park_that_it_was(park: Layers, ending: str, tmp_path: Path) -> None:
    """Nothing is made anew: ids, ranks, provenance and what only we know of stay."""
    export(park, tmp_path / f"park{ending}")
    job = {
        "files": [str(tmp_path / f"park{ending}")], "answers": Answers().to_json(), "base": "", "id": "other",
        "id_given": False, "name_en": "", "name_zh": "", "out": str(tmp_path / "back.gpkg"),
    }  # fmt: skip
    assert import_files(job)["written"]
    back = read_checked(tmp_path / "back.gpkg")
    assert list(back) == list(park)
    for name, table in park.items():
        same_values(name, table, back[name])
        same_shapes(table, back[name])


@pytest.mark.parametrize("ending", ENDINGS)
def test_lines_keep_their_heights_and_parts(ending: str, tmp_path: Path) -> None:
    """Graded middles of roads, in one piece and in two."""
    park = read_checked(park_file("ai"))
    middles = park["centrelines"].copy()
    lines = [shapely.get_parts(line)[0] for line in middles.geometry]
    graded: list[shapely.LineString | shapely.MultiLineString] = [
        shapely.LineString(np.column_stack([shapely.get_coordinates(line), np.linspace(30, 40, len(line.coords))]))
        for line in lines
    ]
    graded[1] = shapely.MultiLineString([graded[1], shapely.transform(graded[1], lambda c: c + 10, include_z=True)])
    park["centrelines"] = middles.set_geometry(gpd.GeoSeries(graded, crs=middles.crs))
    export(park, tmp_path / f"a{ending}")
    found = raw(tmp_path / f"a{ending}")
    for before, after in zip(graded, found.geometry, strict=True):
        both = [shapely.get_coordinates(shape, include_z=True) for shape in (before, after)]
        assert np.abs(both[0] - both[1]).max() < MILLIMETRE


def raw(file: Path) -> gpd.GeoDataFrame:
    """The road middles as the reader gives them, before heights are left out."""
    from gis.formats import reader_of
    from gis.intake.source import source_of

    source = source_of(file)
    reader = reader_of(source)
    assert reader is not None
    return next(layer.table for layer in reader.read(source, Answers()).layers if layer.name == "centrelines")


def test_an_export_is_itself_no_drawing_by_chance(tmp_path: Path) -> None:
    """A spoilt mark makes it a file like any other, never a traceback."""
    park = read_checked(park_file("vr"))
    for ending in (".geojson", ".city.json", ".dxf"):
        file = tmp_path / f"park{ending}"
        export(park, file)
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace('"parktwin":"roads"', '"parktwin":null'), encoding="utf-8")
        assert survey(str(file), Answers()).layers


def test_the_standard_readers_agree(tmp_path: Path) -> None:
    """GeoJSON lies in WGS84 for everyone; CityJSON has the parts that its standard asks for."""
    park = read_checked(park_file("vr"))
    export(park, tmp_path / "a.geojson")
    table = gpd.read_file(tmp_path / "a.geojson")
    assert table.crs.to_epsg() == 4326
    assert 120 < table.total_bounds[0] < 121
    export(park, tmp_path / "a.city.json")
    city = json.loads((tmp_path / "a.city.json").read_text(encoding="utf-8"))
    assert (city["type"], city["version"]) == ("CityJSON", "2.0")
    assert set(city) == {"type", "version", "transform", "metadata", "CityObjects", "vertices"}
    numbers = {number for thing in city["CityObjects"].values() for number in leaves(thing["geometry"])}
    assert numbers == set(range(len(city["vertices"])))


def leaves(nested: object) -> list[int]:
    """Every corner number of the geometries."""
    if isinstance(nested, dict):
        return leaves(nested["boundaries"])
    return [leaf for part in nested for leaf in leaves(part)] if isinstance(nested, list) else [int(str(nested))]


def test_solids_are_closed_and_face_outwards(tmp_path: Path) -> None:
    """Their volume, by the divergence theorem, is footprint times height."""
    park = read_checked(park_file("vr"))
    export(park, tmp_path / "a.city.json")
    city = json.loads((tmp_path / "a.city.json").read_text(encoding="utf-8"))
    corners = np.array(city["vertices"]) * city["transform"]["scale"][0]
    buildings = [thing for thing in city["CityObjects"].values() if thing["type"] == "Building"]
    for thing, outline in zip(buildings, park["buildings"].geometry, strict=True):
        solid = thing["geometry"][1]
        shells = [solid["boundaries"][0]] if solid["type"] == "Solid" else [part[0] for part in solid["boundaries"]]
        row = thing["attributes"]
        expected_m3 = outline.area * row["floors"] * row["floor_height_m"]
        assert sum(volume_m3(shell, corners) for shell in shells) == pytest.approx(expected_m3, rel=1e-3)


def volume_m3(shell: list[list[list[int]]], corners: np.ndarray) -> float:
    """Signed volume under the faces of a shell."""
    total = 0.0
    middle = corners[shell[0][0][0]]
    for face in shell:
        for ring in face:
            points = corners[ring] - middle
            for b, c in itertools.pairwise(points):
                total += float(np.dot(points[0], np.cross(b, c))) / 6
    return total


def test_qgis_finds_a_style_for_every_layer(park: Layers, tmp_path: Path) -> None:
    """In the table where it looks for them, each well-formed, with a category for each use that occurs."""
    export(park, tmp_path / "a.gpkg")
    with closing(sqlite3.connect(tmp_path / "a.gpkg")) as database:
        styles = dict(database.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault = 1"))
    assert list(styles) == list(park)
    for name, style in styles.items():
        root = ElementTree.fromstring(style)
        if name == "buildings":
            values = {category.get("value") for category in root.iter("category")}
            assert values == set(park["buildings"]["use"])


def test_a_park_opens_again_from_its_geopackage(park: Layers, tmp_path: Path) -> None:
    """The gate lets it through."""
    export(park, tmp_path / "a.gpkg")
    assert list(read_checked(tmp_path / "a.gpkg")) == list(park)


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    """With the endings that are known."""
    with pytest.raises(UserError, match=r"\.city\.json"):
        export({}, tmp_path / "park.dwg")


def test_a_failed_export_leaves_nothing(park: Layers, tmp_path: Path) -> None:
    """No folder, no file, one sentence."""
    for ending in ENDINGS:
        with pytest.raises(UserError, match="cannot be written"):
            export(park, tmp_path / "missing" / f"a{ending}")
    assert not list(tmp_path.iterdir())


def test_every_ending_belongs_to_one_format() -> None:
    """No two formats claim the same, and the longest is found first."""
    endings = [ending for one in exporters().values() for ending in one.ENDINGS]
    assert len(endings) == len(set(endings))
