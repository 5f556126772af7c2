"""The table of meanings (`assets/meaning.toml`), and names made comparable."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from gis.assets import asset

_DROPPED: Final = re.compile(r"[\s_\-:.·/\\()（）\[\]【】]+")
_ENGLISH: Final = re.compile(r"[a-z]+|\d+")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_FEWEST_LETTERS: Final = 2
UNITS_M: Final = {
    "m": 1.0, "meter": 1.0, "meters": 1.0, "metre": 1.0, "metres": 1.0, "米": 1.0, "公尺": 1.0,
    "ft": 0.3048, "feet": 0.3048, "foot": 0.3048, "英尺": 0.3048, "'": 0.3048,
    "cm": 0.01, "厘米": 0.01, "mm": 0.001, "毫米": 0.001, "dm": 0.1, "分米": 0.1, "km": 1000.0,
}  # fmt: skip
"""Metres in one of each unit that stands in names of fields and in values."""
_UNIT: Final = re.compile(
    r"(?:[\s_\-]+|(?-i:(?<=[a-z])(?=[A-Z]))|\s*[(（\[]\s*|(?<=[\u4e00-\u9fff]))"
    r"(" + "|".join(sorted((re.escape(unit) for unit in UNITS_M), key=len, reverse=True)) + r")\s*[)）\]]?$",
    re.IGNORECASE,
)


@cache
def table() -> dict[str, Any]:
    """The whole table."""
    loaded: dict[str, Any] = tomllib.loads(asset("meaning.toml").read_text(encoding="utf-8"))
    return loaded


def normalised(name: object) -> str:
    """A name without case, gaps, joints and full-width forms: "Bldg_Height" and "bldg height" are one."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", str(name)).casefold())


def unit_of(field: str) -> tuple[str, float]:
    """A field's name without its unit, and the metres in that unit: "height_ft" is ("height", 0.3048)."""
    found = _UNIT.search(unicodedata.normalize("NFKC", field).strip())
    if found is None or not found.start():
        return field, 1.0
    return field[: found.start()], UNITS_M[found[1].lower()]


@cache
def fields_named() -> dict[str, dict[str, int]]:
    """Column of the schema to {normalised name of a field: rank}, the earlier the better."""
    return {
        column: {normalised(name): rank for rank, name in reversed(list(enumerate(names)))}
        for column, names in table()["fields"].items()
    }


@cache
def _words(*path: str) -> dict[str, str]:
    """Normalised word to what it stands for, of the table under `path`."""
    found = table()
    for part in path:
        found = found[part]
    return {normalised(word): meaning for meaning, words in found.items() for word in words}


def meaning_of(text: str, *path: str) -> str:
    """What `text` stands for by the words under `path` ("" if by none): the whole, else its words.

    Of Chinese words the longest wins and then the last, for the noun ends the phrase; of English ones the last.
    """
    known = _words(*path)
    whole = normalised(text)
    if whole in known:
        return known[whole]
    chinese = [(len(word), whole.rfind(word), word) for word in known if not word.isascii() and word in whole]
    if chinese:
        return known[max(chinese)[2]]
    english = [known[word] for word in _tokens(text) if word in known]
    return english[-1] if english else ""


def _tokens(text: str) -> Iterator[str]:
    """The English words of a name, and after each the two that end there in one ("parking lot": "parkinglot")."""
    plain = _HUMP.sub(" ", unicodedata.normalize("NFKC", text)).casefold()
    before = ""
    for word in _ENGLISH.findall(plain):
        if len(word) >= _FEWEST_LETTERS:
            yield word
        yield before + word
        before = word


def use_of_code(code: str) -> str:
    """The use that a published code of land or buildings stands for, "" if it is none."""
    shown = unicodedata.normalize("NFKC", code).strip().upper()
    leading = re.match(r"\d{5}_\d+|[A-Z]{1,2}\d{0,3}(?![A-Z\d])|0\d(?!\d)|\d{3,4}(?!\d)|\d{6}(?!\d)", shown)
    if leading is None:
        return ""
    for codes in table()["codes"].values():
        known = [begin for begin in codes if _stands_for(begin, leading[0])]
        if known:
            return str(codes[max(known, key=len)])
    return ""


def _stands_for(begin: str, code: str) -> bool:
    """Letters must be the same, digits may go on: R2 is R, and RA is not. Plain numbers come in pairs of digits."""
    if not code.startswith(begin):
        return False
    rest = code[len(begin) :]
    if not begin.isdigit():
        return not rest or rest.isdigit()
    return (len(rest) % 2 == 0 and len(code) != 3) or not rest
