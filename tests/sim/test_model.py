"""The model as a whole: the same inputs give the same run. What must hold in every world is in `test_invariants`."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from gis.place import Place
from sim.facts import facts
from sim.model import Cancelled, simulate
from sim.run import Run
from sim.scenario import Scenario
from tests.sim.worlds import baseline, baseline_run, changed, parks
from tests.tiny import tiny_place

SHORT = 24


def short(**values: object) -> Scenario:
    """The baseline over two years."""
    return changed(baseline(), months=SHORT, **values)


def saved(run: Run, folder: Path, name: str) -> bytes:
    """The bytes of a run's file."""
    run.save(folder / name)
    return (folder / name).read_bytes()


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    """Place, scenario and seed decide everything."""
    first = saved(simulate(tiny_place(), short(), seed=5), tmp_path, "a.npz")
    assert first == saved(simulate(tiny_place(), short(), seed=5), tmp_path, "b.npz")


def test_a_saved_run_comes_back(tmp_path: Path) -> None:
    """Whole: arrays, series, events, projects, stays."""
    run = simulate(tiny_place(), short())
    run.save(tmp_path / "run.npz")
    again = Run.load(tmp_path / "run.npz")
    assert again.months == run.months
    assert np.array_equal(again.occupancy, run.occupancy)
    assert again.events == run.events
    assert again.kpis.keys() == run.kpis.keys()
    assert again.stays.named == run.stays.named


def test_another_seed_gives_other_values_and_another_hash() -> None:
    """The luck differs, the published past does not."""
    one, two = simulate(parks(), short(), seed=1), simulate(parks(), short(), seed=2)
    assert one.inputs_hash != two.inputs_hash
    assert not np.array_equal(one.kpis["ai.enterprises"].values, two.kpis["ai.enterprises"].values)
    assert not np.array_equal(one.kpis["vr.built_m2"].values, two.kpis["vr.built_m2"].values)
    assert one.kpis["both.projects_signed"].values[3] == two.kpis["both.projects_signed"].values[3] == 40


def test_the_hash_follows_every_input() -> None:
    """A changed value, place or seed changes it; the same inputs do not."""
    base = simulate(tiny_place(), short(), seed=1).inputs_hash
    assert base == simulate(tiny_place(), short(), seed=1).inputs_hash
    assert base != simulate(tiny_place(), short(build={"winter_factor": 0.66}), seed=1).inputs_hash
    smaller = Place(tiny_place().frame, tiny_place().parks[:1], tiny_place().context)
    assert base != simulate(smaller, short(), seed=1).inputs_hash


def test_the_scenario_s_own_seed_is_used_unless_another_is_asked_for() -> None:
    """And the run says which."""
    assert simulate(tiny_place(), short()).seed == baseline().seed
    assert simulate(tiny_place(), short(), seed=-3).seed == -3


def test_a_policy_that_changes_later_leaves_the_months_before_untouched() -> None:
    """The AI account closes in February 2026: what that does to its tenants leaves no trace before."""
    harsher = changed(baseline(), instruments={"rent_subsidy": {"cliff_effect": 8.0}})
    one, two = baseline_run(), simulate(parks(), harsher)
    before = one.month_index("2026-01") + 1
    for name in ("progress", "occupancy", "compute_load"):
        assert getattr(one, name)[:before].tobytes() == getattr(two, name)[:before].tobytes(), name
    for key in one.kpis:
        assert one.kpis[key].values[:before].tobytes() == two.kpis[key].values[:before].tobytes(), key
    left = [run.kpis["ai.departures"].values[before:].sum() for run in (one, two)]
    assert left[0] < left[1]


def test_other_luck_stays_where_it_was_when_one_rule_changes() -> None:
    """Cheaper power does not change who comes, and more arrivals do not change when a project is finished."""
    one = simulate(tiny_place(), short())
    powered = simulate(tiny_place(), short(compute={"idle_power": 0.2}))
    assert np.array_equal(one.occupancy, powered.occupancy)
    busier = simulate(tiny_place(), short(tenants={"organic_vr": 3.0}, build={"phase_gate": 0.0}))
    calm = simulate(tiny_place(), short(build={"phase_gate": 0.0}))
    assert np.array_equal(busier.progress, calm.progress)


def test_progress_is_told_to_the_end() -> None:
    """Once a month, rising to 1."""
    told: list[float] = []
    simulate(tiny_place(), short(), progress=told.append)
    assert told == [pytest.approx((month + 1) / SHORT) for month in range(SHORT)]


def test_a_cancelled_run_stops_at_the_next_month() -> None:
    """And leaves nothing behind."""
    told: list[float] = []
    with pytest.raises(Cancelled):
        simulate(tiny_place(), short(), progress=told.append, cancelled=lambda: len(told) >= 3)
    assert len(told) == 3


@pytest.mark.parametrize("months", [12, 96, 120])
def test_a_run_is_as_long_as_its_scenario(months: int) -> None:
    """From one year to ten."""
    run = simulate(tiny_place(), changed(baseline(), months=months))
    assert len(run.months) == months
    assert run.progress.shape == run.occupancy.shape == run.compute_load.shape == (months, len(run.building_ids))
    assert all(len(series.values) == months for series in run.kpis.values())


def test_a_run_may_begin_after_the_published_dates() -> None:
    """What was to be handed over by then stands; the roadshows of before are not held again."""
    run = simulate(parks(), changed(baseline(), start=date(2025, 7, 1), months=12))
    assert run.months[0] == "2025-07"
    assert run.progress[0, run.building_ids.index("VR-024-1-B01")] == 1.0
    assert run.kpis["compute.supply_p"].values[0] >= 100
    assert not [event for event in run.events if event.source.startswith("roadshow.")]


@pytest.mark.parametrize("park", [0, 1])
def test_one_park_can_be_simulated_alone(park: int) -> None:
    """Its figures and those of both parks are there, the other's are not."""
    place = Place(parks().frame, (parks().parks[park],), parks().context)
    run = simulate(place, short())
    own, other = ("ai", "vr") if park == 0 else ("vr", "ai")
    ids = set(run.kpis)
    assert f"{own}.occupancy" in ids
    assert not [key for key in ids if key.startswith(f"{other}.")]
    assert ("compute.supply_p" in ids) == (own == "ai")
    assert {event.park for event in run.events} <= {own, "both"}


def test_a_park_of_one_s_own_is_built_and_let_by_other_trades() -> None:
    """Neither AI nor VR enterprises are invented for it, and nothing of the two parks is asked of it."""
    own = tiny_place().parks[0]
    park = dataclasses.replace(
        own,
        id="mine",
        parcels=tuple(dataclasses.replace(one, park="mine") for one in own.parcels),
        buildings=tuple(dataclasses.replace(one, park="mine") for one in own.buildings),
    )
    run = simulate(Place(tiny_place().frame, (park,), tiny_place().context), short())
    assert {key.partition(".")[0] for key in run.kpis} == {"mine"}
    assert not {"mine.compute_sold_share", "mine.other_enterprises", "mine.core_built_m2"} & set(run.kpis)
    assert not [source for one in run.kpis.values() for source in one.sources if source in facts()]
    assert {event.park for event in run.events} <= {"mine"}
    assert {run.stays.sectors[sector] for sector in run.stays.sector} == {"other"}
    assert run.kpis["mine.enterprises"].values[0] > 0
    assert run.kpis["mine.arrivals"].values.sum() > 5


def test_the_arrays_of_a_run_cannot_be_changed() -> None:
    """A picture and a chart of a run always agree."""
    run = simulate(tiny_place(), short())
    for array in (run.progress, run.occupancy, run.compute_load, run.lettable_m2, run.stays.area_m2):
        assert not array.flags.writeable
    assert not any(series.values.flags.writeable for series in run.kpis.values())
