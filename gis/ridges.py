"""Hills as ridges that run down from their peaks: crests from peak to peak, spurs off them, spurs off those.

Illustrative: only the peaks are known. All that is between follows from them and from noise at their coordinates, so
the same peaks give the same hills. Valleys lie where the flanks of two spurs meet, and lead down and out.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gis.noise import ridged_noise, value_noise

FloatArray = NDArray[np.float64]
Peak = tuple[float, float, float]
"""East, north and elevation."""

_CREST_M: Final = 3800.0
"""Peaks nearer than this to a higher one share a crest with it."""
_SAG: Final = 0.22
"""How far a crest sinks between two peaks, as a share of its height."""
_SPUR_EVERY_M: Final = 700.0
"""Spurs leave a crest this often, to either side in turn."""
_SPURS: Final = 6
"""Spurs about a peak."""
_REACH: Final = (4.2, 3.0, 1.3)
"""Length of spurs about peaks, off crests and off other spurs, as a multiple of the height where they begin."""
_FORKS: Final = ((0.22, 1), (0.34, -1), (0.48, 1), (0.6, -1), (0.74, 1))
"""Where along a spur others leave it, and to which side."""
_FORK_RAD: Final = math.radians(58)
_BENDS: Final = 4
_WIND: Final = 0.16
"""How far a spur winds to either side, as a share of its length."""
_FLANK: Final = (2.6, 260.0)
"""Flanks reach this many times the crest's height, and so much farther."""
_HOLLOW: Final = 1.7
"""Flanks are hollow: steep below the crest, level at the foot."""
_RUGGED: Final = 0.3
_ROCKS_M: Final = 620.0
_LEAST_M: Final = 45.0
"""Lower spurs are not drawn."""


@dataclass(frozen=True, slots=True)
class Ridge:
    """A piece of a crest: its ends (east, north) and the heights there, above the lowland."""

    start: tuple[float, float]
    end: tuple[float, float]
    start_m: float
    end_m: float


def hills_m(peaks: Sequence[Peak], east_m: FloatArray, north_m: FloatArray) -> FloatArray:
    """Height above the lowland at a grid of points (H, W), as of `numpy.meshgrid`; `peaks` by height above it."""
    height_m = np.zeros(east_m.shape)
    columns, rows = east_m[0], north_m[:, 0]
    for ridge in ridges(peaks):
        reach_m = _FLANK[0] * max(ridge.start_m, ridge.end_m) + _FLANK[1]
        (x0, x1), (y0, y1) = (sorted(ends) for ends in zip(ridge.start, ridge.end, strict=True))
        i, j = np.searchsorted(columns, (x0 - reach_m, x1 + reach_m))
        k, m = np.searchsorted(rows, (y0 - reach_m, y1 + reach_m))
        if i < j and k < m:
            part = height_m[k:m, i:j]
            np.maximum(part, _flanks_m(ridge, columns[i:j], rows[k:m, None]), out=part)
    away_m = np.full(east_m.shape, np.inf)
    for x, y, _ in peaks:
        np.minimum(away_m, np.hypot(east_m - x, north_m - y), out=away_m)
    rocks = 1 - ridged_noise(east_m, north_m, _ROCKS_M, 3, 23)
    return np.asarray(height_m * (1 - _RUGGED * rocks * np.clip(away_m / 600.0, 0, 1)))


def ridges(peaks: Sequence[Peak]) -> Iterator[Ridge]:
    """Every piece of crest of the hills with these `peaks`."""
    ordered = sorted(peaks, key=lambda peak: -peak[2])
    for number, (x, y, height_m) in enumerate(ordered):
        taken = []
        higher = min(ordered[:number], key=lambda peak: math.dist(peak[:2], (x, y)), default=None)
        if higher is not None and math.dist(higher[:2], (x, y)) < _CREST_M:
            taken.append(math.atan2(higher[1] - y, higher[0] - x))
            yield from _crest(higher, (x, y, height_m))
        first = math.pi * float(_chance(x, y, 5))
        for spur in range(_SPURS):
            heading = first + 2 * math.pi * (spur + 0.3 * float(_chance(x, y, 60 + spur))) / _SPURS
            if all(math.cos(heading - other) < 0.75 for other in taken):
                yield from _spur((x, y), height_m, heading, _REACH[0] * height_m, forks=2)


def _crest(high: Peak, low: Peak) -> Iterator[Ridge]:
    """The crest between two peaks, winding and sinking between them, with its spurs."""
    length_m = math.dist(high[:2], low[:2])
    heading = math.atan2(low[1] - high[1], low[0] - high[0])
    count = max(2, round(length_m / _SPUR_EVERY_M))
    along = np.linspace(0, 1, count + 1)
    aside = 0.14 * length_m * np.sin(math.pi * along) * _chance(high[0] + 977 * along, high[1] + 431 * along, 17)
    x = high[0] + along * (low[0] - high[0]) - aside * math.sin(heading)
    y = high[1] + along * (low[1] - high[1]) + aside * math.cos(heading)
    height_m = (high[2] + along * (low[2] - high[2])) * (1 - _SAG * np.sin(math.pi * along))
    for a, b in itertools.pairwise(range(count + 1)):
        yield Ridge((x[a], y[a]), (x[b], y[b]), height_m[a], height_m[b])
    for k in range(1, count):
        side = heading + (math.pi / 2) * (1 if k % 2 else -1) + 0.5 * float(_chance(x[k], y[k], 29))
        yield from _spur((x[k], y[k]), height_m[k], side, _REACH[1] * height_m[k], forks=2)


def _spur(foot: tuple[float, float], height_m: float, heading: float, length_m: float, forks: int) -> Iterator[Ridge]:
    """A crest that falls from `foot` to the lowland, and those that leave it, `forks` times over."""
    if height_m < _LEAST_M:
        return
    along = np.linspace(0, 1, _BENDS + 1)
    reach_m = length_m * (1 + 0.25 * float(_chance(foot[0] + length_m, foot[1], 31)))
    x = foot[0] + reach_m * along * math.cos(heading)
    y = foot[1] + reach_m * along * math.sin(heading)
    aside = _WIND * reach_m * along * _chance(x, y, 37)
    x, y = x - aside * math.sin(heading), y + aside * math.cos(heading)
    crest_m = height_m * (1 - along) ** 1.15
    for a, b in itertools.pairwise(range(_BENDS + 1)):
        yield Ridge((x[a], y[a]), (x[b], y[b]), crest_m[a], crest_m[b])
    if forks:
        for share, side in _FORKS[:: 3 - forks]:
            at = (float(np.interp(share, along, x)), float(np.interp(share, along, y)))
            from_m = float(np.interp(share, along, crest_m))
            yield from _spur(at, from_m, heading + side * _FORK_RAD, _REACH[2] * from_m + 120.0, forks - 1)


def _flanks_m(ridge: Ridge, x: FloatArray, y: FloatArray) -> FloatArray:
    """Height of the flanks of `ridge` at points; 0 beyond their foot."""
    dx, dy = ridge.end[0] - ridge.start[0], ridge.end[1] - ridge.start[1]
    length2 = max(dx * dx + dy * dy, 1e-9)
    share = np.clip(((x - ridge.start[0]) * dx + (y - ridge.start[1]) * dy) / length2, 0, 1)
    away_m = np.hypot(x - ridge.start[0] - share * dx, y - ridge.start[1] - share * dy)
    crest_m = ridge.start_m + share * (ridge.end_m - ridge.start_m)
    return np.asarray(crest_m * np.maximum(0, 1 - away_m / (_FLANK[0] * crest_m + _FLANK[1])) ** _HOLLOW)


def _chance(x: FloatArray | float, y: FloatArray | float, seed: int) -> FloatArray:
    """About -1 to 1, by coordinates alone."""
    return np.clip(1.8 * value_noise(np.asarray(x, np.float64), np.asarray(y, np.float64), 310.0, seed), -1, 1)
