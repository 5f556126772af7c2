"""Text in columns, as a terminal sets it: Chinese characters take two places."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence

GAP = "  "


def width(cell: str) -> int:
    """Places that a terminal gives to `cell`."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in cell)


def widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Places that each column of `rows`, all of one length, needs."""
    return [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]


def line(row: Sequence[str], places: Sequence[int], words: int) -> str:
    """`row` in columns of these `places`: its first `words` cells to the left, the figures after them to the right.

    A row may be shorter than `places`.
    """
    padded = []
    for i, (cell, room) in enumerate(zip(row, places[: len(row)], strict=True)):
        space = " " * (room - width(cell))
        padded.append(cell + space if i < words else space + cell)
    return GAP.join(padded).rstrip()


def cut(text: str, most: int) -> str:
    """`text` in at most `most` places, its end replaced by an ellipsis where it is longer."""
    if width(text) <= most:
        return text
    room, kept = most - 1, ""
    for character in text:
        room -= width(character)
        if room < 0:
            break
        kept += character
    return kept.rstrip() + "…"


def wrapped(text: str, most: int) -> list[str]:
    """`text` in lines of at most `most` places: broken between words, or anywhere between Chinese characters."""
    lines: list[str] = []
    for word in _pieces(text):
        if lines and width(lines[-1] + word.rstrip()) <= most:
            lines[-1] += word
        else:
            lines.append(word)
    return [each.rstrip() for each in lines]


def _pieces(text: str) -> list[str]:
    """What must not be broken: words with the space after them, Chinese characters with the punctuation after them."""
    pieces: list[str] = []
    for character in textwrap.dedent(text):
        wide = width(character) == 2
        opens = not pieces or pieces[-1].endswith(" ") or (wide and not _closes(character)) or _is_wide(pieces[-1])
        if opens and not (pieces and (_closes(character) or character == " ")):
            pieces.append(character)
        else:
            pieces[-1] += character
    return pieces


def _is_wide(piece: str) -> bool:
    return width(piece[-1]) == 2


def _closes(character: str) -> bool:
    return unicodedata.category(character) in ("Pe", "Pf", "Po")
