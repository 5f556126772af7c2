"""No damaged file brings a traceback, a crash or a hang to the user."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from gis.formats import readers
from gis.intake.answers import Answers
from gis.intake.survey import survey
from tests.fuzz.farm import tried
from tests.fuzz.mutate import damaged
from tests.fuzz.run import outcomes
from tests.fuzz.seeds import FILELESS, SEEDS

COUNT = 100

needs_fork = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked here")


def test_every_reader_is_fuzzed() -> None:
    """A new format brings its seeds."""
    assert {*readers(), "archives"} == {*SEEDS, *FILELESS}


@pytest.mark.parametrize("reader", SEEDS)
def test_the_sound_files_are_read(reader: str, tmp_path: Path) -> None:
    """Damage to what was never understood would prove nothing."""
    for number, make in enumerate(SEEDS[reader]):
        own = tmp_path / str(number)
        own.mkdir()
        files = make(own)
        for name, content in files.items():
            (own / name).write_bytes(content)
        found = survey(str(own / next(iter(files))), Answers())
        assert found.layers or found.rasters
        assert not [str(finding) for finding in found.findings if finding.level == "error"]


@needs_fork
@pytest.mark.parametrize("reader", SEEDS)
def test_damaged_files_are_answered_for(reader: str) -> None:
    """A report or a refusal, within two seconds and a gigabyte."""
    bad = [outcome for outcome in outcomes(reader, COUNT) if outcome.kind != "answered"]
    assert not bad, "\n\n".join(f"{outcome.file}: {outcome.kind}\n{outcome.told}" for outcome in bad[:3])


@needs_fork
def test_the_farm_tells_what_happens(tmp_path: Path) -> None:
    """A file that is not there is answered for too, by a finding."""
    assert [outcome.kind for outcome in tried([tmp_path / "missing.shp"])] == ["answered"]


def test_damage_is_the_same_for_the_same_seed() -> None:
    """So that what was found can be found again."""
    whole, others = bytes(range(256)) * 8, [b"other" * 50]
    first, again = (damaged(np.random.default_rng(5), whole, others) for _ in range(2))
    assert first == again != whole
