"""Electricity of buildings, plant and centres: each by itself, and none without a building."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.place import Place
from sim.model import simulate
from sim.outcomes.energy import HOURS_A_YEAR, kind, use
from sim.outcomes.production import plant_halls
from tests.sim.worlds import baseline, baseline_run, changed, parks, world_of
from tests.tiny import tiny_place


def values(name: str) -> np.ndarray:
    """A KPI of the baseline."""
    return baseline_run().kpis[name].values


def test_the_uses_of_a_park_make_its_whole() -> None:
    """Offices, halls, culture and housing; the AI park's buildings use some hundred GWh a year."""
    for park in ("ai", "vr"):
        parts = [values(key) for key in baseline_run().kpis if key.startswith(f"{park}.energy_gwh_year.")]
        assert len(parts) >= 3
        assert sum(parts) == pytest.approx(values(f"{park}.energy_gwh_year"))
    assert 50.0 < values("ai.energy_gwh_year")[11] < 300.0


def test_buildings_use_about_ten_times_more_than_the_centres() -> None:
    """No hyperscale hall: both centres together stay near a megawatt."""
    buildings = values("ai.energy_gwh_year")[-1] + values("vr.energy_gwh_year")[-1]
    assert buildings > 10.0 * values("compute.energy_gwh_year")[-1]
    assert 0.4 < values("compute.power_mw")[-1] <= values("compute.peak_mw")[-1] < 2.0


def test_power_and_energy_of_a_month_agree() -> None:
    """GWh are MW times hours; a year holds twelve months; the peak is the mean times its factor."""
    hours = np.diff(world_of(changed(baseline(), months=12)).calendar.ends, prepend=0.0) * 24.0
    for head in ("ai.", "vr.", "compute."):
        month, power = values(f"{head}energy_gwh")[:12], values(f"{head}power_mw")[:12]
        assert month == pytest.approx(power * hours / 1000.0)
        assert values(f"{head}energy_gwh_year")[11] == pytest.approx(month.sum())
    assert values("ai.peak_mw") == pytest.approx(3.0 * values("ai.power_mw"))


def test_an_empty_house_uses_its_base_share_and_a_full_one_all() -> None:
    """70 kWh for each square metre of an office, 30 % of it when nobody is there."""
    history = world_of(changed(baseline(), months=12)).history()
    found = use(history).buildings_mw[-1]
    for index, one in enumerate(history.stock.buildings):
        full = history.built[-1, index] * one.gfa_m2 * 70.0 / HOURS_A_YEAR / 1000.0
        if kind(one.use) == "office" and history.stock.lettable_m2[index]:
            share = history.let_m2[-1, index] / history.stock.lettable_m2[index]
            assert found[index] == pytest.approx(full * (0.3 + 0.7 * share))


def test_data_halls_and_the_plant_are_counted_elsewhere() -> None:
    """A data hall's power is the centre's, the plant's halls have a figure of their own."""
    history = world_of(changed(baseline(), months=24), parks(), 2023).history()
    found = use(history)
    halls = np.array([one.use == "compute" for one in history.stock.buildings])
    assert halls.any()
    assert not found.buildings_mw[:, halls].any()
    assert not found.buildings_mw[:, plant_halls(history)].any()
    assert found.plant_mw[-1] > 0.0


def test_the_plant_uses_more_when_it_runs_at_capacity() -> None:
    """Lines at work take what an idle hall does not."""
    full = simulate(parks(), changed(baseline(), production={"at_capacity": True})).kpis["vr.plant_power_mw"].values
    assert full[-1] > 2.0 * values("vr.plant_power_mw")[-1]


def test_one_park_of_any_name_has_its_buildings_electricity_and_no_other() -> None:
    """No plant, no centres."""
    own = tiny_place().parks[0]
    park = dataclasses.replace(
        own,
        id="mine",
        parcels=tuple(dataclasses.replace(one, park="mine") for one in own.parcels),
        buildings=tuple(dataclasses.replace(one, park="mine") for one in own.buildings),
    )
    run = simulate(Place(tiny_place().frame, (park,), tiny_place().context), changed(baseline(), months=12))
    energy = {key for key in run.kpis if "energy" in key}
    assert "mine.energy_gwh_year" in energy
    assert not [key for key in energy if not key.startswith("mine.energy_gwh")]
    assert run.kpis["mine.power_mw"].values.min() > 0.0


@settings(max_examples=20)
@given(
    st.fixed_dictionaries(
        {"office": st.floats(0.0, 2000.0), "hall": st.floats(0.0, 5000.0), "base_share": st.floats(0.0, 1.0)}
    )
)
def test_nothing_uses_more_than_full_use(rules: dict[str, float]) -> None:
    """Whatever the settings: between the base share and all, and nothing before a house stands."""
    history = world_of(changed(baseline(), months=24, energy=rules)).history()
    found = use(history)
    most = max(rules["office"], rules["hall"], 110.0) * history.stock.gfa_m2 / HOURS_A_YEAR / 1000.0
    assert np.all(found.buildings_mw >= 0.0)
    assert np.all(found.buildings_mw <= most * (1.0 + 1e-9))
    assert not found.buildings_mw[~history.built].any()
