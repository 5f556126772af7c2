"""Rasters opened within bounds: no network, no other files than those beside them, no block that fills the memory."""

from __future__ import annotations

import math
import re
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from gis.errors import UserError
from gis.intake.source import Source
from gis.text import tr

if TYPE_CHECKING:
    from rasterio.io import DatasetReader

MOST_BLOCK_BYTES: Final = 512 * 1024**2
"""A compressed strip or tile is unpacked whole."""
MOST_SIDE: Final = 2_000_000
_OPTIONS: Final = {
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none", "GDAL_HTTP_PROXY": "127.0.0.1:9", "GDAL_HTTP_MAX_RETRY": "0",
    "PROJ_NETWORK": "OFF", "GDAL_CACHEMAX": 64, "GDAL_MAX_DATASET_POOL_SIZE": "8", "GDAL_PAM_ENABLED": "YES",
    "GTIFF_DIRECT_IO": "NO", "GDAL_NUM_THREADS": "1",
}  # fmt: skip
_TIFF: Final = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_GRID: Final = re.compile(
    rb"(?i)\A(\xef\xbb\xbf)?(\s*[#;!/][^\r\n]*[\r\n])*\s*(ncols|nrows|cellsize|xllcorner|xllcenter|yllcorner|yllcenter"
    rb"|dx|dy|nodata_value|nodata)\s+[-+.\d]"
)
_TILE: Final = re.compile(r"(?i)(?<![a-z0-9])([NS]\d{2}[EW]\d{3})(?!\d)")
_SIDES: Final = {1201 * 1201 * 2: 1201, 3601 * 3601 * 2: 3601, 1801 * 3601 * 2: 3601, 7201 * 7201 * 2: 7201}
"""Bytes of an SRTM tile to the points on its longer side."""


def kind_of(source: Source) -> str:
    """The driver that reads `source`: "GTiff", "AAIGrid", "SRTMHGT"; "" if it is none of these."""
    if source.head[:4] in _TIFF:
        return "GTiff"
    if _GRID.match(source.head[:4096]):
        return "AAIGrid"
    return "SRTMHGT" if source.ending == ".hgt" else ""


@contextmanager
def opened_raster(source: Source) -> Iterator[DatasetReader]:
    """The raster in `source`, open for reading; what goes wrong with it inside the block is told.

    Raises:
        UserError: it is damaged, cut off, or would need too much memory.
    """
    import rasterio
    from rasterio.errors import NotGeoreferencedWarning as Nowhere
    from rasterio.errors import RasterioError, RasterioIOError

    driver = kind_of(source)
    with tempfile.TemporaryDirectory(prefix="parktwin-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", Nowhere)
        # Rasterio warns of what is then refused, or does no harm.
        warnings.simplefilter("ignore", UserWarning)
        warnings.simplefilter("ignore", RuntimeWarning)
        # And of its own way to multiply maps.
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        file = _readable(source, driver, Path(folder))
        try:
            with rasterio.Env(**_OPTIONS), rasterio.open(file, driver=driver) as raster:
                _bounded(raster, source)
                yield raster
        except (RasterioIOError, RasterioError, RuntimeError, ValueError, OverflowError) as error:
            raise _damaged(source.shown, error) from error


def _damaged(shown: str, error: Exception) -> UserError:
    without_folders = re.sub(r"[^\s'\"`]*[/\\](?=[^\s'\"`]*\.)", "", str(error.__cause__ or error))
    detail = re.sub(r"\s+", " ", without_folders).strip()
    return UserError(
        shown, tr("The raster is damaged or cut off ({detail}).", detail=detail[:160] or type(error).__name__),
        remedy=tr("Copy or export it again, all of it, for example as GeoTIFF with QGIS."),
    )  # fmt: skip


def _bounded(raster: DatasetReader, source: Source) -> None:
    """Refuse what cannot be read piece by piece."""
    if not raster.count or not raster.width or not raster.height:
        raise UserError(source.shown, tr("There is no picture in it."), remedy=tr("Export it again as GeoTIFF."))
    size = max(np.dtype(kind).itemsize for kind in map(_plain_type, raster.dtypes))
    bands = raster.count if str(raster.profile.get("interleave", "")) == "pixel" else 1
    block = max(rows * columns for rows, columns in raster.block_shapes) * size * bands
    if block > MOST_BLOCK_BYTES or max(raster.width, raster.height) > MOST_SIDE or raster.count > 1000:
        raise UserError(
            source.shown,
            tr("It claims {columns} × {rows} pixels in pieces of {size} MB: too much to read piece by piece.",
               columns=f"{raster.width:,}", rows=f"{raster.height:,}", size=f"{block / 1e6:,.0f}"),
            remedy=tr("Save it in tiles (gdal_translate -co TILED=YES), or only the part about the park."),
        )  # fmt: skip


def _plain_type(name: str) -> str:
    """NumPy's name of a type; of those that it has not (complex integers) one as large."""
    return {"complex_int16": "complex64"}.get(name, name)


def _readable(source: Source, driver: str, folder: Path) -> Path:
    """The file itself, or a copy of what the driver does not take as it is."""
    if driver == "SRTMHGT":
        return _tile(source, folder)
    if driver == "AAIGrid" and re.match(rb"\s*(\xef\xbb\xbf|[#;!/])", source.head):
        return _without_comments(source, folder)
    return source.file


def _tile(source: Source, folder: Path) -> Path:
    """An SRTM tile under the name that says where it lies."""
    size = source.file.stat().st_size
    if size not in _SIDES:
        raise UserError(
            source.shown,
            tr("A tile of SRTM has 1201 × 1201 or 3601 × 3601 points; this file has {bytes} bytes.", bytes=f"{size:,}"),
            tr("It is cut off, or something else."), tr("Download the tile again."),
        )  # fmt: skip
    place = _TILE.search(source.file.name) or _TILE.search(source.stem) or _TILE.search(Path(source.shown).name)
    if place is None:
        raise UserError(
            source.shown,
            tr("Nothing but its name says where a tile of SRTM lies, and this one says nothing."),
            tr("Expected is a name such as N36E120.hgt: the tile's south-western corner."),
            tr("Give the file its first name again."),
        )
    if re.fullmatch(r"[NS]\d{2}[EW]\d{3}\.hgt", source.file.name):
        return source.file
    named = folder / f"{place.group(1).upper()}.hgt"
    shutil.copyfile(source.file, named)
    return named


def _without_comments(source: Source, folder: Path) -> Path:
    """A grid without the lines before its first, that no standard knows; its projection still beside it."""
    plain = folder / source.file.name
    with source.file.open("rb") as given, plain.open("wb") as written:
        line = given.readline(65_536).removeprefix(b"\xef\xbb\xbf")
        while line and (not line.strip() or line.lstrip()[:1] in b"#;!/"):
            line = given.readline(65_536)
        written.write(line)
        shutil.copyfileobj(given, written)
    projection = source.companion(".prj")
    if projection is not None:
        shutil.copyfile(projection, plain.with_suffix(".prj"))
    return plain


def pieces(raster: DatasetReader, pixels: int = 4_000_000) -> Iterator[Any]:
    """Windows that cover the raster once, along its own strips or tiles, of about so many pixels each."""
    from rasterio.windows import Window

    rows, columns = raster.block_shapes[0]
    wide = min(raster.width, max(columns, columns * (pixels // max(1, rows * columns))))
    high = min(raster.height, max(rows, rows * (pixels // max(1, rows * wide))))
    for top in range(0, raster.height, high):
        for left in range(0, raster.width, wide):
            yield Window(left, top, min(wide, raster.width - left), min(high, raster.height - top))


Floats = NDArray[np.float64]


def metres(raster: DatasetReader, band: int, unit_m: float) -> Callable[[NDArray[Any]], Floats]:
    """From the numbers of a band, masked arrays, to elevations in metres; NaN where there is none."""
    scale, offset = raster.scales[band - 1], raster.offsets[band - 1]
    if not (math.isfinite(scale) and math.isfinite(offset)) or not scale:
        scale, offset = 1.0, 0.0

    def converted(values: NDArray[Any]) -> Floats:
        numbers = np.ma.filled(np.ma.asarray(values).astype(np.float64), np.nan)
        with np.errstate(all="ignore"):
            found = np.where(_marks(numbers), np.nan, numbers)
            return np.asarray((found * scale + offset) * unit_m)

    return converted


def _marks(numbers: Floats) -> NDArray[np.bool_]:
    """Numbers by which programs mark that nothing is known, also where the file does not say so."""
    return ~(np.abs(numbers) < 1e30) | np.isin(numbers, VOID_MARKS)


VOID_MARKS: Final[Sequence[float]] = (-32768.0, -32767.0, -9999.0, -99999.0, -999999.0, 2147483647.0, -2147483648.0)
