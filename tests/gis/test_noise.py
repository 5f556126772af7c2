"""Noise that depends on the place alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.noise import ridged_noise, value_noise

points = st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e7, 1e7)), min_size=1, max_size=30).map(
    lambda pairs: np.array(pairs).T
)


@given(points, st.integers(0, 1000))
def test_noise_keeps_its_range(xy: np.ndarray, seed: int) -> None:
    """Value noise in -1..1, ridges in 0..1."""
    assert np.abs(value_noise(xy[0], xy[1], 800.0, seed)).max() <= 1
    ridges = ridged_noise(xy[0], xy[1], 3600.0, 5, seed)
    assert ridges.min() >= 0
    assert ridges.max() <= 1


@given(points)
def test_noise_depends_on_the_point_alone(xy: np.ndarray) -> None:
    """Not on its neighbours in the array."""
    together = ridged_noise(xy[0], xy[1], 3600.0, 4, 7)
    alone = [float(ridged_noise(xy[0, i : i + 1], xy[1, i : i + 1], 3600.0, 4, 7)[0]) for i in range(xy.shape[1])]
    assert together.tolist() == alone


def test_noise_is_smooth_and_varied() -> None:
    """No step between lattice cells; another seed is another landscape."""
    x = np.arange(0.0, 5000.0, 1.0)
    line = value_noise(x, np.full_like(x, 120.0), 500.0, 3)
    assert np.abs(np.diff(line)).max() < 0.02
    assert np.std(line) > 0.15
    assert not np.allclose(line, value_noise(x, np.full_like(x, 120.0), 500.0, 4))


def test_noise_is_the_same_on_every_machine() -> None:
    """Integer hashing: these values are for good."""
    values = value_noise(np.array([542_000.0, 543_210.5]), np.array([4_002_000.0, 4_001_234.5]), 1800.0, 11)
    assert values == pytest.approx([0.7522422603471806, -0.030878879998269368], abs=1e-12)
