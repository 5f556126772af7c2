"""The command line: quick to answer, and every mistake is one sentence with exit code 2."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ui.cli import commands, main

ROOT = Path(__file__).resolve().parents[2]


def test_every_command_has_a_summary() -> None:
    """`parktwin --help` says what each command does."""
    known = commands()
    assert {"doctor", "simulate", "snapshot", "walk", "desk", "run"} <= set(known)
    assert all(command.SUMMARY for command in known.values())


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nonsense"],
        ["simulate", "--seed", "many"],
        ["simulate", "no_such_scenario"],
        ["simulate", "--park", "moon"],
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_mistake_is_one_sentence(words: list[str], language: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Wrong words are answered on standard error, in one line, without a traceback."""
    assert main(["--lang", language, *words]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("parktwin")
    assert len(said.err.strip().splitlines()) == 1
    assert "Traceback" not in said.err


def test_mistakes_are_answered_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    """The parser's own complaints are translated as well."""
    assert main(["--lang", "zh", "nonsense"]) == 2
    assert "无效" in capsys.readouterr().err


def test_the_command_line_starts_without_qt_panda3d_or_geopandas() -> None:
    """Nothing heavy is loaded until a command needs it."""
    code = (
        "import sys, ui.cli; ui.cli.commands();"
        "heavy = {'PySide6', 'panda3d', 'geopandas', 'simpy', 'pandas'} & set(sys.modules); assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_help_is_answered_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` lists the commands with their translated summaries."""
    for language in ("en", "zh"):
        with pytest.raises(SystemExit) as stop:
            main(["--lang", language, "--help"])
        assert stop.value.code == 0
        assert "snapshot" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["park", "check", "--json"], ["park", "places", "--park", "nowhere.gpkg", "--json"]])
def test_a_mistake_is_a_document_for_who_asks_for_one(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    document = json.loads(capsys.readouterr().out)
    assert [finding["level"] for finding in document["findings"]] == ["error"]
