"""District investment: what the district puts into the parks, beside both packages and in neither account.

The one source of the district's building budget (`sim.building.budget`): its sum, spread over its dates, of which a
part is for buildings; land, streets, networks, fit-out and equipment take the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, ClassVar, Final

from gis.text import Name
from sim.calendar import YEAR_DAYS
from sim.instruments.base import Common, Standing
from sim.instruments.base import Instrument as Base
from sim.settings.limits import Limits

NAME: Final = Name("District investment", "区级建设投入")
HOME: Final = "district"
SOURCES: Final[tuple[str, ...]] = ("policy.ai.district_investment", "policy.instrument.district_horizon")


@dataclass(frozen=True, slots=True)
class Settings(Common):
    """What is invested between `begins` and `ends`, evenly."""

    total: Annotated[float, Limits("CNY", 0.0, 1e13)]


@dataclass(frozen=True, slots=True)
class Instrument(Base):
    """A part of what it pays is the district's building budget; without it what others add remains."""

    rank: ClassVar[int] = 70
    settings: Settings

    def yearly(self) -> float:
        """The total over its dates."""
        span = max(self.settings.ends - self.settings.begins, timedelta(days=1))
        return self.settings.total / (span.days / YEAR_DAYS)

    def invests_a_year(self, at: Standing) -> float:
        """What it pays."""
        return self.yearly() * at.funded
