"""A sheet stretched between what is known on a grid: smooth, and back to 0 far from it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Mask = NDArray[np.bool_]

_SWEEPS: Final = 24
_COARSEST: Final = 6


def stretched(values: FloatArray, known: Mask, step_m: float, reach_m: float) -> FloatArray:
    """`values` where `known`; elsewhere a sheet that follows them nearby and sinks to 0 over about `reach_m`.

    Solved from coarse to fine, so that a few sweeps on each grid suffice. Rim points should be known.
    """
    if known.all() or min(values.shape) <= _COARSEST:
        start = np.where(known, values, 0.0)
    else:
        coarse = stretched(*_halved(values, known), 2 * step_m, reach_m)
        doubled = coarse.repeat(2, axis=0).repeat(2, axis=1)[: values.shape[0], : values.shape[1]]
        start = np.where(known, values, doubled)
    return _swept(start, known, 1.0 / (4.0 + (step_m / reach_m) ** 2))


def _halved(values: FloatArray, known: Mask) -> tuple[FloatArray, Mask]:
    """Means of the known values of every 2 x 2 points."""
    rows, columns = (size + size % 2 for size in values.shape)
    padding = ((0, rows - values.shape[0]), (0, columns - values.shape[1]))
    weight = np.pad(known.astype(float), padding)
    total = np.pad(np.where(known, values, 0.0), padding)
    weight, total = (part.reshape(rows // 2, 2, columns // 2, 2).sum(axis=(1, 3)) for part in (weight, total))
    return total / np.maximum(weight, 1.0), weight > 0


def _swept(sheet: FloatArray, known: Mask, share: float) -> FloatArray:
    free = ~known[1:-1, 1:-1]
    for _ in range(_SWEEPS):
        around = sheet[:-2, 1:-1] + sheet[2:, 1:-1] + sheet[1:-1, :-2] + sheet[1:-1, 2:]
        sheet[1:-1, 1:-1][free] = (share * around)[free]
    return sheet
