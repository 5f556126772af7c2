"""The process beside the window: reads the parks and simulates, so that the window never waits. No Qt in here.

It stays for the window's whole life, so a second run need not read the parks again. Results travel as files: a run's
arrays are larger than a pipe likes.
"""

from __future__ import annotations

import shutil
import signal
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gis.errors import UserError
from gis.text import set_language

if TYPE_CHECKING:
    from gis.place import Place

SPREAD_RUNS: Final = 100
"""Replications of a scenario for its bands: the tenth of them below p10 are ten."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is wanted: "open" the parks, "simulate" a scenario, or "spread" it: simulate it many times, for its bands.

    The result goes to `file`; texts in `language`.
    """

    kind: str
    parks: tuple[str, ...]
    file: str
    language: str
    scenario: str = ""
    seed: int | None = None
    runs: int = SPREAD_RUNS


@dataclass(frozen=True, slots=True)
class Report:
    """What has become of a job: "progress" (0 to 1), "done", "cancelled", "failed" (a sentence) or "crashed"."""

    kind: str
    fraction: float = 0.0
    seconds: float = 0.0
    message: str = ""


@dataclass(slots=True)
class _Desk:
    """What the process keeps between jobs."""

    places: dict[tuple[str, ...], Place] = field(default_factory=dict)

    def place(self, parks: tuple[str, ...]) -> Place:
        if parks not in self.places:
            from gis.read import load_place

            self.places[parks] = load_place(parks)
        return self.places[parks]


def serve(connection: Connection, cancelled: Event) -> None:
    """Do jobs as they come, until the other end closes."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C on the terminal is for the window, which ends this too
    desk = _Desk()
    while True:
        try:
            job: Job = connection.recv()
        except (EOFError, OSError):
            return
        try:
            connection.send(_do(job, desk, connection, cancelled))
        except (BrokenPipeError, OSError):
            return


def _do(job: Job, desk: _Desk, connection: Connection, cancelled: Event) -> Report:
    set_language(job.language)
    start_s = time.perf_counter()
    try:
        if job.kind == "open":
            _open(job)
        elif not _WORK[job.kind](job, desk, connection, cancelled):
            return Report("cancelled")
    except UserError as error:
        return Report("failed", message=str(error))
    except Exception:
        return Report("crashed", message=traceback.format_exc())
    return Report("done", fraction=1.0, seconds=time.perf_counter() - start_s)


def _open(job: Job) -> None:
    # not by way of gis.prepare: a place that is cached needs none of the GIS libraries
    from gis.cache import open_prepared

    open_prepared(job.parks).save(Path(job.file))


def _simulate(job: Job, desk: _Desk, connection: Connection, cancelled: Event) -> bool:
    """Whether it came to its end."""
    from sim.model import Cancelled, simulate
    from sim.scenario import load
    from sim.scenarios.references import check_references

    scenario, place = load(job.scenario), desk.place(job.parks)
    check_references(place, scenario)
    try:
        run = simulate(place, scenario, seed=job.seed, progress=_teller(connection), cancelled=cancelled.is_set)
    except Cancelled:
        return False
    if cancelled.is_set():
        return False
    run.save(Path(job.file))
    return True


def _spread(job: Job, desk: _Desk, connection: Connection, cancelled: Event) -> bool:
    """Whether it came to its end. One replication after the other: the window needs the other processors."""
    from sim.ensemble.results import ensemble
    from sim.model import Cancelled
    from sim.scenario import load
    from sim.scenarios.references import check_references

    scenario, place = load(job.scenario), desk.place(job.parks)
    check_references(place, scenario)
    folder = Path(job.file).with_suffix(".ensemble")
    try:
        found = ensemble(
            place, scenario, job.runs, folder, seed=job.seed, progress=_teller(connection),
            cancelled=cancelled.is_set,
        )  # fmt: skip
    except Cancelled:
        return False
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    found.save(Path(job.file))
    return True


def _teller(connection: Connection) -> Callable[[float], None]:
    """Tells of progress, a percent at a time."""
    told = -1.0

    def tell(fraction: float) -> None:
        nonlocal told
        if fraction - told >= 0.01:
            told = fraction
            connection.send(Report("progress", fraction=fraction))

    return tell


_WORK: Final[Mapping[str, Callable[[Job, _Desk, Connection, Event], bool]]] = {
    "simulate": _simulate, "spread": _spread,
}  # fmt: skip
