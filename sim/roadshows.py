"""Roadshows of both parks: projects are signed, some land after weeks or months, some never."""

from __future__ import annotations

import math

from gis.text import Name
from sim.calendar import YEAR_DAYS
from sim.run import Event
from sim.setup import Process, Setup
from sim.tenants import Population


class Roadshows:
    """The published ones on their dates with their signings, then simulated ones."""

    def __init__(self, setup: Setup, population: Population) -> None:
        self._at = setup
        self._rules = setup.scenario.tenants
        self._population = population

    def begin(self) -> None:
        """Start both."""
        self._at.env.process(self._published_roadshows())
        self._at.env.process(self._later_roadshows())

    def _published_roadshows(self) -> Process:
        for show in self._at.scenario.roadshows:
            day = self._at.calendar.day(show.date)
            if day < self._at.env.now:
                continue
            yield self._at.env.timeout(day - self._at.env.now)
            source = self._at.scenario.fact_of(f"roadshow.{show.id}.signings")
            self._at.events.append(Event(day, "roadshow", "both", show.name, source))
            self._sign(f"roadshow/{show.id}", show.signings)

    def _later_roadshows(self) -> Process:
        stream = self._at.streams.of("roadshows")
        known = [self._at.calendar.day(show.date) for show in self._at.scenario.roadshows]
        # What is published is whole to the end of its month.
        begin = self._at.calendar.end_of_month(max(known)) if known else 0.0
        yield self._at.env.timeout(max(0.0, begin))
        number = 0
        while self._rules.roadshow_rate > 0.0:
            yield self._at.env.timeout(stream.exponential(YEAR_DAYS / self._rules.roadshow_rate))
            number += 1
            name = Name(f"Roadshow {number} (simulated)", f"推介会{number}（模拟）")
            self._at.events.append(Event(self._at.env.now, "roadshow", "both", name, ""))
            self._sign(f"roadshow/{number}", self._signings(number))

    def _signings(self, number: int) -> int:
        """Negative binomial with the given mean and variance, as a Poisson count of a gamma-like, lognormal mean."""
        mean, variance = self._rules.roadshow_signings, self._rules.roadshow_signings_variance
        stream = self._at.streams.of("signings", number)
        if mean <= 0.0:
            return 0
        sigma = math.sqrt(math.log1p(max(0.0, variance - mean) / mean**2))
        level = mean * math.exp(sigma * stream.normal() - sigma**2 / 2)
        count, passed = 0, stream.exponential()
        while passed < level:
            count += 1
            passed += stream.exponential()
        return count

    def _sign(self, show: str, signings: int) -> None:
        """Projects are signed for one park or the other; some of them never land, and not all are enterprises."""
        for number in range(signings):
            stream = self._at.streams.of("project", show, number)
            park = "ai" if stream.chance(self._rules.roadshow_ai_share) else "vr"
            self._at.tally.signed.append((self._at.env.now, park, 1.0))
            lands = not stream.chance(self._rules.never_land)
            tenant = stream.chance(self._rules.project_is_enterprise)
            lag = stream.spread(self._rules.landing_lag)
            if lands:
                self._at.env.process(self._land(park, f"{show}/{number}", lag, tenant))

    def _land(self, park: str, name: str, lag: float, tenant: bool) -> Process:
        yield self._at.env.timeout(lag)
        self._at.tally.landed.append((self._at.env.now, park, 1.0))
        if tenant and park in self._at.stock.parks:
            self._population.arrive(park, name, self._rules.class_new)
