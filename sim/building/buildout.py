"""How the parks are built: projects pass talks, signing, permit, start, structure, fit-out and handover.

A project is a parcel. What stands is built from the first day; sites under construction and plots with published
dates are taken up where they are; planned plots wait for their phase. Projects compete for the permit desk (a
`Resource`: so many plots at once), for the district's building budget, and for its crews (a `Container`, as a project
takes all its crews at once or none), each first come first served. Short stops delay; at a long one the crews leave,
and some projects are given up.

A further phase of a running project (a plot in a zone where a plot of the same use and an earlier phase is begun or
stands) holds its land already: it needs neither talks nor an auction, only design and permit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from typing import Any

import simpy

from gis.place import Parcel, Place
from sim.building.approach import Approach
from sim.building.budget import Budget
from sim.building.construction import Construction
from sim.building.cost import cost_cny
from sim.building.phasing import Phasing
from sim.building.site import Site
from sim.building.works import Knots
from sim.calendar import Calendar
from sim.letting.stock import Stock
from sim.run import Event
from sim.scenario import Scenario
from sim.settings import Dated, DateSpread
from sim.streams import Streams

Process = Generator[simpy.Event, Any, None]


class Buildout:
    """Builds the place; `knots` tells each building's progress, 0 not begun, 0.8 topped out, 1 handed over."""

    def __init__(
        self,
        env: simpy.Environment,
        place: Place,
        scenario: Scenario,
        calendar: Calendar,
        streams: Streams,
        stock: Stock,
        *,
        opened: Callable[[int], None],
        occupancy: Callable[[str], float],
        online_days: Mapping[tuple[str, str], float],
        budget_cny: Callable[[float], float],
        years_earlier: Callable[[str, float], float],
    ) -> None:
        self._env = env
        self._rules = rules = scenario.build
        self._calendar = calendar
        self._streams = streams
        self._stock = stock
        self._all = place.buildings
        self._occupancy = occupancy
        self._online = online_days
        self._dated = {(row.park, row.parcel): row for row in scenario.dated}
        self._own = {(owner.park, name) for owner in scenario.owners for name in (*owner.zones, *owner.parcels)}
        # A centre pays for the data halls that are built for it, and not for a house in which it takes rooms.
        self._own |= set(online_days)
        self.budget = Budget(env, rules, calendar, budget_cny)
        self._approach = Approach(env, rules, streams, self.budget)
        self._construction = Construction(env, rules, calendar, streams, self._all, self.budget, opened)
        self._phasing = Phasing(
            env, rules, calendar, filled=self._filled, years_earlier=years_earlier, under_way=self._under_way
        )
        self._crews_at_work = 0
        self.sites: list[Site] = []
        self._begin(place)

    @property
    def knots(self) -> Sequence[Knots]:
        """(day, progress) of each building; none before it is begun."""
        return self._construction.knots

    @property
    def handed_over(self) -> Sequence[float]:
        """The day on which each building is handed over, minus infinity where it stood, infinity where it is never."""
        return self._construction.handed_over

    @property
    def events(self) -> Sequence[Event]:
        """Starts, stops and handovers, for the time bar."""
        return self._construction.events

    # ------------------------------------------------------------ what every parcel is

    def _begin(self, place: Place) -> None:
        members: dict[tuple[str, str], list[int]] = {}
        for index, building in enumerate(self._all):
            members.setdefault((building.park, building.parcel), []).append(index)
        waiting: dict[str, list[Site]] = {}
        for parcel in place.parcels():
            buildings = members.get((parcel.park, parcel.id))
            # Without a building there is nothing to build: a plot that stays green.
            if buildings:
                self._begin_parcel(parcel, tuple(buildings), waiting)
        for park, sites in waiting.items():
            for bundle in self._phasing.begin(park, sites):
                for site in bundle.sites:
                    self._env.process(self._planned(site, None, bundle.opens))

    def _begin_parcel(self, parcel: Parcel, buildings: tuple[int, ...], waiting: dict[str, list[Site]]) -> None:
        key = (parcel.park, parcel.id)
        dated = self._dated.get(key, Dated(*key))
        if key in self._online or dated.handover:
            self._follow(self._site(parcel, buildings), dated, self._online.get(key))
            return
        rising = tuple(index for index in buildings if self._all[index].status != "existing")
        for index in buildings:
            if index not in rising:
                self._construction.stands(index)
        if rising:
            self._begin_site(self._site(parcel, rising), dated, waiting)
        if len(rising) < len(buildings):
            self._approach.note_begun(parcel)

    def _begin_site(self, site: Site, dated: Dated, waiting: dict[str, list[Site]]) -> None:
        start = self._calendar.day(dated.start) if dated.start else None
        if all(self._all[index].status != "planned" for index in site.buildings):
            self._approach.note_begun(site.parcel)
            self._crews_at_work += site.crews
            self._env.process(self._seen_at_work(site, start))
            return
        site.led = True
        if start is not None:
            self._env.process(self._planned(site, start, None))
        else:
            site.released = False
            waiting.setdefault(site.parcel.park, []).append(site)

    def _site(self, parcel: Parcel, buildings: tuple[int, ...]) -> Site:
        floor_m2 = sum(self._all[index].gfa_m2 for index in buildings)
        cost = sum(cost_cny(self._all[index], self._rules) for index in buildings)
        own = {(parcel.park, parcel.id), (parcel.park, parcel.zone)} & self._own
        site = Site(parcel, buildings, floor_m2, cost, self._construction.crews_of(floor_m2), by_district=not own)
        self.sites.append(site)
        return site

    # ------------------------------------------------------------ how each is built

    def _follow(self, site: Site, dated: Dated, online: float | None) -> None:
        """A published or drawn handover. What is announced for after one in part slips as announced dates do."""
        start = self._calendar.day(dated.start) if dated.start else None
        handover = self._handover(dated) if online is None else online
        announced = rest = handover
        if dated.in_part and dated.rest_handover:
            announced = self._calendar.day(dated.rest_handover)
            rest = handover + max(0.0, announced - handover) * self._slip(site.parcel)
        first = {index for index in site.buildings if not dated.in_part or self._all[index].id in dated.first}
        self._construction.follow(site, start, [handover if index in first else rest for index in site.buildings])
        site.planned = math.nan if online is not None else max(handover, announced)
        self._approach.note_begun(site.parcel)

    def _handover(self, dated: Dated) -> float:
        """The published day, or one drawn where it is only announced."""
        when = dated.handover
        assert when is not None
        if not isinstance(when, DateSpread):
            return self._calendar.day(when)
        delay = self._streams.of("handover", dated.parcel).spread(when.delay_days)
        return self._calendar.day(when.earliest) + delay

    def _slip(self, parcel: Parcel) -> float:
        """By what the time until an announced date is multiplied."""
        return self._rules.slip_ratio * self._streams.of("slip", parcel.id).spread(self._rules.slip_between)

    def _seen_at_work(self, site: Site, start: float | None) -> Process:
        """A site under construction, of which only that is known: it was begun some time before it was seen.

        Sites at work when the run begins share the crews there are, as they were seen with them.
        """
        seen = self._calendar.day(self._rules.sites_seen)
        age = self._streams.of("project", site.parcel.id).spread(self._rules.site_age)
        start = seen - age if start is None else start
        site.crews = max(1, math.floor(site.crews * min(1.0, self._rules.crews_district / self._crews_at_work)))
        yield self._env.timeout(max(0.0, start))
        yield from self._construction.construct(site, start, seen)

    def _planned(self, site: Site, start: float | None, opens: simpy.Event | None) -> Process:
        """A plot that is led from talks to handover: when its phase opens, or so that it starts as announced."""
        if opens is not None:
            yield opens
        yield from self._approach.lead(site, start)
        self._approach.note_begun(site.parcel)
        yield from self._construction.construct(site, None, -math.inf)

    # ------------------------------------------------------------ what phasing asks

    def _under_way(self, park: str) -> Iterable[Site]:
        """Projects of `park` that are begun or released."""
        return (site for site in self.sites if site.parcel.park == park and site.released)

    def _filled(self, park: str) -> float:
        """Occupancy of the park, counting as empty what is begun or released where the scenario wants that."""
        share = self._occupancy(park)
        if not self._rules.phase_counts_coming:
            return share
        offered = (i for i in range(len(self._all)) if self._all[i].park == park and not self._stock.owner[i])
        open_m2 = sum(int(self._stock.lettable_m2[i]) for i in offered if self.handed_over[i] <= self._env.now)
        coming_m2 = sum(self._coming_m2(site) for site in self._under_way(park))
        return share * open_m2 / (open_m2 + coming_m2) if coming_m2 else share

    def _coming_m2(self, site: Site) -> int:
        """Floor for tenants that the project has not handed over yet."""
        if site.cancelled <= self._env.now:
            return 0
        ahead = (i for i in site.buildings if self.handed_over[i] > self._env.now and not self._stock.owner[i])
        return sum(int(self._stock.lettable_m2[i]) for i in ahead)
