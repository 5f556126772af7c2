"""The desk's picture by Panda3D: a hidden graphics context, the scene, and its picture in memory."""

from __future__ import annotations

from gis.prepared import Prepared
from sim.run import Run
from twin.frame import Frame
from twin.graphics import Graphics
from twin.scene import Scene
from twin.viewport import Viewport

_SAMPLES = 4


class PandaStage:
    """Draws `prepared`. There is one a process, as there is one `Graphics`.

    Raises:
        UserError: there is no usable OpenGL 3.3.
    """

    def __init__(self, prepared: Prepared, graphics: Graphics | None = None, quality: str = "medium") -> None:
        self._graphics = graphics or Graphics()
        self.software = self._graphics.driver.software
        self._scene = Scene(self._graphics, prepared, "low" if self.software and quality == "medium" else quality)
        # a software renderer pays for each sample with time that moving through months needs
        self._viewport = Viewport(self._graphics, self._scene, samples=0 if self.software else _SAMPLES)

    def bind(self, run: Run | None) -> None:
        """Show this run's states from now on."""
        self._scene.bind(run)

    def resize(self, width_px: int, height_px: int, scale: float) -> None:
        """Draw pictures of this size from now on, the writing in them `scale` times as large."""
        self._viewport.resize(width_px, height_px)
        self._viewport.scale = scale

    def draw(self, frame: Frame) -> memoryview:
        """The picture of `frame`: BGRA, bottom row first, valid until the next one."""
        return self._viewport.draw(frame)

    def pick(self, x_px: int, y_px: int, frame: Frame) -> int | None:
        """The row of the building at a pixel of the picture (top left is 0, 0)."""
        found = self._viewport.pick(x_px, y_px, frame)
        return found.building if found else None

    def ground_m(self, x_m: float, y_m: float) -> float:
        """Elevation of the ground."""
        return float(self._scene.ground_m(x_m, y_m))
