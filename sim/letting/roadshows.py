"""Roadshows of both parks: projects are signed, some land after weeks or months, some never."""

from __future__ import annotations

import math

from gis.text import Name
from sim.calendar import YEAR_DAYS
from sim.letting.projects import Project, draw_project
from sim.letting.tenants import Population
from sim.run import Event
from sim.setup import Process, Setup


class Roadshows:
    """The dated ones on their days with their signings, then simulated ones, then those that policy adds."""

    def __init__(self, setup: Setup, population: Population) -> None:
        self._at = setup
        self._rules = setup.scenario.tenants
        self._population = population

    def begin(self) -> None:
        """Start all."""
        self._at.env.process(self._dated_roadshows())
        self._at.env.process(self._later_roadshows())
        self._at.env.process(self._extra_roadshows())

    def _dated_roadshows(self) -> Process:
        for show in sorted(self._at.scenario.roadshows, key=lambda one: one.date):
            day = self._at.calendar.day(show.date)
            if day < self._at.env.now:
                continue
            yield self._at.env.timeout(day - self._at.env.now)
            source = self._at.scenario.fact_of(f"roadshow.{show.id}.signings")
            self._at.events.append(Event(day, "roadshow", "both", show.name, source))
            # A number alone is the name of a simulated one.
            self._sign(f"roadshow/dated-{show.id}" if show.id.isdigit() else f"roadshow/{show.id}", show.signings)

    @property
    def _begin(self) -> float:
        """The day from which roadshows are simulated: what is published is whole to the end of its month.

        One that a scenario adds comes on top of the simulated ones, and leaves them where they are.
        """
        scenario = self._at.scenario
        published = (show for show in scenario.roadshows if scenario.fact_of(f"roadshow.{show.id}.date"))
        known = [self._at.calendar.day(show.date) for show in published]
        return max(0.0, self._at.calendar.end_of_month(max(known)) if known else 0.0)

    def _later_roadshows(self) -> Process:
        """At the usual rate; where policy holds fewer, some of them are left out."""
        stream = self._at.streams.of("roadshows")
        yield self._at.env.timeout(self._begin)
        number = 0
        while self._rules.roadshow_rate > 0.0:
            yield self._at.env.timeout(stream.exponential(YEAR_DAYS / self._rules.roadshow_rate))
            number += 1
            luck = self._at.streams.of("roadshow-held", number).uniform()
            if luck < self._at.policies.roadshow_factor(self._at.env.now):
                name = Name(f"Roadshow {number} (simulated)", f"推介会{number}（模拟）")
                self._hold(str(number), name)

    def _extra_roadshows(self) -> Process:
        """Those that policy adds, by the inverse integral of their rate, which is read at the start of each month.

        They draw from streams of their own: the others stay where they are.
        """
        stream = self._at.streams.of("roadshows", "extra")
        passed, wanted, number = 0.0, stream.exponential(), 0
        begin = self._begin
        yield self._at.env.timeout(begin)
        for end in map(float, self._at.calendar.ends):
            if end <= begin:
                continue
            more = max(0.0, self._at.policies.roadshow_factor(begin) - 1.0)
            rate = self._rules.roadshow_rate * more / YEAR_DAYS
            while passed + rate * (end - begin) > wanted:
                yield self._at.env.timeout((wanted - passed) / rate)
                begin, passed, wanted = self._at.env.now, wanted, wanted + stream.exponential()
                number += 1
                name = Name(f"Extra roadshow {number} (simulated)", f"加开推介会{number}（模拟）")
                self._hold(f"extra-{number}", name)
            passed += rate * (end - begin)
            yield self._at.env.timeout(end - begin)
            begin = end

    def _hold(self, show: str, name: Name) -> None:
        self._at.events.append(Event(self._at.env.now, "roadshow", "both", name, ""))
        self._sign(f"roadshow/{show}", self._signings(show))

    def _signings(self, show: str) -> int:
        """Negative binomial with the given mean and variance, as a Poisson count of a gamma-like, lognormal mean.

        The mean is that of the published roadshows, or so many for each guest, with the variance in proportion.
        """
        rules = self._rules
        mean, variance = rules.roadshow_signings, rules.roadshow_signings_variance
        if rules.roadshow_by_guests and mean > 0.0:
            times = rules.roadshow_guests * rules.roadshow_per_guest / mean
            mean, variance = mean * times, variance * times
        stream = self._at.streams.of("signings", show)
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
            project = draw_project(stream, self._rules)
            if project.lands:
                self._at.env.process(self._land(park, f"{show}/{number}", project))

    def _land(self, park: str, name: str, project: Project) -> Process:
        yield self._at.env.timeout(project.lag_days)
        self._at.tally.landed.append((self._at.env.now, park, 1.0))
        if park not in self._at.stock.parks:
            return
        if project.is_tenant:
            self._population.arrive(park, name, self._rules.class_new, origin="roadshow")
        elif project.registers:
            self._population.register(park, name, self._rules.class_new)
