"""An imported park opens at once, and as the file that was written says it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

import gis.cache
import gis.read
from gis.cache import open_prepared
from gis.intake.answers import Answers
from gis.intake.making.importing import import_files
from gis.prepare import prepare
from gis.prepared import Prepared
from gis.read import load_place

EAST_M, NORTH_M = 500_000.0, 4_000_000.0


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gis.cache, "cache_folder", lambda: tmp_path / "cache")


def _square(x_m: float, y_m: float, side_m: float = 20.0) -> shapely.Polygon:
    return shapely.box(EAST_M + x_m, NORTH_M + y_m, EAST_M + x_m + side_m, NORTH_M + y_m + side_m)


def _written(folder: Path, layer: str, shapes: list[Any], **fields: list[Any]) -> str:
    table = gpd.GeoDataFrame(fields, geometry=shapes, crs=32651)
    table.to_file(folder / f"{layer}.gpkg", layer=layer)
    return str(folder / f"{layer}.gpkg")


def _layout(folder: Path) -> list[str]:
    """Buildings of all sorts of shapes, some with what others lack; parcels, and streets."""
    yard = shapely.difference(_square(0, 0, 40), _square(10, 10, 15))
    pair = shapely.MultiPolygon([_square(60, 0), _square(90, 0)])
    crossed = shapely.Polygon([(EAST_M, NORTH_M + 60), (EAST_M + 20, NORTH_M + 80), (EAST_M + 20, NORTH_M + 60),
                               (EAST_M, NORTH_M + 80)])  # fmt: skip
    buildings = _written(
        folder, "buildings", [yard, pair, crossed, _square(60, 60)],
        name=["Hall", None, "工厂", ""], height=[12.5, None, 40.0, 7.0], use=["office", None, "industrial", "housing"],
        year=[1999, 2010, None, None],
    )  # fmt: skip
    parcels = _written(folder, "parcels", [_square(-5, -5, 50), _square(50, -5, 70)], name=["One", None])
    roads = _written(folder, "roads", [shapely.LineString([(EAST_M, NORTH_M - 20), (EAST_M + 100, NORTH_M - 20)])])
    return [buildings, parcels, roads]


def _job(files: list[str], out: Path, base: str = "", crs: str = "") -> Mapping[str, Any]:
    answers = Answers(crs=crs).to_json()
    return {
        "files": files, "base": base, "answers": answers, "id": "mine", "id_given": True, "name_en": "Mine",
        "name_zh": "", "out": str(out),
    }  # fmt: skip


def _bytes(prepared: Prepared, file: Path) -> bytes:
    prepared.save(file)
    return file.read_bytes()


def _opened_without_reading(park: Path, monkeypatch: pytest.MonkeyPatch) -> Prepared:
    with monkeypatch.context() as context:
        context.setattr(gis.read, "load_place", lambda parks: pytest.fail("the file was read"))
        return open_prepared([park])


def test_an_imported_park_opens_without_being_prepared_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And is, bit by bit, what preparing the written file would give."""
    park = tmp_path / "mine.gpkg"
    account = import_files(_job(_layout(tmp_path), park))
    assert account["written"]
    opened = _opened_without_reading(park, monkeypatch)
    assert len(opened.buildings.id) == 4
    assert _bytes(opened, tmp_path / "one") == _bytes(prepare(load_place([park])), tmp_path / "other")


def test_a_park_upon_a_base_opens_as_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where most of it, with terraces and graded streets, comes from another park."""
    site = load_place(["vr"]).parks[0].sites[0].outline
    frame = load_place(["vr"]).frame
    middle = shapely.affinity.translate(site.centroid, frame.origin_east_m, frame.origin_north_m)
    table = gpd.GeoDataFrame({"height": [30.0]}, geometry=[middle.buffer(20)], crs=frame.epsg)
    table.to_file(tmp_path / "buildings.gpkg", layer="buildings")
    park = tmp_path / "mine.gpkg"
    assert import_files(_job([str(tmp_path / "buildings.gpkg")], park, base="vr"))["written"]
    opened = _opened_without_reading(park, monkeypatch)
    assert _bytes(opened, tmp_path / "one") == _bytes(prepare(load_place([park])), tmp_path / "other")


def test_a_file_that_was_changed_since_is_prepared_again(tmp_path: Path) -> None:
    """What was kept belongs to what was written, not to the name of the file."""
    park = tmp_path / "mine.gpkg"
    files = _layout(tmp_path)
    import_files(_job(files, park))
    other = gpd.read_file(files[0]).iloc[:2]
    other.to_file(tmp_path / "fewer.gpkg", layer="buildings")
    first = park.read_bytes()
    import_files(_job([str(tmp_path / "fewer.gpkg"), *files[1:]], park))
    assert len(open_prepared([park]).buildings.id) == 2
    park.write_bytes(first)
    assert len(open_prepared([park]).buildings.id) == 4
