"""Photos of files laid on the ground of a park."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import numpy as np

from gis.imagery import Imagery
from gis.imagery_file import MOST_SIDE
from gis.intake.content import RawRaster
from gis.intake.finding import Finding
from gis.intake.raster.raster_sample import Grid, colours
from gis.intake.survey import Survey
from gis.text import tr

MARGIN_M: Final = 700.0
_FINEST_M: Final = 0.1


def photo_of(site: gpd.GeoDataFrame, surveys: Sequence[Survey]) -> tuple[Imagery | None, tuple[Finding, ...]]:
    """The photos of the files in the system of `site`, as far as they lie about it; None if none does."""
    found = [(survey, raster) for survey in surveys for raster in survey.rasters if raster.kind == "imagery"]
    found = sorted((pair for pair in found if pair[1].pixel_m), key=lambda pair: max(pair[1].pixel_m or (0,)))
    if not found:
        return None, ()
    grid = _grid(site, found)
    if grid is None:
        return None, tuple(_elsewhere(survey, raster) for survey, raster in found)
    rgba = np.zeros((grid.rows, grid.columns, 4), np.uint8)
    for survey, raster in found:
        rgb, known = colours(survey, raster, grid)
        new = known & (rgba[..., 3] == 0)
        rgba[new] = np.concatenate([rgb[new], np.full((int(new.sum()), 1), 255, np.uint8)], axis=1)
    if not rgba[..., 3].any():
        return None, tuple(_elsewhere(survey, raster) for survey, raster in found)
    half, (west, south, east, north) = grid.step / 2, grid.bounds
    said = tr("The photo lies on the ground of the park, {columns} × {rows} pixels of {size} m.",
              columns=f"{grid.columns:,}", rows=f"{grid.rows:,}", size=f"{grid.step:.3g}")  # fmt: skip
    note = Finding("note", f"{found[0][0].file} {found[0][1].name}", said)
    # Grids count their rows from the south, pictures theirs from the north.
    return Imagery(rgba[::-1].copy(), (west - half, south - half, east + half, north + half)), (note,)


def _grid(site: gpd.GeoDataFrame, found: Sequence[tuple[Survey, RawRaster]]) -> Grid | None:
    """Of the ground about the sites that a photo shows, as fine as the finest, but of no more pixels than are drawn."""
    import pyproj

    about = np.array(site.total_bounds) + np.array([-1, -1, 1, 1]) * MARGIN_M
    extents = []
    for _, raster in found:
        way = pyproj.Transformer.from_crs(raster.crs, site.crs, always_xy=True)
        extents.append(way.transform_bounds(*raster.bounds))
    of_all = np.array(extents)
    low = np.maximum(about[:2], of_all[:, :2].min(axis=0))
    high = np.minimum(about[2:], of_all[:, 2:].max(axis=0))
    if not np.isfinite([*low, *high]).all() or (high <= low).any():
        return None
    step = max(_FINEST_M, max(found[0][1].pixel_m or (1.0,)), float((high - low).max()) / MOST_SIDE)
    columns, rows = (max(1, min(MOST_SIDE, math.floor(side / step))) for side in high - low)
    return Grid(site.crs, float(low[0]) + step / 2, float(low[1]) + step / 2, step, rows, columns)


def _elsewhere(survey: Survey, raster: RawRaster) -> Finding:
    what = tr("The photo does not lie on the ground about the park; it is left out.")
    remedy = tr("See whether its coordinate system is right.")
    return Finding("warning", f"{survey.file} {raster.name}", what, remedy=remedy, layer=raster.name)
