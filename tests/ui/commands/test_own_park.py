"""A park of one's own under the commands that simulate: they run on any layout, or say what they need."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest

from gis.assets import asset
from gis.write import write_geopackage
from ui.cli import main

SHIPPED = asset("parks/ai.gpkg")


@pytest.fixture(scope="module")
def one_building(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A GeoPackage of a park called "mine", with a single office in it."""
    layers = {str(name): gpd.read_file(SHIPPED, layer=name) for name, _ in pyogrio.list_layers(SHIPPED)}
    buildings = layers["buildings"]
    layers["buildings"] = buildings[buildings["use"] == "office"].iloc[:1]
    layers["entrances"] = layers["entrances"][layers["entrances"]["building"].isin(layers["buildings"]["id"])]
    for table in layers.values():
        table["park"] = "mine"
    file = tmp_path_factory.mktemp("park") / "mine.gpkg"
    write_geopackage(layers, file)
    return str(file)


@pytest.mark.parametrize("scenario", ["baseline", "third_centre", "anchor_leaves"])
def test_one_building_is_simulated(scenario: str, one_building: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What a scenario says of the shipped parks is let pass."""
    assert main(["simulate", scenario, "--park", one_building, "--json"]) == 0
    captured = capsys.readouterr()
    kpis = json.loads(captured.out)["kpis"]
    assert {key.partition(".")[0] for key in kpis} == {"mine"}
    assert kpis["mine.let_m2"]["values"][-1] > 0
    assert captured.err == ""


def test_one_building_is_simulated_many_times(
    one_building: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bands, and what policy changes there: nothing, as the packages are not for it, or what all money does."""
    words = ["--park", one_building, "--runs", "2", "--workers", "1", "--json"]
    assert main(["ensemble", "baseline", *words, "--out", str(tmp_path / "e")]) == 0
    assert json.loads(capsys.readouterr().out)
    assert main(["compare", "baseline", "no_rent_subsidy", *words]) == 0
    assert set(json.loads(capsys.readouterr().out)["kpis"]["mine.let_m2"]["mean"]) == {0.0}
