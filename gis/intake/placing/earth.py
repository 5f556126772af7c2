"""Where on Earth coordinates of a reference system lie, and how far that is from where the system is meant for."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

_ROUNDED_DEG: Final = 0.01
"""So far beyond the poles lie corners that were rounded or snapped."""
FAR_DEG: Final = 3.0
"""Files slightly outside the area of their system are common and fine; this much farther out is worth a word."""

_MAINLAND: Final = shapely.Polygon(
    (
        (73.4, 39.4), (80.2, 45.0), (82.5, 47.2), (87.3, 49.2), (91.0, 45.2), (95.4, 44.2), (97.0, 42.7), (105.0, 41.6),
        (111.9, 43.7), (116.0, 46.3), (119.8, 46.7), (115.6, 47.8), (119.7, 50.0), (121.3, 53.4), (125.8, 53.1),
        (127.6, 49.7), (130.9, 47.7), (134.8, 48.4), (133.1, 45.0), (131.0, 42.6), (128.0, 42.0), (124.3, 40.0),
        (122.0, 38.6), (123.0, 36.8), (122.5, 31.0), (122.2, 28.0), (118.5, 24.2), (116.0, 22.6), (111.8, 21.2),
        (111.0, 18.0), (108.3, 18.2), (108.0, 21.5), (105.3, 23.3), (101.8, 21.1), (99.1, 22.0), (97.5, 24.0),
        (98.4, 27.7), (92.0, 27.8), (88.9, 27.4), (85.2, 28.3), (81.2, 30.1), (78.5, 32.5), (77.8, 35.5), (74.8, 37.2),
    )
)  # fmt: skip
"""Roughly, in longitude and latitude: good enough to know what is likely, not where a border runs."""

Floats = NDArray[np.float64]


def in_mainland_china(longitude_deg: float, latitude_deg: float) -> bool:
    """Whether a point lies in mainland China, to some 50 km."""
    return bool(shapely.intersects_xy(_MAINLAND, longitude_deg, latitude_deg))


@lru_cache(maxsize=64)
def code_of(crs: pyproj.CRS) -> int | None:
    """The EPSG code, None if it has none; looking for it in vain takes a while."""
    if not crs.is_projected or crs.is_bound:
        return _certain(crs)
    # Old notations leave the order of the axes open; then PROJ is not sure of what the numbers settle.
    stated = crs.to_json_dict().get("id", {})
    if stated.get("authority") == "EPSG" and _same(crs, pyproj.CRS.from_epsg(stated["code"])):
        return int(stated["code"])
    code = _certain(crs)
    if code is not None:
        return code
    likely = [pyproj.CRS.from_epsg(match.code) for match in crs.list_authority("EPSG", min_confidence=25)]
    same = sorted((known for known in likely if _same(crs, known)), key=lambda known: known.name != crs.name)
    return _certain(same[0]) if same else None


def _certain(crs: pyproj.CRS) -> int | None:
    code: int | None = crs.to_epsg()
    return code


def _same(crs: pyproj.CRS, known: pyproj.CRS) -> bool:
    """Whether a point of one datum has the same coordinates, to a millimetre, in both."""
    one, other, area = crs.geodetic_crs, known.geodetic_crs, known.area_of_use
    if one is None or other is None or area is None or one.to_epsg() != other.to_epsg():
        return False
    x, y = np.array((area.west, (area.west + area.east) / 2)), np.array((area.south, area.north))
    ways = (to_degrees(system).transform(x, y, direction="INVERSE") for system in (crs, known))
    return bool(np.abs(np.subtract(*map(np.array, ways))).max() < 1e-3)


def flat(crs: pyproj.CRS) -> pyproj.CRS:
    """`crs` without heights. One that has none stays as it is: PROJ would take the marks off that it is known by."""
    return crs.to_2d() if len(crs.axis_info) > 2 else crs


@lru_cache(maxsize=64)
def to_degrees(crs: pyproj.CRS) -> pyproj.Transformer:
    """From `crs` to longitude and latitude of its own datum, x before y."""
    geodetic = crs.geodetic_crs
    assert geodetic is not None
    return pyproj.Transformer.from_crs(crs, flat(geodetic), always_xy=True)


def degrees(crs: pyproj.CRS, points: Floats) -> Floats:
    """(n, 2) longitudes and latitudes of (n, 2) `points`; NaN where `crs` has no such place on Earth.

    Longitudes may run to 360, as some files have them.
    """
    if crs.is_geographic:
        unit = degree_of(crs)
        found = points * unit
        earthly = (np.abs(found[:, 0]) <= 360.0 + _ROUNDED_DEG) & (np.abs(found[:, 1]) <= 90.0 + _ROUNDED_DEG)
    else:
        there = to_degrees(crs)
        found = np.column_stack(there.transform(points[:, 0], points[:, 1]))
        back = np.column_stack(there.transform(found[:, 0], found[:, 1], direction="INVERSE"))
        # Beyond its domain a projection answers with something that does not lead back.
        with np.errstate(invalid="ignore"):
            earthly = np.isfinite(found).all(axis=1) & (np.abs(back - points).max(axis=1, initial=0.0) < 1.0)
            earthly |= _once_round(crs, points, found)
    return np.where(earthly[:, None], found, np.nan)


def degree_of(crs: pyproj.CRS) -> float:
    """Degrees in one unit of a geographic system."""
    axes = crs.axis_info
    return float(np.degrees(axes[0].unit_conversion_factor)) if axes else 1.0


def _once_round(crs: pyproj.CRS, points: Floats, found: Floats) -> NDArray[np.bool_]:
    """Web maps run on beyond the date line, where the way back leads to the other edge."""
    turn = 2 * np.pi * 6_378_137.0
    web = code_of(crs) == 3857
    near = (np.abs(points) <= (turn, turn)).all(axis=1)
    return np.asarray(np.isfinite(found).all(axis=1) & near & web)


def outside_deg(crs: pyproj.CRS, points: Floats) -> Floats:
    """(n,) degrees by which (n, 2) `points` lie outside the area that `crs` is meant for.

    0 inside, infinite where there is no such place on Earth.
    """
    found = degrees(crs, points)
    area = (crs.source_crs or crs).area_of_use if crs.is_bound else crs.area_of_use
    if area is None:
        return np.where(np.isnan(found).any(axis=1), np.inf, 0.0)
    width = (area.east - area.west) % 360 or 360.0
    beyond_west = (found[:, 0] - area.west) % 360
    lon_off = np.where(beyond_west <= width, 0.0, np.minimum(beyond_west - width, 360 - beyond_west))
    lat_off = np.maximum(np.maximum(area.south - found[:, 1], found[:, 1] - area.north), 0.0)
    return np.nan_to_num(np.maximum(lon_off, lat_off), nan=np.inf)
