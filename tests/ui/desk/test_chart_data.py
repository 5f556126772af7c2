"""What the charts show: the right levels, published figures where they fit, round ticks."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.run import Run
from tests.sim.worlds import baseline_run
from ui.desk import chart_data
from ui.desk.chart import _spread


@given(st.floats(1e-6, 1e12), st.integers(2, 6))
def test_ticks_are_round_and_cover_the_values(top: float, count: int) -> None:
    """From 0 in equal steps to at least the top, no more than twice as many as asked for."""
    marks = chart_data.ticks(top, count)
    assert marks[0] == 0
    assert marks[-1] >= top * 0.998
    assert 2 <= len(marks) <= 2 * count + 1
    steps = {round((b - a) / marks[1], 6) for a, b in itertools.pairwise(marks)}
    assert steps == {1.0}


@given(st.lists(st.floats(0, 200), min_size=1, max_size=6).map(sorted))
def test_names_of_lines_never_overlap(wanted: list[float]) -> None:
    """They keep their order and stand at least a line apart."""
    places = _spread(wanted, 14.0, 0.0, 200.0)
    assert all(b - a >= 14.0 - 1e-9 for a, b in itertools.pairwise(places))
    assert places[-1] <= 200.0 + 1e-9


def test_all_lines_of_a_chart_are_of_one_level_and_unit(run: Run) -> None:
    """Figures of different levels never share a chart."""
    charts = (chart_data.floor_area(run, (("ai", "AI"), ("vr", "VR"))), chart_data.compute(run))
    for chart in charts:
        assert len({line.series.level for line in chart.lines}) == 1
        assert {line.series.unit for line in chart.lines} == {chart.unit}


def test_both_parks_are_named_one_alone_is_not(run: Run) -> None:
    """The chooser says which park it is."""
    assert [line.name for line in chart_data.floor_area(run, (("vr", "VR park"),)).lines] == ["let", "built"]
    both = chart_data.floor_area(run, (("ai", "AI park"), ("vr", "VR park")))
    assert {line.name for line in both.lines} == {"AI park let", "AI park built", "VR park let", "VR park built"}


@pytest.mark.parametrize(("level", "dots"), [("centre", 2), ("both parks", 0)])
def test_a_published_figure_stands_only_beside_its_own_level(run: Run, level: str, dots: int) -> None:
    """What is published of the centres is not drawn over a figure of the parks."""
    kpis = {
        key: replace(series, level=level) if key.startswith("compute.") else series for key, series in run.kpis.items()
    }
    chart = chart_data.compute(replace(run, kpis=kpis))
    assert len(chart.published) == dots
    assert all(dot.source.startswith("Published") for dot in chart.published)


def test_a_figure_published_before_the_run_is_left_out(run: Run) -> None:
    """The axis begins later."""
    kpis = {key: replace(series, level="centre") for key, series in run.kpis.items()}
    assert chart_data.compute(replace(run, kpis=kpis, start_date="2025-01-01")).published == ()


def test_a_published_target_stands_at_its_deadline_in_the_chart_of_its_figure() -> None:
    """As a goal, not as something observed."""
    run = baseline_run()
    chart = chart_data.figure(run, "{park}.enterprises", (("ai", "AI park"), ("vr", "VR park")))
    assert chart is not None
    (goal,) = chart.published
    assert (goal.target, goal.value, run.months[int(goal.time)]) == (True, 300.0, "2024-12")
    assert chart_data.figure(run, "{park}.no_such", (("ai", "AI park"),)) is None


def test_a_chart_says_itself_in_one_sentence(run: Run) -> None:
    """For those who do not see it."""
    assert chart_data.compute(run).summary() == ("Compute demand and supply, 2023-01 to 2024-12: sold, demand, supply")
