"""Why enterprises leave: they close, as their age, size and support have it, or move away alive."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from sim.calendar import YEAR_DAYS
from sim.letting.enterprises import Enterprise
from sim.letting.lives import Lives
from sim.outcomes.revenue import LEVEL_YEAR
from sim.scenario import Scenario
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
        self._growth_per_head = _growth_per_head(setup.scenario)
        self._years_at_start = setup.calendar.start_year - LEVEL_YEAR
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
        years = self._years_at_start + day / YEAR_DAYS
        growth = self._growth_per_head[0 if enterprise.is_ai else 1 if enterprise.is_vr else 2] ** years
        people = self._lives.people[enterprise.number]
        revenue_cny = people * self._revenue_per_head[enterprise.size_class] * growth
        if revenue_cny <= 0.0 or not self._rules.burden_elasticity:
            return 1.0
        rent_cny = self._at.market.rent_of(enterprise.number, day) * YEAR_DAYS
        if not rent_cny:
            return 1.0
        return float((rent_cny / revenue_cny / self._rules.burden_reference) ** self._rules.burden_elasticity)


def _growth_per_head(scenario: Scenario) -> tuple[float, float, float]:
    """By which revenue a head of AI, VR and other enterprises grows a year.

    Rules tell how the whole revenue of incumbents grows. As the staff of AI and VR enterprises grows too, and its
    growth is in the count of people already, a head's revenue grows by what is left; other trades keep their staff.
    """
    told, staff = scenario.outcomes, 1.0 + scenario.tenants.growth_staff
    return (1.0 + told.growth_incumbent) / staff, (1.0 + told.vr_growth) / staff, 1.0 + told.growth_other
