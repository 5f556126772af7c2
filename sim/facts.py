"""What the model rests on: published facts with their sources, and assumptions with their ranges and reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final, Protocol, TypeVar

from gis.text import Name, current_language, tr
from gis.units import quantity
from sim.ledger import books

Table = tuple[float, ...] | Mapping[str, float]

LEVELS: Final = ("core", "park", "both parks", "centre", "district", "city", "firm")
"""What a figure speaks of; figures of different levels are never added up. "firm" is an enterprise or an institute."""
PARKS: Final = ("ai", "vr", "both")
KINDS: Final = ("observed", "plan", "target", "place")
ROLES: Final = ("layout", "initial", "parameter", "calibration", "policy", "scene", "context")
GRADES: Final = ("A", "B")

_SIGNS: Final = {"eq": "", "ge": "≥ ", "le": "≤ ", "gt": "> ", "approx": "≈ "}
_SPELT: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])(?:[-/]?([0-2]\d|3[01]))?(?!\d)")
_FACT_KEYS: Final = ("id", "level", "park", "value", "unit", "as_of", "published", "kind", "role", "source", "en", "zh")
_ASSUMPTION_KEYS: Final = (
    "id", "en", "zh", "unit", "value", "low", "high", "bounds", "dist", "why", "why_zh", "evidence", "moves",
    "confidence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A document that states a fact: described in our own words, with its date and, where public, its address."""

    id: str
    name: Name
    date: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why figures of a group disagree, or are easily taken for each other, and how the model reads them."""

    id: str
    name: Name


@dataclass(frozen=True, slots=True)
class Fact:
    """A published figure. `op` tells how it reads ("ge": at least), `level` what it may be compared with.

    `kind` is one of `KINDS`; `as_of` is the date it speaks of, `published` that on which the first of its `sources`
    said it (both as `books.last_day` reads them); `grade` "B" is read with care; `conflict` is its group's id, or "".
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
    published: str
    grade: str
    conflict: str
    sources: tuple[Source, ...]

    @property
    def published_on(self) -> date:
        """The day by which it was known."""
        return books.last_day(self.published)


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
    rows = books.rows("facts.toml", "source", ("id", "date", "en", "zh"), ("address",))
    return _by_id(Source(row["id"], books.name(row), row["date"], row.get("address", "")) for row in rows)


@cache
def conflicts() -> Mapping[str, Conflict]:
    """Every group of figures that disagree or are easily confused, by id."""
    rows = books.rows("facts.toml", "conflict", ("id", "en", "zh"))
    return _by_id(Conflict(row["id"], books.name(row)) for row in rows)


@cache
def facts() -> Mapping[str, Fact]:
    """Every published fact by id."""
    return _by_id(_fact(row) for row in books.rows("facts.toml", "fact", _FACT_KEYS, ("op", "grade", "conflict")))


@cache
def assumptions() -> Mapping[str, Assumption]:
    """Every assumption by id."""
    optional = ("table", "uncertain")
    return _by_id(_assumption(row) for row in books.rows("assumptions.toml", "assumption", _ASSUMPTION_KEYS, optional))


def known_on(evidence: str) -> date | None:
    """The day by which a piece of evidence was known; None for words that cite nothing.

    A fact says it itself. An address is dated by its source in the register, by a date in brackets after it ("(2022)"),
    or by the date that it spells.

    Raises:
        ValueError: it is an address without any date.
    """
    if evidence in facts():
        return facts()[evidence].published_on
    if "://" not in evidence:
        return None
    address, _, said = evidence.partition(" ")
    told = _dates().get(address) or said.strip("()") or _spelt(address)
    return books.last_day(told)


@cache
def _dates() -> Mapping[str, str]:
    """The dates of the register's addresses."""
    return {source.address: source.date for source in sources().values() if source.address}


def _spelt(address: str) -> str:
    """The date within an address, as in "/2013-07/30/" or "/20170829/"; a month where it names no day; or ""."""
    found = _SPELT.search(address)
    return "-".join(part for part in found.groups() if part) if found else ""


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
    value = figure_text(fact)
    return tr("Published: {name}, {value} ({source})", name=fact.name.text(), value=value, source=source)


def figure_text(fact: Fact) -> str:
    """The figure with its unit in the language in use, as it reads ("≥ 80 enterprises"); words and dates stay."""
    return _SIGNS[fact.op] + shown(fact.value, fact.unit)


def _assumed(assumption: Assumption) -> str:
    low, high = (shown(bound, "") for bound in (assumption.low, assumption.high))
    return tr(
        "Assumed: {name}, {value} (range {low} to {high}). {reason}",
        name=assumption.name.text(),
        value=shown(assumption.value, assumption.unit),
        low=low,
        high=high,
        reason=assumption.reason.text(),
    )


def shown(value: float | str, unit: str) -> str:
    """The figure with its unit in the language in use; dates stand for themselves, and so do words."""
    if isinstance(value, str):
        return value
    if unit == "share":
        return str(quantity(value, unit, current_language()))
    unit = tr(unit) if unit else ""
    told = str(quantity(value, unit, current_language())) if abs(value) >= 1 else f"{value:g} {unit}".strip()
    return told.replace(" （", "（")  # Chinese sets no space before a full-width bracket


def _fact(row: books.Row) -> Fact:
    conflict = books.one_of(row, "conflict", ("", *conflicts()))
    return Fact(
        id=row["id"],
        name=books.name(row),
        value=row["value"],
        unit=row["unit"],
        op=books.one_of(row, "op", _SIGNS, "eq"),
        level=books.one_of(row, "level", LEVELS),
        park=books.one_of(row, "park", PARKS),
        kind=books.one_of(row, "kind", KINDS),
        role=books.one_of(row, "role", ROLES),
        as_of=books.date_text(row, "as_of"),
        published=books.date_text(row, "published"),
        grade=books.one_of(row, "grade", GRADES, "A"),
        conflict=conflict,
        sources=tuple(sources()[one] for one in row["source"]),
    )


def _assumption(row: books.Row) -> Assumption:
    table = row.get("table")
    return Assumption(
        id=row["id"],
        name=books.name(row),
        value=row["value"],
        low=row["low"],
        high=row["high"],
        unit=row["unit"],
        hard=books.one_of(row, "bounds", ("p10p90", "hard")) == "hard",
        distribution=row["dist"],
        table=tuple(table) if isinstance(table, list) else table and MappingProxyType(table),
        reason=books.name(row, "why", "why_zh"),
        evidence=tuple(_dated(row["id"], one) for one in row["evidence"]),
        confidence=books.one_of(row, "confidence", ("A", "B", "C")),
        uncertain=row.get("uncertain", False),
    )


def _dated(name: str, evidence: str) -> str:
    """`evidence` as it is: the back-test must be able to tell what was known when.

    Raises:
        ValueError: nobody can.
    """
    try:
        known_on(evidence)
    except ValueError as error:
        raise ValueError(f"{name}: evidence without a date: {evidence}") from error
    return evidence


class _Entry(Protocol):
    @property
    def id(self) -> str: ...


E = TypeVar("E", bound=_Entry)


def _by_id(items: Iterable[E]) -> Mapping[str, E]:
    return MappingProxyType({item.id: item for item in items})
