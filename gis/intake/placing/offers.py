"""Which reference systems would fit coordinates that come without a true one, most likely first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyproj
from numpy.typing import NDArray

from gis.intake.placing.earth import in_mainland_china, outside_deg
from gis.intake.placing.systems import central_meridian
from gis.text import tr

Floats = NDArray[np.float64]

_ELSEWHERE: Final = (25832, 25833, 2154, 27700, 28992, 31370, 2056, 21781, 3035, 31467, 31468, 3067, 3006, 2180,
                     5514, 2193, 2326, 3414, 5179, 5186, 3826)  # fmt: skip
"""Grids that many files outside mainland China are in."""
_HOME_DEG: Final = 120
"""The meridian that is named first where the number cannot tell: that of the parks' own grid."""
_LOCAL: Final = 20_000.0
"""Numbers below are those of a grid of one's own."""
_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer that would fit: `flag` as on the command line, `name` as people call it."""

    flag: str
    name: str

    def __str__(self) -> str:
        return f"{self.flag} ({self.name})" if self.name else self.flag


def offers(points: Floats, like: pyproj.CRS | None = None) -> list[Offer]:
    """Up to a handful of answers for (n, 2) `points` as they stand in the file; none if nothing fits.

    `like` is a system that was declared and cannot be true: its zone and its datum go first. Surveyors in China call
    north x: what only fits so is offered so, before the grids of the rest of the world.
    """
    as_is = [*_at_home(points, like)]
    turned = [] if as_is else [Offer(f"{o.flag} --axes swapped", o.name) for o in _at_home(points[:, ::-1], like)]
    return [*as_is, *turned, *_abroad(points, like)][:_MOST]


def _at_home(points: Floats, like: pyproj.CRS | None) -> Iterator[Offer]:
    x, y = (float(value) for value in np.median(points, axis=0))
    if _look_like_degrees(points) and in_mainland_china(x, y):
        yield Offer("--crs EPSG:4490", "CGCS2000")
        yield Offer("--crs EPSG:4326", "WGS 84")
        yield Offer("--crs GCJ-02", tr("Amap, Tencent"))
        yield Offer("--crs BD-09", tr("Baidu"))
    if _web_map_of_china(x, y):
        yield _offer(3857)
        yield Offer("--crs BD-09MC", tr("Baidu's metres"))
    yield from _fitting(_chinese(x, y), points, like)


def _abroad(points: Floats, like: pyproj.CRS | None) -> Iterator[Offer]:
    x, y = (float(value) for value in np.median(points, axis=0))
    if _look_like_degrees(points):
        if not in_mainland_china(x, y):
            yield Offer("--crs EPSG:4326", "WGS 84")
    elif np.abs((x, y)).max() > _LOCAL and not in_mainland_china(y, x):
        yield from _fitting(_ELSEWHERE, points, like)
        if not _web_map_of_china(x, y) and _fits(3857, points):
            yield _offer(3857)


def _look_like_degrees(points: Floats) -> bool:
    return bool((np.abs(points) <= (180.01, 90.01)).all())  # corners are rounded


def _offer(code: int) -> Offer:
    return Offer(f"--crs EPSG:{code}", pyproj.CRS.from_epsg(code).name)


def _fitting(codes: Iterable[int], points: Floats, like: pyproj.CRS | None) -> Iterator[Offer]:
    fitting = [code for code in dict.fromkeys(codes) if _fits(code, points)]
    yield from map(_offer, sorted(fitting, key=lambda code: _unlike(code, like)))


def _chinese(x: float, y: float) -> Iterator[int]:
    """Gauss-Kruger zones of CGCS2000, Xi'an 1980 and Beijing 1954 that have such eastings and northings."""
    if not 1.8e6 < y < 6.0e6:
        return
    zone, east = divmod(x, 1e6)
    if 25 <= zone <= 45 and 150e3 < east < 850e3:
        yield from (int(first + zone - 25) for first in (4513, 2349, 2401))
    elif 13 <= zone <= 23 and 100e3 < east < 900e3:
        yield from (int(first + zone - 13) for first in (4491, 2327, 21413))
    elif zone == 0 and 100e3 < east < 900e3:
        near = [_HOME_DEG, _HOME_DEG - 3, _HOME_DEG + 3]
        three = [4534 + (meridian - 75) // 3 for meridian in near]
        others = [2370 + (_HOME_DEG - 75) // 3, 2422 + (_HOME_DEG - 75) // 3]
        six = [4502 + (meridian - 75) // 6 for meridian in (117, 123)] + [32651]
        # Three degrees reach 170 km to each side in the south of China: beyond, it is a zone of six.
        yield from [*three, *others, *six] if abs(east - 500e3) < 180e3 else [*six, *three, *others]


def _fits(code: int, points: Floats) -> bool:
    return bool(np.mean(outside_deg(pyproj.CRS.from_epsg(code), points) <= 1.0) >= 0.9)


def _unlike(code: int, like: pyproj.CRS | None) -> int:
    """0 for the same zone and datum, up to 2 for neither."""
    if like is None or not like.is_projected:
        return 0
    crs = pyproj.CRS.from_epsg(code)
    zone, datum = central_meridian(crs), crs.datum
    of_like = like.geodetic_crs.datum if like.geodetic_crs is not None else None
    return int(zone is None or zone != central_meridian(like)) + int(datum != of_like)


def _web_map_of_china(x: float, y: float) -> bool:
    if not (8e6 < x < 15.1e6 and 1.9e6 < y < 7.2e6):
        return False
    longitude, latitude = pyproj.Transformer.from_crs(3857, 4326, always_xy=True).transform(x, y)
    return in_mainland_china(longitude, latitude)


def several_zones(found: list[Offer]) -> bool:
    """Whether the offers differ in their zone, which no number can tell."""
    return sum("3-degree" in offer.name and "CM" in offer.name for offer in found) > 1
