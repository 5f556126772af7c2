"""Terrain and imagery: GeoTIFF (BigTIFF, cloud-optimised too), ESRI ASCII grids and SRTM tiles (.hgt)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from gis.formats import NO, SURELY
from gis.intake.answers import Answers
from gis.intake.content import Content, RawRaster
from gis.intake.raster.raster_file import kind_of, opened_raster
from gis.intake.source import Source

if TYPE_CHECKING:
    from rasterio.io import DatasetReader

    from gis.intake.finding import Finding

NAME = "GeoTIFF, ASCII grid, SRTM"


def recognises(source: Source) -> int:
    """By the mark of a TIFF, the keywords of a grid; SRTM tiles have neither and are known by their ending."""
    return SURELY if not source.address and kind_of(source) else NO


def read(source: Source, answers: Answers) -> Content:
    """The one raster of `source`: what it is, where it lies, from where to where it rises.

    Raises:
        UserError: it is damaged, lies nowhere on Earth, or is too large to read piece by piece.
    """
    with opened_raster(source) as raster:
        return _content(raster, source, answers)


def _content(raster: DatasetReader, source: Source, answers: Answers) -> Content:
    from gis.intake.raster.raster_findings import of_several, remarks
    from gis.intake.raster.raster_kind import sort_of
    from gis.intake.raster.raster_place import lie_of
    from gis.intake.raster.raster_values import range_of, tried

    lie = lie_of(raster, source, answers, "" if raster.count >= 3 else "terrain")
    pixel_m = math.sqrt(lie.pixel_m[0] * lie.pixel_m[1]) if lie.pixel_m else None
    sort = sort_of(raster, source, answers, pixel_m)
    found: list[Finding] = [*lie.findings, *sort.findings, *of_several(len(raster.subdatasets), source)]
    made = RawRaster(
        name=source.stem, kind=sort.kind or "other", file=source.file, crs=lie.crs, width=raster.width,
        height=raster.height, bounds=lie.bounds, lowest_m=math.nan, highest_m=math.nan, crs_name=lie.name,
        affine=lie.affine, bands=sort.bands, unit_m=sort.unit_m, pixel_m=lie.pixel_m, area_m2=lie.area_m2,
        shown=source.shown,
    )  # fmt: skip
    if sort.kind == "imagery":
        covered = tried(raster, sort.bands)
        found += remarks(made, None, lie.declared, source)
        return Content(rasters=(made.holding(1 - covered),), findings=tuple(found))
    reach = range_of(raster, sort.bands[0], sort.unit_m)
    if sort.kind != "terrain":
        return Content(rasters=(made,), findings=tuple(found))
    made = made.holding(reach.voids, reach.lowest_m, reach.highest_m)
    return Content(rasters=(made,), findings=(*found, *remarks(made, reach, lie.declared, source)))
