"""The ledger as plain data for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.facts import Assumption, Fact, Source, assumptions, conflicts, facts
from sim.ledger.entries import Ground, Use, cited_facts, grounds_of, is_idle, members, uses
from sim.scenario import Scenario


def facts_document(some: Sequence[Fact]) -> dict[str, Any]:
    """These facts, and the conflict groups that they belong to."""
    groups = [one for one in conflicts().values() if any(fact.conflict == one.id for fact in some)]
    return {
        "facts": [_fact(fact) for fact in some],
        "conflicts": [{"id": one.id, "en": one.name.en, "zh": one.name.zh} for one in groups],
    }


def assumptions_document(some: Sequence[Assumption]) -> dict[str, Any]:
    """These assumptions."""
    return {"assumptions": [_assumption(one) for one in some]}


def explained_document(ground: str) -> dict[str, Any]:
    """One fact with its conflict group, or one assumption, and everything that rests on it."""
    rests = [_use(use) for use in uses(ground)]
    if ground not in facts():
        return {"assumption": {**_assumption(assumptions()[ground]), "used_by": rests}}
    fact = facts()[ground]
    group = None
    if fact.conflict:
        name = conflicts()[fact.conflict].name
        others = [one.id for one in members(fact.conflict)]
        group = {"id": fact.conflict, "en": name.en, "zh": name.zh, "members": others}
    return {"fact": {**_fact(fact), "conflict": group, "used_by": rests}}


def scenario_document(scenario: Scenario) -> dict[str, Any]:
    """What `scenario` rests on."""
    grounds = grounds_of(scenario)
    return {
        "scenario": scenario.id,
        "facts": [_ground(one) for one in grounds.facts],
        "assumptions": [_ground(one) for one in grounds.assumptions],
        "choices": [{"path": one.path, "en": one.reason.en, "zh": one.reason.zh} for one in grounds.choices],
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id, "en": fact.name.en, "zh": fact.name.zh, "value": fact.value, "unit": fact.unit, "op": fact.op,
        "level": fact.level, "park": fact.park, "kind": fact.kind, "role": fact.role, "as_of": fact.as_of,
        "published": fact.published, "grade": fact.grade, "conflict": fact.conflict or None,
        "in_model": not is_idle(fact.id), "sources": [_source(one) for one in fact.sources],
    }  # fmt: skip


def _source(source: Source) -> dict[str, Any]:
    return {
        "id": source.id, "en": source.name.en, "zh": source.name.zh, "date": source.date or None,
        "address": source.address or None,
    }  # fmt: skip


def _assumption(one: Assumption) -> dict[str, Any]:
    return {
        "id": one.id, "en": one.name.en, "zh": one.name.zh, "value": one.value, "low": one.low, "high": one.high,
        "table": one.table if one.table is None or isinstance(one.table, tuple) else dict(one.table),
        "unit": one.unit, "hard": one.hard, "distribution": one.distribution, "uncertain": one.uncertain,
        "confidence": one.confidence, "reason_en": one.reason.en, "reason_zh": one.reason.zh,
        "evidence": list(one.evidence), "facts": cited_facts(one),
    }  # fmt: skip


def _use(use: Use) -> dict[str, Any]:
    return {"kind": use.kind, "id": use.id, **({"scenario": use.scenario} if use.scenario else {})}


def _ground(one: Ground) -> dict[str, Any]:
    return {"id": one.id, "values": one.values, "kpis": one.kpis, "assumptions": one.evidence}
