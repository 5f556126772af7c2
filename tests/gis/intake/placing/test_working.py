"""A park's file is written in a metric grid of its place."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis.intake.placing.earth import outside_deg
from gis.intake.placing.working import conversion, metric_zone, to_working, working_crs

QINGDAO = (120.4, 36.1, 120.5, 36.2)
IN_ZONE = (543_109.0, 4_001_860.0, 543_209.0, 4_001_960.0)


@pytest.mark.parametrize(
    ("crs", "bounds", "expected"),
    [
        (4549, IN_ZONE, 4549),
        (4528, (40_543_109.0, 4_001_860.0, 40_543_209.0, 4_001_960.0), 4528),
        (2437, IN_ZONE, 2437),
        (4326, QINGDAO, 4549),
        (4490, (116.3, 39.9, 116.4, 40.0), 4548),
        (4326, (103.85, 1.27, 103.87, 1.29), 32648),
        (4326, (151.2, -33.9, 151.3, -33.8), 32756),
        (3857, (1_602_990.0, 6_463_810.0, 1_603_620.0, 6_464_460.0), 32633),
        (2154, (650_000.0, 6_860_000.0, 651_000.0, 6_861_000.0), 2154),
        (2269, (7_500_000.0, 600_000.0, 7_600_000.0, 700_000.0), 32610),
        (2053, (-50_000.0, 3_000_000.0, -40_000.0, 3_010_000.0), 32735),
        (4549, (float("nan"),) * 4, 4549),
    ],
)
def test_a_park_keeps_its_metric_grid_or_gets_that_of_its_place(
    crs: int, bounds: tuple[float, float, float, float], expected: int
) -> None:
    """Grids that are metric, true to scale and looking north-east stay; degrees, feet and web maps do not."""
    assert working_crs(pyproj.CRS(crs), bounds).to_epsg() == expected


@given(longitude=st.floats(-180, 180), latitude=st.floats(-80, 84))
def test_every_place_lies_near_its_zone(longitude: float, latitude: float) -> None:
    """The zone that is chosen for a place is meant for it, or begins within a degree and a half of it."""
    zone = pyproj.CRS(metric_zone(longitude, latitude))
    point = pyproj.Transformer.from_crs(zone.geodetic_crs, zone, always_xy=True).transform(longitude, latitude)
    assert outside_deg(zone, np.array([point]))[0] <= 1.6


def test_a_layer_goes_to_the_working_grid_with_its_heights_and_gaps() -> None:
    """Features without a shape stay, heights are not touched, x is east."""
    table = gpd.GeoDataFrame(
        {"name": ["a", "b"]},
        geometry=[shapely.Point(120.47900266058875, 36.146097570291204, 12.5), None],
        crs="EPSG:4326",
    )
    there = to_working(table, pyproj.CRS(4549))
    assert there.crs.to_epsg() == 4549
    assert there.geometry.iloc[1] is None
    assert shapely.get_coordinates(there.geometry, include_z=True)[0] == pytest.approx(
        (543_109.0, 4_001_860.0, 12.5), abs=0.001
    )


def test_world_and_chinese_datum_are_one() -> None:
    """WGS 84 and CGCS2000 coordinates of a place are the same."""
    table = gpd.GeoDataFrame(geometry=[shapely.Point(120.479, 36.1461)], crs="EPSG:4326")
    assert to_working(table, pyproj.CRS(4490)).geometry.iloc[0].equals(table.geometry.iloc[0])


def test_a_datum_that_is_tied_to_wgs_84_only_goes_there_first() -> None:
    """Beijing 1954 has no published way to CGCS2000, but one of 15 m to WGS 84 at the Yellow Sea."""
    steps = conversion(pyproj.CRS(4214), pyproj.CRS(4549), QINGDAO)
    assert [step.accuracy for step in steps] == [15.0, -1.0]


@pytest.mark.parametrize("crs", [4326, 4549, 3857, 32651])
def test_places_that_are_not_on_earth_are_infinitely_far_out(crs: int) -> None:
    """Whatever stands for nowhere is never taken for a place."""
    nowhere = np.array([(1e9, 1e9), (np.nan, 1.0), (np.inf, 1.0), (1e300, -1e300)])
    assert np.isinf(outside_deg(pyproj.CRS(crs), nowhere)).all()
