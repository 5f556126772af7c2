"""The sites: outlines, whose free edge slides until the wanted area is met where they have one."""

from __future__ import annotations

from shapely import Point, Polygon

from gis.generate.frames import Table, solve
from gis.generate.misfit import MisfitError
from gis.generate.plan import Plan
from gis.text import tr
from gis.units import m2_from_mu, mu_from_m2

_EXACT_M2 = 0.01
_REACH_M = 300.0
"""How far the free edge may slide either way."""


def site_outlines(plan: Plan) -> dict[str, Polygon]:
    """The outline of each site by its id, in the world; its area is the plan's `area_mu` where it has a free edge.

    Raises:
        MisfitError: the free edge cannot reach the area, or the outline crosses itself.
    """
    return {table["id"]: _site_outline(plan, table) for table in plan.tables["site"]}


def _site_outline(plan: Plan, table: Table) -> Polygon:
    frame, ring = plan.frame(table), [list(corner) for corner in table["ring"]]
    for number, u, snap_frame in table.get("snap", []):
        on_street = frame.to_plan(plan.frames[snap_frame].to_world(Point(u, 0)))
        ring[number] = [on_street.x, on_street.y]
    if "adjust" not in table:
        return _whole(table, frame.to_world(Polygon(ring)))
    free, (du, dv) = table["adjust"]["vertices"], table["adjust"]["dir"]

    def outline(slide_m: float) -> Polygon:
        corners = [
            [u + slide_m * du, v + slide_m * dv] if number in free else [u, v] for number, (u, v) in enumerate(ring)
        ]
        return frame.to_world(Polygon(corners))

    slide_m = solve(lambda by_m: outline(by_m).area, m2_from_mu(table["area_mu"]), -_REACH_M, _REACH_M)
    found, wanted_m2 = _whole(table, outline(slide_m)), m2_from_mu(table["area_mu"])
    if abs(found.area - wanted_m2) > _EXACT_M2:
        what = tr("Its free edge cannot slide far enough for {mu} mu.", mu=f"{table['area_mu']:,}")
        raise MisfitError(table["id"], what, tr("Nearest: {mu} mu.", mu=f"{mu_from_m2(found.area):,.1f}"))
    return found


def _whole(table: Table, outline: Polygon) -> Polygon:
    if not outline.is_valid or outline.is_empty:
        raise MisfitError(table["id"], tr("Its outline crosses itself."))
    return outline
