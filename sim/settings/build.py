"""Settings of the build-out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from sim.settings.limits import Limits
from sim.streams import Spread

PHASE_RULES: Final = ("date", "demand", "sequence")
"""What lets a later phase begin: its year; its year and occupancy; its year and what was begun before."""


@dataclass(frozen=True, slots=True)
class Build:
    """How projects move from talks to handover."""

    talks_to_signing: Annotated[Spread, Limits("days", 1, 2000)]
    signing_to_start: Annotated[Spread, Limits("days", 1, 3000)]
    permit_design: Annotated[Spread, Limits("days", 1, 3000)]
    permit_desk: Annotated[int, Limits("plots", 1, 1000)]
    foundation_tower: Annotated[Spread, Limits("days", 1, 1000)]
    foundation_hall: Annotated[Spread, Limits("days", 1, 1000)]
    floor_days_tower: Annotated[Spread, Limits("days/floor", 1, 100)]
    floor_days_hall: Annotated[Spread, Limits("days/floor", 1, 200)]
    fitout_office: Annotated[Spread, Limits("days", 1, 2000)]
    fitout_hall: Annotated[Spread, Limits("days", 1, 2000)]
    fitout_dormitory: Annotated[Spread, Limits("days", 1, 2000)]
    fitout_datahall: Annotated[Spread, Limits("days", 1, 2000)]
    fitout_exhibition: Annotated[Spread, Limits("days", 1, 3000)]
    handover: Annotated[Spread, Limits("days", 1, 1000)]
    idle_after_handover: Annotated[Spread, Limits("days", 1, 3000)]
    slip_ratio: Annotated[float, Limits("actual/planned duration", 0.2, 10.0)]
    slip_within: Annotated[float, Limits("actual/planned duration", 0.5, 5.0)]
    slip_between: Annotated[Spread, Limits("ratio", 0.1, 10.0)]
    crews_per_building: Annotated[int, Limits("crews", 1, 8)]
    crews_district: Annotated[int, Limits("crews", 8, 500)]
    crew_floor: Annotated[float, Limits("m2", 500, 1e6)]
    crew_exponent: Annotated[float, Limits("time ~ crews^-x", 0.0, 1.0)]
    winter_factor: Annotated[float, Limits("outdoor productivity", 0.05, 1.0)]
    new_year_stop: Annotated[float, Limits("days", 0, 60)]
    stop_hazard: Annotated[float, Limits("stops per project-month", 0.0, 1.0)]
    stop_length: Annotated[float, Limits("days", 0.0, 1000)]
    severe_stop_hazard: Annotated[float, Limits("stops per project-month", 0.0, 1.0)]
    severe_stop_length: Annotated[float, Limits("days", 0.0, 5000)]
    severe_stop_cancelled: Annotated[float, Limits("share", 0.0, 1.0)]
    sites_seen: Annotated[date, Limits()]
    site_age: Annotated[Spread, Limits("days", 1, 3000)]
    phase_start: Annotated[tuple[float, ...], Limits("year", 2000, 2100)]
    phase_by: Annotated[str, Limits(keys=PHASE_RULES)]
    phase_size: Annotated[float, Limits("m2", 1000, 1e7)]
    phase_gate: Annotated[float, Limits("share", 0.0, 1.0)]
    phase_gate_patience: Annotated[float, Limits("years", 0.0, 30)]
    phase_counts_coming: Annotated[bool, Limits()]
    phase_after: Annotated[float, Limits("share", 0.0, 1.0)]
    building_share: Annotated[float, Limits("share", 0.0, 1.0)]
    budget_carried: Annotated[float, Limits("years", 0.0, 20)]
    land_cost: Annotated[float, Limits("CNY/m2", 0.0, 100000)]
    cost_office: Annotated[float, Limits("CNY/m2", 500, 50000)]
    cost_hall: Annotated[float, Limits("CNY/m2", 500, 50000)]
    cost_tower_factory: Annotated[float, Limits("CNY/m2", 500, 50000)]
    cost_datahall: Annotated[float, Limits("CNY/m2", 500, 100000)]
    cost_exhibition: Annotated[float, Limits("CNY/m2", 500, 100000)]
    cost_housing: Annotated[float, Limits("CNY/m2", 500, 50000)]
