"""How well bands met what was observed: the continuous ranked probability score of a sample."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


def crps(sample: F64, observed: float) -> float:
    """The continuous ranked probability score of `sample` for what was `observed`, in the unit of both; 0 is perfect.

    The fair form, mean |x - y| - sum |x_i - x_j| / (2 n (n - 1)), which does not depend on the sample's size in the
    mean (Ferro 2014); of a single number it is the absolute error. NaN for an empty sample.
    """
    ordered = np.sort(np.asarray(sample, dtype=np.float64))
    count = len(ordered)
    if count == 0:
        return math.nan
    error = float(np.abs(ordered - observed).mean())
    if count == 1:
        return error
    # The sum over all pairs of the absolute differences, from the sorted sample in one pass.
    weights = 2.0 * np.arange(1, count + 1) - count - 1.0
    pairs = 2.0 * float(weights @ ordered)
    return error - pairs / (2.0 * count * (count - 1))


def band(sample: F64) -> tuple[float, float, float]:
    """10th percentile, median and 90th percentile of `sample`; NaN for an empty one."""
    if len(sample) == 0:
        return math.nan, math.nan, math.nan
    low, middle, high = np.quantile(np.asarray(sample, dtype=np.float64), (0.1, 0.5, 0.9))
    return float(low), float(middle), float(high)


def holds(sample: F64, observed: float) -> bool:
    """Whether `observed` lies between the 10th and the 90th percentile."""
    low, _, high = band(sample)
    return low <= observed <= high
