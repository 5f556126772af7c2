"""Figures and time."""

from __future__ import annotations

from typing import Final

import numpy as np

from tests.sim.invariants.lived import CNY, ROUNDING, Lived

NO_VALUE: Final = (
    "occupancy", "market_occupancy", "rent_asked", "rent_burden", "revenue_per_m2", "revenue_per_head", "sold_share",
    "running_share",
    "availability", "wait_days", "job_wait_p50_days", "job_wait_p90_days", "revenue_share", "delay_days",
    "compute_sold_share", "ai_rent_support_share", "ai_subsidy_per_job_cny", "handed_over_share",
    "projects_floor_share",
)  # fmt: skip
"""Figures that say "no value" where there is nothing to divide by, or nothing asked for."""
BELOW_ZERO: Final = ("compute.result_cny_year", "delay_days")
"""A centre may cost more than it sells; a project may be early."""
NEVER_FALLS: Final = (
    "built_m2", "lettable_m2", "buildings_built", "handed_over_share", "permitted_m2", "projects_signed",
    "projects_landed", "roadshows", "projects_started", "projects_completed", "projects_cancelled", "lost_m2",
    "investment_cny", "ai_paid_cny", "vr_paid_cny", "ai_owed_cny", "vr_owed_cny", "ai_renewed_paid_cny", "joined",
    "expansion_cny", "scenes", "solutions", "pilots", "platforms", "demonstrations", "budget_granted_cny",
    "ai_rent_paid_cny", "ai_unpaid_cny", "ai_rent_claimed_cny",
)  # fmt: skip


def figures_are_numbers(one: Lived) -> None:
    """Every figure is finite, or has no value where its definition divides by nothing; shares lie in 0 to 1."""
    for key, series in one.kpis.items():
        values = series.values
        assert values.shape == (one.history.months,), key
        may_lack = key.split(".")[1] in NO_VALUE
        assert np.all(np.isfinite(values) | (np.isnan(values) & may_lack)), key
        known = values[np.isfinite(values)]
        if series.unit == "share" and not key.endswith(("rent_burden", "ai_rent_support_share")):
            assert np.all((known >= -ROUNDING) & (known <= 1.0 + ROUNDING)), key
        if not key.endswith(BELOW_ZERO):
            assert np.all(known >= -CNY if "CNY" in series.unit else known >= -1e-6), key


def what_is_told_to_date_never_falls(one: Lived) -> None:
    """Sums since the start only grow."""
    for key, series in one.kpis.items():
        if key.partition(".")[2] in NEVER_FALLS:
            slack = CNY + ROUNDING * np.abs(series.values[1:])
            assert np.all(np.diff(series.values) >= -slack), key


def time_never_runs_back(one: Lived) -> None:
    """What the time bar marks lies within the run, in order."""
    days = [event.day for event in one.world.events()]
    assert days == sorted(days)
    assert all(0.0 <= day <= one.ends[-1] for day in days)
