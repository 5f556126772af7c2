"""Enterprises arrive by channels, look for floor, wait or give up, grow, and leave."""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Any, Final

import numpy as np
import simpy

from gis.text import Name
from sim.calendar import YEAR_DAYS, Calendar
from sim.compute import ComputeMarket
from sim.enterprises import OTHER, SECTORS, Enterprise, draw_area, draw_sector
from sim.market import Market, Request, whole_m2
from sim.policy import Policies
from sim.run import Event
from sim.scenario import Scenario
from sim.settings import SIZE_CLASSES, Anchor, Owner
from sim.stock import Stock
from sim.streams import Stream, Streams
from sim.tally import Tally

Process = Generator[simpy.Event, Any, None]

_CYCLE_MEMORY: Final = 0.5
"""Autocorrelation of the yearly factor on arrivals, as named in the assumption `tenant.arrival_cycle`."""
_LEADER_PATIENCE: Final = 3.0
_EXPANDS_ABOVE: Final = 1.1
_RELOCATION_YEARS: Final = 5.0
_FILL_SPREAD: Final = 0.1
_AGE_BANDS: Final = (1.0, 2.0, 3.0, 7.0)


class Population:
    """All enterprises of a run. `enterprises` holds everyone who ever looked for floor, by number."""

    def __init__(
        self,
        env: simpy.Environment,
        scenario: Scenario,
        stock: Stock,
        market: Market,
        calendar: Calendar,
        streams: Streams,
        policies: Policies,
        compute: ComputeMarket,
    ) -> None:
        self._env = env
        self._scenario = scenario
        self._rules = scenario.tenants
        self._stock = stock
        self._market = market
        self._calendar = calendar
        self._streams = streams
        self._policies = policies
        self._compute = compute
        self._owners: dict[str, Enterprise] = {}
        self.enterprises: list[Enterprise] = []
        self.events: list[Event] = []
        self.tally = Tally()

    # ------------------------------------------------------------ what starts the channels

    def begin(self) -> None:
        """Start every channel. To be called when the standing buildings are open."""
        for owner in self._scenario.owners:
            if owner.park in self._stock.parks and owner.id not in self._owners:
                self._owner(owner)
        for park in self._stock.parks:
            self._fill(park)
        for channel, park, rate in self._channels():
            if park in self._stock.parks:
                self._env.process(self._arrivals(channel, park, rate))
        for anchor in self._scenario.anchors:
            if anchor.park in self._stock.parks:
                self._env.process(self._anchor(anchor))
        self._env.process(self._published_roadshows())
        self._env.process(self._later_roadshows())
        if "vr" in self._stock.parks:
            self._pipeline()
            self._relocations()

    def building_opened(self, building: int) -> None:
        """A building is handed over: its owner moves in, or its first users do and the rest is offered later."""
        owner = self._stock.owner[building]
        if not self._stock.lettable_m2[building]:
            return
        if owner:
            self._market.open_building(building)
            self._owner_moves_in(owner, building)
            self._market.serve_waiting()
        elif self._env.now <= 0.0:
            self._market.open_building(building)
        else:
            self._env.process(self._offer(building))

    def _channels(self) -> tuple[tuple[str, str, float], ...]:
        rules = self._rules
        return (
            ("organic", "ai", rules.organic_ai),
            ("organic", "vr", rules.organic_vr),
            (OTHER, "ai", rules.organic_other),
        )

    # ------------------------------------------------------------ what is let at the start

    def _fill(self, park: str) -> None:
        """Let the standing floor: the park's own enterprises first, other trades up to the occupancy of the start."""
        rules = self._scenario.stock
        targets = self._targets(park, rules.occupancy)
        if park == "ai":
            firms = [
                self._draw(park, f"initial/{number}", self._rules.class_key) for number in range(rules.ai_enterprises)
            ]
            drawn_m2 = sum(firm.area_m2 for firm in firms)
            density = rules.ai_share * sum(targets.values()) / drawn_m2 if drawn_m2 else 0.0
            for firm in firms:
                self._settle(firm, firm.area_m2 * density, targets)
        shares = self._rules.class_new if park == "vr" else None
        number = 0
        while sum(targets.values()) > rules.other_area:
            firm = self._draw(park, f"initial/{'vr' if shares else OTHER}/{number}", shares)
            self._settle(firm, firm.area_m2, targets)
            number += 1

    def _targets(self, park: str, occupancy: float) -> dict[int, float]:
        """Floor to be let at the start in each standing building of no owner; some are fuller than others."""
        targets: dict[int, float] = {}
        for index in np.flatnonzero(self._market.open & self._stock.of_park(park)):
            if self._stock.owner[index] == "":
                stream = self._streams.of("initial-fill", self._stock.buildings[index].id)
                share = min(1.0, max(0.0, occupancy + _FILL_SPREAD * stream.normal()))
                targets[int(index)] = share * float(self._stock.lettable_m2[index])
        return targets

    def _settle(self, enterprise: Enterprise, area_m2: float, targets: dict[int, float]) -> None:
        """Put an enterprise that has long been here into buildings with room; large ones sit in several."""
        stream = enterprise.stream
        wanted = min(area_m2, sum(targets.values()))
        while wanted >= 1.0:
            open_ones = [index for index, room in targets.items() if room >= 1.0]
            roomy = [index for index in open_ones if targets[index] >= wanted]
            if not open_ones:
                break
            weighed = roomy or [max(open_ones, key=lambda index: targets[index])]
            index = weighed[stream.pick([targets[one] for one in weighed])]
            part_m2 = min(whole_m2(wanted), int(self._market.free[index]), math.ceil(targets[index]))
            if part_m2 <= 0:
                targets[index] = 0.0
                continue
            self._market.take(enterprise.number, index, part_m2)
            targets[index] = max(0.0, targets[index] - part_m2)
            wanted -= part_m2
        if self._market.held_m2(enterprise.number):
            self._compute.tenant_at_start(enterprise)
            age_years = stream.uniform() * 12.0
            self._env.process(self._stay(enterprise, age_years, mature=True))

    # ------------------------------------------------------------ channels

    def _arrivals(self, channel: str, park: str, rate: float) -> Process:
        """A Poisson process whose intensity follows season, yearly cycle and policy, by its inverse integral."""
        stream = self._streams.of("arrivals", channel, park)
        factors = self._yearly_factors(channel, park)
        passed, wanted, number = 0.0, stream.exponential(), 0
        begin = 0.0
        for month, end in enumerate(self._calendar.ends):
            season = self._calendar.seasons[month]
            year = self._calendar.start.year + (self._calendar.start.month - 1 + month) // 12
            intensity = rate * self._rules.season[season % len(self._rules.season)] * factors[year]
            if channel == "organic" and park == "ai":
                intensity *= self._policies.arrival_factor(begin)
            while passed + intensity > wanted:
                day = begin + (wanted - passed) / intensity * (end - begin)
                yield self._env.timeout(max(0.0, day - self._env.now))
                self._arrive(park, f"{channel}/{number}", self._rules.class_new, other=channel == OTHER)
                wanted += stream.exponential()
                number += 1
            passed += intensity
            begin = float(end)
            yield self._env.timeout(max(0.0, begin - self._env.now))

    def _yearly_factors(self, channel: str, park: str) -> dict[int, float]:
        """One lognormal factor a calendar year with mean 1 and memory: arrivals come in bursts."""
        sigma = self._rules.arrival_cycle
        state = self._streams.of("cycle", channel, park, "before").normal()
        factors: dict[int, float] = {}
        first = self._calendar.start.year
        for year in range(first, first + len(self._calendar.labels) // 12 + 2):
            fresh = self._streams.of("cycle", channel, park, year).normal()
            state = _CYCLE_MEMORY * state + math.sqrt(1.0 - _CYCLE_MEMORY**2) * fresh
            factors[year] = math.exp(sigma * state - sigma**2 / 2)
        return factors

    def _published_roadshows(self) -> Process:
        for show in self._scenario.roadshows:
            day = self._calendar.day(show.date)
            if day < self._env.now:
                continue
            yield self._env.timeout(day - self._env.now)
            source = self._scenario.grounds[f"roadshow.{show.id}.signings"].id
            self.events.append(Event(day, "roadshow", "both", show.name, source))
            self._sign(f"roadshow/{show.id}", show.signings)

    def _later_roadshows(self) -> Process:
        stream = self._streams.of("roadshows")
        known = [self._calendar.day(show.date) for show in self._scenario.roadshows]
        yield self._env.timeout(max(0.0, *known, 0.0) if known else 0.0)
        number = 0
        while self._rules.roadshow_rate > 0.0:
            yield self._env.timeout(stream.exponential(YEAR_DAYS / self._rules.roadshow_rate))
            number += 1
            name = Name(f"Roadshow {number} (simulated)", f"推介会{number}（模拟）")
            self.events.append(Event(self._env.now, "roadshow", "both", name, ""))
            self._sign(f"roadshow/{number}", self._signings(number))

    def _signings(self, number: int) -> int:
        """Negative binomial with the given mean and variance, as a Poisson count of a gamma-like, lognormal mean."""
        mean, variance = self._rules.roadshow_signings, self._rules.roadshow_signings_variance
        stream = self._streams.of("signings", number)
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
            stream = self._streams.of("project", show, number)
            park = "ai" if stream.chance(self._rules.roadshow_ai_share) else "vr"
            self.tally.signed.append((self._env.now, park, 1.0))
            lands = not stream.chance(self._rules.never_land)
            tenant = stream.chance(self._rules.project_is_enterprise)
            lag = stream.spread(self._rules.landing_lag)
            if lands:
                self._env.process(self._land(park, f"{show}/{number}", lag, tenant))

    def _land(self, park: str, name: str, lag: float, tenant: bool) -> Process:
        yield self._env.timeout(lag)
        self.tally.landed.append((self._env.now, park, 1.0))
        if tenant and park in self._stock.parks:
            self._arrive(park, name, self._rules.class_new)

    def _pipeline(self) -> None:
        """The VR park's projects of 2022: signed before the run begins, landing as it goes."""
        for number in range(self._rules.vr_pipeline):
            stream = self._streams.of("pipeline", number)
            lands = not stream.chance(self._rules.never_land)
            tenant = stream.chance(self._rules.project_is_enterprise)
            lag = stream.spread(self._rules.landing_lag)
            if lands and tenant:
                self._env.process(self._come("vr", f"pipeline/{number}", lag))

    def _relocations(self) -> None:
        """Some of the district's VR firms move into the park over five years."""
        opening = next((self._calendar.day(one.date) for one in self._scenario.openings if one.park == "vr"), 0.0)
        for number in range(self._scenario.stock.vr_enterprises):
            stream = self._streams.of("relocation", number)
            moves = stream.chance(self._rules.vr_relocation)
            day = opening + stream.uniform() * _RELOCATION_YEARS * YEAR_DAYS
            if moves and day >= 0.0:
                self._env.process(self._come("vr", f"relocation/{number}", day))

    def _come(self, park: str, name: str, day: float) -> Process:
        yield self._env.timeout(day)
        self._arrive(park, name, self._rules.class_key)

    def _anchor(self, anchor: Anchor) -> Process:
        """A named enterprise takes floor on its date, or as soon as there is some."""
        yield self._env.timeout(max(0.0, self._calendar.day(anchor.date)))
        enterprise = self._named(anchor.name, anchor.park, anchor.area)
        source = self._scenario.grounds[f"anchor.{anchor.id}.date"].id
        building = self._market.choose(anchor.park, whole_m2(anchor.area), enterprise.fits, enterprise.stream.uniform())
        if building is None:
            building = yield self._request(enterprise, whole_m2(anchor.area)).offer
        else:
            self._market.take(enterprise.number, building, whole_m2(anchor.area))
        self._market.mark_lead(building)
        self._compute.tenant_lands(enterprise, self._env.now, joins=True)
        name = Name(f"{anchor.name.en} moves in", f"{anchor.name.zh}入驻")
        self.events.append(Event(self._env.now, "tenant", anchor.park, name, source))

    def _owner_moves_in(self, owner_id: str, building: int) -> None:
        owner = next(one for one in self._scenario.owners if one.id == owner_id)
        enterprise = self._owners.get(owner_id) or self._owner(owner)
        area_m2 = math.floor(owner.share * float(self._stock.lettable_m2[building]))
        if area_m2:
            self._market.take(enterprise.number, building, area_m2)
            self._market.mark_lead(building)

    def _owner(self, owner: Owner) -> Enterprise:
        enterprise = self._named(owner.name, owner.park, 0.0)
        self._owners[owner.id] = enterprise
        self._compute.tenant_at_start(enterprise, joins=True)
        return enterprise

    def _offer(self, building: int) -> Process:
        """First users come with the building; the rest is offered when the house is ready for tenants."""
        park = self._stock.buildings[building].park
        stream = self._streams.of("prelet", self._stock.buildings[building].id)
        share = min(0.95, 2.0 * self._rules.prelet * stream.uniform())
        self._market.open_building(building)
        enterprise = self._draw(park, f"prelet/{self._stock.buildings[building].id}", self._rules.class_new)
        area_m2 = math.floor(share * float(self._stock.lettable_m2[building]))
        if area_m2 >= 1:
            self._market.take(enterprise.number, building, area_m2)
            self._compute.tenant_lands(enterprise, self._env.now)
            self.tally.arrivals.append((self._env.now, park, 1.0))
            self._env.process(self._stay(enterprise, 0.0, mature=True))
        rest, self._market.free[building] = int(self._market.free[building]), 0
        yield self._env.timeout(stream.spread(self._scenario.build.idle_after_handover))
        self._market.free[building] += rest
        self._market.serve_waiting()

    # ------------------------------------------------------------ one enterprise

    def _draw(self, park: str, name: str, shares: tuple[float, ...] | None) -> Enterprise:
        """A new enterprise; without `shares` one of another trade."""
        stream = self._streams.of("enterprise", park, name)
        sector = draw_sector(park if shares else "", stream, self._rules)
        if shares:
            size_class, area_m2 = draw_area(shares, stream, self._rules)
        else:
            size_class, area_m2 = SIZE_CLASSES.index("growth"), stream.exponential(self._scenario.stock.other_area)
        return self._register((park, name), sector, size_class, area_m2, stream)

    def _named(self, name: Name, park: str, area_m2: float) -> Enterprise:
        stream = self._streams.of("enterprise", park, name.en)
        sector = SECTORS.index("home" if park == "ai" else "vr_hardware" if park == "vr" else OTHER)
        return self._register((park, name.en), sector, 0, area_m2, stream, name)

    def _register(
        self,
        key: tuple[str, str],
        sector: int,
        size_class: int,
        area_m2: float,
        stream: Stream,
        name: Name | None = None,
    ) -> Enterprise:
        number, patience, endurance = len(self.enterprises), stream.exponential(), stream.exponential()
        enterprise = Enterprise(number, key, key[0], sector, size_class, area_m2, patience, endurance, stream, name)
        self.enterprises.append(enterprise)
        return enterprise

    def _arrive(self, park: str, name: str, shares: tuple[float, ...], *, other: bool = False) -> None:
        self._env.process(self._life(self._draw(park, name, None if other else shares), other))

    def _life(self, enterprise: Enterprise, other: bool) -> Process:
        """Look for floor, wait with limited patience, then stay until it leaves."""
        wanted_m2 = whole_m2(enterprise.area_m2 * (1.0 if other else self._rules.initial_space))
        stream = enterprise.stream
        leader = SIZE_CLASSES[enterprise.size_class] == "leader"
        patience = enterprise.patience * self._rules.patience * (_LEADER_PATIENCE if leader else 1.0)
        building = self._market.choose(enterprise.park, wanted_m2, enterprise.fits, stream.uniform())
        if building is None:
            request = self._request(enterprise, wanted_m2)
            yield request.offer | self._env.timeout(patience)
            if not request.offer.triggered:
                self._market.withdraw(request)
                self.tally.lost_m2.append((self._env.now, enterprise.park, float(wanted_m2)))
                return
            assert request.offer.value is not None  # triggered with the building
            building = int(request.offer.value)
        else:
            self._market.take(enterprise.number, building, wanted_m2)
        self.tally.arrivals.append((self._env.now, enterprise.park, 1.0))
        self._policies.tenant_lands(enterprise, building, wanted_m2, self._env.now)
        self._compute.tenant_lands(enterprise, self._env.now)
        yield from self._stay(enterprise, 0.0, mature=other)

    def _request(self, enterprise: Enterprise, area_m2: int) -> Request:
        luck = enterprise.stream.uniform()
        request = Request(enterprise.number, enterprise.park, area_m2, enterprise.fits, luck, self._env.event())
        self._market.wait(request)
        return request

    def _stay(self, enterprise: Enterprise, age_years: float, *, mature: bool) -> Process:
        """Year by year: leave when the summed hazard reaches this enterprise's own threshold, else grow."""
        threshold = enterprise.endurance
        since = self._env.now
        step = 1.0 - age_years % 1.0
        while True:
            hazard = self._hazard(enterprise, age_years) * step
            if hazard >= threshold:
                yield self._env.timeout(YEAR_DAYS * step * threshold / hazard)
                self._leave(enterprise)
                return
            threshold -= hazard
            yield self._env.timeout(YEAR_DAYS * step)
            age_years += step
            step = 1.0
            self._grow(enterprise, (self._env.now - since) / YEAR_DAYS, mature)

    def _hazard(self, enterprise: Enterprise, age_years: float) -> float:
        """Closing or moving away, a year."""
        rules = self._rules
        band = sum(age_years >= bound for bound in _AGE_BANDS)
        closing = rules.exit_hazard[min(band, len(rules.exit_hazard) - 1)] * rules.exit_factor[enterprise.size_class]
        return closing * self._policies.exit_factor(enterprise.number, self._env.now) + rules.relocation_hazard

    def _grow(self, enterprise: Enterprise, years: float, mature: bool) -> None:
        """Take more floor, next door where there is room, when the need exceeds what is held."""
        rules = self._rules
        growth = rules.growth_staff if enterprise.is_ai or enterprise.is_vr else 0.0
        ramp = (
            1.0
            if mature
            else rules.initial_space + (1.0 - rules.initial_space) * min(1.0, years / rules.space_maturity)
        )
        held = self._market.held_m2(enterprise.number)
        base = self._first_area(enterprise) if mature else enterprise.area_m2
        need = base * ramp * (1.0 + growth) ** years
        if need < _EXPANDS_ABOVE * held:
            return
        more = whole_m2(need - held)
        homes = self._market.homes(enterprise.number)
        here = next((stay.building for stay in homes if self._market.free[stay.building] >= more), None)
        if here is None:
            here = self._market.choose(enterprise.park, more, enterprise.fits, enterprise.stream.uniform())
        if here is not None:
            self._market.take(enterprise.number, here, more)

    def _first_area(self, enterprise: Enterprise) -> float:
        homes = self._market.homes(enterprise.number)
        first = homes[0].start_month
        return float(sum(stay.area_m2 for stay in homes if stay.start_month == first))

    def _leave(self, enterprise: Enterprise) -> None:
        self._market.leave(enterprise.number)
        self._policies.tenant_leaves(enterprise.number)
        self._compute.tenant_leaves(enterprise.number, self._env.now)
        self.tally.departures.append((self._env.now, enterprise.park, 1.0))
