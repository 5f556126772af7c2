"""Surveyed elevations of a park's file."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gis.errors import UserError
from gis.place import LocalFrame
from gis.relief import relief_of

FRAME = LocalFrame(4549, 542000.0, 4000000.0)


def points(heights_m: np.ndarray, step: float = 10.0, crs: int = 4549) -> gpd.GeoDataFrame:
    rows, columns = heights_m.shape
    x, y = np.meshgrid(543000 + step * np.arange(columns), 4001000 + step * np.arange(rows))
    table = gpd.GeoDataFrame(
        {"elevation_m": heights_m.ravel()}, geometry=shapely.points(x.ravel(), y.ravel()), crs=4549
    )
    return table.to_crs(crs)


def test_points_become_a_grid_in_local_metres() -> None:
    """In whatever order they come."""
    heights = np.arange(12.0).reshape(3, 4) + 1
    relief = relief_of(points(heights).sample(frac=1, random_state=1), FRAME)
    assert relief is not None
    assert (relief.x0_m, relief.y0_m, relief.step_m) == (1000, 1000, 10)
    assert relief.height_m == pytest.approx(heights)
    assert relief_of(None, FRAME) is None


def test_the_sea_has_a_bed() -> None:
    """Elevation models give it as 0, which is where its surface is drawn."""
    heights = np.where(np.arange(20)[:, None] < 10, 0.0, 5.0) + np.zeros((20, 20))
    relief = relief_of(points(heights), FRAME)
    assert relief is not None
    assert relief.height_m.min() < 0
    assert relief.height_m.max() == 5


def test_scattered_points_are_refused() -> None:
    """They are no grid, and nobody says what lies between them."""
    table = points(np.ones((4, 4)))
    with pytest.raises(UserError, match="no regular grid"):
        relief_of(table.iloc[:-1], FRAME)
