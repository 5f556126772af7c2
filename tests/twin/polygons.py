"""Random outlines for tests: stars about a point, some with a hole, and how they become `Outlines`."""

from __future__ import annotations

import math

import numpy as np
import shapely
from hypothesis import strategies as st

from gis.prepared import Outlines

COUNTS = st.integers(3, 12)


@st.composite
def stars(draw: st.DrawFn) -> shapely.Polygon:
    """A simple polygon: corners at rising angles about a point, at any distance from it; perhaps with a hole."""
    corners = draw(COUNTS)
    radii = draw(st.lists(st.floats(8.0, 60.0), min_size=corners, max_size=corners))
    turn = draw(st.floats(0, math.tau))
    x, y = draw(st.tuples(st.floats(-500, 500), st.floats(-500, 500)))
    angles = turn + math.tau * np.arange(corners) / corners
    ring = np.stack([x + radii * np.cos(angles), y + radii * np.sin(angles)], 1)
    if not draw(st.booleans()) or corners < 4:
        return shapely.Polygon(ring)
    hole = np.stack([x + 2.5 * np.cos(angles), y + 2.5 * np.sin(angles)], 1)
    return shapely.Polygon(ring, [hole])


def outlines_of(polygons: list[shapely.Polygon], z_m: float = 0.0) -> Outlines:
    """Polygons as outlines at elevation `z_m`, each its own row."""
    rings: list[np.ndarray] = []
    polygon_start = [0]
    for polygon in shapely.orient_polygons(np.array(polygons, object)):
        rings += [np.asarray(ring.coords)[:-1, :2] for ring in (polygon.exterior, *polygon.interiors)]
        polygon_start.append(len(rings))
    xy = np.concatenate(rings) if rings else np.zeros((0, 2))
    xyz = np.column_stack([xy, np.full(len(xy), z_m)]).astype(np.float32)
    ring_start = np.cumsum([0, *(len(ring) for ring in rings)]).astype(np.int32)
    return Outlines(xyz, ring_start, np.array(polygon_start, np.int32), np.arange(len(polygons), dtype=np.int32))
