"""`parktwin desk`: refuses in one sentence what cannot be, and takes a picture of the window without a screen."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gis.park_files import SHIPPED
from gis.read import load_place
from sim.model import simulate
from sim.scenario import load
from tests.tiny import tiny_bands
from twin.layers import layers
from ui.cli import main


def refusal(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What is said on standard error to a command that must be refused."""
    assert main(["--lang", "en", "desk", *words]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    return said.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--park", "mars"], "'mars' is neither a park nor a file"),
        (["--size", "large"], "'large' is not a size"),
        (["--layer", "mood"], "'mood' is not known"),
        (["--layer", "probability"], "--ensemble FOLDER"),
        (["--ensemble", "no/such/folder"], "There is no finished ensemble here"),
        (["--shot", "window.jpg"], "'window.jpg' is not a PNG file"),
        (["--shot", "no/such/folder/window.png"], "cannot be written to"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    """Before any work is done."""
    assert said in refusal(capsys, *words)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a screen")
def test_without_a_screen_it_says_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not go on invisibly."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert "There is no screen to open a window on." in refusal(capsys)


def parktwin(*words: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own: it takes the graphics engine and the Qt application for itself."""
    surroundings = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run(
        [sys.executable, "-m", "ui.cli", "--lang", "en", "desk", *words],
        capture_output=True, text=True, timeout=240, env=surroundings, check=False,
    )  # fmt: skip


def test_the_window_draws_the_parks_and_their_run(tmp_path: Path) -> None:
    """The whole way: worker process, scene, picture in the window; the layer and the month that were asked for."""
    file = tmp_path / "window.png"
    done = parktwin("--shot", str(file), "--size", "1366x768", "--layer", "occupancy", "--at", "2026-06")
    assert done.returncode == 0, done.stderr
    with Image.open(file) as picture:
        assert picture.size == (1366, 768)
        view = picture.convert("RGB").crop((300, 200, 780, 500))
        colours = view.getcolors(maxcolors=1 << 20)
    assert colours is not None
    assert len(colours) > 300


def test_a_month_outside_the_run_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    """Known only once the run is there, and still one sentence."""
    file = tmp_path / "window.png"
    done = parktwin("--shot", str(file), "--at", "2077-01")
    assert done.returncode == 2
    assert "'2077-01' is not a month of this run." in done.stderr
    assert "Traceback" not in done.stderr
    assert not file.exists()


def test_the_layer_of_an_ensemble_is_shown_once_the_ensemble_is_there(tmp_path: Path) -> None:
    """It can be asked for from the start, though it has to wait for the run; one of other parks is refused."""
    shipped = simulate(load_place(SHIPPED), load("baseline"))
    certain = np.full_like(tiny_bands(shipped).finished, 128)
    bands = replace(tiny_bands(shipped), finished=certain)
    bands.save(tmp_path / "bands.npz")
    file = tmp_path / "window.png"
    words = ("--shot", str(file), "--size", "1366x768", "--layer", "probability", "--ensemble", str(tmp_path))
    done = parktwin(*words)
    assert done.returncode == 0, done.stderr
    half = 255 * np.array(layers()["probability"].colour("office", 128 / 255))
    with Image.open(file) as picture:
        seen = np.asarray(picture.convert("RGB").crop((224, 100, 800, 500)), float)
    assert (np.abs(seen - half).max(-1) < 8).mean() > 0.01
    file.unlink()
    replace(bands, building_ids=("x",)).save(tmp_path / "bands.npz")
    done = parktwin(*words)
    assert done.returncode == 2
    assert "other parks or another layout" in done.stderr
    assert not file.exists()
