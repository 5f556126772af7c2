"""What must hold in every world, whatever the scenario: each check has one sentence and looks at a whole run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sim.run import Run
from tests.sim.invariants.compute import compute_stays_within_what_stands, demand_is_sold_or_unmet
from tests.sim.invariants.figures import figures_are_numbers, time_never_runs_back, what_is_told_to_date_never_falls
from tests.sim.invariants.floor import (
    a_tenant_moves_as_a_whole,
    counts_add_up,
    floor_is_let_within_what_is_built_and_permitted,
    no_floor_is_let_twice,
    nobody_is_in_two_places,
    progress_never_falls,
    stages_follow_each_other,
    who_has_left_is_gone,
)
from tests.sim.invariants.lived import Lived, lived
from tests.sim.invariants.money import (
    accounts_are_conserved,
    building_money_is_conserved,
    claims_are_paid_unpaid_or_not_yet_due,
    every_payment_has_one_instrument_and_one_account,
    nobody_is_above_its_cap,
)

__all__ = ["CHECKS", "Lived", "lived", "same"]

CHECKS: Final[tuple[Callable[[Lived], None], ...]] = (
    floor_is_let_within_what_is_built_and_permitted, no_floor_is_let_twice, nobody_is_in_two_places,
    a_tenant_moves_as_a_whole, counts_add_up, who_has_left_is_gone, progress_never_falls, stages_follow_each_other,
    building_money_is_conserved, accounts_are_conserved, every_payment_has_one_instrument_and_one_account,
    claims_are_paid_unpaid_or_not_yet_due, nobody_is_above_its_cap, compute_stays_within_what_stands,
    demand_is_sold_or_unmet, figures_are_numbers, what_is_told_to_date_never_falls, time_never_runs_back,
)  # fmt: skip


def same(one: Run, other: Run, months: int | None = None) -> None:
    """Two runs are alike to the byte in all that is recorded of the first `months` month ends, or of all."""
    for name in ("progress", "occupancy", "compute_load"):
        assert getattr(one, name)[:months].tobytes() == getattr(other, name)[:months].tobytes(), name
    for key in one.kpis.keys() & other.kpis.keys():
        assert one.kpis[key].values[:months].tobytes() == other.kpis[key].values[:months].tobytes(), key
