"""Settings of the support packages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sim.settings.limits import Limits
from sim.streams import Spread


@dataclass(frozen=True, slots=True)
class Policy:
    """The two accounts, never mixed, and what is paid out of them."""

    ai_fund: Annotated[float, Limits("CNY", 0.0, 1e12)]
    ai_construction: Annotated[float, Limits("CNY/year", 0.0, 1e12)]
    ai_opens: Annotated[date, Limits()]
    ai_years: Annotated[float, Limits("years", 0.0, 30)]
    ai_other_draw: Annotated[float, Limits("CNY/year", 0.0, 1e12)]
    rent_share: Annotated[float, Limits("share", 0.0, 1.0)]
    rent_years: Annotated[float, Limits("years", 0.0, 30)]
    rent_cap: Annotated[float, Limits("CNY/enterprise", 0.0, 1e12)]
    rent_area: Annotated[float, Limits("m2", 0.0, 1e6)]
    certified_share: Annotated[float, Limits("share", 0.0, 1.0)]
    payment_lag: Annotated[Spread, Limits("months", 0.1, 60)]
    arrival_elasticity: Annotated[float, Limits("d ln(arrivals) / d ln(net rent)", -5.0, 0.0)]
    exit_effect: Annotated[float, Limits("hazard ratio", 0.05, 5.0)]
    cliff_effect: Annotated[float, Limits("hazard ratio", 0.05, 10.0)]
    vr_fund: Annotated[float, Limits("CNY", 0.0, 1e12)]
    vr_opens: Annotated[date, Limits()]
    vr_years: Annotated[float, Limits("years", 0.0, 30)]
