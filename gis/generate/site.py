"""The sites: outlines whose free edge slides until the published area is met."""

from __future__ import annotations

from shapely import Point, Polygon

from gis.generate.frames import Table, solve
from gis.generate.plan import Plan
from gis.units import m2_from_mu

_REACH_M = 300.0
"""How far the free edge may slide either way."""


def site_outlines(plan: Plan) -> dict[str, Polygon]:
    """The outline of each site by its id, in the world; its area is the plan's `area_mu`."""
    return {table["id"]: _site_outline(plan, table) for table in plan.tables["site"]}


def _site_outline(plan: Plan, table: Table) -> Polygon:
    frame, ring = plan.frame(table), [list(corner) for corner in table["ring"]]
    for number, u, snap_frame in table.get("snap", []):
        on_street = frame.to_plan(plan.frames[snap_frame].to_world(Point(u, 0)))
        ring[number] = [on_street.x, on_street.y]
    free, (du, dv) = table["adjust"]["vertices"], table["adjust"]["dir"]

    def outline(slide_m: float) -> Polygon:
        corners = [
            [u + slide_m * du, v + slide_m * dv] if number in free else [u, v] for number, (u, v) in enumerate(ring)
        ]
        return frame.to_world(Polygon(corners))

    slide_m = solve(lambda by_m: outline(by_m).area, m2_from_mu(table["area_mu"]), -_REACH_M, _REACH_M)
    return outline(slide_m)
