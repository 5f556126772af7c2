"""`parktwin park import`, as a user types it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import box

from gis.read import load_place
from ui.cli import main


@pytest.fixture
def houses(tmp_path: Path) -> Path:
    """Three houses with heights and Chinese names of fields, in degrees."""
    shapes = [box(x, 36.1, x + 2e-4, 36.1002) for x in (120.4, 120.401, 120.402)]
    file = tmp_path / "houses.geojson"
    gpd.GeoDataFrame({"建筑高度": [12.0, 24.0, 6.0]}, geometry=shapes, crs=4326).to_file(file, driver="GeoJSON")
    return file


def run(*arguments: object) -> int:
    """The exit code."""
    return main(["park", "import", *map(str, arguments)])


def test_files_become_a_park_that_opens(houses: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = houses.read_bytes()
    assert run(houses, "--out", tmp_path / "my.gpkg", "--name-zh", "我的园区") == 0
    shown = capsys.readouterr().out
    assert "height_m = 建筑高度" in shown
    assert "parktwin snapshot --park" in shown
    place = load_place([tmp_path / "my.gpkg"])
    assert [building.height_m for building in place.buildings] == pytest.approx([12, 24, 6])
    assert place.parks[0].name.zh == "我的园区"
    assert place.parks[0].id == "my"
    assert houses.read_bytes() == before


def test_the_account_is_one_document(houses: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(houses, "--out", tmp_path / "my.gpkg", "--json", "--id", "p-1") == 0
    account = json.loads(capsys.readouterr().out)
    assert (account["written"], account["park"], account["taken"]) == (True, "p-1", {"buildings": 3})
    assert account["estimated"]["buildings"]["floors"] == 3


def test_a_question_is_answered_by_its_flag(houses: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare = tmp_path / "houses.shp"
    gpd.read_file(houses).rename(columns={"建筑高度": "height"}).to_file(bare)
    bare.with_suffix(".prj").unlink()
    assert run(bare, "--out", tmp_path / "my.gpkg") == 2
    assert "--crs" in capsys.readouterr().out
    assert not (tmp_path / "my.gpkg").exists()
    assert run(bare, "--out", tmp_path / "my.gpkg", "--crs", "EPSG:4326") == 0


def test_a_file_that_is_there_is_replaced_only_when_told(houses: Path, tmp_path: Path) -> None:
    (tmp_path / "my.gpkg").write_bytes(b"precious")
    assert run(houses, "--out", tmp_path / "my.gpkg") == 2
    assert (tmp_path / "my.gpkg").read_bytes() == b"precious"
    assert run(houses, "--out", tmp_path / "my.gpkg", "--replace") == 0
    assert load_place([tmp_path / "my.gpkg"]).buildings


def test_what_is_read_is_never_written(houses: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "in.gpkg"
    gpd.read_file(houses).to_file(file)
    before = file.read_bytes()
    assert run(file, "--out", file, "--replace") == 2
    assert "one of the files to read" in capsys.readouterr().err
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--out", "my.txt"], ".gpkg"),
        (["--out", "nowhere/my.gpkg"], "nowhere"),
        (["--out", "my.gpkg", "--id", "a b"], "--id"),
        (["--out", "my.gpkg", "--base", "mars"], "mars"),
        (["--out", "my.gpkg", "--mapping", "none.toml"], "none.toml"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    houses: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    arguments: list[str], said: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert run(houses, *arguments) == 2
    assert said in capsys.readouterr().err
    assert sorted(file.name for file in tmp_path.iterdir()) == ["houses.geojson"]


def test_a_file_that_cannot_be_read_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.geojson").write_text('{"type": "FeatureCollection", "features": [', encoding="utf-8")
    assert run(tmp_path / "a.geojson", "--out", tmp_path / "my.gpkg") == 2
    assert [file.name for file in tmp_path.iterdir()] == ["a.geojson"]
    assert "Traceback" not in "".join(capsys.readouterr())


def test_a_saved_mapping_can_be_changed_and_given_again(houses: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "fields.toml"
    assert run(houses, "--out", tmp_path / "a.gpkg", "--save-mapping", mapping) == 0
    told = mapping.read_text(encoding="utf-8")
    assert 'height_m = "建筑高度"' in told
    mapping.write_text(told.replace('"建筑高度"', '""'), encoding="utf-8")
    assert run(houses, "--out", tmp_path / "b.gpkg", "--mapping", mapping) == 0
    assert "height_m" in load_place([tmp_path / "b.gpkg"]).buildings[0].provenance.estimated


def test_a_layer_of_a_shipped_park_is_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spot = load_place(["vr"])
    middle = spot.parks[0].parcels[0].outline.representative_point()
    east, north = middle.x + spot.frame.origin_east_m, middle.y + spot.frame.origin_north_m
    gpd.GeoDataFrame({"floors": [5]}, geometry=[box(east, north, east + 9, north + 9)], crs=4549).to_file(
        tmp_path / "buildings.gpkg"
    )
    assert run(tmp_path / "buildings.gpkg", "--base", "vr", "--out", tmp_path / "vr2.gpkg") == 0
    assert "gone from layer buildings" in capsys.readouterr().out
    park = load_place([tmp_path / "vr2.gpkg"]).parks[0]
    assert (park.id, len(park.buildings), len(park.parcels)) == ("vr", 1, len(spot.parks[0].parcels))


@pytest.mark.parametrize(
    "words",
    [
        ("--out", "my.shp"),
        ("--out", "nowhere/my.gpkg"),
        ("--out", "my.gpkg", "--id", "both"),
        ("--out", "my.gpkg", "--base", "nopark"),
        ("--out", "my.gpkg", "--kind", "x=foo"),
        ("--out", "my.gpkg", "--encoding", "klingon"),
        ("--out", "my.gpkg", "--save-mapping", "nowhere/x.toml"),
        ("--out", "my.gpkg", "--crs", "nonsense"),
    ],
)
def test_a_mistake_is_a_document_too(
    words: tuple[str, ...], houses: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    """Who asks for one document gets one, whatever is wrong, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    assert run(houses, *words, "--json") == 2
    account = json.loads(capsys.readouterr().out)
    assert not account["written"]
    assert [finding["level"] for finding in account["findings"]] == ["error"]
    assert sorted(tmp_path.iterdir()) == before


def test_a_file_that_is_named_twice_is_taken_once(houses: Path, tmp_path: Path) -> None:
    """By whatever name: houses would stand in one another."""
    again = tmp_path / "again.geojson"
    again.symlink_to(houses)
    assert run(houses, again, houses, "--out", tmp_path / "my.gpkg") == 0
    assert len(load_place([tmp_path / "my.gpkg"]).buildings) == 3
