"""The inside of plots as rows of a park's layers: lanes, ramps, entrances, parking bays, footpaths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gis.generate.park import DrawnPark

Row = dict[str, Any]
_SYNTHETIC: Row = {"provenance": "synthetic", "published": None}
_INITIAL = {"gate": "G", "main": "M", "service": "S"}


def lanes(park: DrawnPark) -> Iterator[Row]:
    """One row a parcel and kind."""
    for parcel, found in park.inside.items():
        for kind, (outline, width_m) in found.lanes.items():
            yield {
                "id": f"{parcel}-{kind}", "parcel": parcel, "kind": kind, "width_m": width_m, **_SYNTHETIC,
                "geometry": outline,
            }  # fmt: skip


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
