"""`parktwin walk`: what it prepares and what it refuses."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from gis.errors import UserError
from gis.prepared import Prepared
from sim.run import Run
from ui import launch
from ui.commands import walk


def options(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    walk.arguments(parser)
    return parser.parse_args(words)


def test_without_a_screen_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(UserError, match="snapshot --view street"):
        walk.run(options("baseline"))


def test_what_is_not_known_is_refused_before_any_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "simulated", lambda *_: pytest.fail("it has begun to work"))
    for words in (["--stereo", "hologram"], ["--park", "mars"]):
        with pytest.raises(UserError, match="Known are"):
            walk.run(options(*words))


def test_the_walk_gets_place_month_mode_language_and_park(
    monkeypatch: pytest.MonkeyPatch, prepared: Prepared, run: Run
) -> None:
    given: list[list[str]] = []

    def remember(words: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        given.append(words)
        assert Prepared.load(Path(words[words.index("--place") + 1])).parks == prepared.parks
        assert Run.load(Path(words[words.index("--run") + 1])).months == run.months
        return subprocess.CompletedProcess(words, 0)

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(launch, "simulated", lambda *_: (prepared, run))
    monkeypatch.setattr(subprocess, "run", remember)
    assert walk.run(options("baseline", "--park", "vr", "--at", "2023-06", "--stereo", "side-by-side")) == 0
    (words,) = given
    assert words[1:3] == ["-m", "twin.walk"]
    tail = words[words.index("--at") :]
    assert tail == ["--at", "2023-06", "--stereo", "side-by-side", "--lang", "en", "--park", "vr"]
    assert not Path(words[words.index("--place") + 1]).exists()


def test_the_exit_code_of_the_walk_is_that_of_the_command(prepared: Prepared, run: Run) -> None:
    program = [sys.executable, "-c", "import sys; sys.exit(7)"]
    assert launch.walk(prepared, run, [], program) == 7
