"""Moving about: pure functions from `View` to `View`, and the one place where a view becomes a Panda3D camera.

Angles in degrees, lengths in metres. Positions in a picture are (x, y) from -1, -1 (left, bottom) to 1, 1. A
`Ground` gives the elevation at (x, y); no movement ends below it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import SupportsFloat

from panda3d.core import Lens, NodePath, OrthographicLens, PerspectiveLens

from twin.camera_views import home_view as home_view
from twin.camera_views import named_views as named_views
from twin.camera_views import view_of as view_of
from twin.view import Point, View, look

Ground = Callable[[float, float], SupportsFloat]
"""Elevation of the ground at (x, y)."""

NARROWEST = 4 / 3
"""Pictures in perspective narrower than this keep their height of view and lose their sides, or a half picture would
look like through a drinking straw held upright. A map keeps its width: nothing that it is to show may be cut off."""
EYE_CLEARANCE_M = 1.5
FARTHEST_M = 60_000.0
_LOWEST_PITCH, _HIGHEST_PITCH = -89.5, 60.0
_NEAREST_M, _REMOTEST_M = 4.0, 25_000.0


def half_extent(view: View, aspect: float) -> tuple[float, float]:
    """Half the width and height that a picture of `aspect` (width over height) shows: tangents, or metres across."""
    if view.width_m is not None:
        return view.width_m / 2, view.width_m / 2 / aspect
    height = math.tan(math.radians(view.fov_deg) / 2) / max(aspect, NARROWEST)
    return height * aspect, height


def axes(view: View) -> tuple[Point, Point, Point]:
    """Unit vectors to the right, forward and up of the picture."""
    heading, pitch = math.radians(view.heading_deg), math.radians(view.pitch_deg)
    sin_h, cos_h, sin_p, cos_p = math.sin(heading), math.cos(heading), math.sin(pitch), math.cos(pitch)
    return (cos_h, -sin_h, 0.0), (sin_h * cos_p, cos_h * cos_p, sin_p), (-sin_h * sin_p, -cos_h * sin_p, cos_p)


def ray(view: View, aspect: float, x: float, y: float) -> tuple[Point, Point]:
    """Where the line of sight through picture point (x, y) starts, and its unit direction."""
    right, forward, up = axes(view)
    half_width, half_height = half_extent(view, aspect)
    across, above = x * half_width, y * half_height
    if view.width_m is not None:
        return _sum(view.eye_m, _scaled(right, across), _scaled(up, above)), forward
    direction = _sum(forward, _scaled(right, across), _scaled(up, above))
    return view.eye_m, _scaled(direction, 1 / math.hypot(*direction))


def ground_point(view: View, aspect: float, x: float, y: float, ground: Ground) -> Point | None:
    """The point of the ground under picture point (x, y); None if the sky is there."""
    origin, direction = ray(view, aspect, x, y)

    def above(distance_m: float) -> float:
        px, py, pz = _sum(origin, _scaled(direction, distance_m))
        return pz - float(ground(px, py))

    before, step = 0.0, max(view.distance_m / 40, 0.5)
    if above(0.0) <= 0:
        return None
    while before < FARTHEST_M:
        after = before + step
        if above(after) <= 0:
            for _ in range(24):
                middle = (before + after) / 2
                before, after = (middle, after) if above(middle) > 0 else (before, middle)
            return _sum(origin, _scaled(direction, after))
        before, step = after, step * 1.08
    return None


def above_ground(view: View, ground: Ground, clearance_m: float = EYE_CLEARANCE_M) -> View:
    """The view with its eye lifted to `clearance_m` above the ground, if it was lower."""
    x, y, z = view.eye_m
    lowest = float(ground(x, y)) + clearance_m
    return view if z >= lowest else view.moved(eye_m=(x, y, lowest))


def orbit(view: View, turn_deg: float, tilt_deg: float, ground: Ground) -> View:
    """Go round the target: `turn_deg` turns the look clockwise, `tilt_deg` tilts it up (the eye sinks)."""
    pitch = min(max(view.pitch_deg + tilt_deg, _LOWEST_PITCH), _HIGHEST_PITCH)
    turned = look(view.target_m, view.heading_deg + turn_deg, pitch, view.distance_m, view.fov_deg)
    return above_ground(replace(turned, width_m=view.width_m), ground)


def pan(view: View, right_m: float, forward_m: float, ground: Ground) -> View:
    """Slide eye and target over the land, to the right and away; the height above the ground stays."""
    heading = math.radians(view.heading_deg)
    east = right_m * math.cos(heading) + forward_m * math.sin(heading)
    north = forward_m * math.cos(heading) - right_m * math.sin(heading)
    x, y, _ = view.target_m
    rise = float(ground(x + east, y + north)) - float(ground(x, y))
    shift = (east, north, rise)
    return above_ground(view.moved(_sum(view.eye_m, shift), _sum(view.target_m, shift)), ground)


def drag(view: View, aspect: float, start: tuple[float, float], end: tuple[float, float], ground: Ground) -> View:
    """Pan so that what lay under picture point `start` lies under `end`; at the sky nothing moves."""
    grasped = ground_point(view, aspect, *start, ground)
    wanted = ground_point(view, aspect, *end, ground)
    if grasped is None or wanted is None:
        return view
    shift = (grasped[0] - wanted[0], grasped[1] - wanted[1], 0.0)
    return above_ground(view.moved(_sum(view.eye_m, shift), _sum(view.target_m, shift)), ground)


def zoom(view: View, factor: float, ground: Ground, towards: Point | None = None) -> View:
    """Come nearer (`factor` < 1) or go away; `towards` (by default the target) keeps its place in the picture."""
    centre = towards or view.target_m
    size = view.distance_m if view.width_m is None else view.width_m
    factor = min(max(factor, _NEAREST_M / size), _REMOTEST_M / size)
    target = _towards(centre, view.target_m, factor)
    if view.width_m is not None:
        shift = tuple(b - a for a, b in zip(view.target_m, target, strict=True))
        moved = view.moved(_sum(view.eye_m, (shift[0], shift[1], 0.0)), (target[0], target[1], view.target_m[2]))
        return replace(moved, width_m=view.width_m * factor)
    return above_ground(view.moved(_towards(centre, view.eye_m, factor), target), ground)


def fly(start: View, end: View, share: float) -> View:
    """The view at `share` (0 to 1) of a flight: it starts and lands gently, and rises in between if the way is long."""
    if share <= 0:
        return start
    if share >= 1:
        return end
    a, b = perspective(start), perspective(end)
    eased = share * share * (3 - 2 * share)
    way = math.dist(a.target_m, b.target_m)
    arch = 1 + min(1.2, way / (a.distance_m + b.distance_m)) * math.sin(math.pi * share) ** 2
    turn = (b.heading_deg - a.heading_deg + 180) % 360 - 180
    return look(
        _towards(a.target_m, b.target_m, eased),
        a.heading_deg + turn * eased,
        a.pitch_deg + (b.pitch_deg - a.pitch_deg) * eased,
        a.distance_m ** (1 - eased) * b.distance_m**eased * arch,
        a.fov_deg + (b.fov_deg - a.fov_deg) * eased,
    )


def perspective(view: View) -> View:
    """The view itself, or for an orthographic one the perspective view that shows the target as large."""
    if view.width_m is None:
        return view
    distance = view.width_m / 2 / math.tan(math.radians(view.fov_deg) / 2)
    return look(view.target_m, view.heading_deg, max(view.pitch_deg, _LOWEST_PITCH), distance, view.fov_deg)


def lens_of(view: View, aspect: float) -> Lens:
    """The Panda3D lens of a picture of `aspect`: focal length 1, film in the units of `half_extent`.

    The near plane keeps its distance from the eye in proportion to how far the eye looks: depth stays sharp from a
    kerb to the horizon.
    """
    half_width, half_height = half_extent(view, aspect)
    if view.width_m is not None:
        flat = OrthographicLens()
        flat.set_film_size(2 * half_width, 2 * half_height)
        flat.set_near_far(1.0, FARTHEST_M)
        return flat
    lens = PerspectiveLens()
    lens.set_focal_length(1)
    lens.set_film_size(2 * half_width, 2 * half_height)
    lens.set_near_far(near_m(view), FARTHEST_M)
    return lens


def near_m(view: View) -> float:
    """Distance of the near plane."""
    return min(max(view.distance_m / 250, 0.15), 5.0)


def place_camera(camera: NodePath, view: View) -> None:
    """Put a camera's node where the view's eye is, looking where it looks."""
    camera.set_pos(*view.eye_m)
    camera.set_hpr(-view.heading_deg, view.pitch_deg, 0)


def _sum(*points: Point) -> Point:
    return sum(p[0] for p in points), sum(p[1] for p in points), sum(p[2] for p in points)


def _scaled(point: Point, factor: float) -> Point:
    return point[0] * factor, point[1] * factor, point[2] * factor


def _towards(start: Point, end: Point, share: float) -> Point:
    x, y, z = (a + (b - a) * share for a, b in zip(start, end, strict=True))
    return x, y, z
