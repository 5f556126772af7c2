"""How files that ParkTwin exported say so, and become the layers again that they were made of."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from gis.schema import LAYERS

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

MARK: Final = "parktwin"
"""Names the reference system in an export, and the layer that a feature of it belongs to."""

_DTYPES: Final = {"text": "object", "number": "float64", "integer": "Int64"}


def rows(table: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """The attributes of each feature as plain types for JSON, missing values as None."""
    plain = table.drop(columns=table.geometry.name).astype(object)
    found: list[dict[str, Any]] = plain.where(plain.notna(), None).to_dict("records")
    return [{key: getattr(value, "item", lambda v=value: v)() for key, value in row.items()} for row in found]


def marked(table: gpd.GeoDataFrame, layer: str) -> list[str]:
    """The attributes of each feature, and its layer, as one text each."""
    return [json.dumps({MARK: layer, **row}, ensure_ascii=False, separators=(",", ":")) for row in rows(table)]


def regrouped(
    features: Sequence[tuple[str, Mapping[str, Any], BaseGeometry | None]], crs: str
) -> dict[str, gpd.GeoDataFrame]:
    """(layer, attributes, shape) of each feature as tables by layer, with the columns and types of the schema.

    Raises:
        KeyError: a layer is not one of the schema's.
    """
    import geopandas as gpd
    import pandas as pd

    grouped: dict[str, list[tuple[Mapping[str, Any], BaseGeometry | None]]] = {}
    for layer, attributes, shape in features:
        grouped.setdefault(layer, []).append((attributes, shape))
    dtypes = {known.name: {column.name: _DTYPES[column.kind] for column in known.columns} for known in LAYERS}
    if unknown := grouped.keys() - dtypes.keys():
        raise KeyError(*unknown)
    tables = {}
    for layer in (name for name in dtypes if name in grouped):
        frame = pd.DataFrame([dict(attributes) for attributes, _ in grouped[layer]])
        frame = frame.astype({name: kind for name, kind in dtypes[layer].items() if name in frame})
        tables[layer] = gpd.GeoDataFrame(frame, geometry=[shape for _, shape in grouped[layer]], crs=crs)
    return tables
