"""A small picture of a scene for tests: where a point of the place is in it, and what colour it has there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from panda3d.core import Camera

from twin import camera
from twin.frame import Frame
from twin.graphics import Graphics
from twin.scene import Scene
from twin.view import Point, View

SIDE_PX = 300


class Studio:
    """A square picture of a scene, drawn on demand."""

    def __init__(self, graphics: Graphics, scene: Scene) -> None:
        self.graphics = graphics
        self.scene = scene
        self._target = graphics.target((SIDE_PX, SIDE_PX), name="test")
        self._camera = Camera("test")
        self._node = scene.root.attach_new_node(self._camera)
        self._target.buffer.make_display_region().set_camera(self._node)

    def shoot(self, frame: Frame) -> NDArray[np.uint8]:
        """The picture (rows from the top, RGB)."""
        self._camera.set_lens(camera.lens_of(frame.view, 1.0))
        camera.place_camera(self._node, frame.view)
        self.scene.show(frame)
        self.graphics.draw()
        return self._target.image()

    def close(self) -> None:
        """Give everything back."""
        self.graphics.remove(self._target)
        self._node.remove_node()


def from_above(x_m: float, y_m: float, width_m: float) -> View:
    """Straight down, north up, so many metres across."""
    return View((x_m, y_m, 600.0), (x_m, y_m + 0.001, 0.0), width_m=width_m)


def from_north(x_m: float, z_m: float, width_m: float) -> View:
    """Level, looking south from far away, so many metres across."""
    return View((x_m, 900.0, z_m), (x_m, 0.0, z_m), width_m=width_m)


def metres_per_px(view: View) -> float:
    """Of a square picture with a view of given width: narrow pictures keep their height of view."""
    _, half_height = camera.half_extent(view, 1.0)
    return 2 * half_height / SIDE_PX


def pixel_from_above(view: View, point: Point) -> tuple[int, int]:
    """Row and column of a point in the picture of `from_above`."""
    scale = metres_per_px(view)
    column = SIDE_PX / 2 + (point[0] - view.target_m[0]) / scale
    row = SIDE_PX / 2 - (point[1] - view.target_m[1]) / scale
    return int(row), int(column)
