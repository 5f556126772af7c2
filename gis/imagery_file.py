"""The photo in a park's GeoPackage: the tile table "imagery", which GIS programs show too."""

from __future__ import annotations

import contextlib
import sqlite3
import warnings
from pathlib import Path
from typing import Any, Final

import numpy as np

from gis.imagery import Imagery

TABLE: Final = "imagery"
MOST_SIDE: Final = 4096
_MOST_STORED: Final = 8192
"""A photo larger than this was not written by this program and is read in part of its pixels."""


def has_imagery(file: Path) -> bool:
    """Whether the GeoPackage `file` holds a photo."""
    try:
        with contextlib.closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as database:
            asked = "SELECT count(*) FROM gpkg_contents WHERE table_name = ? AND data_type = 'tiles'"
            return bool(database.execute(asked, (TABLE,)).fetchone()[0])
    except sqlite3.Error:
        return False


def write_imagery(file: Path, photo: Imagery, crs: Any) -> None:
    """Add `photo`, whose bounds are in `crs`, to the GeoPackage `file`, which holds none yet.

    Raises:
        OSError: the file cannot be written.
    """
    import rasterio
    from rasterio.errors import RasterioError

    west, south, east, north = photo.bounds_m
    rows, columns = photo.rgba.shape[:2]
    affine = rasterio.Affine((east - west) / columns, 0, west, 0, -(north - south) / rows, north)
    try:
        with _quiet(), rasterio.open(
            file, "w", driver="GPKG", width=columns, height=rows, count=4, dtype="uint8", crs=crs.to_wkt(),
            transform=affine, RASTER_TABLE=TABLE, APPEND_SUBDATASET="YES", TILE_FORMAT="PNG_JPEG", QUALITY="90",
        ) as raster:  # fmt: skip
            raster.write(np.moveaxis(photo.rgba, -1, 0))
    except (RasterioError, RuntimeError) as error:
        raise OSError(str(error)) from error


def read_imagery(file: Path) -> Imagery | None:
    """The photo in the GeoPackage `file`, its bounds in the file's system; None if there is none that can be read."""
    import rasterio
    from rasterio.errors import RasterioError

    if not has_imagery(file):
        return None
    try:
        with _quiet(), rasterio.open(file, driver="GPKG", TABLE=TABLE) as raster:
            less = max(1.0, max(raster.width, raster.height) / _MOST_STORED)
            shape = (raster.count, round(raster.height / less), round(raster.width / less))
            bands = raster.read(out_shape=shape)
            bounds = raster.bounds
    except (RasterioError, RuntimeError, ValueError):
        return None
    rgba = np.full((*bands.shape[1:], 4), 255, np.uint8)
    colours = bands[:3] if len(bands) >= 3 else bands[:1]
    rgba[..., :3] = np.moveaxis(colours, 0, -1)
    if len(bands) in (2, 4):
        rgba[..., 3] = bands[-1]
    return Imagery(rgba, (bounds.left, bounds.bottom, bounds.right, bounds.top))


@contextlib.contextmanager
def _quiet() -> Any:
    """Rasterio warns of what does no harm here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        warnings.simplefilter("ignore", UserWarning)
        yield
