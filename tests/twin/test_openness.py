"""The share of open sky: all of it far from buildings, little in a court, more the higher one stands."""

from __future__ import annotations

import numpy as np
import pytest

from gis.prepared import Prepared
from twin.openness import LEVELS_M, SIDE_PX, Openness, openness


@pytest.fixture(scope="module")
def sky(prepared: Prepared) -> Openness:
    return openness(prepared)


def at(sky: Openness, x_m: float, y_m: float) -> np.ndarray:
    row, column = (int((value - low) / sky.side_m * SIDE_PX) for value, low in ((y_m, sky.y0_m), (x_m, sky.x0_m)))
    return sky.share[row, column]


def test_far_from_everything_the_sky_is_open(sky: Openness) -> None:
    assert at(sky, 290, 400) == pytest.approx(1.0, abs=0.01)


def test_a_court_sees_less_sky_than_a_square_and_more_from_higher_up(sky: Openness) -> None:
    court, square = at(sky, 40, 40), at(sky, -70, 170)
    assert court[0] < square[0] < 1
    assert court[0] < court[1] < court[2]
    assert len(LEVELS_M) == 3


def test_what_is_only_planned_takes_no_light(sky: Openness, prepared: Prepared) -> None:
    row = prepared.buildings.id.index("A6")
    assert prepared.buildings.status[row] == "planned"
    beside = at(sky, 245, 16)
    assert beside[0] > 0.97


def test_the_map_is_all_light_along_its_edge_so_that_it_ends_without_a_seam(sky: Openness) -> None:
    pixels = sky.pixels()
    assert pixels.shape == (SIDE_PX, SIDE_PX, 4)
    assert (pixels[[0, -1]] == 255).all()
    assert (pixels[:, [0, -1]] == 255).all()
