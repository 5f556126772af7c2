"""Counts of what happens to enterprises and projects outside the buildings' floor."""

from __future__ import annotations

from dataclasses import dataclass, field

Rows = list[tuple[float, str, float]]


@dataclass(slots=True)
class Tally:
    """Each row: the day, the park, and how much (projects, enterprises, or m2).

    `lost_full_m2` are those rows of `lost_m2` where the park had no floor left; in the others what was free lay in
    pieces too small. `moves` are whole moves within a park, `second_homes` a second house beside the first.
    """

    signed: Rows = field(default_factory=list)
    landed: Rows = field(default_factory=list)
    lost_m2: Rows = field(default_factory=list)
    lost_full_m2: Rows = field(default_factory=list)
    arrivals: Rows = field(default_factory=list)
    departures: Rows = field(default_factory=list)
    moves: Rows = field(default_factory=list)
    second_homes: Rows = field(default_factory=list)
