"""Small tools for maps of numbers that are baked once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


def blur(values: NDArray[np.floating], radius: int) -> F64:
    """The mean over a square of 2 `radius` + 1 pixels a side; beyond the edge lies nothing."""
    result = np.asarray(values, np.float64)
    side = 2 * radius + 1
    for axis in (0, 1):
        padding = [(radius + 1, radius) if k == axis else (0, 0) for k in (0, 1)]
        total = np.cumsum(np.pad(result, padding), axis=axis)
        upper, lower = np.split(total, [side], axis=axis)[1], np.split(total, [total.shape[axis] - side], axis=axis)[0]
        result = (upper - lower) / side
    return result


def shifted(values: F64, rows: int, columns: int) -> F64:
    """What lies so many rows and columns further; beyond the edge lies nothing."""
    result = np.zeros_like(values)
    height, width = values.shape
    if abs(rows) >= height or abs(columns) >= width:
        return result
    to_rows, from_rows = slice(max(0, -rows), height - max(0, rows)), slice(max(0, rows), height - max(0, -rows))
    to_columns = slice(max(0, -columns), width - max(0, columns))
    from_columns = slice(max(0, columns), width - max(0, -columns))
    result[to_rows, to_columns] = values[from_rows, from_columns]
    return result
