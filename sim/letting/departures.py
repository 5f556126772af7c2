"""Departures that a scenario decides: the largest tenant without a published name leaves a park on a date.

Its floor, its compute contract and, where it was a lead enterprise, the pull on its neighbours go with it. Whether
others follow out of step is nowhere told, so no wave is added: the neighbours answer through the choice of buildings.
"""

from __future__ import annotations

from sim.letting.enterprises import Enterprise
from sim.letting.tenants import Population
from sim.run import Event
from sim.settings import Departure
from sim.setup import Process, Setup


class Departures:
    """Those of the scenario, each on its date. Named enterprises and owners never go: that is not ours to invent."""

    def __init__(self, setup: Setup, population: Population) -> None:
        self._at = setup
        self._population = population

    def begin(self) -> None:
        """Wait for each date that lies ahead."""
        for departure in self._at.scenario.departures:
            if departure.park in self._at.stock.parks and self._at.calendar.day(departure.date) >= 0.0:
                self._at.env.process(self._happen(departure))

    def _happen(self, departure: Departure) -> Process:
        yield self._at.env.timeout(self._at.calendar.day(departure.date))
        largest = self._largest(departure.park)
        if largest is not None:
            self._population.leave(largest, "moved_away")
            self._at.events.append(Event(self._at.env.now, "tenant", departure.park, departure.name, ""))

    def _largest(self, park: str) -> Enterprise | None:
        """Who holds most floor there; of equals the one that was drawn first."""
        held_m2 = self._at.market.held_m2
        lives = self._population.lives
        here = [
            one
            for one in self._population.enterprises
            if one.park == park and one.name is None and lives.is_here(one.number) and held_m2(one.number)
        ]
        return max(here, key=lambda one: held_m2(one.number), default=None)
