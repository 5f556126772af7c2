"""The title plate, the callout of the selected building, and the line of remarks and sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from twin.overlay.sheet import INK, INK_SOFT, Colour, Sheet, rgb, text_width
from twin.overlay.type import LINE, lines
from twin.overlay.words import say

_CREDIT_SIZE: Final = 10.5
_POINT: Final = 24.0
_HELP_SIZE: Final = 12.0
_BETWEEN: Final = " · "
_DARK: Final = rgb("#18202A", 0.89)
_PALE: Final = rgb("#EEF1F2")
_ORIGINS: Final = {
    "drafted": ("Illustrative layout.", "Illustrative layout, simulated values."),
    "imported": ("Imported layout.", "Imported layout, simulated values."),
    "mixed": (
        "Partly imported, partly illustrative layout.",
        "Partly imported, partly illustrative layout, simulated values.",
    ),
}


@dataclass(frozen=True, slots=True)
class Title:
    """The title plate: a title, the lines under it, its accent."""

    title: str
    lines: tuple[str, ...]
    accent: Colour

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in design pixels."""
        widths = [text_width(self.title, 19, bold=True), *(text_width(line, 12.5) for line in self.lines)]
        return max(widths) + 32, 41.0 + 18 * len(self.lines)

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        """Draw it with its top left corner at (x, y)."""
        sheet.plate(x, y, *self.size, self.accent)
        sheet.text(x + 16, y + 27, self.title, 19, bold=True)
        for i, line in enumerate(self.lines):
            sheet.text(x + 16, y + 47 + 18 * i, line, 12.5, INK_SOFT)


@dataclass(frozen=True, slots=True)
class Callout:
    """A plate that points at a building: its name and a line of facts."""

    name: str
    facts: str
    accent: Colour

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in design pixels."""
        return max(text_width(self.name, 15, bold=True), text_width(self.facts, 12)) + 28, 46.0

    def box(self, x: float, y: float) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the plate with its point at (x, y)."""
        width, height = self.size
        return x - width / 2, y - _POINT - height, x + width / 2, y - _POINT

    def inside(self, x: float, y: float, size: tuple[float, float]) -> tuple[float, float]:
        """Where to point so that the whole plate stays in a picture of `size`."""
        width, height = self.size
        return (
            min(max(x, width / 2 + 8), max(size[0] - width / 2 - 8, width / 2 + 8)),
            min(max(y, height + _POINT + 8), size[1] - 8),
        )

    def draw(self, sheet: Sheet) -> None:
        """Draw it with its point at the sheet's origin."""
        left, top, right, bottom = self.box(0, 0)
        sheet.box(-1, bottom, 2, _POINT, (1, 1, 1, 0.92))
        sheet.box(-3, -3, 6, 6, self.accent)
        sheet.plate(left, top, right - left, bottom - top, self.accent)
        sheet.text(left + 16, top + 21, self.name, 15, bold=True)
        sheet.text(left + 16, top + 38, self.facts, 12, INK_SOFT)


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A dark plate with points of help, broken between two of them at `wrap`."""

    words: str
    wrap: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in design pixels."""
        return (
            max(text_width(line, _HELP_SIZE) for line in self._lines) + 28,
            len(self._lines) * _HELP_SIZE * LINE + 16,
        )

    @property
    def _lines(self) -> list[str]:
        """The words broken where one point ends and the next begins."""
        broken: list[str] = []
        for point in self.words.split(_BETWEEN):
            longer = broken[-1] + _BETWEEN + point if broken else point
            if broken and text_width(longer, _HELP_SIZE) <= self.wrap:
                broken[-1] = longer
            else:
                broken.append(point)
        return broken

    def draw(self, sheet: Sheet, x: float, bottom: float) -> None:
        """Draw it with its lower left corner at (x, bottom)."""
        width, height = self.size
        sheet.box(x, bottom - height, width, height, _DARK, 7)
        for i, line in enumerate(self._lines):
            sheet.text(x + 14, bottom - height + 8 + _HELP_SIZE * (1 + i * LINE), line, _HELP_SIZE, _PALE)


def credit_line(language: str, credits_: tuple[str, ...], *, simulated: bool, origin: str = "drafted") -> str:
    """What is drafted or imported (`origin` as `Prepared` tells it), what simulated, and the sources of map data."""
    plain, with_values = _ORIGINS[origin]
    parts = [say(language, with_values if simulated else plain)]
    if credits_:
        comma = "、" if language == "zh" else ", "
        parts.append(say(language, "Map data: {sources}", sources=comma.join(credits_)))
    return ("" if language == "zh" else " ").join(parts)


@dataclass(frozen=True, slots=True)
class Credits:
    """The line of remarks and sources on a pale strip, broken at `wrap`."""

    words: str
    wrap: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in design pixels."""
        broken = lines(self.words, _CREDIT_SIZE, self.wrap)
        return max(text_width(line, _CREDIT_SIZE) for line in broken) + 14, len(broken) * _CREDIT_SIZE * LINE + 5.5

    def draw(self, sheet: Sheet, x: float, bottom: float) -> None:
        """Draw it with its lower left corner at (x, bottom)."""
        width, height = self.size
        sheet.box(x, bottom - height, width, height, (0.99, 0.985, 0.975, 0.78), 4)
        sheet.text(x + 7, bottom - height + 13.5, self.words, _CREDIT_SIZE, (*INK[:3], 0.92), wrap=self.wrap)
