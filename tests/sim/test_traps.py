"""The traps of the sources: figures that are easily taken for each other, and how the model keeps them apart."""

from __future__ import annotations

import dataclasses
from datetime import date

import numpy as np
import pytest

from gis.units import m2_from_mu
from sim.facts import conflicts, facts
from sim.kpis import registered
from sim.ledger.layout_facts import comparisons
from sim.milestones import milestones, month_of, reached
from sim.model import simulate
from sim.run import Run
from sim.scenario import Scenario, load, shipped
from sim.settings import DateSpread
from tests.sim.worlds import baseline, baseline_run, changed, parks

PLANT = "VR-024-1"


def with_plant(**values: object) -> Scenario:
    """The baseline's first year with other dates of the plant's first phase."""
    rows = tuple(dataclasses.replace(one, **values) if one.parcel == PLANT else one for one in baseline().dated)  # type: ignore[arg-type]
    return changed(baseline(), months=12, dated=rows)


def halls_in(run: Run, month: str) -> list[bool]:
    """Whether each building of the plant's first phase is handed over by the end of `month`."""
    row = run.month_index(month)
    return [bool(run.progress[row, i] == 1.0) for i, one in enumerate(run.building_ids) if one.startswith(PLANT)]


def test_the_first_phase_is_handed_over_in_part_or_in_full_by_a_switch() -> None:
    """One report says in part, another does not: the scenario decides, and in part is the baseline."""
    assert {"vr.phase1.delivered", "vr.phase1.part"} <= set(facts())
    in_part = simulate(parks(), with_plant())
    in_full = simulate(parks(), with_plant(in_part=False))
    assert any(halls_in(in_part, "2023-03"))
    assert not all(halls_in(in_part, "2023-03"))
    assert all(halls_in(in_full, "2023-03"))
    assert not any(halls_in(in_full, "2023-02"))


def test_six_months_early_speaks_of_the_first_halls_alone() -> None:
    """The lead is against the first plan; the whole phase is another milestone, and later."""
    days = reached(baseline_run())
    assert month_of(days["vr.phase1.first"], baseline_run()) == "2023-03"
    assert days["vr.phase1.whole"] > days["vr.phase1.first"]
    lead = date.fromisoformat(str(facts()["press.vr.plant.plan1"].value)) - date.fromisoformat(
        str(facts()["vr.phase1.delivered"].value)
    )
    assert lead.days == pytest.approx(facts()["vr.phase1.lead"].value * 30.4, abs=3)


def test_the_second_centre_has_no_date_but_a_distribution() -> None:
    """Landed, signed or on line within the year are three reports of a plan; runs differ, and none is early."""
    centre = next(one for one in baseline().centres if one.id == "haizhixin")
    assert isinstance(centre.online, DateSpread)
    assert centre.online.earliest > date(2023, 4, 25)
    days = [online_month(seed) for seed in range(8)]
    assert len(set(days)) > 2
    assert min(days) >= "2023-08"


def online_month(seed: int) -> str:
    """When both centres are on line, over three years; "later" beyond."""
    run = simulate(parks(), changed(baseline(), months=36), seed=seed)
    return month_of(reached(run)["compute.both_centres"], run) or "later"


def test_compute_starts_with_the_first_centre_and_never_with_both() -> None:
    """100 P from February 2023, not 250 P: what is announced is no supply."""
    for name in shipped():
        run = simulate(parks(), changed(load(name), months=12))
        supply = run.kpis["compute.capacity_p"].values
        assert supply[0] == 0.0, name
        assert supply[run.month_index("2023-02")] == facts()["compute.aicc.capacity"].value, name
        assert supply[run.month_index("2023-07")] == facts()["compute.aicc.capacity"].value, name


def test_signed_settled_key_and_aimed_at_are_four_counts() -> None:
    """40 projects, about 100 settled firms, 170 firms of the district, 300 in the core: four figures, four levels."""
    told = [facts()[one] for one in ("roadshow.total", "landed.2023q1", "ai.enterprises.district")]
    told.append(facts()["ai.target.enterprises.2024"])
    assert [fact.value for fact in told] == [40, 100, 170, 300]
    assert {fact.conflict for fact in told} == {"four_counts"}
    assert "four_counts" in conflicts()
    run = baseline_run()
    row = run.month_index("2023-04")
    signed, district, core = (
        run.kpis[one] for one in ("both.projects_signed", "district.ai_enterprises", "ai.enterprises")
    )
    assert (signed.level, district.level, core.level) == ("both parks", "district", "core")
    assert signed.values[row] == 40.0
    assert district.values[row] >= 170.0
    assert core.values[row] < district.values[row]
    target = next(one for one in milestones() if one.source == "ai.target.enterprises.2024")
    assert target.kpi == "ai.enterprises"


def test_scales_of_the_district_and_of_the_core_are_never_one() -> None:
    """23 bn is the district; 20 and 60 bn are aims of the core: neither is compared with the other's figure."""
    assert facts()["ai.output.district"].level == "district"
    for one in milestones():
        if one.source in ("ai.target.revenue.2024", "ai.target.output.2028"):
            assert facts()[one.source].level == "core"
            assert baseline_run().kpis[one.kpi].level == "core"
    run = baseline_run()
    core, district = run.kpis["core.revenue_cny_year"].values, run.kpis["district.ai_revenue_cny_year"].values
    known = np.isfinite(core) & np.isfinite(district)
    assert known.any()
    assert (core[known] < district[known]).all()


def test_every_target_is_measured_at_its_own_level() -> None:
    """A figure of the city is held against one of the city, one of the core against one of the core."""
    for one in milestones():
        if one.is_target:
            assert baseline_run().kpis[one.kpi].level == facts()[one.source].level, one.id


def test_no_floor_area_ratio_follows_from_the_floor_of_the_core_and_the_land_of_the_park() -> None:
    """1.08 million m2 is the core, 2,918 mu the core and both wings: what the layout's own ratio is shows the error."""
    floor, land = facts()["ai.core.gfa_built"], facts()["ai.area"]
    assert (floor.level, land.level) == ("core", "park")
    assert floor.conflict == land.conflict == "core_floor"
    naive = float(floor.value) / m2_from_mu(float(land.value))
    built = baseline_run().kpis["ai.built_m2"].values[0] / m2_from_mu(float(land.value))
    assert built > 1.2 * naive
    assert not [one.id for one in registered() if "floor_area_ratio" in one.id or one.id.endswith(".far")]


def test_the_floor_of_the_core_is_compared_with_the_core_of_a_layout_alone() -> None:
    """Buildings on the wings do not count."""
    rows = [
        {"site": "ai-core", "gfa_m2": 1_080_000.0, "status": "existing"},
        {"site": "ai-wing-haier", "gfa_m2": 500_000.0, "status": "existing"},
    ]
    found = comparisons({"park": "ai", "site_area_m2": 0.0, "buildings": rows, "parcels": ()})
    assert [(one.fact.id, one.value) for one in found] == [("ai.core.gfa_built", 1_080_000.0)]


def test_the_capacity_of_the_plant_is_no_forecast() -> None:
    """25 million a year are more than the world bought: only a scenario of its own runs at capacity."""
    assert facts()["vr.capacity.headsets"].kind == "plan"
    run = baseline_run()
    assert run.kpis["vr.devices_year"].values[-1] < 0.5 * float(facts()["vr.capacity.headsets"].value)
    assert not baseline().production.at_capacity
    assert load("press_capacity").production.at_capacity


def test_levels_are_never_added_up() -> None:
    """No KPI of a district or a city is the sum of figures of parks: each has a single level."""
    levels = {one.id: one.level for one in registered()}
    assert set(levels.values()) <= {"building", "core", "park", "both parks", "centre", "district", "city"}
    for one in baseline_run().kpis.values():
        if one.id.startswith(("district.", "city.", "core.", "both.", "compute.")):
            said = {"both": "both parks", "compute": "centre"}
            assert one.level == said.get(one.id.split(".")[0], one.id.split(".")[0]), one.id
