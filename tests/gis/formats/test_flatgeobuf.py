"""FlatGeobuf files."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import box

from gis.errors import UserError
from gis.formats import reader_of
from gis.formats.flatgeobuf import read
from gis.intake.answers import Answers
from gis.intake.content import Content
from gis.intake.source import source_of


def content(file: Path) -> Content:
    source = source_of(file)
    found = reader_of(source)
    assert found is not None
    assert found.NAME == "FlatGeobuf"
    return read(source, Answers())


@pytest.fixture
def plots() -> gpd.GeoDataFrame:
    """Four squares."""
    return gpd.GeoDataFrame(
        {"名称": list("东南西北"), "floors": [1, 2, 3, 4]},
        geometry=[box(number, 0, number + 1, 1) for number in range(4)],
        crs="EPSG:4549",
    )


def test_a_file_is_a_layer(tmp_path: Path, plots: gpd.GeoDataFrame) -> None:
    """With its own name, its fields and its reference system, whatever the file is called."""
    plots.to_file(tmp_path / "plots.fgb", layer="地块", driver="FlatGeobuf")
    other = (tmp_path / "plots.fgb").rename(tmp_path / "anything.bin")
    (layer,) = content(other).layers
    assert (layer.name, layer.features, layer.table.crs.to_epsg()) == ("地块", 4, 4549)
    assert sorted(layer.table["名称"]) == sorted("东南西北")
    assert layer.table["floors"].sum() == 10


@pytest.mark.filterwarnings("ignore:'crs' was not provided:UserWarning")
def test_no_system_is_none(tmp_path: Path, plots: gpd.GeoDataFrame) -> None:
    """What the file does not say is asked for."""
    plots.set_crs(None, allow_override=True).to_file(tmp_path / "plots.fgb")
    assert content(tmp_path / "plots.fgb").layers[0].table.crs is None


@pytest.mark.filterwarnings("ignore:.*geometry.*empty GeoDataFrame:UserWarning")
def test_an_empty_file_is_a_layer_of_nothing(tmp_path: Path, plots: gpd.GeoDataFrame) -> None:
    """It counts no features."""
    plots.iloc[:0].to_file(tmp_path / "plots.fgb", SPATIAL_INDEX="NO")
    assert content(tmp_path / "plots.fgb").layers[0].features == 0


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.9, 0.99])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, plots: gpd.GeoDataFrame, share: float) -> None:
    """Half a layout is not imported as if it were whole."""
    plots.to_file(tmp_path / "plots.fgb")
    raw = (tmp_path / "plots.fgb").read_bytes()
    (tmp_path / "plots.fgb").write_bytes(raw[: int(len(raw) * share)])
    with pytest.raises(UserError):
        content(tmp_path / "plots.fgb")


def test_another_version_is_named(tmp_path: Path, plots: gpd.GeoDataFrame) -> None:
    """The file says its version in its fourth byte."""
    plots.to_file(tmp_path / "plots.fgb")
    raw = bytearray((tmp_path / "plots.fgb").read_bytes())
    raw[3] = 2
    (tmp_path / "plots.fgb").write_bytes(raw)
    with pytest.raises(UserError, match="version 2"):
        content(tmp_path / "plots.fgb")
