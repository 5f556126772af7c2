"""A place made ready to draw: plain arrays on the ground. Slow work (terrain) happens here, once a place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pyproj
import shapely

from gis.building_columns import BuildingColumns, all_columns
from gis.garbage import without_collection
from gis.ground import near_grids, platform_table, platforms
from gis.laying import Laying
from gis.origin import place_origin
from gis.outlines import Ground, freeze, outlines
from gis.place import Context, ContextBlock, Park, Place, Road
from gis.prepared import (
    BuildingTable,
    Centrelines,
    ContextTable,
    Label,
    ParkInfo,
    Prepared,
    Surface,
    TreeTable,
    ZoneInfo,
)
from gis.structures import structures
from gis.terrain import terrain
from gis.text import Name

_STEP_M = 50.0
_GRADED_STEP_M = 10.0
"""Corners of a graded street are this close."""
AREA_LAYERS = ("green", "water", "square", "lawn", "plaza", "path", "parking", "kerb", "lane", "ramp")
_KERB_M = 0.25
"""Width of the kerb of a lane."""
_METRO_RANK, _HILL_RANK = 3, 3


@without_collection()
def prepare(place: Place) -> Prepared:
    """`place` as arrays; rows keep its order. Terrain passes through the ground of every site."""
    relief = terrain(place)
    level = platforms(place, relief)
    near = near_grids(place, relief, level)
    laying = Laying(relief, near, platform_table(level), level)
    ground = laying.ground_m
    longitude_deg, latitude_deg = _geographic(place)
    buildings = all_columns(place)
    return Prepared(
        epsg=place.frame.epsg,
        origin_east_m=place.frame.origin_east_m,
        origin_north_m=place.frame.origin_north_m,
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        parks=tuple(_park_info(park, ground) for park in place.parks),
        sites=outlines([site.outline for park in place.parks for site in park.sites], laying.open_ground_m),
        zones=tuple(ZoneInfo(zone.id, zone.name, park.id) for park in place.parks for zone in park.zones),
        buildings=_building_table(place, buildings, ground),
        surfaces=_surfaces(place.parks, place.context, laying),
        roads=_centrelines((road for park in place.parks for road in park.roads), laying.open_ground_m, bool(near)),
        trees=_trees(place, ground),
        labels=tuple(_labels(place, ground)),
        context=_context_table((*place.context.blocks, *structures(place)), ground),
        context_roads=_centrelines(place.context.roads, laying.open_ground_m, False),
        terrain=relief,
        near=near,
        platforms=laying.platforms,
        credits=place.context.credits,
        imagery=place.imagery,
        origin=place_origin(place),
    )


def _geographic(place: Place) -> tuple[float, float]:
    """Longitude and latitude of the place's origin, degrees."""
    to_degrees = pyproj.Transformer.from_crs(place.frame.epsg, 4326, always_xy=True)
    longitude_deg, latitude_deg = to_degrees.transform(place.frame.origin_east_m, place.frame.origin_north_m)
    return float(longitude_deg), float(latitude_deg)


def _park_info(park: Park, ground: Ground) -> ParkInfo:
    main = max(park.sites, key=lambda site: site.outline.area).outline
    x0, y0, x1, y1 = (float(value) for value in main.bounds)
    x_m, y_m = (x0 + x1) / 2, (y0 + y1) / 2
    return ParkInfo(park.id, park.name, park.area_mu, (x_m, y_m, _height(ground, x_m, y_m)), (x0, y0, x1, y1))


def _height(ground: Ground, x_m: float, y_m: float) -> float:
    return float(ground(np.array([x_m]), np.array([y_m]))[0])


def _building_table(place: Place, found: BuildingColumns, ground: Ground) -> BuildingTable:
    centre_m = found.centre_m
    return BuildingTable(
        id=found.id,
        name=_names(place, found),
        park=found.park,
        zone=found.zone,
        parcel=found.parcel,
        use=found.use,
        style=found.style,
        status=found.status,
        provenance=tuple(provenance.kind for provenance in found.provenance),
        floors=freeze(found.floors, np.int32),
        floor_height_m=freeze(found.floor_height_m, np.float32),
        base_m=freeze(found.base_m, np.float32),
        height_m=freeze(found.height_m, np.float32),
        ground_m=freeze(ground(centre_m[:, 0], centre_m[:, 1]), np.float32),
        gfa_m2=freeze(found.gfa_m2, np.float32),
        gfa_below_m2=freeze(found.gfa_below_m2, np.float32),
        footprint_m2=freeze(shapely.area(found.footprint), np.float32),
        centre_m=freeze(centre_m, np.float32),
        outlines=outlines(found.footprint, ground),
    )


def _names(place: Place, found: BuildingColumns) -> tuple[Name, ...]:
    """Of each building its own name, else its parcel's, else its id."""
    of_parcel = {parcel.id: parcel.name for parcel in place.parcels() if parcel.name.text()}
    rows = zip(found.name, found.parcel, found.id, strict=True)
    return tuple(name or of_parcel.get(parcel) or Name(own, own) for name, parcel, own in rows)


def _surfaces(parks: Sequence[Park], context: Context, laying: Laying) -> tuple[Surface, ...]:
    """Every layer that has a row, in the order in which they lie on each other."""
    rows: dict[str, list[tuple[str, shapely.Geometry]]] = {"parcel": [], "road": []}
    rows |= {layer: [] for layer in AREA_LAYERS}
    for park in parks:
        rows["parcel"] += [(parcel.use, parcel.outline) for parcel in park.parcels]
        rows["road"] += [(road.road_class, road.outline) for road in park.roads]
        for area in park.areas:
            rows[area.layer].append((area.kind, area.outline))
            if area.layer == "lane":
                rows["kerb"].append((area.kind, area.outline.buffer(_KERB_M, quad_segs=2)))
    for area in context.areas:
        rows[area.layer].append((area.kind, area.outline))
    return tuple(
        Surface(layer, tuple(kind for kind, _ in found), laying.laid([geometry for _, geometry in found]))
        for layer, found in rows.items()
        if found
    )


def _centrelines(roads: Iterable[Road], ground: Ground, graded: bool) -> Centrelines:
    """The middles, multi-part ones as several lines; corners close enough for a line to follow the ground."""
    listed = list(roads)
    parts, owner = shapely.get_parts(np.array([road.centreline for road in listed], dtype=object), return_index=True)
    drawn = ~shapely.is_empty(parts)
    parts, owner = shapely.force_2d(parts[drawn]), owner[drawn]
    parts = shapely.segmentize(parts, _GRADED_STEP_M if graded else _STEP_M)
    corners, of_line = shapely.get_coordinates(parts, return_index=True)
    start = np.searchsorted(of_line, np.arange(len(parts) + 1))
    return Centrelines(
        xyz=freeze(np.column_stack([corners, ground(corners[:, 0], corners[:, 1])]), np.float32),
        start=freeze(start, np.int32),
        width_m=freeze([listed[i].width_m for i in owner], np.float32),
        lanes=freeze([listed[i].lanes for i in owner], np.int32),
        name=tuple(listed[i].name for i in owner),
    )


def _trees(place: Place, ground: Ground) -> TreeTable:
    every = [park.trees for park in place.parks] + ([place.context.trees] if place.context.trees else [])
    xy_m = np.concatenate([np.zeros((0, 2)), *(trees.xy_m for trees in every)])
    of_tree = [kind for trees in every for kind in trees.kind]
    kinds = tuple(sorted(set(of_tree)))
    number = {kind: i for i, kind in enumerate(kinds)}
    return TreeTable(
        xyz=freeze(np.column_stack([xy_m, ground(xy_m[:, 0], xy_m[:, 1])]), np.float32),
        height_m=freeze(np.concatenate([np.zeros(0), *(trees.height_m for trees in every)]), np.float32),
        kind=freeze([number[kind] for kind in of_tree], np.int32),
        kinds=kinds,
    )


def _labels(place: Place, ground: Ground) -> Iterable[Label]:
    for park in place.parks:
        for mark in park.landmarks:
            z_m = _height(ground, mark.x_m, mark.y_m)
            yield Label(mark.name, park.id, mark.kind, mark.rank, mark.x_m, mark.y_m, z_m)
    stops = [*(stop for park in place.parks for stop in park.stops), *place.context.stops]
    for stop in stops:
        if stop.kind == "metro_station":
            yield Label(
                stop.name, stop.park, "metro", _METRO_RANK, stop.x_m, stop.y_m, _height(ground, stop.x_m, stop.y_m)
            )
    for name, x_m, y_m, elevation_m in place.context.peaks:
        if name.text():
            told = Name(f"{name.en} {elevation_m:,g} m", f"{name.zh} {elevation_m:,g} 米")
            yield Label(told, "", "hill", _HILL_RANK, x_m, y_m, _height(ground, x_m, y_m))


def _context_table(blocks: Sequence[ContextBlock], ground: Ground) -> ContextTable:
    footprints = [block.footprint for block in blocks]
    centre_m = shapely.get_coordinates(shapely.centroid(footprints)).reshape(-1, 2)
    return ContextTable(
        kind=tuple(block.kind for block in blocks),
        height_m=freeze([block.height_m for block in blocks], np.float32),
        ground_m=freeze(ground(centre_m[:, 0], centre_m[:, 1]), np.float32),
        floors=freeze([block.floors for block in blocks], np.int32),
        outlines=outlines(footprints, ground),
    )
