"""What the viewport needs of the picture's side: a thing that draws frames and finds buildings."""

from __future__ import annotations

from typing import Protocol

from sim.bands import Bands
from sim.run import Run
from twin.frame import Frame


class Stage(Protocol):
    """Draws a place at any instant into memory. All calls come from the thread that made it."""

    def bind(self, run: Run | None, bands: Bands | None = None) -> None:
        """Show this run's states from now on, and the ensemble about it."""

    def draw(self, frame: Frame, width_px: int, height_px: int, scale: float) -> memoryview:
        """The picture of `frame`: BGRA, bottom row first, valid until the next one; writing `scale` times as large."""

    def pick(self, x_share: float, y_share: float, frame: Frame) -> int | None:
        """The row of the building at a place of the picture, in shares of its width and height from the top left."""

    def close(self) -> None:
        """Give everything back."""
