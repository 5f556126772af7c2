"""What a park's GeoPackage holds, as data: the reader checks against it, the generator writes by it, docs come from it.

Coordinates are of one flat system in metres, east before north: EPSG:4549 (CGCS2000, 3-degree Gauss-Kruger, central
meridian 120E) in the parks that come with the program, any other in a user's own.
Units are part of a column's name. `python -m gis.schema` prints this schema as a page.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Final

from gis.place import STATUSES, USES

EPSG: Final = 4549
"""The system of the parks that come with the program."""

POLYGON: Final = ("Polygon", "MultiPolygon")
LINE: Final = ("LineString", "MultiLineString")
POINT: Final = ("Point",)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a layer; `kind` is "text", "number" or "integer".

    `optional`: the column may be missing and its values may be null. `allowed`: the only values, if not empty.
    `positive`: values must be above 0. `between`: the least and the most that a value may be.
    """

    name: str
    kind: str
    about: str
    optional: bool = False
    allowed: tuple[str, ...] = ()
    positive: bool = False
    between: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer; an `optional` one may be missing. `unique`: `id` names each feature once.

    `placeless`: a feature may lack its geometry, where its position is unknown.
    """

    name: str
    geometry: tuple[str, ...]
    about: str
    columns: tuple[Column, ...]
    optional: bool = False
    unique: bool = True
    placeless: bool = False


PROVENANCES: Final = ("synthetic", "published", "imported")
POSITIONS: Final = ("published", "inferred", "assumed", "unknown")

_ID = Column("id", "text", "unique within the layer")
_NAMES = (
    Column("name_en", "text", "English name", optional=True),
    Column("name_zh", "text", "Chinese name", optional=True),
)
_PARK = Column("park", "text", 'id of the park ("ai", "vr"): letters, digits, "_", "-"; not "both"')
_PROVENANCE = (
    Column(
        "provenance",
        "text",
        '"published" where the feature meets the published figures that `published` lists; "synthetic" where it is '
        'drafted; "imported" where it comes from the file that `source` names. Outlines that come with the program '
        "are drafted throughout: none is published",
        allowed=PROVENANCES,
    ),
    Column("published", "text", "fact ids or phrases of what is published of it, separated by '; '", optional=True),
    Column("source", "text", "file and layer that it was imported from", optional=True),
    Column("estimated", "text", "columns whose values the import estimated, separated by '; '", optional=True),
)
_KIND = Column("kind", "text", "finer kind", optional=True)
_AREA = Column("area_m2", "number", "area of the outline", optional=True)
_BUILT = (
    Column("status", "text", "at the start of the simulation", allowed=STATUSES),
    Column("phase", "integer", "0 stands, 1 and 2 are begun, 3 and more come later, in this order"),
    Column("year", "integer", "year of completion, where it stands", optional=True),
)


def _ground(name: str, about: str, optional: bool = False, of_parcel: bool = False) -> Layer:
    parcel = (Column("parcel", "text", "id of the parcel that it lies in"),) if of_parcel else ()
    return Layer(name, POLYGON, about, (_ID, *_NAMES, _PARK, *parcel, _KIND, _AREA, *_PROVENANCE), optional)


def _of_parcel(name: str, geometry: tuple[str, ...], about: str, *columns: Column) -> Layer:
    parcel = Column("parcel", "text", "id of the parcel that it lies in")
    return Layer(name, geometry, about, (_ID, _PARK, parcel, _KIND, *columns, *_PROVENANCE), optional=True)


LAYERS: Final = (
    Layer(
        "site", POLYGON, "One feature a connected site; a park's area is the sum of its sites.",
        (
            _ID, *_NAMES, _PARK,
            Column("park_en", "text", "the park's English name"),
            Column("park_zh", "text", "the park's Chinese name"),
            Column("area_mu", "number", "area in mu (1 mu = 10,000/15 m2)", positive=True),
            *_PROVENANCE,
        ),
    ),
    Layer(
        "zones", POLYGON, "Functional zones.",
        (
            _ID, *_NAMES, _PARK,
            Column("area_mu", "number", "land of the zone's parcels", optional=True),
            Column("gfa_m2", "number", "floor area above ground of its parcels", optional=True),
            *_PROVENANCE,
        ),
    ),
    Layer(
        "parcels", POLYGON, "Plots that are developed as one project.",
        (
            _ID, *_NAMES, _PARK,
            Column("zone", "text", "id of the zone"),
            Column("use", "text", "what it is built for", allowed=USES),
            Column("area_m2", "number", "area of the outline", positive=True),
            Column("gfa_m2", "number", "floor area above ground"),
            Column("gfa_below_m2", "number", "floor area below ground"),
            Column("floor_area_ratio", "number", "floor area above ground by land"),
            Column("coverage", "number", "built ground by land"),
            Column("green_ratio", "number", "lawns by land", optional=True),
            Column("height_limit_m", "number", "no building is higher", positive=True),
            Column("setback_m", "number", "buildings stay this far from the edge", optional=True),
            Column("parking_spaces", "integer", "spaces above and below ground", optional=True),
            Column("level_m", "number", "elevation of its ground, or of its largest terrace", optional=True),
            *_BUILT, *_PROVENANCE,
            Column("assumed", "text", "what of it is assumed", optional=True),
        ),
    ),
    Layer(
        "buildings", POLYGON, "Masses: a building, or a tower that stands on a podium (then a feature of its own).",
        (
            _ID, *_NAMES, _PARK,
            Column("zone", "text", "id of the zone"),
            Column("parcel", "text", "id of the parcel"),
            Column("use", "text", "what it is used for", allowed=USES),
            Column("style", "text", "how the scene draws it"),
            Column("archetype", "text", "the sort of building in the plan", optional=True),
            Column("floors", "integer", "storeys of this mass, above its base", positive=True, between=(1, 200)),
            Column("floor_height_m", "number", "height of a storey", positive=True, between=(2, 20)),
            Column("base_m", "number", "top of the podium below it, above the ground; 0 on the ground"),
            Column("height_m", "number", "its top above the ground", optional=True),
            Column("ground_m", "number", "elevation of the ground (assumed)"),
            Column("footprint_m2", "number", "area of the outline", optional=True),
            Column("gfa_m2", "number", "its floor area above ground"),
            Column("gfa_below_m2", "number", "its share of the parcel's floor area below ground"),
            *_BUILT, *_PROVENANCE,
        ),
    ),
    Layer(
        "roads", POLYGON, "Streets: the land of the reserve.",
        (
            _ID, *_NAMES, _PARK,
            Column("road_class", "text", "rank", allowed=("arterial", "secondary", "collector", "local")),
            Column("width_m", "number", "width of the reserve", positive=True),
            Column("lanes", "integer", "lanes, both directions", positive=True),
            Column("grade_pct", "number", "steepest slope along its middle", optional=True),
            _AREA, *_PROVENANCE,
        ),
    ),
    _ground("greens", "Public greens."),
    _ground("water", "Lakes and brooks."),
    Layer(
        "trees", POINT, "Single trees.",
        (
            _PARK,
            Column("kind", "text", "where it stands: street, hill, park, garden ..."),
            Column("height_m", "number", "height", positive=True),
            *_PROVENANCE,
        ),
        unique=False,
    ),
    Layer(
        "places", POINT, "Names to write into map and scene; one whose position is unknown has no geometry.",
        (
            *_NAMES, _PARK,
            Column("kind", "text", "gate, parcel, green ..."),
            Column("rank", "integer", "1 is the most important", positive=True),
            Column("fact", "text", "what is published of it, in our words, or the id of a fact", optional=True),
            Column("position", "text", "how its position is known", optional=True, allowed=POSITIONS),
            *_PROVENANCE,
        ),
        unique=False, placeless=True,
    ),
    Layer(
        "centrelines", LINE, "Middles of the roads; `id` is the road's; z, if there is any, is the graded elevation.",
        (_ID, _PARK, *_PROVENANCE), optional=True,
    ),
    _ground("squares", "Public squares.", optional=True),
    _ground("landscape", 'Ground inside parcels: `kind` "lawn" or "plaza".', optional=True, of_parcel=True),
    _ground("paths", "Footpaths through greens.", optional=True),
    Layer(
        "parking", POLYGON, "Parking on the ground.",
        (
            _ID, _PARK,
            Column("parcel", "text", "id of the parcel that it lies in"),
            _KIND,
            Column("spaces", "integer", "parking spaces", optional=True),
            *_PROVENANCE,
        ),
        optional=True,
    ),
    _of_parcel("terraces", POLYGON, 'Ground of parcels with elevations: `kind` "level" or "ramp" (an inclined plane).',
        Column("level_m", "number", "its elevation; of a ramp, that of its middle"),
    ),
    _of_parcel("lanes", POLYGON, 'Inner streets of parcels: `kind` "service", "fire" or "campus".',
        Column("width_m", "number", "width of the carriageway", positive=True),
    ),
    _of_parcel("ramps", POLYGON, "Ramps down to underground parking.",
        Column("azimuth_deg", "number", "direction in which it goes down, clockwise from north"),
    ),
    _of_parcel("entrances", POINT, 'Ways in: `kind` "gate" (of the parcel), "main" or "service" (of a building).',
        Column("building", "text", "id of the building", optional=True),
        Column("azimuth_deg", "number", "direction of one who walks in, clockwise from north"),
    ),
    Layer(
        "stops", POINT, 'Public transport: `kind` "metro_station", "metro_entrance" or "bus_stop".',
        (
            _ID, *_NAMES, _PARK, _KIND, Column("lines", "text", "lines that stop", optional=True),
            Column("azimuth_deg", "number", "direction of the street, clockwise from north", optional=True),
            *_PROVENANCE,
        ),
        optional=True,
    ),
    Layer(
        "terrain", POINT, "Elevations on a regular grid, rows west to east, from the south: replaces the drawn relief.",
        (_PARK, Column("elevation_m", "number", "elevation"), *_PROVENANCE),
        optional=True, unique=False,
    ),
    Layer(
        "terrain_far", POINT, "The same, coarser, as far as the horizon.",
        (_PARK, Column("elevation_m", "number", "elevation"), *_PROVENANCE),
        optional=True, unique=False,
    ),
)  # fmt: skip
"""Every layer of a park's file, in the order in which it is written."""


def layer(name: str) -> Layer:
    """The layer called `name`.

    Raises:
        KeyError: the schema has none of this name.
    """
    for known in LAYERS:
        if known.name == name:
            return known
    raise KeyError(name)


def page() -> str:
    """The schema as a Markdown page."""
    lines = [
        "# What a park's GeoPackage holds",
        "",
        "<!-- Made by `python -m gis.schema`; change gis/schema.py, not this page. -->",
        "",
        f"One file a park, EPSG:{EPSG} (CGCS2000, 3-degree Gauss-Kruger, central meridian 120E) or another flat system",
        "in metres, the same in all layers.",
        "Units are part of a column's name. Further layers and columns are ignored.",
    ]
    for known in LAYERS:
        lines += ["", f"## `{known.name}`{' (optional)' if known.optional else ''}", ""]
        lines += [
            f"{known.about} Geometry: {' or '.join(known.geometry)}.",
            "",
            "| column | values | what |",
            "|---|---|---|",
        ]
        lines += [f"| `{c.name}` | {_values(c)} | {c.about} |" for c in known.columns]
    return "\n".join(lines) + "\n"


def _values(column: Column) -> str:
    parts = [", ".join(f"`{value}`" for value in column.allowed) or column.kind]
    if column.between:
        parts.append("{:g} to {:g}".format(*column.between))
    parts += ["above 0"] * (column.positive and not column.between) + ["may be missing"] * column.optional
    return "; ".join(parts)


if __name__ == "__main__":
    sys.stdout.write(page())
