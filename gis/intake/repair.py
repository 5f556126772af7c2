"""Shapes made sound, and an account of what was done to them."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from gis.intake.content import RawLayer
from gis.intake.finding import Finding


@dataclass(frozen=True, slots=True)
class Repaired:
    """The layer with valid two-dimensional shapes; `dropped` features have no usable shape and are left out."""

    table: gpd.GeoDataFrame
    repaired: int
    dropped: int
    findings: tuple[Finding, ...] = ()


def repaired(layer: RawLayer, shown: str) -> Repaired:
    """The features of `layer` with sound shapes, in their order, the index of `layer.table` kept."""
    shapes = layer.table.geometry.to_numpy()
    usable = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    broken = usable & ~shapely.is_valid(shapes)
    mended = shapely.force_2d(np.where(broken, shapely.make_valid(shapes), shapes))
    table = layer.table.set_geometry(gpd.GeoSeries(mended, index=layer.table.index, crs=layer.table.crs))
    return Repaired(table[usable], int(broken.sum()), int((~usable).sum()))
