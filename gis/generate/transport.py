"""Stops along streets by rule, and what surrounds the parks besides blocks and roads: river, bridges, verges, hills.

Drawn for orientation. Only the metro station is published; bus stops stand where a rule puts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import shapely
from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from gis.generate.frames import Table, region, rounded
from gis.generate.park import DrawnPark

EVERY_M: Final = 520.0
"""Bus stops on the same side of a street."""
_FROM_END_M: Final = 110.0
_FROM_KERB_M: Final = 1.8
"""Shelters stand this far inside the edge of the reserve."""
_FROM_CROSSING_M: Final = 30.0
_FROM_GATE_M: Final = 26.0
_MOVED_M: Final = (0.0, 35.0, -35.0, 70.0, -70.0)
"""A stop that cannot stand where the rule puts it is moved along the street, the nearest way first."""
_CLASSES: Final = ("arterial", "secondary")
"""Streets that buses take."""
_BANK_M: Final = 7.0
"""Bridges reach this far beyond either bank."""
_BEND_M: Final = 150.0
_TREE_M: Final = 9.0
_TREE_HEIGHT_M: Final = 7.5


def park_stops(park: DrawnPark) -> Iterator[Table]:
    """Bus stops on both sides of the park's wider streets, within its sites: rows of the layer `stops`."""
    site = shapely.union_all(list(park.sites.values()))
    gates = [mark.point.buffer(_FROM_GATE_M) for mark in park.landmarks if mark.kind == "parcel_gate" and mark.point]
    for street in park.streets:
        if street.table["class"] in _CLASSES:
            others = [other.reserve for other in park.streets if other is not street]
            where = site - shapely.union_all([shapely.union_all(others).buffer(_FROM_CROSSING_M), *gates])
            yield from bus_stops(street.table, street.axis, street.width_m, where)


def bus_stops(table: Table, axis: LineString, width_m: float, where: BaseGeometry) -> Iterator[Table]:
    """Stops of one street that lie in `where`: on the right-hand side of either way."""
    shapely.prepare(where)
    count = max(1, round((axis.length - 2 * _FROM_END_M) / EVERY_M))
    number = 0
    for k, at_m in enumerate(np.linspace(_FROM_END_M, axis.length - _FROM_END_M, count + 1)):
        for side in (1, -1):
            right_m = side * (width_m / 2 - _FROM_KERB_M)
            tried = [_beside(axis, float(at_m) + 25.0 * side + by_m, right_m) for by_m in _MOVED_M]
            for point, azimuth_deg in [found for found in tried if where.contains(found[0])][:1]:
                number += 1
                yield {
                    "id": f"bus-{table['id']}-{k + 1}{'ab'[side < 0]}",
                    "name_en": f"Bus stop {table['name_en']} {number}",
                    "name_zh": f"{table['name_zh']}{number}号公交站", "kind": "bus_stop", "lines": None,
                    "azimuth_deg": azimuth_deg, "geometry": point,
                }  # fmt: skip


def _beside(axis: LineString, at_m: float, right_m: float) -> tuple[Point, float]:
    """The point so far along `axis` and to its right, and the direction of the lane there, degrees from north."""
    at_m = min(max(at_m, 1.0), axis.length - 1.0)
    here, ahead = axis.interpolate(at_m), axis.interpolate(at_m + 0.5)
    along = np.array([ahead.x - here.x, ahead.y - here.y])
    along /= np.hypot(*along)
    azimuth_deg = float(np.degrees(np.arctan2(along[0], along[1]))) + (180 if right_m < 0 else 0)
    return Point(here.x + right_m * along[1], here.y - right_m * along[0]), round(azimuth_deg % 360, 1)


def rivers(plan: dict[str, Any]) -> list[tuple[Table, BaseGeometry]]:
    """Each river of `plan` with its water, bridges or not."""
    return [
        (table, LineString(rounded(table["line"], _BEND_M)).buffer(table["width_m"] / 2, cap_style="flat"))
        for table in plan.get("river", [])
    ]


def bridges(water: Sequence[tuple[Table, BaseGeometry]], axes: Sequence[tuple[Table, LineString]]) -> Iterator[Table]:
    """A deck wherever a road crosses a river: as wide as the road's reserve, from bank to bank."""
    for river, shape in water:
        banks = shape.buffer(_BANK_M, cap_style="flat", join_style="mitre")
        for road, axis in axes:
            for part in shapely.get_parts(axis & banks):
                if part.length > 1.0 and part.intersects(shape):
                    (x0, y0), (x1, y1) = part.coords[0], part.coords[-1]
                    yield {
                        "id": f"bridge-{road['id']}",
                        "name_en": f"{road['name_en']} bridge over the {river['name_en']}",
                        "name_zh": f"{road['name_zh']}{river['name_zh']}桥", "kind": "bridge",
                        "azimuth_deg": round(float(np.degrees(np.arctan2(x1 - x0, y1 - y0))) % 360, 1),
                        "geometry": part.buffer(road["width_m"] / 2, cap_style="flat"),
                    }  # fmt: skip


def water_rows(water: Sequence[tuple[Table, BaseGeometry]], decks: Sequence[Table]) -> Iterator[Table]:
    """The rivers' surfaces, open between the bridges."""
    over = shapely.union_all([deck["geometry"] for deck in decks])
    for table, shape in water:
        yield {
            "id": table["id"], "name_en": table["name_en"], "name_zh": table["name_zh"], "kind": "river",
            "error_m": float(table["error_m"]), "basis": table["basis"], "geometry": region(shape - over),
        }  # fmt: skip


def verges(plan: dict[str, Any], parks: Sequence[DrawnPark], off: BaseGeometry) -> Iterator[Table]:
    """Green strips beside streets of the parks, outside their sites, clear of `off`."""
    for table in plan.get("verge", []):
        park = next(park for park in parks if park.plan.park["id"] == table["park"])
        street = next(street for street in park.streets if street.id == table["road"])
        sites = shapely.union_all(list(park.sites.values()))
        near = street.axis & sites.buffer(street.width_m)
        wide_m, side = street.width_m / 2 + table["width_m"], -1 if table["side"] == "right" else 1
        strip = near.buffer(side * wide_m, single_sided=True) - near.buffer(street.width_m / 2)
        names = {"name_en": table["name_en"], "name_zh": table["name_zh"], "kind": "verge"}
        yield {"id": table["id"], **names, "geometry": region(strip - sites - off)}


def verge_trees(rows: Sequence[Table]) -> Iterator[Table]:
    """Two rows of trees along each verge, by the distance from its edge."""
    for row in rows:
        for ring_m in (3.0, 9.0):
            edge = row["geometry"].buffer(-ring_m).boundary
            for line in shapely.get_parts(edge):
                for at_m in np.arange(0, line.length, _TREE_M):
                    yield {"kind": "street", "height_m": _TREE_HEIGHT_M, "geometry": line.interpolate(float(at_m))}


def metro_rows(plan: dict[str, Any]) -> Iterator[Table]:
    """The metro stations whose place is known, with how well."""
    for table in plan.get("metro", []):
        yield {
            "id": table["id"], "name_en": table["name_en"], "name_zh": table["name_zh"], "kind": "metro_station",
            "lines": table["lines"], "azimuth_deg": float(table["azimuth_deg"]), "error_m": float(table["error_m"]),
            "basis": table["basis"], "provenance": "published", "published": table["published"],
            "geometry": Point(table["at"]),
        }  # fmt: skip


def hill_rows(plan: dict[str, Any]) -> Iterator[Table]:
    """The hills that have a name: their peaks, heights, and how well their places are known."""
    for table in plan["peak"]:
        yield {
            "name_en": table["name_en"], "name_zh": table["name_zh"], "elevation_m": float(table["elevation_m"]),
            "error_m": float(table["error_m"]), "provenance": "published" if "published" in table else "synthetic",
            "published": table.get("published"), "geometry": Point(table["at"]),
        }  # fmt: skip
