"""Counts of what happens to enterprises and projects outside the buildings' floor."""

from __future__ import annotations

from dataclasses import dataclass, field

Rows = list[tuple[float, str, float]]


@dataclass(slots=True)
class Tally:
    """Each row: the day, the park, and how much (projects, enterprises, or m2)."""

    signed: Rows = field(default_factory=list)
    landed: Rows = field(default_factory=list)
    lost_m2: Rows = field(default_factory=list)
    arrivals: Rows = field(default_factory=list)
    departures: Rows = field(default_factory=list)
