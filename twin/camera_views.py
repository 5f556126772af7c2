"""The views that a place offers by itself: from the air, from above, and from the street of each park."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gis.prepared import ParkInfo, Prepared
from gis.text import Name
from twin.view import Point, View, look

KINDS: Final = {
    "aerial": Name("From the air", "鸟瞰"),
    "street": Name("From the street", "街景"),
    "top": Name("From above", "俯视"),
}
"""The kinds of named views."""

_AERIAL_FOV_DEG, _STREET_FOV_DEG = 46.0, 60.0
_AERIAL_DISTANCE_M, _AERIAL_HEIGHT_M = 1100.0, 250.0
_HORIZON_FROM_TOP = 0.12
_AERIAL_HEADING_DEG = 152.0
"""South-south-east: over the park to the bay, with the afternoon sun at the right hand."""
_WIDE_ASPECT = 16 / 9
_EYE_M = 1.65
_STREET_PITCH_DEG = 4.0


def home_view(prepared: Prepared, park: str | None = None) -> View:
    """All parks from the air, or one of them, nearer and lower.

    Raises:
        KeyError: no such park.
    """
    return _aerial(prepared, _box(_parks(prepared, park)))


def named_views(prepared: Prepared) -> dict[str, View]:
    """Every view by its id: "aerial" and "top" of the whole place, "<park>.aerial", "<park>.street", "<park>.top"."""
    everything = _box(_parks(prepared, None))
    views = {"aerial": _aerial(prepared, everything), "top": _top(prepared, everything)}
    for park in prepared.parks:
        box = park.extent_m
        views |= {
            f"{park.id}.aerial": _aerial(prepared, box),
            f"{park.id}.street": _street(prepared, park),
            f"{park.id}.top": _top(prepared, box),
        }
    return views


def view_of(prepared: Prepared, kind: str, park: str | None = None, aspect: float = _WIDE_ASPECT) -> View:
    """One of the named views: `kind` of the park, or of the whole place (whose street is the first park's).

    From above everything fits into a picture of `aspect` (width over height).

    Raises:
        KeyError: no such kind or park.
    """
    shown = _parks(prepared, park)
    maker: dict[str, Callable[[], View]] = {
        "aerial": lambda: _aerial(prepared, _box(shown)),
        "street": lambda: _street(prepared, shown[0]),
        "top": lambda: _top(prepared, _box(shown), aspect),
    }
    return maker[kind]()


def _parks(prepared: Prepared, park: str | None) -> tuple[ParkInfo, ...]:
    chosen = tuple(p for p in prepared.parks if park in (None, p.id))
    if not chosen:
        raise KeyError(park)
    return chosen


def _box(parks: tuple[ParkInfo, ...]) -> tuple[float, float, float, float]:
    boxes = np.array([park.extent_m for park in parks])
    (x0, y0), (x1, y1) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    return float(x0), float(y0), float(x1), float(y1)


def _aerial(prepared: Prepared, box: tuple[float, float, float, float]) -> View:
    """Far enough for the box to fill the picture, and tilted so that the horizon lies in its top part."""
    middle = _middle(prepared, box)
    span = math.hypot(box[2] - box[0], box[3] - box[1])
    scale = max(1.0, span / 1700)
    distance, height = _AERIAL_DISTANCE_M * scale, _AERIAL_HEIGHT_M * scale
    half_height = math.tan(math.radians(_AERIAL_FOV_DEG) / 2) / _WIDE_ASPECT
    pitch = -math.degrees(math.atan((1 - 2 * _HORIZON_FROM_TOP) * half_height))
    sight = height / math.sin(-math.radians(pitch))
    start = look(middle, _AERIAL_HEADING_DEG, pitch, distance, _AERIAL_FOV_DEG)
    x, y, _ = start.eye_m
    # the eye stays `distance` away at the wanted height; the target is where its line of sight meets the ground
    eye = (x, y, middle[2] + height)
    heading, flat = math.radians(_AERIAL_HEADING_DEG), sight * math.cos(math.radians(pitch))
    return View(eye, (x + flat * math.sin(heading), y + flat * math.cos(heading), middle[2]), _AERIAL_FOV_DEG)


def _top(prepared: Prepared, box: tuple[float, float, float, float], aspect: float = _WIDE_ASPECT) -> View:
    """Straight down, north up, the whole box in a picture of `aspect`."""
    middle = _middle(prepared, box)
    width = 1.12 * max(box[2] - box[0], (box[3] - box[1]) * aspect)
    return View((middle[0], middle[1], middle[2] + 1500.0), middle, _AERIAL_FOV_DEG, width)


def _street(prepared: Prepared, park: ParkInfo) -> View:
    """At eye height on the park's main crossing, along the street with the most buildings ahead."""
    crossing = _main_crossing(prepared, park)
    x, y, heading = crossing or (park.centre_m[0], park.centre_m[1], 0.0)
    eye = (x, y, float(prepared.ground_m(x, y)) + _EYE_M)
    ahead = look(eye, heading + 180, -_STREET_PITCH_DEG, 60.0)
    return View(eye, ahead.eye_m, _STREET_FOV_DEG)


def _middle(prepared: Prepared, box: tuple[float, float, float, float]) -> Point:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return x, y, float(prepared.ground_m(x, y))


_BEND_RAD: Final = math.radians(6)
_WIDEST_PIECES: Final = 600
"""Crossings are looked for among this many pieces of street: every pair of them is tried."""


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Straight pieces of street: start, end (N, 2) and width."""

    start: NDArray[np.float64]
    end: NDArray[np.float64]
    width_m: NDArray[np.float64]


def _pieces(prepared: Prepared, park: ParkInfo) -> _Pieces:
    roads = prepared.roads
    ends = [_straight(roads.xyz[start:end, :2].astype(float)) for start, end in pairwise(roads.start.tolist())]
    start, end = (
        np.concatenate([line[side] for line in ends] or [np.empty((0, 2))]) for side in (slice(-1), slice(1, None))
    )
    width_m = np.repeat(roads.width_m.astype(float), [max(0, len(line) - 1) for line in ends])
    x0, y0, x1, y1 = park.extent_m
    middle = (start + end) / 2
    inside = (middle[:, 0] > x0) & (middle[:, 0] < x1) & (middle[:, 1] > y0) & (middle[:, 1] < y1)
    chosen = np.flatnonzero(inside)
    chosen = chosen[np.argsort(-width_m[chosen], kind="stable")[:_WIDEST_PIECES]]
    return _Pieces(start[chosen], end[chosen], width_m[chosen])


def _straight(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """(M, 2) the corners at which a line of (N, 2) corners turns: graded streets have one every few metres."""
    if len(corners) < 3:
        return corners
    along: NDArray[np.float64] = np.diff(corners, axis=0)
    heading = np.unwrap(np.arctan2(along[:, 1], along[:, 0]))
    # A bend of many small turns is cut wherever it has turned that far in all.
    turned = np.floor((heading - heading[0]) / _BEND_RAD + 0.5)
    kept = np.concatenate([[True], np.diff(turned) != 0, [True]])
    return np.asarray(corners[kept])


def _main_crossing(prepared: Prepared, park: ParkInfo) -> tuple[float, float, float] | None:
    """x, y and heading of the best place to stand on: wide streets crossing, and tall buildings down one of them."""
    pieces = _pieces(prepared, park)
    along = pieces.end - pieces.start
    apart = pieces.start[None, :, :] - pieces.start[:, None, :]
    across = along[:, None, 0] * along[None, :, 1] - along[:, None, 1] * along[None, :, 0]
    safe = np.where(np.abs(across) < 1e-9, np.inf, across)
    u = (apart[..., 0] * along[None, :, 1] - apart[..., 1] * along[None, :, 0]) / safe
    v = (apart[..., 0] * along[:, None, 1] - apart[..., 1] * along[:, None, 0]) / safe
    length = np.hypot(along[:, 0], along[:, 1])
    square = np.abs(across) > 0.5 * length[:, None] * length[None, :]
    slack = 0.02
    meets = square & (u >= -slack) & (u <= 1 + slack) & (v >= -slack) & (v <= 1 + slack)
    one, other = np.nonzero(np.triu(meets, 1))
    if len(one) == 0:
        return None
    best: tuple[float, float, float, float] | None = None
    for i, j in zip(one.tolist(), other.tolist(), strict=True):
        point = pieces.start[i] + u[i, j] * along[i]
        breadth = float(pieces.width_m[i] + pieces.width_m[j])
        for k in (i, j):
            for sign in (1, -1):
                heading = math.degrees(math.atan2(sign * along[k, 0], sign * along[k, 1])) % 360
                score = _street_score(prepared, park.id, point, heading) * breadth
                if best is None or score > best[0]:
                    best = (score, float(point[0]), float(point[1]), heading)
    return best[1:] if best else None


def _street_score(prepared: Prepared, park: str, point: NDArray[np.float64], heading_deg: float) -> float:
    """How much there is to see: heights of the park's buildings between 30 and 350 m ahead, beside the street."""
    heading = math.radians(heading_deg)
    apart = prepared.buildings.centre_m.astype(float) - point
    ahead = apart @ np.array([math.sin(heading), math.cos(heading)])
    aside = np.abs(apart @ np.array([math.cos(heading), -math.sin(heading)]))
    own = np.array([name == park for name in prepared.buildings.park])
    seen = own & (ahead > 30) & (ahead < 350) & (aside < 0.5 * ahead + 20)
    return float((prepared.buildings.height_m * seen / (60 + np.maximum(ahead, 0))).sum()) + 1e-6
