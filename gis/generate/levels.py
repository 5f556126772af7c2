"""Levels of a drawn park: graded streets first, then the terraces between them. Assumed: nothing of it is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

from gis.generate.levels_pieces import FloatArray, Piece, site_of
from gis.generate.levels_plots import pieces
from gis.generate.levels_streets import Profile, Way, profiles
from gis.generate.park import DrawnPark
from gis.generate.plan import Plan
from gis.generate.rules import LevelRules
from gis.generate.streets import Street

_NEAR_STREET_M = 12.0
"""The edge of a plot that is this near to a street's reserve lies at the street's level."""
_EDGE_M = 1.0


@dataclass(frozen=True, slots=True)
class Terrace:
    """A `Piece` in the world; `outline` has elevations."""

    id: str
    parcel: str
    kind: str
    level_m: float
    outline: Polygon


@dataclass(frozen=True, slots=True)
class Levels:
    """Middles with elevations and the steepest grade of each street; the terraces of all plots."""

    middles: dict[str, MultiLineString]
    grade_pct: dict[str, float]
    terraces: list[Terrace]

    def of_parcel(self, parcel: str) -> list[Terrace]:
        """Terraces and ramps of a parcel."""
        return [terrace for terrace in self.terraces if terrace.parcel == parcel]

    def ground_m(self, parcel: str, footprint: BaseGeometry) -> float:
        """The level of the terrace that a building stands on."""
        own = [terrace for terrace in self.of_parcel(parcel) if terrace.kind == "level"]
        middle = footprint.representative_point()
        return min(own, key=lambda terrace: float(terrace.outline.distance(middle))).level_m


def levels(park: DrawnPark) -> Levels:
    """The levels of `park`; the same park gets the same ones."""
    rules = park.plan.rules.levels
    found = profiles(_ways(park, rules), park.plan.ground_m, park.plan.slope_m, rules)
    middles = {
        street.table["id"]: MultiLineString([p.line for p in found if p.way.street == street.table["id"]])
        for street in park.streets
    }
    grades = {
        street.table["id"]: round(
            100 * max((float(np.abs(p.grades).max()) for p in found if p.way.street == street.table["id"]), default=0),
            2,
        )
        for street in park.streets
    }
    return Levels(middles, grades, _terraces(park, found, rules))


def _ways(park: DrawnPark, rules: LevelRules) -> list[Way]:
    site = shapely.union_all(list(park.sites.values()))
    edge = site.boundary.buffer(_EDGE_M)
    ways = []
    for street in park.streets:
        inside = street.axis & site.buffer(_EDGE_M)
        shared = street.table["class"] == "arterial" or (inside & edge).length > rules.shared_edge_m
        lines = shapely.get_parts(shapely.line_merge(inside))
        ways += [
            Way(street.table["id"], street.table["class"], line, shared) for line in lines if line.length > _EDGE_M
        ]
    return ways


def _terraces(park: DrawnPark, found: Sequence[Profile], rules: LevelRules) -> list[Terrace]:
    around = _Around(park.plan, park.streets, found)
    marks = [mark.point for mark in park.landmarks if mark.kind == "parcel_gate" and mark.point is not None]
    terraces = []
    for plot in park.plots:
        within = park.inside[plot.id]
        standing = [plot.frame.to_world(mass.shape) for mass in park.masses[plot.id] if not mass.base_floors]
        lanes = shapely.union_all([lane for lane, _ in within.lanes.values()])
        gates = [way.point for way in within.entrances if way.kind == "gate"] or marks
        at_edge = [gate for gate in gates if plot.outline.exterior.distance(gate) < _EDGE_M]
        site = site_of(plot, standing, lanes & plot.outline, at_edge)
        terraces += [
            Terrace(f"{plot.id}-T{number}", plot.id, piece.kind, round(piece.level_m, 2), piece.world(plot.frame))
            for number, piece in enumerate(_ordered(pieces(plot, site, around.level_m, rules)), 1)
        ]
    return terraces


def _ordered(found: list[Piece]) -> list[Piece]:
    """The largest terrace first, ramps last."""
    return sorted(found, key=lambda piece: (piece.kind == "ramp", -round(piece.outline.area, 3)))


class _Around:
    """Elevations around the plots: of the nearest street where there is one, else of the ground."""

    def __init__(self, plan: Plan, streets: Sequence[Street], found: Sequence[Profile]) -> None:
        self._ground_m = plan.ground_m
        width_m = {street.table["id"]: street.width_m for street in streets}
        self._found = [(profile, width_m[profile.way.street] / 2 + _NEAR_STREET_M) for profile in found]

    def level_m(self, xy: FloatArray) -> FloatArray:
        """Elevations at points (N, 2)."""
        points = np.atleast_1d(np.asarray(shapely.points(xy)))
        level_m, nearest = self._ground_m(*xy.T), np.full(len(xy), np.inf)
        for profile, reach_m in self._found:
            distance_m = np.asarray(shapely.distance(profile.way.line, points))
            better = (distance_m < reach_m) & (distance_m < nearest)
            at_m = shapely.line_locate_point(profile.way.line, points[better])
            level_m[better], nearest[better] = profile.level(at_m), distance_m[better]
        return level_m
