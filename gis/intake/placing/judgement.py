"""Whether coordinates can be in the reference system that is said of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pyproj
from numpy.typing import NDArray

from gis.intake.finding import Finding
from gis.intake.placing.corners import boxes
from gis.intake.placing.earth import FAR_DEG, code_of, flat, in_mainland_china, outside_deg
from gis.intake.placing.systems import name_of, unit_m
from gis.intake.placing.working import best
from gis.text import tr

Floats = NDArray[np.float64]

_SPOTS: Final = 24
_KNOWN_M: Final = 2.0
"""Datums that are known to each other this well go unmentioned."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`true`: the coordinates can be in the system. If not, `turned` says that with x and y exchanged they would be.

    `turn`: x and y are to be exchanged, since that was answered. `far_deg`: how far most lie outside the area that
    the system is meant for, where that is more than a little.
    """

    true: bool
    turned: bool = False
    turn: bool = False
    far_deg: float = 0.0


def judged(crs: pyproj.CRS, points: Floats, axes: str) -> Verdict:
    """What to think of (n, 2) `points` being in `crs`; `axes` is the answer to their order, "" if there is none.

    The order of the axes is in doubt only where the points lie far outside as they stand and inside exchanged.
    Points far outside for no reason that could be named are taken for what they are said to be.
    """
    off, off_turned = outside_deg(crs, points), outside_deg(crs, points[:, ::-1])
    inside, inside_turned = (bool(np.mean(value <= FAR_DEG) >= 0.5) for value in (off, off_turned))
    if axes == "swapped" and (inside_turned or not inside):
        return Verdict(bool(np.mean(np.isfinite(off_turned)) >= 0.5), turn=True, far_deg=_far(off_turned))
    if _degrees_in_metres(crs, points):
        return Verdict(true=False)
    if not inside and not axes and bool(np.mean(off_turned <= 1.0) >= 0.9):
        return Verdict(true=False, turned=True)
    return Verdict(bool(np.mean(np.isfinite(off)) > 0.5), far_deg=_far(off))


def _far(off: Floats) -> float:
    typical = float(np.median(off))
    return typical if FAR_DEG < typical < np.inf else 0.0


def _degrees_in_metres(crs: pyproj.CRS, points: Floats) -> bool:
    """Longitudes and latitudes where metres are said to be.

    A grid of one's own may begin at the place itself: only those with a code begin elsewhere for sure.
    """
    small = bool((np.abs(points) <= (180.0, 90.0)).all() or (np.abs(points) <= (90.0, 180.0)).all())
    return small and unit_m(crs) > 0 and code_of(crs) is not None and bool((points != np.round(points)).any())


def far_off(crs: pyproj.CRS, far_deg: float, where: str, layer: str) -> Iterator[Finding]:
    """A word on coordinates far outside the area of their system."""
    if far_deg:
        what = tr("Most of it lies {deg} degrees outside the area that {crs} is meant for.",
                  deg=f"{far_deg:.0f}", crs=name_of(crs))  # fmt: skip
        yield Finding("warning", where, what, remedy=tr("See whether the coordinate system is right."), layer=layer)


def strays(table: gpd.GeoDataFrame, where: str, layer: str) -> Iterator[Finding]:
    """A word on the few features that lie at the origin, or far from all others."""
    found = boxes(table)
    centres = (found[:, :2] + found[:, 2:]) / 2
    if len(centres) < 2:
        return
    reach = 1.0 if table.crs.is_geographic else 100_000.0
    middle = np.median(centres, axis=0)
    away = np.hypot(*(centres - middle).T)
    lost = (np.abs(found).max(axis=1) < 1e-9) & (np.hypot(*middle) > reach)
    if len(centres) >= 10:
        lost |= away > max(20 * float(np.quantile(away, 0.8)), reach)
    if 0 < (count := int(lost.sum())) < len(centres) / 2:
        spots = tuple((float(x), float(y)) for x, y in centres[lost][:_SPOTS])
        what = tr("{count} features lie at 0, 0 or far from all others.", count=count)
        remedy = tr("Correct or delete them in the file.")
        yield Finding("warning", where, what, remedy=remedy, layer=layer, spots=spots)


def datum_notes(crs: pyproj.CRS, points: Floats, where: str, layer: str) -> Iterator[Finding]:
    """A word on how well the way from an old datum to today's is known."""
    geodetic = crs.geodetic_crs
    if geodetic is None or geodetic.datum is None or code_of(flat(geodetic)) in (4326, 4490) or _todays(geodetic):
        return
    bounds = (*points.min(axis=0).tolist(), *points.max(axis=0).tolist())
    accuracy_m = best(crs, pyproj.CRS.from_epsg(4326), bounds).accuracy
    if 0 <= accuracy_m <= _KNOWN_M:
        return
    if accuracy_m < 0:
        what = tr("How {datum} lies to WGS 84 and CGCS2000 is not published for this place: up to some 100 m are open.",
                  datum=geodetic.name)  # fmt: skip
    else:
        what = tr("{datum} is converted to WGS 84 and CGCS2000 with an uncertainty of {metres} m.",
                  datum=geodetic.name, metres=f"{accuracy_m:.0f}")  # fmt: skip
    remedy = tr("Where that matters, have it converted with the parameters of the surveying office.")
    yield Finding("note", where, what, remedy=remedy, layer=layer)


def _todays(geodetic: pyproj.CRS) -> bool:
    """A datum without a name, on the ellipsoid of those of today."""
    body = geodetic.ellipsoid
    return (
        geodetic.name.lower().startswith("unknown") and body is not None and abs(body.semi_major_metre - 6378137.0) < 1
    )


def web_map_notes(crs: pyproj.CRS, points: Floats, where: str, layer: str) -> Iterator[Finding]:
    """A word on what could not be seen: that degrees in China come from a web map."""
    if code_of(crs) == 4326 and in_mainland_china(*np.median(points, axis=0).tolist()):
        what = tr("It is read as WGS 84; what was taken from a Chinese web map would lie some 500 m off.")
        remedy = tr("If so, say --crs GCJ-02 (Amap, Tencent) or --crs BD-09 (Baidu).")
        yield Finding("note", where, what, remedy=remedy, layer=layer)
