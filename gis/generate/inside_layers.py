"""The inside of plots as rows of a park's layers: lanes, ramps, entrances, parking bays, footpaths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from gis.generate.frames import Region, polygons, region
from gis.generate.levels import Levels
from gis.generate.park import DrawnPark
from gis.generate.steps import steps

Row = dict[str, Any]
_SYNTHETIC: Row = {"provenance": "synthetic", "published": None}
_INITIAL = {"gate": "G", "main": "M", "service": "S"}


RIM_M: Final = 0.3
"""Walls along a lane may touch it by so much."""
_OFF_STEP_M: Final = 0.5
_CRUMB_M2: Final = 10.0


def lanes(park: DrawnPark, graded: Levels) -> Iterator[Row]:
    """One row a parcel and kind; lanes end before steps that nobody can drive over."""
    for parcel, found in park.inside.items():
        walls = steps([terrace.outline for terrace in graded.of_parcel(parcel)], park.plan.rules.levels.step_m)
        for kind, (whole, width_m) in found.lanes.items():
            outline = _ending_at(whole, walls)
            if not outline.is_empty:
                yield {
                    "id": f"{parcel}-{kind}", "parcel": parcel, "kind": kind, "width_m": width_m, **_SYNTHETIC,
                    "geometry": outline,
                }  # fmt: skip


def _ending_at(lane: Region, walls: BaseGeometry) -> Region:
    """The lane without a strip about each wall across it, and without the crumbs that this would leave."""
    across = walls & lane.buffer(-RIM_M)
    if across.is_empty:
        return lane
    strip = across.buffer(_OFF_STEP_M, cap_style="square", join_style="mitre")
    return region(shapely.union_all([part for part in polygons(lane - strip) if part.area > _CRUMB_M2]))


def ramps(park: DrawnPark) -> Iterator[Row]:
    """One row a ramp."""
    for parcel, found in park.inside.items():
        for number, (outline, azimuth_deg) in enumerate(found.ramps, 1):
            yield {
                "id": f"{parcel}-R{number}", "parcel": parcel, "azimuth_deg": azimuth_deg, **_SYNTHETIC,
                "geometry": outline,
            }  # fmt: skip


def entrances(park: DrawnPark) -> Iterator[Row]:
    """Gates of the parcel, then a main and a service door of each building."""
    for parcel, found in park.inside.items():
        for number, way in enumerate(found.entrances, 1):
            building = None if way.mass is None else f"{parcel}-B{way.mass + 1:02d}"
            yield {
                "id": f"{building or f'{parcel}-{number}'}-{_INITIAL[way.kind]}", "parcel": parcel, "kind": way.kind,
                "building": building, "azimuth_deg": way.azimuth_deg, **_SYNTHETIC, "geometry": way.point,
            }  # fmt: skip


def bays(park: DrawnPark) -> Iterator[Row]:
    """Rows of parking spaces beside lanes."""
    for parcel, found in park.inside.items():
        for number, (outline, spaces) in enumerate(found.bays, 1):
            yield {
                "id": f"{parcel}-Q{number}", "parcel": parcel, "kind": "bays", "spaces": spaces, **_SYNTHETIC,
                "geometry": outline,
            }  # fmt: skip


def footpaths(park: DrawnPark) -> Iterator[Row]:
    """Paths to the doors."""
    for parcel, found in park.inside.items():
        for number, outline in enumerate(found.paths, 1):
            yield {
                "id": f"{parcel}-W{number}", "kind": "parcel", "area_m2": outline.area, **_SYNTHETIC,
                "geometry": outline,
            }  # fmt: skip
