"""Incubation: desks and advice for start-ups; a lever, not a published part of a package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from gis.text import Name
from sim.instruments.base import Common, Standing, toward
from sim.instruments.base import Instrument as Base
from sim.letting.enterprises import Enterprise
from sim.settings import SIZE_CLASSES
from sim.settings.limits import Limits

NAME: Final = Name("Incubation", "孵化支持")
HOME: Final = "ai"
SOURCES: Final[tuple[str, ...]] = ("policy.instrument.incubation",)


@dataclass(frozen=True, slots=True)
class Settings(Common):
    """What it costs a year, and what it changes for start-ups."""

    yearly: Annotated[float, Limits("CNY/year", 0.0, 1e11)]
    arrival_factor: Annotated[float, Limits("factor", 0.1, 5.0)]
    hazard_factor: Annotated[float, Limits("hazard ratio", 0.05, 5.0)]


@dataclass(frozen=True, slots=True)
class Instrument(Base):
    """Studies find no gain from ever more of it: the effects stay small."""

    settings: Settings

    def arrival_factor(self, park: str, at: Standing) -> float:
        """A few more are founded here."""
        return toward(self.settings.arrival_factor, at.funded) if self.reaches(park) else 1.0

    def hazard_factor(self, who: Enterprise, at: Standing) -> float:
        """Start-ups that are advised live a little longer."""
        helped = SIZE_CLASSES[who.size_class] == "startup" and self.reaches(who.park) and (who.is_ai or who.is_vr)
        return toward(self.settings.hazard_factor, at.funded) if helped else 1.0
