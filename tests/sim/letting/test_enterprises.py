"""Kinds of enterprises: six fields and three emerging ones of AI, four of VR, sizes, and what each wants."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.letting.enterprises import (
    ORIGIN_NAMES,
    ORIGINS,
    OTHER,
    SECTORS,
    compute_weight,
    draw_sector,
    draw_size,
    index_of,
)
from sim.letting.lives import Lives
from sim.letting.people import People
from sim.settings import AI_SECTORS, AI_TRACKS, SIZE_CLASSES
from sim.streams import Streams
from tests.sim.worlds import baseline, changed, world_of

RULES = baseline().tenants


def drawn(park: str, count: int = 8000) -> dict[str, float]:
    """Shares of the fields of so many newcomers, evenly lucky."""
    found = [SECTORS[draw_sector(park, (number + 0.5) / count, RULES)] for number in range(count)]
    return {name: found.count(name) / count for name in SECTORS if name in found}


def test_the_three_tracks_stand_beside_the_six_fields() -> None:
    """Each track has its share of all, and the fields share the rest in their proportions."""
    shares = drawn("ai")
    assert set(shares) == {*AI_SECTORS, *AI_TRACKS}
    for name, share in zip(AI_TRACKS, RULES.track_shares, strict=True):
        assert shares[name] == pytest.approx(share, abs=1e-3)
    rest = 1.0 - sum(RULES.track_shares)
    for name, share in zip(AI_SECTORS, RULES.sector_shares, strict=True):
        assert shares[name] == pytest.approx(rest * share, abs=1e-3)


def test_the_other_parks_have_their_own_fields() -> None:
    """VR's four, and other trades elsewhere."""
    assert all(name.startswith("vr_") for name in drawn("vr"))
    assert set(drawn("harbour")) == set(drawn("")) == {OTHER}


def test_model_training_wants_most_compute_and_other_trades_none() -> None:
    """By the book's weights."""
    weights = {name: compute_weight(SECTORS.index(name), baseline().compute) for name in SECTORS}
    assert max(weights, key=lambda name: weights[name]) == "model_training"
    assert weights["model_training"] == 2.7
    assert [name for name, weight in weights.items() if weight == 0.0] == [OTHER]


def test_a_park_of_model_trainers_buys_more_compute() -> None:
    """The track reaches the centres."""
    rules = {"joined": (0.0, 0.0, 0.0), "training": (0.0, 0.0, 0.33)}
    sold = {
        name: world_of(changed(baseline(), months=24, tenants={"track_shares": shares})).history().books.sold_by_park_p
        for name, shares in rules.items()
    }
    assert sold["training"][-1]["ai"] > 1.1 * sold["joined"][-1]["ai"]


@given(st.lists(st.floats(0.01, 5.0), min_size=1, max_size=9), st.floats(1e-9, 1 - 1e-9))
def test_an_index_is_found_where_luck_falls(weights: list[float], luck: float) -> None:
    """Between the cumulative weights."""
    index = index_of(tuple(weights), luck)
    below, whole = sum(weights[:index]), sum(weights)
    assert below - 1e-9 <= luck * whole <= below + weights[index] + 1e-9


def test_floor_follows_from_staff() -> None:
    """At so much for each; sizes are as the book's medians."""
    people = People(baseline(), Streams(1), Lives())
    some = [people.draw("ai", str(number), "organic", RULES.class_new) for number in range(3000)]
    assert all(one.area_m2 == pytest.approx(one.staff * RULES.area_office) for one in some)
    for index, name in enumerate(SIZE_CLASSES):
        staff = np.median([one.staff for one in some if one.size_class == index])
        assert staff == pytest.approx(getattr(RULES, f"staff_{name}").median, rel=0.25)
    assert draw_size((1.0, 0.0, 0.0), Streams(1).of("x"), RULES)[0] == 0


def test_the_first_user_of_a_floor_has_the_people_for_it() -> None:
    """And the size that goes with them."""
    people = People(baseline(), Streams(1), Lives())
    for area_m2, size_class in ((300.0, "startup"), (3000.0, "growth"), (30_000.0, "leader")):
        one = people.draw_first_user("vr", f"prelet/{area_m2}", area_m2, RULES.area_office)
        assert one.staff * RULES.area_office == pytest.approx(area_m2)
        assert SIZE_CLASSES[one.size_class] == size_class


def test_every_way_of_coming_has_a_name() -> None:
    """In both languages."""
    assert set(ORIGIN_NAMES) == set(ORIGINS)
    assert all(name.en and name.zh for name in ORIGIN_NAMES.values())
