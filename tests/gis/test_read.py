"""Parks become a place: shipped ones by id, any other of the same schema by path."""

from __future__ import annotations

import shutil
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from gis.assets import asset
from gis.errors import UserError
from gis.generate.plan import read_plan
from gis.park_files import park_file, shipped_parks
from gis.place import STATUSES, USES
from gis.read import load_place
from gis.write import write_geopackage
from tests.gis.parks import PARKS, layers


def test_both_parks_make_one_place() -> None:
    """In the order asked for, every feature of the files."""
    place = load_place(["ai", "vr"])
    assert [park.id for park in place.parks] == ["ai", "vr"]
    for park in place.parks:
        read = layers(park.id)
        assert len(park.buildings) == len(read["buildings"])
        assert len(park.parcels) == len(read["parcels"])
        assert len(park.roads) == len(read["roads"]) == len(read["centrelines"])
        assert len(park.trees.xy_m) == len(park.trees.kind) == len(read["trees"])
        assert len(park.landmarks) == read["places"].geometry.notna().sum()
        names = ("greens", "water", "squares", "landscape", "paths", "parking", "lanes", "ramps")
        assert len(park.areas) == sum(len(read[name]) for name in names)
    assert [park.area_mu for park in place.parks] == pytest.approx([2918, 1969], abs=0.05)


def test_buildings_carry_what_the_simulation_needs() -> None:
    """Known uses and statuses, floor areas above 0, provenance, a parcel of the same park."""
    place = load_place(["ai", "vr"])
    parcels = {parcel.id: parcel for parcel in place.parcels()}
    for building in place.buildings:
        assert building.use in USES
        assert building.status in STATUSES
        assert building.gfa_m2 > 0
        assert building.gfa_below_m2 >= 0
        assert building.provenance.kind in ("synthetic", "published")
        assert parcels[building.parcel].park == building.park
        assert building.height_m <= parcels[building.parcel].height_limit_m + 0.05
        assert (building.year is not None) == (
            building.status == "existing" or parcels[building.parcel].year is not None
        )


def test_the_compute_centres_are_there() -> None:
    """Two data halls in the AI park."""
    halls = [b for b in load_place(["ai"]).buildings if b.style == "louvred_hall"]
    assert {hall.parcel for hall in halls} == {"AI-AICC", "AI-HZX"}


def test_published_figures_stay_with_their_feature() -> None:
    """As ids and phrases."""
    place = load_place(["ai", "vr"])
    parcels = {parcel.id: parcel for parcel in place.parcels()}
    assert parcels["AI-QIIP-1"].provenance.kind == "published"
    assert "55 mu" in parcels["AI-QIIP-1"].provenance.published
    assert parcels["AI-SW-1"].provenance.kind == "synthetic"
    assert place.parks[1].sites[0].provenance.published == ("vr.area",)


def test_shapes_are_in_local_metres() -> None:
    """Shapes moved by the origin, nothing else."""
    place = load_place(["vr"])
    moved = shapely.bounds(layers("vr")["site"].geometry.iloc[0]) - [542_000, 4_002_000] * 2
    assert place.parks[0].sites[0].outline.bounds == pytest.approx(tuple(moved))


@pytest.mark.parametrize("park", PARKS)
def test_a_copy_elsewhere_loads_in_place_of_ours(park: str, tmp_path: Path) -> None:
    """Any file of the same schema, given by path, as text or as Path."""
    file = tmp_path / "my park.gpkg"
    shutil.copy(asset("parks", f"{park}.gpkg"), file)
    ours, theirs = load_place([park]), load_place([str(file)])
    assert theirs.buildings == ours.buildings
    assert load_place([file]).frame == ours.frame


def test_a_park_elsewhere_gets_none_of_our_surroundings(tmp_path: Path) -> None:
    """Five hundred kilometres south, our hills and our coast would be wrong."""
    moved = {
        name: table.set_geometry(gpd.GeoSeries(table.geometry.translate(0, -5e5), crs=4549))
        for name, table in layers("vr").items()
    }
    file = tmp_path / "south.gpkg"
    write_geopackage(moved, file)
    place = load_place([file])
    assert place.frame.origin_north_m == 3_502_000
    assert place.context.blocks == ()
    assert place.context.land is None
    assert place.context.credits == ()


def test_an_unknown_park_names_the_known_ones() -> None:
    """And says that a path will do."""
    with pytest.raises(UserError) as caught:
        load_place(["mars"])
    assert "Known parks: ai, vr." in str(caught.value)
    assert "path" in caught.value.remedy


def test_the_same_park_twice_is_refused() -> None:
    """Buildings would stand in each other."""
    with pytest.raises(UserError, match="Two of the files hold a park 'ai'"):
        load_place(["ai", "ai"])


def test_no_park_at_all_is_refused() -> None:
    """At least one."""
    with pytest.raises(UserError, match="No park is given"):
        load_place([])


def test_a_lost_file_of_a_shipped_park_is_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not taken for a program with fewer parks: the sentence names the file and how to bring it back."""
    monkeypatch.setattr("gis.park_files.asset", lambda *parts: tmp_path.joinpath(*parts))
    with pytest.raises(UserError, match="make parks") as error:
        park_file("vr")
    assert error.value.where == str(tmp_path / "parks" / "vr.gpkg")


def test_park_files_are_found_by_id_or_path(tmp_path: Path) -> None:
    """An id wins; a name with an ending is a path even if nothing is there yet."""
    assert set(shipped_parks()) == {"ai", "vr"}
    assert park_file("ai") == asset("parks", "ai.gpkg")
    assert park_file(tmp_path / "x") == tmp_path / "x"
    assert park_file("new.gpkg") == Path("new.gpkg")


def test_phrases_come_back_as_the_plan_has_them() -> None:
    """None holds the sign that separates them in the file."""
    for park in load_place(["ai", "vr"]).parks:
        drafted = read_plan(asset("plans", f"{park.id}.toml")).tables["parcel"]
        expected = {table["id"]: tuple(table.get("published", ())) for table in drafted}
        assert {parcel.id: parcel.provenance.published for parcel in park.parcels} == expected
