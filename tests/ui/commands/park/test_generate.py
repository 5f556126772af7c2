"""`parktwin park generate`: a plan of one's own becomes a park that every command takes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ui.cli import main

EXAMPLE = Path(__file__).parents[4] / "docs" / "example-plan.toml"


def test_the_example_is_written_simulated_and_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The balance adds up to the site; what is assumed is said; figures and a picture come of it."""
    park = tmp_path / "example.gpkg"
    assert main(["park", "generate", str(EXAMPLE), "--out", str(park)]) == 0
    shown = capsys.readouterr().out
    assert "330.0   100.0" in shown
    assert "Assumed" in shown
    picture = tmp_path / "example.png"
    # Graphics are one a process, and another test of this one may have them.
    words = ["snapshot", "--park", str(park), "--out", str(picture), "--size", "320x180"]
    subprocess.run([sys.executable, "-m", "ui.cli", *words], check=True, timeout=300)
    assert picture.stat().st_size > 5_000


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    """Another one does not."""
    files = [tmp_path / f"{name}.gpkg" for name in "abc"]
    for file, seed in zip(files, "778", strict=True):
        assert main(["park", "generate", str(EXAMPLE), "--out", str(file), "--seed", seed]) == 0
    once, again, other = (file.read_bytes() for file in files)
    assert once == again
    assert once != other


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--out", "park.shp"], "ends in .gpkg"),
        (["--out", "nowhere/park.gpkg"], "There is no folder"),
        (["--out", "park.gpkg", "--seed", "-1"], "--seed"),
        (["--out", "park.gpkg", "--seed", "many"], "--seed"),
    ],
)
def test_a_wrong_flag_is_one_sentence(
    flags: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    assert main(["park", "generate", str(EXAMPLE), *flags]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_plan_leaves_the_old_park_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whole or not at all."""
    plan, park = tmp_path / "plan.toml", tmp_path / "park.gpkg"
    shutil.copy(EXAMPLE, plan)
    park.write_bytes(b"old")
    plan.write_text(plan.read_text(encoding="utf-8").replace('use = "rnd"', 'use = "castle"'), encoding="utf-8")
    assert main(["park", "generate", str(plan), "--out", str(park)]) == 2
    assert "plan.toml [[parcel]] labs, use: 'castle'" in capsys.readouterr().err
    assert park.read_bytes() == b"old"
