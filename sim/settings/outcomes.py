"""Settings of what enterprises bring about: revenue by level, output, tax, scenes, platforms, indirect jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sim.settings.limits import Limits


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What enterprises bring about. Revenue a head is a setting of `Tenants`; levels are those of the run's start."""

    ai_level: Annotated[float, Limits("CNY/year", 0.0, 1e13)]
    core_share: Annotated[float, Limits("share", 0.0, 1.0)]
    arrival_revenue: Annotated[float, Limits("CNY/year in the first full year", 0.0, 1e10)]
    growth_incumbent: Annotated[float, Limits("1/year", -0.5, 1.0)]
    growth_new: Annotated[float, Limits("1/year", -0.5, 2.0)]
    growth_new_years: Annotated[float, Limits("years", 0.0, 30)]
    growth_other: Annotated[float, Limits("1/year", -0.5, 1.0)]
    cohort_growth: Annotated[float, Limits("1/year", -0.5, 1.0)]
    common_shock: Annotated[float, Limits("log-sd", 0.0, 1.0)]
    vr_level: Annotated[float, Limits("CNY/year", 0.0, 1e13)]
    vr_growth: Annotated[float, Limits("1/year", -0.5, 1.0)]
    vr_city_ratio: Annotated[float, Limits("ratio", 1.0, 20)]
    hq_booking: Annotated[float, Limits("CNY/year", 0.0, 1e12)]
    hq_from: Annotated[date, Limits()]
    hq_full: Annotated[date, Limits()]
    device_value: Annotated[float, Limits("CNY/device", 0.0, 1e6)]
    module_value: Annotated[float, Limits("CNY/module", 0.0, 1e6)]
    modules_built_in: Annotated[float, Limits("modules within a device", 0.0, 20)]
    value_added_goods: Annotated[float, Limits("share of revenue", 0.0, 1.0)]
    value_added_services: Annotated[float, Limits("share of revenue", 0.0, 1.0)]
    tax_ratio: Annotated[float, Limits("share of revenue", 0.0, 0.5)]
    tax_ratio_vr: Annotated[float, Limits("share of revenue", 0.0, 0.5)]
    scenes: Annotated[float, Limits("scenes per enterprise-year", 0.0, 10)]
    solutions_per_scene: Annotated[float, Limits("solutions/scene", 1.0, 1000)]
    solutions_at_start: Annotated[float, Limits("solutions", 0.0, 1e5)]
    scene_order: Annotated[float, Limits("CNY/scene", 0.0, 1e9)]
    platforms: Annotated[float, Limits("platforms per enterprise-year", 0.0, 10)]
    platforms_at_start: Annotated[float, Limits("platforms", 0.0, 1e5)]
    demonstrations: Annotated[float, Limits("projects per enterprise-year", 0.0, 10)]
    demonstrations_at_start: Annotated[float, Limits("projects", 0.0, 1e5)]
    """A whole number of them once it is drawn."""
    indirect_jobs: Annotated[bool, Limits()]
    """Whether indirect jobs are told at all; they are never part of another figure."""
    job_multiplier: Annotated[float, Limits("indirect/direct jobs", 0.0, 5.0)]
