"""What the program has to say about a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gis.errors import UserError

LEVELS: Final = ("error", "ask", "warning", "note")
"""From what makes a file unusable, over what only the user can answer, to what is good to know."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence in four finished parts, in the user's language: where, what, what was expected, what to do.

    `spots` are up to a few dozen places to look at, (x, y) in the coordinates that the layer has in the survey.
    `offers` are answers to a question that would fit: the flag, and what speaks for it.
    """

    level: str
    where: str
    what: str
    expected: str = ""
    remedy: str = ""
    layer: str = ""
    spots: tuple[tuple[float, float], ...] = ()
    offers: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        assert self.level in LEVELS, self.level

    def __str__(self) -> str:
        return str(UserError(self.where, self.what, self.expected, self.remedy))


def error_of(error: UserError) -> Finding:
    """A `UserError` as a finding of level "error"."""
    return Finding("error", error.where, error.what, error.expected, error.remedy)
