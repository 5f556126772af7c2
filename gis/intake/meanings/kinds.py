"""What a layer holds: by its name, else by its fields, else by the look of its outlines."""

from __future__ import annotations

from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gis.intake.answers import KINDS
from gis.intake.meanings.fields import recognised
from gis.intake.meanings.words import meaning_of, normalised
from gis.intake.placing.areas import areas_m2
from gis.validity import are_valid

_TAGS: Final = {
    "building": "buildings", "highway": "roads", "waterway": "water", "leisure": "greens", "landuse": "zones",
    "amenity": "places",
}  # fmt: skip
"""Fields of OpenStreetMap's tags in tables that mix everything."""
_MOSTLY: Final = 0.4
_SAMPLE: Final = 2_000
_HOUSES_M2: Final = (20.0, 1_500.0)
_LARGEST_M2: Final = 500_000.0
_FEWEST_HOUSES: Final = 30
_FILLED: Final = 0.55
"""Outlines that cover more of their hull than this are plots or cells, not houses."""
_NO_POINTS: Final = ("site", "zones", "parcels", "roads", "lanes", "paths", "greens", "water")


def kind_by_name(name: str) -> str:
    """The kind that a layer's name speaks of, "" if of none."""
    plain = normalised(name)
    return plain if plain in KINDS else meaning_of(name, "layers")


def dimension(table: gpd.GeoDataFrame) -> int:
    """2 if most shapes are areas, 1 lines, 0 points, -1 if there are none."""
    shapes = table.geometry.to_numpy()
    dimensions = shapely.get_dimensions(shapes)
    counts = np.bincount(dimensions[(dimensions >= 0) & ~shapely.is_empty(shapes)], minlength=3)
    return int(counts.argmax()) if counts.any() else -1


def kind_of(name: str, table: gpd.GeoDataFrame) -> tuple[str, bool]:
    """The kind of a layer, "other" where nothing tells it; and whether it is merely guessed by the outlines."""
    flat = dimension(table)
    named = kind_by_name(name)
    if named and not (flat == 0 and named in _NO_POINTS):
        return named, False
    if {"park", "provenance"} <= set(table.columns):
        # A layer of the program's own schema that is no kind by its name (lawns, terraces, ramps) is none by its looks.
        return "other", False
    told = _by_fields(table, flat)
    if told:
        return told, False
    return ("buildings", True) if flat == 2 and _look_like_houses(table) else ("other", False)


def _by_fields(table: gpd.GeoDataFrame, flat: int) -> str:
    tagged = {kind: _filled(table[tag]) for tag, kind in _TAGS.items() if tag in table}
    likely = max(tagged, key=lambda kind: tagged[kind], default="")
    if likely and tagged[likely] >= _MOSTLY and not (flat == 0 and likely in ("buildings", *_NO_POINTS)):
        return likely
    names = {normalised(field) for field in table.columns}
    if flat == 2 and names & {"floorarearatio", "容积率", "rjl", "plotratio"}:
        return "parcels"
    if flat == 2:
        found = recognised(table, "buildings")
        return "buildings" if {"height_m", "floors"} & set(found) and not _are_lands(table) else ""
    if flat == 1 and {"road_class"} & set(recognised(table, "roads")):
        return "roads"
    return ""


def _filled(values: pd.Series[Any]) -> float:
    return float((values.notna() & (values.astype(str).str.strip() != "")).mean()) if len(values) else 0.0


def _are_lands(table: gpd.GeoDataFrame) -> bool:
    """Whether most outlines are larger than any building: countries have levels too."""
    if table.crs is None or not len(table):
        return False
    shapes = table.geometry.iloc[:: max(1, len(table) // _SAMPLE)]
    sound = shapes[are_valid(shapes.to_numpy()) & ~shapes.is_empty & shapes.notna()]
    return bool(len(sound)) and float(np.median(areas_m2(sound))) > _LARGEST_M2


def _look_like_houses(table: gpd.GeoDataFrame) -> bool:
    """Many outlines of the size of houses, mostly filling their rectangles, with ground left between them."""
    if table.crs is None or len(table) < _FEWEST_HOUSES:
        return False
    step = max(1, len(table) // _SAMPLE)
    shapes = table.geometry.iloc[::step]
    sound = shapes[are_valid(shapes.to_numpy()) & ~shapes.is_empty & shapes.notna()]
    if not len(sound):
        return False
    size_m2 = areas_m2(sound)
    hull_m2 = areas_m2(gpd.GeoSeries([shapely.convex_hull(shapely.GeometryCollection(list(sound)))], crs=table.crs))
    least, most = _HOUSES_M2
    return bool(least <= np.median(size_m2) <= most and size_m2.sum() * step < _FILLED * hull_m2[0])
