"""Which figures there are to choose from, by subject; each under one key for all parks. No Qt in here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from gis.text import Name
from sim.run import Run, Series
from sim.subjects import place

_OF_PARK: Final = "{park}."


@dataclass(frozen=True, slots=True)
class Choice:
    """A figure: its key, what it is called, and its group."""

    key: str
    name: Name
    group: str


def key_of(series: Series) -> str:
    """What a figure is chosen by: of a park's figure the same for every park."""
    head, dot, tail = series.id.partition(".")
    return _OF_PARK + tail if dot and head == series.park else series.id


def choices(run: Run) -> tuple[Choice, ...]:
    """Every figure of `run` once, group after group."""
    found: dict[str, Choice] = {}
    for series in run.kpis.values():
        found.setdefault(key_of(series), Choice(key_of(series), series.name, series.group))
    return tuple(sorted(found.values(), key=lambda one: place(one.group)))


def series_of(run: Run, key: str, parks: Iterable[str]) -> list[Series]:
    """The figure of each of `parks`, or the one that belongs to none; all of the first one's level."""
    ids = [key.replace(_OF_PARK, f"{park}.", 1) for park in parks] if key.startswith(_OF_PARK) else [key]
    found = [run.kpis[one] for one in ids if one in run.kpis]
    return [series for series in found if series.level == found[0].level]
