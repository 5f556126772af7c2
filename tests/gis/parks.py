"""The shipped parks for tests: their layers, read once."""

from __future__ import annotations

from functools import cache
from typing import Any

import geopandas as gpd
import pyogrio

from gis.assets import asset

PARKS = ("ai", "vr")
GROUND = ("parcels", "roads", "greens", "water", "squares")
"""The layers that together cover a site."""


@cache
def layers(park: str) -> dict[str, gpd.GeoDataFrame]:
    """Every layer of the shipped park, by name."""
    file = asset("parks", f"{park}.gpkg")
    return {name: pyogrio.read_dataframe(file, layer=name) for name, _ in pyogrio.list_layers(file)}


def parcels(park: str) -> Any:
    """Its parcels by id."""
    return layers(park)["parcels"].set_index("id", drop=False)


def of_parcel(park: str, parcel: str) -> Any:
    """The buildings on a parcel."""
    buildings = layers(park)["buildings"]
    return buildings[buildings["parcel"] == parcel]


def count(park: str, parcel: str, archetype: str) -> int:
    """How many buildings of an archetype stand on a parcel."""
    return int((of_parcel(park, parcel)["archetype"] == archetype).sum())
