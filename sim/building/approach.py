"""From the first talks to the start of construction: land, the permit desk, money."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

from gis.place import Parcel
from sim.building.budget import Budget
from sim.building.site import Site
from sim.settings import Build
from sim.streams import Streams

Process = Generator[simpy.Event, Any, None]


class Approach:
    """Leads planned projects to their start. The permit desk takes so many plots at once, first come first served."""

    def __init__(self, env: simpy.Environment, rules: Build, streams: Streams, budget: Budget) -> None:
        self._env = env
        self._rules = rules
        self._streams = streams
        self._budget = budget
        self._desk = simpy.Resource(env, rules.permit_desk)
        self._begun: set[tuple[str, str, str, int]] = set()

    def note_begun(self, parcel: Parcel) -> None:
        """Something is built, or stands, on `parcel`: later phases beside it hold their land."""
        self._begun.add((parcel.park, parcel.zone, parcel.use, parcel.phase))

    def lead(self, site: Site, start: float | None) -> Process:
        """From now on, or so that a plot with nothing in its way starts on day `start`."""
        stream = self._streams.of("project", site.parcel.id)
        talks = stream.spread(self._rules.talks_to_signing)
        whole = stream.spread(self._rules.signing_to_start)
        permit = stream.spread(self._rules.permit_design)
        if self._holds_land(site.parcel):
            talks = land = 0.0
        else:
            at_desk = min(1.0, self._rules.permit_design.median / self._rules.signing_to_start.median)
            land, permit = whole * (1.0 - at_desk), whole * at_desk
            site.land_cny = site.parcel.area_m2 * self._rules.land_cost
        begin = self._env.now if start is None else start - talks - land - permit
        site.days |= {"talks": begin, "signing": begin + talks, "queue": begin + talks + land}
        yield self._env.timeout(max(0.0, site.days["queue"] - self._env.now))
        yield from self._permit(site, permit)
        if site.by_district:
            yield from self._budget.commit(site)
        site.days["funded"] = max(site.days["permit"], self._env.now)

    def _permit(self, site: Site, days: float) -> Process:
        """What was applied for before the run began found the desk free."""
        with self._desk.request() as turn:
            yield turn
            site.days["desk"] = site.days["queue"] if site.days["queue"] < self._env.now <= 0.0 else self._env.now
            site.days["permit"] = site.days["desk"] + days
            yield self._env.timeout(max(0.0, site.days["permit"] - self._env.now))

    def _holds_land(self, parcel: Parcel) -> bool:
        """A plot of its zone and use, of an earlier phase, is begun or stands: only design and permit are ahead."""
        kin = (parcel.park, parcel.zone, parcel.use)
        return any(one[:3] == kin and one[3] < parcel.phase for one in self._begun)
