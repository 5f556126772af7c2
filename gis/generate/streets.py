"""Streets: reserves that do not overlap (the wider one goes through), with rounded corners, and their middles."""

from __future__ import annotations

from dataclasses import dataclass

import shapely
from shapely import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from gis.generate.frames import Region, Table, polygons, region, rounded
from gis.generate.plan import Plan


@dataclass(frozen=True, slots=True)
class Street:
    """`axis` is the whole drawn middle, also beyond the site; `reserve` the street's own land within it;
    `lanes` count both directions."""

    table: Table
    axis: LineString
    reserve: Region
    lanes: int

    @property
    def id(self) -> str:
        """The street's id."""
        return str(self.table["id"])

    @property
    def width_m(self) -> float:
        """Width of the reserve."""
        return float(self.table["width_m"])


def streets(plan: Plan, site: BaseGeometry) -> list[Street]:
    """All streets, wide ones first, cut to `site` and to each other."""
    rule = plan.rules.street
    tables = sorted(plan.tables["road"], key=lambda table: -table["width_m"])
    axes: list[LineString] = []
    reserves: list[BaseGeometry] = []
    taken: BaseGeometry = Polygon()
    for table in tables:
        axis = plan.frame(table).to_world(LineString(rounded(table["line"], table.get("fillet_m", rule.bend_radius_m))))
        reserve = (axis.buffer(table["width_m"] / 2, cap_style="flat") & site) - taken
        axes.append(axis)
        reserves.append(reserve)
        taken = taken | reserve
    _round_corners(reserves, taken, site, rule.corner_radius_m)
    return [
        Street(table, axis, region(reserve), plan.rules.road_class[table["class"]].lanes)
        for table, axis, reserve in zip(tables, axes, reserves, strict=True)
    ]


def _round_corners(reserves: list[BaseGeometry], taken: BaseGeometry, site: BaseGeometry, radius_m: float) -> None:
    """Give the land in each inner corner to the street that is nearest."""
    flares = (taken.buffer(radius_m).buffer(-radius_m) & site) - taken
    for flare in polygons(flares):
        nearest = min(
            (i for i, reserve in enumerate(reserves) if not reserve.is_empty),
            key=lambda i: float(shapely.distance(reserves[i], flare)),
        )
        reserves[nearest] = region(reserves[nearest] | flare)
