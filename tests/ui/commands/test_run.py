"""The main job: the desk where there is a screen, else pictures, figures and a page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ui.cli import main
from ui.commands import run

ROOT = Path(__file__).resolve().parents[3]
SMALL = "import ui.commands.run as r, sys; r.SIZE = (320, 180); from ui.cli import main; sys.exit(main(sys.argv[1:]))"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_without_a_screen_pictures_figures_and_a_page_are_written(language: str, tmp_path: Path) -> None:
    """Both parks at four dates, the KPI table and the summary page; what was written is said."""
    words = ["--lang", language, "run", "--no-screen", "--out", str(tmp_path / "out")]
    done = subprocess.run([sys.executable, "-c", SMALL, *words], cwd=ROOT, check=True, capture_output=True, text=True)
    files = sorted(file.name for file in (tmp_path / "out").iterdir())
    pictures = [name for name in files if name.endswith(".png")]
    assert len([p for p in pictures if p.startswith("ai-")]) == 4
    assert len([p for p in pictures if p.startswith("vr-")]) == 4
    assert set(files) - set(pictures) == {"kpis.csv", "summary.html"}
    assert all(name in done.stdout for name in files)
    page = (tmp_path / "out" / "summary.html").read_text(encoding="utf-8")
    assert all(f'src="{name}"' in page for name in pictures)
    assert done.stderr == ""


def test_a_screen_opens_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a screen that does not answer, it is the desk that says so."""
    if sys.platform != "linux":
        pytest.skip("only X11 can be told to be absent")
    monkeypatch.setenv("DISPLAY", ":987")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    assert run.has_screen()
    assert main(["run"]) == 2


def test_a_folder_that_cannot_be_written_is_said_before_any_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence, exit code 2, nothing half written."""
    (tmp_path / "out").write_text("a file in the way")
    assert main(["run", "--no-screen", "--out", str(tmp_path / "out")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["out"]
