"""Reference systems as files declare and users name them."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import pyproj
from pyproj.exceptions import CRSError

from gis.errors import UserError
from gis.intake.placing.earth import code_of, flat, to_degrees
from gis.text import tr

UNITS_M: Final = {"m": 1.0, "mm": 0.001, "cm": 0.01, "km": 1000.0, "ft": 0.3048, "in": 0.0254}
"""Metres in each unit that a drawing may have."""

_SHIFTS: Final = {
    "gcj02": "GCJ-02", "mars": "GCJ-02", "amap": "GCJ-02", "gaode": "GCJ-02", "bd09": "BD-09", "bd09ll": "BD-09",
    "baidu": "BD-09", "bd09mc": "BD-09MC",
}  # fmt: skip
_NAMES: Final = {"wgs84": 4326, "cgcs2000": 4490, "xian1980": 4610, "xian80": 4610, "beijing1954": 4214,
                 "beijing54": 4214, "webmercator": 3857, "crs84": 4326, "900913": 3857}  # fmt: skip


@dataclass(frozen=True, slots=True)
class System:
    """An answered system: `crs`, with the `shift` of web maps on it ("GCJ-02", "BD-09", "BD-09MC") or none.

    Without `crs` it is a local grid, which only points can place.
    """

    crs: pyproj.CRS | None
    shift: str = ""


@lru_cache(maxsize=32)
def system(text: str) -> System:
    """What the user named by a code, a name, WKT or a PROJ string.

    Raises:
        UserError: no such system is known, or it does not say where things lie on the ground.
    """
    plain = re.sub(r"[\s_\-/]", "", text).lower()
    if plain == "local":
        return System(None)
    if plain in _SHIFTS:
        shift = _SHIFTS[plain]
        return System(pyproj.CRS.from_epsg(3857 if shift == "BD-09MC" else 4326), shift)
    crs = settled(_read(text.strip(), plain))
    if crs is None or crs.is_geocentric:
        raise _unknown(tr("'{text}' does not say where things lie on the ground.", text=text))
    return System(crs)


def _read(text: str, plain: str) -> pyproj.CRS:
    with contextlib.suppress(CRSError):
        if plain in _NAMES:
            return pyproj.CRS.from_epsg(_NAMES[plain])
        return pyproj.CRS.from_epsg(int(text)) if text.isdecimal() else pyproj.CRS.from_user_input(text)
    raise _unknown(tr("'{text}' is no coordinate system that is known.", text=text))


def _unknown(what: str) -> UserError:
    return UserError(
        "--crs",
        what,
        tr("Expected is a code, WKT, a PROJ string, GCJ-02, BD-09 or local."),
        tr("Give for example --crs EPSG:4549."),
    )


def settled(crs: pyproj.CRS | None) -> pyproj.CRS | None:
    """The horizontal part of what a file declares, by its EPSG code if it is one that has a code.

    None where it only says that the place is unknown, or describes a system that cannot be computed with.
    """
    while crs is not None and crs.is_compound:
        crs = crs.sub_crs_list[0]
    if crs is None or not (crs.is_projected or crs.is_geographic or crs.is_geocentric) or _undefined(crs):
        return None
    crs = _unbound(crs)
    if not crs.is_geocentric:
        crs = flat(crs)
    if crs.is_bound:
        return crs
    code = code_of(crs) or (4326 if crs.to_authority() == ("OGC", "CRS84") else None)
    if code is not None:
        return pyproj.CRS.from_epsg(code)
    return crs if crs.is_geocentric or _works(crs) else None


def _works(crs: pyproj.CRS) -> bool:
    """Whether it leads anywhere: a damaged description can be one of a system, and of none that has formulas."""
    try:
        to_degrees(crs)
    except pyproj.exceptions.ProjError:
        return False
    return True


def _undefined(crs: pyproj.CRS) -> bool:
    """GeoPackages and GDAL say so in a name."""
    return crs.name.lower().startswith(("undefined", "unspecified"))


def _unbound(crs: pyproj.CRS) -> pyproj.CRS:
    """Without the shift to WGS 84 that old files repeat of a known system; one of the file's own stays."""
    if not crs.is_bound or crs.source_crs is None:
        return crs
    shift = crs.coordinate_operation.towgs84 if crs.coordinate_operation is not None else []
    return crs.source_crs if not any(shift) or crs.source_crs.to_epsg() is not None else crs


def name_of(crs: pyproj.CRS) -> str:
    """ "EPSG:4549" where it has a code, else its name."""
    return _name_of(crs.source_crs if crs.is_bound and crs.source_crs is not None else crs)


@lru_cache(maxsize=64)
def _name_of(crs: pyproj.CRS) -> str:
    authority = crs.to_authority()
    if authority is not None:
        return ":".join(authority)
    if crs.name.lower() not in ("unknown", "unnamed", ""):
        return crs.name
    method = crs.coordinate_operation.method_name if crs.coordinate_operation is not None else ""
    return method or crs.type_name


def unit_m(crs: pyproj.CRS) -> float:
    """Metres in one unit of a projected system; degrees count 0."""
    return float(crs.axis_info[0].unit_conversion_factor) if crs.is_projected and crs.axis_info else 0.0


def central_meridian(crs: pyproj.CRS) -> float | None:
    """Degrees east of a zone's middle, None where there is none."""
    operation = crs.coordinate_operation if crs.is_projected and not crs.is_bound else None
    values = {part.name: part.value for part in operation.params} if operation is not None else {}
    value = values.get("Longitude of natural origin")
    return float(value) if isinstance(value, (int, float)) else None
