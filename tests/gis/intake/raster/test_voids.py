"""Voids of a grid filled from what surrounds them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gis.intake.raster.voids import filled


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_what_is_known_stays_and_voids_lie_between(rows: int, columns: int, seed: int) -> None:
    """No void is left, and none is lower or higher than all that is known."""
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(rows, columns))
    values[rng.random(values.shape) < 0.7] = np.nan
    values[rng.integers(rows), rng.integers(columns)] = 1.0
    known, found = np.isfinite(values), filled(values)
    assert (found[known] == values[known]).all()
    assert found.min() >= values[known].min() - 1e-9
    assert found.max() <= values[known].max() + 1e-9
