"""What every instrument of policy is: settings, what falls due in a month, and factors on what others do.

An instrument keeps no books. `sim.policy.policies` knows the accounts and tells each how it stands; the instrument
answers with rates and factors, so that the same standing always has the same effect.

Amounts pay and factors act, independently of each other: a factor is the effect of what the scenario pays, and more
money alone does not do more. No source says how effects grow with amounts. Tied to their money are rent subsidies, the
number of demonstrations, what support covers of the centres' cost, and the district's investment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Final, Protocol

from sim.calendar import YEAR_DAYS, Calendar
from sim.letting.enterprises import Enterprise
from sim.settings.limits import Limits

ACCOUNTS: Final = ("ai", "vr", "district")
"""The two packages, and money of the district, the city or others that belongs to neither."""


@dataclass(frozen=True, slots=True)
class Common:
    """What all settings of instruments have: it acts from `begins` until the day before `ends`, out of `account`."""

    active: Annotated[bool, Limits()]
    begins: Annotated[date, Limits()]
    ends: Annotated[date, Limits()]
    account: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How an instrument stands on a day.

    `funded` is the share of what it should pay that is paid: 0 outside its dates and where its account is closed or
    empty. `lapsed` is the share that fell away within the year before: what leaned on it has not found its feet.
    """

    funded: float = 0.0
    lapsed: float = 0.0


class Instrument(Protocol):
    """An instrument at work; what it does not define leaves the others alone.

    `rank` orders payments out of one account, low first. An `earmarked` one is paid from what its package sets aside
    for building. Parks are "ai", "vr" or of the user's own; "" are customers from outside. Of an enterprise only its
    park, its class and whether it is of a park's own fields may matter: all such are served alike.
    """

    rank: ClassVar[int] = 50
    earmarked: ClassVar[bool] = False
    settings: Any

    def due(self, begin: float, end: float, opens: float, closes: float) -> float:
        """CNY that fall due evenly in the days from `begin` to `end`; `opens`, `closes`: when it acts."""
        return overlap(begin, end, opens, closes) / YEAR_DAYS * self.yearly()

    def yearly(self) -> float:
        """CNY a year."""
        return float(getattr(self.settings, "yearly", 0.0))

    def arrival_factor(self, park: str, at: Standing) -> float:
        """On the rate at which enterprises come to `park` by themselves."""
        return 1.0

    def hazard_factor(self, who: Enterprise, at: Standing) -> float:
        """On an enterprise's hazard of closing."""
        return 1.0

    def growth_factor(self, who: Enterprise, at: Standing) -> float:
        """On the growth of an enterprise's staff."""
        return 1.0

    def roadshow_factor(self, at: Standing) -> float:
        """On the rate of roadshows."""
        return 1.0

    def releases_land(self, at: Standing) -> bool:
        """Whether it offers plots of later phases."""
        return False

    def phase_years_earlier(self, park: str, at: Standing) -> float:
        """By how many years land for later phases is released before its time."""
        return 0.0

    def invests_a_year(self, at: Standing) -> float:
        """CNY a year for the parks, of which a part is for buildings."""
        return 0.0

    def building_budget_factor(self, at: Standing) -> float:
        """On what is invested in building a year."""
        return 1.0

    def compute_price_factor(self, park: str, at: Standing) -> float:
        """On the net price of compute for customers of `park`."""
        return 1.0

    def centre_running_factor(self, at: Standing) -> float:
        """On what the computing centres can keep running."""
        return 1.0

    def scenes_factor(self, park: str, at: Standing) -> float:
        """On the rate at which enterprises bring about application scenes."""
        return 1.0

    def projects_a_year(self, park: str, at: Standing) -> float:
        """Demonstration projects that it supports a year in `park`."""
        return 0.0

    def reaches(self, park: str) -> bool:
        """Whether it is for `park`: a package for its own, other money for all."""
        account: str = self.settings.account
        return account in (park, "district")


def toward(effect: float, share: float) -> float:
    """A factor of which only a share acts: exactly 1 where none does, `effect` where all does."""
    return 1.0 + (effect - 1.0) * share


def overlap(begin: float, end: float, opens: float, closes: float) -> float:
    """Days that two spans have in common."""
    return max(0.0, min(end, closes) - max(begin, opens))


def window(settings: Common, calendar: Calendar) -> tuple[float, float]:
    """First day, and the day on which it no longer acts; an inactive one never does."""
    if not settings.active:
        return float("inf"), float("inf")
    return calendar.day(settings.begins), calendar.day(settings.ends)
