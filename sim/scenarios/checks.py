"""What values of a scenario must be among each other: dates in order, shares that make a whole."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Final

from gis.text import tr
from sim.instruments import defects as instrument_defects
from sim.scenario import Scenario
from sim.scenarios.crowd import defects as crowd_defects
from sim.settings import DateSpread

_SHARES: Final = (
    ("tenants", "class_key"),
    ("tenants", "class_new"),
    ("tenants", "sector_shares"),
    ("tenants", "vr_sector_shares"),
    ("compute", "contract_shares"),
)
_WHOLE: Final = 0.005
"""By how much shares may miss 1: they are given with two or three digits."""


def defects(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """The path of each value that does not go with the others, and a sentence about it."""
    yield from _shares(scenario)
    yield from _project_dates(scenario)
    yield from _centre_dates(scenario)
    yield from _phases(scenario)
    yield from instrument_defects(scenario.instruments)
    for name, settings in scenario.instruments.items():
        dates = {key: getattr(settings, key) for key in ("begins", "ends") if hasattr(settings, key)}
        yield from _in_order(f"instrument.{name}", dates)
    yield from crowd_defects(scenario)


def _shares(scenario: Scenario) -> Iterator[tuple[str, str]]:
    for section, key in _SHARES:
        total = math.fsum(getattr(getattr(scenario, section), key))
        if abs(total - 1.0) > _WHOLE:
            yield f"{section}.{key}", tr("These shares add up to {total}; they must make 1.", total=f"{total:.4g}")


def _project_dates(scenario: Scenario) -> Iterator[tuple[str, str]]:
    for row in scenario.dated:
        path = f"dated.{row.parcel}"
        handover = _first_day(row.handover)
        yield from _in_order(path, {"start": row.start, "handover": handover, "rest_handover": row.rest_handover})
        if row.in_part and (not row.first or row.handover is None or row.rest_handover is None):
            yield f"{path}.in_part", tr("A handover in part needs 'first', 'handover' and 'rest_handover'.")


def _centre_dates(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """A centre comes on line after its house is begun."""
    starts = {(row.park, row.parcel): row.start for row in scenario.dated}
    for centre in scenario.centres:
        start = starts.get((centre.park, centre.parcel))
        dates = {f"dated.{centre.parcel}.start": start, "online": _first_day(centre.online)}
        yield from _in_order(f"centre.{centre.id}", dates)


def _first_day(when: date | DateSpread | None) -> date | None:
    """The earliest that it may be."""
    return when.earliest if isinstance(when, DateSpread) else when


def _phases(scenario: Scenario) -> Iterator[tuple[str, str]]:
    years = scenario.build.phase_start
    if list(years) != sorted(years):
        yield "build.phase_start", tr("Later phases must not start before earlier ones.")


def _in_order(path: str, dates: Mapping[str, date | None]) -> Iterator[tuple[str, str]]:
    known = [(key, day) for key, day in dates.items() if day is not None]
    for (earlier, before), (later, after) in pairwise(known):
        if after <= before:
            yield (
                f"{path}.{later}",
                tr("{after} is not after {before} ('{earlier}').", after=after, before=before, earlier=earlier),
            )
