"""Published facts and assumptions: complete, unaltered, and told in both languages."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date

import pytest

from gis.text import set_language
from sim.facts import KINDS, LEVELS, PARKS, ROLES, assumptions, conflicts, facts, known_on, source_text, sources
from sim.ledger import books
from sim.ledger.books import last_day

_LONGEST_NAME = 80
_FIRST_YEAR = 2010


@pytest.fixture
def _chinese() -> Iterator[None]:
    set_language("zh")
    yield
    set_language("en")


def test_published_values_are_unaltered() -> None:
    """Whoever changes a published value, unit or level changes this hash, and says why."""
    rows = [
        (f.id, f.value, f.unit, f.op, f.level, f.park, f.kind, f.as_of, f.published, f.conflict)
        for f in facts().values()
    ]
    digest = hashlib.blake2b(json.dumps(rows, ensure_ascii=False).encode(), digest_size=16).hexdigest()
    assert (len(rows), digest) == (187, "0daee26942854e3fc3ceb98de154eb8e")


def test_every_fact_has_what_its_readers_need() -> None:
    """A source, a short name in both languages, a figure with its unit, dates, and words of the agreed lists."""
    for fact in facts().values():
        assert fact.sources, fact.id
        assert 0 < len(fact.name.en) <= _LONGEST_NAME, fact.id
        assert 0 < len(fact.name.zh) <= _LONGEST_NAME, fact.id
        assert fact.unit, fact.id
        assert isinstance(fact.value, str) == (fact.unit in ("date", "text")), fact.id
        assert (fact.level in LEVELS, fact.kind in KINDS, fact.role in ROLES, fact.park in PARKS) == (True,) * 4
        assert last_day(fact.as_of).year >= _FIRST_YEAR, fact.id
    for source in sources().values():
        assert source.name.en, source.id
        assert source.name.zh, source.id


def test_dates_that_are_facts_parse() -> None:
    """So that a milestone can be compared with them."""
    for fact in facts().values():
        if fact.unit == "date":
            assert last_day(str(fact.value)).year >= _FIRST_YEAR, fact.id


def test_a_fact_was_published_when_the_first_of_its_sources_appeared() -> None:
    """The back-test splits by this date, so that a source of its own date must say so."""
    for fact in facts().values():
        dated = [source.date for source in fact.sources if source.date]
        assert fact.published == min(dated), fact.id
        assert fact.sources[0].date == fact.published, fact.id


def test_nothing_was_published_after_the_day_of_knowledge() -> None:
    """The model is fitted to what was known on 25 April 2023."""
    assert max(fact.published_on for fact in facts().values()) == date(2023, 4, 25)


def test_what_is_reported_as_done_had_been_done() -> None:
    """Only plans and targets speak of later than the last source that says so."""
    for fact in facts().values():
        if fact.kind == "observed":
            said = max(last_day(source.date) for source in fact.sources if source.date)
            assert last_day(fact.as_of) <= said, fact.id


def test_every_conflict_has_members_that_differ() -> None:
    """A group of one is no conflict; each says in both languages what disagrees and how the model reads it."""
    for conflict in conflicts().values():
        members = [fact for fact in facts().values() if fact.conflict == conflict.id]
        assert len({(fact.value, fact.level, fact.kind, fact.as_of) for fact in members}) > 1, conflict.id
        assert conflict.name.en, conflict.id
        assert conflict.name.zh, conflict.id


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


def test_every_assumption_is_reasoned_in_both_languages() -> None:
    """A tooltip in Chinese holds no English."""
    for one in assumptions().values():
        assert one.reason.en, one.id
        assert one.reason.zh, one.id


def test_evidence_is_a_fact_an_address_or_words() -> None:
    """What looks like the id of a fact is one."""
    named = [(one.id, each) for one in assumptions().values() for each in one.evidence]
    ids = [(key, each) for key, each in named if " " not in each and "://" not in each]
    assert ids
    assert not [(key, each) for key, each in ids if each not in facts()]


@pytest.mark.parametrize(
    ("evidence", "day"),
    [
        ("ai.core.gfa_built", date(2023, 3, 23)),
        ("http://macsoso.com/xin/2023/295989.html", date(2023, 2, 8)),
        ("http://a.cn/govweb/2013-07/30/content_2458186.htm", date(2013, 7, 30)),
        ("http://a.cn/20170829/a79d.html", date(2017, 8, 29)),
        ("http://a.cn/201909/18/1805887.shtml", date(2019, 9, 18)),
        ("http://a.cn/page/2020/1230/7409168.shtml", date(2020, 12, 30)),
        ("https://a.com/2013/08/blog-post_4.html", date(2013, 8, 31)),
        ("https://a.com/14/21/14387 (2022)", date(2022, 12, 31)),
        ("general knowledge", None),
    ],
)
def test_evidence_has_the_date_of_its_source_or_address(evidence: str, day: date | None) -> None:
    """Words that cite nothing have none."""
    assert known_on(evidence) == day


@pytest.mark.parametrize("evidence", ["https://a.com/93421.html", "http://gabgabhouse.com/shandong/info/202791.html"])
def test_an_address_without_a_date_is_refused(monkeypatch: pytest.MonkeyPatch, evidence: str) -> None:
    """What was known when could not be told, and the back-test would be blind to it."""
    row = {**books.content("assumptions.toml")["assumption"][0], "evidence": [evidence]}
    monkeypatch.setattr(books, "rows", lambda *_: [row])
    with pytest.raises(ValueError, match="without a date"):
        assumptions.__wrapped__()


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
    assert source_text("ai.area").startswith("公布：人工智能产业园总占地（含两翼），2,918 亩（")
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
