"""Figures of a layout of a park that has published facts, as plain types: what `sim.ledger.layout_facts` compares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

from gis.intake.placing.areas import areas_m2
from gis.intake.survey import Survey, SurveyedLayer
from gis.intake.telling.gate import is_park
from gis.park_files import shipped_parks

SAME: Final = 0.5
"""Two sites of which the shared ground is more than this share of their union are the same park."""


def figures(survey: Survey, park: str = "") -> dict[str, Any]:
    """The park that the file is of and its figures; empty if it is of none that is known.

    "park"; "site_area_m2", None without a site; and of a file in the program's own schema "parcels" and "buildings",
    a row each with the "site" that it lies in, areas in m2, "status" and the "published" facts that it states.
    """
    tables = {layer.name: layer.table for layer in survey.layers}
    ours = is_park(tables)
    sites = [layer for layer in survey.layers if layer.kind == "site" and layer.table.crs is not None]
    park = park or (_stated(sites) if ours else "") or _same_place(sites)
    if not park:
        return {}
    area_m2 = sum(layer.area_m2 or 0.0 for layer in sites)
    found: dict[str, Any] = {"park": park, "site_area_m2": round(area_m2, 3) or None}
    if ours:
        found |= {name: _rows(tables[name], tables["site"]) for name in ("parcels", "buildings")}
    return found


def _stated(sites: list[SurveyedLayer]) -> str:
    parks = {str(park) for layer in sites if "park" in layer.table for park in layer.table["park"].dropna()}
    (only,) = parks if len(parks) == 1 else ("",)
    return only if only in shipped_parks() else ""


def _same_place(sites: list[SurveyedLayer]) -> str:
    outline = _outline(sites)
    if outline is None:
        return ""
    for park, file in shipped_parks().items():
        if file.is_file():
            known = shapely.union_all(pyogrio.read_dataframe(file, layer="site").geometry.to_numpy())
            shared = shapely.area(shapely.intersection(known, outline))
            if shared > SAME * shapely.area(shapely.union(known, outline)):
                return park
    return ""


def _outline(sites: list[SurveyedLayer]) -> BaseGeometry | None:
    """All sites as one shape in the coordinates of the shipped parks; None if they lie elsewhere or are too many."""
    flat = [layer.table.geometry.to_crs(4549).to_numpy() for layer in sites if 0 < len(layer.table) <= 1000]
    if not flat:
        return None
    shapes = np.concatenate(flat)
    west, south, east, north = shapely.total_bounds(shapes)
    near = 4e5 < west < east < 7e5 and 3.8e6 < south < north < 4.2e6
    return shapely.union_all(shapes) if near else None


def _rows(table: gpd.GeoDataFrame, sites: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    areas = areas_m2(table.geometry) if table.crs is not None else np.zeros(len(table))
    inner = shapely.point_on_surface(table.geometry.to_numpy())
    site = np.full(len(table), "", dtype=object)
    for name, outline in zip(_texts(sites, "id"), sites.geometry, strict=True):
        site[shapely.covers(outline, inner)] = name
    columns: Mapping[str, list[str]] = {name: _texts(table, name) for name in ("id", "status", "published")}
    floors = {name: _numbers(table, name) for name in ("gfa_m2", "gfa_below_m2")}
    return [
        {
            "site": site[i], "area_m2": round(float(areas[i]), 3),
            **{name: values[i] for name, values in columns.items()},
            **{name: values[i] for name, values in floors.items()},
        }
        for i in range(len(table))
    ]  # fmt: skip


def _texts(table: gpd.GeoDataFrame, column: str) -> list[str]:
    if column not in table:
        return [""] * len(table)
    return [value if isinstance(value, str) else "" for value in table[column]]


def _numbers(table: gpd.GeoDataFrame, column: str) -> list[float]:
    if column not in table:
        return [0.0] * len(table)
    numbers = pd.to_numeric(table[column], errors="coerce").to_numpy(np.float64)
    return [float(number) if np.isfinite(number) else 0.0 for number in numbers]
