"""Why enterprises leave: they close, as their age, size and support have it, or move away alive."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from sim.calendar import YEAR_DAYS
from sim.enterprises import Enterprise
from sim.lives import Lives
from sim.settings import SIZE_CLASSES
from sim.setup import Setup

_AGE_BANDS: Final = (1.0, 2.0, 3.0, 7.0)
"""Years of age at which closing changes, as in the table of `tenant.exit_hazard`."""


class Hazards:
    """Hazards a year. Closings of the register hold every burden already, so rent acts on moving away only."""

    def __init__(self, setup: Setup, lives: Lives) -> None:
        rules = setup.scenario.tenants
        self._rules = rules
        self._at = setup
        self._lives = lives
        self._revenue_per_head = tuple(getattr(rules, f"revenue_per_head_{name}") for name in SIZE_CLASSES)
        last = len(rules.exit_hazard) - 1
        bands = [rules.exit_hazard[min(band, last)] for band in range(len(_AGE_BANDS) + 1)]
        self._closing = [[hazard * factor for hazard in bands] for factor in rules.exit_factor]
        """By size class and band of age."""

    def of(self, enterprise: Enterprise, age_years: float) -> tuple[float, float]:
        """Of closing and of moving away, at this age and now."""
        number, day, policies = enterprise.number, self._at.env.now, self._at.policies
        closing = self._closing[enterprise.size_class][bisect_right(_AGE_BANDS, age_years)]
        moving = self._rules.relocation_hazard * self._rent_factor(enterprise, day)
        # What ran out within the last twelve months is missed.
        if day - YEAR_DAYS < policies.subsidy_ends(number) <= day:
            moving *= self._rules.relocation_after_subsidy
        return closing * policies.exit_factor(number, day), moving

    def _rent_factor(self, enterprise: Enterprise, day: float) -> float:
        """What rent does, as a share of revenue; 1 at the usual share, and for those who pay none."""
        revenue_cny = self._lives.people[enterprise.number] * self._revenue_per_head[enterprise.size_class]
        if revenue_cny <= 0.0 or not self._rules.burden_elasticity:
            return 1.0
        rent_cny = self._at.market.rent_of(enterprise.number, day) * YEAR_DAYS
        if not rent_cny:
            return 1.0
        return float((rent_cny / revenue_cny / self._rules.burden_reference) ** self._rules.burden_elasticity)
