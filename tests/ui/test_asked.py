"""What commands are asked for is checked, and every refusal names what is known."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from gis.errors import UserError
from sim.run import Run
from tests.tiny import tiny_bands
from ui import asked


@pytest.mark.parametrize(
    ("text", "size"), [("3840x2160", (3840, 2160)), ("640X360", (640, 360)), ("800×600", (800, 600))]
)
def test_a_size_is_width_x_height(text: str, size: tuple[int, int]) -> None:
    assert asked.picture_size(text) == size


@pytest.mark.parametrize(
    "text", ["", "big", "1920", "1920x", "x1080", "1920x1080x3", "-1x5", "1.5x2", "１９x２０", "9" * 5000 + "x9"]
)
def test_anything_else_is_no_size(text: str) -> None:
    with pytest.raises(UserError, match="3840x2160"):
        asked.picture_size(text)


@pytest.mark.parametrize(
    ("text", "hour"), [("0", 0), ("24", 24), ("17:30", 17.5), ("6.25", 6.25), ("19:40", 19 + 2 / 3)]
)
def test_an_hour_is_a_number_or_a_clock_time(text: str, hour: float) -> None:
    assert asked.hour_of_day(text) == pytest.approx(hour)


@pytest.mark.parametrize("text", ["noon", "25", "-1", "nan", "12:x", "", "17:75", "17.5:30", "24:30", "-0:30"])
def test_anything_else_is_no_hour(text: str) -> None:
    with pytest.raises(UserError, match="--hour"):
        asked.hour_of_day(text)


def test_a_month_is_one_of_the_run() -> None:
    months = ("2023-01", "2023-02", "2023-03")
    assert asked.month_row("2023-02", months) == 1
    assert asked.month_row(None, months) == 2
    for wrong in ("2022-12", "2023-2", "yesterday", ""):
        with pytest.raises(UserError, match="2023-01 to 2023-03"):
            asked.month_row(wrong, months)


def test_the_shipped_parks_are_loaded_together_and_one_is_looked_at() -> None:
    assert asked.parks("both") == (("ai", "vr"), None)
    assert asked.parks("vr") == (("ai", "vr"), "vr")


def test_another_park_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "other.gpkg"
    file.touch()
    assert asked.parks(str(file)) == ((str(file),), None)
    with pytest.raises(UserError, match="ai, vr, both"):
        asked.parks(str(tmp_path / "none.gpkg"))


def test_an_unknown_word_is_refused_with_the_known_ones() -> None:
    assert asked.known("--layer", "use", ("use", "compute")) == "use"
    with pytest.raises(UserError, match="use, compute"):
        asked.known("--layer", "smell", ("use", "compute"))


def test_a_layer_of_an_ensemble_wants_one_and_says_how_to_make_it() -> None:
    assert asked.layer("probability", ensemble=True) == "probability"
    assert asked.layer("use", ensemble=False) == "use"
    with pytest.raises(UserError, match=r"--ensemble FOLDER.*parktwin ensemble SCENARIO"):
        asked.layer("probability", ensemble=False)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scenario": "fast_build"}, "ensemble of the scenario 'fast_build', not of 'baseline'"),
        ({"building_ids": ("x",)}, "other parks or another layout"),
        ({"months": ("2023-01", "2023-02")}, "goes from 2023-01 to 2023-02. The scenario goes from"),
    ],
)
def test_an_ensemble_of_something_else_is_refused(run: Run, change: dict[str, object], said: str) -> None:
    bands = replace(tiny_bands(run), scenario="baseline")
    mine = replace(run, scenario="baseline")
    assert asked.bands_about(mine, bands) is bands
    with pytest.raises(UserError, match=re.escape(said)):
        asked.bands_about(mine, replace(bands, **change))  # type: ignore[arg-type]


def test_a_folder_without_an_ensemble_is_refused(tmp_path: Path) -> None:
    assert asked.bands(None) is None
    with pytest.raises(UserError, match="no finished ensemble"):
        asked.bands(tmp_path)
    (tmp_path / "bands.npz").write_bytes(b"PK nothing")
    with pytest.raises(UserError, match="no finished ensemble"):
        asked.bands(tmp_path)
