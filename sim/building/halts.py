"""What stops work: short stops that every site knows, and long ones when money or the main user withdraws."""

from __future__ import annotations

from dataclasses import dataclass

from sim.calendar import MONTH_DAYS
from sim.settings import Build
from sim.streams import Stream

Pauses = list[tuple[float, float]]
"""Days on which work stopped and was resumed."""


@dataclass(frozen=True, slots=True)
class LongStop:
    """Work stops on `day`: for `length` days and until crews are free again, or for good."""

    day: float
    length: float
    for_good: bool


def short_stops(stream: Stream, rules: Build, start: float, horizon: float) -> Pauses:
    """Changed designs, clearing, inspections: drawn from the start of work on."""
    stops: Pauses = []
    if rules.stop_hazard <= 0.0:
        return stops
    day = start
    while day < horizon:
        day += stream.exponential(MONTH_DAYS / rules.stop_hazard)
        resumed = day + stream.exponential(rules.stop_length) if rules.stop_length else day
        stops.append((day, resumed))
        day = resumed
    return stops


def next_long_stop(stream: Stream, rules: Build, after: float) -> LongStop | None:
    """The next long stop of a project at work since `after`; None where there is none."""
    gap, length = stream.exponential(), stream.exponential()
    for_good = stream.chance(rules.severe_stop_cancelled)
    if rules.severe_stop_hazard <= 0.0:
        return None
    return LongStop(after + gap * MONTH_DAYS / rules.severe_stop_hazard, length * rules.severe_stop_length, for_good)


def joined(first: Pauses, second: Pauses) -> Pauses:
    """Both in order of time, those that overlap as one."""
    found: Pauses = []
    for stopped, resumed in sorted(first + second):
        if found and stopped <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], resumed))
        else:
            found.append((stopped, resumed))
    return found
