"""How much each input moves an output: swings one at a time, then the shares of the variance (Sobol' indices).

Inputs are columns of quantiles between 0 and 1, outputs columns of numbers; what is evaluated stays open, so that the
same code is tried on functions whose indices are known.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

F64 = NDArray[np.float64]
Evaluate = Callable[[F64], F64]
"""(n, d) quantiles to (n, s) outputs."""

LOW: Final = 0.1
MIDDLE: Final = 0.5
HIGH: Final = 0.9
_CONFIDENCE: Final = 0.9
_RESAMPLES: Final = 400


@dataclass(frozen=True, slots=True, eq=False)
class Swings:
    """Outputs with one input at its 10th and at its 90th percentile, all others at their medians.

    `centre` (s,); `low` and `high` (d, s), means over the worlds that all points share; `doubt` (d, s) the standard
    error of the swing `high - low` from world to world.
    """

    centre: F64
    low: F64
    high: F64
    doubt: F64

    @property
    def swing(self) -> F64:
        """(d, s), what the input does between its percentiles."""
        return np.asarray(self.high - self.low)

    def largest(self, count: int) -> list[int]:
        """The inputs that move the outputs most: by their largest swing, each output measured by its own largest."""
        size = np.abs(self.swing)
        scale = size.max(axis=0)
        share = np.divide(size, scale, out=np.zeros_like(size), where=scale > 0.0).max(axis=1)
        ranked = np.argsort(-share, kind="stable")
        return [int(one) for one in ranked[:count] if share[one] > 0.0]


@dataclass(frozen=True, slots=True, eq=False)
class Indices:
    """(s, d) shares of the variance with the ends of their 90 % intervals, NaN where an output does not vary.

    `first`: what is gone, in the mean, once the input alone is known. `total`: what stays when all but it are known.
    """

    first: F64
    first_low: F64
    first_high: F64
    total: F64
    total_low: F64
    total_high: F64


def swings(evaluate: Evaluate, inputs: int, worlds: Sequence[float]) -> Swings:
    """Each of `inputs` at its 10th and 90th percentile in the same `worlds` (quantiles of the last column)."""
    points = np.full((len(worlds), 1 + 2 * inputs, inputs + 1), MIDDLE)
    for number in range(inputs):
        points[:, 1 + 2 * number, number] = LOW
        points[:, 2 + 2 * number, number] = HIGH
    points[:, :, -1] = np.asarray(worlds)[:, None]
    found = evaluate(points.reshape(-1, inputs + 1)).reshape(len(worlds), 1 + 2 * inputs, -1)
    low, high = found[:, 1::2], found[:, 2::2]
    spread = (high - low).std(axis=0, ddof=1) if len(worlds) > 1 else np.full(low.shape[1:], np.nan)
    return Swings(
        centre=np.asarray(found[:, 0].mean(axis=0)),
        low=np.asarray(low.mean(axis=0)),
        high=np.asarray(high.mean(axis=0)),
        doubt=np.asarray(spread / np.sqrt(len(worlds))),
    )


def sobol(evaluate: Evaluate, columns: Sequence[int], inputs: int, samples: int, seed: int) -> Indices:
    """First-order and total indices of `columns` among `inputs` columns, the others at their medians.

    `samples` is a power of two; `evaluate` is asked once, for samples x (columns + 2) points: Saltelli's design on a
    scrambled Sobol sequence.

    Raises:
        ValueError: `samples` is no power of two, or below 2.
    """
    from scipy.stats import DegenerateDataWarning, sobol_indices
    from scipy.stats.qmc import Sobol

    if samples < 2 or samples & (samples - 1):
        raise ValueError(samples)
    rng = np.random.default_rng(seed)
    both = Sobol(2 * len(columns), scramble=True, rng=rng).random(samples)
    one, other = both[:, : len(columns)], both[:, len(columns) :]
    designs = [one, other]
    for number in range(len(columns)):
        mixed = one.copy()
        mixed[:, number] = other[:, number]
        designs.append(mixed)
    points = np.full((len(designs) * samples, inputs), MIDDLE)
    points[:, list(columns)] = np.clip(np.concatenate(designs), 2.0**-31, 1.0 - 2.0**-31)
    found = evaluate(points).reshape(len(designs), samples, -1).transpose(0, 2, 1)
    varies = found.reshape(len(designs), found.shape[1], -1)[:2].std(axis=(0, 2)) > 0.0
    if not varies.any():
        return _nothing(len(varies), len(columns))
    result = sobol_indices(
        func={"f_A": found[0, varies], "f_B": found[1, varies], "f_AB": found[2:, varies]}, n=samples, rng=rng
    )
    # A column that does nothing has the same index in every resample: no interval can be made of that, and none is
    # needed. A resample of one value has no variance, and is left out.
    with np.errstate(divide="ignore", invalid="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", DegenerateDataWarning)
        doubt = result.bootstrap(confidence_level=_CONFIDENCE, n_resamples=_RESAMPLES)
    first, total = doubt.first_order.confidence_interval, doubt.total_order.confidence_interval
    return Indices(
        *_of_all(varies, result.first_order, first.low, first.high),
        *_of_all(varies, result.total_order, total.low, total.high),
    )


def _of_all(varies: NDArray[np.bool_], index: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> tuple[F64, F64, F64]:
    """Indices and the ends of their intervals, among all outputs; an interval that cannot be made has no width."""
    found, low, high = (np.atleast_2d(np.asarray(part, dtype=np.float64)) for part in (index, lower, upper))
    rows = np.full((3, len(varies), found.shape[-1]), np.nan)
    rows[:, varies] = (found, np.where(np.isnan(low), found, low), np.where(np.isnan(high), found, high))
    return rows[0], rows[1], rows[2]


def _nothing(outputs: int, columns: int) -> Indices:
    return Indices(*(np.full((outputs, columns), np.nan) for _ in range(6)))
