"""What the time bar marks: published openings and roadshows, and what the simulation lets happen."""

from __future__ import annotations

from collections.abc import Iterable

from gis.text import Name
from sim.calendar import Calendar
from sim.run import Event
from sim.scenario import Scenario
from sim.settings import Centre, DateSpread


def timeline(
    scenario: Scenario,
    calendar: Calendar,
    parks: tuple[str, ...],
    online_days: tuple[float, ...],
    closing_days: dict[str, float],
    simulated: Iterable[Event],
) -> tuple[Event, ...]:
    """All events of a run in order of time; those of parks that are not simulated, or outside the run, left out."""
    marked = [
        *_openings(scenario, calendar),
        *(_online(scenario, centre, day) for centre, day in zip(scenario.centres, online_days, strict=True)),
        *_closings(scenario, closing_days),
        *simulated,
    ]
    horizon = float(calendar.ends[-1])
    known = (*parks, "both") if {"ai", "vr"} & set(parks) else parks
    shown = [event for event in marked if 0.0 <= event.day < horizon and event.park in known]
    return tuple(sorted(shown, key=lambda event: (event.day, event.kind, event.park, event.name.en)))


def _openings(scenario: Scenario, calendar: Calendar) -> Iterable[Event]:
    for opening in scenario.openings:
        source = scenario.fact_of(f"opening.{opening.id}.date")
        yield Event(calendar.day(opening.date), "opening", opening.park, opening.name, source)


def _online(scenario: Scenario, centre: Centre, day: float) -> Event:
    simulated = isinstance(centre.online, DateSpread)
    source = "" if simulated else scenario.fact_of(f"centre.{centre.id}.online")
    capacity = f"{centre.capacity:g} P"
    name = Name(f"{centre.name.en} online ({capacity})", f"{centre.name.zh}上线（{capacity}）")
    return Event(day, "compute", centre.park, name, source)


def _closings(scenario: Scenario, closing_days: dict[str, float]) -> Iterable[Event]:
    names = {
        "ai": Name("AI support account closes", "人工智能扶持资金账户关闭"),
        "vr": Name("VR support account closes", "虚拟现实扶持资金账户关闭"),
    }
    for park, day in closing_days.items():
        yield Event(day, "policy", park, names[park], scenario.fact_of(f"policy.{park}_years"))
