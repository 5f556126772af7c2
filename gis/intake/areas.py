"""True areas: on the ellipsoid, whatever the reference system does to them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

_SMALL_DEG = 0.05
"""A layer no larger than this has one scale all over, to less than a thousandth even in web maps."""


def areas_m2(shapes: gpd.GeoSeries) -> NDArray[np.float64]:
    """(features,) areas in m2 of valid `shapes`, 0 for lines and points; their reference system must be known."""
    assert shapes.crs is not None
    geometry = shapes.to_numpy()
    if not len(geometry) or not np.isfinite(bounds := shapely.total_bounds(geometry)).all():
        return np.zeros(len(geometry))
    to_degrees = pyproj.Transformer.from_crs(shapes.crs, shapes.crs.geodetic_crs, always_xy=True)
    west, south, east, north = to_degrees.transform_bounds(*bounds)
    if shapes.crs.is_projected and max(east - west, north - south) < _SMALL_DEG:
        unit_m = shapes.crs.axis_info[0].unit_conversion_factor
        scale = pyproj.Proj(shapes.crs).get_factors((west + east) / 2, (south + north) / 2).areal_scale
        return np.asarray(shapely.area(geometry) * unit_m**2 / scale)
    return _equal_area(shapes, (west + east) / 2, (south + north) / 2)


def _equal_area(shapes: gpd.GeoSeries, longitude_deg: float, latitude_deg: float) -> NDArray[np.float64]:
    assert shapes.crs is not None
    assert shapes.crs.ellipsoid is not None
    body = shapes.crs.ellipsoid
    flat = pyproj.CRS.from_dict(
        {
            "proj": "laea", "lon_0": longitude_deg, "lat_0": latitude_deg,
            "a": body.semi_major_metre, "b": body.semi_minor_metre, "units": "m",
        }
    )  # fmt: skip
    # On the same ellipsoid, so that no shift of datums (which needs grids) takes part.
    to_degrees = pyproj.Transformer.from_crs(shapes.crs, shapes.crs.geodetic_crs, always_xy=True)
    to_flat = pyproj.Proj(flat)

    def flattened(corners: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(to_flat(*to_degrees.transform(corners[:, 0], corners[:, 1])))

    return np.asarray(shapely.area(shapely.transform(shapes.to_numpy(), flattened)))
