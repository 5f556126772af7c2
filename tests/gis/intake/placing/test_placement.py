"""A drawing is placed by points whose places are known."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis.errors import UserError
from gis.intake.placing.placement import Points, placement, placement_findings
from gis.intake.placing.systems import system

EAST, NORTH = 543_109.0, 4_001_860.0


def led(points: list[tuple[float, float]], scale: float, turn: float) -> Points:
    """The points with their places, when the drawing is scaled, turned (radians) and shifted to the park."""
    factor = scale * complex(math.cos(turn), math.sin(turn))
    places = [factor * complex(*point) + complex(EAST, NORTH) for point in points]
    return tuple((point, (place.real, place.imag)) for point, place in zip(points, places, strict=True))


@given(scale=st.floats(0.001, 10.0), turn=st.floats(-3.1, 3.1), x=st.floats(-500, 500), y=st.floats(-500, 500))
def test_any_turn_scale_and_shift_is_found(scale: float, turn: float, x: float, y: float) -> None:
    """Three points that agree leave no residual, and others land where they belong, heights scaled alike."""
    corners = [(0.0, 0.0), (300.0, 10.0), (-20.0, 400.0)]
    found = placement(led(corners, scale, turn), system("EPSG:4549"))
    assert found.scale == pytest.approx(scale, rel=1e-5)
    assert found.residual_m < 1e-5
    ((_, expected),) = led([(x, y)], scale, turn)
    point = found.of(gpd.GeoDataFrame(geometry=[shapely.Point(x, y, 10.0)])).geometry.iloc[0]
    assert (point.x, point.y) == pytest.approx(expected, abs=1e-4, rel=0)
    assert point.z == pytest.approx(10.0 * scale)


def test_points_that_disagree_leave_a_residual() -> None:
    """One of four is 2 m off: the others pull it back, and the rest is said."""
    points = list(led([(0.0, 0.0), (300.0, 0.0), (300.0, 300.0), (0.0, 300.0)], 1.0, 0.3))
    points[0] = (points[0][0], (points[0][1][0] + 2.0, points[0][1][1]))
    found = placement(tuple(points), system("EPSG:4549"))
    assert 0.5 < found.residual_m < 2.0
    assert [finding.level for finding in placement_findings(found, 0.0, "a.dxf", "0")] == ["warning"]


@pytest.mark.parametrize(
    ("unit_m", "warned"), [(1.0, False), (1.0005, False), (1.002, True), (0.001, True), (0.0, False)]
)
def test_the_points_are_held_against_the_drawings_unit(unit_m: float, warned: bool) -> None:
    """More than a thousandth apart is a warning; an unknown unit contradicts nothing."""
    found = placement(led([(0.0, 0.0), (300.0, 10.0)], 1.0, 0.0), system("EPSG:4549"))
    assert (len(placement_findings(found, unit_m, "a.dxf", "0")) == 2) == warned


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4490", "EPSG:3857"])
def test_places_in_degrees_and_web_maps_lead_to_a_true_grid(crs: str) -> None:
    """A turn and a scale mean something in metres only."""
    way = pyproj.Transformer.from_crs(4549, crs, always_xy=True)
    points = tuple((point, way.transform(*place)) for point, place in led([(0.0, 0.0), (500.0, 200.0)], 1.0, 0.5))
    found = placement(points, system(crs))
    assert found.crs.to_epsg() == 4549
    assert found.scale == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(
    "points",
    [
        led([(0.0, 0.0)], 1.0, 0.0),
        led([(0.0, 0.0), (0.0, 0.0)], 1.0, 0.0),
        (((0.0, 0.0), (EAST, NORTH)), ((100.0, 0.0), (EAST, NORTH))),
        (((0.0, 0.0), (NORTH, EAST)), ((100.0, 0.0), (NORTH + 100, EAST))),
        (((0.0, 0.0), (1e9, 1e9)), ((100.0, 0.0), (1e9, 2e9))),
        tuple(
            (point, (place[0], 2 * NORTH - place[1]))
            for point, place in led([(0.0, 0.0), (300.0, 0.0), (0.0, 200.0)], 1.0, 0.0)
        ),
    ],
)
def test_points_that_place_nothing_are_refused(points: Points) -> None:
    """Too few, all at one place, north before east, nowhere, mirrored."""
    with pytest.raises(UserError, match="--place") as refused:
        placement(points, system("EPSG:4549"))
    assert refused.value.remedy


def test_a_broken_corner_spoils_no_other() -> None:
    """What is no number stays none, and its neighbours are placed."""
    found = placement(led([(0.0, 0.0), (300.0, 10.0)], 1.0, 0.0), system("EPSG:4549"))
    table = found.of(gpd.GeoDataFrame(geometry=[shapely.Point(np.nan, 1.0), None, shapely.Point(0.0, 0.0)]))
    assert table.geometry.iloc[1] is None
    assert shapely.get_coordinates(table.geometry.iloc[2])[0] == pytest.approx((EAST, NORTH))
