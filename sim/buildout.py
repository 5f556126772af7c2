"""How the parks are built: projects pass talks, signing, permit, start, structure, fit-out and handover.

A project is a parcel. What stands is built from the first day; sites under construction and plots with published
dates are taken up where they are; planned plots wait for their phase and for the park to fill. Projects compete for
the district's crews: a `Container`, not a `Resource`, because a project takes all its crews at once or none.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import simpy

from gis.place import Building, Parcel, Place
from gis.text import Name
from sim.calendar import MONTH_DAYS, YEAR_DAYS, Calendar, WorkDays
from sim.run import Event
from sim.scenario import Scenario
from sim.settings import Dated
from sim.stock import fit_out, rises_as_tower
from sim.streams import Spread, Stream, Streams

STAGES: Final = ("talks", "signing", "permit", "start", "structure", "fit-out", "handover")

_FOUNDED = 0.02
_TOPPED_OUT = 0.8
_FITTED_OUT = 0.97
_FIRST_LATER_PHASE = 3
_STAGGER = 0.35
_KNOWN_STRUCTURE = 0.6
"""Share of a published building time that the structure takes; the rest is fit-out and acceptance."""
_STANDARD_CREWS = 2

Process = Generator[simpy.Event, Any, None]


@dataclass(slots=True)
class Site:
    """A project while it is simulated: days of its stages, and each building's progress as (day, progress) knots."""

    parcel: Parcel
    buildings: tuple[int, ...]
    days: dict[str, float] = field(default_factory=dict)


class Buildout:
    """Builds the place; `knots` tells each building's progress, 0 not begun, 0.8 topped out, 1 handed over."""

    def __init__(
        self,
        env: simpy.Environment,
        place: Place,
        scenario: Scenario,
        calendar: Calendar,
        streams: Streams,
        *,
        opened: Callable[[int], None],
        occupancy: Callable[[str], float],
        online_days: Mapping[tuple[str, str], float],
    ) -> None:
        self._env = env
        self._rules = scenario.build
        self._calendar = calendar
        self._streams = streams
        self._opened = opened
        self._occupancy = occupancy
        self._work = WorkDays(calendar.start, scenario.build)
        self._crews = simpy.Container(env, scenario.build.crews_district, init=scenario.build.crews_district)
        self._all = place.buildings
        self._dated = {(row.park, row.parcel): row for row in scenario.dated}
        self._online = online_days
        self.knots: list[list[tuple[float, float]]] = [[] for _ in self._all]
        self.handed_over: list[float] = [math.inf] * len(self._all)
        self.sites: list[Site] = []
        self.events: list[Event] = []
        self._begin(place)

    def _begin(self, place: Place) -> None:
        members: dict[tuple[str, str], list[int]] = {}
        for index, building in enumerate(self._all):
            members.setdefault((building.park, building.parcel), []).append(index)
        for parcel in place.parcels():
            buildings = members.get((parcel.park, parcel.id))
            # Without a building there is nothing to build: a plot that stays green.
            if buildings:
                self._begin_parcel(parcel, tuple(buildings))

    def _begin_parcel(self, parcel: Parcel, buildings: tuple[int, ...]) -> None:
        key = (parcel.park, parcel.id)
        dated = self._dated.get(key, Dated(*key))
        if key in self._online:
            self._follow(self._known_site(parcel, buildings, dated, self._online[key]))
        elif dated.handover is not None:
            self._follow(self._known_site(parcel, buildings, dated, self._calendar.day(dated.handover)))
        else:
            standing = tuple(i for i in buildings if self._all[i].status == "existing")
            for index in standing:
                self._stands(index)
            rising = tuple(i for i in buildings if i not in standing)
            if rising:
                site = Site(parcel, rising)
                self.sites.append(site)
                self._env.process(self._project(site, dated))

    def _stands(self, index: int) -> None:
        self.knots[index] = [(0.0, 1.0)]
        self.handed_over[index] = -math.inf
        self._opened(index)

    # ------------------------------------------------------------ published or drawn dates of completion

    def _known_site(self, parcel: Parcel, buildings: tuple[int, ...], dated: Dated, handover: float) -> Site:
        """A site whose handover is known: its structure and fit-out fill the time between start and handover."""
        site = Site(parcel, buildings)
        stream = self._streams.of("project", parcel.id)
        start = self._calendar.day(dated.start) if dated.start else handover - self._ordinary_days(buildings, stream)
        rest = self._calendar.day(dated.rest_handover) if dated.in_part and dated.rest_handover else handover
        structure = start
        for index in buildings:
            end = handover if not dated.in_part or self._all[index].id in dated.first else rest
            topped = start + _KNOWN_STRUCTURE * (end - start)
            self.knots[index] = [(start, 0.0), (topped, _TOPPED_OUT), (end, 1.0)]
            self.handed_over[index] = end
            structure = max(structure, topped)
        site.days = {"start": start, "structure": structure, "handover": max(handover, rest)}
        self.sites.append(site)
        return site

    def _ordinary_days(self, buildings: Sequence[int], stream: Stream) -> float:
        """A usual time from start to handover for the largest of the buildings."""
        largest = self._all[max(buildings, key=lambda index: self._all[index].gfa_m2)]
        return self._structure_days(largest, stream) + stream.spread(self._fit_out_days(largest))

    def _follow(self, site: Site) -> None:
        for index in site.buildings:
            self._env.process(self._open_at(index, self.handed_over[index]))
        self._note("start", site, site.days["start"])
        self._note("handover", site, site.days["handover"])

    def _open_at(self, index: int, day: float) -> Process:
        yield self._env.timeout(max(0.0, day - self._env.now))
        self._opened(index)

    # ------------------------------------------------------------ projects that are simulated

    def _project(self, site: Site, dated: Dated) -> Process:
        stream = self._streams.of("project", site.parcel.id)
        statuses = {self._all[index].status for index in site.buildings}
        if "planned" in statuses:
            yield from self._agree(site, dated, stream)
            unfinished = -math.inf
        else:
            unfinished = seen = self._calendar.day(self._rules.sites_seen)
            age = stream.spread(self._rules.site_age)
            site.days["start"] = self._calendar.day(dated.start) if dated.start else seen - age
            yield self._env.timeout(max(0.0, site.days["start"]))
        crews = self._crews_of(site)
        yield self._crews.get(crews)
        site.days.setdefault("start", self._env.now)
        self._note("start", site, site.days["start"])
        yield from self._build(site, stream, crews, unfinished)

    def _agree(self, site: Site, dated: Dated, stream: Stream) -> Process:
        """From the first talks to the permit. Phases wait for their year, and for the park to fill, within reason."""
        talks = stream.spread(self._rules.talks_to_signing)
        permit = stream.spread(self._rules.signing_to_start)
        if dated.start:
            begin = self._calendar.day(dated.start) - talks - permit
        else:
            begin = yield from self._phase_opens(site.parcel)
        site.days |= {"talks": begin, "signing": begin + talks, "permit": begin + talks + permit}
        yield self._env.timeout(max(0.0, begin + talks + permit - self._env.now))

    def _phase_opens(self, parcel: Parcel) -> Generator[simpy.Event, Any, float]:
        rules = self._rules
        place = min(max(parcel.phase - _FIRST_LATER_PHASE, 0), len(rules.phase_start) - 1)
        opens = (rules.phase_start[place] - self._calendar.start_year) * YEAR_DAYS
        yield self._env.timeout(max(0.0, opens))
        latest = opens + rules.phase_gate_patience * YEAR_DAYS
        while self._occupancy(parcel.park) < rules.phase_gate and self._env.now < latest:
            yield self._env.timeout(MONTH_DAYS)
        return self._env.now

    def _crews_of(self, site: Site) -> int:
        floor_m2 = sum(self._all[index].gfa_m2 for index in site.buildings)
        wanted = math.ceil(floor_m2 / self._rules.crew_floor) * self._rules.crews_per_building / _STANDARD_CREWS
        return max(1, min(math.ceil(wanted), self._rules.crews_district))

    def _build(self, site: Site, stream: Stream, crews: int, unfinished: float) -> Process:
        """All buildings side by side, none fitted out before `unfinished`; the crews leave with the last roof."""
        start = site.days["start"]
        stops = self._stops(start, stream)
        done = [self._raise(index, start, stops, unfinished) for index in site.buildings]
        topped = max(day for day, _, _ in done)
        fitted = max(day for _, day, _ in done)
        handover = max(day for _, _, day in done)
        site.days |= {"structure": topped, "fit-out": fitted, "handover": handover}
        for index in site.buildings:
            self._env.process(self._open_at(index, self.handed_over[index]))
        self._note("handover", site, handover)
        yield self._env.timeout(max(0.0, topped - self._env.now))
        yield self._crews.put(crews)

    def _raise(
        self, index: int, start: float, stops: Sequence[tuple[float, float]], unfinished: float
    ) -> tuple[float, float, float]:
        """Days on which a building is topped out, fitted out and handed over."""
        building = self._all[index]
        stream = self._streams.of("building", building.id)
        work = self._structure_days(building, stream)
        foundation = self._foundation(building).median
        begin = self._work.finish(start, stream.uniform() * _STAGGER * work, stops) + self._podium_days(building)
        founded = self._work.finish(begin, min(foundation, work / 2), stops)
        topped = self._work.finish(begin, work, stops)
        fitted = max(unfinished, topped + stream.spread(self._fit_out_days(building)))
        handover = fitted + stream.spread(self._rules.handover)
        rise = [(day, self._risen(founded, topped, day)) for day in self._month_ends(founded, topped)]
        self.knots[index] = [
            (begin, 0.0), (founded, _FOUNDED), *rise, (topped, _TOPPED_OUT), (fitted, _FITTED_OUT), (handover, 1.0),
        ]  # fmt: skip
        self.handed_over[index] = handover
        return topped, fitted, handover

    def _risen(self, founded: float, topped: float, day: float) -> float:
        """Progress between foundations and the roof: by work done, so that winter shows."""
        whole = self._work.done(topped) - self._work.done(founded)
        part = (self._work.done(day) - self._work.done(founded)) / whole if whole > 0.0 else 1.0
        return _FOUNDED + (_TOPPED_OUT - _FOUNDED) * part

    def _month_ends(self, after: float, before: float) -> list[float]:
        return [float(day) for day in self._calendar.ends if after < day < before]

    def _structure_days(self, building: Building, stream: Stream) -> float:
        tower = rises_as_tower(building)
        floor_days = self._rules.floor_days_tower if tower else self._rules.floor_days_hall
        speed = (self._rules.crews_per_building / _STANDARD_CREWS) ** -self._rules.crew_exponent
        ground = stream.spread(self._foundation(building)) if building.base_m == 0.0 else 0.0
        return float((ground + building.floors * stream.spread(floor_days)) * speed)

    def _podium_days(self, building: Building) -> float:
        """What a tower waits for the podium under it."""
        if building.base_m == 0.0:
            return 0.0
        floors = building.base_m / building.floor_height_m
        return self._rules.foundation_tower.median + floors * self._rules.floor_days_tower.median

    def _foundation(self, building: Building) -> Spread:
        return self._rules.foundation_tower if rises_as_tower(building) else self._rules.foundation_hall

    def _fit_out_days(self, building: Building) -> Spread:
        spread: Spread = getattr(self._rules, f"fitout_{fit_out(building)}")
        return spread

    def _stops(self, start: float, stream: Stream) -> list[tuple[float, float]]:
        """Stops of work of a project, as (stopped, resumed) days."""
        stops: list[tuple[float, float]] = []
        day = start
        if self._rules.stop_hazard <= 0.0:
            return stops
        horizon = float(self._calendar.ends[-1])
        while day < horizon:
            day += stream.exponential(MONTH_DAYS / self._rules.stop_hazard)
            resumed = day + stream.exponential(self._rules.stop_length) if self._rules.stop_length else day
            stops.append((day, resumed))
            day = resumed
        return stops

    def _note(self, kind: str, site: Site, day: float) -> None:
        """Tell the time bar, where the day lies in the run."""
        if 0.0 <= day < self._calendar.ends[-1]:
            name = site.parcel.name
            words = ("starts", "开工") if kind == "start" else ("handed over", "交付")
            self.events.append(
                Event(day, kind, site.parcel.park, Name(f"{name.en}: {words[0]}", f"{name.zh}{words[1]}"), "")
            )
