"""Published facts and assumptions: complete, unaltered, and told in both languages."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator

import pytest

from gis.text import set_language
from sim.facts import assumptions, facts, source_text, sources
from sim.kpis import registered
from sim.scenario import load, shipped


@pytest.fixture
def _chinese() -> Iterator[None]:
    set_language("zh")
    yield
    set_language("en")


def test_published_values_are_unaltered() -> None:
    """Whoever changes a published value, unit or level changes this hash, and says why."""
    rows = [(f.id, f.value, f.unit, f.op, f.level, f.park, f.kind, f.as_of) for f in facts().values()]
    digest = hashlib.blake2b(json.dumps(rows, ensure_ascii=False).encode(), digest_size=16).hexdigest()
    assert (len(rows), digest) == (79, "b191fb0667405a6558f64f773fb4b5f9")


def test_every_fact_names_a_source_in_both_languages() -> None:
    """No figure is published by nobody."""
    for fact in facts().values():
        assert fact.sources, fact.id
        assert fact.name.en, fact.id
        assert fact.name.zh, fact.id
    for source in sources().values():
        assert source.name.en, source.id
        assert source.name.zh, source.id


def test_every_source_is_used() -> None:
    """The register holds no idle entries."""
    used = {source.id for fact in facts().values() for source in fact.sources}
    assert used == set(sources())


def test_every_assumption_lies_in_its_range_and_gives_its_reason() -> None:
    """low <= value <= high, and a sentence why."""
    for one in assumptions().values():
        assert one.low <= one.value <= one.high, one.id  # type: ignore[operator]
        assert one.reason.en, one.id
        assert one.evidence, one.id
        assert one.confidence in ("A", "B", "C"), one.id


def test_what_a_scenario_or_a_kpi_rests_on_is_reasoned_in_chinese_too() -> None:
    """A tooltip in Chinese holds no English."""
    used = {ground.id for name in shipped() for ground in load(name).grounds.values()}
    used |= {source for one in registered() for source in one.sources}
    assert not [one.id for one in assumptions().values() if one.id in used and not one.reason.zh]


def test_no_id_is_both_published_and_assumed() -> None:
    """A tooltip never has to guess."""
    assert not set(facts()) & set(assumptions())


def test_a_fact_is_told_with_its_figure_and_source() -> None:
    """Published: what, how much, by whom, when."""
    text = source_text("compute.customers")
    assert text.startswith("Published: ")
    assert "≥ 80 enterprises" in text
    assert "2023-04-25" in text


def test_an_assumption_is_told_with_its_range_and_reason() -> None:
    """Assumed: what, how much, from where to where, why."""
    text = source_text("stock.occupancy0")
    assert text.startswith("Assumed: Occupancy at the start, 0.78 ")
    assert "0.66 to 0.88" in text
    assert "vacancy" in text


@pytest.mark.usefixtures("_chinese")
def test_sources_are_told_in_chinese() -> None:
    """The language in use decides."""
    assert source_text("ai.area").startswith("公布：人工智能产业园总占地面积，2,918 亩（")
    assert source_text("stock.occupancy0").startswith("假设：期初出租率，")


@pytest.mark.usefixtures("_chinese")
def test_no_tooltip_in_chinese_holds_an_english_unit_or_text() -> None:
    """Units of the books are translated; what a text says is its Chinese name."""
    plain = re.compile(r"\b(per|of|the|year|enterprises?|share|over|days?|park)\b")
    told = {ground: source_text(ground) for ground in (*facts(), *assumptions())}
    used = {one.id for one in assumptions().values() if one.reason.zh} | set(facts())
    assert not [text for ground, text in told.items() if ground in used and plain.search(text)]


def test_an_unknown_ground_is_refused() -> None:
    """Nothing is told of what is not in the books."""
    with pytest.raises(KeyError):
        source_text("no.such.fact")
