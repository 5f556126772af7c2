"""Parking spaces beside lanes, square to them, in rows. In the parcel's frame."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from gis.generate.frames import polygon
from gis.generate.lanes import LanePlan
from gis.generate.rules import Rules

_HAIR_M = 0.02


def bays(plan: LanePlan, land: Polygon, blocked: BaseGeometry, most: int, rules: Rules) -> list[tuple[Polygon, int]]:
    """Rows of spaces with how many each holds, `most` in all, off what is `blocked`."""
    rule = rules.bay
    inner = land.buffer(-rules.lane.from_edge_m)
    for shape in (inner, blocked):
        shapely.prepare(shape)
    found: list[tuple[Polygon, int]] = []
    for slots in _sides(plan, rules):
        free = shapely.contains(inner, slots) & ~shapely.intersects(blocked, slots)
        for row in _rows(free.tolist(), rule.least_in_row, rule.most_in_row):
            row = row[: most - sum(number for _, number in found)]
            shape = _joined(slots[row])
            if len(row) >= rule.least_in_row and not any(shape.intersects(other) for other, _ in found):
                found.append((shape, len(row)))
    return found


def _sides(plan: LanePlan, rules: Rules) -> Iterator[np.ndarray]:
    """The single spaces along each side of each straight piece of lane that is wide enough."""
    rule = rules.bay
    for line, width_m in plan.runs:
        if width_m < rules.lane.service_m:
            continue
        for start, end in itertools.pairwise(shapely.get_coordinates(line)):
            length_m = float(np.hypot(*(end - start)))
            count = int((length_m - 2 * rule.from_junction_m) // rule.width_m)
            if count < rule.least_in_row:
                continue
            along = (end - start) / length_m
            begin_m = (length_m - count * rule.width_m) / 2
            for side in (1.0, -1.0):
                across = side * np.array([-along[1], along[0]])
                near, far = across * (width_m / 2 + _HAIR_M), across * (width_m / 2 + rule.length_m)
                at = [start + along * (begin_m + i * rule.width_m) for i in range(count + 1)]
                yield np.array([Polygon([a + near, b + near, b + far, a + far]) for a, b in itertools.pairwise(at)])


def _rows(free: list[bool], least: int, most: int) -> Iterator[list[int]]:
    """Numbers of neighbouring free spaces, a gap after each full row."""
    row: list[int] = []
    for number, is_free in enumerate([*free, False]):
        if is_free and len(row) < most:
            row.append(number)
            continue
        if len(row) >= least:
            yield row
        row = []


def _joined(slots: np.ndarray) -> Polygon:
    return polygon(shapely.oriented_envelope(shapely.union_all(slots))) if len(slots) else Polygon()
