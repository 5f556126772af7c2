"""A real Dask cluster on this machine: a scheduler and workers in processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gis.errors import UserError
from sim.ensemble.jobs import Job
from sim.ensemble.many import mapped, simulate_many
from sim.ensemble.pools import Cluster
from sim.ensemble.results import ensemble
from tests.sim.ensemble.small import content, short
from tests.tiny import tiny_place

RUNS = 40
PATIENCE_S = 60.0

Start = Callable[..., subprocess.Popen[bytes]]


@contextmanager
def processes(folder: Path) -> Iterator[Start]:
    """Starts parts of Dask in `folder`; all of them end with the block."""
    started: list[subprocess.Popen[bytes]] = []
    quiet = {**os.environ, "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "false"}

    def start(*words: str, first_path: Path | None = None) -> subprocess.Popen[bytes]:
        paths = [str(first_path), *filter(None, [os.environ.get("PYTHONPATH")])] if first_path else []
        settings = {**quiet, "PYTHONPATH": os.pathsep.join(paths)} if paths else quiet
        with (folder / f"{len(started)}.log").open("wb") as log:
            command = [sys.executable, "-P", "-m", "dask", *words, "--no-dashboard"]
            started.append(subprocess.Popen(command, cwd=Path.cwd(), stdout=log, stderr=log, env=settings))
        return started[-1]

    try:
        yield start
    finally:
        for process in started:
            process.kill()
            process.wait()


def address_in(file: Path) -> str:
    """The address that a scheduler wrote into its file."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            return str(json.loads(file.read_text())["address"])
        except (OSError, ValueError):
            time.sleep(0.05)
    raise TimeoutError(file.read_text() if file.exists() else file)


def scheduler_of(start: Start, folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """A scheduler on a free port of the loopback, and its address."""
    file = folder / "scheduler.json"
    process = start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
    return process, address_in(file)


def worker_of(start: Start, address: str, folder: Path, first_path: Path | None = None) -> subprocess.Popen[bytes]:
    """A worker with one thread and nobody who would start it again; it looks for modules in `first_path` first."""
    words = ("--no-nanny", "--nthreads", "1", "--host", "127.0.0.1", "--local-directory", str(folder))
    return start("worker", address, *words, first_path=first_path)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two workers."""
    folder = tmp_path_factory.mktemp("cluster")
    with processes(folder) as start:
        _, address = scheduler_of(start, folder)
        for number in range(2):
            worker_of(start, address, folder / str(number))
        yield address


@pytest.fixture(scope="module")
def serial() -> list[tuple[object, ...]]:
    """What every pool must say."""
    return [content(outcome) for outcome in simulate_many(tiny_place(), short(), RUNS)]


def test_a_cluster_says_the_same_bytes(cluster: str, serial: list[tuple[object, ...]]) -> None:
    """In order."""
    assert [content(one) for one in simulate_many(tiny_place(), short(), RUNS, pool=Cluster(cluster))] == serial


def test_an_ensemble_writes_the_same_files(cluster: str, tmp_path: Path) -> None:
    """Whoever simulated it."""
    for name, pool in (("serial", None), ("cluster", Cluster(cluster))):
        ensemble(tiny_place(), short(), 10, tmp_path / name, pool=pool)
    for file in (tmp_path / "serial").rglob("*"):
        if file.is_file():
            assert file.read_bytes() == (tmp_path / "cluster" / file.relative_to(tmp_path / "serial")).read_bytes()


def test_what_goes_wrong_in_a_worker_is_raised_here(cluster: str) -> None:
    """Whatever it is, and the cluster goes on working."""
    with pytest.raises(KeyError, match="no_such"):
        list(mapped(Cluster(cluster), tiny_place(), [Job(0, 1, {"no_such": 0.5}, short())]))
    assert len(list(simulate_many(tiny_place(), short(), 2, pool=Cluster(cluster)))) == 2


def test_stopping_half_way_frees_the_cluster(cluster: str) -> None:
    """What was asked for and is not wanted any more is not simulated."""
    outcomes = simulate_many(tiny_place(), short(), 5000, pool=Cluster(cluster))
    next(outcomes)
    outcomes.close()
    assert len(list(simulate_many(tiny_place(), short(), 2, pool=Cluster(cluster)))) == 2


def test_a_worker_killed_in_the_middle_loses_nothing(tmp_path: Path, serial: list[tuple[object, ...]]) -> None:
    """Nothing is lost, nothing is counted twice, and the bytes are those of a serial run."""
    with processes(tmp_path) as start:
        _, address = scheduler_of(start, tmp_path)
        first, _ = (worker_of(start, address, tmp_path / str(number)) for number in range(2))
        found = []
        for outcome in simulate_many(tiny_place(), short(), RUNS, pool=Cluster(address)):
            found.append(content(outcome))
            if outcome.number == RUNS // 4:
                first.send_signal(signal.SIGKILL)
                first.wait()
    assert found == serial


def test_all_workers_killed_and_replaced_lose_nothing(tmp_path: Path, serial: list[tuple[object, ...]]) -> None:
    """The place that was in their memory is sent again."""
    with processes(tmp_path) as start:
        _, address = scheduler_of(start, tmp_path)
        worker = worker_of(start, address, tmp_path / "one")
        found = []
        for outcome in simulate_many(tiny_place(), short(), RUNS, pool=Cluster(address)):
            found.append(content(outcome))
            if outcome.number == RUNS // 4:
                worker.send_signal(signal.SIGKILL)
                worker.wait()
                worker_of(start, address, tmp_path / "two")
    assert found == serial


def test_a_lost_scheduler_is_told_and_what_is_done_stays(tmp_path: Path) -> None:
    """With a sentence; the same folder goes on elsewhere."""
    out = tmp_path / "out"
    with processes(tmp_path) as start:
        scheduler, address = scheduler_of(start, tmp_path)
        worker_of(start, address, tmp_path / "one")

        def kill(share: float) -> None:
            if share > 0.2:
                scheduler.kill()

        with pytest.raises(UserError, match="lost"):
            ensemble(tiny_place(), short(), RUNS, out, pool=Cluster(address), progress=kill)
    done = len(list((out / "replications").glob("0*.bin")))
    assert RUNS * 0.2 <= done < RUNS
    told: list[float] = []
    ensemble(tiny_place(), short(), RUNS, out, progress=told.append)
    assert len(told) == RUNS - done


def test_no_scheduler_at_the_address_is_told() -> None:
    """Or what is no address at all."""
    for address in ("tcp://127.0.0.1:9", "nowhere", "nowhere at all", "ftp://127.0.0.1:9", "tcp://:9"):
        with pytest.raises(UserError) as caught:
            list(simulate_many(tiny_place(), short(), 2, pool=Cluster(address)))
        assert "No Dask scheduler answers" in str(caught.value)


def test_a_worker_of_another_version_is_told(tmp_path: Path) -> None:
    """Its bytes would not be ours."""
    other = tmp_path / "other" / "parktwin-9.9.9.dist-info"
    other.mkdir(parents=True)
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: parktwin\nVersion: 9.9.9\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"A worker has parktwin 9\.9\.9, here is parktwin "):
        _one_run_on_a_worker_with(other.parent, tmp_path)


def test_a_worker_without_parktwin_is_told(tmp_path: Path) -> None:
    """Another module of that name is as good as none."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "sim.py").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="lacks ParkTwin"):
        _one_run_on_a_worker_with(tmp_path / "other", tmp_path)


def test_a_scheduler_without_workers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After some patience: they may be on their way."""
    monkeypatch.setattr("sim.ensemble.cluster._WORKERS_S", 0.5)
    with processes(tmp_path) as start:
        _, address = scheduler_of(start, tmp_path)
        with pytest.raises(UserError, match="The scheduler has no workers"):
            list(simulate_many(tiny_place(), short(), 1, pool=Cluster(address)))


def _one_run_on_a_worker_with(first_path: Path, folder: Path) -> None:
    with processes(folder) as start:
        _, address = scheduler_of(start, folder)
        worker_of(start, address, folder / "worker", first_path)
        list(simulate_many(tiny_place(), short(), 1, pool=Cluster(address)))
