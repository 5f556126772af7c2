"""Blocks between the streets, and the parcels cut from them."""

from __future__ import annotations

from dataclasses import dataclass

from shapely import Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from gis.generate.frames import PlanFrame, Table, polygon, polygons, solve
from gis.generate.misfit import MisfitError
from gis.generate.plan import Plan
from gis.text import tr
from gis.units import m2_from_mu

_HAIR_M = 0.05
"""Blocks that hang together by less than twice this are two blocks."""
_CRUMB_M2 = 0.01
_EXACT_M2 = 1.0


@dataclass(frozen=True, slots=True)
class Plot:
    """A parcel's land."""

    table: Table
    frame: PlanFrame
    outline: Polygon

    @property
    def id(self) -> str:
        """The parcel's id."""
        return str(self.table["id"])


def plots(plan: Plan, buildable: BaseGeometry) -> tuple[list[Plot], list[Polygon]]:
    """Every parcel's land in the plan's order, and the blocks that no parcel took.

    Raises:
        MisfitError: a parcel's `at` lies in no block that is still free, or its cut does not fit the block.
    """
    free = _blocks(buildable)
    found: list[Plot] = []
    for table in plan.tables["parcel"]:
        frame = plan.frame(table)
        mark = (plan.frames[table["at_frame"]] if "at_frame" in table else frame).to_world(Point(table["at"]))
        block = next((block for block in free if block.contains(mark)), None)
        if block is None:
            raise MisfitError(
                table["id"],
                tr("no block is free at {at}.", at=table["at"]),
                tr("Expected a point between the streets, on land that no parcel before it took."),
            )
        free.remove(block)
        pieces = [block]
        if "cut" in table:
            kept, rest = _cut(block, frame, table["cut"], {plot.id: plot.outline.area for plot in found})
            pieces = [*sorted(polygons(kept), key=lambda piece: -piece.area), *rest]
            _check_cut(table, kept, {plot.id: plot.outline.area for plot in found})
        # Normalised, so that no later step depends on where an overlay happened to start the ring.
        found.append(Plot(table, frame, polygon(pieces[0].normalize())))
        free += pieces[1:]
    # Moved between frames, a sliver can touch itself.
    left = [piece for block in free for piece in polygons(block)]
    return found, [piece for piece in left if piece.area > _CRUMB_M2]


def _check_cut(table: Table, kept: BaseGeometry, areas_m2: dict[str, float]) -> None:
    """Refuse a cut that leaves nothing, or cannot give the area that it is to give."""
    if not polygons(kept):
        raise MisfitError(table["id"], tr("Its cut leaves nothing of the block."))
    if "to" not in table["cut"]:
        wanted_m2 = _wanted_m2(table["cut"], areas_m2)
        if wanted_m2 <= 0 or abs(kept.area - wanted_m2) > _EXACT_M2:
            what = tr("Its cut cannot give {wanted} m2.", wanted=f"{wanted_m2:,.1f}")
            raise MisfitError(table["id"], what, tr("The block has {area} m2 there.", area=f"{kept.area:,.1f}"))


def _blocks(buildable: BaseGeometry) -> list[Polygon]:
    blocks: list[Polygon] = []
    for whole in polygons(buildable):
        cores = polygons(whole.buffer(-_HAIR_M, join_style="mitre"))
        remaining: BaseGeometry = whole
        if len(cores) > 1:
            for core in cores:
                block = remaining & core.buffer(1.1 * _HAIR_M, join_style="mitre")
                blocks += polygons(block)
                remaining = remaining - block
        blocks += polygons(remaining)
    return blocks


def _cut(
    block: Polygon, frame: PlanFrame, cut: Table, areas_m2: dict[str, float]
) -> tuple[BaseGeometry, list[Polygon]]:
    """The part of `block` on one side of a line across the frame, by coordinate (`to`) or by area."""
    local = frame.to_plan(block)
    cuttable = local & Polygon(cut["ring"]) if "ring" in cut else local
    axis, side = cut["dir"]
    u0, v0, u1, v1 = cuttable.bounds
    low, high = (u0, u1) if axis == "u" else (v0, v1)

    def part(line: float) -> BaseGeometry:
        near, far = (low - 1, line) if side == "+" else (line, high + 1)
        strip = box(near, v0 - 1, far, v1 + 1) if axis == "u" else box(u0 - 1, near, u1 + 1, far)
        return cuttable & strip

    if "to" in cut:
        line = float(cut["to"])
    elif side == "+":
        line = solve(lambda at: part(at).area, _wanted_m2(cut, areas_m2), low, high)
    else:
        line = -solve(lambda at: part(-at).area, _wanted_m2(cut, areas_m2), -high, -low)
    kept = part(line)
    return frame.to_world(kept), [frame.to_world(piece) for piece in polygons(local - kept)]


def _wanted_m2(cut: Table, areas_m2: dict[str, float]) -> float:
    if "area_m2" in cut:
        return float(cut["area_m2"])
    if "area_mu" in cut:
        return m2_from_mu(cut["area_mu"])
    others_m2 = sum(areas_m2[parcel] for parcel in cut["balance"]["minus"])
    return m2_from_mu(cut["balance"]["total_mu"]) - others_m2
