"""Names to write into map and scene, and the gate of each parcel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Point

from gis.generate.blocks import Plot
from gis.generate.open_land import VERGE, OpenGround
from gis.generate.plan import Plan
from gis.generate.streets import Street

_GATE_STREET_M = 40.0
"""A street whose middle is farther from a parcel does not serve it."""
_GATE_STEP_M = 5.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A named point; rank 1 is the most important."""

    name_en: str
    name_zh: str
    kind: str
    rank: int
    point: Point


def landmarks(
    plan: Plan, plots: Sequence[Plot], open_land: Sequence[OpenGround], streets: Sequence[Street]
) -> Iterator[Mark]:
    """The plan's own places, each parcel with its gate, each piece of open ground."""
    for table in plan.tables["place"]:
        point = plan.frame(table).to_world(Point(table["at"]))
        yield Mark(table["name_en"], table["name_zh"], table["kind"], 1, point)
    for plot in plots:
        en, zh = plot.table["name_en"], plot.table["name_zh"]
        yield Mark(en, zh, "parcel", 2, plot.outline.representative_point())
        gate = _gate(plot, streets)
        if gate is not None:
            yield Mark(f"Gate of {en}", f"{zh}大门", "parcel_gate", 4, gate)
    for piece in open_land:
        if piece.table is not VERGE:
            point = piece.outline.representative_point()
            yield Mark(piece.table["name_en"], piece.table["name_zh"], piece.layer, 3, point)


def _gate(plot: Plot, streets: Sequence[Street]) -> Point | None:
    """On the edge, nearest the middle, at the widest street that is not an arterial."""
    near = [street for street in streets if street.axis.distance(plot.outline) < _GATE_STREET_M]
    if not near:
        return None
    street = min(near, key=lambda s: (s.width_m >= 40, -s.width_m))
    edge = plot.outline.exterior
    points = shapely.line_interpolate_point(edge, np.arange(0, edge.length, _GATE_STEP_M))
    off_street = shapely.distance(street.axis, points) > street.width_m / 2 + 8
    to_middle = shapely.distance(plot.outline.centroid, points)
    best: Point = points[np.lexsort((to_middle, off_street))[0]]
    return best
