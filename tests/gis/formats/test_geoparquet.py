"""GeoParquet, and what is called so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import pytest
from shapely.geometry import MultiPolygon, Point, Polygon, box

from gis.errors import UserError
from gis.formats import reader_of
from gis.formats.geoparquet import _crs, read
from gis.intake.answers import Answers
from gis.intake.content import Content
from gis.intake.source import source_of


def content(file: Path) -> Content:
    source = source_of(file)
    found = reader_of(source)
    assert found is not None
    assert found.NAME == "GeoParquet"
    return read(source, Answers())


@pytest.fixture
def plots() -> gpd.GeoDataFrame:
    """Squares with fields of several types, one without shape."""
    return gpd.GeoDataFrame(
        {
            "名称": ["东", "西", None],
            "floors": [1, 2, 3],
            "height": [3.5, np.nan, 9.0],
            "built": pd.to_datetime(["2024-05-01"] * 3),
            "source": [{"dataset": "osm", "ids": [1, 2]}, None, {"dataset": "x", "ids": []}],
            "raw": [b"\x00\xff", None, b""],
        },
        geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1), None],
        crs="EPSG:4549",
    )


def with_meta(file: Path, change: Any) -> Path:
    """The file with its "geo" metadata changed."""
    table = pq.read_table(file)
    geo = json.loads(table.schema.metadata[b"geo"])
    change(geo)
    pq.write_table(table.replace_schema_metadata({b"geo": json.dumps(geo)}), file)
    return file


@pytest.fixture
def file(tmp_path: Path, plots: gpd.GeoDataFrame) -> Path:
    plots.to_parquet(tmp_path / "plots.parquet")
    return tmp_path / "plots.parquet"


def test_a_file_is_a_layer(file: Path) -> None:
    """Called as the file is; nested fields become JSON text, dates text, and nothing else is lost."""
    (layer,) = content(file).layers
    assert (layer.name, layer.features, layer.table.crs.to_epsg()) == ("plots", 3, 4549)
    table = layer.table
    assert table["floors"].tolist() == [1, 2, 3]
    assert json.loads(table["source"].iloc[0]) == {"dataset": "osm", "ids": [1, 2]}
    assert (table["built"].iloc[0], table["raw"].iloc[0]) == ("2024-05-01 00:00:00", "00ff")
    assert table.geometry.isna().tolist() == [False, False, True]


def test_a_silent_file_is_in_wgs84_and_a_denying_one_in_none(file: Path) -> None:
    """As the specification has it."""
    geo = with_meta(file, lambda geo: geo["columns"]["geometry"].pop("crs"))
    assert content(geo).layers[0].table.crs.to_epsg() == 4326
    geo = with_meta(file, lambda geo: geo["columns"]["geometry"].update(crs=None))
    assert content(geo).layers[0].table.crs is None
    geo = with_meta(file, lambda geo: geo["columns"]["geometry"].update(crs={"type": "nonsense"}))
    assert content(geo).layers[0].table.crs is None


@pytest.mark.parametrize(
    "shapes",
    [
        [Point(1, 2), None, Point(3, 4)],
        [box(0, 0, 1, 1), Polygon(box(0, 0, 9, 9).exterior, [box(1, 1, 2, 2).exterior]), None],
        [MultiPolygon([box(0, 0, 1, 1), box(2, 2, 3, 3)]), None, MultiPolygon([box(0, 0, 1, 1)])],
        [box(0, 0, 1, 1).exterior.segmentize(0.5), None, None],
    ],
)
def test_arrows_own_shapes_are_read(tmp_path: Path, shapes: list[Any]) -> None:
    """The same shapes as in well-known binary."""
    from shapely import LineString

    shapes = [LineString(shape.coords) if shape is not None and shape.geom_type == "LinearRing" else shape
              for shape in shapes]  # fmt: skip
    frame = gpd.GeoDataFrame({"n": range(len(shapes))}, geometry=shapes, crs="EPSG:4490")
    frame.to_parquet(tmp_path / "a.parquet", geometry_encoding="geoarrow")
    table = content(tmp_path / "a.parquet").layers[0].table
    assert [shape and shape.wkt for shape in table.geometry] == [shape and shape.wkt for shape in shapes]


def test_further_geometries_are_named_and_left_out(tmp_path: Path, plots: gpd.GeoDataFrame) -> None:
    """The primary one is the layer's."""
    plots["centre"] = gpd.GeoSeries(plots.geometry.centroid, crs=4549)
    plots.to_parquet(tmp_path / "a.parquet")
    found = content(tmp_path / "a.parquet")
    assert "centre" in found.findings[0].what
    assert "centre" not in found.layers[0].table


def test_shapes_that_are_no_shapes_count_and_are_told(tmp_path: Path, file: Path) -> None:
    """The others come in."""
    table = pq.read_table(file)
    raw = [table.column("geometry")[0].as_py(), b"\x01\x03\x00", None]
    at = table.schema.get_field_index("geometry")
    pq.write_table(table.set_column(at, "geometry", pa.array(raw, pa.binary())), file)
    found = content(file)
    assert found.layers[0].table.geometry.isna().tolist() == [False, True, True]
    assert "1 shapes" in found.findings[0].what


@pytest.mark.parametrize("name", ["geometry", "geom", "WKT"])
def test_a_column_of_shapes_without_metadata_is_taken(tmp_path: Path, name: str) -> None:
    """Its reference system is a question."""
    value = Point(1, 2).wkt if name == "WKT" else Point(1, 2).wkb
    pd.DataFrame({"a": [1], name: [value]}).to_parquet(tmp_path / "a.parquet")
    (layer,) = content(tmp_path / "a.parquet").layers
    assert layer.table.geometry.iloc[0].wkt == "POINT (1 2)"
    assert layer.table.crs is None


def test_parquet_without_shapes_is_refused_with_the_way_out(tmp_path: Path) -> None:
    """And so are Arrow's other files, and encrypted ones."""
    pd.DataFrame({"a": [1]}).to_parquet(tmp_path / "a.parquet")
    with pytest.raises(UserError, match="without geometry"):
        content(tmp_path / "a.parquet")
    pd.DataFrame({"a": [1]}).to_feather(tmp_path / "a.feather")
    with pytest.raises(UserError, match="Feather"):
        content(tmp_path / "a.feather")
    (tmp_path / "b.parquet").write_bytes(b"PARE" + b"\0" * 40 + b"PARE")
    with pytest.raises(UserError, match="encrypted"):
        content(tmp_path / "b.parquet")


@pytest.mark.parametrize("broken", [{}, {"columns": {}}, {"primary_column": "x", "columns": {"x": 1}}, []])
def test_metadata_that_make_no_sense_are_told(file: Path, broken: Any) -> None:
    """One sentence, no guess."""
    table = pq.read_table(file)
    pq.write_table(table.replace_schema_metadata({b"geo": json.dumps(broken).encode()}), file)
    with pytest.raises(UserError, match="not valid GeoParquet"):
        content(file)


@pytest.mark.parametrize("share", [0.01, 0.3, 0.9, 0.999])
def test_a_file_that_is_cut_off_is_refused(file: Path, share: float) -> None:
    """Half a layout is not imported as if it were whole."""
    raw = file.read_bytes()
    file.write_bytes(raw[: int(len(raw) * share)])
    with pytest.raises(UserError, match="damaged or cut off"):
        content(file)


def test_a_system_may_stand_in_the_files_metadata() -> None:
    """Parquet's own type of geometry names the key; a key that is lost leaves the system open."""
    keys = {b"ours": pyproj.CRS(4549).to_json().encode()}
    found = _crs({"crs": "projjson:ours"}, keys)
    assert found is not None
    assert found.to_epsg() == 4549
    assert _crs({"crs": "projjson:lost"}, keys) is None
