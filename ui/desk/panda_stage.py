"""The desk's picture by Panda3D: a hidden graphics context, the scene, and its picture in memory."""

from __future__ import annotations

from typing import Final

from gis.prepared import Prepared
from sim.bands import Bands
from sim.run import Run
from twin.frame import Frame
from twin.graphics import Graphics
from twin.scene import Scene
from twin.viewport import Viewport

_SAMPLES: Final = 4


class PandaStage:
    """Draws `prepared`. There is one a process, as there is one `Graphics`; a given one is left open by `close`.

    Raises:
        UserError: there is no usable OpenGL 3.3.
    """

    def __init__(self, prepared: Prepared, graphics: Graphics | None = None, quality: str = "medium") -> None:
        self._own = graphics is None
        self._graphics = graphics or Graphics()
        software = self._graphics.driver.software
        self._scene = Scene(self._graphics, prepared, "low" if software else quality)
        # a software renderer pays for each sample with time that moving through months needs
        self._viewport = Viewport(self._graphics, self._scene, samples=0 if software else _SAMPLES)

    def bind(self, run: Run | None, bands: Bands | None = None) -> None:
        """Show this run's states from now on, and the ensemble about it."""
        self._scene.bind(run, bands)

    def draw(self, frame: Frame, width_px: int, height_px: int, scale: float) -> memoryview:
        """The picture of `frame`: BGRA, bottom row first, valid until the next one."""
        self._viewport.resize(width_px, height_px)
        self._viewport.scale = scale
        return self._viewport.draw(frame)

    def pick(self, x_share: float, y_share: float, frame: Frame) -> int | None:
        """The row of the building at a place of the picture, in shares of its width and height from the top left."""
        width, height = self._viewport.size
        found = self._viewport.pick(x_share * width, y_share * height, frame)
        return found.building if found else None

    def close(self) -> None:
        """Give everything back."""
        self._viewport.close()
        self._scene.close()
        if self._own:
            self._graphics.close()
