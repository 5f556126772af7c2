"""What the model rests on: published facts with their sources, and assumptions with their ranges and reasons."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from gis.assets import asset
from gis.text import Name, current_language, tr
from gis.units import quantity

Table = tuple[float, ...] | Mapping[str, float]

_SIGNS = {"eq": "", "ge": "≥ ", "le": "≤ ", "gt": "> ", "approx": "≈ "}


@dataclass(frozen=True, slots=True)
class Source:
    """A document that states a fact: described in our own words, with its date and, where public, its address."""

    id: str
    name: Name
    date: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A published figure. `op` tells how it reads ("ge": at least), `level` what it may be compared with.

    `kind` is "observed", "plan", "target" or "place"; `as_of` the date it speaks of; `grade` "B" is read with care.
    """

    id: str
    name: Name
    value: float | str
    unit: str
    op: str
    level: str
    park: str
    kind: str
    role: str
    as_of: str
    grade: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Assumption:
    """A value that no source publishes: `low` and `high` are its 10th and 90th percentile, or hard bounds.

    `table` holds the figures where one number is not enough. An `uncertain` one is drawn by ensembles: nobody knows it
    of the world as a whole, while spreads between entities, rules and levers are no such inputs. `confidence` is "A"
    (direct figure for this place), "B" (close analogue or arithmetic) or "C" (judgement).
    """

    id: str
    name: Name
    value: float | str
    low: float | str
    high: float | str
    unit: str
    hard: bool
    distribution: str
    table: Table | None
    reason: Name
    evidence: tuple[str, ...]
    confidence: str
    uncertain: bool


@cache
def sources() -> Mapping[str, Source]:
    """Every source by id, in the order of the register."""
    rows = _rows("facts.toml", "source")
    return _by_id(Source(row["id"], _name(row), row["date"], row.get("address", "")) for row in rows)


@cache
def facts() -> Mapping[str, Fact]:
    """Every published fact by id."""
    return _by_id(_fact(row) for row in _rows("facts.toml", "fact"))


@cache
def assumptions() -> Mapping[str, Assumption]:
    """Every assumption by id."""
    return _by_id(_assumption(row) for row in _rows("assumptions.toml", "assumption"))


def source_text(ground: str) -> str:
    """One line for a tooltip, in the language in use: where a fact was published, or why a value was assumed.

    Raises:
        KeyError: neither a fact nor an assumption has this id.
    """
    fact = facts().get(ground)
    return _published(fact) if fact else _assumed(assumptions()[ground])


def _published(fact: Fact) -> str:
    first = fact.sources[0]
    source = " · ".join(part for part in (first.name.text(), first.date) if part)
    # The value of a text is English; in other languages the fact's name says the same.
    if fact.unit == "text" and current_language() != "en":
        return tr("Published: {name} ({source})", name=fact.name.text(), source=source)
    value = _SIGNS[fact.op] + _shown(fact.value, fact.unit)
    return tr("Published: {name}, {value} ({source})", name=fact.name.text(), value=value, source=source)


def _assumed(assumption: Assumption) -> str:
    low, high = (_shown(bound, "") for bound in (assumption.low, assumption.high))
    return tr(
        "Assumed: {name}, {value} (range {low} to {high}). {reason}",
        name=assumption.name.text(),
        value=_shown(assumption.value, assumption.unit),
        low=low,
        high=high,
        reason=assumption.reason.text(),
    )


def _shown(value: float | str, unit: str) -> str:
    """The figure with its unit in the language in use; dates stand for themselves, and so do words."""
    if isinstance(value, str):
        return value
    unit = tr(unit) if unit else ""
    return str(quantity(value, unit, current_language())) if abs(value) >= 1 else f"{value:g} {unit}".strip()


def _fact(row: dict[str, Any]) -> Fact:
    return Fact(
        id=row["id"],
        name=_name(row),
        value=row["value"],
        unit=row["unit"],
        op=row.get("op", "eq"),
        level=row["level"],
        park=row["park"],
        kind=row["kind"],
        role=row["role"],
        as_of=row["as_of"],
        grade=row.get("grade", "A"),
        sources=tuple(sources()[one] for one in row["source"]),
    )


def _assumption(row: dict[str, Any]) -> Assumption:
    table = row.get("table")
    return Assumption(
        id=row["id"],
        name=_name(row),
        value=row["value"],
        low=row["low"],
        high=row["high"],
        unit=row["unit"],
        hard=row["bounds"] == "hard",
        distribution=row["dist"],
        table=tuple(table) if isinstance(table, list) else table and MappingProxyType(table),
        reason=Name(row["why"], row.get("why_zh", "")),
        evidence=tuple(row["evidence"]),
        confidence=row["confidence"],
        uncertain=row.get("uncertain", False),
    )


def _name(row: dict[str, Any]) -> Name:
    return Name(row["en"], row["zh"])


def _rows(file: str, kind: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(asset(file).read_text(encoding="utf-8"))[kind]
    return rows


def _by_id(items: Any) -> Mapping[str, Any]:
    return MappingProxyType({item.id: item for item in items})
