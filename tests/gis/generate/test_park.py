"""The committed parks are what the generator makes of the committed plans."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from gis.assets import asset
from gis.generate.layers import park_layers
from gis.generate.park import DrawnPark, draw
from gis.generate.plan import read_plan
from gis.generate.surroundings import surroundings
from gis.places import known_places
from gis.write import write_geopackage
from tests.gis.parks import PARKS, layers


@cache
def drawn(park: str) -> DrawnPark:
    return draw(replace(read_plan(asset("plans", f"{park}.toml")), places=known_places(park)))


def assert_same(made: dict[str, gpd.GeoDataFrame], committed: dict[str, gpd.GeoDataFrame]) -> None:
    """The same layers, columns, values and shapes; shapes to a hundredth of a millimetre."""
    assert list(made) == list(committed)
    for name, table in made.items():
        was = committed[name]
        assert list(table.columns) == list(was.columns)
        ours, theirs = table.geometry.to_numpy(), was.geometry.to_numpy()
        placeless = shapely.is_missing(ours) & shapely.is_missing(theirs)
        assert (placeless | shapely.equals_exact(ours, theirs, tolerance=1e-5)).all(), name
        for column in table.columns.drop("geometry"):
            ours, theirs = table[column], was[column]
            if pd.api.types.is_numeric_dtype(ours):
                assert ours.astype(float).to_numpy() == pytest.approx(
                    theirs.astype(float).to_numpy(), abs=1e-5, nan_ok=True
                ), f"{name}.{column}"
            else:
                assert ours.fillna("").tolist() == theirs.fillna("").tolist(), f"{name}.{column}"


@pytest.mark.parametrize("park", PARKS)
def test_regenerating_gives_the_committed_park(park: str, tmp_path: Path) -> None:
    """Written and read again, every feature is the committed one."""
    file = tmp_path / "park.gpkg"
    write_geopackage(park_layers(drawn(park)), file)
    again = {name: pyogrio.read_dataframe(file, layer=name) for name, _ in pyogrio.list_layers(file)}
    assert_same(again, layers(park))


def test_regenerating_gives_the_committed_surroundings(tmp_path: Path) -> None:
    """The same for roads, blocks and peaks around the parks."""
    committed = asset("context", "surroundings.gpkg")
    file = tmp_path / "around.gpkg"
    write_geopackage(surroundings(asset("context", "surroundings.toml"), [drawn(park) for park in PARKS]), file)
    read = [
        {name: pyogrio.read_dataframe(source, layer=name) for name, _ in pyogrio.list_layers(source)}
        for source in (file, committed)
    ]
    assert_same(*read)


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """No date and no chance in the files."""
    files = [tmp_path / name for name in ("a.gpkg", "b.gpkg")]
    for file in files:
        write_geopackage(park_layers(drawn("vr")), file)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_an_unwritable_folder_leaves_nothing_behind(tmp_path: Path) -> None:
    """An OSError, and no half-written file."""
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(OSError, match="file"):
        write_geopackage(park_layers(drawn("vr")), blocked / "park.gpkg")
    assert list(tmp_path.iterdir()) == [blocked]


@pytest.mark.parametrize("park", PARKS)
def test_trees_stand_where_trees_can(park: str) -> None:
    """Within the site, in no building and not in the water."""
    drawn_layers = layers(park)
    trees = drawn_layers["trees"].geometry.to_numpy()
    for name, inside in (("site", True), ("buildings", False), ("water", False)):
        area = shapely.union_all(drawn_layers[name].geometry.to_numpy(), grid_size=1e-3)
        shapely.prepare(area)
        assert shapely.intersects(area, trees).tolist() == [inside] * len(trees), name


@pytest.mark.parametrize("park", PARKS)
def test_lawns_leave_the_buildings_free(park: str) -> None:
    """No lawn, plaza or parking lies under a building."""
    buildings = shapely.union_all(layers(park)["buildings"].geometry.to_numpy())
    for name in ("landscape", "parking"):
        covered = [shapely.intersection(shape, buildings).area for shape in layers(park)[name].geometry]
        assert max(covered) < 0.01


def test_an_edit_elsewhere_moves_no_tree() -> None:
    """Chance hangs on a feature's own id: without its last place, a park keeps all its trees."""
    plan = read_plan(asset("plans", "vr.toml"))
    plan.tables["place"].pop()
    assert draw(plan).trees == drawn("vr").trees
