"""The shapes of OpenStreetMap's ways and areas, made of what the file holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gis.city.osm_elements import Way


def known(way: Way) -> NDArray[np.float64]:
    """(N, 2) positions of the nodes that are there."""
    return way.course if way.whole else way.course[np.isfinite(way.course).all(axis=1)]


def line_of(way: Way) -> BaseGeometry | None:
    """The course of a way through the nodes that are there; None if fewer than two are."""
    course = known(way)
    return shapely.LineString(course) if len(course) > 1 else None


def area_of(way: Way) -> BaseGeometry | None:
    """The area of a closed way; None if it is open or fewer than three of its nodes are there."""
    course = known(way)
    return shapely.Polygon(course) if way.closed and len(course) > 3 else None


def areas_of(ways: Iterable[Way]) -> BaseGeometry | None:
    """The area whose rings the ways make together, by nesting whatever their roles; None if no ring closes."""
    rings = [shapely.Polygon(ring) for ring in _rings([way for way in ways if len(way.course) > 1])]
    rings = sorted((ring for ring in rings if ring.area > 0), key=lambda ring: -ring.area)
    if not rings:
        return None
    shells: list[tuple[BaseGeometry, list[BaseGeometry]]] = []
    owners: list[tuple[BaseGeometry, int | None]] = []
    for ring in rings:
        inside = [owner for larger, owner in owners if _holds(larger, ring)]
        # A ring is a hole if an odd number of larger ones lie around it.
        if len(inside) % 2 and inside[-1] is not None:
            shells[inside[-1]][1].append(ring)
            owners.append((ring, None))
        else:
            owners.append((ring, len(shells)))
            shells.append((ring, []))
    whole = [shapely.Polygon(shell.exterior, [hole.exterior for hole in holes]) for shell, holes in shells]  # type: ignore[attr-defined]
    return whole[0] if len(whole) == 1 else shapely.MultiPolygon(whole)


def _holds(larger: BaseGeometry, ring: BaseGeometry) -> bool:
    point = ring.representative_point() if ring.is_valid else ring.centroid
    return bool(shapely.intersects_xy(larger, point.x, point.y)) if larger.is_valid else False


def _rings(ways: Sequence[Way]) -> list[NDArray[np.float64]]:
    """Closed rings, joined of ways at the nodes that they share; what stays open is left out."""
    at: dict[int, list[int]] = {}
    for number, way in enumerate(ways):
        for end in {way.first, way.last}:
            at.setdefault(end, []).append(number)
    used: set[int] = set()
    rings = []
    for number, way in enumerate(ways):
        if number in used:
            continue
        used.add(number)
        end, courses = way.last, [known(way)]
        while end != way.first and (more := next((one for one in at[end] if one not in used), None)) is not None:
            used.add(more)
            step = 1 if ways[more].first == end else -1
            end = ways[more].last if step == 1 else ways[more].first
            courses.append(known(ways[more])[::step])
        ring = np.concatenate(courses)
        if end == way.first and len(np.unique(ring, axis=0)) > 2:
            rings.append(ring)
    return rings
