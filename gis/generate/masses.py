"""What stands on a parcel: placed features first, then its fill; floor areas then made to meet the plan's figures."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely import Polygon, affinity, box
from shapely.geometry.base import BaseGeometry

from gis.generate.blocks import Plot
from gis.generate.fills import FILLS
from gis.generate.forms import form
from gis.generate.frames import Table, polygon, polygons
from gis.generate.infill import infill
from gis.generate.misfit import MisfitError
from gis.generate.rules import Rules
from gis.text import tr

_SLIDE_STEP_M = 0.25
"""A feature is moved in such steps to where it fits."""


@dataclass(frozen=True, slots=True)
class Mass:
    """A building's mass in the parcel's frame; `base_floors` of the `floors` are the podium's below it."""

    shape: Polygon
    centre_m: tuple[float, float]
    archetype: str
    floors: int
    base_floors: int = 0
    name: tuple[str, str] | None = None

    @property
    def gfa_m2(self) -> float:
        """Floor area above ground of this mass alone."""
        return self.shape.area * (self.floors - self.base_floors)

    def scaled(self, factor: float) -> Mass:
        """The same mass with its footprint's sides times `factor`."""
        return replace(self, shape=affinity.scale(self.shape, factor, factor, origin=self.centre_m))

    def moved(self, dx_m: float, dy_m: float) -> Mass:
        """The same mass elsewhere."""
        shape = affinity.translate(self.shape, dx_m, dy_m)
        return replace(self, shape=shape, centre_m=(self.centre_m[0] + dx_m, self.centre_m[1] + dy_m))


def setback_m(parcel: Table, rules: Rules) -> float:
    """How far buildings stay from the parcel's edge."""
    return float(parcel.get("setback_m", rules.of_use(parcel["use"]).setback_m))


def masses(plot: Plot, rules: Rules) -> list[Mass]:
    """Everything that the plan builds on `plot`.

    Raises:
        MisfitError: a feature does not fit on the parcel or stands on another.
    """
    land = plot.frame.to_plan(plot.outline)
    inside = _inside(plot.table, land, rules)
    frame_box = _feature_box(plot.table, inside, rules)
    placed: list[Mass] = []
    for feature in plot.table.get("features", []):
        placed += _feature(feature, frame_box, inside, land, placed, plot.id, rules)
    taken = [mass.shape for mass in placed]
    if "court" in plot.table:
        taken.append(_court(plot.table["court"], frame_box, rules.building.court_margin_m))
    if "fill" in plot.table:
        fill = plot.table["fill"]
        filled = FILLS[fill["kind"]](inside, fill, shapely.union_all(taken), rules)
        placed += [Mass(shape, _middle(shape), fill["arch"], floors) for shape, floors in filled]
        if fill.get("infill"):
            placed += _infilled(fill, inside, shapely.union_all([*taken, *(shape for shape, _ in filled)]), rules)
    return placed


def _infilled(fill: Table, inside: Polygon, built: BaseGeometry, rules: Rules) -> list[Mass]:
    """What stands in the corners that the fill leaves; dwellings keep to the sun, others follow the edges."""
    dwelling = rules.archetype[fill["arch"]].use in ("housing", "dormitory")
    gap_m = max(fill.get("gx", rules.rows.gap_m), fill.get("gy", rules.rows.row_gap_m) if dwelling else 0.0)
    floors = max(1, min(fill["fl"]) - rules.infill.floors_less)
    bars = infill(inside, built, (fill["w"], fill["d"]), gap_m, not dwelling, rules.infill)
    return [Mass(bar, _middle(bar), fill["arch"], floors) for bar in bars]


def _inside(parcel: Table, land: Polygon, rules: Rules) -> Polygon:
    """The part of the plot on which the rules let build."""
    if "setback_sides" in parcel:
        x0, y0, x1, y1 = land.bounds
        sides = parcel["setback_sides"]
        inside = land & box(x0 + sides["w"], y0 + sides["s"], x1 - sides["e"], y1 - sides["n"])
    else:
        inside = land.buffer(-setback_m(parcel, rules), join_style="mitre")
    if not polygons(inside):
        raise MisfitError(parcel["id"], tr("its setback leaves no ground to build on"))
    largest = max(polygons(inside), key=lambda part: part.area)
    return polygon(_from_corner(largest).simplify(1))


def _from_corner(shape: Polygon) -> Polygon:
    """The outline of `shape`, begun at its corner farthest from the middle: simplifying never moves the first point,
    so it must be a corner of the plot, and the same one every time."""
    corners = shape.exterior.coords[:-1]
    middle = shape.centroid.coords[0]
    first = max(range(len(corners)), key=lambda i: math.dist(corners[i], middle))
    return Polygon([*corners[first:], *corners[:first]])


def _feature_box(parcel: Table, inside: Polygon, rules: Rules) -> tuple[float, float, float, float]:
    """The box whose fractions place the features."""
    if "frame_box" not in parcel:
        return inside.bounds
    (ax, ay), (bx, by) = parcel["frame_box"]
    keep_m = setback_m(parcel, rules)
    return min(ax, bx) + keep_m, min(ay, by) + keep_m, max(ax, bx) - keep_m, max(ay, by) - keep_m


def _court(size: list[float], frame_box: tuple[float, float, float, float], margin_m: float) -> Polygon:
    """A court that the fill leaves open, in the middle; less the gap that the fill keeps anyway."""
    x, y = (frame_box[0] + frame_box[2]) / 2, (frame_box[1] + frame_box[3]) / 2
    half_w, half_d = size[0] / 2 - margin_m, size[1] / 2 - margin_m
    return box(x - half_w, y - half_d, x + half_w, y + half_d)


def _feature(
    feature: Table,
    frame_box: tuple[float, float, float, float],
    inside: Polygon,
    land: Polygon,
    placed: Iterable[Mass],
    parcel: str,
    rules: Rules,
) -> list[Mass]:
    """The mass that `feature` places, on its podium if it has one, slid into the plot where it sticks out."""
    x0, y0, x1, y1 = frame_box
    wing_m = rules.building.wing_m
    x, y = x0 + feature["x"] * (x1 - x0), y0 + feature["y"] * (y1 - y0)
    name = (feature["name_en"], feature["name_zh"]) if "name_en" in feature else None
    shape = form(feature.get("shape", "bar"), x, y, feature["w"], feature["d"], feature.get("th", wing_m))
    body = Mass(shape, (x, y), feature["arch"], feature["fl"], 0, name)
    if "podium" in feature:
        width_m, depth_m, floors = feature["podium"]
        under = (f"{name[0]} podium", f"{name[1]}裙房") if name else None
        podium = Mass(form("bar", x, y, width_m, depth_m, wing_m), (x, y), "podium", floors, 0, under)
        pair = [podium, replace(body, base_floors=floors)]
    else:
        pair = [body]
    edge_m = rules.building.podium_from_edge_m if len(pair) > 1 else rules.building.from_edge_m
    allowed = land.buffer(-edge_m)
    if not allowed.contains(pair[0].shape):
        pair = [mass.moved(*_slide(pair[0].shape, inside, allowed, rules.building.slide_m)) for mass in pair]
    if not land.buffer(-1).contains(pair[0].shape):
        raise MisfitError(parcel, tr("{name} does not fit on the parcel", name=name[0] if name else feature["arch"]))
    if any(pair[0].shape.intersects(other.shape) for other in placed):
        raise MisfitError(parcel, tr("{name} stands on another building", name=name[0] if name else feature["arch"]))
    return pair


def _slide(shape: Polygon, inside: Polygon, allowed: BaseGeometry, most_m: float) -> tuple[float, float]:
    """A move that brings `shape`'s box into `inside`'s, and on towards its middle until `allowed` holds the shape."""
    x0, y0, x1, y1 = shape.bounds
    in_x0, in_y0, in_x1, in_y1 = inside.bounds
    dx, dy = min(0, in_x1 - x1) + max(0, in_x0 - x0), min(0, in_y1 - y1) + max(0, in_y0 - y0)
    to_middle = (inside.centroid.x - (x0 + x1) / 2 - dx, inside.centroid.y - (y0 + y1) / 2 - dy)
    way_m = math.hypot(*to_middle)
    for further_m in np.arange(0, min(most_m, way_m), _SLIDE_STEP_M):
        move = (dx + to_middle[0] * further_m / way_m, dy + to_middle[1] * further_m / way_m)
        if allowed.contains(affinity.translate(shape, *move)):
            return move
    return dx, dy


def _middle(shape: Polygon) -> tuple[float, float]:
    centroid = shape.centroid
    return centroid.x, centroid.y


def meet_floor_area(built: dict[str, list[Mass]], parcels: Iterable[str], wanted_m2: float) -> None:
    """Scale the footprints on `parcels`, all alike, so that they hold `wanted_m2` of floor above ground."""
    chosen = list(parcels)
    have_m2 = sum(mass.gfa_m2 for parcel in chosen for mass in built[parcel])
    factor = math.sqrt(wanted_m2 / have_m2)
    for parcel in chosen:
        built[parcel] = [mass.scaled(factor) for mass in built[parcel]]
