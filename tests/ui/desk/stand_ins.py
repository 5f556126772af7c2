"""What stands in for the graphics card and for the simulator, so that the window alone is tested."""

from __future__ import annotations

import time
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path

from gis.prepared import Prepared
from sim.bands import Bands
from sim.run import Run
from tests.tiny import tiny_bands, tiny_prepared, tiny_run
from twin.frame import Frame
from ui.desk.painter import Painter
from ui.desk.worker import Job, Report


class StageStandIn:
    """Draws grey below and blue above; a pick finds rows from left to right, and the sky in the top quarter."""

    def __init__(self, prepared: Prepared) -> None:
        self.size = (0, 0)
        self.scale = 0.0
        self.frames: list[Frame] = []
        self.run: Run | None = None
        self.bands: Bands | None = None
        self.closed = False
        self._count = len(prepared.buildings.id)

    def bind(self, run: Run | None, bands: Bands | None = None) -> None:
        """Remember the run, and the ensemble about it."""
        self.run, self.bands = run, bands

    def draw(self, frame: Frame, width_px: int, height_px: int, scale: float) -> memoryview:
        """A grey picture, blue in its top half (the rows at the end)."""
        self.frames.append(frame)
        self.size, self.scale = (width_px, height_px), scale
        half = height_px // 2
        grey = bytes([90, 90, 90, 255]) * (width_px * (height_px - half))
        return memoryview(grey + bytes([200, 120, 40, 255]) * (width_px * half))

    def pick(self, x_share: float, y_share: float, frame: Frame) -> int | None:
        """The row of the building there."""
        return int(x_share * self._count) if y_share >= 0.25 else None

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True


def painter_stand_in(prepared: Prepared) -> Painter:
    """A painter that draws at once, with a stand-in for Panda3D."""
    return Painter(lambda: StageStandIn(prepared), threaded=False)


def serve_stand_in(connection: Connection, cancelled: Event) -> None:
    """A worker that needs no simulator: what it does depends on the scenario's name."""
    while True:
        try:
            job: Job = connection.recv()
        except EOFError:
            return
        if job.kind == "open":
            tiny_prepared().save(Path(job.file))
            connection.send(Report("done"))
        else:
            connection.send(_simulate(job, connection, cancelled))


def _simulate(job: Job, connection: Connection, cancelled: Event) -> Report:
    if job.scenario == "broken":
        return Report("failed", message="broken.toml: 'sped' is not known. Did you mean 'speed'?")
    if job.scenario == "crash":
        raise SystemExit(3)
    connection.send(Report("progress", fraction=0.4))
    if job.scenario in ("endless", "deaf"):
        while job.scenario == "deaf" or not cancelled.is_set():
            time.sleep(0.01)
        return Report("cancelled")
    if job.kind == "spread":
        tiny_bands(tiny_run()).save(Path(job.file))
        return Report("done", fraction=1.0)
    tiny_run().save(Path(job.file))
    return Report("done", fraction=1.0, seconds=0.25)
