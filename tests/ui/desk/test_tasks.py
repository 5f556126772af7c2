"""The worker process: progress, results, cancel, failure; the window goes on meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from sim.run import Run
from tests.ui.desk.conftest import empty_session
from tests.ui.desk.stand_ins import serve_stand_in
from ui.desk import tasks as tasks_module
from ui.desk.session import Session
from ui.desk.tasks import Tasks

_LONG_MS = 30_000


@pytest.fixture
def tasks(session: Session) -> Iterator[Tasks]:
    made = Tasks(session, ("ai", "vr"), serve_stand_in)
    yield made
    made.close()


def test_the_parks_open_and_the_scenario_runs_behind_the_window(desk_application: object, qtbot: QtBot) -> None:
    """Asking returns at once; place and run arrive later, and with them how long it took."""
    session = empty_session()
    tasks = Tasks(session, ("ai", "vr"), serve_stand_in)
    tasks.open()
    assert session.prepared is None
    assert session.task.state == "opening"
    qtbot.waitUntil(lambda: session.run is not None, timeout=_LONG_MS)
    assert session.prepared is not None
    assert session.seconds == {"baseline": 0.25}
    assert session.task.state == "idle"
    tasks.close()


def test_progress_is_told_and_cancel_keeps_what_is_shown(
    tasks: Tasks, session: Session, run: Run, qtbot: QtBot
) -> None:
    """The run in hand stops, the old one stays."""
    tasks.simulate("endless")
    qtbot.waitUntil(lambda: session.task.fraction == 0.4, timeout=_LONG_MS)
    tasks.cancel()
    qtbot.waitUntil(lambda: session.task.state == "cancelled", timeout=_LONG_MS)
    assert session.run is run
    tasks.simulate("fast_build")
    qtbot.waitUntil(lambda: "fast_build" in session.runs, timeout=_LONG_MS)


def test_a_job_that_does_not_listen_is_ended(
    tasks: Tasks, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cancel always works, and the next run has a new process."""
    monkeypatch.setattr(tasks_module, "_PATIENCE_S", 0.1)
    tasks.simulate("deaf")
    qtbot.waitUntil(lambda: session.task.fraction == 0.4, timeout=_LONG_MS)
    tasks.cancel()
    qtbot.waitUntil(lambda: session.task.state == "cancelled", timeout=_LONG_MS)
    tasks.simulate("fast_build")
    qtbot.waitUntil(lambda: "fast_build" in session.runs, timeout=_LONG_MS)


def test_what_the_user_did_wrong_comes_back_as_a_sentence(
    tasks: Tasks, session: Session, run: Run, qtbot: QtBot
) -> None:
    """The sentence stands in the task; the run on the screen stays."""
    tasks.simulate("broken")
    qtbot.waitUntil(lambda: session.task.state == "failed", timeout=_LONG_MS)
    assert session.task.message == "broken.toml: 'sped' is not known. Did you mean 'speed'?"
    assert session.run is run


def test_a_process_that_dies_is_said_and_replaced(tasks: Tasks, session: Session, qtbot: QtBot) -> None:
    """A crash ends no window."""
    tasks.simulate("crash")
    qtbot.waitUntil(lambda: session.task.state == "failed", timeout=_LONG_MS)
    assert "stopped unexpectedly" in session.task.message
    tasks.simulate("fast_build")
    qtbot.waitUntil(lambda: "fast_build" in session.runs, timeout=_LONG_MS)


def test_a_scenario_is_not_simulated_twice_at_once(tasks: Tasks, session: Session, qtbot: QtBot) -> None:
    """Pressing Run twice asks once; another scenario waits its turn."""
    tasks.simulate("endless")
    tasks.simulate("endless")
    tasks.simulate("fast_build")
    tasks.simulate("fast_build")
    assert [job.scenario for job in tasks._waiting] == ["fast_build"]
    tasks.cancel()
    qtbot.waitUntil(lambda: session.task.state == "cancelled", timeout=_LONG_MS)
    assert "fast_build" not in session.runs
