"""What OpenStreetMap's tags say: which layer an object belongs to, and its columns there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

Tags = Mapping[str, str]

CARRIAGEWAYS: Final = frozenset(
    {
        "motorway", "trunk", "primary", "secondary", "tertiary", "motorway_link", "trunk_link", "primary_link",
        "secondary_link", "tertiary_link", "unclassified", "residential", "living_street", "service", "track",
        "pedestrian", "road", "busway", "bus_guideway", "escape",
    }
)  # fmt: skip
FOOTWAYS: Final = frozenset({"footway", "cycleway", "path", "steps", "bridleway", "corridor"})
RANKS: Final = {
    "motorway": "arterial", "trunk": "arterial", "primary": "arterial", "secondary": "secondary",
    "tertiary": "collector",
}  # fmt: skip
"""The rank of a road in a park's file by its highway=*; every other is local."""

_AREAS: Final = (
    ("landuse", "water", {"reservoir", "basin", "pond", "salt_pond"}),
    ("natural", "water", {"water"}),
    ("waterway", "water", {"riverbank", "dock", "boatyard", "river", "stream", "canal", "ditch", "drain"}),
    ("leisure", "greens", {"park", "garden", "pitch", "golf_course", "playground", "nature_reserve", "dog_park"}),
    (
        "landuse", "greens",
        {
            "grass", "forest", "meadow", "recreation_ground", "village_green", "greenfield", "flowerbed", "orchard",
            "vineyard", "plant_nursery", "allotments", "cemetery",
        },
    ),
    ("natural", "greens", {"wood", "scrub", "grassland", "heath", "shrubbery"}),
    ("place", "squares", {"square"}),
    ("highway", "squares", CARRIAGEWAYS | FOOTWAYS),
    ("amenity", "parking", {"parking", "bicycle_parking", "motorcycle_parking"}),
    ("railway", "stops", {"station", "halt"}),
    ("public_transport", "stops", {"station"}),
    ("amenity", "stops", {"bus_station"}),
    (
        "landuse", "parcels",
        {
            "industrial", "commercial", "retail", "residential", "construction", "brownfield", "education",
            "institutional", "religious", "military", "railway", "garages",
        },
    ),
)  # fmt: skip
"""(key, layer, values) of areas, the most telling first."""
_LINES: Final = (
    ("highway", "roads", CARRIAGEWAYS),
    ("highway", "paths", FOOTWAYS),
    ("waterway", "water", {"river", "stream", "canal", "ditch", "drain", "tidal_channel"}),
)
_POINTS: Final = (
    ("natural", "trees", {"tree"}),
    ("highway", "stops", {"bus_stop"}),
    ("railway", "stops", {"station", "halt", "tram_stop", "subway_entrance"}),
    ("public_transport", "stops", {"station"}),
    ("amenity", "stops", {"bus_station"}),
    ("amenity", "parking", {"parking"}),
)
_HEIGHTS: Final = ("height", "building:height", "est_height")
_LENGTH: Final = re.compile(
    r"[~≈]?\s*(\d+(?:[.,]\d+)?|[.,]\d+)\s*(m|metres?|meters?|米|ft|feet|foot|cm|mm|km)?\.?", re.I
)
_FEET: Final = re.compile(r"[~≈]?\s*(\d+(?:\.\d+)?)\s*(?:'|′|’|ft)\s*(?:(\d+(?:\.\d+)?)\s*(?:\"|″|”|''|in)?)?")
_UNIT_M: Final = {"ft": 0.3048, "feet": 0.3048, "foot": 0.3048, "cm": 0.01, "mm": 0.001, "km": 1000.0}


def is_building(tags: Tags) -> bool:
    """Whether the tags are of a building as a whole."""
    return tags.get("building", "no") not in ("no", "none", "")


def is_part(tags: Tags) -> bool:
    """Whether the tags are of a part of a building."""
    return tags.get("building:part", "no") not in ("no", "")


def kind_of_node(tags: Tags) -> str:
    """The layer of a node, "" if it belongs to none."""
    return _first(_POINTS, tags) or ("places" if "place" in tags and _named(tags) else "")


def kind_of_way(tags: Tags, closed: bool) -> str:
    """The layer of a way, "" if it belongs to none. An area whose way is not closed is still of its kind."""
    if is_building(tags):
        return "buildings"
    line = _first(_LINES, tags)
    if line and not (closed and tags.get("area") == "yes"):
        return line
    return "" if tags.get("area") == "no" else _first(_AREAS, tags)


def kind_of_area(tags: Tags) -> str:
    """The layer of a multipolygon, "" if it belongs to none."""
    return "buildings" if is_building(tags) else _first(_AREAS, tags)


def _first(table: tuple[tuple[str, str, Any], ...], tags: Tags) -> str:
    return next((kind for key, kind, values in table if tags.get(key) in values), "")


def _named(tags: Tags) -> bool:
    return any(key in tags for key in ("name", "name:en", "name:zh", "name:zh-Hans"))


def metres(text: str | None) -> float | None:
    """A length as people write it ("12", "12,5 m", "40 ft", "40'6\\""), None if it is none above 0."""
    text = (text or "").strip()
    if plain := _LENGTH.fullmatch(text):
        value = float(plain[1].replace(",", ".")) * _UNIT_M.get((plain[2] or "m").lower(), 1.0)
    elif imperial := _FEET.fullmatch(text):
        value = (float(imperial[1]) + float(imperial[2] or 0) / 12) * 0.3048
    else:
        return None
    return value if value > 0 else None


def number(text: str | None) -> float | None:
    """A plain number not below 0, None if it is none."""
    found = re.fullmatch(r"\s*(\d{1,9}(?:[.,]\d+)?)\s*", text or "")
    return float(found[1].replace(",", ".")) if found else None


def height_m(tags: Tags) -> float | None:
    """The height that the tags state, None if they state none."""
    return next((value for key in _HEIGHTS if (value := metres(tags.get(key))) is not None), None)


def columns(kind: str, tags: Tags) -> dict[str, Any]:
    """The columns of an object in the layer `kind`."""
    row: dict[str, Any] = {
        "name": tags.get("name"),
        "name_en": tags.get("name:en"),
        "name_zh": tags.get("name:zh-Hans") or tags.get("name:zh"),
    }
    if kind == "buildings":
        return {**row, **_of_building(tags)}
    if kind in ("roads", "paths"):
        return {**row, **_of_road(tags)}
    if kind == "trees":
        return {**row, "height_m": height_m(tags), "crown_m": metres(tags.get("diameter_crown"))}
    table = _POINTS + _AREAS + _LINES
    use = next((tags[key] for key, of, values in table if of == kind and tags.get(key) in values), tags.get("place"))
    return {**row, "use": use}


def _of_building(tags: Tags) -> dict[str, Any]:
    stated = tags["building"]
    other = ("building:use", "amenity", "office", "shop", "tourism", "industrial")
    return {
        "height_m": height_m(tags),
        "floors": number(tags.get("building:levels")),
        "use": stated if stated != "yes" else next((tags[key] for key in other if key in tags), None),
        "min_height_m": metres(tags.get("min_height")),
        "min_level": number(tags.get("building:min_level")),
        "roof_levels": number(tags.get("roof:levels")),
    }


def _of_road(tags: Tags) -> dict[str, Any]:
    highway = tags.get("highway", "")
    return {
        "highway": highway,
        "road_class": RANKS.get(highway.removesuffix("_link"), "local"),
        "lanes": number(tags.get("lanes")),
        "width_m": metres(tags.get("width")) or metres(tags.get("est_width")),
    }
