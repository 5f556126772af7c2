"""A park whose layers files replace: what of the rest must follow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from gis.intake.making.joins import holders
from gis.intake.making.taken import FloatArray, Objects

FLAT_M: Final = 45.0
"""Elevation of the ground where nothing is known of it: that of the drawn lowland far from the sea."""
_OF_PARCELS: Final = ("landscape", "parking", "terraces", "lanes", "ramps", "entrances")

Layers = dict[str, gpd.GeoDataFrame]


def renamed(base: Mapping[str, gpd.GeoDataFrame], park: str, name_en: str, name_zh: str) -> Layers:
    """The layers of the base under another id and other names."""
    layers = {name: table.assign(park=park) for name, table in base.items()}
    layers["site"] = layers["site"].assign(park_en=name_en, park_zh=name_zh)
    return layers


def ground_under(shapes: Objects, base: Mapping[str, gpd.GeoDataFrame] | None) -> FloatArray:
    """(N,) elevation of the ground of new buildings: that of the nearest building of the base."""
    if base is None or not len(base["buildings"]):
        return np.full(len(shapes), FLAT_M)
    there = base["buildings"]
    tree = shapely.STRtree(shapely.centroid(there.geometry.to_numpy()))
    _, nearest = tree.query_nearest(shapely.centroid(shapes), all_matches=False)
    return np.asarray(there["ground_m"].to_numpy(np.float64)[nearest])


def dependents_mended(layers: Layers, replaced: set[str]) -> Layers:
    """What stands on replaced layers: joined to the new parcels, and gone where its building is or one stands on it."""
    mended = dict(layers)
    if "parcels" in replaced:
        for name in _OF_PARCELS:
            if name in mended and name not in replaced and len(mended[name]):
                mended[name] = _on_parcels(mended[name], mended["parcels"])
    if "buildings" in replaced:
        footprints = mended["buildings"].geometry.to_numpy()
        if "entrances" in mended:
            doors = mended["entrances"]
            mended["entrances"] = doors[doors["building"].isna() | doors["building"].isin(mended["buildings"]["id"])]
        for name in ("trees", "parking", "ramps"):
            if name in mended and name not in replaced:
                mended[name] = mended[name][_free(mended[name], footprints)]
    return mended


def _on_parcels(table: gpd.GeoDataFrame, parcels: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Only what lies in one of the new parcels, with its id."""
    row = holders(table.geometry.to_numpy(), parcels.geometry.to_numpy())
    ids = parcels["id"].to_numpy(dtype=object)[np.maximum(row, 0)]
    return table.assign(parcel=ids)[row >= 0]


def _free(table: gpd.GeoDataFrame, footprints: Objects) -> np.ndarray:
    if not len(table):
        return np.zeros(0, dtype=bool)
    under, _ = shapely.STRtree(footprints).query(table.geometry.to_numpy(), predicate="intersects")
    free = np.ones(len(table), dtype=bool)
    free[under] = False
    return free
