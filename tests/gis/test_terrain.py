"""The ground: plane under the sites, the published peaks, the sea beyond the coast."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis.place import Context, Place
from gis.prepared import Terrain
from gis.read import load_place
from gis.terrain import platforms, terrain
from tests.tiny import tiny_place


@cache
def both() -> Place:
    return load_place(["ai", "vr"])


@cache
def ground() -> Terrain:
    return terrain(both())


def points_within(area: shapely.Geometry, count: int = 4000) -> np.ndarray:
    """Points spread over `area`, the same ones every time."""
    x0, y0, x1, y1 = area.bounds
    xy = np.random.default_rng(5).uniform((x0, y0), (x1, y1), (count, 2))
    return xy[shapely.contains_xy(area, xy)]


@pytest.mark.parametrize("reach_m", [0, 200])
def test_the_ground_is_a_plane_under_and_around_every_site(reach_m: float) -> None:
    """Within 200 m of a site: flat triangles neither float nor sink."""
    for outline, (a, b, c) in platforms(both()):
        xy = points_within(outline.buffer(reach_m))
        plane = a + b * xy[:, 0] + c * xy[:, 1]
        assert ground().at(xy[:, 0], xy[:, 1]) == pytest.approx(plane, abs=0.01)


def test_the_plane_passes_near_the_levels_of_the_buildings() -> None:
    """It is what the land beyond the sites begins with; terraces stand up to a few metres above or below it."""
    ground_m = np.array([building.ground_m for building in both().buildings])
    xy = np.array([building.footprint.centroid.coords[0] for building in both().buildings])
    apart_m = np.abs(ground().at(*xy.T) - ground_m)
    assert apart_m.max() < 6
    assert apart_m.mean() < 1.5


def test_the_neighbouring_parks_share_one_plane() -> None:
    """Three groups of sites: the two parks together, and each wing."""
    assert len(platforms(both())) == 3


def test_published_peaks_have_their_height() -> None:
    """Jufeng, Fushan and Wushan on the nearest point of a grid of 100 m; nothing is higher than the highest."""
    for name, x_m, y_m, elevation_m in both().context.peaks:
        if name.en in ("Jufeng", "Fushan", "Wushan"):
            nearest = float(ground().at(round(x_m, -2), round(y_m, -2)))
            assert nearest == pytest.approx(elevation_m, rel=0.01)
    assert ground().height_m.max() == pytest.approx(1132.7, abs=5)


def test_land_is_above_the_sea_and_the_sea_bed_below() -> None:
    """More than 200 m from the coast, so that a grid cell does not hold both."""
    land = both().context.land
    assert land is not None
    terrain_box = shapely.box(-29_000, -29_000, 29_000, 29_000)
    ashore = points_within(land.buffer(-200) & terrain_box)
    at_sea = points_within(terrain_box - land.buffer(200))
    assert ground().at(ashore[:, 0], ashore[:, 1]).min() > 0
    assert ground().at(at_sea[:, 0], at_sea[:, 1]).max() < 0


def test_there_is_sea_to_the_south_of_the_parks() -> None:
    """The Yellow Sea begins some 6 km south."""
    assert float(ground().at(0.0, -4000.0)) > 0
    assert float(ground().at(0.0, -9000.0)) < 0


def test_the_relief_reaches_the_horizon_and_is_read_only() -> None:
    """30 km each way, in steps of 100 m."""
    grid = ground()
    assert (grid.x0_m, grid.y0_m, grid.step_m) == (-30_000, -30_000, 100)
    assert grid.height_m.shape == (601, 601)
    assert np.isfinite(grid.height_m).all()
    assert not grid.height_m.flags.writeable


def test_a_place_without_surroundings_is_level_land() -> None:
    """No coast and no peaks known: nothing is invented."""
    bare = Place(both().frame, both().parks, Context())
    assert 17 < terrain(bare).height_m.min() < terrain(bare).height_m.max() < 92


def test_the_same_place_gives_the_same_ground() -> None:
    """Chance hangs on coordinates."""
    assert np.array_equal(terrain(tiny_place()).height_m, terrain(tiny_place()).height_m)


@given(st.floats(-40_000, 40_000), st.floats(-40_000, 40_000))
def test_elevation_lies_between_that_of_the_neighbours(x_m: float, y_m: float) -> None:
    """Bilinear, and beyond the edge that of the edge."""
    grid = ground()
    i = int(np.clip((x_m + 30_000) // 100, 0, 599))
    j = int(np.clip((y_m + 30_000) // 100, 0, 599))
    cell = grid.height_m[j : j + 2, i : i + 2]
    assert cell.min() - 1e-3 <= float(grid.at(x_m, y_m)) <= cell.max() + 1e-3


def test_surveyed_elevations_replace_the_drawn_relief() -> None:
    """As far as they reach; beyond, the drawn relief goes on, and no plane is laid under the sites."""
    surveyed = Terrain(-1000.0, -1000.0, 50.0, np.linspace(20, 90, 41 * 41).reshape(41, 41).astype(np.float32))
    place = replace(tiny_place(), relief=surveyed)
    with_survey, without = terrain(place), terrain(tiny_place())
    xy = points_within(shapely.box(-950, -950, 950, 950))
    assert with_survey.at(*xy.T) == pytest.approx(surveyed.at(*xy.T), abs=0.5)
    far = points_within(shapely.box(6000, 6000, 9000, 9000))
    assert with_survey.at(*far.T) == pytest.approx(without.at(*far.T), abs=1e-3)
