"""How long a building takes: foundations, floors, fit-out, acceptance.

Luck is drawn once for each kind of work of a project: its buildings have the same contractor, the same client and the
same ground. Drawn for each building, the last of twenty would decide, and every project would take twice its plan.
What plans leave out is a common factor on all work: the slip ratio of the district's reference class, over what the
model's own stops and luck make of a plan. The spread between projects is that of the durations themselves.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gis.place import Building
from sim.building.halts import Pauses
from sim.calendar import WorkDays
from sim.letting.stock import fit_out, rises_as_tower
from sim.settings import Build
from sim.streams import Spread, Stream

FOUNDED = 0.02
TOPPED_OUT = 0.8
FITTED_OUT = 0.97
_STAGGER = 0.35
"""By up to this share of its structure a building begins after the first of its project."""
_PLANNED_STAGGER = 0.5
STANDARD_CREWS = 2
"""The book's durations are those of two crews on a building."""

Knots = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Luck:
    """How a project's work goes against the median, in standard deviations of the logarithm; below 0 is quicker."""

    ground: float
    floors: float
    fit_out: float
    handover: float


MEDIAN = Luck(0.0, 0.0, 0.0, 0.0)


def luck_of(stream: Stream) -> Luck:
    """A project's luck."""
    return Luck(stream.normal(), stream.normal(), stream.normal(), stream.normal())


@dataclass(frozen=True, slots=True)
class Works:
    """Work on one building. `podium`, `fit_out` and `handover` are days, the others days of full outdoor work."""

    stagger: float
    podium: float
    foundation: float
    structure: float
    """Foundations included."""
    fit_out: float
    handover: float


@dataclass(frozen=True, slots=True)
class Timetable:
    """Days on which a building is begun, out of the ground, topped out, fitted out and handed over."""

    begin: float
    founded: float
    topped: float
    fitted: float
    handover: float


def works_of(
    building: Building, rules: Build, luck: Luck, stagger: float = _PLANNED_STAGGER, slip: float = 1.0
) -> Works:
    """The work on `building` by the scenario's rules; without a word on luck and slip, as it is planned."""
    tower = rises_as_tower(building)
    speed = slip * (rules.crews_per_building / STANDARD_CREWS) ** -rules.crew_exponent
    foundation = rules.foundation_tower if tower else rules.foundation_hall
    floor_days = rules.floor_days_tower if tower else rules.floor_days_hall
    ground = foundation.at(luck.ground) if building.base_m == 0.0 else 0.0
    structure = (ground + building.floors * floor_days.at(luck.floors)) * speed
    return Works(
        stagger=stagger * _STAGGER * structure,
        podium=_podium_days(building, rules) * speed,
        foundation=min(foundation.median * speed, structure / 2),
        structure=structure,
        fit_out=fit_out_days(building, rules).at(luck.fit_out) * slip,
        handover=rules.handover.at(luck.handover) * slip,
    )


def fit_out_days(building: Building, rules: Build) -> Spread:
    """How long a building of this kind is fitted out."""
    spread: Spread = getattr(rules, f"fitout_{fit_out(building)}")
    return spread


def timetable(
    works: Works, work: WorkDays, start: float, stops: Pauses, long_stops: Pauses, unfinished: float
) -> Timetable:
    """When what is done. Outdoor work rests in all `stops`, indoor work in `long_stops`.

    Nothing is fitted out before `unfinished`, the day on which the site was seen at work.
    """
    begin = work.finish(start, works.stagger, stops) + works.podium
    founded = work.finish(begin, works.foundation, stops)
    topped = work.finish(begin, works.structure, stops)
    fitted = max(unfinished, _after(topped, works.fit_out, long_stops))
    return Timetable(begin, founded, topped, fitted, _after(fitted, works.handover, long_stops))


def progress_knots(table: Timetable, work: WorkDays, stops: Pauses, month_ends: Sequence[float]) -> Knots:
    """(day, progress) of a building: between foundations and roof by work done, so that winter and stops show."""
    near = [(stop, resumed) for stop, resumed in stops if stop < table.topped and resumed > table.founded]
    from_day = _worked(work, near, table.founded)
    whole = _worked(work, near, table.topped) - from_day
    first, last = bisect_right(month_ends, table.founded), bisect_left(month_ends, table.topped)
    days = month_ends[first:last] if whole > 0.0 else ()
    steep = (TOPPED_OUT - FOUNDED) / whole if whole > 0.0 else 0.0
    return [
        (table.begin, 0.0),
        (table.founded, FOUNDED),
        *((day, min(TOPPED_OUT, FOUNDED + steep * (_worked(work, near, day) - from_day))) for day in days),
        (table.topped, TOPPED_OUT),
        (table.fitted, FITTED_OUT),
        (table.handover, 1.0),
    ]


def progress_at(knots: Sequence[tuple[float, float]], day: float) -> float:
    """Progress on `day`; knots in order of time."""
    for (before, low), (after, high) in pairwise(knots):
        if before <= day < after:
            return low + (high - low) * (day - before) / (after - before)
    return knots[-1][1] if knots and day >= knots[-1][0] else 0.0


def _worked(work: WorkDays, stops: Pauses, day: float) -> float:
    """Work done by `day`, without what fell into `stops`."""
    if not stops:
        return work.done(day)
    lost = sum([work.done(min(resumed, day)) - work.done(stop) for stop, resumed in stops if stop < day])
    return work.done(day) - lost


def _after(begin: float, days: float, pauses: Pauses) -> float:
    """The day on which `days` of indoor work are done."""
    end = begin + days
    for stop, resumed in pauses:
        if stop < end and resumed > begin:
            end += resumed - max(stop, begin)
    return end


def _podium_days(building: Building, rules: Build) -> float:
    """What a tower waits for the podium under it."""
    if building.base_m == 0.0:
        return 0.0
    floors = building.base_m / building.floor_height_m
    return rules.foundation_tower.median + floors * rules.floor_days_tower.median
