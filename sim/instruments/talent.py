"""Talent: money for hiring and settling people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from gis.text import Name
from sim.instruments.base import Common, Standing, toward
from sim.instruments.base import Instrument as Base
from sim.letting.enterprises import Enterprise
from sim.settings.limits import Limits

NAME: Final = Name("Talent", "人才支持")
HOME: Final = "ai"
SOURCES: Final[tuple[str, ...]] = ("policy.instrument.talent",)


@dataclass(frozen=True, slots=True)
class Settings(Common):
    """What is paid a year, and how much faster staff grows."""

    yearly: Annotated[float, Limits("CNY/year", 0.0, 1e11)]
    growth_factor: Annotated[float, Limits("factor", 0.1, 5.0)]


@dataclass(frozen=True, slots=True)
class Instrument(Base):
    """Eases hiring at the margin; wages decide."""

    rank: ClassVar[int] = 40
    settings: Settings

    def growth_factor(self, who: Enterprise, at: Standing) -> float:
        """On enterprises of the parks' own fields."""
        if not self.reaches(who.park) or not (who.is_ai or who.is_vr):
            return 1.0
        return toward(self.settings.growth_factor, at.funded)
