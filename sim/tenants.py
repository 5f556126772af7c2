"""Enterprises: they look for floor, wait or give up, grow, and leave. How they come is told in `sim.channels`."""

from __future__ import annotations

from typing import Final

from gis.text import Name
from sim.calendar import YEAR_DAYS
from sim.enterprises import OTHER, SECTORS, Enterprise, draw_area, draw_sector
from sim.market import Request, whole_m2
from sim.settings import SIZE_CLASSES
from sim.setup import Process, Setup
from sim.streams import Stream

_LEADER_PATIENCE: Final = 3.0
"""Leaders wait three times longer, as said in the assumption `tenant.patience`."""
_EXPANDS_ABOVE: Final = 1.1
_AGE_BANDS: Final = (1.0, 2.0, 3.0, 7.0)
"""Years of age at which the exit hazard changes, as in the table of `tenant.exit_hazard`."""


class Population:
    """All enterprises of a run. `enterprises` holds everyone who ever looked for floor, by number."""

    def __init__(self, setup: Setup) -> None:
        self._at = setup
        self._rules = setup.scenario.tenants
        self.enterprises: list[Enterprise] = []

    def draw(self, park: str, name: str, shares: tuple[float, ...] | None) -> Enterprise:
        """A new enterprise; without `shares` one of another trade."""
        stream = self._at.streams.of("enterprise", park, name)
        sector = draw_sector(park if shares else "", stream, self._rules)
        if shares:
            size_class, area_m2 = draw_area(shares, stream, self._rules)
        else:
            size_class, area_m2 = SIZE_CLASSES.index("growth"), stream.exponential(self._at.scenario.stock.other_area)
        return self._register((park, name), sector, size_class, area_m2, stream)

    def draw_named(self, name: Name, park: str, area_m2: float) -> Enterprise:
        """A named enterprise, a leader in the park's first field."""
        stream = self._at.streams.of("enterprise", park, name.en)
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

    def arrive(self, park: str, name: str, shares: tuple[float, ...], *, other: bool = False) -> None:
        """An enterprise of the park's fields, or of another trade, begins to look for floor."""
        self._at.env.process(self._life(self.draw(park, name, None if other else shares), other))

    def _life(self, enterprise: Enterprise, other: bool) -> Process:
        """Look for floor, wait with limited patience, then stay until it leaves."""
        wanted_m2 = whole_m2(enterprise.area_m2 * (1.0 if other else self._rules.initial_space))
        stream = enterprise.stream
        leader = SIZE_CLASSES[enterprise.size_class] == "leader"
        patience = enterprise.patience * self._rules.patience * (_LEADER_PATIENCE if leader else 1.0)
        building = self._at.market.choose(enterprise.park, wanted_m2, enterprise.fits, stream.uniform())
        if building is None:
            request = self.request(enterprise, wanted_m2)
            yield request.offer | self._at.env.timeout(patience)
            if not request.offer.triggered:
                self._at.market.withdraw(request)
                self._at.tally.lost_m2.append((self._at.env.now, enterprise.park, float(wanted_m2)))
                return
            assert request.offer.value is not None  # triggered with the building
            building = int(request.offer.value)
        else:
            self._at.market.take(enterprise.number, building, wanted_m2)
        self._at.tally.arrivals.append((self._at.env.now, enterprise.park, 1.0))
        self._at.policies.tenant_lands(enterprise, building, wanted_m2, self._at.env.now)
        self._at.compute.tenant_lands(enterprise, self._at.env.now)
        yield from self.stay(enterprise, 0.0, mature=other)

    def request(self, enterprise: Enterprise, area_m2: int) -> Request:
        """Queue up for floor."""
        luck = enterprise.stream.uniform()
        request = Request(enterprise.number, enterprise.park, area_m2, enterprise.fits, luck, self._at.env.event())
        self._at.market.wait(request)
        return request

    def stay(self, enterprise: Enterprise, age_years: float, *, mature: bool) -> Process:
        """Year by year: leave when the summed hazard reaches this enterprise's own endurance, else grow.

        A `mature` one needs what it holds now, growing with its staff; others need their mature floor in time.
        """
        endurance = enterprise.endurance
        since = self._at.env.now
        mature_m2 = float(self._at.market.held_m2(enterprise.number)) if mature else enterprise.area_m2
        step = 1.0 - age_years % 1.0
        while True:
            hazard = self._hazard(enterprise, age_years) * step
            if hazard >= endurance:
                yield self._at.env.timeout(YEAR_DAYS * step * endurance / hazard)
                self._leave(enterprise)
                return
            endurance -= hazard
            yield self._at.env.timeout(YEAR_DAYS * step)
            age_years += step
            step = 1.0
            years = (self._at.env.now - since) / YEAR_DAYS
            self._grow(enterprise, mature_m2 * self._need(enterprise, years, mature))

    def _need(self, enterprise: Enterprise, years: float, mature: bool) -> float:
        """Floor needed after so many years, as a share of the mature need of the first day."""
        rules = self._rules
        growth = rules.growth_staff if enterprise.is_ai or enterprise.is_vr else 0.0
        grown = 1.0 if mature else min(1.0, years / rules.space_maturity)
        return float((rules.initial_space + (1.0 - rules.initial_space) * grown) * (1.0 + growth) ** years)

    def _hazard(self, enterprise: Enterprise, age_years: float) -> float:
        """Closing or moving away, a year."""
        rules = self._rules
        band = sum(age_years >= bound for bound in _AGE_BANDS)
        closing = rules.exit_hazard[min(band, len(rules.exit_hazard) - 1)] * rules.exit_factor[enterprise.size_class]
        return closing * self._at.policies.exit_factor(enterprise.number, self._at.env.now) + rules.relocation_hazard

    def _grow(self, enterprise: Enterprise, need_m2: float) -> None:
        """Take more floor, in the same house where there is room, when the need clearly exceeds what is held."""
        market = self._at.market
        held_m2 = market.held_m2(enterprise.number)
        if need_m2 < _EXPANDS_ABOVE * held_m2:
            return
        more_m2 = whole_m2(need_m2 - held_m2)
        homes = market.homes(enterprise.number)
        here = next((stay.building for stay in homes if market.free[stay.building] >= more_m2), None)
        if here is None:
            here = market.choose(enterprise.park, more_m2, enterprise.fits, enterprise.stream.uniform())
        if here is not None:
            market.take(enterprise.number, here, more_m2)

    def _leave(self, enterprise: Enterprise) -> None:
        self._at.market.leave(enterprise.number)
        self._at.policies.tenant_leaves(enterprise.number)
        self._at.compute.tenant_leaves(enterprise.number, self._at.env.now)
        self._at.tally.departures.append((self._at.env.now, enterprise.park, 1.0))
