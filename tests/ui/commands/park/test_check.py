"""`parktwin park check` answers for any file: as text in both languages, as one document, as places to look at."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
import shapely

from gis.assets import asset
from gis.write import write_geopackage
from tests.gis.parks import layers


def command(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """The real command in a process of its own."""
    line = [sys.executable, "-c", "import sys; from ui.cli import main; sys.exit(main())", *map(str, words)]
    return subprocess.run(line, capture_output=True, encoding="utf-8", check=False, timeout=120)


def checked(*words: str | Path) -> tuple[int, dict[str, Any]]:
    """Exit code and document."""
    done = command("park", "check", *words, "--json")
    assert done.stderr == ""
    document: dict[str, Any] = json.loads(done.stdout)
    return done.returncode, document


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two houses, one a bow-tie, and one without a shape, on a plot of a hectare."""
    file = tmp_path_factory.mktemp("drawn") / "plan.gpkg"
    x, y = 542_000, 4_002_000
    tie = shapely.Polygon([(x + 50, y), (x + 70, y + 20), (x + 70, y), (x + 50, y + 20)])
    houses = gpd.GeoDataFrame(
        {"height": [12.0, 9.0, 6.0], "floors": [4, 3, 2], "colour": ["red", "blue", "grey"]},
        geometry=[shapely.box(x, y, x + 20, y + 20), tie, None],
        crs=4549,
    )
    plot = gpd.GeoDataFrame({"floor_area_ratio": [0.2]}, geometry=[shapely.box(x, y, x + 100, y + 100)], crs=4549)
    write_geopackage({"buildings": houses, "parcels": plot}, file)
    return file


def test_the_document_holds_what_was_found(drawn: Path) -> None:
    """Counts, areas, heights, repairs, totals, and findings in four parts."""
    code, found = checked(drawn)
    assert (code, found["usable"], found["file"]) == (0, True, str(drawn))
    houses, plot = found["layers"]
    assert (houses["name"], houses["kind"], houses["features"], houses["crs"]) == (
        "buildings",
        "buildings",
        3,
        "EPSG:4549",
    )
    assert houses["area_m2"] == pytest.approx(600, rel=1e-3)
    assert (houses["heights"]["count"], houses["heights"]["sum_m"]) == (3, 27)
    assert (houses["repaired"], houses["dropped"]) == (1, 1)
    assert houses["other_fields"] == ["colour"]
    assert plot["area_m2"] == pytest.approx(10_000, rel=1e-3)
    assert found["totals"]["floor_area_ratio"] == pytest.approx((400 * 4 + 200 * 3) / 10_000, rel=1e-3)
    assert found["totals"]["coverage"] == pytest.approx(0.06, rel=1e-3)
    assert all(set(one) == {"level", "where", "what", "expected", "remedy"} for one in found["findings"])


def test_the_text_is_for_planners_in_both_languages(drawn: Path) -> None:
    """A verdict, layers with areas in mu, findings, the next command."""
    english = command("--lang", "en", "park", "check", drawn).stdout
    for words in (
        "It can be imported as it is.",
        "Layer buildings",
        "15.00 mu",
        "1 shapes mended",
        "Warnings (",
        "Floor-area ratio",
    ):
        assert words in english
    assert f"parktwin park import {drawn} --out my_park.gpkg" in english
    chinese = command("--lang", "zh", "park", "check", drawn).stdout
    for words in ("可以直接导入。", "图层 buildings", "15.00 亩", "容积率", "警告（", "自相交或自相接的轮廓：1 个。"):
        assert words in chinese


def test_a_question_is_no_use_until_it_is_answered(tmp_path: Path) -> None:
    """Without a coordinate system: exit code 2, a finding of level "ask", and areas unknown."""
    file = tmp_path / "nowhere.fgb"
    table = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 100, 100)])
    with pytest.warns(UserWarning, match="crs"):
        pyogrio.write_dataframe(table, file, driver="FlatGeobuf")
    code, found = checked(file)
    assert (code, found["usable"]) == (2, False)
    assert {one["level"] for one in found["findings"]} >= {"ask"}
    assert found["layers"][0]["area_m2"] is None
    assert "--crs" in command("park", "check", file).stdout


@pytest.mark.parametrize(
    "words",
    [["missing.gpkg"], [".", "--park", "moon"], ["missing.gpkg", "--units", "league"], ["x", "--spots", "y.txt"]],
)
def test_every_refusal_is_one_document(words: list[str]) -> None:
    """Missing files and wrong flags alike."""
    code, found = checked(*words)
    assert (code, found["usable"]) == (2, False)
    assert found["findings"][0]["level"] == "error"


def test_places_to_look_at_open_in_qgis(drawn: Path, tmp_path: Path) -> None:
    """A layer of points in WGS84 with what the findings say."""
    spots = tmp_path / "spots.gpkg"
    code, found = checked(drawn, "--spots", spots)
    table = pyogrio.read_dataframe(spots, layer="findings")
    assert code == 0
    assert table.crs.to_epsg() == 4326
    tie = table[table["what"].str.startswith("Outlines that cross")]
    assert tie.to_crs(4549).geometry.iloc[0].distance(shapely.Point(542_060, 4_002_010)) < 0.01
    assert any("points in layer 'findings'" in one["what"] for one in found["findings"])


def test_places_never_replace_the_file_that_is_checked(drawn: Path) -> None:
    """The source is never changed."""
    before = drawn.read_bytes()
    code, found = checked(drawn, "--spots", drawn)
    assert code == 2
    assert "the file that is checked" in found["findings"][0]["what"]
    assert drawn.read_bytes() == before


def test_a_shipped_park_is_compared_with_what_is_published() -> None:
    """Its site agrees; nothing keeps it from being opened."""
    code, found = checked(asset("parks", "vr.gpkg"))
    assert code == 0
    assert any(one["what"] == "Site area 1,968.9 mu: agrees with the published 1,969." for one in found["findings"])


def test_another_file_of_the_same_site_is_recognised_by_its_outline(tmp_path: Path) -> None:
    """A planner's own drawing of the park, smaller by a strip; or --park says which it is."""
    site = layers("vr")["site"]
    file = tmp_path / "redrawn.gpkg"
    redrawn = gpd.GeoDataFrame({"n": [1]}, geometry=site.geometry.buffer(-5).tolist(), crs=4549)
    write_geopackage({"site": redrawn}, file)
    _, found = checked(file)
    assert any("published 1,969: -" in one["what"] for one in found["findings"])
    _, other = checked(file, "--park", "ai")
    assert any("published 2,918: -" in one["what"] for one in other["findings"])


def test_a_damaged_park_tells_every_defect_of_the_gate(tmp_path: Path) -> None:
    """As findings, each with what to do."""
    copy = {name: table.copy() for name, table in layers("vr").items()}
    copy["buildings"].loc[0, "floors"] = 500
    copy["parcels"].loc[0, "zone"] = "nowhere"
    file = tmp_path / "mine.gpkg"
    write_geopackage(copy, file)
    code, found = checked(file)
    told = {one["where"].removeprefix(f"{file} "): one for one in found["findings"] if one["level"] == "error"}
    assert code == 2
    assert told["buildings.floors"]["what"] == "out of range: 500."
    assert told["buildings.floors"]["expected"] == "Expected a number from 1 to 200."
    assert "'nowhere' is in no row of layer zones." in told["parcels.zone"]["what"]
    assert all(one["remedy"] for one in told.values())
