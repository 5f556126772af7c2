"""What the viewport needs of the picture's side: a thing that draws frames and finds buildings."""

from __future__ import annotations

from typing import Protocol

from gis.prepared import Prepared
from sim.run import Run
from twin.frame import Frame


class Stage(Protocol):
    """Draws a place at any instant into memory."""

    software: bool
    """No graphics card does the work: pictures take long."""

    def bind(self, run: Run | None) -> None:
        """Show this run's states from now on."""

    def resize(self, width_px: int, height_px: int, scale: float) -> None:
        """Draw pictures of this size from now on, the writing in them `scale` times as large."""

    def draw(self, frame: Frame) -> memoryview:
        """The picture of `frame`: BGRA, bottom row first, valid until the next one."""

    def pick(self, x_px: int, y_px: int, frame: Frame) -> int | None:
        """The row of the building at a pixel of the picture (top left is 0, 0)."""

    def ground_m(self, x_m: float, y_m: float) -> float:
        """Elevation of the ground."""


def open_stage(prepared: Prepared) -> Stage:
    """The real one, with a hidden graphics context of its own.

    Raises:
        UserError: there is no usable OpenGL.
    """
    from ui.desk.panda_stage import PandaStage

    return PandaStage(prepared)
