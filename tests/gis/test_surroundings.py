"""What surrounds the parks, and under which terms it is shipped."""

from __future__ import annotations

import pyogrio
import pytest
import shapely

from gis.assets import asset, asset_folder
from gis.park_files import context_files
from gis.read import load_place
from tests.gis.parks import PARKS, layers


def test_openstreetmap_data_stays_in_a_file_of_its_own() -> None:
    """With the licence's text beside it; no other shipped layer says that it comes from there."""
    _, osm = context_files()
    licence = asset("context", "ODbL-1.0.txt").read_text(encoding="utf-8")
    assert "Open Database License" in licence
    assert "4.3 Notice for using output" in licence
    for name, _ in pyogrio.list_layers(osm):
        assert pyogrio.read_dataframe(osm, layer=name)["source"].str.contains("OpenStreetMap").all()
    for file in asset_folder().rglob("*.gpkg"):
        if file != osm:
            assert b"OpenStreetMap" not in file.read_bytes(), file


def test_the_sources_are_listed() -> None:
    """Every data file in assets/context, parks and plans is named where the sources are."""
    sources = asset("SOURCES.md").read_text(encoding="utf-8")
    for name in ("ODbL-1.0.txt", "osm_land.gpkg", "surroundings.gpkg", "surroundings.toml", "parks/", "plans/"):
        assert name in sources
    assert "© OpenStreetMap contributors" in sources


def test_the_context_credits_openstreetmap() -> None:
    """Whoever draws the land shows the credit."""
    context = load_place(["ai", "vr"]).context
    assert context.credits == ("© OpenStreetMap contributors",)
    assert context.land is not None


def test_surroundings_keep_clear_of_the_parks() -> None:
    """No block within 20 m of a site, no road on it, no block on a road."""
    drafted, _ = context_files()
    sites = shapely.union_all([s for park in PARKS for s in layers(park)["site"].geometry], grid_size=1e-3)
    blocks = pyogrio.read_dataframe(drafted, layer="blocks").geometry
    roads = pyogrio.read_dataframe(drafted, layer="roads").geometry
    assert blocks.distance(sites).min() > 20
    assert max(shapely.intersection(road, sites).area for road in roads) < 1
    tree = shapely.STRtree(blocks.to_numpy())
    assert tree.query(roads.to_numpy(), predicate="intersects").size == 0


def test_blocks_do_not_overlap() -> None:
    """Each stands alone, higher than a man and lower than a landmark."""
    context = load_place(["ai", "vr"]).context
    shapes = [block.footprint for block in context.blocks]
    first, second = shapely.STRtree(shapes).query(shapes, predicate="overlaps")
    assert first.size == second.size == 0
    assert min(block.height_m for block in context.blocks) > 5
    assert max(block.height_m for block in context.blocks) < 110


def test_every_drafted_feature_says_so() -> None:
    """Blocks and roads are synthetic; a peak with a published height says which."""
    drafted, _ = context_files()
    for name in ("blocks", "roads", "centrelines"):
        assert set(pyogrio.read_dataframe(drafted, layer=name)["provenance"]) == {"synthetic"}
    peaks = pyogrio.read_dataframe(drafted, layer="peaks")
    published = peaks[peaks["provenance"] == "published"]
    assert published["published"].notna().all()
    assert published.set_index("name_en").loc["Jufeng", "elevation_m"] == pytest.approx(1132.7)


def test_the_land_is_qingdaos() -> None:
    """The beach of Shilaoren lies on the coast, the parks inland, Jiaozhou Bay in the water."""
    land = load_place(["ai", "vr"]).context.land
    assert land is not None
    assert land.is_valid
    assert land.boundary.distance(shapely.Point(541_895 - 542_000, 3_995_862 - 4_002_000)) < 600
    assert land.contains(shapely.Point(0, 0))
    assert not land.contains(shapely.Point(-20_000, -2000))
