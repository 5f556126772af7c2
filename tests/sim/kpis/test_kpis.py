"""The KPIs: described, grounded, and of the level they say."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

from gis.text import Name
from gis.units import quantity
from sim.facts import assumptions, facts
from sim.kpis import LEVELS, kpi, registered
from sim.model import simulate
from sim.run import Series
from sim.table import level_name
from tests.sim.worlds import baseline, baseline_run, changed
from tests.tiny import tiny_place

MAY_BE_NEGATIVE = ("delay_days", "result_cny_year")
"""Ahead of time, and a loss."""
SERIES = list(baseline_run().kpis.values())
AGREED = (
    *(
        f"{park}.{name}"
        for park in ("ai", "vr")
        for name in (
            "enterprises", "occupancy", "built_m2", "lettable_m2", "let_m2", "staff", "compute_sold_share",
            "vacant_m2", "lost_m2", "waiting_m2", "under_construction_m2", "investment_cny",
        )
    ),
    *(f"compute.{name}" for name in (
        "supply_p", "demand_p", "sold_p", "running_p", "sold_share", "unmet_p", "power_mw", "customers",
    )),
    "both.projects_signed", "both.projects_landed", "policy.ai_paid_cny", "policy.vr_paid_cny",
    "vr.devices", "vr.modules",
)  # fmt: skip


def test_what_the_desk_and_the_page_show_is_there() -> None:
    """By its agreed id."""
    assert set(AGREED) <= set(baseline_run().kpis)


@pytest.mark.parametrize("one", SERIES, ids=[one.id for one in SERIES])
def test_every_kpi_says_what_it_is_and_what_it_rests_on(one: Series) -> None:
    """Name and definition in both languages, unit, level, direction, and sources that exist."""
    assert all((one.name.en, one.name.zh, one.definition.en, one.definition.zh))
    assert one.level in LEVELS
    assert level_name(one.level).zh
    assert one.better in ("up", "down", "")
    assert one.sources
    assert all(source in facts() or source in assumptions() for source in one.sources)
    assert not one.values.flags.writeable
    assert one.values.shape == (96,)


@pytest.mark.parametrize("one", SERIES, ids=[one.id for one in SERIES])
def test_every_kpi_is_a_number_at_every_month(one: Series) -> None:
    """Finite in the shipped parks from the first month that has one on; shares between 0 and 1."""
    known = np.isfinite(one.values)
    assert known[-1]
    assert np.all(known[np.argmax(known) :])
    if not one.id.endswith(MAY_BE_NEGATIVE):
        assert np.all(one.values[known] >= 0.0)
    if one.unit == "share":
        assert np.all(one.values[known] <= 1.0)


@pytest.mark.parametrize("unit", sorted({one.unit for one in SERIES}))
def test_every_unit_is_written_in_chinese(unit: str) -> None:
    """Units belong to the language."""
    if unit not in ("share", "P", "MW"):
        assert quantity(5.0, unit, "zh").unit != unit


def test_levels_are_kept_apart() -> None:
    """District and city figures are no KPI of a park, and no floor-area ratio is drawn from the 2,918 mu."""
    run = baseline_run()
    wider = {key for key, one in run.kpis.items() if one.level in ("district", "city")}
    assert wider
    assert all(key.startswith(("district.", "city.")) for key in wider)
    assert run.kpis["ai.enterprises"].level == "core"
    assert run.kpis["vr.enterprises"].level == "park"
    assert run.kpis["ai.core_built_m2"].values[0] < run.kpis["ai.built_m2"].values[0]
    assert not [key for key in run.kpis if {"ratio", "far"} & set(re.split(r"[._]", key))]


def test_floor_adds_up() -> None:
    """Lettable = let + vacant; the whole occupancy is their ratio."""
    for park in ("ai", "vr"):
        lettable, let, vacant, share = (
            baseline_run().kpis[f"{park}.{name}"].values for name in ("lettable_m2", "let_m2", "vacant_m2", "occupancy")
        )
        assert lettable == pytest.approx(let + vacant)
        assert share == pytest.approx(let / lettable)


def test_let_floor_agrees_with_the_buildings() -> None:
    """Charts and picture show the same run."""
    run = baseline_run()
    by_building = (run.occupancy.astype(np.float64) * run.lettable_m2).sum(axis=1)
    by_park = run.kpis["ai.let_m2"].values + run.kpis["vr.let_m2"].values
    assert by_building == pytest.approx(by_park, rel=1e-5)


def test_enterprises_change_by_arrivals_and_departures() -> None:
    """Nobody appears or vanishes, but Goertek, which builds its own."""
    kpis = baseline_run().kpis
    for park, named in (("ai", 0), ("vr", 1)):
        here = kpis[f"{park}.enterprises"].values + kpis[f"{park}.other_enterprises"].values
        change = kpis[f"{park}.arrivals"].values - kpis[f"{park}.departures"].values
        assert here[-1] - here[0] == change[1:].sum() + named


def test_a_share_of_nothing_is_not_a_number() -> None:
    """Occupancy before the first building stands."""
    place = tiny_place()
    planned = tuple(dataclasses.replace(one, status="planned") for one in place.parks[1].buildings)
    bare = dataclasses.replace(place, parks=(dataclasses.replace(place.parks[1], buildings=planned),))
    kpis = simulate(bare, changed(baseline(), months=12)).kpis
    assert kpis["vr.lettable_m2"].values[0] == 0
    assert np.isnan(kpis["vr.occupancy"].values[0])
    assert np.isnan(kpis["vr.market_occupancy"].values[0])


def test_no_figure_rests_on_what_is_published_of_another_park() -> None:
    """The core's floor is no source of the VR park's; the centres serve both parks."""
    for key, one in baseline_run().kpis.items():
        for source in set(one.sources) & set(facts()):
            fact = facts()[source]
            assert fact.park in (one.park, "both") or fact.level == "centre" or one.park == "both", (key, source)
    assert "vr.phase1.delivered" in baseline_run().kpis["vr.built_m2"].sources
    assert "tenant.organic.vr" not in baseline_run().kpis["ai.arrivals"].sources


def test_no_figure_rests_on_a_target() -> None:
    """What is aimed at is compared with, never a ground."""
    for key, one in baseline_run().kpis.items():
        assert not [source for source in one.sources if source in facts() and facts()[source].kind == "target"], key


def test_a_kpi_is_registered_once_and_of_a_known_level() -> None:
    """Mistakes show when the module is loaded."""
    name = Name("x", "某")
    taken = registered()[0].id
    with pytest.raises(ValueError, match="built_m2"):
        kpi(taken, name, name, unit="m2", level="park", sources=())
    with pytest.raises(ValueError, match="new"):
        kpi("new", name, name, unit="m2", level="galaxy", sources=())
