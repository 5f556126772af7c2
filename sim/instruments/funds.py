"""Guidance, venture and seed funds: capital at an early age, from outside the packages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from gis.text import Name
from sim.instruments.base import Common, Standing, toward
from sim.instruments.base import Instrument as Base
from sim.letting.enterprises import Enterprise
from sim.settings import SIZE_CLASSES
from sim.settings.limits import Limits

NAME: Final = Name("Guidance, venture and seed funds", "引导、创投与种子基金")
HOME: Final = "district"
SOURCES: Final[tuple[str, ...]] = ("policy.instrument.funds",)

_EARLY: Final = ("growth", "startup")


@dataclass(frozen=True, slots=True)
class Settings(Common):
    """What the funds invest a year, and what that changes for young enterprises."""

    yearly: Annotated[float, Limits("CNY/year", 0.0, 1e12)]
    arrival_factor: Annotated[float, Limits("factor", 0.1, 5.0)]
    hazard_factor: Annotated[float, Limits("hazard ratio", 0.05, 5.0)]
    growth_factor: Annotated[float, Limits("factor", 0.1, 5.0)]


@dataclass(frozen=True, slots=True)
class Instrument(Base):
    """The factors are means over all enterprises of a class: most never see a fund."""

    rank: ClassVar[int] = 60
    settings: Settings

    def arrival_factor(self, park: str, at: Standing) -> float:
        """Some come for the money."""
        return toward(self.settings.arrival_factor, at.funded) if self.reaches(park) else 1.0

    def hazard_factor(self, who: Enterprise, at: Standing) -> float:
        """Start-ups with capital live longer."""
        if SIZE_CLASSES[who.size_class] != "startup" or not self._invests_in(who):
            return 1.0
        return toward(self.settings.hazard_factor, at.funded)

    def growth_factor(self, who: Enterprise, at: Standing) -> float:
        """And they, and growth enterprises, hire sooner."""
        if SIZE_CLASSES[who.size_class] not in _EARLY or not self._invests_in(who):
            return 1.0
        return toward(self.settings.growth_factor, at.funded)

    def _invests_in(self, who: Enterprise) -> bool:
        return self.reaches(who.park) and (who.is_ai or who.is_vr)
