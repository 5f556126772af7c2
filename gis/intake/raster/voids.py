"""Voids of a grid filled from what surrounds them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def filled(values: Floats) -> Floats:
    """(rows, columns) `values` with something smooth in place of each NaN; what is known stays. At least one is known.

    Every void takes the mean of the smallest squares of 2, 4, 8 ... points a side about it that hold anything.
    """
    known = np.isfinite(values)
    if known.all() or min(values.shape) < 2:
        return np.where(known, values, np.nanmean(values))
    guess = _finer(filled(_coarser(values)), values.shape)
    return np.where(known, values, guess)


def _coarser(values: Floats) -> Floats:
    """Means of each two by two points, NaN where none of the four is known."""
    rows, columns = values.shape
    even = np.pad(values, ((0, rows % 2), (0, columns % 2)), constant_values=np.nan)
    four = np.stack([even[i::2, j::2] for i in (0, 1) for j in (0, 1)])
    count = np.isfinite(four).sum(axis=0)
    return np.where(count > 0, np.nansum(four, axis=0) / np.maximum(count, 1), np.nan)


def _finer(values: Floats, shape: tuple[int, ...]) -> Floats:
    """Between the points of a grid half as fine."""
    for axis, size in enumerate(shape):
        place = np.clip((np.arange(size) - 0.5) / 2, 0, values.shape[axis] - 1)
        first = np.floor(place).astype(int)
        second = np.minimum(first + 1, values.shape[axis] - 1)
        share = (place - first).reshape([-1 if k == axis else 1 for k in range(2)])
        values = np.take(values, first, axis) * (1 - share) + np.take(values, second, axis) * share
    return values
