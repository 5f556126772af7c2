"""What a scenario sets: its sections and their values, with unit and limits. The figures are in the scenario files."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from gis.text import Name
from sim.streams import Spread

SIZE_CLASSES: Final = ("leader", "growth", "startup")
AI_SECTORS: Final = ("industrial", "home", "city", "health", "finance", "aerospace_sea")
VR_SECTORS: Final = ("hardware", "software", "content", "applications")
COMPUTE_SECTORS: Final = (
    "training", "health", "aerospace_sea", "home", "city", "industrial", "finance", "software", "hardware",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DateSpread:
    """An uncertain date: never before `earliest`; its delay after that is lognormal with this median and p90."""

    earliest: date
    median: date
    p90: date

    @property
    def delay_days(self) -> Spread:
        """The delay after `earliest`, days."""
        return Spread((self.median - self.earliest).days, (self.p90 - self.earliest).days)


@dataclass(frozen=True, slots=True)
class Limits:
    """Marks a value that must name its ground: in `unit`, between `low` and `high`.

    A table has these `keys`, or is a plain list without. Dates and switches have neither unit nor limits.
    """

    unit: str = ""
    low: float = -math.inf
    high: float = math.inf
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Build:
    """How projects move from talks to handover."""

    talks_to_signing: Annotated[Spread, Limits("days", 1, 2000)]
    signing_to_start: Annotated[Spread, Limits("days", 1, 3000)]
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
    crews_per_building: Annotated[int, Limits("crews", 1, 8)]
    crews_district: Annotated[int, Limits("crews", 8, 500)]
    crew_floor: Annotated[float, Limits("m2", 500, 1e6)]
    crew_exponent: Annotated[float, Limits("time ~ crews^-x", 0.0, 1.0)]
    winter_factor: Annotated[float, Limits("outdoor productivity", 0.05, 1.0)]
    new_year_stop: Annotated[float, Limits("days", 0, 60)]
    stop_hazard: Annotated[float, Limits("stops per project-month", 0.0, 1.0)]
    stop_length: Annotated[float, Limits("days", 0.0, 1000)]
    sites_seen: Annotated[date, Limits()]
    site_age: Annotated[Spread, Limits("days", 1, 3000)]
    phase_start: Annotated[tuple[float, ...], Limits("year", 2000, 2100)]
    phase_gate: Annotated[float, Limits("share", 0.0, 1.0)]
    phase_gate_patience: Annotated[float, Limits("years", 0.0, 30)]
    cost_office: Annotated[float, Limits("CNY/m2", 500, 50000)]
    cost_hall: Annotated[float, Limits("CNY/m2", 500, 50000)]
    cost_tower_factory: Annotated[float, Limits("CNY/m2", 500, 50000)]
    cost_datahall: Annotated[float, Limits("CNY/m2", 500, 100000)]
    cost_exhibition: Annotated[float, Limits("CNY/m2", 500, 100000)]
    cost_housing: Annotated[float, Limits("CNY/m2", 500, 50000)]


@dataclass(frozen=True, slots=True)
class Stock:
    """What stands and is let when the run begins."""

    lettable_share: Annotated[float, Limits("share", 0.1, 1.0)]
    lettable_share_hall: Annotated[float, Limits("share", 0.1, 1.0)]
    occupancy: Annotated[float, Limits("share", 0.0, 1.0)]
    ai_share: Annotated[float, Limits("share", 0.0, 1.0)]
    ai_enterprises: Annotated[int, Limits("enterprises", 0, 5000)]
    vr_enterprises: Annotated[int, Limits("enterprises", 0, 5000)]
    other_area: Annotated[float, Limits("m2", 50, 50000)]
    rent_office: Annotated[float, Limits("CNY/m2/day", 0.05, 50)]
    rent_hall: Annotated[float, Limits("CNY/m2/day", 0.05, 50)]
    rent_trend: Annotated[float, Limits("1/year", -0.5, 0.5)]


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
    landing_lag: Annotated[Spread, Limits("days", 1, 3000)]
    never_land: Annotated[float, Limits("share", 0.0, 1.0)]
    project_is_enterprise: Annotated[float, Limits("share", 0.0, 1.0)]
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
    exit_hazard: Annotated[tuple[float, ...], Limits("1/year", 0.0, 2.0)]
    exit_factor: Annotated[tuple[float, ...], Limits("factor", 0.0, 10.0, SIZE_CLASSES)]
    relocation_hazard: Annotated[float, Limits("1/year", 0.0, 2.0)]
    patience: Annotated[float, Limits("days", 1, 3000)]
    logit_rent: Annotated[float, Limits("per CNY/m2/day", -20, 0.0)]
    logit_zone: Annotated[float, Limits("utility", 0.0, 20)]
    logit_anchor: Annotated[float, Limits("utility", 0.0, 20)]
    logit_compute: Annotated[float, Limits("utility", 0.0, 20)]
    sector_shares: Annotated[tuple[float, ...], Limits("share", 0.0, 1.0, AI_SECTORS)]
    vr_sector_shares: Annotated[tuple[float, ...], Limits("share", 0.0, 1.0, VR_SECTORS)]
    prelet: Annotated[float, Limits("share", 0.0, 0.95)]
    vr_relocation: Annotated[float, Limits("share", 0.0, 1.0)]
    vr_pipeline: Annotated[int, Limits("projects", 0, 1000)]


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


@dataclass(frozen=True, slots=True)
class Production:
    """The VR plant."""

    world_devices: Annotated[float, Limits("devices/year", 0.0, 1e9)]
    world_growth: Annotated[float, Limits("1/year", -0.5, 1.0)]
    plant_share: Annotated[float, Limits("share", 0.0, 1.0)]
    modules_per_device: Annotated[float, Limits("modules/device", 0.0, 20)]
    ramp_months: Annotated[float, Limits("months", 0.5, 120)]
    autumn_share: Annotated[float, Limits("share", 0.0, 1.0)]
    capacity_devices: Annotated[float, Limits("devices/year", 0.0, 1e10)]
    capacity_modules: Annotated[float, Limits("modules/year", 0.0, 1e10)]
    line_capacity: Annotated[float, Limits("devices/year", 1000, 1e8)]
    staff_per_line: Annotated[float, Limits("people/line and shift", 1, 5000)]
    shifts: Annotated[int, Limits("shifts/day", 1, 4)]


@dataclass(frozen=True, slots=True)
class Roadshow:
    """A dated roadshow of both parks and the projects signed there."""

    id: str
    name: Name
    date: Annotated[date, Limits()]
    signings: Annotated[int, Limits("projects", 0, 500)]


@dataclass(frozen=True, slots=True)
class Opening:
    """A dated, published moment that the time bar marks."""

    id: str
    name: Name
    park: str
    date: Annotated[date, Limits()]


@dataclass(frozen=True, slots=True)
class Owner:
    """A named enterprise that uses buildings of its own: whole `zones` (a wing) or `parcels` (its plant)."""

    id: str
    name: Name
    park: str
    zones: tuple[str, ...]
    parcels: tuple[str, ...]
    share: Annotated[float, Limits("share", 0.0, 1.0)]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A named enterprise that rents floor in the park from a date."""

    id: str
    name: Name
    park: str
    date: Annotated[date, Limits()]
    area: Annotated[float, Limits("m2", 0.0, 500000)]


@dataclass(frozen=True, slots=True)
class Centre:
    """A computing centre in the buildings of use "compute" of one parcel."""

    id: str
    name: Name
    park: str
    parcel: str
    capacity: Annotated[float, Limits("P", 0.0, 1e6)]
    online: Annotated[date | DateSpread, Limits()]
    kw_per_p: Annotated[float, Limits("kW/P", 0.01, 100)]
    pue: Annotated[float, Limits("ratio", 1.0, 3.0)]


@dataclass(frozen=True, slots=True)
class Dated:
    """A project whose dates are published.

    Handed over at once, or, `in_part`, its `first` buildings then and the others at `rest_handover`.
    """

    park: str
    parcel: str
    first: tuple[str, ...] = ()
    start: Annotated[date | None, Limits()] = None
    handover: Annotated[date | None, Limits()] = None
    in_part: Annotated[bool, Limits()] = False
    rest_handover: Annotated[date | None, Limits()] = None
