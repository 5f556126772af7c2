"""A layout's figures are held against the published ones, each with its like alone."""

from __future__ import annotations

import pytest

from gis.units import m2_from_mu
from sim.ledger.layout_facts import comparisons, layout_findings, rounding


def test_a_site_that_differs_is_told_with_the_difference() -> None:
    """In mu, with the fact and its source, as a warning that says what to do."""
    (told,) = layout_findings({"park": "ai", "site_area_m2": m2_from_mu(2914.3)}, "plan.gpkg")
    assert told.level == "warning"
    assert told.what == "Site area 2,914.3 mu, published 2,918: -3.7."
    assert "[ai.area]" in told.expected
    assert "Qingdao Daily" in told.expected
    assert told.remedy


def test_a_site_that_agrees_is_noted() -> None:
    """As far as the published figure is exact."""
    (told,) = layout_findings({"park": "vr", "site_area_m2": m2_from_mu(1968.7)}, "plan.gpkg")
    assert (told.level, told.what) == ("note", "Site area 1,968.7 mu: agrees with the published 1,969.")


@pytest.mark.parametrize("figures", [{}, {"park": "vr", "site_area_m2": None}, {"park": "mine", "site_area_m2": 1.0}])
def test_nothing_is_said_where_nothing_is_published(figures: dict[str, object]) -> None:
    """Of another park, or without a site."""
    assert comparisons(figures) == []


@pytest.mark.parametrize(
    ("published", "op", "most"),
    [(2918, "eq", 0.5), (1_080_000, "eq", 5000), (170_000, "eq", 850), (328, "approx", 16.4), (40, "eq", 0.5)],
)
def test_a_published_figure_is_as_exact_as_its_digits(published: float, op: str, most: float) -> None:
    """Round ones may be off by half of their last digit, by half a per cent at most; "about" by a twentieth."""
    assert rounding(published, op) == pytest.approx(most)


def row(parcel: str, published: str, **more: object) -> dict[str, object]:
    """A parcel's or building's row."""
    plain = {"area_m2": 0.0, "gfa_m2": 0.0, "gfa_below_m2": 0.0, "status": "existing", "site": "ai-core"}
    return {**plain, "id": parcel, "published": published, **more}


def test_core_floor_is_that_of_the_core_alone() -> None:
    """The wings' floor is never added to it, nor what is still to be built."""
    buildings = [
        row("a", "", gfa_m2=1_080_000.0),
        row("b", "", gfa_m2=500_000.0, site="ai-haier"),
        row("c", "", gfa_m2=300_000.0, status="planned"),
    ]
    (one,) = comparisons({"park": "ai", "buildings": buildings})
    assert (one.fact.id, one.value, one.agrees) == ("ai.core.gfa_built", 1_080_000.0, True)


def test_land_under_construction_is_that_of_its_parcels() -> None:
    """In mu."""
    parcels = [
        row("a", "", area_m2=m2_from_mu(300), status="under_construction"),
        row("b", "", area_m2=m2_from_mu(900)),
    ]
    (one,) = comparisons({"park": "ai", "parcels": parcels})
    assert one.fact.id == "ai.under_construction_area"
    assert (one.value, one.agrees) == (pytest.approx(300), False)


def test_parcels_are_compared_with_the_facts_that_they_name() -> None:
    """Basements included; a total over phases needs all of them."""
    first = row("P1", "press.iip.phase1; 55 mu", gfa_m2=134_000.0, gfa_below_m2=36_000.0)
    second = row("P2", "press.iip.total; 227 mu", gfa_m2=566_000.0, gfa_below_m2=184_000.0)
    both = {one.fact.id: one.value for one in comparisons({"park": "ai", "parcels": [first, second]})}
    assert both["press.iip.phase1"] == 170_000
    assert both["press.iip.total"] == 920_000
    alone = {one.fact.id for one in comparisons({"park": "ai", "parcels": [second]})}
    assert "press.iip.total" not in alone
