"""Reference systems as city models name them: names of EPSG, of OGC, of the German surveys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    import pyproj
    from numpy.typing import NDArray

_EPSG: Final = (
    re.compile(r"crs:EPSG:[\w.]*:(\d{4,6})", re.I),
    re.compile(r"/crs/EPSG/[\w.]*/(\d{4,6})", re.I),
    re.compile(r"epsg\.xml#(\d{4,6})", re.I),
    re.compile(r"^\s*EPSG\s*:+\s*(\d{4,6})", re.I),
    re.compile(r"EPSG:{1,2}(\d{4,6})", re.I),
    re.compile(r"^\s*(\d{4,6})\s*$"),
)
_BY_DEFINITION: Final = re.compile(r"urn:|/crs/EPSG/", re.I)
"""Names in these forms promise the axes in the order of the system's definition."""
_SURVEYS: Final = (
    (re.compile(r"(?:ETRS89[_/]?)UTM(?:zone)?(\d\d)N?", re.I), 25800),
    (re.compile(r"DHDN[_/]?3?GK(?:zone)?_?([2-5])", re.I), 31464),
)
"""(pattern of a zone, what to add to it for its EPSG code)."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A horizontal system, None where the name is not known; `north_first` where its name promises that order;
    `z_unit_m` is the metres in one unit of its heights.
    """

    crs: pyproj.CRS | None = None
    north_first: bool = False
    z_unit_m: float = 1.0


def reference(name: object) -> Reference:
    """The system of this name."""
    import pyproj

    code = _code(name) if isinstance(name, str) else None
    try:
        whole = pyproj.CRS.from_epsg(code) if code else None
    except pyproj.exceptions.CRSError:
        whole = None
    if whole is None:
        return Reference()
    flat = _flat(whole)
    if flat is None:
        return Reference()
    axes = flat.axis_info
    north = bool(_BY_DEFINITION.search(str(name))) and bool(axes) and axes[0].direction.lower() in ("north", "south")
    return Reference(flat, north, _z_unit_m(whole, flat))


def _code(name: str) -> int | None:
    for pattern in _EPSG:
        if found := pattern.search(name):
            return int(found[1])
    for pattern, base in _SURVEYS:
        if found := pattern.search(name):
            return base + int(found[1])
    return 4326 if re.search(r"CRS:?84|WGS84", name, re.I) else None


def _flat(whole: pyproj.CRS) -> pyproj.CRS | None:
    """The horizontal part of a system, by its EPSG code where it has one."""
    import pyproj

    if whole.is_compound:
        whole = whole.sub_crs_list[0]
    if not (whole.is_geographic or whole.is_projected):
        return None
    flat = whole.to_2d()
    code = flat.to_epsg() or flat.to_epsg(min_confidence=20)
    return pyproj.CRS.from_epsg(code) if code else flat


def _z_unit_m(whole: pyproj.CRS, flat: pyproj.CRS) -> float:
    """Heights without a system of their own are in the unit of the plane, as models in feet show."""
    if len(whole.axis_info) > 2:
        return float(whole.axis_info[2].unit_conversion_factor)
    return float(flat.axis_info[0].unit_conversion_factor) if flat.is_projected and flat.axis_info else 1.0


def is_swapped(place: Reference, corners: NDArray[np.float64]) -> tuple[bool, bool]:
    """Whether the coordinates (N, 2 or more) have north first, and whether that is other than the name promises.

    What the name promises holds unless the system may not be used there, but may with the axes exchanged.
    """
    if place.crs is None or not len(corners):
        return place.north_first, False
    middle = (corners[:, 0].min() + corners[:, 0].max()) / 2, (corners[:, 1].min() + corners[:, 1].max()) / 2
    promised = middle[::-1] if place.north_first else middle
    if _is_of_use(place.crs, *promised) or not _is_of_use(place.crs, *promised[::-1]):
        return place.north_first, False
    return not place.north_first, True


def _is_of_use(crs: pyproj.CRS, east: float, north: float) -> bool:
    import pyproj

    area = crs.area_of_use
    if area is None:
        return True
    to_degrees = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    longitude, latitude = to_degrees.transform(east, north)
    inside = area.west - 2 <= longitude <= area.east + 2 or area.west > area.east
    return bool(inside and area.south - 2 <= latitude <= area.north + 2)
