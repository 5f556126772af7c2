"""Where on Earth a layer lies: by the reference system that it declares, if that can be true, or that was answered."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gis.intake.answers import Answers
from gis.intake.content import RawLayer
from gis.intake.finding import Finding
from gis.text import tr


@dataclass(frozen=True, slots=True)
class Placed:
    """A layer whose `table.crs` is true, None while that is a question; `crs` names it for the report."""

    layer: RawLayer
    crs: str = ""
    findings: tuple[Finding, ...] = ()


def placed(layer: RawLayer, answers: Answers, shown: str) -> Placed:
    """`layer` in its true reference system, axes east before north."""
    if layer.table.crs is None and not answers.crs_of(layer.name):
        asked = Finding("ask", f"{shown} {layer.name}", tr("No coordinate system is recorded."), layer=layer.name)
        return Placed(layer, findings=(asked,))
    if layer.table.crs is None:
        layer = replace(layer, table=layer.table.set_crs(answers.crs_of(layer.name)))
    return Placed(layer, layer.table.crs.to_string())
