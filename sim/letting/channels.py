"""How enterprises come to the parks beside the roadshows: by themselves, and from the projects of 2022.

Bursts come from the yearly factor, and from the signings of roadshows, which land in swarms after each. Nothing tells
how many more come by themselves because of a campaign, so roadshows do not also raise the organic rate.
"""

from __future__ import annotations

import math
from typing import Final

from sim.letting.enterprises import OTHER
from sim.letting.projects import Project, draw_project
from sim.letting.tenants import Population
from sim.setup import Process, Setup

_CYCLE_MEMORY: Final = 0.5
"""Autocorrelation of the yearly factor on arrivals, as said in the assumption `tenant.arrival_cycle`."""


class Channels:
    """Organic arrivals of every park, and the VR projects of 2022."""

    def __init__(self, setup: Setup, population: Population) -> None:
        self._at = setup
        self._rules = setup.scenario.tenants
        self._population = population

    def begin(self) -> None:
        """Start every channel that leads to a park of the place."""
        for channel, park, rate in self._organic():
            if park in self._at.stock.parks:
                self._at.env.process(self._arrivals(channel, park, rate))
        if "vr" in self._at.stock.parks:
            self._pipeline()

    def _organic(self) -> list[tuple[str, str, float]]:
        """Channel, park and rate; a park that is neither of the two draws enterprises of other trades only."""
        rules = self._rules
        others = [park for park in self._at.stock.parks if park != "vr"]
        return [
            ("organic", "ai", rules.organic_ai),
            ("organic", "vr", rules.organic_vr),
            *((OTHER, park, rules.organic_other) for park in others),
        ]

    def _arrivals(self, channel: str, park: str, rate: float) -> Process:
        """A Poisson process whose intensity follows season, yearly cycle and policy, by its inverse integral."""
        stream, env = self._at.streams.of("arrivals", channel, park), self._at.env
        factors = self._yearly_factors(channel, park)
        passed, wanted, number = 0.0, stream.exponential(), 0
        begin = 0.0
        for month, end in enumerate(self._at.calendar.ends):
            season = self._at.calendar.seasons[month]
            year = self._at.calendar.start.year + (self._at.calendar.start.month - 1 + month) // 12
            intensity = rate * self._rules.season[season % len(self._rules.season)] * factors[year]
            if channel == "organic":
                intensity *= self._at.policies.arrival_factor(park, begin)
            while passed + intensity > wanted:
                day = begin + (wanted - passed) / intensity * (end - begin)
                yield env.timeout(max(0.0, day - env.now))
                shares, name = self._rules.class_new, f"{channel}/{number}"
                self._population.arrive(park, name, shares, origin="organic", other=channel == OTHER)
                wanted += stream.exponential()
                number += 1
            passed += intensity
            begin = float(end)
            yield env.timeout(max(0.0, begin - env.now))

    def _yearly_factors(self, channel: str, park: str) -> dict[int, float]:
        """One lognormal factor a calendar year with mean 1 and memory: arrivals come in bursts."""
        sigma = self._rules.arrival_cycle
        state = self._at.streams.of("cycle", channel, park, "before").normal()
        factors: dict[int, float] = {}
        first = self._at.calendar.start.year
        for year in range(first, first + len(self._at.calendar.labels) // 12 + 2):
            fresh = self._at.streams.of("cycle", channel, park, year).normal()
            state = _CYCLE_MEMORY * state + math.sqrt(1.0 - _CYCLE_MEMORY**2) * fresh
            factors[year] = math.exp(sigma * state - sigma**2 / 2)
        return factors

    def _pipeline(self) -> None:
        """The VR park's projects of 2022: signed before the run begins, landing as it goes."""
        for number in range(self._rules.vr_pipeline):
            project = draw_project(self._at.streams.of("pipeline", number), self._rules)
            if project.lands:
                self._at.env.process(self._land(f"pipeline/{number}", project))

    def _land(self, name: str, project: Project) -> Process:
        yield self._at.env.timeout(project.lag_days)
        if project.is_tenant:
            self._population.arrive("vr", name, self._rules.class_key, origin="pipeline")
        elif project.registers:
            self._population.register("vr", name, self._rules.class_key)
