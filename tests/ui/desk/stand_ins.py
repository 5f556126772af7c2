"""What stands in for the graphics card and for the simulator, so that the window alone is tested."""

from __future__ import annotations

import time
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path

from gis.prepared import Prepared
from sim.run import Run
from tests.tiny import tiny_prepared, tiny_run
from twin.frame import Frame
from ui.desk.worker import Job, Report


class StageStandIn:
    """Draws grey below and blue above; a pick finds row x // 100, and the sky in the top hundred pixels."""

    def __init__(self, prepared: Prepared) -> None:
        self.software = False
        self.size = (0, 0)
        self.scale = 0.0
        self.frames: list[Frame] = []
        self.run: Run | None = None
        self._count = len(prepared.buildings.id)

    def bind(self, run: Run | None) -> None:
        """Remember the run."""
        self.run = run

    def resize(self, width_px: int, height_px: int, scale: float) -> None:
        """Remember the size."""
        self.size, self.scale = (width_px, height_px), scale

    def draw(self, frame: Frame) -> memoryview:
        """A grey picture, blue in its top half (the rows at the end)."""
        self.frames.append(frame)
        width, height = self.size
        half = height // 2
        rows = bytes([90, 90, 90, 255]) * (width * (height - half)) + bytes([200, 120, 40, 255]) * (width * half)
        return memoryview(rows)

    def pick(self, x_px: int, y_px: int, frame: Frame) -> int | None:
        """The row of the building at a pixel."""
        row = x_px // 100
        return row if row < self._count and y_px >= 100 else None

    def ground_m(self, x_m: float, y_m: float) -> float:
        """Flat ground."""
        return 0.0


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
    tiny_run().save(Path(job.file))
    return Report("done", fraction=1.0, seconds=0.25)
