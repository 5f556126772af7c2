"""`parktwin park export`."""

from __future__ import annotations

from pathlib import Path

import pytest

from gis.park_files import park_file
from ui.cli import main


def test_a_park_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was written is said, in both languages."""
    assert main(["park", "export", "vr", "--out", str(tmp_path / "vr.dxf")]) == 0
    assert "DXF" in capsys.readouterr().out
    assert main(["--lang", "zh", "park", "export", "vr", "--out", str(tmp_path / "vr.geojson")]) == 0
    assert "已写入" in capsys.readouterr().out
    assert sorted(file.name for file in tmp_path.iterdir()) == ["vr.dxf", "vr.geojson"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["vr", "--out", "a.dwg"], "No format has this ending"),
        (["nowhere", "--out", "a.dxf"], "no park of this name"),
        (["missing.gpkg", "--out", "a.dxf"], "no such file"),
        (["vr", "--out", "no/folder/a.dxf"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence, exit code 2, nothing written."""
    monkeypatch.chdir(tmp_path)
    assert main(["park", "export", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_source_is_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not even by its own name."""
    own = tmp_path / "own.gpkg"
    own.write_bytes(park_file("vr").read_bytes())
    assert main(["park", "export", str(own), "--out", str(own)]) == 2
    assert "own file" in capsys.readouterr().err
    assert own.read_bytes() == park_file("vr").read_bytes()
