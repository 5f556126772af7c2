"""CityJSON 2.0: buildings as solids on their footprints, ground as surfaces, trees and places as points."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gis.intake.own.own_export import MARK, rows

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

NAME: Final = "CityJSON"
ENDINGS: Final = (".city.json", ".cityjson")

_SCALE: Final = 1e-6
"""Metres in a unit of the whole-number coordinates."""
_TYPES: Final = {
    "buildings": "Building", "roads": "Road", "lanes": "Road", "paths": "Road", "parking": "TransportSquare",
    "squares": "TransportSquare", "water": "WaterBody", "greens": "PlantCover", "landscape": "PlantCover",
    "trees": "SolitaryVegetationObject", "site": "LandUse", "zones": "LandUse", "parcels": "LandUse",
    "terraces": "LandUse",
}  # fmt: skip
_OTHER: Final = "GenericCityObject"

Corner = tuple[float, float, float]


def write(layers: Mapping[str, gpd.GeoDataFrame], file: Path) -> None:
    """Write every feature of `layers` as a city object of the type that comes nearest."""
    crs = next(iter(layers.values())).crs
    corners = _Corners(*_origin(layers))
    objects = dict(_objects(layers, corners))
    city = {
        "type": "CityJSON",
        "version": "2.0",
        "transform": {"scale": [_SCALE] * 3, "translate": [corners.east_m, corners.north_m, 0.0]},
        "metadata": {
            "referenceSystem": f"https://www.opengis.net/def/crs/EPSG/0/{crs.to_epsg()}",
            "identifier": MARK,
        },
        "CityObjects": objects,
        "vertices": list(corners.found),
    }
    file.write_text(json.dumps(city, ensure_ascii=False, separators=(",", ":")), encoding="utf-8", newline="\n")


def _origin(layers: Mapping[str, gpd.GeoDataFrame]) -> tuple[float, float]:
    west, south, _, _ = layers["site"].total_bounds
    return float(int(west)), float(int(south))


@dataclass(slots=True)
class _Corners:
    """Every different corner once, by its whole-number coordinates."""

    east_m: float
    north_m: float
    found: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def number(self, corner: Corner) -> int:
        x, y, z = corner
        units = (round((x - self.east_m) / _SCALE), round((y - self.north_m) / _SCALE), round(z / _SCALE))
        return self.found.setdefault(units, len(self.found))


def _objects(layers: Mapping[str, gpd.GeoDataFrame], corners: _Corners) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, table in layers.items():
        for number, (attributes, shape) in enumerate(zip(rows(table), table.geometry, strict=True)):
            city = {"type": _TYPES.get(name, _OTHER), "attributes": {MARK: name, **attributes}}
            geometry = _geometry(name, attributes, shape, corners)
            yield f"{name}-{number}", {**city, "geometry": geometry}


def _geometry(
    layer: str, attributes: Mapping[str, Any], shape: BaseGeometry | None, corners: _Corners
) -> list[dict[str, Any]]:
    import shapely

    if shape is None or shape.is_empty:
        return []
    parts = list(shapely.orient_polygons(shapely.get_parts(shape)))
    level_m = float(attributes.get("ground_m") or attributes.get("level_m") or 0.0)
    if layer == "buildings":
        base_m = level_m + float(attributes["base_m"])
        top_m = base_m + attributes["floors"] * attributes["floor_height_m"]
        solids = [[_shell(part, base_m, top_m, corners)] for part in parts]
        solid = {"type": "Solid", "lod": "1", "boundaries": solids[0]}
        if len(solids) > 1:
            solid = {"type": "MultiSolid", "lod": "1", "boundaries": solids}
        return [_surfaces(parts, base_m, corners), solid]
    if "Polygon" in shape.geom_type:
        return [_surfaces(parts, level_m, corners)]
    lines = [[corners.number((*xy[:2], xy[2] if len(xy) > 2 else 0.0)) for xy in part.coords] for part in parts]
    if shape.geom_type.endswith("Point"):
        return [{"type": "MultiPoint", "lod": "0", "boundaries": [line[0] for line in lines]}]
    return [{"type": "MultiLineString", "lod": "0", "boundaries": lines}]


def _surfaces(parts: list[Any], z_m: float, corners: _Corners) -> dict[str, Any]:
    surfaces = [_face(part, z_m, corners) for part in parts]
    return {"type": "MultiSurface", "lod": "0", "boundaries": surfaces}


def _face(part: Any, z_m: float, corners: _Corners) -> list[list[int]]:
    """Shell and holes, seen from above: the shell counter-clockwise."""
    return [_ring(ring, z_m, corners) for ring in (part.exterior, *part.interiors)]


def _ring(ring: Any, z_m: float, corners: _Corners) -> list[int]:
    return [corners.number((x, y, z_m)) for x, y, *_ in list(ring.coords)[:-1]]


def _shell(part: Any, base_m: float, top_m: float, corners: _Corners) -> list[list[list[int]]]:
    """Roof, floor and walls of an upright body, every face seen from outside."""
    roof, floor = _face(part, top_m, corners), _face(part, base_m, corners)
    faces = [roof, [ring[::-1] for ring in floor]]
    for low, high in zip(floor, roof, strict=True):
        for i in range(len(low)):
            j = (i + 1) % len(low)
            faces.append([[low[i], low[j], high[j], high[i]]])
    return faces
