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
CONTRACT_MONTHS: Final = ("3", "12", "24", "36")
"""Terms of contracts."""


@dataclass(frozen=True, slots=True)
class Compute:
    """Who wants compute, how contracts are filled, what it costs, and how the centres grow.

    `expansion_covered` is whether the operators expand only once sales and support cover what running costs; without it
    use alone decides, as it may where the public hand pays.

    `job_level` asks for the study of single jobs: `job_months` months from `job_from` of the centre that stands at
    place `job_centre` in the scenario, counted from 1.
    """

    talks: Annotated[int, Limits("enterprises", 0, 100000)]
    talks_by: Annotated[date, Limits()]
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
    contract_shares: Annotated[tuple[float, ...], Limits("share", 0.0, 1.0, CONTRACT_MONTHS)]
    reserved_share: Annotated[float, Limits("share", 0.0, 1.0)]
    reserved_fill: Annotated[float, Limits("share", 0.0, 1.0)]
    booked_fill: Annotated[float, Limits("share", 0.0, 1.0)]
    availability: Annotated[float, Limits("share", 0.5, 1.0)]
    idle_power: Annotated[float, Limits("share", 0.0, 1.0)]
    outage_rate: Annotated[float, Limits("outages/year", 0.0, 100)]
    outage_hours: Annotated[float, Limits("hours", 0.0, 5000)]
    leave_patience: Annotated[float, Limits("months", 0.0, 240)]
    return_rate: Annotated[float, Limits("1/year", 0.0, 12)]
    price: Annotated[float, Limits("CNY/P-year", 0.0, 1e8)]
    price_trend: Annotated[float, Limits("1/year", -0.9, 1.0)]
    price_margin: Annotated[float, Limits("share", 0.0, 10.0)]
    price_elasticity: Annotated[float, Limits("d ln(P demanded) / d ln(net price)", -5.0, 0.0)]
    power_price: Annotated[float, Limits("CNY/kWh", 0.0, 10)]
    fixed_cost: Annotated[float, Limits("CNY/P-year", 0.0, 1e8)]
    fixed_cost_decline: Annotated[float, Limits("1/year", 0.0, 0.9)]
    expansion: Annotated[bool, Limits()]
    expansion_covered: Annotated[bool, Limits()]
    expansion_trigger: Annotated[float, Limits("share", 0.05, 1.0)]
    expansion_lead: Annotated[Spread, Limits("months", 0.5, 120)]
    expansion_step: Annotated[float, Limits("P", 1.0, 1e6)]
    expansion_room: Annotated[float, Limits("share of the first phase", 0.0, 20)]
    expansion_kw_per_p: Annotated[float, Limits("kW/P", 0.01, 100)]
    expansion_kw_from: Annotated[date, Limits()]
    capex: Annotated[float, Limits("CNY/P", 0.0, 1e9)]
    job_size: Annotated[Spread, Limits("P", 0.01, 1000)]
    job_days: Annotated[Spread, Limits("days", 0.001, 1000)]
    job_patience: Annotated[float, Limits("days", 0.01, 1000)]
    job_level: Annotated[bool, Limits()]
    job_centre: Annotated[int, Limits("place in the list", 1, 100)]
    job_from: Annotated[date, Limits()]
    job_months: Annotated[int, Limits("months", 1, 36)]
