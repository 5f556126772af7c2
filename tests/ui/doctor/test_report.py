"""The report says what is missing and how to mend it, to people and to programs."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from ui.cli import main
from ui.doctor import files, graphics, versions
from ui.doctor.finding import Finding
from ui.doctor.probe import Answer
from ui.doctor.report import as_json, as_text, is_ready

FINE = Finding("python", "Python", "ok", "3.11")
REMARK = Finding("screen", "屏幕", "note", "none", "plug one in")
LACK = Finding("parks", "Parks", "missing", "no ai.gpkg", "fetch it")


def test_a_note_leaves_the_machine_ready() -> None:
    """Only what is needed and not there makes the answer no."""
    assert is_ready([FINE, REMARK])
    assert not is_ready([FINE, REMARK, LACK])


def test_every_text_starts_in_the_same_column() -> None:
    """Chinese titles, twice as wide, keep the columns."""
    lines = as_text([FINE, REMARK, LACK]).splitlines()
    starts = [(lines[0], "3.11"), (lines[1], "none"), (lines[2], "plug"), (lines[3], "no ai"), (lines[4], "fetch")]
    columns = [
        sum(2 if unicodedata.east_asian_width(character) == "W" else 1 for character in line[: line.index(text)])
        for line, text in starts
    ]
    assert columns[0] == columns[1] == columns[3]
    assert columns[2] == columns[4] == columns[0] + len("-> ")


def test_the_verdict_names_what_is_missing() -> None:
    """The last line suffices for a hurried reader."""
    assert "Parks" in as_text([FINE, LACK]).splitlines()[-1]
    assert as_text([FINE]).splitlines()[-1] == "Everything that is needed is there."


def test_the_document_holds_the_same() -> None:
    """One JSON document with the verdict and every finding."""
    document = json.loads(as_json([FINE, LACK]))
    assert document["ready"] is False
    assert document["findings"][1] == {
        "id": "parks", "title": "Parks", "state": "missing", "text": "no ai.gpkg", "remedy": "fetch it",
    }  # fmt: skip


def test_lost_references_to_none_are_fatal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PySide6 with the defect is never called ready."""
    facts = {"pyside6": "6.12.0", "sound": False, "platform": "offscreen", "chinese": []}
    monkeypatch.setattr(graphics, "has_screen", lambda: False)
    monkeypatch.setattr(graphics, "ask", lambda _module, _environment: Answer(facts))
    found = {finding.id: finding for finding in graphics.desktop()}
    assert found["qt"].state == "missing"
    assert found["rare_characters"].state == "note"


def test_missing_opengl_names_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the probe complained of stands in the report, with the line that installs OpenGL."""
    monkeypatch.setattr(graphics, "ask", lambda _module: Answer(None, "No usable OpenGL 3.3 was found."))
    (finding,) = graphics.graphics()
    assert finding.state == "missing"
    assert "OpenGL 3.3" in finding.text
    assert "libegl1" in finding.remedy


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that lost a package is told apart from a whole one."""
    assert versions.libraries().state == "ok"
    monkeypatch.setattr(versions, "LIBRARIES", ("numpy", "no-such-library"))
    finding = versions.libraries()
    assert finding.state == "missing"
    assert "no-such-library" in finding.text


def test_a_missing_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The shipped files are looked for one by one."""
    (tmp_path / "ai.gpkg").touch()
    monkeypatch.setattr(files, "asset", lambda *parts: tmp_path / parts[-1])
    finding = files.parks()
    assert finding.state == "missing"
    assert "vr.gpkg" in finding.text
    assert "ai.gpkg" not in finding.text


def test_a_cache_that_cannot_be_made_is_a_note(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file where the folder should be: also root cannot write there. The program does without."""
    (tmp_path / "file").touch()
    monkeypatch.setattr(files, "cache_folder", lambda: tmp_path / "file" / "places")
    finding = files.cache()
    assert finding.state == "note"
    assert str(tmp_path / "file" / "places") in finding.remedy


def test_a_cache_that_can_be_written_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The trial file is gone afterwards."""
    monkeypatch.setattr(files, "cache_folder", lambda: tmp_path / "new" / "places")
    assert files.cache().state == "ok"
    assert not list((tmp_path / "new" / "places").iterdir())


def test_the_command_reports_on_this_machine(capsys: pytest.CaptureFixture[str]) -> None:
    """The real thing: graphics and Qt start, and the exit code is the verdict."""
    code = main(["doctor", "--json"])
    document = json.loads(capsys.readouterr().out)
    states = {finding["id"]: finding["state"] for finding in document["findings"]}
    assert states["panda3d"] == states["qt"] == states["libraries"] == states["fonts"] == "ok"
    assert code == (0 if document["ready"] else 1)
