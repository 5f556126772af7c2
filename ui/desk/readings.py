"""What stands in cards, lists and charts at a moment: read from the run and written in the language in use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from gis.text import tr
from gis.units import Quantity, scale
from sim.run import Series
from ui.desk.session import Session

PARK_KPIS: Final = ("enterprises", "occupancy", "built_m2", "compute_sold_share")
"""The cards of each park."""
CENTRE_KPIS: Final = ("compute.supply_p", "compute.demand_p", "compute.sold_p", "compute.unmet_p")
"""The figures of all computing centres together."""

_WHOLE_UNITS: Final = ("enterprises", "people", "projects")


@dataclass(frozen=True, slots=True)
class Reading:
    """A KPI at the playhead: its figure, how it changed over a year, and its last value ("" when there is none)."""

    quantity: Quantity
    change: str
    better: bool | None
    """The change is for the better (None: neither, or too small to show)."""


def read(session: Session, series: Series, row: int) -> Reading:
    """`series` at the month of `row`, and its change since twelve months before.

    Both have the unit that suits the whole run, so that figures of different months can be compared at a glance.
    """
    value = float(series.values[row])
    figure = _quantity(session, series, value)
    if row < 12:
        return Reading(figure, "", None)
    return Reading(figure, *_change(session, series, value - float(series.values[row - 12])))


def _quantity(session: Session, series: Series, value: float) -> Quantity:
    divisor, unit = _scale(session, series)
    if series.unit == "share" or divisor == 1 or not np.isfinite(value):
        return session.quantity(_shown(value, series.unit), series.unit)
    return Quantity(session.quantity(value / divisor, "").figure, unit)


def _scale(session: Session, series: Series) -> tuple[float, str]:
    finite = series.values[np.isfinite(series.values)]
    return scale(float(np.abs(finite).max()) if len(finite) else 0.0, series.unit, session.language)


def _change(session: Session, series: Series, step: float) -> tuple[str, bool | None]:
    if not np.isfinite(step):
        return "", None
    if series.unit == "share":
        words = tr("{points} pp a year", points=_signed(100 * step, 0))
        small = abs(step) < 0.005
    else:
        divisor, unit = _scale(session, series)
        figure = _figure(step / divisor)
        unit = "" if series.unit in _WHOLE_UNITS else unit
        words = tr("{change} a year", change=f"{figure} {unit}".strip())
        small = not any(digit in "123456789" for digit in figure)
    if small:
        return tr("no change in a year"), None
    return words, (step > 0) == (series.better != "down") if series.better else None


def _figure(step: float) -> str:
    digits = 0 if abs(step) >= 10 or step.is_integer() else 1 if abs(step) >= 1 else 2
    return _signed(step, digits)


def _signed(value: float, digits: int) -> str:
    return f"{value:+,.{digits}f}".replace("-", "−")


def _shown(value: float, unit: str) -> float:
    return float(np.round(value)) if unit in _WHOLE_UNITS and np.isfinite(value) else value


def span(session: Session, series: Series) -> str:
    """Least and greatest value over the whole run, "100–250 P"."""
    finite = series.values[np.isfinite(series.values)]
    if not len(finite):
        return ""
    low, high = (session.quantity(_shown(float(v), series.unit), series.unit) for v in (finite.min(), finite.max()))
    if low.unit == high.unit:
        return f"{low.figure}–{high.figure} {high.unit}".strip()
    return f"{low}–{high}"


def level_name(level: str) -> str:
    """The level of a figure, as words: figures of different levels are never added up."""
    words = {
        "building": tr("building"),
        "core": tr("core"),
        "park": tr("park"),
        "both parks": tr("both parks"),
        "centre": tr("computing centres"),
        "district": tr("district"),
        "city": tr("city"),
    }
    return words.get(level, level)
