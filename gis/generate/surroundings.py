"""What surrounds the parks: roads up to them, blocks by rule, peaks. Drawn for orientation only."""

from __future__ import annotations

import tomllib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from shapely import LineString, Point, Polygon, STRtree, box
from shapely.geometry.base import BaseGeometry

from gis.generate.frames import PlanFrame, Table, region, rounded
from gis.generate.park import DrawnPark
from gis.generate.transport import bridges, bus_stops, hill_rows, metro_rows, rivers, verge_trees, verges, water_rows
from gis.schema import EPSG

_FROM_SITE_M = 26.0
_FROM_ROAD_M = 24.0
_FROM_WATER_M = 22.0
_FROM_BRIDGE_M = 30.0
_FROM_CROSSING_M = 30.0
_ALLEY_M = 11.0
"""Half the street between two blocks."""
_BEND_M = 150.0
_SIX_LANES_M = 36
_GRID_M = 0.001
_STRIP_SHARE = 0.15
"""A street with less of its reserve outside the sites needs no outer strip."""

Slot = tuple[float, float, float, float, int, float]
"""x, y, width, depth, floors, storey height of a building on its block."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Buildings of one size in rows: `apart_m` along a row and between rows."""

    width_m: float
    depth_m: float
    floor_height_m: float
    apart_m: tuple[float, float]
    floors: tuple[int, ...]


_LOW: Final = _Rows(52, 13, 3.0, (10, 20), (6,))
_KINDS: Final[dict[str, tuple[_Rows, ...]]] = {
    "housing": (
        _LOW, _LOW, _Rows(52, 13, 3.0, (10, 30), (11,)), _Rows(34, 13, 3.0, (26, 30), (18,)),
        _Rows(34, 13, 3.0, (26, 30), (26,)), _Rows(34, 13, 3.0, (26, 30), (30,)),
    ),
    "factory": (_Rows(74, 44, 6.0, (16, 16), (1, 2, 3)),),
    "village": (_Rows(30, 11, 3.5, (16, 23), (2,)),),
    "campus": (_Rows(50, 18, 4.0, (18, 22), (4, 5, 6, 7)),),
    "office": (_Rows(40, 26, 4.0, (18, 20), (6, 8, 12, 18)),),
}  # fmt: skip


def surroundings(file: Path, parks: Sequence[DrawnPark]) -> dict[str, gpd.GeoDataFrame]:
    """The layers that the plan in `file` describes around `parks`, by name."""
    plan = tomllib.loads(file.read_text(encoding="utf-8"))
    # On a millimetre grid: the parks share an edge that differs by rounding, and overlays with such hairs go wrong.
    sites = shapely.union_all([site for park in parks for site in park.sites.values()], grid_size=_GRID_M)
    roads = list(_roads(plan, sites))
    paved = shapely.union_all([sites, *(road["geometry"] for road in roads)])
    roads += _outer_strips(parks, sites, paved)
    water, axes = rivers(plan), _axes(plan)
    decks = list(bridges(water, axes))
    reserves = shapely.union_all([road["geometry"] for road in roads])
    greens = list(verges(plan, parks, reserves))
    taken = shapely.union_all(
        [
            sites.buffer(_FROM_SITE_M, join_style="mitre"),
            *(row["geometry"].buffer(_FROM_ROAD_M / 2) for row in [*roads, *greens]),
            *(shape.buffer(_FROM_WATER_M) for _, shape in water),
        ]
    )
    stops = [stop for road in axes for stop in _stops(road, axes, shapely.union_all([sites, *_decked(decks)]))]
    return {
        "roads": _table(roads),
        "centrelines": _table(_centrelines(plan)),
        "blocks": _table(_blocks(plan, taken)),
        "peaks": _table(_peaks(plan)),
        "hills": _table(list(hill_rows(plan))),
        "water": _table(list(water_rows(water, decks))),
        "bridges": _table(decks),
        "greens": _table(greens),
        "trees": _table(list(verge_trees(greens))),
        "stops": _table([*metro_rows(plan), *stops]),
    }


def _decked(decks: Sequence[Table]) -> list[BaseGeometry]:
    """The bridges with the streets just before them: no bus stops there."""
    return [deck["geometry"].buffer(_FROM_BRIDGE_M) for deck in decks]


def _stops(
    road: tuple[Table, LineString], axes: Sequence[tuple[Table, LineString]], off: BaseGeometry
) -> Iterator[Table]:
    """Bus stops of a road, away from the others and off `off`."""
    table, axis = road
    others = [other.buffer(one["width_m"] / 2 + _FROM_CROSSING_M) for one, other in axes if one is not table]
    where = axis.buffer(table["width_m"] / 2, cap_style="flat") - shapely.union_all([off, *others])
    return bus_stops(table, axis, float(table["width_m"]), where)


def _table(rows: Sequence[Table]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame([{"provenance": "synthetic", **row} for row in rows], geometry="geometry", crs=EPSG)


def _axes(plan: dict[str, Any]) -> list[tuple[Table, LineString]]:
    return [(table, LineString(rounded(table["line"], _BEND_M))) for table in plan["road"]]


def _roads(plan: dict[str, Any], sites: BaseGeometry) -> Iterator[Table]:
    """Roads outside the sites; within them, the parks' own streets are drawn."""
    for table, axis in _axes(plan):
        yield _road(table, axis.buffer(table["width_m"] / 2, cap_style="flat") - sites)


def _road(table: Table, reserve: BaseGeometry) -> Table:
    return {
        "id": table["id"], "name_en": table["name_en"], "name_zh": table["name_zh"], "road_class": table["class"],
        "width_m": float(table["width_m"]), "lanes": 6 if table["width_m"] >= _SIX_LANES_M else 4,
        "geometry": region(reserve),
    }  # fmt: skip


def _outer_strips(parks: Sequence[DrawnPark], sites: BaseGeometry, paved: BaseGeometry) -> Iterator[Table]:
    """A street on the edge of a site lies half outside it: the other half, so that the scene shows it whole.

    Streets that merely end at the edge get no stub.
    """
    for park in parks:
        for street in park.streets:
            beside = shapely.union_all([site.buffer(street.width_m) for site in park.sites.values()])
            reserve = (street.axis & beside).buffer(street.width_m / 2, cap_style="flat")
            if (reserve - sites).area > _STRIP_SHARE * reserve.area:
                yield _road({**street.table, "id": f"{park.plan.park['id']}-{street.table['id']}"}, reserve - paved)


def _centrelines(plan: dict[str, Any]) -> list[Table]:
    return [{"id": table["id"], "geometry": axis} for table, axis in _axes(plan)]


def _peaks(plan: dict[str, Any]) -> list[Table]:
    named = [
        {
            "name_en": table["name_en"], "name_zh": table["name_zh"], "elevation_m": float(table["elevation_m"]),
            "provenance": "published" if "published" in table else "synthetic", "published": table.get("published"),
            "geometry": Point(table["at"]),
        }
        for table in plan["peak"]
    ]  # fmt: skip
    shoulders = [
        {"name_en": None, "name_zh": None, "elevation_m": float(z), "published": None, "geometry": Point(x, y)}
        for table in plan["shoulder"]
        for x, y, z in table["points"]
    ]
    return [*named, *shoulders]


def _blocks(plan: dict[str, Any], taken: BaseGeometry) -> list[Table]:
    """Every block's buildings on free ground, thinned where regions overlap."""
    grids = {table["id"]: PlanFrame(tuple(table["origin"]), table["azimuth_deg"]) for table in plan["grid"]}
    rows = [row for table in plan["region"] for row in _region_blocks(table, grids[table["grid"]], taken)]
    tree = STRtree([row["geometry"] for row in rows])
    first, second = tree.query([row["geometry"] for row in rows], predicate="intersects")
    doubled = set(np.maximum(first, second)[first != second].tolist())
    kept = [row for i, row in enumerate(rows) if i not in doubled]
    return [{"id": f"block-{i:04d}", **row} for i, row in enumerate(kept, 1)]


def _region_blocks(table: Table, grid: PlanFrame, taken: BaseGeometry) -> Iterator[Table]:
    outline = Polygon(table["ring"])
    free = grid.to_plan(outline - taken)
    shapely.prepare(free)
    u0, v0, u1, v1 = grid.to_plan(outline).bounds
    across, along = table["module_m"]
    kinds = [kind for kind, weight in table["mix"].items() for _ in range(weight)]
    for i, u in enumerate(np.arange(u0, u1, across)):
        for j, v in enumerate(np.arange(v0, v1, along)):
            chance = np.random.default_rng(zlib.crc32(f"{table['id']}{i},{j}".encode()))
            kind = kinds[chance.integers(len(kinds))]
            for x, y, width_m, depth_m, floors, floor_height_m in _slots(kind, chance, u, v, across, along):
                footprint = box(x, y, x + width_m, y + depth_m)
                if free.contains(footprint):
                    height_m = round(floors * floor_height_m * chance.uniform(0.92, 1.08), 1)
                    yield {
                        "region": table["id"], "kind": kind, "floors": floors, "height_m": height_m,
                        "geometry": grid.to_world(footprint),
                    }  # fmt: skip


def _slots(
    kind: str, chance: np.random.Generator, u: float, v: float, across_m: float, along_m: float
) -> Iterator[Slot]:
    """Where the buildings of a block of `kind` could stand; greens have none."""
    if kind not in _KINDS:
        return
    choices = _KINDS[kind]
    rows = choices[chance.integers(len(choices))]
    floors = rows.floors[chance.integers(len(rows.floors))]
    x0, x1 = u + _ALLEY_M, u + across_m - _ALLEY_M - rows.width_m
    y0, y1 = v + _ALLEY_M, v + along_m - _ALLEY_M - rows.depth_m
    for y in np.arange(y0, y1, rows.depth_m + rows.apart_m[1]):
        for x in np.arange(x0, x1, rows.width_m + rows.apart_m[0]):
            yield float(x), float(y), rows.width_m, rows.depth_m, floors, rows.floor_height_m
