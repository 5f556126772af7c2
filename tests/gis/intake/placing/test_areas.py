"""Areas are true, whatever the map does to them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis.intake.placing.areas import areas_m2

GEOD = pyproj.Geod(ellps="WGS84")


def on_ground(shape: shapely.Geometry) -> float:
    """m2 of a shape in degrees, by the geodesics between its corners."""
    return abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0])


@given(longitude=st.floats(-179, 179), latitude=st.floats(-70, 70), size_deg=st.floats(1e-4, 0.05), hole=st.booleans())
@pytest.mark.parametrize("crs", [4326, 3857, 3395, 6933])
def test_an_area_is_that_on_the_ground(
    crs: int, longitude: float, latitude: float, size_deg: float, hole: bool
) -> None:
    """To a thousandth, anywhere, of buildings and of towns, with courtyards, in degrees and in any projection."""
    shape = shapely.box(longitude, latitude, longitude + size_deg, latitude + size_deg)
    if hole:
        shape = shape.difference(
            shapely.box(*(np.array(shape.centroid.coords[0] * 2) + size_deg / 9 * np.array((-1, -1, 1, 1))))
        )
    found = areas_m2(gpd.GeoSeries([shape], crs=4326).to_crs(crs))
    assert found[0] == pytest.approx(on_ground(shape), rel=1e-3)


@pytest.mark.parametrize("crs", [4549, 4528, 4509, 32651, 3857, 2437])
@pytest.mark.parametrize("longitude", [118.6, 120.0, 121.4])
def test_grids_agree_to_the_edge_of_their_zone(crs: int, longitude: float) -> None:
    """A plot of a kilometre has one area in all of them, whatever its distance from the zone's meridian."""
    shape = gpd.GeoSeries([shapely.box(longitude, 36.1, longitude + 0.01, 36.11)], crs=pyproj.CRS(crs).geodetic_crs)
    assert areas_m2(shape.to_crs(crs))[0] == pytest.approx(on_ground(shape.iloc[0]), rel=1e-3)


@pytest.mark.parametrize(("crs", "size"), [(2269, 1000.0), (2225, 5000.0)])
def test_feet_are_feet(crs: int, size: float) -> None:
    """A square of a thousand feet is 92,903 m2."""
    area = pyproj.CRS(crs).area_of_use
    assert area is not None
    way = pyproj.Transformer.from_crs(4326, crs, always_xy=True)
    x, y = way.transform((area.west + area.east) / 2, (area.south + area.north) / 2)
    found = areas_m2(gpd.GeoSeries([shapely.box(x, y, x + size, y + size)], crs=crs))
    assert found[0] == pytest.approx((size * 0.3048) ** 2, rel=1e-3)


def test_countries_and_small_plots_share_a_layer() -> None:
    """A large extent spoils nothing, in degrees or in a web map."""
    shapes = gpd.GeoSeries(
        [shapely.box(100, 30, 110, 40).segmentize(0.05), shapely.box(120.4, 36.1, 120.41, 36.11)], crs=4326
    )
    expected = [on_ground(shape) for shape in shapes]
    assert areas_m2(shapes) == pytest.approx(expected, rel=1e-3)
    assert areas_m2(shapes.to_crs(3857)) == pytest.approx(expected, rel=1e-3)


def test_beyond_the_date_line_an_area_stays_whole() -> None:
    """Longitudes beyond 180 are as good as others."""
    shapes = gpd.GeoSeries([shapely.box(179.9, -17.1, 180.1, -17.0), shapely.box(-0.1, -17.1, 0.1, -17.0)], crs=4326)
    east, home = areas_m2(shapes)
    assert east == pytest.approx(home)


def test_a_land_around_a_pole_has_the_pole() -> None:
    """Its outline runs once round the map, and so does a country across the date line that nobody cut there."""
    coast = [(x, -70.0 + 3 * np.sin(np.radians(3 * x))) for x in range(-180, 181, 2)]
    cap, fiji = shapely.Polygon(coast), shapely.Polygon([(178, -18), (-179, -18), (-179, -16), (178, -16)])
    found = areas_m2(gpd.GeoSeries([cap, fiji], crs=4326))
    assert found == pytest.approx([on_ground(cap), on_ground(fiji)], rel=1e-6)


def test_the_whole_map_is_the_whole_earth() -> None:
    """Its margin is no seam; and what lies beyond the poles counts nothing."""
    shapes = gpd.GeoSeries([shapely.box(-180, -90, 180, 90), shapely.box(-180, -95, 180, 95)], crs=4326)
    assert areas_m2(shapes) == pytest.approx([5.1006e14] * 2, rel=1e-4)


def test_what_has_no_surface_has_no_area() -> None:
    """Lines, points, gaps and empty shapes count 0 and spoil no other."""
    shapes = [
        None,
        shapely.Point(1, 2),
        shapely.LineString([(0, 0), (1, 1)]),
        shapely.Polygon(),
        shapely.box(0, 0, 1e-3, 1e-3),
    ]
    for crs in (4326, 4549):
        found = areas_m2(gpd.GeoSeries(shapes, crs=crs))
        assert list(found[:4]) == [0.0] * 4
        assert found[4] > 0
    assert areas_m2(gpd.GeoSeries([], crs=4326)).shape == (0,)


def test_gradians_are_no_degrees() -> None:
    """A tenth of a gradian at 54 gradians north, which are 48.6 degrees."""
    found = areas_m2(gpd.GeoSeries([shapely.box(0, 54, 0.1, 54.1)], crs=4807))
    assert found[0] == pytest.approx(on_ground(shapely.box(0, 48.6, 0.09, 48.69)), rel=1e-3)
