"""A sheet stretched between known points of a grid."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.sheet import stretched


def _grid(seed: int, rows: int, columns: int, share: float) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    known = chance.random((rows, columns)) < share
    known[[0, -1]] = known[:, [0, -1]] = True
    values = chance.uniform(-5, 5, (rows, columns))
    values[[0, -1]] = values[:, [0, -1]] = 0
    return values, known


@given(st.integers(0, 999), st.integers(3, 60), st.integers(3, 60), st.floats(0, 0.5))
def test_what_is_known_stays_and_the_rest_lies_between(seed: int, rows: int, columns: int, share: float) -> None:
    values, known = _grid(seed, rows, columns, share)
    sheet = stretched(values, known, 5.0, 70.0)
    assert np.array_equal(sheet[known], values[known])
    assert sheet.max() <= max(values[known].max(), 0) + 1e-9
    assert sheet.min() >= min(values[known].min(), 0) - 1e-9


def test_far_from_everything_it_sinks_back_to_0() -> None:
    values, known = np.zeros((101, 101)), np.zeros((101, 101), bool)
    known[[0, -1]] = known[:, [0, -1]] = True
    values[50, 50], known[50, 50] = 4.0, True
    sheet = stretched(values, known, 5.0, 30.0)
    assert sheet[50, 50] == 4.0
    assert 0.2 < sheet[50, 52] < 4.0
    assert abs(sheet[50, 90]) < 0.05


def test_between_two_levels_it_rises_steadily() -> None:
    values = np.zeros((9, 31))
    values[:, 30] = 3.0
    known = np.zeros((9, 31), bool)
    known[:, [0, 30]] = known[[0, -1]] = True
    values[[0, -1]] = np.linspace(0, 3, 31)
    assert stretched(values, known, 5.0, 1e6)[4] == pytest.approx(np.linspace(0, 3, 31), abs=0.03)
