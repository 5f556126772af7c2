"""Land release: plots of the later phases are offered. Without it they stay as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from gis.text import Name
from sim.instruments.base import Common, Standing
from sim.instruments.base import Instrument as Base
from sim.settings.limits import Limits

NAME: Final = Name("Land release", "土地供应")
HOME: Final = "district"
SOURCES: Final[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True)
class Settings(Common):
    """By how many years land is offered before the time of its phase; negative: after it."""

    years_earlier: Annotated[float, Limits("years", -30, 10)]


@dataclass(frozen=True, slots=True)
class Instrument(Base):
    """It costs no account anything: what plots fetch is no support."""

    settings: Settings

    def releases_land(self, at: Standing) -> bool:
        """Whether plots are offered now."""
        return at.funded > 0.0

    def phase_years_earlier(self, park: str, at: Standing) -> float:
        """The same in all parks."""
        return self.settings.years_earlier
