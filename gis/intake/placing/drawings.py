"""Drawings: plain numbers whose unit may be unknown, and may be said wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyproj

from gis.intake.answers import Answers
from gis.intake.content import RawLayer
from gis.intake.finding import Finding
from gis.intake.placing.corners import Floats, moved
from gis.intake.placing.judgement import judged
from gis.intake.placing.systems import UNITS_M, name_of, unit_m
from gis.text import tr


@dataclass(frozen=True, slots=True)
class Scaled:
    """A drawing in the unit of its reference system; `factor` is 0 while its unit is a question."""

    layer: RawLayer
    factor: float
    findings: tuple[Finding, ...] = ()


def unit_of(layer: RawLayer, answers: Answers) -> float:
    """Metres in one unit of `layer`: as answered, else as it says itself; 0 if nobody said."""
    if not layer.drawing:
        return 1.0
    return UNITS_M.get(answers.units, layer.unit_m)


def scaled(layer: RawLayer, points: Floats, crs: pyproj.CRS, answers: Answers, where: str) -> Scaled:
    """`layer` in the unit of `crs`, by the answered unit, its own, or the only one that fits."""
    known = unit_of(layer, answers)
    fitting = {name: size for name, size in UNITS_M.items() if _fits(points, size, crs, answers.axes)}
    if answers.units or known in fitting.values() or (known and len(fitting) != 1):
        return _in_unit(layer, known, crs, ())
    if len(fitting) != 1:
        return Scaled(layer, 0.0, (unit_wanted(layer.name, points, where),))
    ((unit, size),) = fitting.items()
    return _in_unit(layer, size, crs, (_found(layer, unit, crs, where),))


def _in_unit(layer: RawLayer, size: float, crs: pyproj.CRS, findings: tuple[Finding, ...]) -> Scaled:
    factor = _factor(size, crs)
    # Heights stay in metres.
    table = layer.table if factor == 1.0 else moved(layer.table, lambda x, y: (x * factor, y * factor), None, size)
    return Scaled(replace(layer, table=table, unit_m=1.0), factor, findings)


def _factor(size: float, crs: pyproj.CRS) -> float:
    return size / (unit_m(crs) or size)


def _fits(points: Floats, size: float, crs: pyproj.CRS, axes: str) -> bool:
    verdict = judged(crs, points * _factor(size, crs), axes)
    return (verdict.true and not verdict.far_deg) or verdict.turned


def _found(layer: RawLayer, unit: str, crs: pyproj.CRS, where: str) -> Finding:
    if layer.unit_m:
        what = tr("The drawing's own unit is {own} m, but it lies in {crs} only if it is in {unit}: it is read so.",
                  own=f"{layer.unit_m:g}", crs=name_of(crs), unit=unit)  # fmt: skip
    else:
        what = tr("The drawing states no unit; it lies in {crs} only if it is in {unit}: it is read so.",
                  crs=name_of(crs), unit=unit)  # fmt: skip
    level = "warning" if layer.unit_m else "note"
    return Finding(level, where, what, remedy=tr("Say --units if that is wrong."), layer=layer.name)


def unit_wanted(layer: str, points: Floats, where: str) -> Finding:
    """The question for the unit, with the size of the drawing in each, the likeliest for a site first."""
    width, height = np.ptp(points, axis=0).tolist()
    longest = max(width, height, 1e-9)
    likely = sorted(("m", "mm", "cm", "ft", "in"), key=lambda unit: abs(np.log10(longest * UNITS_M[unit] / 500.0)))
    size_in = {unit: _size(width, height, unit) for unit in likely}
    return Finding(
        "ask",
        where,
        tr("The drawing does not say its unit."),
        tr("Its size would be {sizes}.", sizes=", ".join(size_in.values())),
        tr("Answer for example with --units {unit}.", unit=likely[0]),
        layer=layer,
        offers=tuple((f"--units {unit}", size) for unit, size in size_in.items()),
    )


def _size(width: float, height: float, unit: str) -> str:
    size = UNITS_M[unit]
    return tr("{width} x {height} m in {unit}", width=f"{width * size:,.4g}", height=f"{height * size:,.4g}", unit=unit)
