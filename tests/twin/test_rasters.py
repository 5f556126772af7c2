"""Tools for baked maps, against plain sums."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.rasters import blur, shifted

MAP = np.random.default_rng(5).random((9, 11))


@given(st.integers(0, 4), st.integers(0, 8), st.integers(0, 10))
def test_a_blurred_pixel_is_the_mean_of_its_square(radius: int, row: int, column: int) -> None:
    padded = np.pad(MAP, radius)
    square = padded[row : row + 2 * radius + 1, column : column + 2 * radius + 1]
    assert blur(MAP, radius)[row, column] == pytest.approx(square.mean())


@given(st.integers(-12, 12), st.integers(-12, 12), st.integers(0, 8), st.integers(0, 10))
def test_a_shifted_pixel_is_the_one_further_on_or_nothing(rows: int, columns: int, row: int, column: int) -> None:
    inside = 0 <= row + rows < 9 and 0 <= column + columns < 11
    expected = MAP[row + rows, column + columns] if inside else 0.0
    assert shifted(MAP, rows, columns)[row, column] == expected
