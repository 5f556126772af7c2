"""Demonstration projects: support for pilots that others can look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from gis.text import Name
from sim.instruments.base import Common, Standing, toward
from sim.instruments.base import Instrument as Base
from sim.settings.limits import Limits

NAME: Final = Name("Demonstration projects", "试点示范项目")
HOME: Final = "ai"
SOURCES: Final[tuple[str, ...]] = ("policy.instrument.demonstrations",)


@dataclass(frozen=True, slots=True)
class Settings(Common):
    """What is paid a year, for how many projects, and what comes of it."""

    yearly: Annotated[float, Limits("CNY/year", 0.0, 1e11)]
    per_project: Annotated[float, Limits("CNY/project", 1e3, 1e9)]
    scenes_factor: Annotated[float, Limits("factor", 0.1, 20)]


@dataclass(frozen=True, slots=True)
class Instrument(Base):
    """A demonstration is where an application scene can be shown."""

    rank: ClassVar[int] = 30
    settings: Settings

    def projects_a_year(self, park: str, at: Standing) -> float:
        """Demonstration projects that are supported a year in `park`."""
        return self.settings.yearly / self.settings.per_project * at.funded if self.reaches(park) else 0.0

    def scenes_factor(self, park: str, at: Standing) -> float:
        """Some demonstrations become exemplary scenes."""
        return toward(self.settings.scenes_factor, at.funded) if self.reaches(park) else 1.0
