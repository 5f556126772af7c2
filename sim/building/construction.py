"""Building itself: crews come, buildings rise side by side, work stops and is resumed, or the project is given up."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Sequence
from typing import Any

import simpy

from gis.place import Building
from gis.text import Name
from sim.building.budget import Budget
from sim.building.cost import cost_cny
from sim.building.halts import LongStop, Pauses, joined, next_long_stop, short_stops
from sim.building.site import Site
from sim.building.works import (
    MEDIAN,
    STANDARD_CREWS,
    TOPPED_OUT,
    Knots,
    Timetable,
    Works,
    luck_of,
    progress_at,
    progress_knots,
    timetable,
    works_of,
)
from sim.calendar import Calendar, WorkDays
from sim.run import Event
from sim.settings import Build
from sim.streams import Streams

_KNOWN_STRUCTURE = 0.6
"""Share of a published building time that the structure takes; the rest is fit-out and acceptance."""
_WORDS = {
    "start": ("starts", "开工"),
    "handover": ("handed over", "交付"),
    "stop": ("work stops", "停工"),
    "cancelled": ("given up", "终止建设"),
}

Process = Generator[simpy.Event, Any, None]


class Construction:
    """All building work of the place. `knots` tells each building's progress, 0.8 topped out, 1 handed over."""

    def __init__(
        self,
        env: simpy.Environment,
        rules: Build,
        calendar: Calendar,
        streams: Streams,
        buildings: Sequence[Building],
        budget: Budget,
        opened: Callable[[int], None],
    ) -> None:
        self._env = env
        self._rules = rules
        self._streams = streams
        self._all = buildings
        self._budget = budget
        self._opened = opened
        self._work = WorkDays(calendar.start, rules)
        self._month_ends: list[float] = calendar.ends.tolist()
        self._crews = simpy.Container(env, rules.crews_district, init=rules.crews_district)
        self._plans: dict[tuple[str, int, float, float], Works] = {}
        self.knots: list[Knots] = [[] for _ in buildings]
        self.handed_over: list[float] = [math.inf] * len(buildings)
        self._watched: set[int] = set()
        """Buildings that are opened on their day, or are open."""
        self.events: list[Event] = []

    def crews_of(self, floor_m2: float) -> int:
        """How many crews a project of this size takes: never more than there are."""
        wanted = math.ceil(floor_m2 / self._rules.crew_floor) * self._rules.crews_per_building / STANDARD_CREWS
        return max(1, min(math.ceil(wanted), self._rules.crews_district))

    def stands(self, index: int) -> None:
        """The building is there from the first day."""
        self.knots[index] = [(0.0, 1.0)]
        self.handed_over[index] = -math.inf
        self._opened(index)

    def follow(self, site: Site, start: float | None, ends: Sequence[float]) -> None:
        """A site whose handovers are known, one a building: structure and fit-out fill the time since `start`.

        Without a published start the largest building is taken to have needed what such buildings need.
        """
        if start is None:
            luck = luck_of(self._streams.of("works", site.parcel.id))
            usual = works_of(
                self._all[max(site.buildings, key=lambda index: self._all[index].gfa_m2)], self._rules, luck
            )
            start = min(ends) - usual.structure - usual.fit_out
        for index, end in zip(site.buildings, ends, strict=True):
            self.knots[index] = [(start, 0.0), (start + _KNOWN_STRUCTURE * (end - start), TOPPED_OUT), (end, 1.0)]
            self.handed_over[index] = end
        self._watch(site)
        topped = start + _KNOWN_STRUCTURE * (max(ends) - start)
        site.days = {"start": start, "structure": topped, "handover": max(ends)}
        self._note("start", site, start)
        self._note("handover", site, max(ends))

    def construct(self, site: Site, start: float | None, unfinished: float) -> Process:
        """Build with crews from `start` (when there are crews), none fitted out before `unfinished`, through stops."""
        yield self._crews.get(site.crews)
        now = self._env.now
        start = now if start is None else start
        site.days["start"] = start
        self._note("start", site, start)
        works = self._works(site)
        site.planned = self._planned_handover(site, start)
        short = short_stops(self._streams.of("stops", site.parcel.id), self._rules, start, self._month_ends[-1])
        if now > max(start, 0.0):
            # Begun before, and now without crews until others are done.
            short = joined(short, [(max(start, 0.0), now)])
        self._schedule(site, works, short, unfinished)
        yield from self._carry_through(site, works, short, unfinished)

    def _carry_through(self, site: Site, works: Sequence[Works], short: Pauses, unfinished: float) -> Process:
        """Until every building is fitted out. The crews leave with the last roof, or when work stops for long."""
        stream = self._streams.of("halts", site.parcel.id)
        at_work = True
        stop = next_long_stop(stream, self._rules, max(site.days["start"], unfinished, 0.0))
        while True:
            if at_work and (stop is None or site.days["structure"] <= stop.day):
                yield self._env.timeout(max(0.0, site.days["structure"] - self._env.now))
                yield self._crews.put(site.crews)
                at_work = False
            if stop is None or stop.day >= site.days["fit-out"]:
                self._note("handover", site, site.days["handover"])
                return
            yield self._env.timeout(max(0.0, stop.day - self._env.now))
            self._halt(site, stop)
            if at_work:
                yield self._crews.put(site.crews)
            if stop.for_good:
                self._give_up(site)
                return
            yield self._env.timeout(stop.length)
            if at_work:
                yield self._crews.get(site.crews)
            site.halts[-1][1] = self._env.now
            self._schedule(site, works, short, unfinished)
            stop = next_long_stop(stream, self._rules, self._env.now)

    def _halt(self, site: Site, stop: LongStop) -> None:
        """Work stops today and nobody knows for how long: nothing lies ahead until it is resumed."""
        now = self._env.now
        site.halts.append([now, math.inf])
        for index in site.buildings:
            if self.handed_over[index] > now:
                reached = progress_at(self.knots[index], now)
                passed = [knot for knot in self.knots[index] if knot[0] < now]
                self.knots[index] = [*passed, (now, reached)] if passed else []
                self.handed_over[index] = math.inf
        site.days = {stage: day for stage, day in site.days.items() if day <= now}
        if not stop.for_good:
            self._note("stop", site, now)

    def _give_up(self, site: Site) -> None:
        """What stands half-built stays so; the money that is not spent is free again."""
        site.cancelled = self._env.now
        spent = sum(
            progress_at(self.knots[index], self._env.now) * cost_cny(self._all[index], self._rules)
            for index in site.buildings
        )
        self._budget.give_back(site, max(0.0, site.cost_cny - spent))
        self._note("cancelled", site, self._env.now)

    def _works(self, site: Site) -> list[Works]:
        luck = luck_of(self._streams.of("works", site.parcel.id))
        slip = self._rules.slip_ratio / self._rules.slip_within
        lags = [self._streams.of("building", self._all[index].id).uniform() for index in site.buildings]
        return [
            works_of(self._all[index], self._rules, luck, lag, slip)
            for index, lag in zip(site.buildings, lags, strict=True)
        ]

    def _planned_handover(self, site: Site, start: float) -> float:
        """As planned on the day of the start for what takes longest: usual durations and winters, no stops."""
        works = [self._planned_works(self._all[index]) for index in site.buildings]
        longest = max(works, key=lambda one: one.podium + one.structure + one.fit_out)
        return timetable(longest, self._work, start, [], [], -math.inf).handover

    def _planned_works(self, building: Building) -> Works:
        """The same for all buildings of one kind and height."""
        key = (building.use, building.floors, building.base_m, building.floor_height_m)
        if key not in self._plans:
            self._plans[key] = works_of(building, self._rules, MEDIAN)
        return self._plans[key]

    def _schedule(self, site: Site, works: Sequence[Works], short: Pauses, unfinished: float) -> None:
        """All buildings side by side, with the stops known so far."""
        long_stops = [(stopped, resumed) for stopped, resumed in site.halts]
        stops = joined(short, long_stops) if long_stops else short
        tables: list[Timetable] = []
        for index, work in zip(site.buildings, works, strict=True):
            table = timetable(work, self._work, site.days["start"], stops, long_stops, unfinished)
            self.knots[index] = progress_knots(table, self._work, stops, self._month_ends)
            self.handed_over[index] = table.handover
            tables.append(table)
        site.days["structure"] = max(table.topped for table in tables)
        site.days["fit-out"] = max(table.fitted for table in tables)
        site.days["handover"] = max(table.handover for table in tables)
        self._watch(site)

    def _watch(self, site: Site) -> None:
        """Have each building opened on its day."""
        for index in site.buildings:
            if index not in self._watched:
                self._watched.add(index)
                self._env.process(self._open(index))

    def _open(self, index: int) -> Process:
        """Opens a building when it is handed over, however often that day moves.

        A stop that outlasts the day ends this; when work is resumed the building is watched again.
        """
        while True:
            yield self._env.timeout(max(0.0, self.handed_over[index] - self._env.now))
            if self._env.now >= self.handed_over[index]:
                self._opened(index)
                return
            if math.isinf(self.handed_over[index]):
                self._watched.remove(index)
                return

    def _note(self, kind: str, site: Site, day: float) -> None:
        """Tell the time bar, where the day lies in the run."""
        if 0.0 <= day < self._month_ends[-1]:
            name, (en, zh) = site.parcel.name, _WORDS[kind]
            kind = "stop" if kind == "cancelled" else kind
            self.events.append(Event(day, kind, site.parcel.park, Name(f"{name.en}: {en}", f"{name.zh}{zh}"), ""))
