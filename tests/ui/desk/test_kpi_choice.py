"""Which figures can be chosen: each once for all parks, by subject."""

from __future__ import annotations

from dataclasses import replace

from sim.run import Run
from sim.subjects import subject_name
from ui.desk import kpi_choice


def test_a_figure_of_both_parks_is_offered_once(run: Run) -> None:
    """Under a key that stands for either."""
    keys = [choice.key for choice in kpi_choice.choices(run)]
    assert len(keys) == len(set(keys))
    assert "{park}.built_m2" in keys
    assert "compute.supply_p" in keys
    assert {kpi_choice.key_of(series) for series in run.kpis.values()} == set(keys)


def test_figures_come_by_subject(run: Run) -> None:
    """In the order of the subjects; what has none of them comes last under its own name."""
    groups = {"ai.built_m2": "floor", "vr.built_m2": "floor", "compute.supply_p": "computing"}
    kpis = {key: replace(one, group=groups.get(key, "weather")) for key, one in run.kpis.items()}
    listed = [choice.group for choice in kpi_choice.choices(replace(run, kpis=kpis))]
    assert listed == sorted(listed, key=["floor", "computing", "weather"].index)
    assert subject_name("weather").en == "Weather"


def test_only_figures_of_one_level_share_a_chart(run: Run) -> None:
    """The first park's level decides."""
    kpis = {**run.kpis, "ai.built_m2": replace(run.kpis["ai.built_m2"], level="core")}
    changed = replace(run, kpis=kpis)
    assert [one.id for one in kpi_choice.series_of(changed, "{park}.built_m2", ("ai", "vr"))] == ["ai.built_m2"]
    assert [one.id for one in kpi_choice.series_of(run, "{park}.built_m2", ("ai", "vr"))] == [
        "ai.built_m2", "vr.built_m2",
    ]  # fmt: skip
    assert kpi_choice.series_of(run, "{park}.no_such", ("ai", "vr")) == []
