"""Extra roadshows: both parks are presented in other cities more often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from gis.text import Name
from sim.instruments.base import Common, Standing, toward
from sim.instruments.base import Instrument as Base
from sim.settings.limits import Limits

NAME: Final = Name("Extra roadshows", "增办推介会")
HOME: Final = "district"
SOURCES: Final[tuple[str, ...]] = ("policy.instrument.roadshow_cost",)


@dataclass(frozen=True, slots=True)
class Settings(Common):
    """How many times as many there are, and what those that are added cost a year."""

    yearly: Annotated[float, Limits("CNY/year", 0.0, 1e11)]
    rate_factor: Annotated[float, Limits("factor", 0.0, 20)]


@dataclass(frozen=True, slots=True)
class Instrument(Base):
    """Those that are published stay as they were."""

    rank: ClassVar[int] = 80
    settings: Settings

    def roadshow_factor(self, at: Standing) -> float:
        """On the rate of those that are simulated."""
        return toward(self.settings.rate_factor, at.funded)
