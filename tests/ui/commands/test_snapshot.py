"""`parktwin snapshot`: the whole chain from the command to the file, and every way to ask for the wrong thing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gis.park_files import SHIPPED
from gis.read import load_place
from sim.model import simulate
from sim.scenario import load
from tests.tiny import tiny_bands

PROGRAM = [sys.executable, "-m", "ui.cli"]


def snapshot(*words: str, language: str = "en", **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command with `more` in its environment."""
    return subprocess.run(
        [*PROGRAM, "--lang", language, "snapshot", *words],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, **more},
    )


def test_it_writes_a_picture_of_the_park_at_the_month(tmp_path: Path) -> None:
    out = tmp_path / "ai.png"
    done = snapshot(
        "baseline", "--park", "ai", "--at", "2026-06", "--size", "480x270", "--stereo", "side-by-side", "--layer",
        "occupancy", "--out", str(out),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert str(out) in done.stdout
    image = np.asarray(Image.open(out))
    assert image.shape == (270, 480, 3)
    assert image[:, :240].std() > 10
    assert image[:, 240:].std() > 10
    assert [file.name for file in tmp_path.iterdir()] == ["ai.png"]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["no_such_scenario"], "baseline"),
        (["--park", "mars"], "ai, vr, both"),
        (["--layer", "smell"], "occupancy"),
        (["--layer", "probability"], "parktwin ensemble"),
        (["--layer", "probability", "--ensemble", "no_such_folder"], "no finished ensemble"),
        (["--stereo", "hologram"], "side-by-side"),
        (["--view", "below"], "aerial, street, top"),
        (["--size", "huge"], "3840x2160"),
        (["--hour", "30"], "17:30"),
        (["--seed", "x"], "--seed"),
    ],
)
def test_what_is_not_known_is_one_sentence_with_what_is(words: list[str], named: str, tmp_path: Path) -> None:
    out = tmp_path / "a.png"
    done = snapshot(*words, "--out", str(out))
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert named in done.stderr
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_every_view_has_its_time_of_day() -> None:
    from twin.camera_views import KINDS
    from ui.commands.snapshot import _HOURS

    assert set(_HOURS) == set(KINDS)


def test_a_month_outside_of_the_run_and_a_size_beyond_the_driver_are_refused(tmp_path: Path) -> None:
    for words, named in ((["--at", "1999-01"], "2023-01"), (["--size", "90000x90000"], "90000x90000")):
        done = snapshot("baseline", *words, "--out", str(tmp_path / "a.png"))
        assert done.returncode == 2
        assert named in done.stderr
        assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("file", ["a.jpg", "missing/a.png"])
def test_a_file_that_cannot_be_written_is_refused_before_any_work(file: str, tmp_path: Path) -> None:
    done = snapshot("baseline", "--out", str(tmp_path / file))
    assert done.returncode == 2
    assert file.rpartition("/")[2] in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="NOT TESTED: needs a folder where nobody may write")
def test_a_folder_where_nobody_may_write_is_named() -> None:
    done = snapshot("baseline", "--size", "320x180", "--out", "/proc/a.png")
    assert done.returncode == 2
    assert "/proc/a.png" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_without_opengl_it_names_the_doctor(tmp_path: Path) -> None:
    done = snapshot("baseline", "--out", str(tmp_path / "a.png"), PARKTWIN_DISPLAY="pandagl", DISPLAY="")
    assert done.returncode == 2
    assert "parktwin doctor" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_it_speaks_chinese(tmp_path: Path) -> None:
    done = snapshot("--size", "huge", "--out", str(tmp_path / "a.png"), language="zh")
    assert done.returncode == 2
    assert "不是尺寸" in done.stderr


@pytest.fixture(scope="module")
def ensemble(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the scene needs of an ensemble of the baseline, made up about its run."""
    folder = tmp_path_factory.mktemp("ensemble")
    tiny_bands(simulate(load_place(SHIPPED), load("baseline"))).save(folder / "bands.npz")
    return folder


def test_it_draws_how_likely_each_building_is(ensemble: Path, tmp_path: Path) -> None:
    """The same view and month differ by the ensemble alone."""
    pictures = {}
    for layer in ("construction", "probability"):
        out = tmp_path / f"{layer}.png"
        done = snapshot(
            "baseline", "--at", "2026-06", "--size", "320x200", "--layer", layer, "--ensemble", str(ensemble),
            "--out", str(out),
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        pictures[layer] = np.asarray(Image.open(out)).astype(int)
    assert (np.abs(pictures["construction"] - pictures["probability"]).max(-1) > 40).mean() > 0.03


def test_an_ensemble_of_another_scenario_is_refused(ensemble: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.png"
    done = snapshot("fast_build", "--layer", "probability", "--ensemble", str(ensemble), "--out", str(out))
    assert done.returncode == 2
    assert "ensemble of the scenario 'baseline', not of 'fast_build'" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not out.exists()
