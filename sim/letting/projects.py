"""What becomes of a signed project: it lands late or never, as a tenant, as a name in the register, or otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from sim.settings import Tenants
from sim.streams import Stream


@dataclass(frozen=True, slots=True)
class Project:
    """A signed project as drawn. One that `lands` but `is_tenant` not may still book its sales here (`registers`);
    the others are funds, platforms and alliances."""

    lands: bool
    is_tenant: bool
    registers: bool
    lag_days: float


def draw_project(stream: Stream, rules: Tenants) -> Project:
    """A signed project; its lag runs from signing to landing."""
    lands = not stream.chance(rules.never_land)
    is_tenant = stream.chance(rules.project_is_enterprise)
    lag_days = stream.spread(rules.landing_lag)
    return Project(lands, is_tenant, not is_tenant and stream.chance(rules.registered_share), lag_days)
