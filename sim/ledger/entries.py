"""The ledger: which facts there are, what rests on each fact and assumption, and what a scenario rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final

from gis.places import known_places
from gis.text import Name
from sim.facts import Assumption, Fact, assumptions, facts
from sim.kpis import registered
from sim.ledger import books
from sim.ledger.layout_facts import compared_facts
from sim.milestones import milestones
from sim.scenario import Scenario, load, shipped

USES: Final = ("value", "kpi", "assumption", "milestone", "score", "before", "layout", "place")
"""What may rest on a fact: a scenario's value, a KPI, an assumption, a milestone, a score of the back-test, a value
that was known before its split, a check of layouts, a known place."""
_MODEL_USES: Final = USES[:-1]
"""A place only tells what is known of it; the others enter or judge the model."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which facts are asked for; what is empty asks for nothing. `words` must all stand in a fact's texts.

    `grouped` asks for those with a conflict group. `since` and `until` are days of publication, both included.
    """

    level: str = ""
    park: str = ""
    kind: str = ""
    source: str = ""
    conflict: str = ""
    grouped: bool = False
    words: str = ""
    since: date = date.min
    until: date = date.max


@dataclass(frozen=True, slots=True)
class Use:
    """Something that rests on a fact or assumption: `kind` of `USES`, and its id or, of a value, its path.

    `scenario` is that in which the value stands; "" for other kinds.
    """

    kind: str
    id: str
    scenario: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What some of a scenario rests on: `values` are paths, `kpis` ids, `evidence` assumptions that cite the fact."""

    id: str
    values: tuple[str, ...] = ()
    kpis: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a scenario decides: its path, and what it says."""

    path: str
    reason: Name


@dataclass(frozen=True, slots=True)
class Grounds:
    """All that a scenario rests on: facts and assumptions in the order of their books, then its own decisions."""

    facts: tuple[Ground, ...]
    assumptions: tuple[Ground, ...]
    choices: tuple[Choice, ...]


def chosen(wanted: Wanted) -> list[Fact]:
    """The facts that are asked for, in the order of the book."""
    return [fact for fact in facts().values() if _fits(fact, wanted)]


def assumptions_with(words: str) -> list[Assumption]:
    """The assumptions in which all these words stand, in the order of the book."""
    return [one for one in assumptions().values() if says(words, _assumption_texts(one))]


def members(conflict: str) -> list[Fact]:
    """The facts of a conflict group; none for ""."""
    return [fact for fact in facts().values() if conflict and fact.conflict == conflict]


def uses(ground: str) -> tuple[Use, ...]:
    """What rests on the fact or assumption with this id, kinds in the order of `USES`."""
    return _all_uses().get(ground, ())


def is_idle(ground: str) -> bool:
    """Whether no value, KPI, assumption, milestone or check of layouts rests on it."""
    return not any(use.kind in _MODEL_USES for use in uses(ground))


def grounds_of(scenario: Scenario) -> Grounds:
    """What `scenario` and the KPIs rest on, and the facts that its assumptions cite."""
    values: dict[str, list[str]] = {}
    for path, ground in scenario.grounds.items():
        if ground.id:
            values.setdefault(ground.id, []).append(path)
    kpis: dict[str, list[str]] = {}
    for kpi in registered():
        for source in kpi.sources:
            kpis.setdefault(source, []).append(kpi.id)
    evidence: dict[str, list[str]] = {}
    for one in assumptions().values():
        if one.id in values or one.id in kpis:
            for cited in cited_facts(one):
                evidence.setdefault(cited, []).append(one.id)
    return Grounds(
        facts=_grounds(facts(), values, kpis, evidence),
        assumptions=_grounds(assumptions(), values, kpis, {}),
        choices=tuple(Choice(path, one.reason) for path, one in scenario.grounds.items() if one.kind == "choice"),
    )


def cited_facts(assumption: Assumption) -> list[str]:
    """Ids of the facts that an assumption names as evidence."""
    return [one for one in assumption.evidence if one in facts()]


def _fits(fact: Fact, wanted: Wanted) -> bool:
    asked = (wanted.level, wanted.park, wanted.kind, wanted.conflict)
    is_so = (fact.level, fact.park, fact.kind, fact.conflict)
    return (
        all(word in ("", said) for word, said in zip(asked, is_so, strict=True))
        and wanted.source in ("", *(source.id for source in fact.sources))
        and (bool(fact.conflict) or not wanted.grouped)
        and wanted.since <= fact.published_on <= wanted.until
        and says(wanted.words, _texts(fact))
    )


def says(words: str, texts: Iterable[str]) -> bool:
    """Whether each of `words` stands somewhere in `texts`, whatever the case."""
    said = "\n".join(texts).casefold()
    return all(word in said for word in words.casefold().split())


def _texts(fact: Fact) -> Iterator[str]:
    yield from (fact.id, fact.name.en, fact.name.zh, str(fact.value), fact.unit, fact.as_of)
    for source in fact.sources:
        yield from (source.id, source.name.en, source.name.zh)


def _assumption_texts(one: Assumption) -> Iterator[str]:
    yield from (one.id, one.name.en, one.name.zh, one.unit, one.reason.en, one.reason.zh, *one.evidence)


@cache
def _all_uses() -> Mapping[str, tuple[Use, ...]]:
    found: dict[str, list[Use]] = {}
    for ground, use in _each_use():
        found.setdefault(ground, []).append(use)
    ordered = {ground: sorted(some, key=lambda use: USES.index(use.kind)) for ground, some in found.items()}
    return MappingProxyType({ground: tuple(dict.fromkeys(some)) for ground, some in ordered.items()})


def _each_use() -> Iterator[tuple[str, Use]]:
    yield from _values()
    yield from ((source, Use("kpi", kpi.id)) for kpi in registered() for source in kpi.sources)
    yield from ((cited, Use("assumption", one.id)) for one in assumptions().values() for cited in cited_facts(one))
    yield from ((one.source, Use("milestone", one.id)) for one in milestones() if one.source)
    yield from _backtest()
    yield from ((fact, Use("layout", fact)) for fact in sorted(compared_facts()))
    yield from ((fact, Use("place", place.id)) for place in known_places() for fact in place.facts)


def _values() -> Iterator[tuple[str, Use]]:
    """Of the baseline, and of the other scenarios what they do not share with it."""
    names = list(shipped())
    base = load(names[0]).grounds
    for name in names:
        grounds = base if name == names[0] else load(name).grounds
        for path, ground in grounds.items():
            if ground.id and (name == names[0] or base.get(path) != ground):
                yield ground.id, Use("value", path, name)


def _backtest() -> Iterator[tuple[str, Use]]:
    """Read as it is written: `sim.backtest` itself loads all that an ensemble needs."""
    content = books.content("backtest.toml")
    for row in content["observation"]:
        yield row["fact"], Use("score", ", ".join(row.get("kpis", ())) or row.get("milestone") or "roadshow")
    for row in content["earlier"]:
        yield from ((row[kind], Use("before", row["path"])) for kind in ("fact", "assumption") if kind in row)


def _grounds(
    book: Iterable[str],
    values: Mapping[str, list[str]],
    kpis: Mapping[str, list[str]],
    evidence: Mapping[str, list[str]],
) -> tuple[Ground, ...]:
    return tuple(
        Ground(one, *(tuple(uses.get(one, ())) for uses in (values, kpis, evidence)))
        for one in book
        if one in values or one in kpis or one in evidence
    )
