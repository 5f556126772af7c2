"""A drawn park as the layers of its file, column by column of the schema."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from gis.generate import inside_layers
from gis.generate.blocks import Plot
from gis.generate.figures import below_m2, spaces
from gis.generate.frames import polygons, region
from gis.generate.levels import Levels, levels
from gis.generate.masses import Mass, setback_m
from gis.generate.park import DrawnPark
from gis.generate.rules import Rules
from gis.generate.transport import park_stops
from gis.schema import LAYERS, Layer
from gis.units import mu_from_m2

Row = dict[str, Any]

_ASSUMED = "assumed"
"""A published phrase that holds this word tells of the project, not of its place and size."""
_GRID_M = 1e-6
_FROM_STOP_M = 8.0
_DTYPES = {"text": "object", "number": "float64", "integer": "Int64"}
_OF_IMPORTS = ("source", "estimated")
_SYNTHETIC: Row = {"provenance": "synthetic", "published": None}


def park_layers(park: DrawnPark) -> dict[str, gpd.GeoDataFrame]:
    """Every layer that parks must have or that `park` has features for, by name, in the schema's order."""
    graded = levels(park)
    parcels = list(_parcels(park, graded))
    rows = {
        "site": _sites(park),
        "zones": _zones(park, parcels),
        "parcels": iter(parcels),
        "buildings": _buildings(park, graded),
        "roads": _roads(park, graded),
        "centrelines": _centrelines(park, graded),
        "greens": _open_ground(park, "green"),
        "water": _open_ground(park, "water"),
        "squares": _open_ground(park, "square"),
        "landscape": _landscape(park),
        "paths": chain(_paths(park), inside_layers.footpaths(park)),
        "parking": chain(_parking(park), inside_layers.bays(park)),
        "lanes": inside_layers.lanes(park, graded),
        "ramps": inside_layers.ramps(park),
        "entrances": inside_layers.entrances(park),
        "terraces": _terraces(graded),
        "stops": ({**stop, **_SYNTHETIC} for stop in park_stops(park)),
        "trees": _trees(park),
        "places": _places(park),
    }
    tables = {layer.name: _table(layer, park, list(rows.get(layer.name, ()))) for layer in LAYERS}
    return {layer.name: tables[layer.name] for layer in LAYERS if len(tables[layer.name]) or not layer.optional}


def _table(layer: Layer, park: DrawnPark, rows: list[Row]) -> gpd.GeoDataFrame:
    """`rows` with the schema's columns and types."""
    columns = {column.name: [row.get(column.name) for row in rows] for column in layer.columns if column.name != "park"}
    frame = pd.DataFrame({"id": columns.pop("id", None), "park": park.plan.park["id"], **columns})
    frame = frame.astype({column.name: _DTYPES[column.kind] for column in layer.columns})
    frame = frame[[column.name for column in layer.columns if column.name not in _OF_IMPORTS]]
    # Cutting shapes by shapes leaves spikes of no width, which become crossings as soon as a file rounds a digit.
    shapes = shapely.set_precision([row["geometry"] for row in rows], _GRID_M)
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=park.plan.epsg)


def _names(table: Row) -> Row:
    return {"name_en": table["name_en"], "name_zh": table["name_zh"]}


def _provenance(table: Row) -> Row:
    """Published if at least one of its phrases speaks of place or size."""
    phrases = table.get("published", [])
    published = any(_ASSUMED not in phrase for phrase in phrases)
    return {"provenance": "published" if published else "synthetic", "published": "; ".join(phrases) or None}


def _sites(park: DrawnPark) -> Iterator[Row]:
    whole = park.plan.park
    for table in park.plan.tables["site"]:
        outline = park.sites[table["id"]]
        names = _names(table) | {"park_en": whole["name_en"], "park_zh": whole["name_zh"]}
        area = {"area_mu": mu_from_m2(outline.area)}
        yield {"id": table["id"], **names, **area, **_provenance(table), "geometry": outline}


def _zones(park: DrawnPark, parcels: list[Row]) -> Iterator[Row]:
    """A zone is its parcels and the streets between them."""
    site, gap_m = shapely.union_all(list(park.sites.values())), park.plan.rules.zone.gap_m
    for table in park.plan.tables["zone"]:
        own = [parcel for parcel in parcels if parcel["zone"] == table["id"]]
        joined = shapely.union_all([parcel["geometry"] for parcel in own]).buffer(gap_m, join_style="mitre")
        outline = region(joined.buffer(-gap_m, join_style="mitre") & site)
        area_mu = mu_from_m2(sum(parcel["area_m2"] for parcel in own))
        gfa_m2 = sum(parcel["gfa_m2"] for parcel in own)
        yield {
            "id": table["id"], **_names(table), "area_mu": area_mu, "gfa_m2": gfa_m2, **_SYNTHETIC,
            "geometry": outline,
        }  # fmt: skip


def _parcels(park: DrawnPark, graded: Levels) -> Iterator[Row]:
    rules = park.plan.rules
    lawn_m2: dict[str, float] = {}
    for ground in park.landscape:
        if ground.kind == "lawn":
            lawn_m2[ground.parcel] = lawn_m2.get(ground.parcel, 0.0) + ground.outline.area
    for plot in park.plots:
        table, standing = plot.table, park.masses[plot.id]
        area_m2, gfa_m2 = plot.outline.area, sum(mass.gfa_m2 for mass in standing)
        yield {
            "id": plot.id, **_names(table), "zone": table["zone"], "use": table["use"], "area_m2": area_m2,
            "gfa_m2": gfa_m2, "gfa_below_m2": below_m2(table, standing, rules), "floor_area_ratio": gfa_m2 / area_m2,
            "coverage": shapely.union_all([mass.shape for mass in standing]).area / area_m2,
            "green_ratio": lawn_m2.get(plot.id, 0.0) / area_m2,
            "height_limit_m": table.get("height_limit_m", rules.building.height_limit_m),
            "setback_m": setback_m(table, rules),
            "parking_spaces": spaces(table, standing, rules),
            "level_m": graded.of_parcel(plot.id)[0].level_m, **_stage(plot), **_provenance(table),
            "assumed": "all else" if _provenance(table)["provenance"] == "published" else "all",
            "geometry": plot.outline,
        }  # fmt: skip


def _stage(plot: Plot) -> Row:
    return {"status": plot.table["status"], "phase": plot.table["phase"], "year": plot.table.get("year")}


def _buildings(park: DrawnPark, graded: Levels) -> Iterator[Row]:
    for plot in park.plots:
        standing = park.masses[plot.id]
        whole_m2 = sum(mass.gfa_m2 for mass in standing)
        for number, mass in enumerate(standing, 1):
            share_m2 = below_m2(plot.table, standing, park.plan.rules) * mass.gfa_m2 / whole_m2
            yield {
                "id": f"{plot.id}-B{number:02d}",
                "gfa_below_m2": share_m2,
                **_building(plot, mass, park.plan.rules, graded),
            }


def _building(plot: Plot, mass: Mass, rules: Rules, graded: Levels) -> Row:
    archetype = rules.archetype[mass.archetype]
    outline = plot.frame.to_world(mass.shape)
    floors = mass.floors - mass.base_floors
    base_m = rules.archetype["podium"].floor_height_m * mass.base_floors
    name_en, name_zh = mass.name or (None, None)
    return {
        "name_en": name_en, "name_zh": name_zh, "zone": plot.table["zone"], "parcel": plot.id,
        "use": archetype.use or plot.table["use"], "style": archetype.style, "archetype": mass.archetype,
        "floors": floors, "floor_height_m": archetype.floor_height_m, "base_m": base_m,
        "height_m": round(base_m + floors * archetype.floor_height_m, 2),
        "ground_m": graded.ground_m(plot.id, outline), "footprint_m2": outline.area,
        "gfa_m2": mass.gfa_m2, **_stage(plot), **_SYNTHETIC, "geometry": outline,
    }  # fmt: skip


def _roads(park: DrawnPark, graded: Levels) -> Iterator[Row]:
    for street in park.streets:
        yield {
            "id": street.table["id"], **_names(street.table), "road_class": street.table["class"],
            "width_m": street.width_m, "lanes": street.lanes, "area_m2": street.reserve.area,
            "grade_pct": graded.grade_pct[street.table["id"]], **_SYNTHETIC, "geometry": street.reserve,
        }  # fmt: skip


def _centrelines(park: DrawnPark, graded: Levels) -> Iterator[Row]:
    for street in park.streets:
        middle = graded.middles[street.table["id"]]
        line = middle.geoms[0] if len(middle.geoms) == 1 else middle
        yield {"id": street.table["id"], **_SYNTHETIC, "geometry": line}


def _terraces(graded: Levels) -> Iterator[Row]:
    for terrace in graded.terraces:
        yield {
            "id": terrace.id, "parcel": terrace.parcel, "kind": terrace.kind, "level_m": terrace.level_m,
            **_SYNTHETIC, "geometry": terrace.outline,
        }  # fmt: skip


def _open_ground(park: DrawnPark, layer: str) -> Iterator[Row]:
    for piece in park.open_land:
        if piece.layer == layer:
            yield {
                "id": piece.table["id"], **_names(piece.table), "kind": piece.kind or None,
                "area_m2": piece.outline.area, **_SYNTHETIC, "geometry": piece.outline,
            }  # fmt: skip


def _landscape(park: DrawnPark) -> Iterator[Row]:
    for ground in park.landscape:
        yield {
            "id": ground.id, "parcel": ground.parcel, "kind": ground.kind, "area_m2": ground.outline.area,
            **_SYNTHETIC, "geometry": ground.outline,
        }  # fmt: skip


def _parking(park: DrawnPark) -> Iterator[Row]:
    for ground in park.parking:
        yield {
            "id": ground.id, "parcel": ground.parcel, "kind": ground.kind, "spaces": ground.spaces, **_SYNTHETIC,
            "geometry": ground.outline,
        }  # fmt: skip


def _paths(park: DrawnPark) -> Iterator[Row]:
    for table, outline in park.paths:
        if polygons(outline):
            yield {"id": table["id"], **_names(table), "area_m2": outline.area, **_SYNTHETIC, "geometry": outline}


def _trees(park: DrawnPark) -> Iterator[Row]:
    """Trees, but for those that would stand in a bus shelter."""
    stops = shapely.union_all([stop["geometry"].buffer(_FROM_STOP_M) for stop in park_stops(park)])
    shapely.prepare(stops)
    for tree in park.trees:
        if not shapely.contains_xy(stops, tree.x_m, tree.y_m):
            yield {
                "kind": tree.kind, "height_m": tree.height_m, **_SYNTHETIC,
                "geometry": shapely.Point(tree.x_m, tree.y_m),
            }  # fmt: skip


def _places(park: DrawnPark) -> Iterator[Row]:
    for mark in park.landmarks:
        names = {"name_en": mark.name_en, "name_zh": mark.name_zh}
        known = {"fact": mark.fact, "position": mark.position, "published": mark.published}
        provenance = "published" if mark.position == "published" else "synthetic"
        yield {
            **names, **known, "kind": mark.kind, "rank": mark.rank, "provenance": provenance, "geometry": mark.point,
        }  # fmt: skip
