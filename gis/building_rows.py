"""Buildings of a checked layer, column by column: a park may hold a hundred thousand."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from gis.building_columns import BuildingColumns, Buildings, centres_m
from gis.frame import to_local
from gis.place import LocalFrame, Provenance
from gis.text import Name


def buildings(table: gpd.GeoDataFrame, frame: LocalFrame) -> Buildings:
    """The buildings of `table`, in its order, their footprints in local metres."""
    footprint = np.asarray(to_local(table.geometry.to_numpy(), frame), dtype=object)
    texts: dict[str, Any] = {n: _texts(table, n) for n in ("id", "park", "zone", "parcel", "use", "style", "status")}
    whole: dict[str, Any] = {name: _numbers(table, name).astype(np.int64) for name in ("floors", "phase")}
    sizes = ("floor_height_m", "base_m", "ground_m", "gfa_m2", "gfa_below_m2", "year")
    numbers: dict[str, Any] = {name: _numbers(table, name) for name in sizes}
    columns = BuildingColumns(
        **texts, **whole, **numbers, name=tuple(_names(table)), footprint=footprint,
        provenance=tuple(provenances(table)), centre_m=centres_m(footprint),
    )  # fmt: skip
    return Buildings(columns)


def _texts(table: gpd.GeoDataFrame, name: str) -> tuple[str, ...]:
    return tuple(table[name].to_numpy(dtype=object))


def _numbers(table: gpd.GeoDataFrame, name: str) -> np.ndarray:
    if name not in table:
        return np.full(len(table), np.nan)
    return np.asarray(table[name].to_numpy(dtype=np.float64, na_value=np.nan))


def _names(table: gpd.GeoDataFrame) -> list[Name | None]:
    found: list[Name | None] = [None] * len(table)
    columns = [name for name in ("name_en", "name_zh") if name in table]
    named = table[columns].notna().any(axis=1).to_numpy() if columns else np.zeros(len(table), dtype=bool)
    for row in np.flatnonzero(named).tolist():
        en, zh = (_or_empty(table[name].iloc[row]) if name in table else "" for name in ("name_en", "name_zh"))
        found[row] = Name(en, zh) if en or zh else None
    return found


def _or_empty(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def provenances(table: gpd.GeoDataFrame) -> list[Provenance]:
    """Where each row comes from; rows that come from the same share one object."""
    columns = [name for name in ("provenance", "published", "source", "estimated") if name in table]
    codes = np.zeros(len(table), dtype=np.int64)
    for name in columns:
        own, distinct = pd.factorize(table[name], use_na_sentinel=False)
        codes = codes * (len(distinct) + 1) + own
    _, first, row = np.unique(codes, return_index=True, return_inverse=True)
    heads = table[columns].iloc[first].astype(object)
    made = [provenance_of(head) for head in heads.where(heads.notna(), None).to_dict("records")]
    return [made[i] for i in row.tolist()]


def provenance_of(row: dict[str, Any]) -> Provenance:
    """Where a row comes from."""
    published, estimated = (_listed(row.get(name)) for name in ("published", "estimated"))
    return Provenance(row["provenance"], published, row.get("source") or "", estimated)


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(";") if part.strip())
