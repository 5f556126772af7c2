"""What is good to know of a raster that can be used."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import pyproj

from gis.intake.content import RawRaster
from gis.intake.finding import Finding
from gis.intake.raster.raster_values import HIGHEST_M, LOWEST_M, Range
from gis.intake.source import Source
from gis.text import tr

_COARSE_M: Final = 25.0
"""Terrain of larger cells shows hills, but neither terraces nor cuttings."""
_BLURRED_M: Final = 2.0
"""Pictures of larger pixels show blocks, but no buildings."""
_SEA: Final = 0.005


def remarks(raster: RawRaster, reach: Range | None, declared: pyproj.CRS | None, source: Source) -> list[Finding]:
    """Findings on `raster`; `reach` is that of its elevations, None in a picture; `declared` may name their system."""
    said = [*_on_terrain(raster, reach), *_heights_above(declared)] if reach is not None else [*_on_picture(raster)]
    return [Finding(level, source.shown, what, expected, remedy, source.stem) for level, what, expected, remedy in said]


def of_several(count: int, source: Source) -> list[Finding]:
    """A word on a file of more rasters than the one that is read."""
    if count < 2:
        return []
    what = tr("The file holds {count} rasters; the first is read.", count=count)
    remedy = tr("Save the others as files of their own if they count.")
    return [Finding("warning", source.shown, what, remedy=remedy, layer=source.stem)]


_Said = Iterator[tuple[str, str, str, str]]


def _on_terrain(raster: RawRaster, reach: Range) -> _Said:
    if math.isnan(reach.lowest_m):
        remedy = tr("Take another tile, or say its unit or what it is.")
        yield "error", tr("There is no elevation in it: nothing but voids."), "", remedy
        return
    if not reach.exact:
        yield "note", tr("It is so large that lowest, highest and voids are of a sample."), "", ""
    if reach.stray:
        what = tr("{count} numbers are no elevations on Earth; they are taken for voids.", count=f"{reach.stray:,}")
        expected = tr("Expected is {low} to {high} m.", low=f"{LOWEST_M:,.0f}", high=f"{HIGHEST_M:,.0f}")
        yield "warning", what, expected, tr("Declare the number that marks voids (gdal_translate -a_nodata).")
    if raster.voids > 0:
        what = tr("{percent} of it are voids, without an elevation.", percent=_percent(raster.voids))
        yield (
            ("warning" if raster.voids > 0.02 else "note"), what, "",
            tr("They are filled from the ground around them."),
        )  # fmt: skip
    if reach.zero >= _SEA:
        what = tr("{percent} of it lie at exactly 0 m: taken for the sea.", percent=_percent(reach.zero))
        yield "note", what, "", tr("If that is land without data, declare 0 as the number that marks voids.")
    if reach.lowest_m < -50:
        what = tr("It reaches {low} m below the sea.", low=f"{-reach.lowest_m:,.0f}")
        yield "note", what, "", tr("If it holds no sea bed, see whether that is a mark for voids.")
    yield from _resolution(raster)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if share >= 0.001 else "< 0.1 %"


def _resolution(raster: RawRaster) -> _Said:
    size_m = max(raster.pixel_m) if raster.pixel_m else 0.0
    if size_m > _COARSE_M:
        what = tr("Its cells are {metres} m wide: they show hills and valleys, but no terraces, banks or cuttings.",
                  metres=f"{size_m:,.0f}")  # fmt: skip
        yield "note", what, "", tr("For the ground of the park itself, take one of 5 m or finer.")


def _heights_above(declared: pyproj.CRS | None) -> _Said:
    """What the elevations are counted from, as far as the file says so."""
    if declared is None:
        return
    vertical = next((part for part in declared.sub_crs_list if part.is_vertical), None)
    ellipsoidal = len(declared.axis_info) > 2 and not declared.is_compound
    if ellipsoidal or (vertical is not None and "ellips" in vertical.name.lower()):
        yield (
            "warning", tr("Its heights are above the ellipsoid, not above the sea."),
            tr("The two differ by up to 100 m, from place to place."),
            tr("Convert them to heights above the sea if levels matter."),
        )  # fmt: skip
    elif vertical is not None:
        yield "note", tr("Its heights are counted after {name}.", name=vertical.name), "", ""


def _on_picture(raster: RawRaster) -> _Said:
    size_m = max(raster.pixel_m) if raster.pixel_m else 0.0
    if size_m > _BLURRED_M:
        what = tr("Its pixels are {metres} m wide: they show blocks and fields, but no buildings.",
                  metres=f"{size_m:,.1f}")  # fmt: skip
        yield "note", what, "", tr("For the ground of the park, take one of 0.5 m or finer.")
