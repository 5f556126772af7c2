"""Water, squares and greens, in this order, from what the streets leave; the rest is for building."""

from __future__ import annotations

from dataclasses import dataclass

import shapely
from shapely import Point
from shapely.geometry.base import BaseGeometry

from gis.generate.frames import Region, Table, drawn_area, polygons, region
from gis.generate.plan import Plan

LAYERS = ("water", "square", "green")
VERGE: Table = {"id": "verge", "name_en": "Verge green", "name_zh": "街旁绿地", "kind": "verge"}
"""What no parcel takes becomes green beside the street."""


@dataclass(frozen=True, slots=True)
class OpenGround:
    """A piece of open ground of a `layer` ("water", "square", "green")."""

    layer: str
    table: Table
    outline: Region

    @property
    def kind(self) -> str:
        """The finer kind ("belt", "hill", "axis" ...), empty where the plan names none."""
        return str(self.table.get("kind", ""))


def open_ground(plan: Plan, rest: BaseGeometry) -> tuple[list[OpenGround], Region]:
    """The open ground within `rest`, and what remains of it."""
    found = []
    for layer in LAYERS:
        for table in plan.tables[layer]:
            outline = region(_outline(plan, table, rest))
            found.append(OpenGround(layer, table, outline))
            rest = region(rest - outline)
    return found, region(rest)


def _outline(plan: Plan, table: Table, rest: BaseGeometry) -> BaseGeometry:
    frame = plan.frame(table)
    if "at" not in table:
        return drawn_area(table, frame) & rest
    marks = [frame.to_world(Point(at)) for at in table["at"]]
    return shapely.union_all([block for block in polygons(rest) if any(block.contains(mark) for mark in marks)])
