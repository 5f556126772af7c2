"""Where a raster lies: its affine map, its reference system judged as that of layers, its size on the ground."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from gis.errors import UserError
from gis.intake.answers import Answers
from gis.intake.content import RawLayer
from gis.intake.finding import Finding
from gis.intake.placing.areas import areas_m2
from gis.intake.placing.earth import degrees
from gis.intake.source import Source
from gis.text import tr

if TYPE_CHECKING:
    from rasterio.io import DatasetReader

Affine6 = tuple[float, float, float, float, float, float]
"""x = a column + b row + c, y = d column + e row + f, from the upper left corner of the first pixel."""
_TURNED: Final = 1e-6
_SIDE: Final = 16
"""The edges of a raster are followed in so many steps, since they are no straight lines on the ground."""


@dataclass(frozen=True, slots=True)
class Lie:
    """`declared` is what the file says, with a system of heights if it names one; `crs` is None while it is a question,
    `name` then ""; `area_m2` and `pixel_m` are None then."""

    affine: Affine6
    declared: pyproj.CRS | None
    crs: pyproj.CRS | None
    name: str
    bounds: tuple[float, float, float, float]
    area_m2: float | None
    pixel_m: tuple[float, float] | None
    findings: tuple[Finding, ...]


def lie_of(raster: DatasetReader, source: Source, answers: Answers, kind: str) -> Lie:
    """Where `raster` lies on Earth, or the question.

    Raises:
        UserError: nothing in it or beside it says where it lies; or an answer cannot be understood.
    """
    from gis.intake.placing.coordinates import placed

    affine = _affine(raster, source)
    declared = _declared(raster)
    outline = outline_of(affine, raster.width, raster.height)
    _on_earth(outline, source)
    table = gpd.GeoDataFrame(geometry=gpd.GeoSeries([outline], crs=declared), crs=declared)
    stands = placed(RawLayer(source.stem, table, 1, kind), answers, source.shown)
    there = stands.layer.table
    findings = (*stands.findings, *_turned(affine, source))
    if there.crs is None:
        return Lie(affine, declared, None, "", _bounds(outline), None, None, findings)
    affine = _moved(affine, outline, there.geometry.iloc[0])
    outline = outline_of(affine, raster.width, raster.height)
    area_m2 = float(areas_m2(gpd.GeoSeries([outline], crs=there.crs))[0])
    size_m = pixel_m(affine, there.crs, outline)
    return Lie(affine, declared, there.crs, stands.crs, _bounds(outline), area_m2, size_m, findings)


def outline_of(affine: Affine6, width: int, height: int) -> shapely.Polygon:
    """The edge of a raster of this size, with points along its sides."""
    steps = np.linspace(0.0, 1.0, _SIDE, endpoint=False)
    zero, one = np.zeros(_SIDE), np.ones(_SIDE)
    across = np.concatenate([steps, one, 1 - steps, zero]) * width
    down = np.concatenate([zero, steps, one, 1 - steps]) * height
    a, b, c, d, e, f = affine
    return shapely.Polygon(np.column_stack([a * across + b * down + c, d * across + e * down + f]))


def _affine(raster: DatasetReader, source: Source) -> Affine6:
    found = raster.transform
    if found.is_identity and raster.gcps[0]:
        found = _by_points(raster, source)
    if found.is_identity:
        raise _nowhere(source)
    values = (found.a, found.b, found.c, found.d, found.e, found.f)
    if not all(math.isfinite(value) and abs(value) < 1e12 for value in values) or found.determinant == 0:
        raise _nowhere(source)
    return values


def _by_points(raster: DatasetReader, source: Source) -> Any:
    """The affine map of control points, if they fit one to two pixels."""
    from rasterio.transform import from_gcps

    points = raster.gcps[0]
    if len(points) < 3:
        raise _nowhere(source)
    found = from_gcps(points)
    if not found.determinant:
        raise _nowhere(source)
    a, b, c, d, e, f = found.a, found.b, found.c, found.d, found.e, found.f
    size = math.sqrt(abs(found.determinant))
    misses = [
        math.dist((point.x, point.y), (a * point.col + b * point.row + c, d * point.col + e * point.row + f)) / size
        for point in points
    ]
    if max(misses) <= 2.0:
        return found
    raise UserError(
        source.shown,
        tr("Its control points bend it by up to {pixels} pixels.", pixels=f"{max(misses):,.0f}"),
        remedy=tr("Straighten it first (gdalwarp, or QGIS: Georeferencer) and save it as GeoTIFF."),
    )


def _nowhere(source: Source) -> UserError:
    return UserError(
        source.shown, tr("Nothing says where the raster lies on Earth."),
        tr("Expected is a GeoTIFF with its place, or a world file (.tfw) beside it."),
        tr("Georeference it, for example with QGIS (Layer, Georeferencer), and save it as GeoTIFF."),
    )  # fmt: skip


def _on_earth(outline: shapely.Polygon, source: Source) -> None:
    x0, y0, x1, y1 = outline.bounds
    if not (np.abs((x0, y0, x1, y1)) < 1e9).all() or x1 - x0 <= 0 or y1 - y0 <= 0:
        raise _nowhere(source)


def _declared(raster: DatasetReader) -> pyproj.CRS | None:
    found = raster.crs or raster.gcps[1]
    if not found:
        return None
    try:
        crs = pyproj.CRS.from_wkt(found.to_wkt())
    except (pyproj.exceptions.CRSError, ValueError):
        return None
    # No raster lies in a system that counts from the middle of the Earth.
    return None if crs.is_geocentric else crs


def _moved(affine: Affine6, outline: shapely.Polygon, there: shapely.Polygon) -> Affine6:
    """The map after an answer moved the outline, as those of web maps do: by the way of its middle."""
    was, now = outline.centroid, there.centroid
    a, b, c, d, e, f = affine
    return (a, b, c + now.x - was.x, d, e, f + now.y - was.y)


def _bounds(outline: shapely.Polygon) -> tuple[float, float, float, float]:
    west, south, east, north = outline.bounds
    return west, south, east, north


def pixel_m(affine: Affine6, crs: pyproj.CRS, outline: shapely.Polygon) -> tuple[float, float] | None:
    """Width and height of a pixel on the ground, in the middle; None where there is no such place."""
    a, b, _, d, e, _ = affine
    x, y = outline.centroid.x, outline.centroid.y
    far = 16
    points = np.array([(x, y), (x + a * far, y + d * far), (x + b * far, y + e * far)])
    where = degrees(crs, points)
    if not np.isfinite(where).all():
        return None
    geod = pyproj.Geod(ellps="WGS84")
    across, down = (float(geod.inv(*where[0], *where[k])[2]) / far for k in (1, 2))
    return (across, down) if across > 0 and down > 0 else None


def _turned(affine: Affine6, source: Source) -> tuple[Finding, ...]:
    a, b, _, d, _, _ = affine
    if max(abs(b), abs(d)) <= _TURNED * max(abs(a), 1e-12):
        return ()
    what = tr("The raster lies turned by {deg} degrees.", deg=f"{math.degrees(math.atan2(d, a)):.1f}")
    return (Finding("note", source.shown, what, remedy=tr("It is taken as it lies."), layer=source.stem),)
