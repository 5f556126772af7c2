"""What a format reader finds in a source, as the file says it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gis.intake.finding import Finding

if TYPE_CHECKING:
    import geopandas as gpd
    import pyproj


@dataclass(frozen=True, slots=True)
class RawLayer:
    """A layer of features: `table` has one row a feature, in the file's order, with the file's own columns.

    Geometry may be missing, empty, invalid, three-dimensional or multi-part. `table.crs` is what the file declares,
    None if it declares none. `kind` is one of `gis.intake.answers.KINDS` where the format itself tells it, else "".
    `features` counts what the file holds, also what could not become a row.
    A column called "height_m", "floors", "name", "name_en", "name_zh" or "use" has that meaning in that unit: a
    reader that knows the meaning from its format (CityGML's measured height, OSM's tags) writes it so.
    """

    name: str
    table: gpd.GeoDataFrame
    features: int
    kind: str = ""
    drawing: bool = False
    """Plain coordinates of a drawing, whose unit and place may be unknown (`unit_m` is 0 where it is)."""
    unit_m: float = 1.0
    """Metres in one unit of the coordinates of a drawing."""


@dataclass(frozen=True, slots=True)
class RawRaster:
    """A raster: `kind` is "terrain" (one band of elevations), "imagery" (grey or colours) or, as a question, "other".

    `bounds` are left, bottom, right, top in `crs`, which is None while it is a question; `crs_name` names it.
    `lowest_m` and `highest_m` are of elevations, NaN in imagery; `voids` is the share of pixels without a value.
    `affine` (a, b, c, d, e, f) leads from pixels to `crs`: x = a column + b row + c, y = d column + e row + f.
    `bands` are those that count; `unit_m` is metres in one unit of the elevations; `pixel_m` is the size of a pixel
    and `area_m2` that of the whole on the ground. `shown` names the source that holds it.
    """

    name: str
    kind: str
    file: Path
    crs: pyproj.CRS | None
    width: int
    height: int
    bounds: tuple[float, float, float, float]
    lowest_m: float
    highest_m: float
    crs_name: str = ""
    affine: tuple[float, float, float, float, float, float] = (1.0, 0.0, 0.0, 0.0, -1.0, 0.0)
    bands: tuple[int, ...] = (1,)
    unit_m: float = 1.0
    voids: float = 0.0
    pixel_m: tuple[float, float] | None = None
    area_m2: float | None = None
    shown: str = ""

    def holding(self, voids: float, lowest_m: float = math.nan, highest_m: float = math.nan) -> RawRaster:
        """The raster with what a look at its pixels told."""
        return replace(self, voids=voids, lowest_m=lowest_m, highest_m=highest_m)


@dataclass(frozen=True, slots=True)
class Content:
    """Everything in a source. A question that must be answered before reading goes on is a finding of level "ask"."""

    layers: tuple[RawLayer, ...] = ()
    rasters: tuple[RawRaster, ...] = ()
    findings: tuple[Finding, ...] = ()
