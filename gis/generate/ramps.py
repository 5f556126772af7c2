"""Ramps down to parking below ground: square to a lane or beside it, near the gate. In the parcel's frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from gis.generate.lane_lines import Room
from gis.generate.lanes import LanePlan
from gis.generate.rules import Rules

_STEP_M = 5.0
_APRON_M = 5.0
"""Length of the level piece before a ramp that lies beside its lane."""
_BESIDE_M = 40.0
"""A ramp beside its lane is as good as one square to it so much farther from the gate."""
_HAIR_M = 0.05


@dataclass(frozen=True, slots=True)
class Ramp:
    """A ramp's ground, the way it goes down (a vector of length 1), and paved ground before it, if it has any."""

    outline: Polygon
    down: tuple[float, float]
    apron: Polygon


def ramps(room: Room, plan: LanePlan, below_m2: float, rules: Rules) -> list[Ramp]:
    """One or two ramps for so much floor below ground, nearest the main gate; none where none fits."""
    if below_m2 <= 0 or not plan.gates:
        return []
    blocked = shapely.union_all([plan.ground.buffer(-_HAIR_M), room.calm, _near(room, rules.ramp.from_wall_m)])
    inner, walls = room.land.buffer(-rules.lane.from_edge_m), _near(room, rules.lane.from_wall_m)
    for shape in (blocked, inner, walls):
        shapely.prepare(shape)
    gate = plan.gates[0][1]
    fitting = [
        (round(gate.distance(ramp.outline) + worse_m, 2), number, ramp)
        for number, (worse_m, ramp) in enumerate(_places(plan, rules))
        if inner.contains(ramp.outline | ramp.apron)
        and not (blocked.intersects(ramp.outline | ramp.apron) or walls.intersects(ramp.apron))
    ]
    found: list[Ramp] = []
    for _, _, ramp in sorted(fitting, key=lambda place: place[:2]):
        if all(ramp.outline.distance(other.outline) > rules.ramp.apart_m for other in found):
            found.append(ramp)
        if len(found) == (2 if below_m2 > rules.ramp.second_from_m2 else 1):
            break
    return found


def _near(room: Room, distance_m: float) -> BaseGeometry:
    return shapely.union_all([wall.buffer(distance_m) for wall in room.walls])


def _places(plan: LanePlan, rules: Rules) -> Iterator[tuple[float, Ramp]]:
    """Every place for a ramp along the lanes, with what makes it worse than its distance from the gate."""
    rule = rules.ramp
    for line, width_m in plan.runs:
        worse_m = _BESIDE_M if width_m < rules.lane.service_m else 0.0
        for at in np.arange(rule.width_m, line.length - rule.width_m, _STEP_M):
            here, ahead = line.interpolate(at), line.interpolate(at + 0.5)
            along = np.array([ahead.x - here.x, ahead.y - here.y])
            along = along / max(float(np.hypot(*along)), 1e-9)
            for side in (1.0, -1.0):
                across = side * np.array([-along[1], along[0]])
                kerb = np.array([here.x, here.y]) + across * (width_m / 2)
                yield worse_m, Ramp(_box(kerb, across, along, rule.length_m, rule.width_m), _vector(across), Polygon())
                for way in (along, -along):
                    start = kerb + across * rule.width_m / 2
                    down = _box(start + way * _APRON_M, way, across, rule.length_m, rule.width_m)
                    yield (
                        worse_m + _BESIDE_M,
                        Ramp(down, _vector(way), _box(start, way, across, _APRON_M, rule.width_m)),
                    )


def _box(start: np.ndarray, ahead: np.ndarray, aside: np.ndarray, length_m: float, width_m: float) -> Polygon:
    half = aside * width_m / 2
    end = start + ahead * length_m
    return Polygon([start - half, start + half, end + half, end - half])


def _vector(direction: np.ndarray) -> tuple[float, float]:
    return float(direction[0]), float(direction[1])
