"""The ledger to read: lists in columns, one fact or assumption explained, what a scenario rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from gis.text import Name, current_language, tr
from sim.columns import cut, line, widths, wrapped
from sim.facts import Assumption, Fact, assumptions, conflicts, facts, figure_text, shown, sources
from sim.ledger.entries import Ground, Grounds, Use, cited_facts, grounds_of, is_idle, members, uses
from sim.scenario import Scenario
from sim.table import level_name

_WIDTH: Final = 110
_FIGURE: Final = 30
"""A figure in a list is cut here: words are told in full where the fact is explained."""
_LABEL: Final = 12
_NONE: Final = "–"

PARKS: Final[Mapping[str, Name]] = {
    "ai": Name("AI park", "人工智能园"), "vr": Name("VR park", "虚拟现实园"), "both": Name("both parks", "两园"),
}  # fmt: skip
KINDS: Final[Mapping[str, Name]] = {
    "observed": Name("observed", "已实现"), "plan": Name("plan", "计划"), "target": Name("target", "目标"),
    "place": Name("place", "位置"),
}  # fmt: skip
ROLES: Final[Mapping[str, Name]] = {
    "layout": Name("layout", "布局"), "initial": Name("state at the start", "初始状态"),
    "parameter": Name("parameter", "参数"), "calibration": Name("held against results", "对照"),
    "policy": Name("policy", "政策"), "scene": Name("scene", "展示"),
    "context": Name("context, no part in the model", "背景，不入模型"),
}  # fmt: skip
_HEADS: Final[Mapping[str, Name]] = {
    "figure": Name("figure", "数值"), "as of": Name("as of", "截至"), "published": Name("published", "发布"),
    "kind": Name("kind", "性质"), "park": Name("park", "园区"), "used": Name("used", "引用"),
    "group": Name("group", "冲突组"), "name": Name("what", "名称"), "range": Name("range", "范围"),
    "confidence": Name("grade", "等级"), "values": Name("values", "取值"), "kpis": Name("KPIs", "指标"),
    "cited": Name("cited", "引证"), "level": Name("level", "口径"), "role": Name("role", "作用"),
    "sources": Name("sources", "来源"), "reason": Name("because", "理由"), "evidence": Name("evidence", "依据"),
    "facts": Name("Published facts", "公布数据"), "assumptions": Name("Assumptions", "假设"),
    "choices": Name("Decisions of the scenario", "情景自定"), "reader": Name("grade", "可信度"),
}  # fmt: skip
_USES: Final[Mapping[str, Name]] = {
    "value": Name("value", "取值"), "kpi": Name("KPI", "指标"), "assumption": Name("assumption", "假设"),
    "milestone": Name("milestone", "里程碑"), "score": Name("score of the back-test", "回测评分"),
    "before": Name("value known before", "此前已知取值"),
    "layout": Name("check of layouts", "布局核对"), "place": Name("known place", "已知地点"),
}  # fmt: skip
_CONFIDENCE: Final[Mapping[str, Name]] = {
    "A": Name("A, a direct figure for this place", "A，本地直接数据"),
    "B": Name("B, a close analogue or arithmetic", "B，相近类比或推算"),
    "C": Name("C, judgement", "C，判断"),
}
_LEVEL_ORDER: Final = ("core", "park", "both parks", "centre", "district", "city", "firm")


def facts_text(some: Sequence[Fact]) -> str:
    """`some` facts in columns, under a heading for each level: figures of different levels are never added up."""
    if not some:
        return tr("No fact is like that.")
    heads = [_head(key) for key in ("figure", "as of", "published", "kind", "park", "used", "group", "name")]
    blocks = []
    for level in _LEVEL_ORDER:
        rows = [_fact_row(fact) for fact in some if fact.level == level]
        if rows:
            blocks.append([[level_name(level).text(), *heads], *rows])
    return "\n".join([*_blocks(blocks), *_summary(some)])


def assumptions_text(some: Sequence[Assumption]) -> str:
    """`some` assumptions in columns."""
    if not some:
        return tr("No assumption is like that.")
    heads = [_head("assumptions"), *(_head(key) for key in ("figure", "range", "confidence", "used", "name"))]
    return "\n".join([*_blocks([[heads, *(_assumption_row(one) for one in some)]]), _count(len(some))])


def explained(ground: str) -> str:
    """The fact or assumption with this id: value, dates, sources, what it disagrees with, what rests on it."""
    fact = facts().get(ground)
    lines = _fact_lines(fact) if fact else _assumption_lines(assumptions()[ground])
    return "\n".join([ground, *lines, *_use_lines(uses(ground))])


def scenario_text(scenario: Scenario) -> str:
    """What `scenario` rests on: published facts, assumptions, and its own decisions."""
    grounds = grounds_of(scenario)
    blocks = [
        _ground_block("facts", grounds.facts, _fact_figure),
        _ground_block("assumptions", grounds.assumptions, _range),
    ]
    choices = [[_head("choices"), ""], *([one.path, one.reason.text()] for one in grounds.choices)]
    return "\n".join(
        [_rests(scenario, grounds), "", *_blocks(blocks), *(_blocks([choices]) if grounds.choices else [])]
    )


def _rests(scenario: Scenario, grounds: Grounds) -> str:
    return tr(
        "{scenario}: {values} values and the KPIs rest on {facts} published facts, {assumptions} assumptions and "
        "{choices} decisions.",
        scenario=scenario.name.text(),
        values=len(scenario.grounds),
        facts=len(grounds.facts),
        assumptions=len(grounds.assumptions),
        choices=len(grounds.choices),
    )


def _ground_block(head: str, some: Iterable[Ground], figure: Callable[[str], str]) -> list[list[str]]:
    heads = [_head(head), *(_head(key) for key in ("figure", "values", "kpis", "cited", "name"))]
    return [heads, *(_ground_row(one, figure) for one in some)]


def _ground_row(one: Ground, figure: Callable[[str], str]) -> list[str]:
    counts = [str(len(part)) if part else _NONE for part in (one.values, one.kpis, one.evidence)]
    return [one.id, figure(one.id), *counts, _book_name(one.id).text()]


def _book_name(ground: str) -> Name:
    fact = facts().get(ground)
    return fact.name if fact else assumptions()[ground].name


def _fact_row(fact: Fact) -> list[str]:
    used = _NONE if is_idle(fact.id) else str(len(uses(fact.id)))
    park, kind = PARKS[fact.park].text(), KINDS[fact.kind].text()
    dates = (fact.as_of, fact.published)
    return [fact.id, _fact_figure(fact.id), *dates, kind, park, used, fact.conflict or _NONE, fact.name.text()]


def _fact_figure(fact_id: str) -> str:
    fact = facts()[fact_id]
    # The value of a text is English; in other languages the name says the same.
    return tr("(in words)") if fact.unit == "text" and current_language() != "en" else cut(figure_text(fact), _FIGURE)


def _assumption_row(one: Assumption) -> list[str]:
    used = str(len(uses(one.id))) if uses(one.id) else _NONE
    return [one.id, cut(shown(one.value, one.unit), _FIGURE), _bounds(one), one.confidence, used, one.name.text()]


def _range(assumption_id: str) -> str:
    one = assumptions()[assumption_id]
    return f"{shown(one.value, '')} ({_bounds(one)})"


def _bounds(one: Assumption) -> str:
    return tr("{low} to {high}", low=shown(one.low, ""), high=shown(one.high, ""))


def _summary(some: Sequence[Fact]) -> list[str]:
    idle = sum(is_idle(fact.id) for fact in some)
    grouped = sum(bool(fact.conflict) for fact in some)
    return [
        _count(len(some)),
        tr("{count} disagree with others or are easily taken for them: see their group.", count=grouped),
        tr(
            "{count} have no part in the model: no value, KPI, assumption, milestone or check rests on them.",
            count=idle,
        ),
    ]


def _count(count: int) -> str:
    return tr("{count} entries.", count=count)


def _fact_lines(fact: Fact) -> list[str]:
    figure = [] if fact.unit == "text" and current_language() != "en" else [("figure", figure_text(fact))]
    told = [
        ("name", fact.name.text()), *figure, ("level", level_name(fact.level).text()),
        ("park", PARKS[fact.park].text()), ("kind", KINDS[fact.kind].text()), ("role", ROLES[fact.role].text()),
        ("as of", fact.as_of), ("published", fact.published),
    ]  # fmt: skip
    if fact.grade == "B":
        told.append(("reader", tr("B, to be read with care")))
    told += [("sources", f"{one.name.text()} · {one.date or _NONE} [{one.id}] {one.address}") for one in fact.sources]
    return [*_told(told), *_conflict_lines(fact)]


def _conflict_lines(fact: Fact) -> list[str]:
    if not fact.conflict:
        return []
    others = [one for one in members(fact.conflict) if one is not fact]
    told = [("group", f"{fact.conflict}: {conflicts()[fact.conflict].name.text()}")]
    rows = [
        [one.id, _fact_figure(one.id), level_name(one.level).text(), KINDS[one.kind].text(), one.as_of, one.name.text()]
        for one in others
    ]
    return [*_told(told), *_indented(rows)]


def _assumption_lines(one: Assumption) -> list[str]:
    table = one.table
    figures = ", ".join(f"{key} {value:g}" for key, value in table.items()) if isinstance(table, Mapping) else ""
    told = [
        ("name", one.name.text()), ("figure", shown(one.value, one.unit)), ("range", _bounds(one)),
        *([("values", figures or ", ".join(f"{value:g}" for value in table or ()))] if table else []),
        ("confidence", _CONFIDENCE[one.confidence].text()), ("reason", one.reason.text()),
        *(("evidence", _evidence(each)) for each in one.evidence if each not in facts()),
    ]  # fmt: skip
    return [*_told(told), *_indented([[key, _fact_figure(key), facts()[key].name.text()] for key in cited_facts(one)])]


def _evidence(each: str) -> str:
    named = [source for source in sources().values() if source.address and source.address == each]
    said = {"general knowledge": tr("general knowledge")}.get(each, each)
    return f"{named[0].name.text()} · {named[0].date or _NONE} [{named[0].id}] {each}" if named else said


def _use_lines(some: Sequence[Use]) -> list[str]:
    if not some:
        return [tr("Nothing rests on it.")]
    rows = [[_USES[use.kind].text(), f"{use.scenario}: {use.id}" if use.scenario else use.id] for use in some]
    return [tr("What rests on it:"), *_indented(rows)]


def _told(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Label and text, the text wrapped beside its label; a label that repeats is not said again."""
    lines, before = [], ""
    for key, text in pairs:
        label = "" if key == before else _head(key)
        before = key
        for part in wrapped(text, _WIDTH - _LABEL) or [""]:
            lines.append("  " + line([label, part], [_LABEL, 0], 2))
            label = ""
    return lines


def _indented(rows: Sequence[Sequence[str]]) -> list[str]:
    if not rows:
        return []
    places = widths(rows)
    return ["    " + line(row, places, len(places)) for row in rows]


def _blocks(blocks: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    """Blocks of rows in common columns, an empty line after each."""
    places = widths([row for block in blocks for row in block])
    return [line(row, places, len(places)) for block in blocks for row in [*block, []]]


def _head(key: str) -> str:
    return _HEADS[key].text()
