"""What only the user can say about the place of a layer, each question with what would fit."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyproj

from gis.intake.answers import Answers
from gis.intake.content import RawLayer
from gis.intake.finding import Finding
from gis.intake.placing.corners import Floats
from gis.intake.placing.drawings import unit_of, unit_wanted
from gis.intake.placing.offers import Offer, offers, several_zones
from gis.intake.placing.systems import UNITS_M, name_of
from gis.text import tr

_LOCAL: Final = 20_000.0
"""Numbers below are those of a grid of one's own."""
_PLACE: Final = (("--place", ""),)
"""The answer of a grid that points place."""


def is_local(points: Floats) -> bool:
    """Whether coordinates are as small as those of a grid of one's own."""
    return bool(np.abs(points).max() <= _LOCAL)


def missing(layer: RawLayer, points: Floats, answers: Answers, where: str) -> list[Finding]:
    """The questions for a layer that declares no reference system."""
    what = tr("No coordinate system is recorded; the coordinates run {range}.", range=_range(points))
    unit = unit_of(layer, answers)
    found = _offers(layer, points, unit, None)
    asked = [_question(layer, what, found, points, where)]
    return asked if unit else [unit_wanted(layer.name, points, where), *asked]


def untrue(layer: RawLayer, crs: pyproj.CRS, points: Floats, where: str) -> Finding:
    """The question for a layer that cannot be in what is said of it."""
    what = tr("It cannot be in {crs}, as is said: the coordinates run {range}.", crs=name_of(crs), range=_range(points))
    return _question(layer, what, _offers(layer, points, 1.0, crs), points, where)


def turned(layer: str, crs: pyproj.CRS, points: Floats, where: str) -> Finding:
    """The question for a layer whose axes seem exchanged."""
    what = tr(
        "Latitude and longitude, or north and east, seem swapped: the coordinates run {range}.", range=_range(points)
    )
    expected = tr("Swapped, it lies where {crs} is meant for.", crs=name_of(crs))
    remedy = tr("Answer with --axes swapped, or with --axes as-is.")
    return Finding("ask", where, what, expected, remedy, layer, offers=(("--axes swapped", ""), ("--axes as-is", "")))


def points_wanted(layer: str, points: Floats, where: str) -> Finding:
    """The question for two points of a local grid."""
    what = tr("It is in a grid of its own; the coordinates run {range}.", range=_range(points))
    return Finding("ask", where, what, remedy=_place_it(), layer=layer, offers=_PLACE)


def _offers(layer: RawLayer, points: Floats, unit: float, like: pyproj.CRS | None) -> list[Offer]:
    if not layer.drawing:
        return offers(points, like)
    # Drawings are not in degrees; one in millimetres may still be in a grid.
    for size in (unit or 1.0, 1.0, UNITS_M["mm"]):
        if not is_local(points * size) and (found := offers(points * size, like)):
            return found
    return []


def _question(layer: RawLayer, what: str, found: list[Offer], points: Floats, where: str) -> Finding:
    if not found:
        return Finding(
            "ask",
            where,
            what,
            tr("No common grid fits."),
            f"{tr('Say --crs if you know it.')} {_place_it()}",
            layer.name,
            offers=_PLACE,
        )
    fitting = ", ".join(str(offer) for offer in found)
    expected = (
        tr("These would fit, and other zones too, since the numbers do not tell the zone: {offers}.", offers=fitting)
        if several_zones(found)
        else tr("These would fit, among others: {offers}.", offers=fitting)
    )
    remedy = tr("Answer for example with {flag}.", flag=found[0].flag)
    if layer.name:
        remedy = tr(
            "Answer for example with {flag}; --crs '{layer}=CRS' is for this layer alone.",
            flag=found[0].flag,
            layer=layer.name,
        )
    fit = tuple((offer.flag, offer.name) for offer in found)
    if is_local(points) and "4490" not in found[0].flag:
        remedy, fit = f"{remedy} {_place_it()}", (*fit, *_PLACE)
    return Finding("ask", where, what, expected, remedy, layer.name, offers=fit)


def _place_it() -> str:
    return tr("A local grid is placed by two points: --crs EPSG:4549 --place X,Y=EAST,NORTH --place X,Y=EAST,NORTH.")


def _range(points: Floats) -> str:
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    digits = 6 if np.abs(points).max() <= 360 else 1
    return tr("from {west} to {east} in x, from {south} to {north} in y",
              west=f"{west:.{digits}f}", east=f"{east:.{digits}f}",
              south=f"{south:.{digits}f}", north=f"{north:.{digits}f}")  # fmt: skip
