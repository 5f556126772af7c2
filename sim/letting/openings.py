"""Who moves into a building when it is handed over, and the named enterprises that rent elsewhere."""

from __future__ import annotations

import math
from typing import Final

from gis.text import Name
from sim.letting.enterprises import Enterprise
from sim.letting.market import whole_m2
from sim.letting.tenants import Population
from sim.run import Event
from sim.settings import Anchor, Owner
from sim.setup import Process, Setup

_MOST_PRELET: Final = 0.95


class Openings:
    """Owners take their own buildings; others are let in part before they open, and then offered.

    Named enterprises are never made to leave: that is not ours to invent.
    """

    def __init__(self, setup: Setup, population: Population) -> None:
        self._at = setup
        self._rules = setup.scenario.tenants
        self._population = population
        self._owners: dict[str, Enterprise] = {}

    def begin(self) -> None:
        """Name the owners, and keep floor for published tenants. To be called before other floor is let."""
        parks = self._at.stock.parks
        for owner in self._at.scenario.owners:
            if owner.park in parks and owner.id not in self._owners:
                self._owner(owner)
        for anchor in self._at.scenario.anchors:
            if anchor.park in parks:
                # Only what is published was arranged before the run: who else comes leaves the time before untouched.
                published = self._at.scenario.fact_of(f"anchor.{anchor.id}.date")
                kept = self._at.market.keep(anchor.park, whole_m2(anchor.area)) if published else None
                self._at.env.process(self._anchor(anchor, kept))

    def building_opened(self, building: int) -> None:
        """A building is handed over: its owner moves in, or its first users do and the rest is offered later."""
        owner = self._at.stock.owner[building]
        if not self._at.stock.lettable_m2[building]:
            return
        if owner:
            self._at.market.open_building(building)
            self._owner_moves_in(owner, building)
        elif self._at.env.now <= 0.0:
            self._at.market.open_building(building)
        else:
            self._at.env.process(self._offer(building))

    def _offer(self, building: int) -> Process:
        """First users come with the building; the rest is offered when the house is ready for tenants."""
        park, name = self._at.stock.buildings[building].park, self._at.stock.buildings[building].id
        stream = self._at.streams.of("prelet", name)
        share = min(_MOST_PRELET, 2.0 * self._rules.prelet * stream.uniform())
        self._at.market.open_building(building)
        area_m2 = math.floor(share * float(self._at.stock.lettable_m2[building]))
        if area_m2 >= 1:
            per_person_m2 = self._rules.area_hall if self._at.stock.hall[building] else self._rules.area_office
            enterprise = self._population.people.draw_first_user(park, f"prelet/{name}", area_m2, per_person_m2)
            self._at.market.take(enterprise.number, building, area_m2)
            self._population.land(enterprise, building, 1.0)
            self._at.policies.tenant_lands(enterprise, building, area_m2, self._at.env.now)
            self._at.compute.tenant_lands(enterprise, self._at.env.now)
            self._at.env.process(self._population.stay(enterprise, 0.0, mature=True))
        rest, self._at.market.free[building] = int(self._at.market.free[building]), 0
        yield self._at.env.timeout(stream.spread(self._at.scenario.build.idle_after_handover))
        self._at.market.free[building] += rest
        self._at.market.serve_waiting(park)

    def _anchor(self, anchor: Anchor, kept: int | None) -> Process:
        """A named enterprise takes the floor kept for it on its date; without any, it looks for some, and waits."""
        published = self._at.calendar.day(anchor.date)
        yield self._at.env.timeout(max(0.0, published))
        enterprise = self._population.people.draw_named(anchor.name, anchor.park, "anchor", anchor.area)
        area_m2 = whole_m2(anchor.area)
        if kept is None:
            request = self._population.request(enterprise, area_m2)
            self._at.market.serve_waiting(anchor.park)
            building = yield request.offer
        else:
            building = self._at.market.take_kept(enterprise.number, kept, area_m2).building
        on_time = self._at.env.now == published
        source = self._at.scenario.fact_of(f"anchor.{anchor.id}.date") if on_time else ""
        self._population.land(enterprise, building, 1.0)
        self._at.market.mark_lead(building)
        self._at.compute.tenant_lands(enterprise, self._at.env.now, joins=True)
        name = Name(f"{anchor.name.en} moves in", f"{anchor.name.zh}入驻")
        self._at.events.append(Event(self._at.env.now, "tenant", anchor.park, name, source))

    def _owner_moves_in(self, owner_id: str, building: int) -> None:
        owner = next(one for one in self._at.scenario.owners if one.id == owner_id)
        enterprise = self._owners.get(owner_id) or self._owner(owner)
        area_m2 = math.floor(owner.share * float(self._at.stock.lettable_m2[building]))
        if area_m2:
            self._at.market.take(enterprise.number, building, area_m2)
            self._population.lives.own(enterprise.number, self._at.env.now)
            self._at.market.mark_lead(building)
        self._at.market.withhold(building)

    def _owner(self, owner: Owner) -> Enterprise:
        enterprise = self._population.people.draw_named(owner.name, owner.park, "owner", 0.0)
        self._owners[owner.id] = enterprise
        self._at.compute.tenant_at_start(enterprise, candidate=True)
        return enterprise
