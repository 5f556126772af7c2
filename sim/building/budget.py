"""The district's building budget: granted every January, set aside whole when a project is to start.

Why commitment and not progress: public works are approved together with their money, and what is under way is
finished. So less money a year starts fewer projects a year and never leaves a half-built floor waiting for January,
and no account can be overdrawn by work that was begun in better years. Money is spent as the work progresses, out of
what was set aside; a project that is given up hands back what it has not spent.

How much there is a year is policy's to say (`Policies.building_budget_cny`): a part of what the district invests, and
what others add. January grants the year at the rate of that day; what is granted is not taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

import simpy

from sim.building.site import Site
from sim.calendar import Calendar
from sim.settings import Build

Row = tuple[float, str, float]

_MONTHS = 12
_DECEMBER = 11
_CENT = 0.01


@dataclass(slots=True)
class BudgetBooks:
    """What happened to the budget, as rows (day, park, CNY); what is granted and lapses belongs to no park, ""."""

    granted: list[Row] = field(default_factory=list)
    committed: list[Row] = field(default_factory=list)
    returned: list[Row] = field(default_factory=list)
    lapsed: list[Row] = field(default_factory=list)


class Budget:
    """Money for starts, first come first served; what is not set aside lapses at the year's end beyond a limit."""

    def __init__(
        self, env: simpy.Environment, rules: Build, calendar: Calendar, yearly_cny: Callable[[float], float]
    ) -> None:
        self._env = env
        self._rules = rules
        self._yearly_cny = yearly_cny
        self._calendar = calendar
        self._free = simpy.Container(env)
        self._turn = simpy.Resource(env)
        self.books = BudgetBooks()
        self._rate_cny = 0.0
        self._supplement(calendar.seasons[0])
        env.process(self._months())

    @property
    def free_cny(self) -> float:
        """What is neither set aside nor lapsed."""
        return float(self._free.level)

    def commit(self, site: Site) -> Generator[simpy.Event, Any, None]:
        """Set aside the cost of `site`, over several years where one year's money is too little."""
        with self._turn.request() as turn:
            yield turn
            due = site.cost_cny
            while due > 0.0:
                # All there is, or the first money that comes; the next in line waits, so that the large get built too.
                part = min(due, self.free_cny or _CENT)
                yield self._free.get(part)
                due -= part
                site.committed_cny += part
                self.books.committed.append((self._env.now, site.parcel.park, part))

    def give_back(self, site: Site, unspent_cny: float) -> None:
        """`site` is given up: what it has not spent is free again."""
        back = min(unspent_cny, site.committed_cny)
        if back > 0.0:
            site.committed_cny -= back
            self.books.returned.append((self._env.now, site.parcel.park, back))
            self._free.put(back)

    def _months(self) -> Generator[simpy.Event, Any, None]:
        """In January what is left lapses beyond the limit, and the new year's money is granted."""
        for end, season in zip(self._calendar.ends.tolist(), self._calendar.seasons, strict=True):
            yield self._env.timeout(end - self._env.now)
            if season == _DECEMBER:
                self._close_year()
            self._supplement((season + 1) % _MONTHS)

    def _close_year(self) -> None:
        over = self.free_cny - self._rules.budget_carried * self._rate_cny
        if over > 0.0 and self._free.get(over).triggered:
            self.books.lapsed.append((self._env.now, "", over))
        self._rate_cny = 0.0

    def _supplement(self, season: int) -> None:
        """Grant the rest of the year at policy's present rate. What was granted at a higher one is not taken back."""
        rate_cny = self._yearly_cny(self._env.now)
        if rate_cny > self._rate_cny:
            amount = (_MONTHS - season) / _MONTHS * (rate_cny - self._rate_cny)
            self._rate_cny = rate_cny
            if amount > 0.0:
                self.books.granted.append((self._env.now, "", amount))
                self._free.put(amount)
