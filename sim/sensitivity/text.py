"""A sensitivity report to read: for each figure a tornado of swings, then the shares of its variance."""

from __future__ import annotations

from typing import Final

import numpy as np

from gis.text import current_language, tr
from gis.units import quantity
from sim.columns import line, widths, wrapped
from sim.facts import assumptions
from sim.sensitivity import LUCK, Sensitivity, ranked

_WIDTH: Final = 120
_SHOWN: Final = 15
_BAR: Final = 24


def text(found: Sensitivity) -> str:
    """The whole report in the language in use."""
    blocks = [_title(found)]
    for column in range(len(found.measures)):
        blocks += [_tornado(found, column), _indices(found, column)]
    blocks.append(wrapped(_readings(found), _WIDTH))
    return "\n".join("\n".join(block) + "\n" for block in blocks).rstrip("\n")


def _title(found: Sensitivity) -> list[str]:
    said = tr(
        "Sensitivity of {scenario} in {month}: {inputs} uncertain inputs screened in {worlds} worlds, {chosen} of them "
        "and luck in {samples} samples each; {runs} runs in all.",
        scenario=found.scenario.name.text(),
        month=found.month,
        inputs=len(found.inputs),
        worlds=found.worlds,
        chosen=len(found.chosen) - 1,
        samples=found.samples,
        runs=found.runs,
    )
    return wrapped(said, _WIDTH)


def _tornado(found: Sensitivity, column: int) -> list[str]:
    """The largest swings, each from the figure at the 10th percentile of the input to that at its 90th."""
    measure, moved = found.measures[column], found.swings
    order = ranked(found, column)
    centre = _figure(float(moved.centre[column]), measure.unit)
    title = tr("{kpi}, at the medians {centre}", kpi=measure.name.text(), centre=centre)
    head = [title, "", tr("at its p10"), tr("at its p90"), tr("swing"), "±"]
    largest = max((abs(float(moved.swing[row, column])) for row in order), default=0.0)
    cells = [head]
    for row in order[:_SHOWN]:
        swing = float(moved.swing[row, column])
        bar = ("+" if swing > 0.0 else "-") * max(1, round(_BAR * abs(swing) / largest))
        ends = (moved.low[row, column], moved.high[row, column], swing, moved.doubt[row, column])
        cells.append([_name(found.inputs[row]), bar, *(_figure(float(one), measure.unit) for one in ends)])
    places = widths(cells)
    left = len(found.inputs) - min(len(order), _SHOWN)
    rest = tr("{count} further inputs move it less, or not at all.", count=left)
    return [*(line(row, places, 2) for row in cells), *([rest] if left else [])]


def _indices(found: Sensitivity, column: int) -> list[str]:
    parts = found.indices
    if np.isnan(parts.first[column]).all():
        return [tr("{kpi} does not vary.", kpi=found.measures[column].name.text())]
    head = [tr("Share of its variance"), tr("alone"), "90 %", tr("with all else known"), "90 %"]
    cells = [head]
    for at in np.argsort(-parts.total[column], kind="stable"):
        first = _interval(parts.first_low[column, at], parts.first_high[column, at])
        total = _interval(parts.total_low[column, at], parts.total_high[column, at])
        alone, rest = (f"{part[column, at]:.2f}" for part in (parts.first, parts.total))
        cells.append([_name(found.chosen[at]), alone, first, rest, total])
    places = widths(cells)
    return [line(row, places, 1) for row in cells]


def _readings(found: Sensitivity) -> str:
    return tr(
        "Luck is the seed of the world, treated as one more input: what it explains stays, however well the "
        "assumptions are known. ± is the standard error of a swing from world to world. Estimates of {samples} samples "
        "may lie below 0 or above 1; their intervals say how far they can be trusted.",
        samples=found.samples,
    )


def _interval(low: float, high: float) -> str:
    return f"{low:.2f} … {high:.2f}"


def _name(assumption: str) -> str:
    return tr("Luck") if assumption == LUCK else assumptions()[assumption].name.text()


def _figure(value: float, unit: str) -> str:
    return str(quantity(value, unit if unit in ("share", "CNY", "CNY/year") else "", current_language()))
