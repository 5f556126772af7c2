"""Text for a terminal: wrapped and aligned by the width that is seen, where a Chinese character takes two places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_TOKEN: Final = re.compile(
    r"\s+|[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef][，。；：！？、）”』」》]*|[^\s\u2e80-\u9fff\uf900-\uffef]+[，。；：！？、）”]*"
)


def seen_width(text: str) -> int:
    """How many places `text` takes in a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def padded(text: str, width: int, right: bool = False) -> str:
    """`text` with spaces up to `width` places, after it or (`right`) before it."""
    spaces = " " * max(0, width - seen_width(text))
    return spaces + text if right else text + spaces


def wrapped(text: str, width: int, first: str = "", after: str = "") -> Iterator[str]:
    """`text` in lines of at most `width` places, the first beginning with `first`, the others with `after`.

    Words stay whole, and longer ones (paths) take a line of their own; Chinese breaks anywhere but before a stop.
    """
    line, empty = first, True
    for token in _TOKEN.findall(text):
        if token.isspace():
            line += "" if empty else " "
        elif empty or seen_width(line) + seen_width(token) <= width:
            line, empty = line + token, False
        else:
            yield line.rstrip()
            line = after + token
    if line.strip():
        yield line.rstrip()
