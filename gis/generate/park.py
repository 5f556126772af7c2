"""A plan expanded to a whole park, step by step as land is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from gis.generate.blocks import Plot, plots
from gis.generate.frames import Region, Table, region
from gis.generate.greenery import Tree, edge_trees, footpaths, garden_trees, green_trees, street_trees
from gis.generate.inside import Inside, inside
from gis.generate.landmarks import Mark, landmarks
from gis.generate.landscape import Ground, landscape, parking
from gis.generate.masses import Mass, masses, meet_floor_area
from gis.generate.open_land import VERGE, OpenGround, open_ground
from gis.generate.plan import Plan
from gis.generate.site import site_outlines
from gis.generate.streets import Street, streets


@dataclass(frozen=True, slots=True)
class DrawnPark:
    """A park as generated, in the world; `masses` are by parcel id and still in the parcels' frames."""

    plan: Plan
    sites: dict[str, Polygon]
    streets: list[Street]
    open_land: list[OpenGround]
    plots: list[Plot]
    masses: dict[str, list[Mass]]
    inside: dict[str, Inside]
    landscape: list[Ground]
    parking: list[Ground]
    paths: list[tuple[Table, Region]]
    trees: list[Tree]
    landmarks: list[Mark]


def draw(plan: Plan) -> DrawnPark:
    """The park that `plan` describes; the same plan gives the same park."""
    sites = site_outlines(plan)
    site = shapely.union_all(list(sites.values()))
    roads = streets(plan, site)
    open_land, buildable = open_ground(plan, site - shapely.union_all([road.reserve for road in roads]))
    parcels, left = plots(plan, buildable)
    if left:
        open_land.append(OpenGround("green", VERGE, region(shapely.union_all(left))))
    built = _built(plan, parcels, next(iter(sites.values())))
    walls = {plot.id: _footprints(plot, built[plot.id]) for plot in parcels}
    within = {plot.id: inside(plot, built[plot.id], roads, plan.rules) for plot in parcels}
    paved = {name: found.paved for name, found in within.items()}
    cars = [g for plot in parcels for g in parking(plot, walls[plot.id], paved[plot.id], plan.rules.parking)]
    hard = {
        name: shapely.union_all([shape, *(g.outline for g in cars if g.parcel == name)])
        for name, shape in paved.items()
    }
    grounds = [g for plot in parcels for g in landscape(plot, walls[plot.id], hard[plot.id], plan.rules)]
    paths = footpaths(plan, open_land)
    gates = {name: found.gate for name, found in within.items() if found.gate is not None}
    return DrawnPark(
        plan=plan,
        sites=sites,
        streets=roads,
        open_land=open_land,
        plots=parcels,
        masses=built,
        inside=within,
        landscape=grounds,
        parking=cars,
        paths=paths,
        trees=_off(
            _trees(plan, site, roads, open_land, paths, grounds, parcels, shapely.union_all(list(walls.values()))),
            [shape.buffer(plan.rules.tree.from_lane_m) for shape in hard.values()],
            [mouth for found in within.values() for mouth in found.mouths],
        ),
        landmarks=list(landmarks(plan, parcels, open_land, gates)),
    )


def _built(plan: Plan, parcels: Sequence[Plot], core: Polygon) -> dict[str, list[Mass]]:
    """Masses by parcel, their footprints scaled to the floor areas that the plan gives."""
    built = {plot.id: masses(plot, plan.rules) for plot in parcels}
    for plot in parcels:
        if "gfa_m2" in plot.table:
            meet_floor_area(built, [plot.id], plot.table["gfa_m2"])
    if "existing_core_gfa_m2" in plan.park:
        standing = [
            plot for plot in parcels if plot.table["status"] == "existing" and core.covers(plot.outline.centroid)
        ]
        free = [plot.id for plot in standing if plot.table.get("existing_group")]
        fixed_m2 = sum(mass.gfa_m2 for plot in standing if plot.id not in free for mass in built[plot.id])
        meet_floor_area(built, free, plan.park["existing_core_gfa_m2"] - fixed_m2)
    return built


def _footprints(plot: Plot, standing: Sequence[Mass]) -> BaseGeometry:
    return shapely.union_all([plot.frame.to_world(mass.shape) for mass in standing])


def _off(trees: list[Tree], paved: Sequence[BaseGeometry], mouths: Sequence[BaseGeometry]) -> list[Tree]:
    """The trees that stand on nothing driven or walked on, nor before a gate."""
    taken = shapely.union_all([*paved, *mouths])
    shapely.prepare(taken)
    stands = ~shapely.contains_xy(taken, np.array([(tree.x_m, tree.y_m) for tree in trees]).reshape(-1, 2))
    return [tree for tree, free in zip(trees, stands.tolist(), strict=True) if free]


def _trees(
    plan: Plan,
    site: BaseGeometry,
    roads: Sequence[Street],
    open_land: Sequence[OpenGround],
    paths: Sequence[tuple[Table, Region]],
    grounds: Sequence[Ground],
    parcels: Sequence[Plot],
    walls: BaseGeometry,
) -> list[Tree]:
    rule, seed = plan.rules.tree, plan.seed
    water = [piece.outline for piece in open_land if piece.layer == "water"]
    keep_off = shapely.union_all([*water, *(path for _, path in paths)]).buffer(rule.from_water_m)
    near_walls = walls.buffer(rule.from_wall_m)
    shapely.prepare(keep_off)
    shapely.prepare(near_walls)
    found = street_trees(roads, site, plan.rules.street)
    for piece in open_land:
        found += green_trees(piece, keep_off, rule, seed) if piece.layer == "green" else []
    for ground in grounds:
        found += garden_trees(ground, rule, seed)
    for plot in parcels:
        found += edge_trees(plot, near_walls, rule)
    return found
