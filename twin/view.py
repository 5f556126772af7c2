"""Where one looks from. A value: cameras, tours, stills and tests all speak of views."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

Point = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class View:
    """An eye and the point it looks at, local metres, z up; `fov_deg` is the horizontal field of view.

    With `width_m` the view is orthographic and shows that many metres across (`fov_deg` is then unused).
    """

    eye_m: Point
    target_m: Point
    fov_deg: float = 46.0
    width_m: float | None = None

    @property
    def distance_m(self) -> float:
        """From the eye to what it looks at."""
        return math.dist(self.eye_m, self.target_m)

    @property
    def heading_deg(self) -> float:
        """Compass direction of the look: 0 north, 90 east."""
        return math.degrees(math.atan2(self.target_m[0] - self.eye_m[0], self.target_m[1] - self.eye_m[1])) % 360

    @property
    def pitch_deg(self) -> float:
        """Upward angle of the look; negative looks down."""
        return math.degrees(math.asin((self.target_m[2] - self.eye_m[2]) / max(self.distance_m, 1e-9)))

    def moved(self, eye_m: Point | None = None, target_m: Point | None = None) -> View:
        """The same view from another eye or at another target."""
        return replace(self, eye_m=eye_m or self.eye_m, target_m=target_m or self.target_m)


def look(target_m: Point, heading_deg: float, pitch_deg: float, distance_m: float, fov_deg: float = 46.0) -> View:
    """The view of `target_m` from `distance_m` away, looking along `heading_deg` (compass) and `pitch_deg` (up)."""
    heading, pitch = math.radians(heading_deg), math.radians(pitch_deg)
    x, y, z = target_m
    flat = distance_m * math.cos(pitch)
    eye = (x - flat * math.sin(heading), y - flat * math.cos(heading), z - distance_m * math.sin(pitch))
    return View(eye, target_m, fov_deg)
