"""Park construction: the city's yearly money for building the park, which may be renewed when its package closes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from gis.text import Name
from sim.instruments.base import Common, Standing, toward
from sim.instruments.base import Instrument as Base
from sim.settings.limits import Limits

NAME: Final = Name("Park construction", "园区建设资金")
HOME: Final = "ai"
SOURCES: Final[tuple[str, ...]] = ("policy.ai.city_construction", "policy.account.renewed")


@dataclass(frozen=True, slots=True)
class Settings(Common):
    """What is paid a year, what it adds to the yearly building budget, and whether it is likely to go on."""

    yearly: Annotated[float, Limits("CNY/year", 0.0, 1e12)]
    budget_factor: Annotated[float, Limits("factor", 1.0, 20)]
    renewal: Annotated[float, Limits("probability", 0.0, 1.0)]
    renewal_years: Annotated[float, Limits("years", 0.0, 30)]


@dataclass(frozen=True, slots=True)
class Instrument(Base):
    """Paid from what the package sets aside for construction."""

    rank: ClassVar[int] = 20
    earmarked: ClassVar[bool] = True
    settings: Settings

    def building_budget_factor(self, at: Standing) -> float:
        """It comes on top of what is invested anyway."""
        return toward(self.settings.budget_factor, at.funded)
