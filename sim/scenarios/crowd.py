"""How many enterprises and projects a scenario brings: each is simulated by itself, so that their number is bounded.

Each value alone may be anything within its limits. Several high ones together could bring millions, and a run would
take all of the machine's time and memory.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

from gis.text import tr
from sim.instruments import modules
from sim.instruments.base import Standing
from sim.scenario import Scenario

MOST: Final = 80_000
"""Enterprises and projects of a run: some ten seconds, and over twenty years a gigabyte."""
_AT_WORK: Final = Standing(funded=1.0)


def defects(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """The path of the value that brings most where all together bring too many, and a sentence about it."""
    brought = expected(scenario)
    count = math.fsum(brought.values())
    if count > MOST:
        path = max(brought, key=lambda one: brought[one])
        sentence = tr(
            "With what goes with it, this brings about {count} enterprises and projects; {most} are simulated at most.",
            count=f"{count:.0f}",
            most=MOST,
        )
        yield path, sentence


def expected(scenario: Scenario) -> Mapping[str, float]:
    """About how many come over the whole run, by the path of the rate that brings them; all support is paid."""
    tenants, stock = scenario.tenants, scenario.stock
    months, years = scenario.months, scenario.months / 12
    season = math.fsum(tenants.season) / len(tenants.season)
    by_guests = tenants.roadshow_guests * tenants.roadshow_per_guest
    signings = by_guests if tenants.roadshow_by_guests else tenants.roadshow_signings
    hazard = tenants.exit_hazard[-1] * max(tenants.exit_factor) + tenants.relocation_hazard
    of_district = stock.ai_district + stock.vr_enterprises
    return {
        "tenants.organic_ai": months * season * tenants.organic_ai * _factor(scenario, "arrival_factor", "ai"),
        "tenants.organic_vr": months * season * tenants.organic_vr * _factor(scenario, "arrival_factor", "vr"),
        "tenants.organic_other": months * season * tenants.organic_other,
        "tenants.roadshow_rate": years * tenants.roadshow_rate * signings * _factor(scenario, "roadshow_factor"),
        "stock.district_renewal": years * stock.district_renewal * hazard * of_district,
    }


def _factor(scenario: Scenario, hook: str, *who: str) -> float:
    """What all instruments together do to a rate at most."""
    active = [(name, one) for name, one in scenario.instruments.items() if one.active]
    found = (getattr(modules()[name].Instrument(one), hook)(*who, _AT_WORK) for name, one in active)
    return math.prod(max(1.0, factor) for factor in found)
