"""Draws in a thread of its own, so that the window never waits for a picture.

Panda3D gives Python free while it draws. It wants all its calls from one thread, which need not be the window's;
on macOS it must be, because there every graphics context belongs to the main thread.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from gis.errors import UserError
from gis.prepared import Prepared
from gis.text import tr
from sim.bands import Bands
from sim.run import Run
from twin.frame import Frame
from ui.desk.stage import Stage

_FAREWELL_S: Final = 10.0

Job = Callable[[Stage], None]


@dataclass(frozen=True, slots=True)
class Order:
    """A picture that is wanted: what it shows, its size, and how large what is written in it is."""

    frame: Frame
    width_px: int
    height_px: int
    scale: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, bottom row first, of the run that was bound `generation` times; it took `seconds` to draw."""

    order: Order
    generation: int
    image: QImage
    seconds: float


class Painter(QObject):
    """Makes a stage by `make_stage` and draws with it; of pictures that wait only the last is drawn."""

    drawn = Signal()
    picked = Signal(int)
    """The row of the building that was asked for, -1 if there is none."""
    failed = Signal(str)
    """A sentence: there will be no pictures."""
    _arrived = Signal(object)

    def __init__(self, make_stage: Callable[[], Stage], *, threaded: bool = sys.platform != "darwin") -> None:
        super().__init__()
        self.picture: Picture | None = None
        self.pictures = 0
        """How many pictures were drawn so far: none while nothing changes."""
        self.complaint = ""
        """The sentence that says why there are no pictures."""
        self._make_stage = make_stage
        self._stage: Stage | None = None
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._wanted: tuple[Order, int] | None = None
        self._asked: tuple[Order, int] | None = None
        self._generation = self._bound = 0
        self._arrived.connect(self._take)
        self._thread: threading.Thread | None = None
        if threaded:
            self._thread = threading.Thread(target=self._work, name="painter", daemon=True)
            self._thread.start()
        else:
            self._open()

    @property
    def broken(self) -> bool:
        """There will be no pictures."""
        return bool(self.complaint)

    @property
    def resting(self) -> bool:
        """What was asked for last is there."""
        there = (self.picture.order, self.picture.generation) if self.picture else None
        return self.broken or self._asked == there

    def bind(self, run: Run | None, bands: Bands | None = None) -> None:
        """Show this run's states from now on, and the ensemble about it."""
        self._generation += 1
        self._asked = None
        with self._lock:
            # what waits would be drawn before the run is there
            self._wanted = None
        generation = self._generation

        def take_over(stage: Stage) -> None:
            stage.bind(run, bands)
            self._bound = generation

        self._do(take_over)

    def want(self, order: Order) -> None:
        """Draw this; `drawn` tells when `picture` is it. The same again is not drawn again."""
        asked = (order, self._generation)
        if self._asked == asked:
            return
        self._asked = asked
        with self._lock:
            waits, self._wanted = self._wanted is not None, asked
        if not waits:
            self._do(self._draw)

    def pick(self, x_share: float, y_share: float, frame: Frame) -> None:
        """Find the building there; `picked` tells which it is."""

        def find(stage: Stage) -> None:
            found = stage.pick(x_share, y_share, frame)
            self.picked.emit(-1 if found is None else found)

        self._do(find)

    def close(self) -> None:
        """Give everything back; no picture comes after this."""
        self._arrived.disconnect()
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join(_FAREWELL_S)
        elif self._stage is not None:
            self._stage.close()

    def _do(self, job: Job) -> None:
        if self._thread is not None:
            self._jobs.put(job)
        elif self._stage is not None:
            self._try(job, self._stage)

    def _work(self) -> None:
        self._open()
        while (job := self._jobs.get()) is not None:
            if self._stage is not None:
                self._try(job, self._stage)
        if self._stage is not None:
            self._stage.close()

    def _open(self) -> None:
        try:
            self._stage = self._make_stage()
        except UserError as error:
            self._arrived.emit(str(error))
        except Exception:
            traceback.print_exc()
            self._arrived.emit(_unexpected())

    def _try(self, job: Job, stage: Stage) -> None:
        try:
            job(stage)
        except UserError as error:
            self._arrived.emit(str(error))
        except Exception:
            traceback.print_exc()
            self._arrived.emit(_unexpected())

    def _draw(self, stage: Stage) -> None:
        with self._lock:
            if self._wanted is None or self._wanted[1] != self._bound:
                return  # its run comes after this; so does another call for it
            (order, generation), self._wanted = self._wanted, None
        began_s = time.monotonic()
        pixels = stage.draw(order.frame, order.width_px, order.height_px, order.scale)
        image_format = QImage.Format.Format_RGB32
        image = QImage(pixels, order.width_px, order.height_px, order.width_px * 4, image_format).copy()
        self._arrived.emit(Picture(order, generation, image, time.monotonic() - began_s))

    def _take(self, arrived: Picture | str) -> None:
        if isinstance(arrived, str):
            self.complaint = arrived
            self.failed.emit(arrived)
            return
        self.picture = arrived
        self.pictures += 1
        self.drawn.emit()


def open_painter(prepared: Prepared) -> Painter:
    """The real one: Panda3D with a hidden graphics context of its own."""

    def make() -> Stage:
        from ui.desk.panda_stage import PandaStage

        return PandaStage(prepared)

    return Painter(make)


def _unexpected() -> str:
    return tr("Picture: drawing stopped unexpectedly. Try again; details are on the terminal.")
