"""One gate: whatever is wrong with a park's file is named, with what was expected and what to do."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from shapely import LineString, Point, Polygon, box, transform

from gis.assets import asset
from gis.check import MOST_NAMED, defects_of, read_checked
from gis.errors import UserError
from gis.read import load_place
from gis.text import set_language
from gis.write import write_geopackage
from tests.gis.parks import layers

Layers = dict[str, gpd.GeoDataFrame]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def written(tmp_path: Path, change: Callable[[Layers], object]) -> Path:
    """The VR park, changed, in a file."""
    copy = {name: table.copy() for name, table in layers("vr").items()}
    change(copy)
    file = tmp_path / "changed.gpkg"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the defects that are meant
        write_geopackage(copy, file)
    return file


def put(layer: str, column: str, value: object) -> Callable[[Layers], None]:
    """Replace the first value of a column."""

    def change(copy: Layers) -> None:
        if isinstance(value, str):
            copy[layer][column] = copy[layer][column].astype(object)
        copy[layer].loc[0, column] = value

    return change


def replace_layer(layer: str, make: Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]) -> Callable[[Layers], None]:
    """Replace a whole layer."""

    def change(copy: Layers) -> None:
        copy[layer] = make(copy[layer])

    return change


def shape(layer: str, geometry: object) -> Callable[[Layers], None]:
    """Replace the first shape of a layer."""

    def change(copy: Layers) -> None:
        shapes = copy[layer].geometry.tolist()
        shapes[0] = geometry
        copy[layer] = copy[layer].set_geometry(gpd.GeoSeries(shapes, crs=4549))

    return change


BOW_TIE = Polygon([(542000, 4002000), (542010, 4002010), (542010, 4002000), (542000, 4002010)])


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda copy: copy.pop("buildings"), "buildings: the layer is missing"),
        (lambda copy: copy["buildings"].pop("gfa_m2"), "buildings.gfa_m2: the column is missing (expected a number)"),
        (replace_layer("site", lambda t: t.iloc[:0]), "site: the layer is empty"),
        (replace_layer("water", lambda t: t.to_crs(4326)), "water: the coordinate system is EPSG:4326"),
        (replace_layer("roads", lambda t: t.set_crs(None, allow_override=True)), "roads: no coordinate system"),
        (shape("parcels", None), "parcels 'VR-024-1': no geometry"),
        (shape("parcels", Polygon()), "parcels 'VR-024-1': no geometry"),
        (shape("zones", LineString([(0, 0), (1, 1)])), "zones 'vr-hw': wrong sort of geometry"),
        (shape("buildings", BOW_TIE), "buildings 'VR-024-1-B01': the outline crosses itself"),
        (put("buildings", "floors", 0), "buildings.floors: out of range: 0 (expected a number from 1 to 200)"),
        (put("buildings", "gfa_below_m2", -5), "buildings.gfa_below_m2: out of range: -5"),
        (put("buildings", "floors", "five"), "buildings.floors: not a number"),
        (put("buildings", "status", "ruined"), "'ruined' is not known (known: existing, under_construction, planned)"),
        (put("parcels", "use", "casino"), "parcels.use: 'casino' is not known (known: office,"),
        (put("parcels", "gfa_m2", None), "parcels.gfa_m2: 1 values are missing"),
        (put("buildings", "parcel", "VR-999"), "buildings.parcel: 'VR-999' is in no row of layer parcels"),
        (put("parcels", "zone", "nowhere"), "parcels.zone: 'nowhere' is in no row of layer zones"),
        (put("parcels", "id", "VR-P2"), "parcels.id: 'VR-P2' stands there twice"),
        (put("trees", "park", "ai"), "more than one park: ai, vr"),
        (
            put("site", "provenance", "guessed"),
            "site.provenance: 'guessed' is not known (known: synthetic, published, imported)",
        ),
    ],
)
def test_a_defect_is_named(tmp_path: Path, change: Callable[[Layers], object], named: str) -> None:
    """Where, what and, where it helps, what was expected."""
    with pytest.raises(UserError) as caught:
        read_checked(written(tmp_path, change))
    assert named in caught.value.what
    assert "changed.gpkg" in caught.value.where
    assert caught.value.remedy


def test_all_defects_are_named_at_once(tmp_path: Path) -> None:
    """Nobody mends a file one message at a time."""

    def change(copy: Layers) -> None:
        del copy["zones"]
        put("buildings", "floors", -3)(copy)
        put("roads", "road_class", "lane")(copy)

    with pytest.raises(UserError) as caught:
        read_checked(written(tmp_path, change))
    for named in ("zones: the layer is missing", "out of range: -3", "'lane' is not known"):
        assert named in caught.value.what


def test_many_defects_are_counted(tmp_path: Path) -> None:
    """The message stays readable."""

    def change(copy: Layers) -> None:
        copy["buildings"] = copy["buildings"][["id", "geometry"]]

    with pytest.raises(UserError) as caught:
        read_checked(written(tmp_path, change))
    assert caught.value.what.count("; ") == MOST_NAMED
    assert "more." in caught.value.what


def test_optional_layers_and_columns_may_be_missing(tmp_path: Path) -> None:
    """And further ones are ignored."""

    def change(copy: Layers) -> None:
        for name in ("squares", "landscape", "paths", "parking", "centrelines"):
            del copy[name]
        copy["buildings"] = copy["buildings"].drop(columns=["name_en", "archetype", "height_m", "year"])
        copy["buildings"]["colour"] = "red"

    place = load_place([written(tmp_path, change)])
    assert len(place.buildings) == len(layers("vr")["buildings"])
    assert place.parks[0].roads[0].centreline.is_empty


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """With what may be given instead."""
    with pytest.raises(UserError, match="There is no such file") as caught:
        read_checked(tmp_path / "nowhere.gpkg")
    assert "nowhere.gpkg" in caught.value.where
    assert "GeoPackage" in caught.value.remedy


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + bytes(100)])
def test_a_file_of_another_sort_is_refused(tmp_path: Path, content: bytes) -> None:
    """Whatever its name ends in."""
    file = tmp_path / "fake.gpkg"
    file.write_bytes(content)
    with pytest.raises(UserError, match="cannot be read as a GeoPackage"):
        read_checked(file)


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    """Half a download."""
    file = tmp_path / "half.gpkg"
    whole = asset("parks", "vr.gpkg").read_bytes()
    file.write_bytes(whole[: len(whole) // 3])
    with pytest.raises(UserError):
        read_checked(file)


def test_a_table_without_geometry_has_none(tmp_path: Path) -> None:
    """A plain table in place of a layer."""
    file = tmp_path / "plain.gpkg"
    shutil.copy(asset("parks", "vr.gpkg"), file)
    file.chmod(0o644)
    plain = layers("vr")["zones"].drop(columns="geometry")
    pyogrio.write_dataframe(plain, file, layer="zones", driver="GPKG", append=False)
    with pytest.raises(UserError, match="zones 'vr-hw': no geometry"):
        read_checked(file)


def test_the_message_is_chinese_for_chinese_users(tmp_path: Path) -> None:
    """With full-width punctuation."""
    set_language("zh")
    with pytest.raises(UserError) as caught:
        read_checked(written(tmp_path, put("parcels", "use", "casino")))
    assert "无法识别 “casino”（已知：office" in str(caught.value)
    assert ";" not in caught.value.what


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="only where permissions bind the user")
def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    """No right to read it."""
    file = tmp_path / "closed.gpkg"
    shutil.copy(asset("parks", "vr.gpkg"), file)
    file.chmod(0)
    with pytest.raises(UserError):
        read_checked(file)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("gfa_m2", float("inf"), "buildings.gfa_m2: a value is infinite"),
        ("floors", 5.5, "buildings.floors: not a whole number: 5.5"),
        ("id", 7, "buildings.id: not text: 7"),
    ],
)
def test_a_column_holds_what_its_kind_says(tmp_path: Path, column: str, value: object, said: str) -> None:
    """An infinite floor would be let for ever, half a storey cut off, and a number is no id."""

    def fill(copy: Layers) -> None:
        copy["buildings"][column] = value

    with pytest.raises(UserError) as refused:
        read_checked(written(tmp_path, fill))
    assert said in str(refused.value)


def named_in(file: Path) -> str:
    """What the gate says of `file`."""
    with pytest.raises(UserError) as refused:
        read_checked(file)
    return str(refused.value)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("id", "", "buildings.id: a value is empty (expected text)"),
        ("id", " ", "buildings.id: a value is empty"),
        ("style", "", "buildings.style: a value is empty"),
        ("year", 2022.5, "buildings.year: not a whole number: 2022.5"),
        ("floors", 201, "buildings.floors: out of range: 201 (expected a number from 1 to 200)"),
        ("floor_height_m", 1.9, "buildings.floor_height_m: out of range: 1.9 (expected a number from 2 to 20)"),
        ("floor_height_m", 20.5, "buildings.floor_height_m: out of range: 20.5"),
        ("footprint_m2", -1.0, "buildings.footprint_m2: out of range: -1.0"),
        ("gfa_m2", float("nan"), "buildings.gfa_m2: 1 values are missing"),
        ("gfa_m2", float("-inf"), "buildings.gfa_m2: a value is infinite"),
    ],
)
def test_an_absurd_value_is_named(tmp_path: Path, column: str, value: object, said: str) -> None:
    """Of one building among sound ones."""
    assert said in named_in(written(tmp_path, put("buildings", column, value)))


@pytest.mark.parametrize("layer", ["site", "zones", "parcels", "roads", "greens", "water"])
def test_an_id_that_stands_twice_is_named_in_every_layer(tmp_path: Path, layer: str) -> None:
    """Not in the buildings alone."""

    def again(copy: Layers) -> None:
        copy[layer] = gpd.GeoDataFrame(copy[layer].iloc[[0, *range(len(copy[layer]))]], crs=4549)

    assert f"{layer}.id: '{layers('vr')[layer]['id'].iloc[0]}' stands there twice" in named_in(written(tmp_path, again))


def rename(park: str) -> Callable[[Layers], None]:
    """Give the park another id in every layer."""

    def change(copy: Layers) -> None:
        for table in copy.values():
            table["park"] = park

    return change


@pytest.mark.parametrize("park", ["both", "Both", "a.b", "my park", "园区", "a/b", "vr\n"])
def test_a_park_id_that_cannot_name_figures_is_refused(tmp_path: Path, park: str) -> None:
    """It becomes part of names like ai.built_m2, and "both" means all shipped parks."""
    assert f"site.park: '{park}' cannot be the id of a park" in named_in(written(tmp_path, rename(park)))


def test_an_empty_park_id_is_refused(tmp_path: Path) -> None:
    """As any empty text is."""
    assert "site.park: a value is empty" in named_in(written(tmp_path, rename("")))


@pytest.mark.parametrize("park", ["vr", "My-Park_2"])
def test_other_park_ids_pass(tmp_path: Path, park: str) -> None:
    """Letters, digits, low lines and hyphens."""
    assert load_place([written(tmp_path, rename(park))]).parks[0].id == park


def swap(*names: str) -> Callable[[Layers], None]:
    """Exchange east and north in these layers, or in all."""

    def change(copy: Layers) -> None:
        for name in names or copy:
            turned = transform(copy[name].geometry.to_numpy(), lambda corners: corners[:, ::-1])
            copy[name] = copy[name].set_geometry(gpd.GeoSeries(turned, crs=4549))

    return change


def test_swapped_axes_are_named(tmp_path: Path) -> None:
    """Of the whole file, and then nothing is told to be far away."""
    said = named_in(written(tmp_path, swap()))
    assert "site, zones, parcels, buildings" in said
    assert "the axes of the coordinates seem to be swapped (expected east before north" in said
    assert "far from" not in said


def test_swapped_axes_of_one_layer_are_named(tmp_path: Path) -> None:
    """The others stay unblamed."""
    said = named_in(written(tmp_path, swap("trees")))
    assert ": trees: the axes of the coordinates seem to be swapped" in said
    assert "far from" not in said


def shift(east_m: float, north_m: float) -> Callable[[Layers], None]:
    """Move everything."""

    def change(copy: Layers) -> None:
        for name, table in copy.items():
            copy[name] = table.set_geometry(table.geometry.translate(east_m, north_m))

    return change


@pytest.mark.parametrize(("east_m", "north_m"), [(40_000_000, 0), (0, 3_000_000), (-542_000, -4_002_000)])
def test_coordinates_outside_the_area_of_the_system_are_named(tmp_path: Path, east_m: float, north_m: float) -> None:
    """A zone's number before the easting, another country, a drawing from 0: no swap explains them."""
    said = named_in(written(tmp_path, shift(east_m, north_m)))
    assert "the coordinates lie outside the area of the coordinate system (expected coordinates within" in said
    assert "swapped" not in said


def test_a_park_just_beside_the_area_passes(tmp_path: Path) -> None:
    """The grid of the neighbouring zone is used at its edge."""
    assert "buildings" in read_checked(written(tmp_path, shift(180_000, 0)))


def test_dangling_ids_and_second_parks_are_told_with_the_rest(tmp_path: Path) -> None:
    """As far as the columns that they need are there."""

    def change(copy: Layers) -> None:
        put("buildings", "floors", 500)(copy)
        put("buildings", "parcel", "VR-999")(copy)
        put("trees", "park", "ai")(copy)
        del copy["zones"]

    said = named_in(written(tmp_path, change))
    for named in ("out of range: 500", "'VR-999' is in no row of layer parcels", "more than one park: ai, vr"):
        assert named in said
    assert "layer zones" not in said


def test_the_defects_of_a_file_can_be_listed(tmp_path: Path) -> None:
    """Without an error: a sound file has none."""
    assert defects_of(asset("parks", "vr.gpkg")) == []
    (only,) = defects_of(written(tmp_path, put("buildings", "floors", 500)))
    assert (only.where, only.what) == ("buildings.floors", "out of range: 500")


@pytest.mark.parametrize("layer", ["buildings", "water", "roads"])
def test_a_feature_far_from_the_site_is_named(tmp_path: Path, layer: str) -> None:
    """Sixty kilometres north."""
    said = named_in(written(tmp_path, shape(layer, box(542000, 4062000, 542010, 4062010))))
    assert f"{layer} '{layers('vr')[layer]['id'].iloc[0]}': far from the park's site (expected within 50 km" in said


@pytest.mark.parametrize("east_m", [1e300, float("inf")])
def test_endless_coordinates_are_named(tmp_path: Path, east_m: float) -> None:
    """No arithmetic on them warns or fails."""
    assert "trees '1': far from the park's site" in named_in(written(tmp_path, shape("trees", Point(east_m, 4e6))))


def beside(gap_m: float) -> Callable[[Layers], None]:
    """Put the first building so far east of its parcel."""
    table = layers("vr")
    parcel = table["parcels"].set_index("id").geometry[table["buildings"]["parcel"].iloc[0]]
    east, north = max(parcel.convex_hull.exterior.coords)[:2]
    return shape("buildings", box(east + gap_m, north - 5, east + gap_m + 10, north + 5))


def test_a_building_away_from_its_parcel_is_named(tmp_path: Path) -> None:
    """By more than drawing explains."""
    said = named_in(written(tmp_path, beside(51)))
    assert "buildings 'VR-024-1-B01': away from its parcel (expected within 50 m of it" in said


def test_a_building_little_outside_its_parcel_passes(tmp_path: Path) -> None:
    """Outlines are drawn by people."""
    assert "buildings" in read_checked(written(tmp_path, beside(49)))


def test_all_these_defects_come_in_one_report_and_in_chinese(tmp_path: Path) -> None:
    """Ids, values and positions together."""

    def change(copy: Layers) -> None:
        rename("both")({"site": copy["site"]})
        put("buildings", "floors", 500)(copy)
        put("zones", "id", "")(copy)
        swap("trees")(copy)
        shape("roads", box(542000, 4062000, 542010, 4062010))(copy)
        beside(80)(copy)

    set_language("zh")
    said = named_in(written(tmp_path, change))
    for named in (
        "“both” 不能用作园区标识",
        "应为 1 至 200",
        "有空值",
        "坐标轴似乎颠倒了",
        "远离园区用地",
        "远离所属地块",
    ):
        assert named in said
    assert ";" not in said
