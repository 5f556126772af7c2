"""Rent subsidy: a share of the rent of certified new tenants, for some years, up to a cap for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from gis.text import Name
from sim.calendar import YEAR_DAYS
from sim.instruments.base import Common, Standing, toward
from sim.instruments.base import Instrument as Base
from sim.settings.limits import Limits
from sim.streams import Spread

NAME: Final = Name("Rent subsidy", "房租补贴")
HOME: Final = "ai"
SOURCES: Final[tuple[str, ...]] = (
    "policy.subsidy_share",
    "policy.certified_share",
    "policy.eligible_area_cap",
    "policy.admin_lag",
)

_STUDIED_SHARE: Final = 0.5
"""The share at which the assumptions `policy.exit_effect` and `policy.cliff_effect` speak."""
_LEAST_NET_RENT: Final = 0.05
"""A power of the net rent has no value at rent for nothing."""


@dataclass(frozen=True, slots=True)
class Settings(Common):
    """Who is offered it between `begins` and `ends`, how much, how long, and what it changes."""

    share: Annotated[float, Limits("share", 0.0, 1.0)]
    years: Annotated[float, Limits("years", 0.0, 30)]
    cap: Annotated[float, Limits("CNY/enterprise", 0.0, 1e12)]
    area: Annotated[float, Limits("m2", 0.0, 1e6)]
    certified: Annotated[float, Limits("share", 0.0, 1.0)]
    payment_lag: Annotated[Spread, Limits("months", 0.1, 60)]
    arrival_elasticity: Annotated[float, Limits("d ln(arrivals) / d ln(net rent)", -5.0, 0.0)]
    exit_effect: Annotated[float, Limits("hazard ratio", 0.05, 5.0)]
    cliff_effect: Annotated[float, Limits("hazard ratio", 0.05, 10.0)]


@dataclass(frozen=True, slots=True)
class Instrument(Base):
    """Claims come first: they are entitlements. What falls due is in `sim.policy.claims`, tenant by tenant."""

    rank: ClassVar[int] = 0
    settings: Settings

    def arrival_factor(self, park: str, at: Standing) -> float:
        """Through the mean net rent of a newcomer, weakly: rent is 1 to 3 % of revenue."""
        if not self.reaches(park):
            return 1.0
        rules = self.settings
        net_rent = max(1.0 - rules.share * rules.certified, _LEAST_NET_RENT)
        return toward(net_rent**rules.arrival_elasticity, at.funded)


def claim_hazard_factor(rules: Settings, day: float, ends: float) -> float:
    """On the hazard of a tenant whose subsidy is paid until `ends`: less until then, more in the year after."""
    weight = rules.share / _STUDIED_SHARE
    if day < ends:
        return float(rules.exit_effect**weight)
    return float(rules.cliff_effect**weight) if day < ends + YEAR_DAYS else 1.0
