"""Settings of what stands and is let when a run begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from sim.settings.limits import Limits


@dataclass(frozen=True, slots=True)
class Stock:
    """What stands and is let when the run begins."""

    lettable_share: Annotated[float, Limits("share", 0.1, 1.0)]
    lettable_share_hall: Annotated[float, Limits("share", 0.1, 1.0)]
    occupancy: Annotated[float, Limits("share", 0.0, 1.0)]
    ai_share: Annotated[float, Limits("share", 0.0, 1.0)]
    ai_enterprises: Annotated[int, Limits("enterprises", 0, 5000)]
    vr_enterprises: Annotated[int, Limits("enterprises", 0, 5000)]
    ai_district: Annotated[int, Limits("enterprises", 0, 5000)]
    district_renewal: Annotated[float, Limits("ratio", 0.0, 5.0)]
    other_area: Annotated[float, Limits("m2", 50, 50000)]
    rent_office: Annotated[float, Limits("CNY/m2/day", 0.05, 50)]
    rent_hall: Annotated[float, Limits("CNY/m2/day", 0.05, 50)]
    rent_trend: Annotated[float, Limits("1/year", -0.5, 0.5)]
    rent_feedback: Annotated[float, Limits("1/year", 0.0, 2.0)]
