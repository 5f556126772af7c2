"""Counts of enterprises by part: the parts of a whole add up to it, and other counts are none of its parts."""

from __future__ import annotations

import numpy as np
import pytest

from gis.text import Name
from sim.calendar import YEAR_DAYS
from sim.kpis import kpi
from sim.kpis.floor import rent_asked, rent_cny_year
from sim.run import Run
from tests.sim.worlds import baseline, baseline_run, changed, parks, world_of

PARKS = ("ai", "vr")
CLASSES = ("leader", "growth", "startup")


def parts(run: Run, whole: str, names: tuple[str, ...] = ()) -> np.ndarray:
    """Sum of "whole.part" over all parts, or those named."""
    found = [one for key, one in run.kpis.items() if key.startswith(f"{whole}.")]
    if names:
        found = [one for one in found if one.id.rpartition(".")[2] in names]
    assert len(found) > 1
    return np.sum([one.values for one in found], axis=0)


@pytest.mark.parametrize("park", PARKS)
def test_fields_and_sizes_make_the_enterprises(park: str) -> None:
    """Each enterprise has one field and one size."""
    run = baseline_run()
    whole = run.kpis[f"{park}.enterprises"].values
    assert np.array_equal(parts(run, f"{park}.enterprises", CLASSES), whole)
    assert np.array_equal(parts(run, f"{park}.enterprises") - whole, whole)


@pytest.mark.parametrize("park", PARKS)
def test_channels_make_the_arrivals_and_endings_the_departures(park: str) -> None:
    """Everybody comes by one way, and leaves by one."""
    run = baseline_run()
    assert np.array_equal(parts(run, f"{park}.arrivals"), run.kpis[f"{park}.arrivals"].values)
    left = run.kpis[f"{park}.closed"].values + run.kpis[f"{park}.moved_away"].values
    assert np.array_equal(left, run.kpis[f"{park}.departures"].values)
    assert run.kpis[f"{park}.moved_inside"].values.sum() > 0


@pytest.mark.parametrize("park", PARKS)
def test_lost_demand_has_one_reason(park: str) -> None:
    """No floor at all, or none in one piece."""
    kpis = baseline_run().kpis
    both = kpis[f"{park}.lost_full_m2"].values + kpis[f"{park}.lost_pieces_m2"].values
    assert both == pytest.approx(kpis[f"{park}.lost_m2"].values)


@pytest.mark.parametrize("park", PARKS)
def test_somebody_waits_where_floor_is_waited_for(park: str) -> None:
    """By number and by floor."""
    kpis = baseline_run().kpis
    assert np.array_equal(kpis[f"{park}.waiting"].values > 0, kpis[f"{park}.waiting_m2"].values > 0)


def test_occupancy_by_zone_spans_that_of_the_park() -> None:
    """A weighted mean lies between the least and the most."""
    run = baseline_run()
    zones = np.array([one.values for key, one in run.kpis.items() if key.startswith("ai.occupancy.")])
    assert len(zones) >= 5
    whole = run.kpis["ai.occupancy"].values
    assert np.all(np.nanmin(zones, axis=0) <= whole + 1e-12)
    assert np.all(np.nanmax(zones, axis=0) >= whole - 1e-12)
    name = run.kpis["ai.occupancy.ai-sw"].name
    assert name.en.startswith("Occupancy: ")
    assert name.zh.startswith("出租率：")


def test_rent_is_what_is_let_at_what_is_asked() -> None:
    """Per square metre and day between the rates of halls and offices, as these have moved since the start."""
    history = world_of(changed(baseline(), months=24), parks()).history()
    owned = np.array([owner != "" for owner in history.stock.owner], dtype=bool)
    let_m2 = history.let_m2[:, history.columns("ai") & ~owned].sum(axis=1)
    paid = rent_cny_year(history, "ai") / YEAR_DAYS / let_m2 / history.rent_level["ai"]
    assert paid[0] == pytest.approx(1.8)
    assert np.all((paid >= 0.85 - 1e-9) & (paid <= 1.8 + 1e-9))
    asked = rent_asked(history, "ai") / history.rent_level["ai"]
    assert np.all((asked >= 0.85 - 1e-9) & (asked <= 1.8 + 1e-9))


def test_kinds_of_count_stay_apart() -> None:
    """Signed projects, names in the register, tenants and the district's enterprises differ, and in level."""
    kpis = baseline_run().kpis
    april = baseline_run().month_index("2023-04")
    names = ("both.projects_signed", "ai.registered", "ai.enterprises", "district.ai_enterprises", "compute.customers")
    assert len({kpis[name].values[april] for name in names}) == len(names)
    assert kpis["district.ai_enterprises"].level == "district"
    assert kpis["both.projects_signed"].level == "both parks"


def test_a_kpi_with_parts_says_so_in_its_id() -> None:
    """One without parts has no place for them, and the other way round."""
    name = Name("x", "某")
    with pytest.raises(ValueError, match="zone"):
        kpi("{park}.new.{zone}", name, name, unit="m2", level="park", sources=())
    with pytest.raises(ValueError, match="new"):
        kpi("{park}.new", name, name, unit="m2", level="park", sources=(), parts=lambda _, __: {})
