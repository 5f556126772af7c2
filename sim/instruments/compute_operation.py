"""Operating subsidy of the computing centres: cheaper compute while it is paid, and a gap when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from gis.text import Name
from sim.instruments.base import Common, Standing, toward
from sim.instruments.base import Instrument as Base
from sim.settings.limits import Limits

NAME: Final = Name("Operating subsidy of the computing centres", "算力中心运营补助")
HOME: Final = "ai"
SOURCES: Final[tuple[str, ...]] = ("policy.compute_subsidy",)


@dataclass(frozen=True, slots=True)
class Settings(Common):
    """What the centres get a year, how much lower their price is for it, and how much stops when it does."""

    yearly: Annotated[float, Limits("CNY/year", 0.0, 1e11)]
    price_factor: Annotated[float, Limits("factor", 0.05, 1.0)]
    running_after: Annotated[float, Limits("factor", 0.0, 1.0)]


@dataclass(frozen=True, slots=True)
class Instrument(Base):
    """For all customers of the centres, from inside the parks and outside."""

    rank: ClassVar[int] = 10
    settings: Settings

    def compute_price_factor(self, park: str, at: Standing) -> float:
        """The centres pass on a part of it."""
        return toward(self.settings.price_factor, at.funded)

    def centre_running_factor(self, at: Standing) -> float:
        """In the year after the money stops, before the centres have cut their costs or found other payers."""
        return toward(self.settings.running_after, at.lapsed)
