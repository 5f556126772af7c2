"""Enterprises look for floor, wait or give up, land, grow, move within the park and leave.

How they come is told in `channels` and `roadshows`. Patience is exponential, leaders wait longer. The queue is
first come, first served among those for whom there is room: who needs little floor may pass one who needs much.
"""

from __future__ import annotations

import math

from sim.calendar import YEAR_DAYS
from sim.letting.enterprises import Enterprise
from sim.letting.hazards import Hazards
from sim.letting.lives import Lives
from sim.letting.market import Request, whole_m2
from sim.letting.people import People
from sim.settings import SIZE_CLASSES
from sim.setup import Process, Setup

_LEADER = SIZE_CLASSES.index("leader")
_EXPANDS_ABOVE = 1.1
"""A tenth more than is held is worth taking where it lies next door; a move needs more (`Tenants.outgrown`)."""


class Population:
    """All enterprises of a run: `enterprises` holds everyone who ever looked for floor, by number, `lives` what became
    of them."""

    def __init__(self, setup: Setup) -> None:
        self._at = setup
        self._rules = setup.scenario.tenants
        self.lives = Lives()
        self.people = People(setup.scenario, setup.streams, self.lives)
        self.enterprises = self.people.enterprises
        self._hazards = Hazards(setup, self.lives)
        self._lead_at: dict[int, int] = {}

    # ------------------------------------------------------------ coming

    def arrive(
        self, park: str, name: str, shares: tuple[float, ...], *, origin: str, other: bool = False
    ) -> Enterprise:
        """An enterprise of the park's fields, or of another trade, begins to look for floor."""
        enterprise = self.people.draw(park, name, origin, None if other else shares)
        self._at.env.process(self._life(enterprise, other))
        return enterprise

    def register(self, park: str, name: str, shares: tuple[float, ...]) -> None:
        """An enterprise comes by name only: it books its sales here and takes no floor."""
        enterprise = self.people.draw(park, name, "registered", shares)
        self.lives.came[enterprise.number] = self._at.env.now
        self._at.env.process(self.stay(enterprise, 0.0, mature=True))

    def _life(self, enterprise: Enterprise, other: bool) -> Process:
        """Look for floor, wait with limited patience, then stay until it leaves."""
        number, env = enterprise.number, self._at.env
        wanted_m2 = whole_m2(enterprise.area_m2 * (1.0 if other else self._rules.initial_space))
        self.lives.asked[number] = env.now
        building = self._at.market.choose(enterprise.park, wanted_m2, enterprise.fits, self._luck(enterprise))
        if building is None:
            request = self.request(enterprise, wanted_m2)
            yield request.offer | env.timeout(self._patience(enterprise))
            if not request.offer.triggered:
                self._give_up(enterprise, request)
                return
            assert request.offer.value is not None  # triggered with the building
            building = int(request.offer.value)
        else:
            self._at.market.take(number, building, wanted_m2)
        self.land(enterprise, building, 1.0 if other else self._rules.initial_space)
        self._at.policies.tenant_lands(enterprise, building, wanted_m2, env.now)
        self._at.compute.tenant_lands(enterprise, env.now)
        yield from self.stay(enterprise, 0.0, mature=other)

    def _patience(self, enterprise: Enterprise) -> float:
        """Days that it waits."""
        leader = enterprise.size_class == _LEADER
        return enterprise.patience * self._rules.patience * (self._rules.leader_patience if leader else 1.0)

    def request(self, enterprise: Enterprise, area_m2: int) -> Request:
        """Queue up for floor."""
        luck = self._luck(enterprise)
        request = Request(enterprise.number, enterprise.park, area_m2, enterprise.fits, luck, self._at.env.event())
        self.lives.asked[enterprise.number] = min(self.lives.asked[enterprise.number], self._at.env.now)
        self._at.market.wait(request)
        return request

    def _give_up(self, enterprise: Enterprise, request: Request) -> None:
        """Its demand is lost: for want of any floor, or because what is free is in too small pieces."""
        now = self._at.env.now
        self._at.market.withdraw(request)
        self.lives.gave_up[enterprise.number] = now
        row = (now, enterprise.park, float(request.area_m2))
        self._at.tally.lost_m2.append(row)
        if self._at.market.free_m2(enterprise.park) < request.area_m2:
            self._at.tally.lost_full_m2.append(row)

    def land(self, enterprise: Enterprise, building: int, share: float, *, counted: bool = True) -> None:
        """It has floor now, and brings that share of its mature staff; who was there before is not counted."""
        now = self._at.env.now
        self.lives.came[enterprise.number] = now
        self.lives.employ(enterprise.number, share * enterprise.staff, now)
        self._lead(enterprise, building)
        if counted:
            self._at.tally.arrivals.append((now, enterprise.park, 1.0))

    # ------------------------------------------------------------ staying

    def stay(self, enterprise: Enterprise, age_years: float, *, mature: bool) -> Process:
        """Year by year: leave when the summed hazard reaches this enterprise's own endurance, else grow.

        A `mature` one needs what it holds now, growing with its staff; others need their mature floor in time. Other
        trades neither grow nor shrink once they are mature.
        """
        env, number, lives = self._at.env, enterprise.number, self.lives
        endurance, years, grown = enterprise.endurance, 0.0, 1.0
        grows = enterprise.is_ai or enterprise.is_vr
        mature_m2 = float(self._at.market.held_m2(number)) if mature else enterprise.area_m2
        step = 1.0 - age_years % 1.0
        while True:
            closing, moving = self._hazards.of(enterprise, age_years)
            hazard = (closing + moving) * step
            if hazard >= endurance:
                yield env.timeout(YEAR_DAYS * step * endurance / hazard)
                if lives.is_here(number):
                    self.leave(enterprise, "closed" if enterprise.fate * (closing + moving) < closing else "moved_away")
                return
            endurance -= hazard
            yield env.timeout(YEAR_DAYS * step)
            if not lives.is_here(number):
                return
            if grows:
                grown *= self._growth(enterprise, step)
            years, age_years, step = years + step, age_years + step, 1.0
            if grows or not mature:
                share = grown * (1.0 if mature else self._maturity(years))
                lives.employ(number, share * enterprise.staff, env.now)
                self._grow(enterprise, mature_m2 * share, round(age_years))

    def _growth(self, enterprise: Enterprise, years: float) -> float:
        """Factor on its staff over the years that end now."""
        support = self._at.policies.growth_factor(enterprise.number, self._at.env.now)
        supported = max(0.0, 1.0 + self._rules.growth_staff * support)
        if support != 1.0 and supported:
            gain = years * math.log(supported / (1.0 + self._rules.growth_staff))
            self.lives.gains.append((self._at.env.now, enterprise.number, gain))
        return float(supported**years)

    def _maturity(self, years: float) -> float:
        """Share of the mature size reached after so many years."""
        first = self._rules.initial_space
        return first + (1.0 - first) * min(1.0, years / self._rules.space_maturity)

    def _grow(self, enterprise: Enterprise, need_m2: float, year: int) -> None:
        """Take more floor in the same house where there is room; elsewhere once it has outgrown what it holds."""
        market, number = self._at.market, enterprise.number
        held_m2 = market.held_m2(number)
        if not held_m2 or need_m2 < _EXPANDS_ABOVE * held_m2:
            return
        more_m2 = whole_m2(need_m2 - held_m2)
        here = next((stay.building for stay in market.homes(number) if market.free[stay.building] >= more_m2), None)
        if here is not None:
            market.take(number, here, more_m2)
        elif need_m2 >= self._rules.outgrown * held_m2:
            self._move(enterprise, whole_m2(need_m2), more_m2, self._luck(enterprise, year))

    def _move(self, enterprise: Enterprise, need_m2: int, more_m2: int, luck: float) -> None:
        """Move as a whole within the park; where no house has room for all, take a second one."""
        market = self._at.market
        there = market.choose(enterprise.park, need_m2, enterprise.fits, luck)
        if there is not None:
            market.move(enterprise.number, there, need_m2)
            self._lead(enterprise, there)
            self._at.tally.moves.append((self._at.env.now, enterprise.park, 1.0))
            return
        second = market.choose(enterprise.park, more_m2, enterprise.fits, luck)
        if second is not None:
            market.take(enterprise.number, second, more_m2)
            self._at.tally.second_homes.append((self._at.env.now, enterprise.park, 1.0))

    # ------------------------------------------------------------ leaving

    def leave(self, enterprise: Enterprise, ending: str) -> None:
        """It goes, closed or alive, with its people, its subsidy and its compute contract; its floor is offered."""
        number, now = enterprise.number, self._at.env.now
        with_floor = self._at.market.held_m2(number) > 0
        self.lives.leave(number, ending, now)
        self._lead(enterprise, None)
        if with_floor:
            self._at.market.leave(number)
            self._at.policies.tenant_leaves(number, now)
            self._at.compute.tenant_leaves(number, now)
            self._at.tally.departures.append((now, enterprise.park, 1.0))

    def _lead(self, enterprise: Enterprise, building: int | None) -> None:
        """Where a leader without a published name sits, others like to be; gone with it."""
        if enterprise.size_class != _LEADER or enterprise.name is not None:
            return
        before = self._lead_at.pop(enterprise.number, None)
        if before is not None:
            self._at.market.unmark_lead(before)
        if building is not None:
            self._at.market.mark_lead(building)
            self._lead_at[enterprise.number] = building

    def _luck(self, enterprise: Enterprise, year: int = 0) -> float:
        """What decides which building it likes, in the year of its age; the same whatever happened before."""
        return self._at.streams.of("choice", *enterprise.key, year).uniform()
