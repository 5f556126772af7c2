"""Rasters laid on grids of the park's system: every point looks up the pixels about it, by the raster's own map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyproj
from numpy.typing import NDArray

from gis.errors import UserError
from gis.intake.content import RawRaster
from gis.intake.opening.unpack import opened
from gis.intake.placing.working import conversion
from gis.intake.raster.raster_file import Floats, metres, opened_raster
from gis.intake.survey import Survey
from gis.text import tr

if TYPE_CHECKING:
    from rasterio.io import DatasetReader

_AVERAGED: Final = 200_000_000
"""Pixels beyond which every so-manieth is taken in place of the mean of all."""
_COARSE: Final = 32
"""Places of a grid are converted exactly this often, and between by straight lines."""

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Grid:
    """Points of a regular grid, rows from the south: x0 + step column, y0 + step row, in `crs`."""

    crs: pyproj.CRS
    x0: float
    y0: float
    step: float
    rows: int
    columns: int

    @property
    def bounds(self) -> Bounds:
        """Of the outermost points."""
        return (
            self.x0, self.y0, self.x0 + self.step * (self.columns - 1), self.y0 + self.step * (self.rows - 1)
        )  # fmt: skip

    def pixels_of(self, raster: RawRaster) -> tuple[Floats, Floats]:
        """(rows, columns) column and row of each point in `raster`, from the corner of its first pixel."""
        assert raster.crs is not None
        columns, rows = (_knots(size) for size in (self.columns, self.rows))
        x, y = np.meshgrid(self.x0 + self.step * columns, self.y0 + self.step * rows)
        for way in conversion(self.crs, raster.crs, self.bounds):
            x, y = way.transform(x, y)
        a, b, c, d, e, f = raster.affine
        size = a * e - b * d
        column, row = (e * (x - c) - b * (y - f)) / size, (a * (y - f) - d * (x - c)) / size
        every = (np.arange(self.rows), np.arange(self.columns))
        return _between(column, rows, columns, *every), _between(row, rows, columns, *every)


def _knots(size: int) -> Floats:
    return np.unique(np.append(np.arange(0, size, _COARSE), max(size - 1, 0))).astype(np.float64)


def _between(values: Floats, rows: Floats, columns: Floats, row: NDArray[Any], column: NDArray[Any]) -> Floats:
    """`values` at knots, (rows, columns), for every row and column."""
    across = np.stack([np.interp(column, columns, line) for line in values])
    place = np.clip(np.searchsorted(rows, row, side="right") - 1, 0, max(len(rows) - 2, 0))
    after = np.minimum(place + 1, len(rows) - 1)
    share = np.where(after > place, (row - rows[place]) / np.maximum(rows[after] - rows[place], 1), 0.0)[:, None]
    return np.asarray(across[place] * (1 - share) + across[after] * share)


@contextmanager
def reopened(survey: Survey, raster: RawRaster) -> Iterator[DatasetReader]:
    """A surveyed raster open for reading; an archive is unpacked again.

    Raises:
        UserError: it is no longer what it was.
    """
    with opened(survey.file) as sources:
        source = next((source for source in sources if source.shown == raster.shown), None)
        if source is None:
            raise UserError(raster.shown, tr("The file changed while it was read."), remedy=tr("Import it again."))
        with opened_raster(source) as dataset:
            yield dataset


def elevations(survey: Survey, raster: RawRaster, grid: Grid) -> Floats:
    """(rows, columns) elevations in metres on `grid`, NaN where the raster has none."""
    column, row = grid.pixels_of(raster)
    with reopened(survey, raster) as dataset:
        part = _part(dataset, raster, (column, row), grid.step)
        if part is None:
            return np.full(column.shape, np.nan)
        numbers = metres(dataset, raster.bands[0], raster.unit_m)(part.read(dataset, raster.bands[:1])[0])
    return part.looked_up(numbers, column, row)


def colours(survey: Survey, raster: RawRaster, grid: Grid) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """(rows, columns, 3) red, green and blue on `grid`, and where there are any."""
    column, row = grid.pixels_of(raster)
    with reopened(survey, raster) as dataset:
        part = _part(dataset, raster, (column, row), grid.step)
        if part is None:
            return np.zeros((*column.shape, 3), np.uint8), np.zeros(column.shape, bool)
        palette = _palette(dataset) if len(raster.bands) == 1 else None
        part = part if palette is None else replace(part, averaged=False)
        taken = part.read(dataset, raster.bands)
        known = part.mask(dataset)
    if palette is not None:
        taken = np.moveaxis(palette[np.clip(np.ma.getdata(taken[0]).astype(int), 0, len(palette) - 1)], -1, 0)
    bands = _bytes(taken, known)
    here = part.looked_up(np.where(known, 1.0, np.nan), column, row) > 0
    found = [
        np.nan_to_num(part.looked_up(band, column, row)) for band in (bands if len(bands) == 3 else [bands[0]] * 3)
    ]
    return np.rint(np.stack(found, -1)).astype(np.uint8), here


def _palette(dataset: DatasetReader) -> NDArray[np.uint8] | None:
    """(numbers, 3) the colour of each number of the first band; None where its numbers are no colours."""
    from rasterio.enums import ColorInterp

    if dataset.colorinterp[0] != ColorInterp.palette:
        return None
    named = dataset.colormap(1)
    table = np.zeros((max(named) + 1, 3), np.uint8)
    for number, colour in named.items():
        table[number] = colour[:3]
    return table


def _bytes(bands: NDArray[Any], known: NDArray[np.bool_]) -> list[Floats]:
    """Bands from 0 to 255: those of more than 8 bits by the range that most of their pixels take."""
    plain = [np.ma.filled(np.ma.asarray(band).astype(np.float64), np.nan) for band in bands]
    if bands.dtype == np.uint8:
        return plain
    seen = [band[known & np.isfinite(band)] for band in plain]
    some = np.concatenate([values[:: max(1, len(values) // 100_000)] for values in seen])
    low, high = np.quantile(some, (0.01, 0.99)) if len(some) else (0.0, 1.0)
    return [np.clip((band - low) / max(high - low, 1e-9), 0, 1) * 255 for band in plain]


@dataclass(frozen=True, slots=True)
class _Part:
    """A window of a raster (left, top, width, height), read as so many rows and columns."""

    left: int
    top: int
    width: int
    height: int
    rows: int
    columns: int
    averaged: bool

    def read(self, dataset: DatasetReader, bands: Sequence[int]) -> NDArray[Any]:
        """(bands, rows, columns) numbers, masked."""
        from rasterio.enums import Resampling

        way = Resampling.average if self.averaged else Resampling.nearest
        shape = (len(bands), self.rows, self.columns)
        read = dataset.read(list(bands), window=self._window(), out_shape=shape, masked=True, resampling=way)
        return np.asanyarray(read)

    def mask(self, dataset: DatasetReader) -> NDArray[np.bool_]:
        """(rows, columns) where the raster holds anything."""
        mask = dataset.dataset_mask(window=self._window(), out_shape=(self.rows, self.columns))
        return np.asarray(mask > 0)

    def _window(self) -> Any:
        from rasterio.windows import Window

        return Window(self.left, self.top, self.width, self.height)

    def looked_up(self, numbers: Floats, column: Floats, row: Floats) -> Floats:
        """Between the middles of the pixels, of which at least half must be known; NaN beyond the edge."""
        u = (column - self.left) / self.width * self.columns - 0.5
        v = (row - self.top) / self.height * self.rows - 0.5
        inside = (u > -0.75) & (v > -0.75) & (u < self.columns - 0.25) & (v < self.rows - 0.25)
        u, v = np.clip(np.where(inside, u, 0), 0, self.columns - 1), np.clip(np.where(inside, v, 0), 0, self.rows - 1)
        i, j = np.floor(u).astype(np.intp), np.floor(v).astype(np.intp)
        total, weight = np.zeros(u.shape), np.zeros(u.shape)
        for di in (0, 1):
            for dj in (0, 1):
                share = np.abs(1 - di - (u - i)) * np.abs(1 - dj - (v - j))
                found = numbers[np.minimum(j + dj, self.rows - 1), np.minimum(i + di, self.columns - 1)]
                known = np.isfinite(found)
                total += np.where(known, share * np.nan_to_num(found), 0.0)
                weight += np.where(known, share, 0.0)
        return np.where(inside & (weight >= 0.5), total / np.maximum(weight, 1e-9), np.nan)


def _part(dataset: DatasetReader, raster: RawRaster, at: tuple[Floats, Floats], step: float) -> _Part | None:
    """What of `raster` lies under a grid of this step, as finely as it needs it; None if it lies elsewhere."""
    assert raster.pixel_m is not None
    low, high = ([float(np.nanmin(side)) for side in at], [float(np.nanmax(side)) for side in at])
    if not np.isfinite((*low, *high)).all():
        return None
    left, top = (max(0, int(np.floor(side)) - 2) for side in low)
    right, bottom = (
        min(size, int(np.ceil(side)) + 2) for side, size in zip(high, (dataset.width, dataset.height), strict=True)
    )
    if right <= left or bottom <= top:
        return None
    fewer = [max(1.0, step / side) for side in raster.pixel_m]
    columns, rows = (max(1, round(size / less)) for size, less in zip((right - left, bottom - top), fewer, strict=True))
    averaged = (right - left) * (bottom - top) <= _AVERAGED
    return _Part(left, top, right - left, bottom - top, rows, columns, averaged)
