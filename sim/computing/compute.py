"""The computing centres: who wants compute, what is sold, what runs, what stays unmet; a balance at each month end.

Customers join by two ways: enterprises of the parks, and others from outside. Sold (contracted) and running are kept
apart, because the risk is idleness more than overload. P is FP16 peak throughput, as the sources use it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from gis.place import Building
from sim.calendar import YEAR_DAYS, Calendar
from sim.computing.balance import Balance, balance, by_age, evenly
from sim.computing.books import Books
from sim.computing.contracts import Wanted
from sim.computing.customers import Customers
from sim.computing.expansion import Expansions
from sim.computing.fleet import Fleet, fleet_on
from sim.computing.houses import Houses
from sim.computing.jobs import job_waits, mean_of
from sim.computing.outages import availability
from sim.computing.prices import list_price, price_index
from sim.computing.queue import mean_wait_days
from sim.letting.enterprises import Enterprise
from sim.scenario import Scenario
from sim.settings import Centre, DateSpread
from sim.streams import Streams

__all__ = ["Books", "ComputeMarket", "Support"]

F64 = NDArray[np.float64]
_LEAST_NET_PRICE: Final = 0.05
"""Demand for what is all but free is not endless."""
_MONEY_MONTHS: Final = 12
"""An operator's year, by which it sees whether its machines pay."""


class Support(Protocol):
    """What policy does to the centres; factors are 1 where nothing acts."""

    def compute_price_factor(self, park: str, day: float) -> float:
        """On the net price for customers of `park`, "" for those from outside."""

    def centre_running_factor(self, day: float) -> float:
        """On what the centres can keep running."""

    def centre_support_cny(self) -> float:
        """CNY paid so far, by the last month end, for the centres' operation and for vouchers that are spent there."""


class ComputeMarket:
    """Demand for the centres of a scenario, from the parks' tenants and from outside. Without `support` none acts."""

    def __init__(
        self, scenario: Scenario, calendar: Calendar, streams: Streams, support: Support | None = None
    ) -> None:
        self._rules = scenario.compute
        self._calendar = calendar
        self._streams = streams
        self._support = support
        self.centres = scenario.centres
        self.online_days = tuple(self._online(centre) for centre in self.centres)
        self.expansions = Expansions(self._rules, calendar, streams, self.centres)
        self.houses = Houses(self.centres, self.online_days)
        self._customers = Customers(self._rules, calendar, streams, self.centres, self.online_days)
        self._net_price = np.ones((1, len(calendar.labels)))
        """(parks, T): what is left of the list price, and `_response` the factor of demand that it brings."""
        self._response = np.ones((1, len(calendar.labels)))
        self._prices = np.zeros(len(calendar.labels))
        self._supported_cny = 0.0
        self._up = [availability(self._rules, calendar, streams.of("outages", centre.id)) for centre in self.centres]
        self._job_size_p, self._job_days = mean_of(self._rules.job_size), mean_of(self._rules.job_days)
        self.books = Books()

    def begin(self) -> None:
        """Let those join who had joined by the published date, and all who come from outside later."""
        self._customers.begin()

    def tenant_at_start(self, enterprise: Enterprise, *, candidate: bool = False) -> None:
        """An enterprise that sits in a park when the run begins: it may be among those that joined first."""
        self._customers.tenant_at_start(enterprise, candidate=candidate)

    def tenant_lands(self, enterprise: Enterprise, day: float, *, joins: bool = False) -> None:
        """A new tenant joins the centres, or does not."""
        self._customers.tenant_lands(enterprise, day, joins=joins)

    def tenant_leaves(self, tenant: int, day: float) -> None:
        """Who leaves the park ends its contract."""
        self._customers.tenant_leaves(tenant, day)

    def settle_in(self, buildings: Sequence[Building]) -> Mapping[tuple[str, str], float]:
        """Find the centres' houses; by which day each parcel (park, parcel) with data halls is wanted."""
        self.houses = Houses(self.centres, self.online_days, buildings)
        return self.houses.wanted_by()

    def close_month(self, month: int, handed_over: Sequence[float] = ()) -> None:
        """Fill the centres with what is wanted at the month's end, reserved contracts first.

        `handed_over` are the days on which buildings are, as far as they are known by now.
        """
        day = float(self._calendar.ends[month]) - 1.0
        since = self.houses.service_days(handed_over)
        on_line = tuple(online <= day for online in since)
        fleet = fleet_on(day, self.centres, since, self.expansions, self._rules)
        self._price_month(month, day, on_line)
        wanted = self._wanted(month, day)
        done = self._balance(month, day, fleet, wanted)
        reserved_p = by_age(wanted.reserved_p, wanted.begins, float(done.reserved_p.sum()))
        batch_p = evenly(wanted.batch_p, float(done.batch_p.sum()))
        self._write_customers(day, wanted, reserved_p + batch_p)
        self._write_revenue(month, wanted, reserved_p, batch_p)
        self._write_costs(month, fleet)
        self._write_support()
        room_p = max(0.0, float((self.books.supply_p[-1] - done.sold_p).sum()))
        self._customers.contracts.remember(wanted, reserved_p, reserved_p + batch_p, room_p, self._rules.return_rate)
        self._review(day, on_line)
        if self._rules.job_level and month == len(self._calendar.labels) - 1:
            self.books.job_waits_days = job_waits(self._rules, self._calendar, self._streams, self.centres, self.books)

    def _online(self, centre: Centre) -> float:
        if not isinstance(centre.online, DateSpread):
            return self._calendar.day(centre.online)
        delay = self._streams.of("online", centre.id).spread(centre.online.delay_days)
        return self._calendar.day(centre.online.earliest) + delay

    # ------------------------------------------------------------ prices

    def _price_month(self, month: int, day: float, on_line: tuple[bool, ...]) -> None:
        """Note the list price, and what is left of it for the customers of each park."""
        index = price_index(self._rules, self._calendar, float(self._calendar.ends[month]))
        selling = [centre for centre, stands in zip(self.centres, on_line, strict=True) if stands]
        self._prices[month] = list_price(self._rules, index, selling)
        parks = self._customers.parks
        missing = len(parks) - len(self._net_price)
        if missing:
            new = np.ones((missing, self._net_price.shape[1]))
            self._net_price = np.concatenate([self._net_price, new])
            self._response = np.concatenate([self._response, new])
        for park, row in parks.items():
            factor = self._support.compute_price_factor(park, day) if self._support else 1.0
            net = max(_LEAST_NET_PRICE, factor)
            self._net_price[row, month] = net
            self._response[row, month] = net**self._rules.price_elasticity

    # ------------------------------------------------------------ the balance

    def _wanted(self, month: int, day: float) -> Wanted:
        """The book's growth of demand holds what the market's price does; only what policy takes off it does more."""
        response = self._response[:, : month + 1]
        return self._customers.contracts.wanted(day, self._rules.growth, response, self._calendar.ends)

    def _balance(self, month: int, day: float, fleet: Fleet, wanted: Wanted) -> Balance:
        """Share out what the machines in service can give, and note it."""
        kept = self._support.centre_running_factor(day) if self._support else 1.0
        supply_p = fleet.capacity_p * min(1.0, max(0.0, kept))
        up = np.array([one[month] for one in self._up])
        reserved_p, batch_p = (
            wanted.at_centres(amount_p, len(self.centres)) for amount_p in (wanted.reserved_p, wanted.batch_p)
        )
        done = balance(reserved_p, batch_p, supply_p, up, wanted.fill_at(len(self.centres)))
        books = self.books
        books.capacity_p.append(fleet.capacity_p)
        books.supply_p.append(supply_p)
        books.availability.append(up)
        books.demand_p.append(reserved_p + batch_p)
        books.batch_demand_p.append(float(batch_p.sum()))
        books.elsewhere_p.append(float(wanted.elsewhere_p.sum()))
        books.sold_p.append(done.sold_p)
        books.reserved_p.append(done.reserved_p)
        books.running_p.append(done.running_p)
        books.batch_room_p.append(done.batch_room_p)
        books.wait_days.append(self._wait_days(books.batch_demand_p[-1], float(done.batch_room_p.sum())))
        return done

    def _wait_days(self, demand_p: float, room_p: float) -> float:
        """Mean wait of batch work in jobs of the mean size; NaN while there is no machine to wait for."""
        rules = self._rules
        if room_p <= 0.0:
            return rules.job_patience if demand_p > 0.0 else math.nan
        size_p = min(self._job_size_p, room_p)
        return mean_wait_days(int(room_p / size_p), demand_p / size_p, self._job_days, rules.job_patience)

    # ------------------------------------------------------------ the books

    def _write_customers(self, day: float, wanted: Wanted, given_p: F64) -> None:
        books, parks = self.books, self._customers.parks
        sold = np.bincount(wanted.park, weights=given_p, minlength=len(parks))
        books.sold_by_park_p.append({park: float(sold[index]) for park, index in parks.items()})
        books.customers.append(wanted.customers)
        books.joined.append(self._customers.contracts.joined(day))
        books.talks.append(self._customers.talks(day, books.joined[-1]))

    def _write_revenue(self, month: int, wanted: Wanted, reserved_p: F64, batch_p: F64) -> None:
        """Reserved contracts pay the price of the month in which they were signed or renewed, batch work today's."""
        net, signed = self._net_price, wanted.signed_month
        yearly = reserved_p * self._prices[signed] * net[wanted.park, signed]
        yearly = yearly + batch_p * self._prices[month] * net[wanted.park, month]
        self.books.price_cny.append(float(self._prices[month]))
        self.books.revenue_cny.append(float(yearly.sum()) * self._days(month) / YEAR_DAYS)

    def _write_costs(self, month: int, fleet: Fleet) -> None:
        """Power of the month, and what keeping its machines costs."""
        books, days = self.books, self._days(month)
        supply_p = books.supply_p[-1]
        in_service = fleet.in_service(supply_p)
        books.power_mw.append(fleet.power_mw(supply_p, books.running_p[-1], self._rules.idle_power))
        books.full_power_mw.append(fleet.full_power_mw * in_service)
        kwh = float(books.power_mw[-1].sum()) * 1000.0 * 24.0 * days
        books.energy_cost_cny.append(kwh * self._rules.power_price)
        books.fixed_cost_cny.append(float((fleet.fixed_cny_year * in_service).sum()) * days / YEAR_DAYS)

    def _write_support(self) -> None:
        paid_cny = self._support.centre_support_cny() if self._support else 0.0
        self.books.support_cny.append(paid_cny - self._supported_cny)
        self._supported_cny = paid_cny

    def _covered(self) -> bool:
        """Whether sales and support have covered power and upkeep over the last year, or what has passed of it."""
        books = self.books
        earned, spent = (books.revenue_cny, books.support_cny), (books.energy_cost_cny, books.fixed_cost_cny)
        gained, lost = (math.fsum(math.fsum(one[-_MONEY_MONTHS:]) for one in both) for both in (earned, spent))
        return gained >= lost

    def _days(self, month: int) -> float:
        ends = self._calendar.ends
        return float(ends[month] - (ends[month - 1] if month else 0.0))

    def _review(self, day: float, on_line: tuple[bool, ...]) -> None:
        """Let the operators look at the use of the month and at the year's money; what they decide is noted."""
        supply_p, sold_p = (float(rows[-1].sum()) for rows in (self.books.supply_p, self.books.sold_p))
        sold_share = sold_p / supply_p if supply_p > 0.0 else math.nan
        index = price_index(self._rules, self._calendar, day)
        self.expansions.review(day, sold_share, index, on_line, covered=self._covered())
        self.books.invested_cny.append(math.fsum(one.cost_cny for one in self.expansions.decided))
