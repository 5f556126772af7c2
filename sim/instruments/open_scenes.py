"""Opened application scenes: the city lets enterprises of the park try their products on its own tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from gis.text import Name
from sim.instruments.base import Common, Standing, toward
from sim.instruments.base import Instrument as Base
from sim.settings.limits import Limits

NAME: Final = Name("Opened application scenes", "开放应用场景")
HOME: Final = "ai"
SOURCES: Final[tuple[str, ...]] = ("policy.instrument.open_scenes",)


@dataclass(frozen=True, slots=True)
class Settings(Common):
    """What supporting them costs a year, and how many more scenes come about."""

    yearly: Annotated[float, Limits("CNY/year", 0.0, 1e11)]
    scenes_factor: Annotated[float, Limits("factor", 0.1, 20)]


@dataclass(frozen=True, slots=True)
class Instrument(Base):
    """Enterprises find other scenes by themselves."""

    settings: Settings

    def scenes_factor(self, park: str, at: Standing) -> float:
        """More are shown where the city opens its own."""
        return toward(self.settings.scenes_factor, at.funded) if self.reaches(park) else 1.0
