"""What a plan asks for and its land does not give."""

from __future__ import annotations


class MisfitError(ValueError):
    """A feature of a plan that cannot be drawn; `what` is finished text in the user's language."""

    def __init__(self, name: str, what: str, expected: str = "") -> None:
        super().__init__(f"{name}: {what}")
        self.name = name
        self.what = what
        self.expected = expected
