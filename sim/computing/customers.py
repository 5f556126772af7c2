"""Who comes to the computing centres: tenants of the parks, others from outside, the public, campaigns, blocks."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from sim.calendar import MONTH_DAYS, YEAR_DAYS, Calendar
from sim.computing.contracts import OPEN_ENDED, Contract, Contracts
from sim.letting.enterprises import Enterprise, compute_weight
from sim.settings import CONTRACT_MONTHS, Centre, Compute
from sim.streams import Stream, Streams

NEVER: Final = math.inf
OUTSIDE: Final = ""


class Customers:
    """Signs the contracts of a run. `parks` numbers the parks that customers come from; 0 are those from outside."""

    def __init__(
        self,
        rules: Compute,
        calendar: Calendar,
        streams: Streams,
        centres: tuple[Centre, ...],
        online_days: tuple[float, ...],
    ) -> None:
        self._rules = rules
        self._calendar = calendar
        self._streams = streams
        self._centres = centres
        self._online_days = online_days
        self._by_tenant: dict[int, int] = {}
        self._candidates: list[Enterprise] = []
        self.contracts = Contracts()
        self.parks: dict[str, int] = {OUTSIDE: 0}

    def begin(self) -> None:
        """Let those join who had joined by the published date, and all who come from outside later."""
        rules = self._rules
        if not self._centres:
            return
        opening = self._opening
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

    def tenant_at_start(self, enterprise: Enterprise, *, candidate: bool = False) -> None:
        """An enterprise that sits in a park when the run begins: it may be among those that joined first.

        Candidates are those of trades that use compute, and whoever is said to be a `candidate`; who of them has
        joined is drawn when the run begins.
        """
        if candidate or compute_weight(enterprise.sector, self._rules) > 0.0:
            self._candidates.append(enterprise)

    def tenant_lands(self, enterprise: Enterprise, day: float, *, joins: bool = False) -> None:
        """A new tenant joins the centres, or does not."""
        if not self._centres:
            return
        wants = compute_weight(enterprise.sector, self._rules) > 0.0
        if joins or (wants and self._streams.of("joins", *enterprise.key).chance(self._rules.join_share)):
            self._sign_tenant(enterprise, max(day, self._opening))

    def tenant_leaves(self, tenant: int, day: float) -> None:
        """Who leaves the park ends its contract."""
        row = self._by_tenant.pop(tenant, None)
        if row is not None:
            self.contracts.end(row, day)

    def talks(self, day: float, joined: int) -> float:
        """Enterprises in talks by `day`: the published ones by their date, then those behind each that joined later.

        Two stages of one funnel: `joined` of them have become customers.
        """
        rules = self._rules
        if not self._centres or day < self._opening:
            return 0.0
        span = self._calendar.day(rules.talks_by) - self._opening
        first = rules.talks * (min(1.0, (day - self._opening) / span) if span > 0.0 else 1.0)
        later = max(0, joined - rules.customers_joined)
        return max(float(joined), first + (later / rules.join_share if rules.join_share else later))

    @property
    def _opening(self) -> float:
        return min(self._online_days)

    def _joining_day(self, opening: float, joined_by: float, stream: Stream) -> float:
        return opening + stream.uniform() * (joined_by - opening)

    def _sign_tenant(self, enterprise: Enterprise, day: float) -> None:
        stream = self._streams.of("contract", *enterprise.key)
        weight = compute_weight(enterprise.sector, self._rules)
        self._by_tenant[enterprise.number] = self._sign(enterprise.park, weight, stream, day)

    def _sign_outside(self, stream: Stream, day: float) -> None:
        self._sign(OUTSIDE, 1.0, stream, day)

    def _sign(self, park: str, weight: float, stream: Stream, day: float) -> int:
        """A contract of ordinary size: what was declared, as far as it is paid. Sizes have the mean of the book.

        Who wants to go is bound until its term ends: it is the contract that is renewed, or not.
        """
        rules = self._rules
        sigma = rules.declared_spread
        size_p = rules.declared * math.exp(sigma * stream.normal() - sigma**2 / 2) * rules.paid_share * weight
        wishes_to_stay = stream.exponential(YEAR_DAYS / rules.churn) if rules.churn else NEVER
        term = int(CONTRACT_MONTHS[stream.pick(rules.contract_shares)]) * MONTH_DAYS
        ends = day + math.ceil(wishes_to_stay / term) * term if wishes_to_stay < OPEN_ENDED else NEVER
        return self._enter(park, size_p, day, ends, stream, counted=True, term=term)

    def _enter(
        self, park: str, size_p: float, begins: float, ends: float, stream: Stream, *, counted: bool,
        grows: bool = True, reserved: float | None = None, term: float = OPEN_ENDED, centre: int | None = None,
    ) -> int:  # fmt: skip
        rules = self._rules
        home = stream.uniform()
        contract = Contract(
            park=self.parks.setdefault(park, len(self.parks)),
            centre=self._home(begins, home) if centre is None else centre,
            size_p=size_p,
            begins=begins,
            ends=ends,
            grows=grows,
            counted=counted,
            reserved_share=rules.reserved_share if reserved is None else reserved,
            fill=rules.reserved_fill if reserved is None else rules.booked_fill,
            term_days=term,
            patience_months=stream.exponential(rules.leave_patience),
            return_luck=stream.exponential(),
        )
        return self.contracts.add(contract)

    def _home(self, day: float, luck: float) -> int:
        """The centre that a customer joins: of those on line, as often as its size says."""
        capacities = [
            centre.capacity if online <= day else 0.0
            for centre, online in zip(self._centres, self._online_days, strict=True)
        ]
        mark = luck * math.fsum(capacities)
        for index, capacity in enumerate(capacities):
            mark -= capacity
            if mark < 0.0:
                return index
        return int(np.argmin(self._online_days))

    def _public(self, opening: float) -> None:
        """Universities and public bodies: a steady customer that does not leave."""
        stream = self._streams.of("public")
        self._enter(OUTSIDE, self._rules.public_demand, opening, NEVER, stream, counted=False, term=YEAR_DAYS)

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
        """Single large training campaigns: events, not a mean. Machines are booked for all of their time.

        What a campaign or a block buyer books runs at a share of its own, `booked_fill`.
        """
        stream = self._streams.of("campaigns")
        rules = self._rules
        number = 0
        while rules.campaign_rate > 0.0:
            day += stream.exponential(YEAR_DAYS / rules.campaign_rate)
            size_p, months = stream.spread(rules.campaign_size), stream.spread(rules.campaign_months)
            if day >= self._calendar.ends[-1]:
                return
            own, ends = self._streams.of("campaign", number), day + months * MONTH_DAYS
            self._enter(OUTSIDE, size_p, day, ends, own, counted=True, grows=False, reserved=1.0)
            number += 1

    def _blocks(self) -> None:
        """A cloud or carrier may take a block of a centre: use of such centres is either low or high."""
        for index, (centre, online) in enumerate(zip(self._centres, self._online_days, strict=True)):
            stream = self._streams.of("block", centre.id)
            taken, delay = stream.chance(self._rules.block_chance), stream.exponential(YEAR_DAYS)
            if taken:
                size_p, begins = min(self._rules.block_size, centre.capacity), online + delay
                self._enter(
                    OUTSIDE, size_p, begins, NEVER, stream, counted=True, grows=False, reserved=1.0, centre=index
                )
