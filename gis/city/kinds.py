"""The kinds of CityGML's and CityJSON's objects, and what their attributes say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

KIND_OF: Final = {
    "Building": "buildings",
    "Road": "roads",
    "Track": "paths",
    "Square": "squares",
    "TransportSquare": "squares",
    "WaterBody": "water",
    "Waterway": "water",
    "PlantCover": "greens",
    "SolitaryVegetationObject": "trees",
    "LandUse": "parcels",
}
"""The layer of an object by its type; every other type has a layer of its own, of kind "other"."""
RELIEF: Final = frozenset({"TINRelief", "ReliefFeature", "RasterRelief", "MassPointRelief", "BreaklineRelief"})
GROUPS: Final = frozenset({"CityObjectGroup"})
"""Objects without a shape of their own."""
PARTS: Final = frozenset({"BuildingPart", "BridgePart", "TunnelPart"})

_STATED: Final = (
    "measuredheight", "height", "building_height", "bldg_height", "gebaeudehoehe", "hoehe", "roofheight", "height_m",
    "relativeridgeheight",
    "hoogte", "hauteur", "建筑高度", "高度",
)  # fmt: skip
_TOPS: Final = ("b3_h_dak_max", "h_dak_max", "b3_h_nok", "roof-0.99", "b3_h_max", "h_max")
_GROUNDS: Final = ("b3_h_maaiveld", "h_maaiveld", "ground-0.00", "h_min", "b3_h_min")
"""Two levels whose difference is the height, in the Dutch register of buildings in three dimensions."""
_FLOORS: Final = (
    "storeysaboveground", "floors", "storeys", "numberoffloors", "b3_bouwlagen", "aantal_bouwlagen", "levels", "层数",
)  # fmt: skip
_UNKNOWN: Final = frozenset({-9999.0, 9999.0, -999.0, -1.0, 99999.0, -99999.0})
"""Numbers that registers write where they know none."""
_UNIT_M: Final = {"ft": 0.3048, "feet": 0.3048, "foot": 0.3048, "cm": 0.01, "mm": 0.001, "km": 1000.0, "[ft_i]": 0.3048}


def layer_of(kind: str) -> tuple[str, str]:
    """The name and the kind of the layer for objects of a type."""
    if kind in RELIEF:
        return "terrain", "other"
    known = KIND_OF.get(kind)
    return (known, known) if known else (kind.lstrip("+") or "other", "other")


def unit_m(uom: str) -> float:
    """Metres in one unit as files name it ("m", "urn:ogc:def:uom:UCUM::m", "#ft"); a metre where it is not known."""
    return _UNIT_M.get(re.split(r"[:#/]", uom.strip().lower())[-1], 1.0)


def as_number(value: Any) -> float | None:
    """A stated number; None for what is none or stands for "unknown"."""
    if isinstance(value, dict):
        plain = as_number(value.get("value"))
        return plain * unit_m(str(value.get("uom", ""))) if plain is not None else None
    try:
        number = float(str(value).strip().replace(",", ".")) if not isinstance(value, bool) else None
    except ValueError:
        return None
    known = number is not None and abs(number) < 1e6 and number not in _UNKNOWN
    return number if known else None


def height_m(attributes: Mapping[str, Any]) -> float | None:
    """The height that the attributes state, None if they state none above 0."""
    lower = {key.lower(): value for key, value in attributes.items()}
    height = _first(lower, _STATED, above=0.0)
    if height is None:
        top, ground = _first(lower, _TOPS), _first(lower, _GROUNDS)
        height = top - ground if top is not None and ground is not None else None
    return height if height is not None and height > 0 else None


def floors(attributes: Mapping[str, Any]) -> float | None:
    """The storeys above ground that the attributes state, None if they state none."""
    lower = {key.lower(): value for key, value in attributes.items()}
    return _first(lower, _FLOORS, above=0.0)


def _first(lower: Mapping[str, Any], names: tuple[str, ...], above: float = -1e6) -> float | None:
    numbers = (as_number(lower[name]) for name in names if name in lower)
    return next((number for number in numbers if number is not None and number > above), None)


def columns(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The file's own attributes as they are, and those with a meaning by its name."""
    use = next((text for key in ("function", "usage", "class") if (text := _text(attributes.get(key)))), None)
    name = next((text for key in ("name", "gml:name", "Name", "名称") if (text := _text(attributes.get(key)))), None)
    known = {"height_m": height_m(attributes), "floors": floors(attributes), "name": name, "use": use}
    return {**attributes, **known}


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        return next((text for one in value if (text := _text(one))), None)
    return str(value).strip() or None if isinstance(value, str | int | float) and value == value else None
