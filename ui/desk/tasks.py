"""The window's side of the worker process: hands it jobs, hears of them without waiting, and can call them off."""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import time
import traceback
from collections import deque
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from gis.prepared import Prepared
from gis.text import tr
from sim.bands import Bands
from sim.run import Run
from ui.desk.session import Session, Task
from ui.desk.worker import Job, Report, serve

Serve = Callable[[Connection, Event], None]

_LISTEN_MS: Final = 25
_STATES: Final = {"open": "opening", "simulate": "running", "spread": "spreading"}
"""What the window says while a job of this kind is done."""
_PATIENCE_S: Final = 2.0
"""How long a cancelled job may take to stop by itself before its process is ended."""


class Tasks(QObject):
    """One job at a time, the next ones wait. Results go into the session; so does what went wrong."""

    opened = Signal()
    """The place is there."""

    def __init__(self, session: Session, parks: tuple[str, ...], worker: Serve = serve) -> None:
        super().__init__()
        self.session, self.parks = session, parks
        self._serve = worker
        self._context = multiprocessing.get_context("spawn")
        self._folder = tempfile.TemporaryDirectory(prefix="parktwin-", ignore_cleanup_errors=True)
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None
        self._cancelled = self._context.Event()
        self._waiting: deque[Job] = deque()
        self._job: Job | None = None
        self._cancelled_at_s: float | None = None
        self._count = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LISTEN_MS)
        self._timer.timeout.connect(self._listen)

    def open(self) -> None:
        """Read the parks, and then simulate the scenario that is chosen."""
        self._add("open")
        self._add("simulate", self.session.scenario)

    def change_parks(self, parks: tuple[str, ...]) -> None:
        """Read other parks, whatever is going on, and simulate."""
        self._waiting.clear()
        self._stop_process()
        self._job = None
        self.parks = parks
        self.open()

    def simulate(self, scenario: str) -> None:
        """Simulate a scenario; one that is on already, or waits, is not asked for twice."""
        pending = [*self._waiting, *([self._job] if self._job else [])]
        if not any(job.kind == "simulate" and job.scenario == scenario for job in pending):
            self._add("simulate", scenario)

    def spread(self, scenario: str) -> None:
        """Simulate a scenario many times, for its bands."""
        self._add("spread", scenario)

    def cancel(self) -> None:
        """Call off what is going on and what waits; what is on the screen stays."""
        self._waiting.clear()
        if self._job is not None and self._cancelled_at_s is None:
            self._cancelled.set()
            self._cancelled_at_s = time.monotonic()

    def close(self) -> None:
        """End the process and take away its files."""
        self._timer.stop()
        self._waiting.clear()
        self._job = None
        self._stop_process()
        self._folder.cleanup()

    def _add(self, kind: str, scenario: str = "") -> None:
        self._count += 1
        file = Path(self._folder.name) / f"{self._count}.npz"
        self._waiting.append(Job(kind, self.parks, str(file), self.session.language, scenario))
        self._next()

    def _next(self) -> None:
        if self._job is not None or not self._waiting:
            return
        self._job = self._waiting.popleft()
        self._cancelled.clear()
        self._cancelled_at_s = None
        self._start_process()
        assert self._connection is not None
        self._connection.send(self._job)
        self.session.set_task(Task(_STATES[self._job.kind], self._job.scenario))
        self._timer.start()

    def _start_process(self) -> None:
        if self._process is not None and self._process.is_alive():
            return
        self._stop_process()
        self._connection, theirs = self._context.Pipe()
        process = self._context.Process(target=self._serve, args=(theirs, self._cancelled), daemon=True)
        process.start()
        theirs.close()
        self._process = process

    def _stop_process(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._process is not None and self._process.is_alive():
            self._process.terminate()
            self._process.join(_PATIENCE_S)
        self._process = self._connection = None

    def _listen(self) -> None:
        assert self._connection is not None
        try:
            while self._job is not None and self._connection.poll():
                self._hear(self._connection.recv())
        except (EOFError, OSError):
            self._lost()
            return
        late = self._cancelled_at_s is not None and time.monotonic() - self._cancelled_at_s > _PATIENCE_S
        if self._job is not None and late:
            self._stop_process()
            self._end(Task("cancelled", self._job.scenario))

    def _hear(self, report: Report) -> None:
        assert self._job is not None
        job = self._job
        if report.kind == "progress":
            self.session.set_task(Task(_STATES[job.kind], job.scenario, report.fraction))
        elif report.kind == "done":
            self._take(job, report)
        elif report.kind == "cancelled":
            self._end(Task("cancelled", job.scenario))
        elif report.kind == "failed":
            self._end(Task("failed", job.scenario, message=report.message))
        else:
            sys.stderr.write(report.message)
            self._end(Task("failed", job.scenario, message=_crashed()))

    def _take(self, job: Job, report: Report) -> None:
        """Read the result and put it into the session."""
        file = Path(job.file)
        try:
            if job.kind == "open":
                prepared = Prepared.load(file)
                self.session.parks = job.parks
                self.session.set_place(prepared)
                self.opened.emit()
            elif job.kind == "spread":
                self.session.add_bands(job.scenario, Bands.load(file))
            else:
                self.session.add_run(job.scenario, Run.load(file), report.seconds)
        except Exception:
            traceback.print_exc()
            self._end(Task("failed", job.scenario, message=_crashed()))
        else:
            self._end(Task())
        finally:
            file.unlink(missing_ok=True)

    def _end(self, task: Task) -> None:
        """The job is over; without parks nothing that waits makes sense."""
        if task.state == "failed" and self.session.prepared is None:
            self._waiting.clear()
        self._job = None
        self._timer.stop()
        self.session.set_task(task)
        self._next()

    def _lost(self) -> None:
        assert self._job is not None
        scenario = self._job.scenario
        self._stop_process()
        self._end(Task("failed", scenario, message=_crashed()))


def _crashed() -> str:
    return tr("Simulation: the calculating process stopped unexpectedly. Run it again; details are on the terminal.")
