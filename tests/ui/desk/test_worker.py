"""The process beside the window, spoken to as the window does; here in a thread, with the tiny place."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

import gis.cache
import gis.read
import sim.model
import sim.scenarios.references
from gis.errors import UserError
from gis.prepared import Prepared
from sim.bands import Bands
from sim.run import Run
from tests.tiny import tiny_place, tiny_prepared
from ui.desk.worker import Job, Report, serve

_WAIT_S = 60


@pytest.fixture
def cancelled() -> Event:
    return multiprocessing.get_context("spawn").Event()


@pytest.fixture
def desk(cancelled: Event, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """The window's end of the connection."""
    monkeypatch.setattr(gis.read, "load_place", lambda parks: tiny_place())
    monkeypatch.setattr(gis.cache, "open_prepared", lambda parks: tiny_prepared())
    monkeypatch.setattr(sim.scenarios.references, "check_references", lambda place, scenario: None)
    ours, theirs = multiprocessing.Pipe()
    thread = threading.Thread(target=serve, args=(theirs, cancelled))
    thread.start()
    yield ours
    ours.close()
    thread.join(_WAIT_S)
    assert not thread.is_alive()


def reports(desk: Connection) -> list[Report]:
    """Everything that comes up to the end of the job."""
    heard: list[Report] = []
    while not heard or heard[-1].kind == "progress":
        assert desk.poll(_WAIT_S)
        heard.append(desk.recv())
    return heard


def job(kind: str, file: Path, scenario: str = "baseline", seed: int | None = None) -> Job:
    return Job(kind, ("ai", "vr"), str(file), "en", scenario, seed)


def test_a_place_is_opened_into_a_file(desk: Connection, tmp_path: Path) -> None:
    """The window reads it from there."""
    desk.send(job("open", tmp_path / "place.npz"))
    assert [report.kind for report in reports(desk)] == ["done"]
    assert Prepared.load(tmp_path / "place.npz").buildings.id == tiny_prepared().buildings.id


def test_a_scenario_is_simulated_with_progress(desk: Connection, tmp_path: Path) -> None:
    """Progress rises, the run lies in the file, and a second one is made by the same process."""
    for seed in (1, 2):
        file = tmp_path / f"{seed}.npz"
        desk.send(job("simulate", file, seed=seed))
        heard = reports(desk)
        assert heard[-1].kind == "done"
        assert heard[-1].seconds > 0
        fractions = [report.fraction for report in heard]
        assert fractions == sorted(fractions)
        assert len(fractions) > 3
        run = Run.load(file)
        assert run.seed == seed
        assert run.building_ids == tiny_prepared().buildings.id


def test_a_scenario_is_simulated_many_times_for_its_bands(desk: Connection, tmp_path: Path) -> None:
    """One file comes back; the replications are cleared away."""
    wanted = replace(job("spread", tmp_path / "bands.npz"), runs=3)
    desk.send(wanted)
    heard = reports(desk)
    assert heard[-1].kind == "done"
    assert len(heard) > 1
    bands = Bands.load(tmp_path / "bands.npz")
    assert (bands.scenario, bands.runs) == ("baseline", 3)
    assert [file.name for file in tmp_path.iterdir()] == ["bands.npz"]


@pytest.mark.parametrize("kind", ["simulate", "spread"])
def test_a_cancelled_run_leaves_no_file(desk: Connection, cancelled: Event, tmp_path: Path, kind: str) -> None:
    """Nothing half written."""
    cancelled.set()
    desk.send(job(kind, tmp_path / "run.npz"))
    assert reports(desk)[-1].kind == "cancelled"
    assert list(tmp_path.iterdir()) == []


def test_what_the_user_did_wrong_is_a_sentence(desk: Connection, tmp_path: Path) -> None:
    """In the language of the job."""
    desk.send(job("simulate", tmp_path / "run.npz", "no_such_scenario"))
    last = reports(desk)[-1]
    assert last.kind == "failed"
    assert "no_such_scenario" in last.message


def test_any_other_error_is_told_with_its_trace(
    desk: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process lives on."""

    def fail(*_: object, **__: object) -> Run:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(sim.model, "simulate", fail)
    desk.send(job("simulate", tmp_path / "run.npz"))
    last = reports(desk)[-1]
    assert last.kind == "crashed"
    assert "ZeroDivisionError: by nothing" in last.message
    monkeypatch.undo()
    desk.send(job("simulate", tmp_path / "run.npz", "no_such_scenario"))
    assert reports(desk)[-1].kind == "failed"


def test_a_scenario_that_names_what_the_parks_lack_is_refused(
    desk: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shipped baseline names parcels that the tiny place has not."""
    monkeypatch.undo()
    monkeypatch.setattr(gis.read, "load_place", lambda parks: tiny_place())
    desk.send(job("simulate", tmp_path / "run.npz"))
    last = reports(desk)[-1]
    assert last.kind == "failed"
    assert "has no '" in last.message
    assert not (tmp_path / "run.npz").exists()


def test_a_place_that_cannot_be_read_is_a_sentence_too(
    desk: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window shows it where the picture would be."""

    def refuse(parks: tuple[str, ...]) -> Prepared:
        raise UserError("mine.gpkg", "There is no such file.")

    monkeypatch.setattr(gis.cache, "open_prepared", refuse)
    desk.send(job("open", tmp_path / "place.npz"))
    assert reports(desk)[-1].message == "mine.gpkg: There is no such file."
