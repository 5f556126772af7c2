"""GeoJSON: one collection in WGS84, as the standard asks; each feature names its layer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gis.intake.own.own_export import MARK, rows

if TYPE_CHECKING:
    import geopandas as gpd

NAME: Final = "GeoJSON"
ENDINGS: Final = (".geojson", ".json")

_DIGITS: Final = 13
"""Far below a millimetre in degrees, so that outlines which touch in a corner still do so when they come back."""


def write(layers: Mapping[str, gpd.GeoDataFrame], file: Path) -> None:
    """Write every feature of `layers`; the reference system that they had stands in the collection."""
    crs = next(iter(layers.values())).crs
    with file.open("w", encoding="utf-8", newline="\n") as stream:
        head = {"type": "FeatureCollection", MARK: {"crs": crs.to_string()}}
        stream.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "features": [\n')
        for number, feature in enumerate(_features(layers)):
            stream.write(",\n" * bool(number) + json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
        stream.write("\n]}\n")


def _features(layers: Mapping[str, gpd.GeoDataFrame]) -> list[dict[str, Any]]:
    import shapely

    found = []
    for name, table in layers.items():
        shapes = shapely.to_geojson(table.geometry.to_crs(4326).to_numpy())
        for attributes, shape in zip(rows(table), shapes, strict=True):
            geometry = None if shape is None else _rounded(json.loads(shape))
            found.append({"type": "Feature", "properties": {MARK: name, **attributes}, "geometry": geometry})
    return found


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    return {**geometry, "coordinates": _coordinates(geometry["coordinates"])}


def _coordinates(nested: Any) -> Any:
    return round(nested, _DIGITS) if isinstance(nested, float) else [_coordinates(part) for part in nested]
