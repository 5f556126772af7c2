"""Units of the field, and how a quantity is written in each language: units belong to the language."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

MU_M2: Final = 10_000 / 15
"""Square metres in one mu (亩), exactly 10,000/15."""


def mu_from_m2(area_m2: float) -> float:
    """The area in mu of `area_m2` square metres."""
    return area_m2 / MU_M2


def m2_from_mu(area_mu: float) -> float:
    """The area in square metres of `area_mu` mu."""
    return area_mu * MU_M2


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value split for display: the figure and the unit that follows it, both in one language."""

    figure: str
    unit: str

    def __str__(self) -> str:
        return f"{self.figure} {self.unit}".strip()


_UNIT_ZH: Final = {
    "m2": "m²", "mu": "亩", "enterprises": "家", "projects": "个", "people": "人", "P": "P", "MW": "MW",
    "GWh": "GWh", "GWh/month": "GWh/月", "devices/month": "台/月", "modules/month": "个/月", "CNY": "元",
    "GWh/year": "GWh/年", "devices/year": "台/年", "modules/year": "个/年", "CNY/P-year": "元/P·年",
    "buildings": "栋", "enterprises/month": "家/月", "CNY/month": "元/月", "CNY/year": "元/年", "%": "%",
    "": "", "days": "天", "floors": "层", "roadshows": "场", "scenes": "个", "solutions": "个", "platforms": "个",
    "CNY/m2/day": "元/m²·天", "CNY/m2/year": "元/m²·年", "CNY/person/year": "元/人·年", "CNY/person": "元/人",
}  # fmt: skip
_UNIT_EN: Final = {"m2": "m²", "CNY/m2/day": "CNY/m²/day", "CNY/m2/year": "CNY/m²/year"}
_ZH_STEPS: Final = ((1e8, "亿"), (1e4, "万"))
_EN_STEPS: Final = ((1e9, "bn"), (1e6, "M"))


def quantity(value: float, unit: str, language: str) -> Quantity:
    """`value` as a planner reads it: shares as per cent, large figures in 万/亿 or M/bn, a rounded figure else.

    `unit` is a unit of a KPI: "share" is shown in per cent; an unknown unit is shown as it is.
    A value that is not a number is shown as a dash.
    """
    if not math.isfinite(value):
        return Quantity("–", "")
    divisor, shown = scale(value, unit, language)
    if unit == "share":
        return Quantity(f"{value / divisor:.0f}", shown)
    return Quantity(figure(value / divisor), shown)


def scale(largest: float, unit: str, language: str) -> tuple[float, str]:
    """By what to divide figures up to `largest`, and the unit they then have: that of an axis or of one quantity."""
    if unit == "share":
        return 0.01, "%"
    shown = (_UNIT_ZH if language == "zh" else _UNIT_EN).get(unit, unit)
    for step, name in _ZH_STEPS if language == "zh" else _EN_STEPS:
        if abs(largest) >= step:
            joint = "" if language == "zh" else " "
            return step, f"{name}{joint}{shown}".strip()
    return 1.0, shown


def figure(value: float) -> str:
    """Three significant digits are enough to compare, and whole numbers stay whole."""
    if float(value).is_integer() or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
