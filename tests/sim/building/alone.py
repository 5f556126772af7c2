"""The build-out alone, without tenants."""

from __future__ import annotations

from collections.abc import Callable

import simpy

from gis.place import Place
from sim.building.buildout import Buildout
from sim.building.site import Site
from sim.calendar import YEAR_DAYS, calendar
from sim.letting.stock import stock_of
from sim.scenario import Scenario
from sim.streams import Streams
from tests.sim.worlds import baseline, changed, parks

BUDGET_CNY = 1.6e9
"""About what there is a year in the baseline."""


def built(
    place: Place | None = None,
    seed: int = 1,
    occupancy: float = 0.9,
    budget: float | Callable[[float], float] = 1.0,
    earlier: float | Callable[[float], float] = 0.0,
    scenario: Scenario | None = None,
    **values: object,
) -> Buildout:
    """The build-out of both parks, or of `place`, run to the horizon of the baseline with other rules of building."""
    scenario = changed(scenario or baseline(), build=values)
    place = place or parks()
    env, clock = simpy.Environment(), calendar(scenario.start, scenario.months)
    made = Buildout(
        env, place, scenario, clock, Streams(seed), stock_of(place, scenario), opened=lambda _: None,
        occupancy=lambda _: occupancy, online_days={}, budget_cny=lambda day: BUDGET_CNY * _over_time(budget)(day),
        years_earlier=lambda _, day: _over_time(earlier)(day),
    )  # fmt: skip
    env.run(until=float(clock.ends[-1]))
    return made


def floor_m2(made: Buildout, year: float) -> float:
    """Floor of both parks handed over by a year."""
    day = (year - 2023) * YEAR_DAYS
    return sum(one.gfa_m2 for one, when in zip(parks().buildings, made.handed_over, strict=True) if when < day)


def site(made: Buildout, parcel: str) -> Site:
    """The project on a parcel."""
    return next(one for one in made.sites if one.parcel.id == parcel)


def _over_time(value: float | Callable[[float], float]) -> Callable[[float], float]:
    """The value on a day."""
    return value if callable(value) else lambda _: value
