"""What may kill a process is looked at in another one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from ui.doctor import probe
from ui.doctor.graphics import has_screen


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module `told` that a probe will run; write its text there."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path / "told.py"


def test_the_last_line_is_the_answer(told: Path) -> None:
    """Chatter of libraries before it does not matter."""
    told.write_text("print('hello'); print('{\"size\": 3}')")
    assert probe.ask("told").facts == {"size": 3}


def test_a_crash_is_told_by_its_last_line(told: Path) -> None:
    """An exception becomes one line, not a traceback."""
    told.write_text("import no_such_library")
    answer = probe.ask("told")
    assert answer.facts is None
    assert answer.complaint == "ModuleNotFoundError: No module named 'no_such_library'"


def test_a_library_that_gives_up_is_told_by_its_first_line(told: Path) -> None:
    """Qt names the cause first and goes on to generalities."""
    told.write_text("import os, sys; sys.stderr.write('cause\\n\\nadvice\\n'); sys.stderr.flush(); os.abort()")
    assert probe.ask("told").complaint == "cause"


def test_a_refusal_is_told_by_its_own_sentence(told: Path) -> None:
    """What the driver muttered before is not the point."""
    told.write_text("import sys; sys.stderr.write('libEGL warning\\nNo usable OpenGL.\\n'); sys.exit(2)")
    assert probe.ask("told").complaint == "No usable OpenGL."


def test_a_silent_death_is_told_by_its_code(told: Path) -> None:
    """Nothing said is still something to say."""
    told.write_text("import os; os._exit(7)")
    assert probe.ask("told").complaint == "It ended with code 7."


def test_a_probe_that_hangs_is_given_up(told: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report never waits for ever."""
    told.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(probe, "PATIENCE_S", 0.2)
    assert probe.ask("told").facts is None


def test_qt_keeps_its_references_to_none() -> None:
    """The locked PySide6 does not have the defect of 6.12.0, which aborts Python 3.11."""
    answer = probe.ask("ui.desk.probe", {} if has_screen() else {"QT_QPA_PLATFORM": "offscreen"})
    assert answer.facts is not None, answer.complaint
    assert answer.facts["sound"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only X11 and Wayland can be absent")
def test_a_screen_is_what_the_environment_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without X11 and Wayland there is none."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not has_screen()
    monkeypatch.setenv("DISPLAY", os.environ.get("DISPLAY", ":0"))
    assert has_screen()
