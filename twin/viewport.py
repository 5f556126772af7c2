"""The scene in a picture in memory that a window shows: drawn on demand, sized like the window, asked by pixel."""

from __future__ import annotations

from typing import Final

from twin import camera
from twin.frame import Frame
from twin.graphics import Graphics
from twin.overlay import PARTS, Overlay
from twin.picking import Pick
from twin.rig import Rig
from twin.scene import Scene
from twin.stereo import depth_of, modes
from twin.view import Point

DESK_PARTS: Final = PARTS - {"title"}
"""A desk says park, scenario and month around the picture."""


class Viewport:
    """An offscreen picture of a scene. Nothing is drawn but by `draw`.

    `scale` is pixels per design pixel of what is written over the scene: a screen's pixel ratio.
    """

    def __init__(
        self,
        graphics: Graphics,
        scene: Scene,
        *,
        size: tuple[int, int] = (1280, 720),
        samples: int = 0,
        parts: frozenset[str] = DESK_PARTS,
        stereo: str = "mono",
    ) -> None:
        self.scale = 1.0
        self.overlay = Overlay(scene.prepared, parts=parts)
        self._graphics = graphics
        self._scene = scene
        self._target = graphics.target(size, samples=samples, name="viewport")
        self._target.buffer.set_active(False)
        self._rig = Rig(self._target.buffer, scene.root, modes()[stereo], self.overlay)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self._target.size

    def resize(self, width: int, height: int) -> None:
        """Be `width` by `height` pixels from the next frame on; at least one pixel."""
        self._target.resize((max(width, 1), max(height, 1)))

    def draw(self, frame: Frame) -> memoryview:
        """Draw the frame: BGRA bytes, bottom row first, valid until the next call."""
        size = self.size
        self.overlay.bind(self._scene.run, self._scene.bands)
        self._scene.show(frame)
        self.overlay.show(frame, self._rig.mode.eye_size(size), self.scale)
        x, y, z = frame.view.eye_m
        self._rig.aim(frame.view, size, depth_of(frame.view, z - float(self._scene.ground_m(x, y))))
        self._target.buffer.set_active(True)
        try:
            self._graphics.draw()
            if not self._target.texture.has_ram_image():
                self._graphics.draw()
        finally:
            self._target.buffer.set_active(False)
        return self._target.raw()

    def position(self, x_px: float, y_px: float) -> tuple[float, float]:
        """The pixel (from the top left) as a position in the picture, -1 to 1 (see `twin.camera`)."""
        width, height = self.size
        return 2 * x_px / width - 1, 1 - 2 * y_px / height

    def pick(self, x_px: float, y_px: float, frame: Frame) -> Pick | None:
        """The building under the pixel (from the top left), if there is one."""
        eye, direction = camera.ray(frame.view, self.size[0] / self.size[1], *self.position(x_px, y_px))
        self.overlay.bind(self._scene.run, self._scene.bands)
        return self.overlay.picker_of(frame).pick(frame.time, eye, direction)

    def ground(self, x_px: float, y_px: float, frame: Frame) -> Point | None:
        """The point of the ground under the pixel, if it is not the sky's."""
        aspect = self.size[0] / self.size[1]
        return camera.ground_point(frame.view, aspect, *self.position(x_px, y_px), self._scene.ground_m)

    def close(self) -> None:
        """Give cameras and memory back."""
        self._rig.remove()
        self._graphics.remove(self._target)
