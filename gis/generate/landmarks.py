"""Names to write into map and scene, and the gate of each parcel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shapely import Point

from gis.generate.blocks import Plot
from gis.generate.open_land import VERGE, OpenGround
from gis.generate.plan import Plan


@dataclass(frozen=True, slots=True)
class Mark:
    """A named point; rank 1 is the most important."""

    name_en: str
    name_zh: str
    kind: str
    rank: int
    point: Point


def landmarks(
    plan: Plan, plots: Sequence[Plot], open_land: Sequence[OpenGround], gates: Mapping[str, Point]
) -> Iterator[Mark]:
    """The plan's own places, each parcel with its main gate (`gates` by its id), each piece of open ground."""
    for table in plan.tables["place"]:
        point = plan.frame(table).to_world(Point(table["at"]))
        yield Mark(table["name_en"], table["name_zh"], table["kind"], 1, point)
    for plot in plots:
        en, zh = plot.table["name_en"], plot.table["name_zh"]
        yield Mark(en, zh, "parcel", 2, plot.outline.representative_point())
        if plot.id in gates:
            yield Mark(f"Gate of {en}", f"{zh}大门", "parcel_gate", 4, gates[plot.id])
    for piece in open_land:
        if piece.table is not VERGE:
            point = piece.outline.representative_point()
            yield Mark(piece.table["name_en"], piece.table["name_zh"], piece.layer, 3, point)
