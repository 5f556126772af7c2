"""Why shapes were not sound, told by the sort of flaw, with the spots where it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.intake.finding import Finding
from gis.intake.mending.tangle import Shapes
from gis.intake.mending.tell import MOST_SPOTS, Spots, Teller
from gis.text import tr

_REASON: Final = re.compile(r"(?P<flaw>[^\[]*)(?:\[(?P<x>\S+) (?P<y>\S+)\])?")
_SORTS: Final = {
    "Self-intersection": "crossing", "Ring Self-intersection": "crossing", "Interior is disconnected": "crossing",
    "Hole lies outside shell": "holes", "Holes are nested": "holes", "Nested holes": "holes",
    "Nested shells": "parts", "Duplicate Rings": "parts",
    "Too few points in geometry component": "points", "Ring is not closed": "points",
}  # fmt: skip


def flaws(tell: Teller, shapes: Shapes, broken: NDArray[np.bool_]) -> Iterator[Finding]:
    """One finding for each sort of flaw among the `broken` shapes (features,), which are mended."""
    rows = np.flatnonzero(broken)
    found = [_REASON.match(reason) for reason in shapely.is_valid_reason(shapes[rows])] if len(rows) else []
    sorts = np.array([_SORTS.get(one["flaw"], "other") if one else "other" for one in found])
    for sort in ("crossing", "holes", "parts", "points", "other"):
        chosen = np.flatnonzero(sorts == sort)
        if len(chosen):
            marked = np.zeros(len(shapes), np.bool_)
            marked[rows[chosen]] = True
            what, expected = _said(sort, len(chosen))
            remedy = tr("They are mended here; the file stays as it is. Look at the places and mend them there.")
            yield from tell.of("warning", marked, what, expected, remedy, _spots([found[i] for i in chosen]))


def _said(sort: str, count: int) -> tuple[str, str]:
    if sort == "crossing":
        return (
            tr("Outlines that cross or touch themselves: {count}.", count=count),
            tr("A sound outline meets itself nowhere."),
        )
    if sort == "holes":
        return (
            tr("Outlines with holes that lie outside them or in each other: {count}.", count=count),
            tr("A hole lies inside its outline."),
        )
    if sort == "parts":
        return (
            tr("Shapes whose parts lie in each other: {count}.", count=count),
            tr("Parts of a shape lie side by side."),
        )
    if sort == "points":
        return (
            tr("Outlines with parts of too few points: {count}.", count=count),
            tr("An outline needs three corners that do not lie in a line."),
        )
    return tr("Shapes that are not sound: {count}.", count=count), ""


def _spots(found: list[re.Match[str] | None]) -> Spots:
    places = ((float(one["x"]), float(one["y"])) for one in found[:MOST_SPOTS] if one and one["x"])
    return tuple(place for place in places if np.isfinite(place).all())
