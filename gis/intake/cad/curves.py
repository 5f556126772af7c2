"""The courses of a drawing's curves as corners: arcs and bulges reckoned, all else flattened by the library."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Point = tuple[float, float]

MOST_CORNERS: Final = 20_000
"""Of one curve: a circle of a kilometre keeps to a millimetre with fewer."""
_STEP: Final = 0.05
"""Radians: an arc in no longer steps keeps the area that it encloses to half a thousandth, however small it is."""
_SHARE: Final = 2e-4
"""Of its own size that any other curve may leave its true course, for the same reason."""
_FRAME: Final = 16
"""The flag of corners that only hold a smoothed polyline's frame."""


def is_flat(entity: Any) -> bool:
    """Whether its plane is that of the drawing, not turned over or tilted."""
    return not entity.dxf.hasattr("extrusion") or tuple(entity.dxf.extrusion) == (0, 0, 1)


def arc(centre: Point, radius: float, start: float, sweep: float, sagitta: float) -> list[Point]:
    """Corners of an arc of `sweep` radians from the angle `start`, both its ends among them."""
    deviation = min(max(sagitta / abs(radius), 0.0), 1.0) if radius else 1.0
    step = min(_STEP, 2 * math.acos(1 - deviation)) or _STEP
    count = min(max(1, math.ceil(abs(sweep) / step)), MOST_CORNERS)
    (x, y), turn = centre, sweep / count
    # A few corners each, of very many arcs: arrays would take longer.
    angles = [start + i * turn for i in range(count + 1)]
    return [(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles]


def bulged(corners: Floats, closed: bool, sagitta: float) -> Floats:
    """(n, 2) corners of a polyline of (x, y, bulge): the bulge is the tangent of a quarter of the arc to the next."""
    if not corners[:, 2].any():
        return corners[:, :2]
    rows = corners.tolist()
    course: list[Point] = []
    for (x, y, bulge), (x2, y2, _) in zip(rows, [*rows[1:], rows[0]], strict=True):
        straight = abs(bulge) < 1e-9 or (x, y) == (x2, y2)
        course += [(x, y)] if straight else _bulge((x, y), (x2, y2), bulge, sagitta)[:-1]
    if not closed and rows[-1][2]:
        # The last bulge of an open polyline leads nowhere.
        return bulged(np.array([*rows[:-1], (*rows[-1][:2], 0.0)]), False, sagitta)
    return np.array(course)


def _bulge(one: Point, other: Point, bulge: float, sagitta: float) -> list[Point]:
    start, end = complex(*one), complex(*other)
    centre = (start + end) / 2 + 1j * (end - start) * (1 - bulge * bulge) / (4 * bulge)
    arm = start - centre
    sweep = 4 * math.atan(bulge)
    return arc((centre.real, centre.imag), abs(arm), math.atan2(arm.imag, arm.real), sweep, sagitta)


def corners_of(entity: Any, kind: str, sagitta: float) -> tuple[Floats, bool]:
    """(n, 2) corners of a curve, and whether the entity says that it is closed.

    Raises:
        ArithmeticError, ValueError, IndexError, TypeError, AttributeError: its numbers are damaged.
    """
    if kind == "LINE":
        start, end = entity.dxf.start, entity.dxf.end
        return np.array([(start.x, start.y), (end.x, end.y)]), False
    if kind in ("LWPOLYLINE", "POLYLINE") and (found := _polyline(entity, kind)) is not None:
        closed = bool(entity.closed if kind == "LWPOLYLINE" else entity.is_closed)
        return (bulged(found, closed, sagitta) if len(found) else np.empty((0, 2))), closed
    if kind in ("ARC", "CIRCLE") and is_flat(entity):
        return _round(entity, kind, sagitta), kind == "CIRCLE"
    closed = bool(getattr(entity, "is_closed", False) or getattr(entity, "closed", False) or kind == "CIRCLE")
    return _flattened(entity, sagitta), closed


def _polyline(entity: Any, kind: str) -> Floats | None:
    """(n, 3) corners as x, y, bulge, None where only the library knows how to lay them in the plane."""
    if kind == "LWPOLYLINE":
        # As the library stores them: x, y, two widths, bulge.
        return np.array(entity.lwpoints.values).reshape(-1, 5)[:, [0, 1, 4]] if is_flat(entity) else None
    if entity.is_3d_polyline or is_flat(entity):
        vertices = [vertex for vertex in entity.vertices if not vertex.dxf.flags & _FRAME]
        bulge = not entity.is_3d_polyline
        rows = [(v.dxf.location.x, v.dxf.location.y, v.dxf.get("bulge", 0.0) if bulge else 0.0) for v in vertices]
        return np.array(rows, dtype=np.float64).reshape(-1, 3)
    return None


def _round(entity: Any, kind: str, sagitta: float) -> Floats:
    centre, radius = entity.dxf.center, float(entity.dxf.radius)
    if radius <= 0:
        return np.empty((0, 2))
    start, sweep = 0.0, math.tau
    if kind == "ARC":
        start = math.radians(entity.dxf.start_angle)
        sweep = (math.radians(entity.dxf.end_angle) - start) % math.tau or math.tau
    return np.array(arc((centre.x, centre.y), radius, start, sweep, sagitta))


def _flattened(entity: Any, sagitta: float) -> Floats:
    from ezdxf.path import Path, make_path

    try:
        return flat(make_path(entity), sagitta)
    except ValueError:
        if entity.dxftype() != "SPLINE" or len(entity.control_points) < 2:
            raise
    # Knots that do not fit the number of corners are as good as none.
    from ezdxf.math import BSpline
    from ezdxf.path import add_spline

    path, held = Path(), list(entity.control_points)
    add_spline(path, BSpline(held, order=min(int(entity.dxf.degree) + 1, len(held))))
    return flat(path, sagitta)


def flat(path: Any, sagitta: float) -> Floats:
    """(n, 2) corners of the library's `path`; none if one of them is no number."""
    held = _plane(path.control_vertices())
    size = float(np.ptp(held, axis=0).max()) if len(held) else 0.0
    within = min(sagitta, max(size * _SHARE, 1e-12))
    corners: list[Any] = []
    for point in path.flattening(within, 4):
        corners.append(point)
        if len(corners) > MOST_CORNERS:
            break
    return _plane(corners)


def _plane(points: Iterable[Any]) -> Floats:
    return np.array([(point.x, point.y) for point in points], dtype=np.float64).reshape(-1, 2)
