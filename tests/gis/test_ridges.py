"""Hills: ridges that run down from their peaks."""

from __future__ import annotations

import numpy as np
import pytest

from gis.ridges import hills_m, ridges

PEAKS = [(0.0, 0.0, 900.0), (2500.0, 1000.0, 500.0), (9000.0, 0.0, 200.0)]


def grid() -> tuple[np.ndarray, np.ndarray]:
    axis = np.arange(-6000.0, 12_001.0, 100.0)
    return np.meshgrid(axis, axis)


def test_every_peak_has_its_height_and_none_is_higher() -> None:
    """On the grid points that they stand on."""
    east_m, north_m = grid()
    height_m = hills_m(PEAKS, east_m, north_m)
    for x, y, peak_m in PEAKS:
        assert height_m[(east_m == x) & (north_m == y)] == pytest.approx(peak_m)
    assert height_m.max() == pytest.approx(900)
    assert height_m.min() == 0


def test_ridges_run_down() -> None:
    """Spurs fall from where they begin; only crests between two peaks rise again."""
    for ridge in ridges(PEAKS[2:]):
        assert ridge.end_m <= ridge.start_m


def test_near_peaks_share_a_crest_and_far_ones_do_not() -> None:
    """Between the first two the ground stays high; before the third lies lowland."""
    east_m, north_m = grid()
    height_m = hills_m(PEAKS, east_m, north_m)
    between = (np.hypot(east_m - 1250, north_m - 500) < 500) & (height_m > 350)
    assert between.any()
    assert height_m[(east_m == 7400) & (north_m == 0)] == 0


def test_the_same_peaks_give_the_same_hills() -> None:
    """Chance hangs on coordinates."""
    east_m, north_m = grid()
    assert np.array_equal(hills_m(PEAKS, east_m, north_m), hills_m(list(reversed(PEAKS)), east_m, north_m))


def test_no_peak_no_hill() -> None:
    """Level land."""
    east_m, north_m = grid()
    assert hills_m([], east_m, north_m).max() == 0
