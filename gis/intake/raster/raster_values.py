"""What the numbers of a raster are like: looked at in samples first, then piece by piece as far as time allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from gis.intake.raster.raster_file import Floats, metres, pieces

if TYPE_CHECKING:
    from rasterio.io import DatasetReader

MOST_WHOLE: Final = 64_000_000
"""Rasters of more numbers are looked at in samples only."""
HIGHEST_M: Final = 9000.0
LOWEST_M: Final = -12_000.0
_SIDE: Final = 512
_SAMPLE_BYTES: Final = 512 * 1024**2


@dataclass(frozen=True, slots=True)
class Look:
    """A first look at one band: `low` and `high` hold all but one number in a hundred on each side.

    `steep` is the median difference of neighbours; `different` counts different numbers; `whole`: all are integers;
    `known` is the share of numbers that are any.
    """

    low: float
    high: float
    steep: float
    different: int
    whole: bool
    known: float
    count: int


@dataclass(frozen=True, slots=True)
class Range:
    """Elevations of a raster: `lowest_m` and `highest_m` of those that can be any, NaN if there are none.

    `voids` is the share of pixels without one; `stray` counts numbers that no place on Earth has, `zero` is the share
    of the rest that is exactly 0; `exact`: every pixel was looked at.
    """

    lowest_m: float
    highest_m: float
    voids: float
    stray: int
    zero: float
    exact: bool


def sample(raster: DatasetReader, band: int) -> NDArray[Any]:
    """Numbers of a band, masked, evenly picked from all over it, at most some 512 a side."""
    rows, columns = sample_shape(raster)
    return np.asanyarray(raster.read(band, out_shape=(rows, columns), masked=True))


def sample_shape(raster: DatasetReader, most: int = _SIDE) -> tuple[int, int]:
    """Rows and columns of a sample that can be read in bounded time."""
    high, wide = raster.block_shapes[0]
    each = high * wide * 8
    across, down = -(-raster.width // wide), -(-raster.height // high)
    side = most
    while side > 32 and min(side, across) * min(side, down) * each > _SAMPLE_BYTES:
        side //= 2
    return max(1, min(side, raster.height)), max(1, min(side, raster.width))


def look(raster: DatasetReader, band: int) -> Look:
    """A first look at a band."""
    taken = sample(raster, band)
    if np.iscomplexobj(taken):
        return Look(np.nan, np.nan, np.nan, 0, False, 0.0, taken.size)
    numbers = metres(raster, band, 1.0)(taken)
    known = np.isfinite(numbers)
    if not known.any():
        return Look(np.nan, np.nan, np.nan, 0, False, 0.0, numbers.size)
    values = numbers[known]
    low, high = np.quantile(values, (0.01, 0.99))
    return Look(
        float(low),
        float(high),
        _steep(raster, band),
        len(np.unique(values)),
        bool((values == np.round(values)).all()),
        float(known.mean()),
        numbers.size,
    )


def _steep(raster: DatasetReader, band: int) -> float:
    """The median difference of true neighbours, in a window about the middle."""
    from rasterio.windows import Window

    side = 256
    wide, high = min(side, raster.width), min(side, raster.height)
    window = Window((raster.width - wide) // 2, (raster.height - high) // 2, wide, high)
    numbers = metres(raster, band, 1.0)(raster.read(band, window=window, masked=True))
    steps = np.abs(np.concatenate([np.diff(numbers, axis=0).ravel(), np.diff(numbers, axis=1).ravel()]))
    steps = steps[np.isfinite(steps)]
    return float(np.median(steps)) if len(steps) else np.nan


def range_of(raster: DatasetReader, band: int, unit_m: float) -> Range:
    """The elevations of a band: all of them, or of a sample where there are too many."""
    convert = metres(raster, band, unit_m)
    exact = raster.width * raster.height <= MOST_WHOLE
    parts = (raster.read(band, window=window, masked=True) for window in pieces(raster)) if exact else ()
    total = _Total()
    for part in parts:
        total.add(convert(part))
    if not exact:
        total.add(convert(sample(raster, band)))
    return total.range(exact)


class _Total:
    """A range in the making."""

    def __init__(self) -> None:
        self.lowest, self.highest = np.inf, -np.inf
        self.pixels = self.known = self.stray = self.zero = 0

    def add(self, heights_m: Floats) -> None:
        """Count one piece."""
        self.pixels += heights_m.size
        known = heights_m[np.isfinite(heights_m)]
        can_be = known[(known >= LOWEST_M) & (known <= HIGHEST_M)]
        self.stray += len(known) - len(can_be)
        self.known += len(can_be)
        self.zero += int((can_be == 0).sum())
        if len(can_be):
            self.lowest = min(self.lowest, float(can_be.min()))
            self.highest = max(self.highest, float(can_be.max()))

    def range(self, exact: bool) -> Range:
        """What was counted."""
        lowest, highest = (self.lowest, self.highest) if self.known else (np.nan, np.nan)
        voids = 1 - self.known / max(1, self.pixels)
        return Range(lowest, highest, voids, self.stray, self.zero / max(1, self.known), exact)


def tried(raster: DatasetReader, bands: tuple[int, ...]) -> float:
    """The share of a picture that is covered; every piece is read, so that damage shows, as far as time allows."""
    whole = raster.width * raster.height * len(bands) <= MOST_WHOLE
    if not whole:
        mask = raster.dataset_mask(out_shape=sample_shape(raster))
        raster.read(list(bands), out_shape=(len(bands), *sample_shape(raster)))
        return float((mask > 0).mean())
    covered = 0
    for window in pieces(raster):
        raster.read(list(bands), window=window)
        covered += int((raster.dataset_mask(window=window) > 0).sum())
    return covered / float(raster.width * raster.height)
