"""Swings and Sobol' indices, on functions whose indices are known and on the model itself."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from gis.errors import UserError
from gis.text import Name, set_language
from sim.ensemble.pools import Serial
from sim.model import simulate
from sim.scenario import Scenario
from sim.scenarios.grounds import Ground
from sim.sensitivity import LUCK, Sensitivity, document, ranked, sensitivity
from sim.sensitivity.indices import F64, MIDDLE, sobol, swings
from sim.sensitivity.text import text
from sim.uncertain.uncertainty import inputs_of
from tests.sim.worlds import baseline, changed
from tests.tiny import tiny_place

ISHIGAMI_A, ISHIGAMI_B = 7.0, 0.1


def ishigami(points: F64) -> F64:
    """Of three uniform angles between -pi and pi; a fourth column does nothing."""
    one, two, three = (2.0 * points[:, :3] - 1.0).T * math.pi
    return (np.sin(one) + ISHIGAMI_A * np.sin(two) ** 2 + ISHIGAMI_B * three**4 * np.sin(one))[:, None]


def linear(points: F64) -> F64:
    """3 a + b + the last column, and a constant beside it."""
    return np.stack([3.0 * points[:, 0] + points[:, 1] + points[:, -1], np.full(len(points), 5.0)], axis=1)


def test_the_indices_of_ishigami_are_the_known_ones() -> None:
    """First 0.314, 0.442, 0; total 0.558, 0.442, 0.244 (Sobol' and Levitan 1999)."""
    found = sobol(ishigami, (0, 1, 2, 3), 4, 2048, 1)
    assert found.first[0] == pytest.approx([0.3139, 0.4424, 0.0, 0.0], abs=0.03)
    assert found.total[0] == pytest.approx([0.5576, 0.4424, 0.2437, 0.0], abs=0.03)


def test_the_intervals_enclose_the_known_indices() -> None:
    """At 90 %, so that one of many may lie outside: here none of the four does."""
    found = sobol(ishigami, (0, 1, 2, 3), 4, 1024, 2)
    assert (found.first_low[0] <= found.first[0]).all()
    assert (found.total[0] <= found.total_high[0]).all()
    known = np.array([0.3139, 0.4424, 0.0, 0.0])
    assert ((found.first_low[0] - 0.02 <= known) & (known <= found.first_high[0] + 0.02)).all()


def test_without_interactions_first_and_total_agree_and_make_a_whole() -> None:
    """Of 3 a + b + luck the shares are 9, 1 and 1 of 11."""
    found = sobol(linear, (0, 1, 2), 3, 512, 3)
    assert found.first[0] == pytest.approx([9 / 11, 1 / 11, 1 / 11], abs=0.02)
    assert found.total[0] == pytest.approx([9 / 11, 1 / 11, 1 / 11], abs=0.02)


def test_what_never_varies_has_no_indices() -> None:
    """And does not spoil those of the others."""
    found = sobol(linear, (0, 1, 2), 3, 64, 3)
    assert np.isnan(found.first[1]).all()
    assert np.isfinite(found.first[0]).all()
    alone = sobol(lambda points: np.ones((len(points), 1)), (0, 1), 2, 16, 3)
    assert np.isnan(alone.total).all()


@pytest.mark.parametrize("samples", [0, 1, 100])
def test_the_number_of_samples_is_a_power_of_two(samples: int) -> None:
    with pytest.raises(ValueError, match=str(samples)):
        sobol(linear, (0, 1, 2), 3, samples, 3)


def test_a_swing_is_what_an_input_does_between_its_percentiles() -> None:
    """The others at their medians, in the same worlds."""
    found = swings(linear, 2, (0.25, 0.75))
    assert found.swing[:, 0] == pytest.approx([2.4, 0.8])
    assert found.doubt[:, 0] == pytest.approx([0.0, 0.0])
    assert found.centre == pytest.approx([2.5, 5.0])
    assert found.largest(1) == [0]


def test_inputs_that_move_nothing_are_never_chosen() -> None:
    """Rather fewer than asked for."""
    assert swings(lambda points: points[:, 1:2], 3, (0.5,)).largest(5) == [1]
    assert swings(lambda points: np.ones((len(points), 1)), 3, (0.5,)).largest(5) == []


def test_the_screening_is_blind_to_what_bends_back() -> None:
    """Ishigami's second input takes both its ends to the same height: only its indices show it."""
    assert swings(ishigami, 3, (0.5,)).largest(5) == [0]


def test_one_world_leaves_the_doubt_open() -> None:
    assert np.isnan(swings(linear, 2, (MIDDLE,)).doubt).all()


def with_inputs(*ids: str) -> Scenario:
    """The baseline with all but a few of its assumptions taken for certain."""
    choice = Ground("choice", "", Name("certain", "确定"))
    grounds = {path: ground if ground.id in ids else choice for path, ground in baseline().grounds.items()}
    return changed(baseline(), grounds=grounds)


SCENARIO = with_inputs("stock.occupancy0", "stock.enterprises0.core", "tenant.organic.ai", "stock.rent.office")


@pytest.fixture(scope="module")
def found() -> Sensitivity:
    """Of the tiny place, half a year on."""
    return sensitivity(
        tiny_place(), SCENARIO, ("ai.enterprises", "ai.let_m2"), "2023-06", Serial(), inputs=2, samples=4, worlds=1
    )


def test_the_model_is_split_into_its_inputs_and_luck(found: Sensitivity) -> None:
    """Every uncertain input has a swing; the largest and luck have indices."""
    assert found.inputs == tuple(one.assumption for one in inputs_of(SCENARIO))
    assert found.swings.low.shape == (len(found.inputs), 2)
    assert found.chosen[-1] == LUCK
    assert len(found.chosen) == 3
    assert found.runs == 1 + 2 * len(found.inputs) + 4 * (3 + 2)
    assert [one.id for one in found.measures] == ["ai.enterprises", "ai.let_m2"]


def test_the_document_ranks_the_swings(found: Sensitivity) -> None:
    """The largest first; every index has its interval; nothing is NaN."""
    rows = json.loads(json.dumps(document(found), allow_nan=False))["kpis"]["ai.let_m2"]
    sizes = [abs(row["at_p90"] - row["at_p10"]) for row in rows["swings"]]
    assert sizes == sorted(sizes, reverse=True)
    assert 0 < len(sizes) == len(ranked(found, 1)) <= 4
    assert [row["input"] for row in rows["indices"]] == list(found.chosen)
    assert set(rows["indices"][0]) == {"input"} | {
        f"{part}{end}" for part in ("first", "total") for end in ("", "_low", "_high")
    }


def test_the_report_ranks_swings_and_splits_the_variance(found: Sensitivity) -> None:
    """Of each figure, largest first, with luck among the shares and how far to trust them."""
    said = text(found)
    assert said.startswith("Sensitivity of Baseline in 2023-06")
    assert "Let floor area, at the medians" in said
    assert "Luck" in said.split("Share of its variance")[1]


def test_the_report_speaks_chinese(found: Sensitivity) -> None:
    set_language("zh")
    assert text(found).startswith("基准情景2023-06的敏感性")


def test_a_run_up_to_a_month_says_what_a_longer_one_says_of_it() -> None:
    """So that a question about 2024 costs two years, not eight."""
    short, long = (simulate(tiny_place(), changed(baseline(), months=months), seed=5) for months in (12, 36))
    for kpi, series in short.kpis.items():
        assert list(series.values) == pytest.approx(list(long.kpis[kpi].values[:12]), rel=1e-12, nan_ok=True), kpi


@pytest.mark.parametrize("month", ["2022-12", "2024-01", "soon", "2023-13", "2023-1"])
def test_a_month_outside_the_scenario_is_refused(month: str) -> None:
    with pytest.raises(UserError, match=r"2023-01 to 2023-12"):
        sensitivity(
            tiny_place(), changed(baseline(), months=12), ("ai.enterprises",), month, Serial(), inputs=1, samples=2
        )


def test_an_unknown_kpi_is_refused() -> None:
    with pytest.raises(UserError, match=r"'ai\.hapiness' is not known"):
        sensitivity(
            tiny_place(), changed(baseline(), months=12), ("ai.hapiness",), "2023-06", Serial(), inputs=1, samples=2
        )
