"""What a scenario's value rests on, and whether it says the same."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gis.text import Name, tr
from sim.facts import Assumption, Fact, assumptions, facts
from sim.settings import DateSpread
from sim.streams import Spread


@dataclass(frozen=True, slots=True)
class Ground:
    """`kind` "fact", "assumption" or "choice", and the `id` of the fact or assumption ("" for a choice).

    `reason` says why the value is not the one in the book, how it is read out of the fact's words, or what a scenario
    decides: a choice is neither known nor estimated.
    """

    kind: str
    id: str
    reason: Name


def check_ground(value: Any, item: Mapping[str, Any]) -> Ground:
    """The ground that `item` names for its `value`.

    A value that names a fact equals it, unless it is a `reading` of the fact's words or date; one that differs from
    its assumption gives a `reason`; a `choice` is a sentence that says what the scenario decides.

    Raises:
        ValueError: no ground, an unknown one, or one that says something else; with a sentence for the user.
    """
    named = [kind for kind in ("fact", "assumption", "choice") if kind in item]
    if len(named) != 1:
        raise ValueError(tr("This value must name a fact, an assumption or a choice, and only one of them."))
    kind = named[0]
    if kind == "choice":
        return Ground(kind, "", _reason(item, "choice") or Name("", ""))
    book: Mapping[str, Fact | Assumption] = facts() if kind == "fact" else assumptions()
    named_id = item[kind]
    if named_id not in book:
        raise ValueError(_unknown(kind, str(named_id), book))
    reason = _reason(item, "reading" if kind == "fact" else "reason")
    if reason is None and not _agrees(value, book[named_id]):
        raise ValueError(_contradiction(book[named_id]))
    return Ground(kind, named_id, reason or Name("", ""))


def _reason(item: Mapping[str, Any], key: str) -> Name | None:
    given = item.get(key)
    if given is None:
        return None
    if not isinstance(given, dict) or set(given) != {"en", "zh"}:
        raise ValueError(tr("'{key}' must be a sentence in both languages.", key=key))
    return Name(given["en"], given["zh"])


def _agrees(value: Any, ground: Fact | Assumption) -> bool:
    if isinstance(value, date):
        return value.isoformat() == ground.value
    if isinstance(ground, Fact):
        return bool(value == ground.value)
    if isinstance(value, Spread):
        return (value.median, value.p90) == (ground.value, ground.high)
    if isinstance(value, DateSpread):
        return (value.median.isoformat(), value.p90.isoformat()) == (ground.value, ground.high)
    if isinstance(value, tuple):
        table = ground.table
        return value == (tuple(table.values()) if isinstance(table, Mapping) else table)
    return bool(value == ground.value)


def _unknown(kind: str, asked: str, book: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(asked, book, n=1)
    text = (
        tr("There is no fact '{id}'.", id=asked) if kind == "fact" else tr("There is no assumption '{id}'.", id=asked)
    )
    return " ".join((text, tr("Did you mean '{near}'?", near=near[0]))) if near else text


def _contradiction(ground: Fact | Assumption) -> str:
    if isinstance(ground, Fact):
        return tr("The fact '{id}' says {value}; name an assumption instead.", id=ground.id, value=ground.value)
    return tr("The assumption '{id}' says {value}; give a reason for another value.", id=ground.id, value=ground.value)
