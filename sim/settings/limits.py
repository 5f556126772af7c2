"""What a setting says of its values: unit and limits, and dates that are uncertain."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from sim.streams import Spread


@dataclass(frozen=True, slots=True)
class DateSpread:
    """An uncertain date: never before `earliest`; its delay after that is lognormal with this median and p90."""

    earliest: date
    median: date
    p90: date

    @property
    def delay_days(self) -> Spread:
        """The delay after `earliest`, days."""
        return Spread((self.median - self.earliest).days, (self.p90 - self.earliest).days)


@dataclass(frozen=True, slots=True)
class Limits:
    """Marks a value that must name its ground: in `unit`, between `low` and `high`.

    A table has these `keys`, or is a plain list without; a word is one of them. Dates and switches have neither unit
    nor limits.
    """

    unit: str = ""
    low: float = -math.inf
    high: float = math.inf
    keys: tuple[str, ...] = ()
