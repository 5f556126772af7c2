"""Words in the language of the picture, which need not be that of the program."""

from __future__ import annotations

from gis.text import catalogue

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip


def say(language: str, message: str, /, **values: object) -> str:
    """`message` in `language`, its named places filled with `values`; see `gis.text.tr`."""
    text = catalogue(language).get(message, message)
    return text.format(**values) if values else text


def month_name(month: str, language: str) -> str:
    """ "2026-06" as "June 2026" or "2026年6月"."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月" if language == "zh" else f"{_MONTHS[int(number) - 1]} {year}"


def broken(words: str, width: float, measure: float) -> tuple[str, ...]:
    """`words`, `measure` wide, in one line or (wider than `width`) in two of about equal length."""
    spaces = [i for i, letter in enumerate(words) if letter == " "]
    if measure <= width or not spaces:
        return (words,)
    cut = min(spaces, key=lambda i: abs(i - len(words) / 2))
    return words[:cut], words[cut + 1 :]
