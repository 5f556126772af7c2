"""The computing centres: who wants compute, what is sold, what runs, what stays unmet; a balance at each month end.

Customers join by two ways: enterprises of the parks, and others from outside. Sold (contracted) and running are kept
apart, because the risk is idleness more than overload. P is FP16 peak throughput, as the sources use it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.calendar import MONTH_DAYS, YEAR_DAYS, Calendar
from sim.enterprises import Enterprise, compute_weight
from sim.scenario import Scenario
from sim.settings import Centre, DateSpread
from sim.streams import Stream, Streams

NEVER: Final = math.inf
OUTSIDE: Final = ""


@dataclass(slots=True)
class Customer:
    """A contract: `demand_p` when it began, growing; `park` is "" for customers from outside the parks."""

    park: str
    demand_p: float
    begins: float
    ends: float
    grows: bool
    centre: int
    counted: bool


@dataclass(slots=True)
class Books:
    """Month ends in rows, centres in columns where there are two dimensions; P, people or MW."""

    supply_p: list[NDArray[np.float64]] = field(default_factory=list)
    demand_p: list[NDArray[np.float64]] = field(default_factory=list)
    sold_p: list[NDArray[np.float64]] = field(default_factory=list)
    running_p: list[NDArray[np.float64]] = field(default_factory=list)
    power_mw: list[NDArray[np.float64]] = field(default_factory=list)
    sold_by_park_p: list[dict[str, float]] = field(default_factory=list)
    customers: list[int] = field(default_factory=list)


class ComputeMarket:
    """Demand for the centres of a scenario, from the parks' tenants and from outside."""

    def __init__(self, scenario: Scenario, calendar: Calendar, streams: Streams) -> None:
        self._rules = scenario.compute
        self._calendar = calendar
        self._streams = streams
        self.centres = scenario.centres
        self.online_days = tuple(self._online(centre) for centre in self.centres)
        self._customers: list[Customer] = []
        self._by_tenant: dict[int, Customer] = {}
        self._candidates: list[Enterprise] = []
        self.books = Books()

    # ------------------------------------------------------------ who comes

    def begin(self) -> None:
        """Let those join who had joined by the published date, and all who come from outside later."""
        rules = self._rules
        if not self.centres:
            return
        opening = min(self.online_days)
        joined_by = max(opening, self._calendar.day(rules.joined_by))
        chosen = sorted(self._candidates, key=lambda one: self._streams.of("joins", *one.key).uniform())
        inside = min(len(chosen), round(rules.customers_joined * (1.0 - rules.outside_share)))
        for enterprise in chosen[:inside]:
            day = self._joining_day(opening, joined_by, self._streams.of("joined", *enterprise.key))
            self._sign_tenant(enterprise, day)
        for number in range(rules.customers_joined - inside):
            stream = self._streams.of("outside", "first", number)
            self._sign_outside(stream, self._joining_day(opening, joined_by, stream))
        self._public(opening)
        self._later_outside(joined_by)
        self._campaigns(opening)
        self._blocks()

    def tenant_at_start(self, enterprise: Enterprise, *, joins: bool = False) -> None:
        """An enterprise that sits in a park when the run begins: it may be among those that joined first."""
        if joins or compute_weight(enterprise.sector, self._rules) > 0.0:
            self._candidates.append(enterprise)

    def tenant_lands(self, enterprise: Enterprise, day: float, *, joins: bool = False) -> None:
        """A new tenant joins the centres, or does not."""
        if not self.centres:
            return
        stream = self._streams.of("joins", *enterprise.key)
        wants = compute_weight(enterprise.sector, self._rules) > 0.0
        if joins or (wants and stream.chance(self._rules.join_share)):
            self._sign_tenant(enterprise, max(day, min(self.online_days)))

    def tenant_leaves(self, tenant: int, day: float) -> None:
        """Who leaves the park ends its contract."""
        customer = self._by_tenant.pop(tenant, None)
        if customer is not None:
            customer.ends = min(customer.ends, day)

    def _online(self, centre: Centre) -> float:
        if not isinstance(centre.online, DateSpread):
            return self._calendar.day(centre.online)
        delay = self._streams.of("online", centre.id).spread(centre.online.delay_days)
        return self._calendar.day(centre.online.earliest) + delay

    def _joining_day(self, opening: float, joined_by: float, stream: Stream) -> float:
        return opening + stream.uniform() * (joined_by - opening)

    def _sign_tenant(self, enterprise: Enterprise, day: float) -> None:
        stream = self._streams.of("contract", *enterprise.key)
        weight = compute_weight(enterprise.sector, self._rules)
        self._by_tenant[enterprise.number] = self._sign(enterprise.park, weight, stream, day)

    def _sign_outside(self, stream: Stream, day: float) -> None:
        self._sign(OUTSIDE, 1.0, stream, day)

    def _sign(self, park: str, weight: float, stream: Stream, day: float) -> Customer:
        """A contract of ordinary size: what was declared, as far as it is paid. Sizes have the mean of the book."""
        rules = self._rules
        sigma = rules.declared_spread
        size_p = rules.declared * math.exp(sigma * stream.normal() - sigma**2 / 2) * rules.paid_share * weight
        stays = stream.exponential(YEAR_DAYS / rules.churn) if rules.churn else NEVER
        return self._enter(park, size_p, day, day + stays, stream, counted=True)

    def _enter(
        self, park: str, size_p: float, begins: float, ends: float, stream: Stream, *, counted: bool, grows: bool = True
    ) -> Customer:
        customer = Customer(park, size_p, begins, ends, grows, self._home(begins, stream), counted)
        self._customers.append(customer)
        return customer

    def _home(self, day: float, stream: Stream) -> int:
        """The centre that a customer joins: of those on line, as often as its size says."""
        capacities = [
            centre.capacity if online <= day else 0.0
            for centre, online in zip(self.centres, self.online_days, strict=True)
        ]
        return stream.pick(capacities) if any(capacities) else int(np.argmin(self.online_days))

    def _public(self, opening: float) -> None:
        """Universities and public bodies: a steady customer that does not leave."""
        stream = self._streams.of("public")
        self._enter(OUTSIDE, self._rules.public_demand, opening, NEVER, stream, counted=False)

    def _later_outside(self, day: float) -> None:
        stream = self._streams.of("outside", "arrivals")
        rate = self._rules.new_customers * self._rules.outside_share
        number = 0
        while rate > 0.0:
            day += stream.exponential(MONTH_DAYS / rate)
            if day >= self._calendar.ends[-1]:
                return
            self._sign_outside(self._streams.of("outside", number), day)
            number += 1

    def _campaigns(self, day: float) -> None:
        """Single large training campaigns: events, not a mean."""
        stream = self._streams.of("campaigns")
        rules = self._rules
        while rules.campaign_rate > 0.0:
            day += stream.exponential(YEAR_DAYS / rules.campaign_rate)
            size_p, months = stream.spread(rules.campaign_size), stream.spread(rules.campaign_months)
            if day >= self._calendar.ends[-1]:
                return
            ends = day + months * MONTH_DAYS
            self._enter(OUTSIDE, size_p, day, ends, stream, counted=True, grows=False)

    def _blocks(self) -> None:
        """A cloud or carrier may take a block of a centre: use of such centres is either low or high."""
        for index, (centre, online) in enumerate(zip(self.centres, self.online_days, strict=True)):
            stream = self._streams.of("block", centre.id)
            taken, delay = stream.chance(self._rules.block_chance), stream.exponential(YEAR_DAYS)
            if taken:
                size_p = min(self._rules.block_size, centre.capacity)
                self._customers.append(Customer(OUTSIDE, size_p, online + delay, NEVER, False, index, True))

    # ------------------------------------------------------------ the balance of a month

    def close_month(self, month: int) -> None:
        """Fill the centres with what is wanted at the month's end, home first, then what spills over."""
        day = float(self._calendar.ends[month]) - 1.0
        supply = np.array(
            [centre.capacity * (online <= day) for centre, online in zip(self.centres, self.online_days, strict=True)]
        )
        wanted, by_park, customers = self._wanted(day)
        sold = np.minimum(wanted, supply)
        spill = float((wanted - sold).sum())
        room = supply - sold
        if spill > 0.0 and room.sum() > 0.0:
            sold = sold + room * min(1.0, spill / float(room.sum()))
        total = float(wanted.sum())
        met = float(sold.sum()) / total if total else 0.0
        running = np.minimum(sold * self._running_share(), supply * self._rules.availability)
        books = self.books
        books.supply_p.append(supply)
        books.demand_p.append(wanted)
        books.sold_p.append(sold)
        books.running_p.append(running)
        books.power_mw.append(self._power_mw(supply, running))
        books.sold_by_park_p.append({park: amount * met for park, amount in by_park.items()})
        books.customers.append(customers)

    def _wanted(self, day: float) -> tuple[NDArray[np.float64], dict[str, float], int]:
        """Demand by home centre and by park, and the number of customers."""
        wanted = np.zeros(len(self.centres))
        by_park: dict[str, float] = {}
        customers = 0
        growth = 1.0 + self._rules.growth
        self._customers = [one for one in self._customers if one.ends > day]
        for one in self._customers:
            if one.begins <= day:
                years = (day - one.begins) / YEAR_DAYS if one.grows else 0.0
                demand_p = one.demand_p * growth**years
                wanted[one.centre] += demand_p
                by_park[one.park] = by_park.get(one.park, 0.0) + demand_p
                customers += one.counted
        return wanted, by_park, customers

    def _running_share(self) -> float:
        """Share of what is sold that runs at a time: reserved contracts run in part, the rest when it is bought."""
        rules = self._rules
        return rules.reserved_share * rules.reserved_fill + (1.0 - rules.reserved_share)

    def _power_mw(self, supply: NDArray[np.float64], running: NDArray[np.float64]) -> NDArray[np.float64]:
        idle = self._rules.idle_power
        kw = np.array([centre.kw_per_p * centre.pue for centre in self.centres])
        return np.asarray(kw * (idle * supply + (1.0 - idle) * running) / 1000.0)
