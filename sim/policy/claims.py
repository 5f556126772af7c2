"""The rent subsidy's book: who has a claim, what it has come to, and when it falls due."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from sim.calendar import YEAR_DAYS
from sim.instruments.rent_subsidy import Settings, claim_hazard_factor
from sim.streams import Stream


@dataclass(slots=True)
class Claim:
    """A certified tenant's rent subsidy: so much a month while it stays, up to the years and the cap."""

    building: int
    area_m2: float
    begins: float
    ends: float
    lag_months: int
    claimed: float = 0.0


@dataclass(slots=True)
class Claims:
    """All claims of a run. At every moment `claimed` = what fell due + `pending`."""

    rules: Settings
    claimed: float = 0.0
    _by_tenant: dict[int, Claim] = field(default_factory=dict)
    _running: list[Claim] = field(default_factory=list)
    _due: dict[int, float] = field(default_factory=dict)

    def certify(self, tenant: int, building: int, area_m2: float, day: float, stream: Stream, offered: bool) -> None:
        """Draw whether a tenant is certified, and open its claim where the subsidy is offered to it."""
        if offered and stream.chance(self.rules.certified):
            lag_months = int(stream.spread(self.rules.payment_lag))
            ends = day + self.rules.years * YEAR_DAYS
            claim = Claim(building, min(area_m2, self.rules.area), day, ends, lag_months)
            self._by_tenant[tenant] = claim
            self._running.append(claim)

    def hazard_factor(self, tenant: int, day: float, stops: float) -> float:
        """On the hazard of a tenant that has, or had, a claim on an account that pays until `stops`."""
        claim = self._by_tenant.get(tenant)
        return 1.0 if claim is None else claim_hazard_factor(self.rules, day, min(claim.ends, stops))

    def ends(self, tenant: int, stops: float) -> float:
        """The day on which a tenant's claim runs out: its years, or its account; infinity without one."""
        claim = self._by_tenant.get(tenant)
        return math.inf if claim is None else min(claim.ends, stops)

    def end(self, tenant: int, day: float) -> None:
        """The tenant leaves on `day`; until then it has paid rent, and has its claim."""
        claim = self._by_tenant.pop(tenant, None)
        if claim is not None:
            claim.ends = min(claim.ends, day)

    @property
    def pending(self) -> float:
        """CNY that are claimed and not yet due."""
        return math.fsum(self._due.values())

    @property
    def running(self) -> int:
        """How many certified tenants have a claim that outlives the last month that was added."""
        return len(self._running)

    def accrue(self, month: int, begin: float, end: float, rent: Callable[[int], float]) -> None:
        """Add `month`, from day `begin` to `end`; `rent` tells CNY per m2 and day of a building."""
        share, cap, due = self.rules.share, self.rules.cap, self._due
        daily = {building: share * rent(building) for building in {one.building for one in self._running}}
        total = self.claimed
        for claim in self._running:
            begins, ends = claim.begins, claim.ends
            days = (ends if ends < end else end) - (begins if begins > begin else begin)
            amount = min(claim.area_m2 * days * daily[claim.building], cap - claim.claimed)
            if amount > 0.0:
                claim.claimed += amount
                total += amount
                # Whoever is audited at once is paid in the month after that of the rent.
                when = month + 1 + claim.lag_months
                due[when] = due.get(when, 0.0) + amount
        self.claimed = total
        self._running = [claim for claim in self._running if claim.ends > end]

    def due(self, month: int) -> float:
        """CNY that fall due in `month`; they are pending no longer."""
        return self._due.pop(month, 0.0)
