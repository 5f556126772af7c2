"""How the parks are built: what is published stands, and what is simulated follows its rules."""

from __future__ import annotations

import dataclasses
import math
from datetime import date

import numpy as np
import pytest

from sim.building.site import STAGES
from sim.calendar import calendar
from sim.model import simulate
from sim.run import Project, Run
from sim.scenario import load
from tests.sim.building.alone import built
from tests.sim.worlds import baseline, baseline_run, changed, parks

START = date(2023, 1, 1)


def month(run: Run, name: str) -> int:
    """Row of a month."""
    return run.month_index(name)


def project(run: Run, parcel: str) -> Project:
    """The project on a parcel."""
    return next(one for one in run.projects if one.parcel == parcel)


def day(run: Run, parcel: str, stage: str) -> float:
    """Day on which a project reached a stage."""
    return project(run, parcel).stage_days[STAGES.index(stage)]


def building(run: Run, name: str) -> np.ndarray:
    """Progress of one building over the months."""
    return run.progress[:, run.building_ids.index(name)]


def test_the_core_has_its_published_floor_on_25_april_2023() -> None:
    """1.08 million m2 built and in use, of the core alone."""
    series = baseline_run().kpis["ai.core_built_m2"]
    assert series.level == "core"
    assert round(series.values[month(baseline_run(), "2023-04")]) == 1_080_000


def test_what_was_under_construction_in_april_2023_was_not_handed_over_before() -> None:
    """Whatever the luck."""
    for seed in range(5):
        run = simulate(parks(), changed(baseline(), months=12), seed=seed)
        rising = [i for i, one in enumerate(parks().buildings) if one.status == "under_construction"]
        assert np.all(run.progress[: month(run, "2023-04"), rising] < 1.0)


def test_phase_1_is_handed_over_in_part_on_its_published_day() -> None:
    """The first halls by 31 March 2023; the others later."""
    run = baseline_run()
    first, second = building(run, "VR-024-1-B01"), building(run, "VR-024-1-B02")
    assert first[month(run, "2023-02")] < 1.0
    assert first[month(run, "2023-03")] == 1.0
    assert second[month(run, "2023-03")] < 1.0
    assert second[month(run, "2024-12")] == 1.0


def test_the_announced_rest_of_phase_1_slips_as_announced_dates_do() -> None:
    """Announced for the end of 2023: sometimes kept, mostly not, as in the district's reference class."""
    second = [one.id for one in parks().buildings].index("VR-024-1-B02")
    days = np.array([built(seed=seed).handed_over[second] for seed in range(40)])
    first, announced = (calendar(START, 96).day(date(*when)) for when in ((2023, 3, 31), (2023, 12, 31)))
    ratios = (days - first) / (announced - first)
    assert np.all(ratios > 0.3)
    assert 0.05 < np.mean(ratios < 1.0) < 0.5
    assert np.median(ratios) == pytest.approx(baseline().build.slip_ratio, abs=0.1)


def test_phase_1_may_be_read_as_handed_over_in_full() -> None:
    """The reading is a switch of the scenario."""
    dated = tuple(
        dataclasses.replace(one, in_part=False) if one.parcel == "VR-024-1" else one for one in baseline().dated
    )
    run = simulate(parks(), changed(baseline(), months=12, dated=dated))
    assert building(run, "VR-024-1-B02")[month(run, "2023-03")] == 1.0


def test_the_first_centre_is_handed_over_on_the_day_it_opens() -> None:
    """Not before: on 23 February 2023."""
    hall = building(baseline_run(), "AI-AICC-B01")
    assert hall[0] < 1.0
    assert hall[1] == 1.0


def test_published_starts_are_met() -> None:
    """The AI sci-tech innovation centre in February 2023, the headquarters base within 2023 or when permitted."""
    run = baseline_run()
    clock = calendar(START, 96)
    assert day(run, "AI-STI", "start") == clock.day(date(2023, 2, 8))
    assert clock.day(date(2023, 1, 1)) <= day(run, "VR-HQ", "start") <= clock.day(date(2024, 6, 30))


def test_stages_follow_each_other() -> None:
    """Of every project, as far as it got."""
    for one in baseline_run().projects:
        reached = [value for value in one.stage_days if not math.isnan(value)]
        assert reached == sorted(reached), one.parcel


def test_buildings_rise_from_nothing_to_handover_and_never_fall() -> None:
    """A tower does not rise before its podium."""
    run = baseline_run()
    assert np.all(np.diff(run.progress, axis=0) >= 0.0)
    podium, tower = building(run, "VR-SE-1-B01"), building(run, "VR-SE-1-B02")
    assert np.argmax(podium > 0.0) < np.argmax(tower > 0.0)


def test_standing_buildings_stand_from_the_first_day() -> None:
    """Those of no published handover."""
    run = baseline_run()
    for index, one in enumerate(parks().buildings):
        if one.status == "existing" and one.parcel not in ("AI-AICC", "VR-024-1"):
            assert np.all(run.progress[:, index] == 1.0), one.id


def test_no_later_phase_starts_before_its_year() -> None:
    """Talks of phase 3 from mid-2023, of phase 4 from 2025, of phase 5 from 2027."""
    run = baseline_run()
    phases = {parcel.id: parcel.phase for parcel in parks().parcels() if parcel.status == "planned"}
    first = {3: date(2023, 7, 1), 4: date(2025, 1, 1), 5: date(2027, 1, 1)}
    clock = calendar(START, 96)
    for parcel, phase in phases.items():
        if phase in first and parcel != "VR-HQ" and not math.isnan(day(run, parcel, "talks")):
            assert day(run, parcel, "talks") >= clock.day(first[phase]) - 2, parcel


def test_fast_build_out_is_faster_and_slow_build_out_is_slower() -> None:
    """In the floor that stands on average over the run, in each park: at one month's end the same may be finished."""
    built = {name: simulate(parks(), load(name)).kpis for name in ("fast_build", "slow_build")}
    for park in ("ai", "vr"):
        key = f"{park}.built_m2"
        fast, slow = built["fast_build"][key].values.mean(), built["slow_build"][key].values.mean()
        assert slow < baseline_run().kpis[key].values.mean() < fast


def test_crews_are_shared_by_both_parks() -> None:
    """With a fifth of the crews, less stands."""
    few = simulate(parks(), changed(baseline(), months=48, build={"crews_district": 8}))
    row = month(few, "2026-12")
    for park in ("ai", "vr"):
        assert few.kpis[f"{park}.built_m2"].values[row] < baseline_run().kpis[f"{park}.built_m2"].values[row]


def test_the_time_bar_tells_of_starts_and_handovers() -> None:
    """On the days of the projects, as simulated unless published."""
    run = baseline_run()
    told = [(event.kind, event.name.en, event.day) for event in run.events]
    assert ("start", "AI sci-tech innovation centre: starts", day(run, "AI-STI", "start")) in told
    assert ("handover", "AI sci-tech innovation centre: handed over", day(run, "AI-STI", "handover")) in told
    assert [event.day for event in run.events] == sorted(event.day for event in run.events)


def test_a_phase_waits_for_its_year_whatever_the_month_in_which_the_run_begins() -> None:
    """Phase 4 from 2025, also when the run begins in July 2024."""
    begin = date(2024, 7, 1)
    run = simulate(parks(), changed(baseline(), start=begin, months=24, build={"phase_gate": 0.0}))
    phase_4 = [one.id for one in parks().parcels() if one.phase == 4 and one.status == "planned"]
    assert phase_4
    talks = [day(run, parcel, "talks") for parcel in phase_4]
    assert min(talks) == max(talks)
    assert abs(talks[0] - calendar(begin, 24).day(date(2025, 1, 1))) < 2
