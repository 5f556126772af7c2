"""What a map shows: layers, places to look at, points that were picked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from ui.desk.importer.shapes import Shapes


@dataclass(frozen=True, slots=True)
class Drawn:
    """A layer on the map."""

    kind: str
    shapes: Shapes
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to look at: (x, y) as the layers, y up; `tone` of its finding, and what it says."""

    x: float
    y: float
    tone: str
    words: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the map shows. `caption` says what of it is not known; `unit_m` is 0 where lengths are unknown.

    `points` are points picked for a placement, with their names. `origin` is added to what is picked.
    """

    key: str = ""
    layers: tuple[Drawn, ...] = ()
    spots: tuple[Spot, ...] = ()
    caption: str = ""
    unit_m: float = 1.0
    origin: tuple[float, float] = (0.0, 0.0)
    points: tuple[tuple[float, float, str], ...] = ()


def box_of(sheet: Sheet) -> QRectF:
    """The ground that it shows, y down; what is faint does not count."""
    box = QRectF()
    for layer in sheet.layers:
        if not layer.faint and len(layer.shapes.fills) + len(layer.shapes.lines) + len(layer.shapes.points):
            box = layer.shapes.box if box.isNull() else box.united(layer.shapes.box)
    return box


def spots_of(findings: Sequence[dict[str, object]], tone: dict[str, str]) -> tuple[Spot, ...]:
    """The places to look at of findings."""
    made: list[Spot] = []
    for finding in findings:
        words = f"{finding['where']}: {finding['what']}"
        spots = finding["spots"]
        assert isinstance(spots, list)
        made += [Spot(x, y, tone[str(finding["level"])], words) for x, y in spots]
    return tuple(made)
