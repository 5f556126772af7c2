"""The published places of the parks: what is known of each, and how its position is known."""

from __future__ import annotations

import tomllib
from pathlib import Path

import geopandas as gpd
import pytest

from gis.assets import asset
from gis.errors import UserError
from gis.places import known_places
from gis.read import load_place
from sim.facts import facts, sources
from tests.gis.parks import layers

NEVER_PLACED = {"openi-centre", "computational-medicine-centre", "greater-bay-centre"}


def test_every_place_has_both_names_and_a_fact_with_its_source() -> None:
    """Each fact and document stands in the list of facts."""
    assert len(known_places()) == 19
    for place in known_places():
        assert place.name.en
        assert place.name.zh
        assert set(place.facts) <= set(facts()), place.id
        assert set(place.sources) <= set(sources()), place.id
        assert place.facts or place.sources


def test_positions_are_as_well_known_as_they_say() -> None:
    """Where coordinates are published or inferred, the layout draws the place within its error, or just beyond."""
    for place in known_places():
        if place.lon_deg is None or not place.parcels:
            continue
        drawn = layers(place.park)["parcels"].set_index("id").loc[list(place.parcels)].geometry.union_all().centroid
        told = gpd.GeoSeries.from_xy([place.lon_deg], [place.lat_deg], crs=4326).to_crs(4549).iloc[0]
        assert place.error_m is not None
        assert told.distance(drawn) < place.error_m + 50, place.id


@pytest.mark.parametrize("park", ["ai", "vr"])
def test_the_parks_files_hold_their_places(park: str) -> None:
    """With fact and position; one whose position is unknown has no geometry and no label."""
    table = layers(park)["places"]
    known = {place.name.en: place for place in known_places(park)}
    own = table[table["name_en"].isin(list(known)) & table["fact"].notna()].set_index("name_en")
    assert set(own.index) == set(known)
    labelled = {mark.name.en for one in load_place([park]).parks for mark in one.landmarks}
    for name, place in known.items():
        assert own.loc[name, "position"] == place.position
        assert (own.loc[name, "geometry"] is None) == (place.position == "unknown")
        assert (name in labelled) == (place.position != "unknown")
    assert {place.id for place in known.values() if place.position == "unknown"} <= NEVER_PLACED


def test_a_place_is_named_once() -> None:
    """The published one stands for what the plan itself names alike."""
    for park in ("ai", "vr"):
        table = layers(park)["places"]
        named = table[table["kind"] != "parcel_gate"]["name_en"]
        assert not named.duplicated().any()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('position = "published"', 'position = "rumoured"', "position"),
        ("lon = 120.4790", 'lon = "east"', "lon"),
        ("error_m = 150\n", "", "error_m"),
        ('name_zh = "青岛国际创新园"\n', "", "name_zh"),
        ('kind = "campus"', 'kind = "campus"\nowner = "x"', "owner"),
        ('id = "haier"', 'id = "hisense"', "hisense"),
        ('facts = ["ai.niice"]', "facts = []", "facts"),
        ('parcels = ["AI-AICC"]\n', "", "parcels"),
        ("rank = 1", "rank = 1.5", "rank"),
        ("[[place]]", "[[plaice]]", ""),
    ],
)
def test_a_wrong_place_is_refused_where_it_stands(old: str, new: str, said: str, tmp_path: Path) -> None:
    """The table and the key are named."""
    text = asset("places.toml").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "places.toml"
    file.write_text(text.replace(old, new, 1) if said else "place = 3\n", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        known_places(file=file)
    assert said in str(caught.value)


def test_the_shipped_list_is_whole() -> None:
    """No key of it is dropped on the way."""
    rows = tomllib.loads(asset("places.toml").read_text(encoding="utf-8"))["place"]
    assert [place.id for place in known_places()] == [row["id"] for row in rows]
