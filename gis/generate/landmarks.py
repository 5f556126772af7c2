"""Names to write into map and scene, and the gate of each parcel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyproj
import shapely
from shapely import Point

from gis.generate.blocks import Plot
from gis.generate.open_land import VERGE, OpenGround
from gis.generate.plan import Plan
from gis.places import KnownPlace


@dataclass(frozen=True, slots=True)
class Mark:
    """A named point; rank 1 is the most important. `point` is None where the position is unknown.

    `fact` and `position` as in the schema's layer `places`; `published` lists the facts' ids.
    """

    name_en: str
    name_zh: str
    kind: str
    rank: int
    point: Point | None
    fact: str | None = None
    position: str | None = None
    published: str | None = None


def landmarks(
    plan: Plan, plots: Sequence[Plot], open_land: Sequence[OpenGround], gates: Mapping[str, Point]
) -> Iterator[Mark]:
    """The published places, the plan's own, each parcel with its main gate (`gates` by its id), each open ground.

    Where a published place stands for a drawn one (same name, or alone on a parcel), the drawn one is left out.
    """
    known = [_known(plan, place, plots) for place in plan.places]
    yield from known
    taken = {name for mark in known for name in (mark.name_en, mark.name_zh)}
    alone = {place.parcels[0] for place in plan.places if len(place.parcels) == 1}
    for table in plan.tables["place"]:
        if not {table["name_en"], table["name_zh"]} & taken:
            point = plan.frame(table).to_world(Point(table["at"]))
            yield Mark(table["name_en"], table["name_zh"], table["kind"], 1, point)
    for plot in plots:
        en, zh = plot.table["name_en"], plot.table["name_zh"]
        if plot.id not in alone:
            yield Mark(en, zh, "parcel", 2, plot.outline.representative_point())
        if plot.id in gates:
            yield Mark(f"Gate of {en}", f"{zh}大门", "parcel_gate", 4, gates[plot.id])
    for piece in open_land:
        if piece.table is not VERGE:
            point = piece.outline.representative_point()
            yield Mark(piece.table["name_en"], piece.table["name_zh"], piece.layer, 3, point)


def _known(plan: Plan, place: KnownPlace, plots: Sequence[Plot]) -> Mark:
    """A published place where the layout draws it, else at its coordinates, else nowhere."""
    own = [plot.outline for plot in plots if plot.id in place.parcels]
    point = None
    if len(own) == 1:
        point = own[0].representative_point()
    elif own:
        point = shapely.union_all(own).centroid
    elif place.lon_deg is not None:
        to_plan = pyproj.Transformer.from_crs(4326, plan.epsg, always_xy=True)
        point = Point(to_plan.transform(place.lon_deg, place.lat_deg))
    grounds = "; ".join((*place.facts, *place.sources))
    fact = f"{place.fact.en} | {place.fact.zh} [{grounds}]"
    return Mark(place.name.en, place.name.zh, place.kind, place.rank, point, fact, place.position, grounds)
