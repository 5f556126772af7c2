"""Settings of how enterprises arrive, choose, grow and leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from sim.settings.limits import Limits
from sim.streams import Spread

SIZE_CLASSES: Final = ("leader", "growth", "startup")
AI_SECTORS: Final = ("industrial", "home", "city", "health", "finance", "aerospace_sea")
AI_TRACKS: Final = ("trusted_hardware", "algorithm_software", "model_training")
VR_SECTORS: Final = ("hardware", "software", "content", "applications")


@dataclass(frozen=True, slots=True)
class Tenants:
    """How enterprises arrive, choose, grow and leave."""

    organic_ai: Annotated[float, Limits("enterprises/month", 0.0, 200)]
    organic_vr: Annotated[float, Limits("enterprises/month", 0.0, 200)]
    organic_other: Annotated[float, Limits("enterprises/month", 0.0, 200)]
    arrival_cycle: Annotated[float, Limits("log-sd", 0.0, 2.0)]
    season: Annotated[tuple[float, ...], Limits("weight", 0.0, 5.0)]
    roadshow_rate: Annotated[float, Limits("roadshows/year", 0.0, 50)]
    roadshow_signings: Annotated[float, Limits("projects", 0.0, 200)]
    roadshow_signings_variance: Annotated[float, Limits("projects^2", 0.0, 10000)]
    roadshow_ai_share: Annotated[float, Limits("share", 0.0, 1.0)]
    roadshow_by_guests: Annotated[bool, Limits()]
    """Later roadshows sign so many projects for each guest, rather than so many each."""
    roadshow_guests: Annotated[float, Limits("organisations", 0.0, 5000)]
    roadshow_per_guest: Annotated[float, Limits("projects/organisation", 0.0, 1.0)]
    landing_lag: Annotated[Spread, Limits("days", 1, 3000)]
    never_land: Annotated[float, Limits("share", 0.0, 1.0)]
    project_is_enterprise: Annotated[float, Limits("share", 0.0, 1.0)]
    registered_share: Annotated[float, Limits("share", 0.0, 1.0)]
    class_key: Annotated[tuple[float, ...], Limits("share", 0.0, 1.0, SIZE_CLASSES)]
    class_new: Annotated[tuple[float, ...], Limits("share", 0.0, 1.0, SIZE_CLASSES)]
    staff_leader: Annotated[Spread, Limits("people", 1, 20000)]
    staff_growth: Annotated[Spread, Limits("people", 1, 5000)]
    staff_startup: Annotated[Spread, Limits("people", 1, 1000)]
    area_office: Annotated[float, Limits("m2/person", 4, 200)]
    area_hall: Annotated[float, Limits("m2/person", 4, 500)]
    initial_space: Annotated[float, Limits("share", 0.05, 1.0)]
    space_maturity: Annotated[float, Limits("years", 0.25, 20)]
    growth_staff: Annotated[float, Limits("1/year", -0.5, 1.0)]
    outgrown: Annotated[float, Limits("ratio", 1.0, 10.0)]
    exit_hazard: Annotated[tuple[float, ...], Limits("1/year", 0.0, 2.0)]
    exit_factor: Annotated[tuple[float, ...], Limits("factor", 0.0, 10.0, SIZE_CLASSES)]
    relocation_hazard: Annotated[float, Limits("1/year", 0.0, 2.0)]
    relocation_after_subsidy: Annotated[float, Limits("factor", 0.0, 20.0)]
    revenue_per_head_leader: Annotated[float, Limits("CNY/year", 1e4, 1e8)]
    revenue_per_head_growth: Annotated[float, Limits("CNY/year", 1e4, 1e8)]
    revenue_per_head_startup: Annotated[float, Limits("CNY/year", 1e4, 1e8)]
    burden_reference: Annotated[float, Limits("share", 0.0001, 1.0)]
    burden_elasticity: Annotated[float, Limits("elasticity", 0.0, 5.0)]
    patience: Annotated[float, Limits("days", 1, 3000)]
    leader_patience: Annotated[float, Limits("factor", 0.1, 50.0)]
    logit_rent: Annotated[float, Limits("per CNY/m2/day", -20, 0.0)]
    logit_zone: Annotated[float, Limits("utility", 0.0, 20)]
    logit_anchor: Annotated[float, Limits("utility", 0.0, 20)]
    logit_compute: Annotated[float, Limits("utility", 0.0, 20)]
    sector_shares: Annotated[tuple[float, ...], Limits("share", 0.0, 1.0, AI_SECTORS)]
    track_shares: Annotated[tuple[float, ...], Limits("share", 0.0, 0.33, AI_TRACKS)]
    vr_sector_shares: Annotated[tuple[float, ...], Limits("share", 0.0, 1.0, VR_SECTORS)]
    prelet: Annotated[float, Limits("share", 0.0, 0.95)]
    vr_relocation: Annotated[float, Limits("share", 0.0, 1.0)]
    vr_pipeline: Annotated[int, Limits("projects", 0, 1000)]
