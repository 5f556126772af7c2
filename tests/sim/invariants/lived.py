"""A world that has run to its horizon, for those who check it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gis.place import Place
from sim.history import History
from sim.kpis import all_series
from sim.model import World
from sim.run import Series
from sim.scenario import Scenario

F64 = NDArray[np.float64]
ROUNDING: Final = 1e-9
"""Relative: sums taken in another order differ by rounding."""
CNY: Final = 0.01
"""A fen of what runs to a thousand billion."""


@dataclass(frozen=True, slots=True)
class Lived:
    """A world that has run to its horizon. `most_claimed_cny` is the highest of all claims of all months."""

    place: Place
    scenario: Scenario
    world: World
    history: History
    kpis: dict[str, Series]
    most_claimed_cny: float

    @property
    def ends(self) -> F64:
        """(T,) days."""
        return self.history.calendar.ends

    @property
    def parks(self) -> tuple[str, ...]:
        """Of the place."""
        return self.history.stock.parks

    def of(self, park: str, name: str) -> F64:
        """(T,) a figure of a park."""
        return self.kpis[f"{park}.{name}"].values


def lived(place: Place, scenario: Scenario) -> Lived:
    """Run a world month by month, looking at every claim on the way: what has ended is forgotten later."""
    world, most = World(place, scenario, scenario.seed), 0.0
    for month in range(scenario.months):
        world.run_month(month)
        claims = world.policies._claims
        if claims is not None:
            most = max((most, *(one.claimed for one in (*claims._running, *claims._by_tenant.values()))))
    history = world.history()
    return Lived(place, scenario, world, history, all_series(history), most)
