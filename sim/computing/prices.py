"""The list price of compute: it follows the hardware down, and stops where it would no longer pay the power."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.calendar import YEAR_DAYS, Calendar
from sim.settings import Centre, Compute

_PRICE_YEAR: Final = 2023.5
"""A price of 2023 is that of its middle."""
_YEAR_HOURS: Final = 24.0 * YEAR_DAYS


def price_index(rules: Compute, calendar: Calendar, day: float) -> float:
    """What a new P-year is worth on a day, as against 2023: machines, and by them their hire, get cheaper."""
    year = calendar.start_year + day / YEAR_DAYS
    return float((1.0 + rules.price_trend) ** (year - _PRICE_YEAR))


def power_cny(rules: Compute, centre: Centre) -> float:
    """CNY: the power of a P of the centre's first machines that runs for a year, cooling included."""
    return centre.kw_per_p * centre.pue * _YEAR_HOURS * rules.power_price


def list_price(rules: Compute, index: float, centres: Sequence[Centre]) -> float:
    """CNY for a P-year, of all `centres` that are on line.

    They sell at one price, so that it stays above the power of that one which needs most, by a small margin: nobody
    lets a machine run at a loss that it would not make if it stood still.
    """
    power = max((power_cny(rules, centre) for centre in centres), default=0.0)
    return max(rules.price * index, power * (1.0 + rules.price_margin))
