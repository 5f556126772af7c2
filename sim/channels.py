"""How enterprises come to the parks beside the roadshows: by themselves, from the pipeline, from the district."""

from __future__ import annotations

import math
from typing import Final

from sim.calendar import YEAR_DAYS
from sim.enterprises import OTHER
from sim.setup import Process, Setup
from sim.tenants import Population

_CYCLE_MEMORY: Final = 0.5
"""Autocorrelation of the yearly factor on arrivals, as said in the assumption `tenant.arrival_cycle`."""
_RELOCATION_YEARS: Final = 5.0
"""As said in the unit of the assumption `tenant.vr.relocation`."""


class Channels:
    """Organic arrivals of both parks, the VR projects of 2022, and VR firms that move over from the district."""

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
            self._relocations()

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
        stream = self._at.streams.of("arrivals", channel, park)
        factors = self._yearly_factors(channel, park)
        passed, wanted, number = 0.0, stream.exponential(), 0
        begin = 0.0
        for month, end in enumerate(self._at.calendar.ends):
            season = self._at.calendar.seasons[month]
            year = self._at.calendar.start.year + (self._at.calendar.start.month - 1 + month) // 12
            intensity = rate * self._rules.season[season % len(self._rules.season)] * factors[year]
            if channel == "organic" and park == "ai":
                intensity *= self._at.policies.arrival_factor(begin)
            while passed + intensity > wanted:
                day = begin + (wanted - passed) / intensity * (end - begin)
                yield self._at.env.timeout(max(0.0, day - self._at.env.now))
                self._population.arrive(park, f"{channel}/{number}", self._rules.class_new, other=channel == OTHER)
                wanted += stream.exponential()
                number += 1
            passed += intensity
            begin = float(end)
            yield self._at.env.timeout(max(0.0, begin - self._at.env.now))

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
            stream = self._at.streams.of("pipeline", number)
            lands = not stream.chance(self._rules.never_land)
            tenant = stream.chance(self._rules.project_is_enterprise)
            lag = stream.spread(self._rules.landing_lag)
            if lands and tenant:
                self._at.env.process(self._come("vr", f"pipeline/{number}", lag))

    def _relocations(self) -> None:
        """Some of the district's VR firms move into the park over five years."""
        opening = next((self._at.calendar.day(one.date) for one in self._at.scenario.openings if one.park == "vr"), 0.0)
        for number in range(self._at.scenario.stock.vr_enterprises):
            stream = self._at.streams.of("relocation", number)
            moves = stream.chance(self._rules.vr_relocation)
            day = opening + stream.uniform() * _RELOCATION_YEARS * YEAR_DAYS
            if moves and day >= 0.0:
                self._at.env.process(self._come("vr", f"relocation/{number}", day))

    def _come(self, park: str, name: str, day: float) -> Process:
        yield self._at.env.timeout(day)
        self._population.arrive(park, name, self._rules.class_key)
