"""The cameras of one picture: a display region for each eye, and the overlay's over each of them."""

from __future__ import annotations

from typing import Any

from panda3d.core import Camera, NodePath

from twin import stereo
from twin.overlay import Overlay
from twin.stereo import Depth, Mode
from twin.view import View


class Rig:
    """Puts a scene and an overlay onto a window or buffer in one of the stereo modes.

    Both eyes see the same overlay at the same place of their part: writing lies at zero parallax.
    """

    def __init__(self, output: Any, scene_root: NodePath, mode: Mode, overlay: Overlay | None = None) -> None:
        self.mode = mode
        self._output = output
        self._regions: list[Any] = []
        self._cameras: list[NodePath] = []
        for eye in mode.eyes:
            camera = scene_root.attach_new_node(Camera(f"eye {eye.side}"))
            self._cameras.append(camera)
            self._add_region(eye.region, camera, sort=0).set_clear_depth_active(True)
            if overlay is not None:
                self._add_region(eye.region, overlay.camera, sort=10)
        # Samples are gathered into pixels within the last region drawn: without this one, for one eye only.
        self._everything = NodePath("nothing").attach_new_node(Camera("whole picture"))
        self._add_region((0.0, 1.0, 0.0, 1.0), self._everything, sort=20)

    def _add_region(self, region: tuple[float, float, float, float], camera: NodePath, sort: int) -> Any:
        made = self._output.make_display_region(*region)
        made.set_sort(sort)
        made.set_camera(camera)
        self._regions.append(made)
        return made

    def aim(self, view: View, size: tuple[int, int], depth: Depth) -> None:
        """Look from `view`, in a picture of `size` pixels, with the eyes apart as `depth` says."""
        width, height = self.mode.eye_size(size)
        for eye, camera in zip(self.mode.eyes, self._cameras, strict=True):
            camera.node().set_lens(stereo.lens_of(view, width / height, eye.side, depth))
            stereo.place_eye(camera, view, eye.side, depth)

    def remove(self) -> None:
        """Take cameras and regions away again."""
        for region in self._regions:
            self._output.remove_display_region(region)
        for camera in self._cameras:
            camera.remove_node()
        self._regions.clear()
        self._cameras.clear()
