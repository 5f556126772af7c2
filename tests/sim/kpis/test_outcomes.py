"""Figures of revenue, tax and scenes: each of its level and kind, and plausible beside each other."""

from __future__ import annotations

import numpy as np
import pytest

from sim.facts import assumptions, facts
from sim.settings import SIZE_CLASSES
from tests.sim.worlds import baseline, baseline_run

LEVELS = {
    "core.revenue_cny_year": "core",
    "core.tax_cny_year": "core",
    "ai.revenue_cny_year": "core",
    "vr.revenue_cny_year": "park",
    "vr.output_cny_year": "park",
    "ai.scenes": "park",
    "district.ai_revenue_cny_year": "district",
    "district.vr_revenue_cny_year": "district",
    "district.vr_booked_cny_year": "district",
    "district.platforms": "district",
    "city.vr_revenue_cny_year": "city",
    "city.demonstrations": "city",
}


def values(name: str) -> np.ndarray:
    """A KPI of the baseline."""
    return baseline_run().kpis[name].values


@pytest.mark.parametrize(("name", "level"), LEVELS.items())
def test_each_figure_says_its_level(name: str, level: str) -> None:
    """As the facts with which it is compared do."""
    assert baseline_run().kpis[name].level == level


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("core.revenue_cny_year", "ai.target.revenue.2024"),
        ("core.revenue_cny_year", "ai.target.output.2028"),
        ("city.vr_revenue_cny_year", "vr.target.output.2024"),
        ("city.vr_revenue_cny_year", "vr.target.output.2030"),
        ("ai.scenes", "ai.target.scenes.2028"),
        ("city.demonstrations", "vr.target.demonstrations.2024"),
    ],
)
def test_a_target_is_held_against_a_figure_of_its_own_level(name: str, target: str) -> None:
    """Level and park agree; the target is no source of the figure."""
    one, fact = baseline_run().kpis[name], facts()[target]
    assert (one.level, one.park) == (fact.level, fact.park)
    assert target not in one.sources


@pytest.mark.parametrize("park", ["ai", "vr"])
def test_size_classes_share_the_tenants_revenue(park: str) -> None:
    """They make the whole of it."""
    shares = sum(values(f"{park}.revenue_share.{name}") for name in SIZE_CLASSES)
    assert shares == pytest.approx(1.0)


def test_the_share_of_each_class_is_named_in_both_languages() -> None:
    """By the class."""
    one = baseline_run().kpis["ai.revenue_share.startup"]
    assert one.name.en.endswith("Start-up")
    assert one.name.zh.endswith("初创企业")


def test_rent_is_one_to_three_per_cent_of_revenue() -> None:
    """Where the subsidy acts: cheap, and weak. At the start, before revenue has outgrown rents."""
    assert np.all((values("ai.rent_burden")[:24] > 0.01) & (values("ai.rent_burden")[:24] < 0.03))
    assert np.all((values("vr.rent_burden")[:24] > 0.01) & (values("vr.rent_burden")[:24] < 0.04))


def test_tenants_earn_what_a_head_and_a_square_metre_of_their_kind_earn() -> None:
    """At the start between the assumptions for start-ups and leaders, and for as many people as the floor holds."""
    low, high = (float(assumptions()[f"tenant.revenue_per_head.{name}"].value) for name in ("startup", "leader"))
    a_head = values("ai.revenue_per_head")[0]
    assert low < a_head < high
    assert values("ai.revenue_per_m2")[0] == pytest.approx(a_head / baseline().tenants.area_office, rel=0.35)


def test_value_added_is_another_kind_of_money() -> None:
    """Between the ratio of makers and that of software."""
    rules = baseline().outcomes
    for park in ("ai", "vr"):
        ratio = values(f"{park}.value_added_cny_year") / values(f"{park}.revenue_cny_year")
        assert np.all((ratio > rules.value_added_goods) & (ratio < rules.value_added_services))


def test_tax_is_a_ratio_of_the_revenue_of_its_own_level() -> None:
    """VR pays less than AI."""
    for tax, income, ratio in (
        ("core.tax_cny_year", "core.revenue_cny_year", 0.045),
        ("district.ai_tax_cny_year", "district.ai_revenue_cny_year", 0.045),
        ("district.vr_tax_cny_year", "district.vr_revenue_cny_year", 0.028),
    ):
        assert values(tax) == pytest.approx(ratio * values(income))


def test_output_of_the_plant_follows_what_it_makes() -> None:
    """Twelve months of devices at 1,300 CNY and of the modules that are sold on their own at 130."""
    devices, modules = (values(f"vr.{name}")[84:96].sum() for name in ("devices", "modules"))
    expected = 1300 * devices + 130 * (modules - 2 * devices)
    assert values("vr.output_cny_year")[95] == pytest.approx(expected)


def test_scenes_are_a_small_part_of_solutions() -> None:
    """And what is published of the start stands."""
    assert np.all(values("ai.scenes") <= values("ai.solutions"))
    assert values("ai.scenes")[0] < 15
    assert values("ai.solutions")[2] >= 100
    assert values("district.platforms")[3] >= 22


def test_indirect_jobs_are_off() -> None:
    """In the baseline nobody is told of them."""
    assert not [key for key in baseline_run().kpis if "indirect" in key]
