"""A project while it is simulated: its buildings, the days of its stages, and what stopped it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

from gis.place import Parcel

STAGES: Final = ("talks", "signing", "permit", "start", "structure", "fit-out", "handover")
"""What is told of a project. `Site.days` has three more: "queue" (asks for its permit), "desk" (the permit desk takes
it up) and "funded" (its money is set aside)."""


@dataclass(slots=True)
class Site:
    """A project: one parcel and those of its buildings that were not there from the first day.

    `days` holds the day of each stage that is reached, `planned` the handover as planned when construction began
    (NaN for centres, whose dates are drawn), `halts` the long stops as [stopped, resumed], `committed_cny` what the
    district's building budget has set aside for it.
    """

    parcel: Parcel
    buildings: tuple[int, ...]
    floor_m2: float
    cost_cny: float
    crews: int
    by_district: bool
    """Paid out of the district's budget; otherwise by an owner or an operator."""
    led: bool = False
    """Led from talks to the start; other projects were begun, or are dated, before."""
    released: bool = True
    """Its phase has opened; a planned plot waits for that."""
    days: dict[str, float] = field(default_factory=dict)
    planned: float = math.nan
    halts: list[list[float]] = field(default_factory=list)
    cancelled: float = math.inf
    committed_cny: float = 0.0
    land_cny: float = 0.0
    """Paid for its land at signing; nothing where the land is held already."""

    def reached(self, stage: str, day: float) -> bool:
        """Whether it has come to `stage` by `day`."""
        return self.days.get(stage, math.inf) <= day
