"""What a window gets of a file: outlines in one grid, field values, questions with the answers that fit."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gis.intake.telling.preview import preview
from gis.intake.telling.thinned import thinned


def squares(count: int, side: float = 10.0) -> np.ndarray[Any, Any]:
    """Squares in a row, each with a hole."""
    holes = [[(20 * i + 3, 3), (20 * i + 6, 3), (20 * i + 6, 6), (20 * i + 3, 6)] for i in range(count)]
    return np.array([
        shapely.Polygon([(20 * i, 0), (20 * i + side, 0), (20 * i + side, side), (20 * i, side)], [holes[i]])
        for i in range(count)
    ])  # fmt: skip


def write(file: Path, crs: str | None, east: float = 541_800.0, north: float = 4_003_200.0) -> str:
    """Three buildings in a GeoPackage."""
    shapes = shapely.transform(squares(3), lambda corners: corners + np.array((east, north)))
    table = gpd.GeoDataFrame({"height": [9.0, 12.0, 15.0], "名称": ["一", "二", "三"]}, geometry=shapes, crs=crs)
    table.to_file(file, layer="buildings", engine="pyogrio")
    return str(file)


def test_outlines_are_in_metres_of_one_grid(tmp_path: Path) -> None:
    """From the origin that is given, or from the middle of the file; holes turn the other way than their shells."""
    file = write(tmp_path / "a.gpkg", "EPSG:4549")
    outlines = tmp_path / "o.npz"
    found = preview({"file": file, "answers": {}, "outlines": str(outlines)})
    assert found["frame"] == {"epsg": 4549, "origin": [541_825, 4_003_205]}
    (layer,) = found["layers"]
    assert layer["placed"]
    assert layer["samples"]["height"] == "9, 12, 15"
    assert "floors" in layer["columns"]
    with np.load(outlines) as arrays:
        xy, start = arrays["layer0_xy"], arrays["layer0_start"]
        assert arrays["layer0_sort"].tolist() == [2] * 6
        assert "reference_xy" in arrays.files
    areas = [shapely.LinearRing(xy[a:b]).is_ccw for a, b in itertools.pairwise(start)]
    assert len({*areas[::2]}) == 1
    assert {*areas[1::2]} == {not areas[0]}
    given = {"epsg": 4549, "origin": [541_800.0, 4_003_200.0]}
    preview({"file": file, "answers": {}, "outlines": str(outlines), "frame": given})
    with np.load(outlines) as arrays:
        assert np.allclose(arrays["layer0_xy"].min(axis=0), 0.0, atol=0.01)


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_layer_of_unknown_place_is_in_its_own_numbers(tmp_path: Path) -> None:
    """With a question and the systems that would fit."""
    file = write(tmp_path / "a.gpkg", None)
    found = preview({"file": file, "answers": {}, "outlines": str(tmp_path / "o.npz")})
    (layer,) = found["layers"]
    assert found["frame"] is None
    assert not layer["placed"]
    assert layer["origin"] == pytest.approx([541_825.0, 4_003_205.0])
    asked = [finding for finding in found["findings"] if finding["level"] == "ask"]
    assert asked[0]["layer"] == "buildings"
    assert ["--crs EPSG:4549", "CGCS2000 / 3-degree Gauss-Kruger CM 120E"] in asked[0]["offers"]


def test_too_many_corners_are_thinned_and_nothing_vanishes() -> None:
    """What is smaller than a pixel becomes a box; of what is still too much, every other feature is shown."""
    wavy = np.array([shapely.Point(50 * i, 0).buffer(10, quad_segs=64) for i in range(100)])
    found = thinned(wavy, (0.0, 0.0), most=2_000)
    assert found.shown == 100
    assert len(found.xy) <= 2_000
    assert len(np.unique(found.feature)) == 100
    few = thinned(squares(1_000), (0.0, 0.0), most=1_000)
    assert few.shown == 250


def test_missing_and_empty_shapes_are_passed_over() -> None:
    """Points and lines are told apart from rings."""
    shapes = np.array([None, shapely.Point(), shapely.Point(1, 2), shapely.LineString([(0, 0), (3, 4)])], dtype=object)
    found = thinned(shapes, (1.0, 0.0))
    assert found.sort.tolist() == [0, 1]
    assert found.feature.tolist() == [2, 3]
    assert found.xy[0].tolist() == [0.0, 2.0]
    assert thinned(np.array([None], dtype=object), (0.0, 0.0)).shown == 0
