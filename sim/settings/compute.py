"""Settings of the computing centres' market."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from sim.settings.limits import Limits
from sim.streams import Spread

COMPUTE_SECTORS: Final = (
    "training", "health", "aerospace_sea", "home", "city", "industrial", "finance", "software", "hardware",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compute:
    """Who wants compute, and how contracts are filled."""

    customers_joined: Annotated[int, Limits("enterprises", 0, 10000)]
    joined_by: Annotated[date, Limits()]
    declared: Annotated[float, Limits("P", 0.0, 100)]
    declared_spread: Annotated[float, Limits("log-sd", 0.0, 3.0)]
    join_share: Annotated[float, Limits("share", 0.0, 1.0)]
    paid_share: Annotated[float, Limits("share", 0.0, 1.0)]
    public_demand: Annotated[float, Limits("P", 0.0, 10000)]
    weights: Annotated[tuple[float, ...], Limits("factor", 0.0, 20, COMPUTE_SECTORS)]
    growth: Annotated[float, Limits("1/year", -0.9, 3.0)]
    new_customers: Annotated[float, Limits("enterprises/month", 0.0, 500)]
    outside_share: Annotated[float, Limits("share", 0.0, 1.0)]
    campaign_rate: Annotated[float, Limits("campaigns/year", 0.0, 50)]
    campaign_size: Annotated[Spread, Limits("P", 0.1, 5000)]
    campaign_months: Annotated[Spread, Limits("months", 0.1, 60)]
    block_chance: Annotated[float, Limits("probability", 0.0, 1.0)]
    block_size: Annotated[float, Limits("P", 0.0, 5000)]
    churn: Annotated[float, Limits("1/year", 0.0, 3.0)]
    reserved_share: Annotated[float, Limits("share", 0.0, 1.0)]
    reserved_fill: Annotated[float, Limits("share", 0.0, 1.0)]
    availability: Annotated[float, Limits("share", 0.5, 1.0)]
    idle_power: Annotated[float, Limits("share", 0.0, 1.0)]
