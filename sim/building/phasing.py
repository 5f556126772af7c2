"""When planned plots may begin: the phasing strategy, a lever of the scenario.

"date": a phase opens in its year, whatever stands empty. "demand": from its year on, once the park is let to a gate,
or when patience is at an end. "sequence": from its year on, once enough of what was begun before is topped out, so
that its crews move on. Phases open in their order; each is released in bundles of a phase's usual size, and the rule
is asked again for every bundle.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import simpy

from sim.building.site import Site
from sim.calendar import MONTH_DAYS, YEAR_DAYS, Calendar
from sim.settings import Build

_FIRST_LATER_PHASE = 3


@dataclass(frozen=True, slots=True)
class Bundle:
    """Plots of one phase that are released together; `opens` succeeds when they are."""

    phase: int
    sites: tuple[Site, ...]
    opens: simpy.Event


class Phasing:
    """Opens the phases of every park; `years_earlier(park, day)` is what land release brings them forward by."""

    def __init__(
        self,
        env: simpy.Environment,
        rules: Build,
        calendar: Calendar,
        *,
        filled: Callable[[str], float],
        years_earlier: Callable[[str, float], float],
        under_way: Callable[[str], Iterable[Site]],
    ) -> None:
        self._env = env
        self._rules = rules
        self._calendar = calendar
        self._filled = filled
        self._years_earlier = years_earlier
        self._under_way = under_way

    def begin(self, park: str, sites: Sequence[Site]) -> list[Bundle]:
        """Bundle the plots of `park` that wait for their phase, in order, and open one bundle after the other."""
        bundles = list(self._bundles(sites))
        self._env.process(self._open(park, bundles))
        return bundles

    def _bundles(self, sites: Sequence[Site]) -> Iterable[Bundle]:
        phases = sorted({self._phase(site) for site in sites})
        for phase in phases:
            group: list[Site] = []
            for site in (site for site in sites if self._phase(site) == phase):
                if group and sum(one.floor_m2 for one in group) + site.floor_m2 > self._rules.phase_size:
                    yield Bundle(phase, tuple(group), self._env.event())
                    group = []
                group.append(site)
            yield Bundle(phase, tuple(group), self._env.event())

    def _phase(self, site: Site) -> int:
        """Place of its phase among the years of later phases."""
        return min(max(site.parcel.phase - _FIRST_LATER_PHASE, 0), len(self._rules.phase_start) - 1)

    def _open(self, park: str, bundles: Sequence[Bundle]) -> Generator[simpy.Event, Any, None]:
        for bundle in bundles:
            while (wait := self._wait(park, bundle)) > 0.0:
                yield self._env.timeout(min(wait, MONTH_DAYS))
            for site in bundle.sites:
                site.released = True
            bundle.opens.succeed()

    def _wait(self, park: str, bundle: Bundle) -> float:
        """Days until it is worth to ask again; 0 when the bundle opens."""
        now = self._env.now
        year = self._rules.phase_start[bundle.phase] - self._years_earlier(park, now)
        opens = (year - self._calendar.start_year) * YEAR_DAYS
        if now < opens:
            return opens - now
        return 0.0 if self._is_due(park, now - opens) else MONTH_DAYS

    def _is_due(self, park: str, waited: float) -> bool:
        rules = self._rules
        if rules.phase_by == "date":
            return True
        if rules.phase_by == "sequence":
            return self._topped_out(park) >= rules.phase_after
        if waited >= rules.phase_gate_patience * YEAR_DAYS:
            return True
        return self._filled(park) >= rules.phase_gate

    def _topped_out(self, park: str) -> float:
        """Share of the floor begun or released in the park that has its roof, or never gets one."""
        sites = list(self._under_way(park))
        whole = sum(site.floor_m2 for site in sites)
        done = sum(site.floor_m2 for site in sites if self._is_done(site))
        return done / whole if whole else 1.0

    def _is_done(self, site: Site) -> bool:
        return site.reached("structure", self._env.now) or site.cancelled <= self._env.now
