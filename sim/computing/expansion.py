"""Expansion of the centres: decided when use has been high for half a year and pays, in service after a lead time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from sim.calendar import MONTH_DAYS, Calendar
from sim.settings import Centre, Compute
from sim.streams import Streams

_REVIEWED_MONTHS: Final = 6
"""The book's trigger is the use over half a year."""


@dataclass(frozen=True, slots=True)
class Expansion:
    """Machines added to a centre; `cost_factor` is what they cost by the market's price, as against 2023."""

    centre: int
    added_p: float
    decided: float
    online: float
    kw_per_p: float
    cost_factor: float
    cost_cny: float


class Expansions:
    """What has been decided so far. One expansion at a time, in the centre that has most room left."""

    def __init__(self, rules: Compute, calendar: Calendar, streams: Streams, centres: tuple[Centre, ...]) -> None:
        self._rules = rules
        self._calendar = calendar
        self._streams = streams
        self._centres = centres
        self._seen: list[float] = []
        self.decided: list[Expansion] = []

    def room_p(self, centre: int) -> float:
        """How much more fits into the house of a centre."""
        added = math.fsum(one.added_p for one in self.decided if one.centre == centre)
        return self._centres[centre].capacity * self._rules.expansion_room - added

    def review(
        self, day: float, sold_share: float, price_factor: float, standing: tuple[bool, ...], *, covered: bool
    ) -> None:
        """Look at the month's use and decide. While one expansion is under way no other is; use is seen afresh then.

        `price_factor` is the market's price of a P-year as against 2023: newer machines cost less as their hire does.
        `covered` is whether sales and support of the last twelve months have covered what running cost: where they
        have not, use however high brings no machines, unless the scenario says that use alone decides.
        """
        if not self._rules.expansion:
            return
        if not math.isfinite(sold_share) or (self.decided and self.decided[-1].online > day):
            self._seen.clear()
            return
        self._seen.append(sold_share)
        recent = self._seen[-_REVIEWED_MONTHS:]
        pays = covered or not self._rules.expansion_covered
        if (
            pays
            and len(recent) == _REVIEWED_MONTHS
            and math.fsum(recent) / len(recent) >= self._rules.expansion_trigger
        ):
            self._decide(day, price_factor, [centre for centre, stands in enumerate(standing) if stands])

    def _decide(self, day: float, price_factor: float, standing: list[int]) -> None:
        centre = max(standing, key=self.room_p, default=None)
        if centre is None or self.room_p(centre) <= 0.0:
            return
        rules = self._rules
        added_p = min(rules.expansion_step, self.room_p(centre))
        number = sum(one.centre == centre for one in self.decided)
        months = self._streams.of("expansion", self._centres[centre].id, number).spread(rules.expansion_lead)
        online = day + months * MONTH_DAYS
        newer = online >= self._calendar.day(rules.expansion_kw_from)
        kw_per_p = rules.expansion_kw_per_p if newer else self._centres[centre].kw_per_p
        cost_cny = added_p * rules.capex * price_factor
        self.decided.append(Expansion(centre, added_p, day, online, kw_per_p, price_factor, cost_cny))
        self._seen.clear()
