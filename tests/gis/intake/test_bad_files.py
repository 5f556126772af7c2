"""The folder of bad files: each is answered with the sentence that it is there for, and never with a traceback."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from gis.intake.answers import Answers
from gis.intake.survey import survey
from gis.intake.telling.report import document, text

FOLDER = Path(__file__).parents[2] / "data" / "bad"
EXPECTED = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))


def test_every_file_has_its_sentence() -> None:
    """A file without one would prove nothing."""
    assert {file.name for file in FOLDER.iterdir()} == {*EXPECTED, "expected.toml"}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_bad_file_is_answered_with_its_sentence(name: str) -> None:
    """It is not usable, says why, and says what to do; reading it changes nothing."""
    file = FOLDER / name
    before = file.read_bytes()
    level, words = EXPECTED[name]
    found = survey(str(file), Answers())
    assert not found.usable
    told = [finding for finding in found.findings if finding.level == level and words in str(finding)]
    assert told, [str(finding) for finding in found.findings]
    assert any(finding.remedy for finding in told)
    assert document(found)["usable"] is False
    assert words.split()[0] in text(found)
    assert file.read_bytes() == before
