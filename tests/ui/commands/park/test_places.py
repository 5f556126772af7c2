"""`parktwin park places`: both names, how the position is known, the fact and its source."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import Point

from gis.park_files import shipped_parks
from gis.text import current_language, set_language
from ui.cli import main


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = current_language()
    yield
    set_language(before)


def test_the_list_reads_in_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Names in both languages, lines of at most 100 characters, a source for each."""
    assert main(["park", "places"]) == 0
    shown = capsys.readouterr().out
    assert "Qingdao International Innovation Park  青岛国际创新园" in shown
    assert "position published, 120.4790 E 36.1461 N, within 150 m" in shown
    assert "position unknown" in shown
    assert "drawn on AI-AICC" in shown
    assert max(map(len, shown.splitlines())) <= 100
    assert shown.count("source:") >= 19


def test_it_reads_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    """Kind, position and fact."""
    assert main(["--lang", "zh", "park", "places", "--park", "vr"]) == 0
    shown = capsys.readouterr().out
    assert "位置未知" in shown
    assert "误差 500 米以内" in shown
    assert "Innovation Park" not in shown


def test_it_is_a_document(capsys: pytest.CaptureFixture[str]) -> None:
    """Every place with the same keys; no coordinates where nobody publishes any."""
    assert main(["park", "places", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["places"]
    assert len(rows) == 19
    assert len({tuple(row) for row in rows}) == 1
    for row in rows:
        assert (row["lon"] is not None) == (row["position"] in ("published", "inferred"))
        assert row["sources"]


def test_a_file_names_its_own_places(capsys: pytest.CaptureFixture[str]) -> None:
    """With their facts, where it has any."""
    assert main(["park", "places", "--park", str(shipped_parks()["vr"]), "--json"]) == 0
    rows = {row["name_en"]: row for row in json.loads(capsys.readouterr().out)["places"]}
    assert rows["Qingdao-Greater Bay VR empowerment centre"]["position"] == "unknown"
    assert rows["Goertek global R&D centre"]["lon"] == pytest.approx(120.511, abs=1e-4)
    assert "press.goertek.rd.open" in rows["Goertek global R&D centre"]["fact"]


def test_a_file_that_is_no_park_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In one sentence."""
    assert main(["park", "places", "--park", str(tmp_path / "none.gpkg")]) == 2
    assert "There is no such file" in capsys.readouterr().err


def test_a_file_that_is_no_park_is_to_be_imported_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its missing layers would say nothing to who has one of their own."""
    file = tmp_path / "plan.geojson"
    gpd.GeoDataFrame(geometry=[Point(120.1, 36.1)], crs=4326).to_file(file, driver="GeoJSON")
    assert main(["park", "places", "--park", str(file)]) == 2
    assert f"park import {file}" in capsys.readouterr().err
