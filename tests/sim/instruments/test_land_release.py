"""Land release: plots of later phases are offered on their date, earlier, later, or not at all."""

from __future__ import annotations

import math
from datetime import date

import numpy as np

from sim.model import simulate
from tests.sim.instruments.acting import after, alone, day, none
from tests.sim.worlds import baseline, changed, parks


def test_phases_open_as_many_years_earlier_as_it_says() -> None:
    """In every park, while plots are released."""
    policies = after(alone("land_release", years_earlier=1.5), 1)
    assert policies.phase_years_earlier("ai", day(2024, 1)) == policies.phase_years_earlier("mine", day(2024, 1)) == 1.5
    assert after(alone("land_release"), 1).phase_years_earlier("ai", day(2024, 1)) == 0.0


def test_without_it_nothing_is_released() -> None:
    """Not in time, and never."""
    assert after(none(), 1).phase_years_earlier("ai", day(2024, 1)) == -math.inf
    ended = after(alone("land_release", ends=date(2025, 1, 1)), 1)
    assert ended.phase_years_earlier("vr", day(2025, 1)) == -math.inf


def test_what_is_not_released_is_not_built() -> None:
    """What is under way is finished; later phases are missing."""
    released = simulate(parks(), baseline()).kpis
    kept = simulate(parks(), changed(baseline(), instruments={"land_release": {"active": False}})).kpis
    for park in ("ai", "vr"):
        built = [kpis[f"{park}.built_m2"].values for kpis in (released, kept)]
        assert np.all(built[0] >= built[1])
        assert built[0][-1] > built[1][-1] > built[1][0]
