"""Compute vouchers: enterprises of the parks pay less for compute; a lever, not a published part of a package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from gis.text import Name
from sim.instruments.base import Common, Standing, toward
from sim.instruments.base import Instrument as Base
from sim.settings.limits import Limits

NAME: Final = Name("Compute vouchers", "算力券")
HOME: Final = "ai"
SOURCES: Final[tuple[str, ...]] = ("policy.instrument.vouchers",)


@dataclass(frozen=True, slots=True)
class Settings(Common):
    """What is given out a year, and which part of the price it leaves."""

    yearly: Annotated[float, Limits("CNY/year", 0.0, 1e11)]
    price_factor: Annotated[float, Limits("factor", 0.05, 1.0)]


@dataclass(frozen=True, slots=True)
class Instrument(Base):
    """Customers from outside the parks get none."""

    settings: Settings

    def compute_price_factor(self, park: str, at: Standing) -> float:
        """For those whom its account is for."""
        return toward(self.settings.price_factor, at.funded) if park and self.reaches(park) else 1.0
