"""Parks whose files are in another flat coordinate system than the shipped ones."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from gis.check import read_checked
from gis.errors import UserError
from gis.frame import reprojected
from gis.read import load_place
from gis.write import write_geopackage
from tests.gis.parks import layers


def written(folder: Path, epsg: int) -> Path:
    """The VR park in another system."""
    file = folder / f"vr_{epsg}.gpkg"
    write_geopackage({name: reprojected(table, epsg) for name, table in layers("vr").items()}, file)
    return file


@pytest.mark.parametrize("epsg", [4528, 32651])
def test_a_park_in_another_flat_system_has_the_same_areas_and_surroundings(tmp_path: Path, epsg: int) -> None:
    place = load_place([written(tmp_path, epsg)])
    assert place.frame.epsg == epsg
    assert place.context.blocks
    ours = sum(b.footprint.area for b in load_place(["vr"]).buildings)
    assert sum(b.footprint.area for b in place.buildings) == pytest.approx(ours, rel=2e-3)


def test_the_first_park_gives_the_system_of_all(tmp_path: Path) -> None:
    place = load_place(["ai", written(tmp_path, 32651)])
    assert place.frame.epsg == 4549
    alone = load_place(["ai", "vr"])
    theirs, ours = (park.sites[0].outline for park in (place.parks[1], alone.parks[1]))
    assert shapely.hausdorff_distance(theirs, ours) < 0.01


@pytest.mark.parametrize(
    ("epsg", "said"), [(4326, "(expected a flat system in metres"), (3857, "1 m on the ground is")]
)
def test_a_system_that_does_not_measure_is_refused(tmp_path: Path, epsg: int, said: str) -> None:
    with pytest.raises(UserError) as raised:
        read_checked(written(tmp_path, epsg))
    assert said in str(raised.value)


def test_layers_of_two_systems_are_refused(tmp_path: Path) -> None:
    mixed = layers("vr") | {"water": layers("vr")["water"].to_crs(32651)}
    write_geopackage(mixed, tmp_path / "mixed.gpkg")
    with pytest.raises(UserError, match=r"water: the coordinate system is EPSG:32651 \(expected EPSG:4549\)"):
        read_checked(tmp_path / "mixed.gpkg")


def test_a_park_far_from_the_shipped_ones_has_no_surroundings(tmp_path: Path) -> None:
    far = {name: _shifted(table) for name, table in layers("vr").items()}
    write_geopackage(far, tmp_path / "far.gpkg")
    place = load_place([tmp_path / "far.gpkg"])
    assert not place.context.blocks
    assert place.context.land is None


def _shifted(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return table.set_geometry(table.geometry.translate(0, -500_000))
