"""Ways to show a picture to two eyes, one file each: this folder is the list.

A mode says which eyes there are, which part of the picture each gets and whether it is squeezed there. `lens_of`
makes the off-axis lenses: both eyes look the same way, and what lies at the convergence distance falls on the same
spot of both pictures (zero parallax); nearer things cross, farther ones uncross.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache

from panda3d.core import Lens, NodePath

from gis.text import Name
from twin import camera
from twin.view import View

HUMAN_GAP_M = 0.065
HUMAN_CONVERGENCE_M = 8.0
GIANT_SHARE = 1 / 45
"""Gap over convergence for a model-like view from above: the horizon then parts by under 3 % of the picture's width."""
_ON_FOOT_M = 6.0


@dataclass(frozen=True, slots=True)
class Eye:
    """One eye's part of a picture: `side` -1 left, 1 right, 0 both; `region` left, right, bottom, top as shares."""

    side: int
    region: tuple[float, float, float, float] = (0.0, 1.0, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Mode:
    """A way to show a picture. `squeezed`: each part is drawn in the whole picture's shape and pressed into place."""

    id: str
    name: Name
    rank: int
    eyes: tuple[Eye, ...]
    squeezed: bool = False

    def eye_size(self, size: tuple[int, int]) -> tuple[int, int]:
        """Width and height in pixels that the content of each eye's part is laid out for, in a picture of `size`."""
        if self.squeezed:
            return size
        left, right, bottom, top = self.eyes[0].region
        return round(size[0] * (right - left)), round(size[1] * (top - bottom))


@dataclass(frozen=True, slots=True)
class Depth:
    """How far the eyes stand apart, and at which distance their pictures coincide; metres."""

    gap_m: float = HUMAN_GAP_M
    convergence_m: float = HUMAN_CONVERGENCE_M


@cache
def modes() -> dict[str, Mode]:
    """Every mode by its id, in display order."""
    names = (module.name for module in pkgutil.iter_modules(__path__))
    found: list[Mode] = [importlib.import_module(f"{__name__}.{name}").MODE for name in names]
    return {mode.id: mode for mode in sorted(found, key=lambda mode: mode.rank)}


def depth_of(view: View, height_m: float) -> Depth:
    """Comfortable depth for an eye `height_m` above the ground: a human's on foot, a giant's from the air.

    From the air, eyes 65 mm apart would see a flat picture; the gap grows with the distance, as over a model.
    """
    if height_m < _ON_FOOT_M:
        return Depth()
    convergence = 0.7 * (view.distance_m if view.width_m is None else view.width_m)
    return Depth(convergence * GIANT_SHARE, convergence)


def lens_of(view: View, aspect: float, side: int, depth: Depth) -> Lens:
    """The lens of the eye at `side` (-1 left, 0 middle, 1 right); its camera stands `offset_m` to the right."""
    lens = camera.lens_of(view, aspect)
    if view.width_m is None:
        lens.set_film_offset(-offset_m(view, side, depth) / depth.convergence_m, 0)
    return lens


def offset_m(view: View, side: int, depth: Depth) -> float:
    """How far right of the view's eye this eye's camera stands; an orthographic view has no depth to show."""
    return 0.0 if view.width_m is not None else side * depth.gap_m / 2


def place_eye(node: NodePath, view: View, side: int, depth: Depth) -> None:
    """Put the node of one eye's camera in its place."""
    camera.place_camera(node, view)
    node.set_pos(node, offset_m(view, side, depth), 0, 0)
