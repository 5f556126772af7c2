"""The shipped parks meet every published figure that they were drawn to, and say which."""

from __future__ import annotations

import tomllib

import pyogrio
import pytest
import shapely

from gis.assets import asset
from gis.units import MU_M2, mu_from_m2
from tests.gis.parks import GROUND, PARKS, count, layers, of_parcel, parcels

TOTAL_MU = {"ai": 2918.0, "vr": 1969.0}


@pytest.mark.parametrize("park", PARKS)
def test_the_sites_sum_to_the_published_area(park: str) -> None:
    """2,918 and 1,969 mu, within 0.05 mu, both as drawn and as the column says."""
    site = layers(park)["site"]
    assert mu_from_m2(site.area.sum()) == pytest.approx(TOTAL_MU[park], abs=0.05)
    assert site["area_mu"].sum() == pytest.approx(TOTAL_MU[park], abs=0.05)


def test_the_existing_floor_of_the_core_is_as_published() -> None:
    """1,080,000 m2 above ground stand in the core; the wings are counted apart."""
    buildings = layers("ai")["buildings"]
    core = buildings[~buildings["zone"].str.contains("wing")]
    assert core[core["status"] == "existing"]["gfa_m2"].sum() == pytest.approx(1_080_000, abs=1)


def test_the_land_under_construction_is_as_published() -> None:
    """About 328 mu of the AI park are being built on."""
    land = parcels("ai")
    assert mu_from_m2(land[land["status"] == "under_construction"].area.sum()) == pytest.approx(328, abs=1e-3)


@pytest.mark.parametrize(
    ("park", "parcel", "area_mu"),
    [
        ("ai", "AI-QIIP-1", 55),
        ("ai", "AI-QIIP-2", 227),
        ("ai", "AI-STI", 53),
        ("vr", "VR-024-1", 142_865 / MU_M2),
        ("vr", "VR-P2", 112),
        ("vr", "VR-HQ", 64),
    ],
)
def test_a_plot_has_its_published_area(park: str, parcel: str, area_mu: float) -> None:
    """Drawn, and in the column."""
    plot = parcels(park).loc[parcel]
    assert mu_from_m2(plot["geometry"].area) == pytest.approx(area_mu, abs=1e-3)
    assert mu_from_m2(plot["area_m2"]) == pytest.approx(area_mu, abs=1e-3)


def test_the_innovation_park_has_its_published_area() -> None:
    """282 mu in both phases."""
    land = parcels("ai").loc[["AI-QIIP-1", "AI-QIIP-2"]]
    assert mu_from_m2(land.area.sum()) == pytest.approx(282, abs=1e-3)


def test_the_haier_wing_has_its_published_area() -> None:
    """About 600 mu."""
    site = layers("ai")["site"].set_index("id")
    assert mu_from_m2(site.loc["ai-haier", "geometry"].area) == pytest.approx(600, abs=1e-3)


@pytest.mark.parametrize(
    ("park", "chosen", "gfa_m2"),
    [
        ("ai", ["AI-QIIP-1"], 170_000),
        ("ai", ["AI-QIIP-1", "AI-QIIP-2"], 920_000),
        ("vr", ["VR-024-1"], 350_000),
        ("vr", ["VR-P2"], 215_000),
    ],
)
def test_plots_hold_their_published_floor_area(park: str, chosen: list[str], gfa_m2: float) -> None:
    """Above and below ground together, by the parcels and by their buildings."""
    land = parcels(park).loc[chosen]
    assert (land["gfa_m2"] + land["gfa_below_m2"]).sum() == pytest.approx(gfa_m2, abs=1)
    built = [of_parcel(park, parcel) for parcel in chosen]
    assert sum((b["gfa_m2"] + b["gfa_below_m2"]).sum() for b in built) == pytest.approx(gfa_m2, abs=1)


@pytest.mark.parametrize(
    ("park", "parcel", "archetype", "number"),
    [
        ("ai", "AI-QIIP-1", "tower", 2),
        ("ai", "AI-STI", "tower", 4),
        ("ai", "AI-STI", "factory", 2),
        ("vr", "VR-024-1", "factory", 2),
        ("vr", "VR-024-1", "utility", 2),
        ("vr", "VR-024-1", "dormitory", 1),
        ("vr", "VR-P2", "factory", 3),
        ("vr", "VR-P2", "office", 1),
    ],
)
def test_plots_hold_their_published_buildings(park: str, parcel: str, archetype: str, number: int) -> None:
    """As many of each sort as the notices name."""
    assert count(park, parcel, archetype) == number


def test_the_innovation_park_has_its_published_buildings() -> None:
    """Two towers of 23 floors with their podiums, then 17 buildings."""
    towers = of_parcel("ai", "AI-QIIP-1")
    podium_floors = towers[towers["archetype"] == "podium"]["floors"].unique()
    assert set(towers[towers["archetype"] == "tower"]["floors"] + podium_floors[0]) == {23}
    assert len(of_parcel("ai", "AI-QIIP-2")) == 17


def test_plot_017_keeps_its_published_setbacks() -> None:
    """15 m west and south, 8 m east, in the direction of its street grid."""
    plot = parcels("vr").loc["VR-017", "geometry"]
    grounded = of_parcel("vr", "VR-017")
    nearest = [plot.exterior.distance(shape) for shape in grounded[grounded["base_m"] == 0].geometry]
    assert min(nearest) >= 8 - 0.5


@pytest.mark.parametrize("park", PARKS)
def test_the_parts_cover_the_site_without_overlap(park: str) -> None:
    """Parcels, streets, greens, water and squares sum to the site, and their union has the same area."""
    drawn = layers(park)
    parts_m2 = sum(drawn[name].area.sum() for name in GROUND)
    site_m2 = drawn["site"].area.sum()
    shapes = [shape for name in GROUND for shape in drawn[name].geometry]
    assert parts_m2 == pytest.approx(site_m2, abs=0.05)
    assert shapely.union_all(shapes, grid_size=1e-4).area == pytest.approx(site_m2, abs=1.0)


def test_the_parks_touch_but_do_not_overlap() -> None:
    """They share more than a kilometre of edge along Zhuzhou Road and Jing 8 Road."""
    ai, vr = (layers(park)["site"].geometry.iloc[0] for park in PARKS)
    assert shapely.intersection(ai, vr, grid_size=1e-3).area < 1
    assert ai.boundary.intersection(vr.boundary.buffer(0.01)).length > 1000


@pytest.mark.parametrize("park", PARKS)
def test_buildings_stay_on_their_parcel(park: str) -> None:
    """Every mass lies within its parcel."""
    land = parcels(park)["geometry"]
    off = [b.id for b in layers(park)["buildings"].itertuples() if not land[b.parcel].buffer(0.1).covers(b.geometry)]
    assert off == []


@pytest.mark.parametrize("park", PARKS)
def test_buildings_do_not_overlap(park: str) -> None:
    """No two masses that stand on the ground share any, and there is room to pass between those of a parcel."""
    grounded = layers(park)["buildings"].query("base_m == 0").reset_index(drop=True)
    shapes = grounded.geometry.to_numpy()
    first, second = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=6.0)
    near = [(grounded["id"][i], grounded["id"][j]) for i, j in zip(first, second, strict=True) if i < j]
    assert near == []


@pytest.mark.parametrize("park", PARKS)
def test_a_tower_stands_on_its_podium(park: str) -> None:
    """A mass above the ground has one below it that reaches exactly to its base and is wider."""
    buildings = layers(park)["buildings"]
    grounded = buildings[buildings["base_m"] == 0]
    for tower in buildings[buildings["base_m"] > 0].itertuples():
        below = grounded[grounded.geometry.buffer(0.01).covers(tower.geometry)]
        assert len(below) == 1
        assert below["height_m"].iloc[0] == pytest.approx(tower.base_m)


@pytest.mark.parametrize("park", PARKS)
def test_no_building_is_higher_than_allowed(park: str) -> None:
    """The parcel's height limit holds."""
    limits = parcels(park)["height_limit_m"]
    over = [b.id for b in layers(park)["buildings"].itertuples() if b.height_m > limits[b.parcel] + 0.05]
    assert over == []


@pytest.mark.parametrize("park", PARKS)
def test_figures_of_parcels_follow_from_their_buildings(park: str) -> None:
    """Floor area is footprint times floors; a parcel's is the sum; its ratios are to its land."""
    buildings, land = layers(park)["buildings"], parcels(park)
    assert buildings["gfa_m2"].to_numpy() == pytest.approx((buildings.area * buildings["floors"]).to_numpy(), abs=0.01)
    sums = buildings.groupby("parcel")[["gfa_m2", "gfa_below_m2"]].sum().loc[land.index]
    assert land["gfa_m2"].to_numpy() == pytest.approx(sums["gfa_m2"].to_numpy(), abs=0.1)
    assert land["gfa_below_m2"].to_numpy() == pytest.approx(sums["gfa_below_m2"].to_numpy(), abs=0.1)
    ratio = land["gfa_m2"] / land["area_m2"]
    assert land["floor_area_ratio"].to_numpy() == pytest.approx(ratio.to_numpy(), abs=1e-6)


@pytest.mark.parametrize("park", PARKS)
def test_every_feature_says_where_it_comes_from(park: str) -> None:
    """Synthetic or published; what is published names the figures, and what is merely assumed is not called so."""
    for name, table in layers(park).items():
        assert set(table["provenance"]) <= {"synthetic", "published"}, name
        published = table[table["provenance"] == "published"]
        assert published["published"].notna().all(), name
        for phrases in published["published"]:
            assert any("assumed" not in phrase for phrase in phrases.split("; ")), name


def test_published_parcels_are_those_with_published_sizes() -> None:
    """Plots whose place and size we guessed stay synthetic, whatever is known of their project."""
    published = {name for park in PARKS for name in parcels(park).query("provenance == 'published'")["id"]}
    assert published == {
        "AI-QIIP-1", "AI-QIIP-2", "AI-STI", "VR-024-1", "VR-P2", "VR-HQ", "VR-017", "VR-018", "VR-019", "VR-020",
    }  # fmt: skip


@pytest.mark.parametrize("park", PARKS)
def test_fact_ids_name_facts(park: str) -> None:
    """An id in `published` is an id of the facts that ship with the program."""
    facts = asset("facts.toml")
    known = {fact["id"] for fact in tomllib.loads(facts.read_text(encoding="utf-8"))["fact"]}
    for table in (layers(park)["site"], layers(park)["parcels"]):
        for phrases in table["published"].dropna():
            words = [phrase.split(" ")[0] for phrase in phrases.split("; ")]
            ids = [
                word
                for word in words
                if word.count(".") >= 1 and word.split(".")[0] in ("ai", "vr", "press", "compute")
            ]
            assert set(ids) <= known


def test_the_sites_lie_in_laoshan_district() -> None:
    """By the district's outline after OpenStreetMap."""
    district = pyogrio.read_dataframe(asset("context", "osm_land.gpkg"), layer="district").geometry.union_all()
    for park in PARKS:
        outside = [shapely.difference(site, district.buffer(30)).area for site in layers(park)["site"].geometry]
        assert max(outside) < 1


@pytest.mark.parametrize(
    ("park", "chosen", "east_north_m", "error_m"),
    [
        ("ai", ["AI-QIIP-1", "AI-QIIP-2"], (543_109, 4_001_860), 250),
        ("vr", ["VR-024-1"], (542_280, 4_002_000), 400),
    ],
)
def test_plots_lie_where_addresses_put_them(
    park: str, chosen: list[str], east_north_m: tuple[float, float], error_m: float
) -> None:
    """Within the error of the published addresses."""
    land = shapely.union_all(list(parcels(park).loc[chosen, "geometry"]))
    assert land.centroid.distance(shapely.Point(east_north_m)) < error_m
