"""Terrain and photos of files laid under a park."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from rasterio import Affine
from shapely.geometry import box

from gis.check import read_checked
from gis.errors import UserError
from gis.export import export, left_out
from gis.imagery_file import read_imagery
from gis.intake.answers import Answers
from gis.intake.making.importing import import_files
from gis.park_files import park_file
from gis.read import load_place

EAST, NORTH = 543000.0, 4002000.0
SITE = box(EAST, NORTH, EAST + 600, NORTH + 400)


def level(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Ground that rises to the north-east, no two places alike."""
    return np.asarray(20 + (x - EAST) / 100 + (y - NORTH) / 50)


def dem(folder: Path, crs: int = 4549, reach_m: float = 1000.0, step: float = 5.0) -> str:
    """Terrain about the site, in degrees where `crs` is 4490."""
    bounds = gpd.GeoSeries([SITE.buffer(reach_m)], crs=4549).to_crs(crs).total_bounds
    size = step if crs == 4549 else step / 100_000
    columns, rows = (int(np.ceil((bounds[k + 2] - bounds[k]) / size)) for k in (0, 1))
    x, y = np.meshgrid(bounds[0] + size * (np.arange(columns) + 0.5), bounds[3] - size * (np.arange(rows) + 0.5))
    if crs != 4549:
        at = gpd.GeoSeries(gpd.points_from_xy(x.ravel(), y.ravel()), crs=crs).to_crs(4549)
        x, y = at.x.to_numpy().reshape(x.shape), at.y.to_numpy().reshape(y.shape)
    return written(folder / "dem.tif", level(x, y).astype("float32")[None], crs, (bounds[0], bounds[3]), size)


def written(file: Path, bands: np.ndarray, crs: int, corner: tuple[float, float], size: float, **options: Any) -> str:
    with rasterio.open(
        file, "w", driver="GTiff", count=len(bands), height=bands.shape[1], width=bands.shape[2], dtype=bands.dtype,
        crs=f"EPSG:{crs}", transform=Affine(size, 0, corner[0], 0, -size, corner[1]), **options,
    ) as raster:  # fmt: skip
        raster.write(bands)
    return str(file)


@pytest.fixture
def houses(tmp_path: Path) -> str:
    """Two buildings on the site."""
    outlines = [box(EAST + x, NORTH + 100, EAST + x + 40, NORTH + 130) for x in (100, 400)]
    site = [SITE]
    file = tmp_path / "layout.gpkg"
    gpd.GeoDataFrame({"height_m": [12.0, 30.0]}, geometry=outlines, crs=4549).to_file(file, layer="buildings")
    gpd.GeoDataFrame({"name": ["site"]}, geometry=site, crs=4549).to_file(file, layer="site")
    return str(file)


def imported(
    files: list[str], out: Path, base: str = "", kinds: Mapping[str, str] = MappingProxyType({})
) -> Mapping[str, Any]:
    job = {
        "files": files, "answers": Answers(kinds=kinds).to_json(), "base": base, "out": str(out), "id": "mine",
        "id_given": True,
        "name_en": "Mine", "name_zh": "我的",
    }  # fmt: skip
    account = import_files(job)
    assert account["written"], account["findings"]
    return account


@pytest.mark.parametrize("crs", [4549, 4490])
def test_surveyed_ground_lies_under_the_park(houses: str, tmp_path: Path, crs: int) -> None:
    """In the park's own system, whatever that of the terrain; buildings stand on it."""
    imported([houses, dem(tmp_path, crs)], tmp_path / "mine.gpkg")
    place = load_place([tmp_path / "mine.gpkg"])
    assert place.relief is not None
    assert place.far_relief is None
    frame = place.frame
    x = np.array([0.0, 300.0, 600.0, -500.0]) + EAST - frame.origin_east_m
    y = np.array([0.0, 200.0, 400.0, -400.0]) + NORTH - frame.origin_north_m
    known = level(x + frame.origin_east_m, y + frame.origin_north_m)
    assert place.relief.at(x, y) == pytest.approx(known, abs=0.15)
    table = gpd.read_file(tmp_path / "mine.gpkg", layer="buildings")
    centres = table.geometry.centroid
    assert table["ground_m"].to_numpy() == pytest.approx(level(centres.x.to_numpy(), centres.y.to_numpy()), abs=0.3)


def test_terrain_that_reaches_far_replaces_the_horizon(houses: str, tmp_path: Path) -> None:
    """Coarser, as far as it goes."""
    imported([houses, dem(tmp_path, reach_m=4000, step=20)], tmp_path / "mine.gpkg")
    place = load_place([tmp_path / "mine.gpkg"])
    assert place.far_relief is not None
    assert place.far_relief.step_m == 100
    x, y = EAST + 3000 - place.frame.origin_east_m, NORTH - 2500 - place.frame.origin_north_m
    assert float(place.far_relief.at(x, y)) == pytest.approx(20 + 30 - 50, abs=0.5)


def test_terrain_alone_lays_new_ground_under_a_base(tmp_path: Path) -> None:
    """The shipped park on ground of one's own: its layers stay, levels drafted for other ground go."""
    base = gpd.read_file(park_file("ai"), layer="site")
    x0, y0, x1, y1 = base.total_bounds
    columns, rows = int((x1 - x0 + 2000) / 50), int((y1 - y0 + 2000) / 50)
    heights = (100 + np.add.outer(np.arange(rows), np.arange(columns)) / 10).astype("float32")
    file = written(tmp_path / "dem.tif", heights[None], 4549, (x0 - 1000, y1 + 1000), 50)
    account = imported([file], tmp_path / "mine.gpkg", base="ai")
    before, after = (
        gpd.read_file(name, layer="buildings") for name in (park_file("ai"), tmp_path / "mine.gpkg")
    )  # fmt: skip
    assert len(before) == len(after)
    assert after["ground_m"].min() > 100
    assert account["layers"]["terrain"] > 10_000
    assert "terraces" not in account["layers"]


def test_a_photo_lies_where_it_was_taken(houses: str, tmp_path: Path) -> None:
    """A test card, each quarter of its own colour, upright; a tile table that GIS programs open."""
    rows, columns = np.mgrid[0:400, 0:600]
    west, north = columns < 300, rows < 200
    card = np.stack([np.where(west, 220, 30), np.where(north, 200, 40), np.where(west == north, 240, 20)])
    file = written(tmp_path / "card.tif", card.astype("uint8"), 4549, (EAST, NORTH + 400), 1, photometric="RGB")
    imported([houses, file], tmp_path / "mine.gpkg")
    photo = load_place([tmp_path / "mine.gpkg"]).imagery
    stored = read_imagery(tmp_path / "mine.gpkg")
    assert photo is not None
    assert stored is not None
    assert stored.bounds_m == pytest.approx((EAST, NORTH, EAST + 600, NORTH + 400), abs=1.5)
    height, width = photo.rgba.shape[:2]
    for down in (0.25, 0.75):
        for across in (0.25, 0.75):
            seen = photo.rgba[int(down * height), int(across * width)]
            meant = card[:, int(down * 400), int(across * 600)]
            assert np.abs(seen[:3].astype(int) - meant).max() < 12
            assert seen[3] == 255


def test_rasters_from_elsewhere_are_left_out_and_said(houses: str, tmp_path: Path) -> None:
    """Beside a layout with a word; alone they make no park."""
    far = written(tmp_path / "far.tif", np.ones((1, 50, 50), "float32") * 7, 4549, (EAST + 50_000, NORTH), 10)
    account = imported([houses, far], tmp_path / "mine.gpkg")
    assert any("left out" in finding["what"] for finding in account["findings"])
    assert load_place([tmp_path / "mine.gpkg"]).relief is None
    with pytest.raises(UserError, match="ground of the park"):
        imported([far], tmp_path / "other.gpkg", base="ai")
    with pytest.raises(UserError, match="--base ai"):
        imported([far], tmp_path / "other.gpkg")


def test_an_export_keeps_the_ground_where_its_format_can(houses: str, tmp_path: Path) -> None:
    """A GeoPackage has terrain and photo as the park has; other formats leave them out and that is said."""
    card = np.full((3, 40, 60), 90, "uint8")
    photo = written(tmp_path / "card.tif", card, 4549, (EAST, NORTH + 400), 10, photometric="RGB")
    source = tmp_path / "mine.gpkg"
    imported([houses, dem(tmp_path), photo], source)
    layers = read_checked(source)
    assert left_out(layers, tmp_path / "out.dxf", source) == ["terrain", "imagery"]
    export(layers, tmp_path / "out.dxf", source)
    assert not left_out(layers, tmp_path / "out.gpkg", source)
    export(layers, tmp_path / "out.gpkg", source)
    place, stored = load_place([tmp_path / "out.gpkg"]), load_place([source])
    assert place.relief is not None
    assert stored.relief is not None
    assert (place.relief.height_m == stored.relief.height_m).all()
    assert place.imagery is not None
    assert np.abs(place.imagery.rgba[..., :3].astype(int) - 90).max() < 8


def test_a_picture_with_a_palette_shows_its_colours(houses: str, tmp_path: Path) -> None:
    """A scanned map of 256 colours, once the user has said that it is a picture."""
    file = tmp_path / "map.tif"
    numbers = (np.mgrid[0:40, 0:60][1] // 30).astype("uint8")
    with rasterio.open(
        file, "w", driver="GTiff", count=1, height=40, width=60, dtype="uint8", crs="EPSG:4549",
        transform=Affine(10, 0, EAST, 0, -10, NORTH + 400),
    ) as raster:  # fmt: skip
        raster.write(numbers, 1)
        raster.write_colormap(1, {0: (200, 10, 20, 255), 1: (10, 20, 200, 255)})
    imported([houses, str(file)], tmp_path / "mine.gpkg", kinds={"map": "imagery"})
    photo = load_place([tmp_path / "mine.gpkg"]).imagery
    assert photo is not None
    width = photo.rgba.shape[1]
    assert np.abs(photo.rgba[20, width // 4, :3].astype(int) - (200, 10, 20)).max() < 12
    assert np.abs(photo.rgba[20, width * 3 // 4, :3].astype(int) - (10, 20, 200)).max() < 12
