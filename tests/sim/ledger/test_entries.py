"""The ledger: what is asked for, what rests on what, and how it is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest

from gis.text import set_language
from sim.columns import width
from sim.facts import KINDS, LEVELS, PARKS, assumptions, conflicts, facts
from sim.kpis import registered
from sim.ledger.document import assumptions_document, explained_document, facts_document, scenario_document
from sim.ledger.entries import (
    USES,
    Use,
    Wanted,
    assumptions_with,
    chosen,
    cited_facts,
    grounds_of,
    is_idle,
    members,
    says,
    uses,
)
from sim.ledger.table import assumptions_text, explained, facts_text, scenario_text
from sim.scenario import load, shipped


@pytest.fixture
def _chinese() -> Iterator[None]:
    set_language("zh")
    yield
    set_language("en")


def test_nothing_asked_for_is_everything() -> None:
    """In the order of the book."""
    assert [fact.id for fact in chosen(Wanted())] == list(facts())
    assert assumptions_with("") == list(assumptions().values())


@pytest.mark.parametrize(("key", "words"), [("level", LEVELS), ("park", PARKS), ("kind", KINDS)])
def test_a_filter_divides_the_book(key: str, words: tuple[str, ...]) -> None:
    """Every fact has one level, one park, one kind: the parts together are the whole."""
    parts = [fact.id for word in words for fact in chosen(Wanted(**{key: word}))]
    assert sorted(parts) == sorted(facts())


def test_filters_are_asked_for_together() -> None:
    """All of them must fit."""
    found = chosen(Wanted(level="core", park="ai", kind="target"))
    assert {fact.id for fact in found} == {
        "ai.target.enterprises.2024",
        "ai.target.revenue.2024",
        "ai.target.output.2028",
    }


def test_publication_divides_at_a_day() -> None:
    """What was published on the day belongs to both sides that include it; the back-test splits so."""
    before, after = chosen(Wanted(until=date(2023, 2, 28))), chosen(Wanted(since=date(2023, 3, 1)))
    assert {fact.id for fact in before} | {fact.id for fact in after} == set(facts())
    assert not {fact.id for fact in before} & {fact.id for fact in after}
    assert "ai.opened" in {fact.id for fact in before}
    assert "roadshow.total" in {fact.id for fact in after}
    assert "ai.area" in {fact.id for fact in chosen(Wanted(since=date(2023, 2, 23), until=date(2023, 2, 23)))}


def test_a_source_is_asked_for() -> None:
    """All that it says, and no more."""
    found = chosen(Wanted(source="plan.vr_2022_2024"))
    assert "vr.target.output.2030" in {fact.id for fact in found}
    assert all("plan.vr_2022_2024" in [source.id for source in fact.sources] for fact in found)


def test_words_are_searched_in_both_languages() -> None:
    """Whatever the case, in names, figures, units and sources."""
    assert [fact.id for fact in chosen(Wanted(words="COMPUTE customers"))] == ["compute.customers"]
    assert "vr.capacity.modules" in [fact.id for fact in chosen(Wanted(words="模组"))]
    assert chosen(Wanted(words="unicorn")) == []
    assert [one.id for one in assumptions_with("immersion PUE")] == ["compute.pue.haizhixin"]
    assert says("", [])


def test_groups_hold_what_disagrees() -> None:
    """Every member names the group; asked for all, only members come."""
    assert {fact.id for fact in members("haizhixin")} == {
        "compute.haizhixin.landed", "compute.haizhixin.signed", "compute.haizhixin.online_plan",
    }  # fmt: skip
    assert members("") == []
    assert sorted(fact.id for fact in chosen(Wanted(grouped=True))) == sorted(
        fact.id for group in conflicts() for fact in members(group)
    )


def test_every_ground_of_a_scenario_knows_its_use() -> None:
    """From a value to its fact and from the fact back to the value."""
    for path, ground in load("baseline").grounds.items():
        if ground.id:
            assert Use("value", path, "baseline") in uses(ground.id)


def test_a_scenario_is_named_where_it_differs_from_the_baseline() -> None:
    """What it shares with the baseline is said once."""
    for ground in (*facts(), *assumptions()):
        values = [use for use in uses(ground) if use.kind == "value"]
        base = {use.id for use in values if use.scenario == "baseline"}
        grounds = {name: load(name).grounds for name in {use.scenario for use in values}}
        for use in values:
            assert grounds[use.scenario][use.id].id == ground
            if use.scenario != "baseline" and use.id in base:
                assert grounds[use.scenario][use.id] != load("baseline").grounds[use.id]


def test_every_source_of_a_kpi_knows_the_kpi() -> None:
    """And every fact that an assumption cites knows the assumption."""
    for kpi in registered():
        for source in kpi.sources:
            assert Use("kpi", kpi.id) in uses(source)
    for one in assumptions().values():
        for cited in cited_facts(one):
            assert Use("assumption", one.id) in uses(cited)


def test_uses_stand_in_order_and_once() -> None:
    """Values first, places last."""
    for ground in (*facts(), *assumptions()):
        kinds = [USES.index(use.kind) for use in uses(ground)]
        assert kinds == sorted(kinds)
        assert len(set(uses(ground))) == len(uses(ground))


def test_what_the_back_test_scores_or_takes_back_is_a_use() -> None:
    """A figure that is scored has a part in the model's judgement; a value from before the split names its ground."""
    assert "score" in {use.kind for use in uses("compute.customers")}
    assert Use("score", "roadshow") in uses("roadshow.shenzhen")
    assert Use("before", "build.talks_to_signing") in uses("earlier.build.talks")


def test_context_has_no_part_in_the_model() -> None:
    """A fact with that role is idle, and an idle one is not an initial value."""
    assert is_idle("ai.traffic.cities")
    assert not is_idle("compute.customers")
    assert not [fact.id for fact in facts().values() if fact.role == "context" and any(
        use.kind in ("value", "kpi") for use in uses(fact.id))]  # fmt: skip


def test_a_scenario_rests_on_its_grounds_and_the_kpis_sources() -> None:
    """Every ground, every source, every decision: nothing is left out and nothing comes from nowhere."""
    for name in shipped():
        scenario = load(name)
        found = grounds_of(scenario)
        named = {ground.id for ground in scenario.grounds.values() if ground.id}
        sources = {source for kpi in registered() for source in kpi.sources}
        listed = {one.id for one in (*found.facts, *found.assumptions) if one.values or one.kpis}
        assert listed == named | sources
        paths = [path for one in (*found.facts, *found.assumptions) for path in one.values]
        assert sorted(paths + [one.path for one in found.choices]) == sorted(scenario.grounds)


def test_the_list_keeps_levels_apart() -> None:
    """Each level stands under its own heading, and no row is a total."""
    text = facts_text(chosen(Wanted(park="ai")))
    heads = [row.split("  ")[0] for row in text.splitlines() if "published" in row and "figure" in row]
    assert heads == ["core", "park", "centre", "district", "city", "enterprise or institute"]
    assert "total" not in [row.split("  ")[0] for row in text.splitlines()]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_lists_are_aligned(language: str) -> None:
    """The last column begins at the same place in every row of every block."""
    set_language(language)
    try:
        for text in (facts_text(list(facts().values())), assumptions_text(list(assumptions().values()))):
            heads = [row for row in text.splitlines() if row.endswith(("  what", "  名称"))]
            assert len({width(row) for row in heads}) == 1
        row = next(row for row in facts_text(members("compute_funnel")).splitlines() if "compute.intent " in row)
        head = facts_text(members("compute_funnel")).splitlines()[0]
        begins = width(head) - width(head.rsplit("  ", 1)[1])
        assert width(row[: row.index(facts()["compute.intent"].name.text())]) == begins
    finally:
        set_language("en")


def test_a_list_says_how_many_are_idle_or_disagree() -> None:
    """So that nobody takes every figure for a part of the model."""
    some = [facts()["ai.traffic.cities"], facts()["compute.customers"]]
    assert facts_text(some).splitlines()[-3:] == [
        "2 entries.",
        "1 disagree with others or are easily taken for them: see their group.",
        "1 have no part in the model: no value, KPI, assumption, milestone or check rests on them.",
    ]
    assert facts_text([]) == "No fact is like that."
    assert assumptions_text([]) == "No assumption is like that."


def test_a_fact_is_explained() -> None:
    """Value, level, dates, source, group with its other members, and what rests on it."""
    text = explained("compute.customers")
    for part in ("≥ 80 enterprises", "centre", "observed", "2023-04-25", "article.laoshan_parks", "compute_funnel"):
        assert part in text
    assert "compute.intent.enterprises  ≥ 270 enterprises" in text
    assert "baseline: compute.customers_joined" in text
    assert "compute.intent_to_contract.firms" in text


def test_an_assumption_is_explained() -> None:
    """Range, confidence, reason, evidence, the facts that it cites."""
    text = explained("compute.haizhixin_date")
    for part in ("2023-10-31 to 2025-06-30", "judgement", "Announced for 2023", "compute.haizhixin.online_plan"):
        assert part in text
    assert "http://sd.news.cn/" in text
    assert "press.xinhua.2022-05-16" in text


def test_what_carries_nothing_says_so() -> None:
    """An explained entry never ends in silence."""
    idle = next(one for one in facts() if not uses(one))
    assert explained(idle).endswith("Nothing rests on it.")


@pytest.mark.usefixtures("_chinese")
def test_explanations_in_chinese_hold_no_english_words() -> None:
    """But ids, addresses and names of firms; the words of a text are its Chinese name."""
    text = explained("vr.phase1.delivered")
    assert "整机项目一期交付（至少部分）" in text
    assert "以其为依据的有：" in text
    assert "handed" not in text.replace("handed_over", "").replace("handover", "")


def test_a_scenario_is_told() -> None:
    """How many of each, and every one."""
    text = scenario_text(load("baseline"))
    found = grounds_of(load("baseline"))
    assert f"rest on {len(found.facts)} published facts, {len(found.assumptions)} assumptions" in text
    for one in (*found.facts, *found.assumptions):
        assert f"\n{one.id} " in text
    for choice in found.choices:
        assert choice.path in text


def test_documents_are_plain_and_whole() -> None:
    """JSON takes them; every fact, source and group is in them."""
    content = json.loads(json.dumps(facts_document(list(facts().values())), allow_nan=False))
    assert [row["id"] for row in content["facts"]] == list(facts())
    assert {row["id"] for row in content["conflicts"]} == set(conflicts())
    assert all(row["sources"] and row["published"] for row in content["facts"])
    one = explained_document("compute.customers")["fact"]
    assert one["conflict"]["members"] == ["compute.intent", "compute.intent.enterprises", "compute.customers"]
    assert {"kind": "value", "id": "compute.customers_joined", "scenario": "baseline"} in one["used_by"]
    told = json.loads(json.dumps(assumptions_document(list(assumptions().values())), allow_nan=False))
    assert len(told["assumptions"]) == len(assumptions())
    assert explained_document("compute.churn")["assumption"]["id"] == "compute.churn"
    rests = json.loads(json.dumps(scenario_document(load("baseline")), allow_nan=False))
    assert set(rests) == {"scenario", "facts", "assumptions", "choices"}
