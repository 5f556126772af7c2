"""How the books of facts and assumptions are read: strictly, so that no entry lacks what its readers need."""

from __future__ import annotations

import calendar
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from gis.assets import asset
from gis.text import Name

Row = Mapping[str, Any]

_YEAR, _MONTH = 4, 7


@cache
def content(file: str) -> Mapping[str, list[Row]]:
    """The lists of tables in the shipped book `file`."""
    return MappingProxyType(tomllib.loads(asset(file).read_text(encoding="utf-8")))


def rows(file: str, kind: str, needed: Iterable[str], optional: Iterable[str] = ()) -> list[Row]:
    """The tables `[[kind]]` of the shipped book `file`, `checked`."""
    return checked(content(file)[kind], file, needed, optional)


def checked(entries: list[Row], file: str, needed: Iterable[str], optional: Iterable[str] = ()) -> list[Row]:
    """`entries` of `file`, each with an id of its own, all `needed` keys, and no unknown one.

    Raises:
        ValueError: an entry lacks a key, has one that nobody reads, or an id that another has.
    """
    wanted, known = set(needed), {*needed, *optional}
    seen: set[str] = set()
    for row in entries:
        where = f"{file}: {row.get('id', '?')}"
        if not wanted <= set(row):
            raise ValueError(f"{where}: missing {sorted(wanted - set(row))}")
        if not set(row) <= known:
            raise ValueError(f"{where}: unknown {sorted(set(row) - known)}")
        if row["id"] in seen:
            raise ValueError(f"{where}: twice")
        seen.add(row["id"])
    return entries


def name(row: Row, en: str = "en", zh: str = "zh") -> Name:
    """What the entry is called in both languages.

    Raises:
        ValueError: one of them is empty.
    """
    if not row[en] or not row[zh]:
        raise ValueError(f"{row['id']}: a language is missing")
    return Name(row[en], row[zh])


def one_of(row: Row, key: str, allowed: Iterable[str], default: str = "") -> str:
    """The entry's word at `key`, which must be one of `allowed`.

    Raises:
        ValueError: it is none of them.
    """
    word = row.get(key, default)
    if word not in allowed:
        raise ValueError(f"{row['id']}: {key} = {word!r}")
    return str(word)


def date_text(row: Row, key: str) -> str:
    """The entry's date at `key`: a day, or a month or year alone.

    Raises:
        ValueError: it is no date.
    """
    last_day(row[key])
    return str(row[key])


def last_day(text: str) -> date:
    """The day of "2023-02-23", and the last day of "2023-02" or "2023": what is dated no closer was known by then.

    Raises:
        ValueError: it is none of these.
    """
    first = {_YEAR: f"{text}-12-31", _MONTH: f"{text}-01"}.get(len(text), text)
    day = date.fromisoformat(first)
    if day.isoformat() != first:  # it was written in another form that Python takes
        raise ValueError(text)
    return day.replace(day=calendar.monthrange(day.year, day.month)[1]) if len(text) == _MONTH else day
