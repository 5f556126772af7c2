"""Settings of the support packages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sim.settings.limits import Limits


@dataclass(frozen=True, slots=True)
class Policy:
    """The two accounts, never mixed; what is paid out of them is in `sim.instruments`."""

    ai_fund: Annotated[float, Limits("CNY", 0.0, 1e12)]
    ai_construction: Annotated[float, Limits("CNY/year", 0.0, 1e12)]
    ai_opens: Annotated[date, Limits()]
    ai_years: Annotated[float, Limits("years", 0.0, 30)]
    ai_other_draw: Annotated[float, Limits("CNY/year", 0.0, 1e12)]
    vr_fund: Annotated[float, Limits("CNY", 0.0, 1e12)]
    vr_opens: Annotated[date, Limits()]
    vr_years: Annotated[float, Limits("years", 0.0, 30)]
    budget_without: Annotated[float, Limits("CNY/year", 0.0, 1e12)]
    """What others than the district add to the building budget, whatever the district does."""
