"""Where a plot may open to the streets around it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from gis.generate.blocks import Plot
from gis.generate.lanes import GateWish
from gis.generate.streets import Street

_BESIDE_M = 0.3
_BELT_M = 30.0
"""So wide a green belt may lie between a plot and its street; a drive crosses it."""
_SHORTEST_M = 8.0
_STEP_M = 5.0


def gate_wish(plot: Plot, streets: Sequence[Street]) -> GateWish | None:
    """The edges of `plot` on streets, and where its main gate is wanted: near its middle, on the widest street that is
    no arterial. Where no street touches it, those that a green belt parts from it; None where there is none either.
    """
    edge = plot.outline.exterior
    found = _shared(edge, streets, _BESIDE_M) or _shared(edge, streets, _BELT_M)
    if not found:
        return None
    last = {street.id for street in streets if street.table["class"] == "arterial"}
    by_id = {street.id: street for street in streets}
    main = min(found, key=lambda street: (street in last, -by_id[street].width_m))
    line = found[main]
    points = shapely.line_interpolate_point(edge, np.arange(0, edge.length, _STEP_M))
    on_street = points[shapely.distance(line, points) < 1.0] if len(points) else points
    middle = plot.outline.centroid
    wanted = min(on_street, key=lambda p: round(p.distance(middle), 3), default=line.interpolate(0.5, normalized=True))
    to_plan = plot.frame.to_plan
    return GateWish({name: to_plan(shape) for name, shape in found.items()}, Point(to_plan(wanted)), last)


def _shared(edge: BaseGeometry, streets: Sequence[Street], distance_m: float) -> dict[str, BaseGeometry]:
    """By street: the parts of `edge` that are at most so far from it."""
    found: dict[str, BaseGeometry] = {}
    for street in streets:
        near = edge & street.reserve.buffer(distance_m)
        parts = [part for part in shapely.get_parts(shapely.line_merge(near)) if part.length > _SHORTEST_M]
        if parts:
            found[street.id] = shapely.union_all(parts)
    return found
