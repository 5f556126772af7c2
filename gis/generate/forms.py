"""The plan shapes of buildings, axis-parallel in the parcel's frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from shapely import Point, Polygon, affinity, box

from gis.generate.frames import polygon

Form = Callable[[float, float, float, float, float], Polygon]


def form(name: str, x_m: float, y_m: float, width_m: float, depth_m: float, wing_m: float) -> Polygon:
    """The shape `name` centred at (`x_m`, `y_m`), `width_m` by `depth_m`; courtyard shapes have wings of `wing_m`."""
    return FORMS[name](x_m, y_m, width_m, depth_m, wing_m)


def _bar(x: float, y: float, w: float, d: float, wing: float) -> Polygon:
    return box(x - w / 2, y - d / 2, x + w / 2, y + d / 2)


def _l_shape(x: float, y: float, w: float, d: float, wing: float) -> Polygon:
    return polygon(_bar(x, y, w, d, wing) - box(x - w / 2 + wing, y - d / 2 + wing, x + w, y + d))


def _u_shape(x: float, y: float, w: float, d: float, wing: float) -> Polygon:
    return polygon(_bar(x, y, w, d, wing) - box(x - w / 2 + wing, y - d / 2 + wing, x + w / 2 - wing, y + d))


def _turned(form_of: Form, quarters: int, mirrored: bool = False) -> Form:
    """The same form turned by quarters to the left, or mirrored left to right first."""

    def turned(x: float, y: float, w: float, d: float, wing: float) -> Polygon:
        width_m, depth_m = (d, w) if quarters % 2 else (w, d)
        shape = form_of(x, y, width_m, depth_m, wing)
        if mirrored:
            shape = affinity.scale(shape, -1, 1, origin=(x, y))
        return affinity.rotate(shape, 90 * quarters, origin=(x, y))

    return turned


def _h_shape(x: float, y: float, w: float, d: float, wing: float) -> Polygon:
    left, right = x - w / 2 + wing, x + w / 2 - wing
    return polygon(
        _bar(x, y, w, d, wing) - box(left, y - d, right, y - wing / 2) - box(left, y + wing / 2, right, y + d)
    )


def _court(x: float, y: float, w: float, d: float, wing: float) -> Polygon:
    return polygon(_bar(x, y, w, d, wing) - _bar(x, y, w - 2 * wing, d - 2 * wing, wing))


def _two_courts(x: float, y: float, w: float, d: float, wing: float) -> Polygon:
    court_d = (d - 3 * wing) / 2
    off = (wing + court_d) / 2
    courts = (_bar(x, y + off, w - 2 * wing, court_d, wing), _bar(x, y - off, w - 2 * wing, court_d, wing))
    return polygon(_bar(x, y, w, d, wing) - courts[0] - courts[1])


def _ellipse(x: float, y: float, w: float, d: float, wing: float) -> Polygon:
    return affinity.scale(Point(x, y).buffer(1, 16), w / 2, d / 2)


def _ring(x: float, y: float, w: float, d: float, wing: float) -> Polygon:
    return polygon(_ellipse(x, y, w, d, wing) - _ellipse(x, y, w - 2 * wing, d - 2 * wing, wing))


FORMS: Final[dict[str, Form]] = {
    "bar": _bar,
    "L": _l_shape,
    "J": _turned(_l_shape, 0, mirrored=True),
    "U": _u_shape,
    "C": _turned(_u_shape, 3),
    "D": _turned(_u_shape, 1),
    "H": _h_shape,
    "O": _court,
    "eight": _two_courts,
    "ellipse": _ellipse,
    "ring": _ring,
}
"""Every shape by the name that plans use."""
