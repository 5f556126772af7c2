"""What becomes of each enterprise, written down while a world runs."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

NEVER: Final = math.inf
ENDINGS: Final = ("", "closed", "moved_away")
"""How a stay in a park ends: not at all, with the enterprise itself, or with the enterprise gone elsewhere."""


@dataclass(slots=True)
class Lives:
    """One entry an enterprise, by number: days from the start, `NEVER` where it did not happen.

    `asked` is when it began to look for floor, `people` how many it has on site now, `changes` the rows (day, number,
    people more) of which that is made. `gains` are rows (day, number, logarithm of the factor) by which support has
    made its staff grow more than it would have.
    """

    asked: list[float] = field(default_factory=list)
    came: list[float] = field(default_factory=list)
    gave_up: list[float] = field(default_factory=list)
    left: list[float] = field(default_factory=list)
    ending: list[str] = field(default_factory=list)
    people: list[float] = field(default_factory=list)
    changes: list[tuple[float, int, float]] = field(default_factory=list)
    gains: list[tuple[float, int, float]] = field(default_factory=list)

    def enter(self) -> int:
        """Make room for one more; its number."""
        for days in (self.asked, self.came, self.gave_up, self.left):
            days.append(NEVER)
        self.ending.append("")
        self.people.append(0.0)
        return len(self.people) - 1

    def own(self, number: int, day: float) -> None:
        """It uses a building of its own; the first of several counts."""
        self.came[number] = min(self.came[number], day)

    def employ(self, number: int, people: float, day: float) -> None:
        """It has so many people on site from now on."""
        self.changes.append((day, number, people - self.people[number]))
        self.people[number] = people

    def leave(self, number: int, ending: str, day: float) -> None:
        """It is gone, with its people."""
        self.left[number] = day
        self.ending[number] = ending
        self.employ(number, 0.0, day)

    def is_here(self, number: int) -> bool:
        """It has come and not left."""
        return self.came[number] < NEVER and self.left[number] == NEVER
