"""What two workers gain over one process, against what they gain on pure arithmetic; and the parent's memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gis.place import Place
from sim.ensemble.feed import Feed
from sim.ensemble.jobs import Job
from sim.ensemble.many import simulate_many
from sim.ensemble.pools import Pool, Processes, Serial
from sim.ensemble.results import ensemble
from sim.scenario import Scenario, load
from tests.bench.measure import figure, report

WORKERS = 2
SERIAL_S = 30.0
"""About so long a single process is busy."""
MANY = 1000
SPINS = 3_000_000
"""Of the pure-CPU task: about as long as a replication."""
MEMORY_MB = 400.0


def spin(_: bytes = b"", __: bytes = b"") -> Any:
    """Arithmetic that needs nothing but a processor, in the place of a replication."""
    total = 0
    for number in range(SPINS):
        total += number * number % 7
    return total


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _replications(place: Place, scenario: Scenario, runs: int, pool: Pool) -> None:
    for _ in simulate_many(place, scenario, runs, pool=pool):
        pass


def _pure(runs: int) -> None:
    for _ in range(runs):
        spin()


def _pure_in_pool(runs: int) -> None:
    for _ in Processes(WORKERS, spin).outcomes(b"", Feed(Job(number, 0) for number in range(runs))):
        pass


def speed_ups(place: Place, scenario: Scenario) -> tuple[float, float]:
    """Of the ensemble, and of pure arithmetic: in turns, so that a machine that drifts slows both alike."""
    _replications(place, scenario, 2, Serial())
    runs = max(4, round(SERIAL_S / _seconds(lambda: _replications(place, scenario, 4, Serial())) * 4))
    spins = max(4, round(SERIAL_S / _seconds(lambda: _pure(4)) * 4))
    # One half of what is done serially comes before the pools, one after. Starting them is part of their work.
    serial = _seconds(lambda: _replications(place, scenario, runs // 2, Serial()))
    pure = _seconds(lambda: _pure(spins // 2))
    pooled = _seconds(lambda: _replications(place, scenario, runs, Processes(WORKERS)))
    pure_pooled = _seconds(lambda: _pure_in_pool(spins))
    pure += _seconds(lambda: _pure(spins - spins // 2))
    serial += _seconds(lambda: _replications(place, scenario, runs - runs // 2, Serial()))
    return serial / pooled, pure / pure_pooled


def peak_mb() -> float:
    """The largest memory of a process that asks for so many replications of both parks, its workers apart."""
    command = [sys.executable, "-m", "tests.bench.bench_ensemble", "parent"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return float(done.stdout)


def parent() -> None:
    """Simulate, fold and write an ensemble, and say the most memory that this process ever had."""
    import resource

    from gis.read import load_place

    with tempfile.TemporaryDirectory() as folder:
        workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else WORKERS
        ensemble(load_place(["ai", "vr"]), load("baseline"), MANY, Path(folder) / "e", pool=Processes(workers))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(str(peak / (1024.0**2 if sys.platform == "darwin" else 1024.0)))


def main() -> None:
    """Measure both."""
    from gis.read import load_place  # not above: the workers import this module too, and need no geography

    ours, pure = speed_ups(load_place(["ai", "vr"]), load("baseline"))
    against = f"the speed-up of {pure:.2f} that {WORKERS} workers reach on pure arithmetic"
    report(
        figure("ensemble_pool", 1.0 / ours, "1/speed-up", against=against, other=1.0 / pure, limit=1.11),
        figure("ensemble_memory", peak_mb(), "MB", against="400 MB for 1,000 replications", other=MEMORY_MB, limit=1.0),
    )


if __name__ == "__main__":
    parent() if sys.argv[1:] == ["parent"] else main()
