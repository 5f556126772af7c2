"""What floor costs: one level a park, which drifts with the trend and follows occupancy slowly."""

from __future__ import annotations

import math

from sim.calendar import YEAR_DAYS
from sim.settings import Stock


class Rents:
    """Rents relative to the start. Within a month they follow the trend; at its end they are set anew.

    d ln(rent) / dt = ln(1 + trend) + feedback x (occupancy - occupancy of the start): a park as full as at the start
    keeps to the trend, one that empties gets cheaper.
    """

    def __init__(self, rules: Stock, parks: int) -> None:
        self._drift = math.log1p(rules.rent_trend) / YEAR_DAYS
        self._feedback = rules.rent_feedback / YEAR_DAYS
        self._usual = rules.occupancy
        self._moved = [0.0] * parks

    def level(self, park: int, day: float) -> float:
        """Rent on `day` in the park of this index, as a share of that at the start."""
        return math.exp(self._drift * (day if day > 0.0 else 0.0) + self._moved[park])

    def follow(self, park: int, occupancy: float, days: float) -> None:
        """So many `days` have passed at this occupancy of the letting market."""
        self._moved[park] += self._feedback * (occupancy - self._usual) * days
