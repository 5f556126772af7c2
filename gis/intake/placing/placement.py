"""A drawing or a local grid placed on Earth by points whose places are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pyproj

from gis.errors import UserError
from gis.intake.finding import Finding
from gis.intake.placing import shifted
from gis.intake.placing.corners import moved
from gis.intake.placing.judgement import judged
from gis.intake.placing.systems import System, name_of
from gis.intake.placing.working import best, working_crs
from gis.text import tr

Points = tuple[tuple[tuple[float, float], tuple[float, float]], ...]

SCALE_TOLERANCE: Final = 0.001
RESIDUAL_M: Final = 0.5
"""Points that agree no better than this are worth a word."""


@dataclass(frozen=True, slots=True)
class Placement:
    """The turn, scale and shift from a drawing to `crs`, as complex numbers: place = factor * point + shift.

    `residual_m` is the largest distance between where a point is and where it was said to be.
    """

    crs: pyproj.CRS
    factor: complex
    shift: complex
    residual_m: float

    @property
    def scale(self) -> float:
        """Metres in one unit of the drawing."""
        return abs(self.factor)

    @property
    def turn_deg(self) -> float:
        """Degrees by which the drawing is turned, counter-clockwise."""
        return float(np.degrees(np.angle(self.factor)))

    def of(self, table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """`table` placed, its heights scaled alike."""

        def there(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            # Real arithmetic: a broken coordinate spoils no other.
            a, b = self.factor.real, self.factor.imag
            return a * x - b * y + self.shift.real, b * x + a * y + self.shift.imag

        return moved(table, there, self.crs, self.scale)


def placement(points: Points, target: System) -> Placement:
    """What best leads each point of the drawing to its place in `target`, by least squares.

    The result is in the metric grid that a park there is written in.

    Raises:
        UserError: the points are too few, at one place, mirrored, or do not lie in `target`.
    """
    if len(points) < 2:
        raise _wrong(tr("One point does not place a drawing."), tr("Give --place two or more times."))
    crs, places = _metric(np.array([place for _, place in points], dtype=np.float64), target)
    drawn = np.array([complex(x, y) for (x, y), _ in points])
    if _spread(drawn) < 1e-6 or _spread(places) < 1e-3:
        raise _wrong(tr("The points lie at one place."), tr("Give points that lie far apart."))
    factor, shift, residual_m = _similarity(drawn, places)
    mirrored_m = _similarity(drawn.conj(), places)[2]
    if len(points) > 2 and residual_m > max(RESIDUAL_M, 10 * mirrored_m):
        raise _wrong(
            tr("The points are mirrored: x and y, or east and north, seem swapped."),
            tr("Give x before y and east before north."),
        )
    return Placement(crs, factor, shift, residual_m)


def _metric(places: np.ndarray, target: System) -> tuple[pyproj.CRS, np.ndarray]:
    """The places as complex numbers, and the metric grid that they are in."""
    crs = target.crs
    assert crs is not None
    verdict = judged(crs, places, "")
    if not verdict.true:
        remedy = tr("Give east before north.") if verdict.turned else tr("Say in --crs what the places are in.")
        raise _wrong(tr("The places are not in {crs}.", crs=name_of(crs)), remedy)
    east, north = places.T
    if target.shift:
        crs, (east, north) = pyproj.CRS.from_epsg(4326), true_places(target.shift, east, north)
    bounds = (float(east.min()), float(north.min()), float(east.max()), float(north.max()))
    metric = working_crs(crs, bounds)
    if metric != crs:
        east, north = best(crs, metric, bounds).transform(east, north)
    return metric, np.asarray(east) + 1j * np.asarray(north)


def true_places(shift: str, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Longitudes and latitudes in WGS 84 of what a web map shows."""
    backs = {
        "GCJ-02": shifted.wgs84_from_gcj02,
        "BD-09": shifted.wgs84_from_bd09,
        "BD-09MC": shifted.wgs84_from_bd09_mercator,
    }
    return backs[shift](x, y)


def _spread(points: np.ndarray) -> float:
    return float(np.abs(points - points.mean()).max())


def _similarity(drawn: np.ndarray, places: np.ndarray) -> tuple[complex, complex, float]:
    middle, middle_place = drawn.mean(), places.mean()
    arms = drawn - middle
    factor = complex(np.vdot(arms, places - middle_place) / np.vdot(arms, arms))
    shift = complex(middle_place - factor * middle)
    return factor, shift, float(np.abs(factor * drawn + shift - places).max())


def _wrong(what: str, remedy: str) -> UserError:
    return UserError("--place", what, remedy=remedy)


def placement_findings(found: Placement, unit_m: float, where: str, layer: str) -> list[Finding]:
    """What to say of a placement; `unit_m` is the drawing's own unit, 0 if it is unknown."""
    said = tr("Placed in {crs}: {scale} m to a unit, turned by {turn} degrees; the points agree to {residual} m.",
              crs=name_of(found.crs), scale=f"{found.scale:.6g}", turn=f"{found.turn_deg:.3f}",
              residual=f"{found.residual_m:.3f}")  # fmt: skip
    level = "warning" if found.residual_m > RESIDUAL_M else "note"
    findings = [Finding(level, where, said, layer=layer)]
    if unit_m and abs(found.scale / unit_m - 1) > SCALE_TOLERANCE:
        what = tr("The points make a unit {scale} m long, but the drawing's unit is {unit} m.",
                  scale=f"{found.scale:.6g}", unit=f"{unit_m:.6g}")  # fmt: skip
        remedy = tr("See whether the points of --place are right.")
        findings.append(Finding("warning", where, what, remedy=remedy, layer=layer))
    return findings
