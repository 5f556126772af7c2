"""The walk as a process of its own: offscreen, and in a window under a virtual screen."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.tiny import tiny_prepared, tiny_run
from twin.layers import layers
from twin.walk import main

WALK = [sys.executable, "-m", "twin.walk"]
PATIENCE_S = 60.0


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("walk")
    tiny_prepared().save(folder / "place.npz")
    tiny_run().save(folder / "run.npz")
    return ["--place", str(folder / "place.npz"), "--run", str(folder / "run.npz"), "--lang", "en"]


def without_screen() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}


def walk(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*WALK, *arguments], capture_output=True, text=True, env=without_screen(), timeout=300)


def test_it_loads_neither_the_simulator_nor_the_gis_stack_nor_qt() -> None:
    code = (
        "import sys, twin.walk\n"
        "never = {'simpy', 'geopandas', 'pyogrio', 'pyproj', 'PySide6', 'sim.model', 'gis.read'}\n"
        "print(sorted(never & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_offscreen_it_walks_and_writes_what_it_saw(files: list[str], tmp_path: Path) -> None:
    still, gone = tmp_path / "still.png", tmp_path / "gone.png"
    for out, more in ((still, []), (gone, ["--hold", "w shift"])):
        end = str(out.with_suffix(".json"))
        done = walk([*files, "--offscreen", "--frames", "6", "--out", str(out), "--end", end, *more])
        assert (done.returncode, done.stderr) == (0, "")
    before, after = (np.asarray(Image.open(file), int) for file in (still, gone))
    rest, way = (json.loads(file.with_suffix(".json").read_text()) for file in (still, gone))
    assert math.dist((rest["x_m"], rest["y_m"]), (way["x_m"], way["y_m"])) == pytest.approx(1.0, abs=0.1)
    assert before.shape == (720, 1280, 3)
    assert before.std() > 10
    assert np.abs(before - after).mean() > 1


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (["--at", "1999-01"], "2023-01 to 2024-12"),
        (["--stereo", "hologram"], "side-by-side"),
        (["--park", "mars"], "ai, vr"),
        (["--offscreen", "--out", "walk.jpg"], ".png"),
    ],
)
def test_what_cannot_be_is_one_sentence_with_what_can(files: list[str], more: list[str], named: str) -> None:
    done = walk([*files, *more])
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert named in done.stderr


def test_ctrl_c_ends_it_without_a_traceback(
    files: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever stops it from the terminal is not shown its insides."""

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("twin.walk._walk_offscreen", stopped)
    assert main([*files, "--offscreen", "--out", "never.png"]) == 130
    assert capsys.readouterr().err == ""


def test_a_file_of_another_sort_is_named(files: list[str], tmp_path: Path) -> None:
    broken = tmp_path / "broken.npz"
    broken.write_bytes(b"not a place")
    done = walk(["--place", str(broken), *files[2:]])
    assert done.returncode == 2
    assert "broken.npz" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_screen_it_says_so(files: list[str]) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("NOT TESTED: only Linux can do without a screen")
    done = walk(files)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.fixture
def screen() -> Iterator[dict[str, str]]:
    """The environment of a virtual screen of its own."""
    if not (shutil.which("Xvfb") and shutil.which("xdotool")):
        pytest.skip("NOT TESTED: Xvfb or xdotool is missing, so the window of the walk was not driven")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x720x24"],
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading) as stream:
        number = stream.readline().strip()
    yield {**without_screen(), "DISPLAY": f":{number}"}
    server.terminate()
    server.wait()


def until(found: Callable[[], str]) -> str:
    """What `found` gives once it gives something."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        text = found()
        if text:
            return text
        time.sleep(0.2)
    raise AssertionError("nothing came")


def test_in_a_window_keys_and_mouse_walk_look_and_choose(
    files: list[str], screen: dict[str, str], tmp_path: Path
) -> None:
    def tool(*words: str) -> str:
        return subprocess.run(["xdotool", *words], env=screen, capture_output=True, text=True).stdout.strip()

    def window() -> str:
        return tool("search", "--name", "^ParkTwin walk$").partition("\n")[0]

    end = tmp_path / "end.json"
    walker = subprocess.Popen(
        [*WALK, *files, "--end", str(end), "--at", "2023-06"], env=screen, stderr=subprocess.PIPE, text=True
    )
    try:
        tool("windowfocus", "--sync", until(window))
        time.sleep(1)
        tool("keydown", "w")
        time.sleep(2)
        tool("keyup", "w")
        tool("mousemove_relative", "--", "200", "0")
        time.sleep(1.5)
        for key in ("3", "bracketright", "Tab", "l"):
            tool("key", key)
        time.sleep(1.5)
        tool("key", "Escape")
        _, complaints = walker.communicate(timeout=PATIENCE_S)
    finally:
        walker.kill()
    assert walker.returncode == 0, complaints
    place = json.loads(end.read_text())
    start = tiny_start()
    assert math.hypot(place["x_m"] - start[0], place["y_m"] - start[1]) > 0.3
    assert place["heading_deg"] != pytest.approx(start[2], abs=5)
    assert place["layer"] == list(layers())[2]
    assert (place["time"], place["stereo"], place["language"]) == (6.0, "side-by-side", "zh")


def tiny_start() -> tuple[float, float, float]:
    """Where the walk through the tiny place begins: x, y, heading."""
    from twin.camera_views import view_of

    view = view_of(tiny_prepared(), "street")
    return view.eye_m[0], view.eye_m[1], view.heading_deg
