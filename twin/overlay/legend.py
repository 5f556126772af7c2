"""The legend: what the colours of the layer say, and how the states of a building look."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np

from gis.text import Name
from gis.units import quantity
from twin.colours import srgb
from twin.layers import CLAY, Category, Layer, Stop
from twin.overlay.sheet import INK, INK_SOFT, SELECTED, Colour, Sheet, rgb, text_height, text_width
from twin.overlay.words import say
from twin.uses import USES

WIDTH: Final = 234.0
PLANNED: Final = Category(Name("Planned (outline)", "规划（轮廓）"), "#2C567F", outline=True)
PENDING: Final = Category(
    Name("Not built in the run shown (lines)", "所示单次模拟中尚未建成（线条）"), "#2C567F", outline=True
)
"""How a layer of an ensemble, which draws everything whole, marks what the run on the screen has not built."""
GHOST: Final = Category(PLANNED.name, "#A9BCCB", outline=True)
"""How what is not begun looks over a plain model, and in the real look."""
_PAD, _TITLE, _NOTE, _ROW, _SWATCH = 17.0, 15.0, 11.0, 21.0, 20.0
_RAMP_HEIGHT: Final = 11.0
_STEPS: Final = 24
_LONG_LIST: Final = 7


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the legend: a swatch and its meaning; `edge` draws the swatch by its edge alone."""

    text: str
    colour: Colour
    edge: bool = False


@dataclass(frozen=True, slots=True)
class Legend:
    """A legend ready to draw."""

    title: str
    note: str
    ramp: tuple[Stop, ...]
    unit: str
    rows: tuple[Row, ...]
    language: str
    room: float = math.inf
    """Width that there is for it."""

    @property
    def columns(self) -> int:
        """Long lists of kinds stand in two columns where there is room."""
        return 2 if len(self.rows) > _LONG_LIST and self._columns_width(2) <= self.room else 1

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in design pixels."""
        return self._width, self._rows_top + math.ceil(len(self.rows) / self.columns) * _ROW + _PAD - 8

    @property
    def _width(self) -> float:
        return max(WIDTH, self._columns_width(self.columns), text_width(self.title, _TITLE, bold=True) + 2 * _PAD)

    def _columns_width(self, columns: int) -> float:
        words = max((text_width(row.text, 12) for row in self.rows), default=0.0)
        return (words + _SWATCH + 10) * columns + 16 * (columns - 1) + 2 * _PAD

    @property
    def _note_bottom(self) -> float:
        return _PAD + 19 + text_height(self.note, _NOTE, self._width - 2 * _PAD)

    @property
    def _rows_top(self) -> float:
        return self._note_bottom + (_RAMP_HEIGHT + 34 if self.ramp else 10)

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        """Draw it with its top left corner at (x, y)."""
        width, height = self.size
        sheet.plate(x, y, width, height)
        sheet.text(x + _PAD, y + _PAD + 12, self.title, _TITLE, bold=True)
        sheet.text(x + _PAD, y + _PAD + 30, self.note, _NOTE, INK_SOFT, wrap=width - 2 * _PAD)
        if self.ramp:
            self._draw_ramp(sheet, x + _PAD, y + self._note_bottom + 8, width - 2 * _PAD)
        each = math.ceil(len(self.rows) / self.columns)
        step = (width - 2 * _PAD + 16) / self.columns
        for i, row in enumerate(self.rows):
            left, top = x + _PAD + (i // each) * step, y + self._rows_top + (i % each) * _ROW
            _swatch(sheet, left, top, row)
            sheet.text(left + _SWATCH + 9, top + 11, row.text, 12)

    def _draw_ramp(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        values = np.array([stop.value for stop in self.ramp])
        colours = np.array([srgb(stop.colour) for stop in self.ramp])
        sampled = np.linspace(values[0], values[-1], _STEPS + 1)
        mixed = [tuple(float(np.interp(v, values, colours[:, k])) for k in range(3)) for v in sampled]
        edges = [x + width * i / _STEPS for i in range(_STEPS + 1)]
        for i in range(_STEPS):
            ends: tuple[Colour, Colour] = ((*mixed[i], 1.0), (*mixed[i + 1], 1.0))  # type: ignore[assignment]
            seam = 1.0 if i + 1 < _STEPS else 0.0  # the next step covers it
            sheet.gradient(edges[i], y, edges[i + 1] - edges[i] + seam, _RAMP_HEIGHT, ends)
        for share, align in ((0.0, "left"), (0.5, "centre"), (1.0, "right")):
            value = float(values[0] + share * (values[-1] - values[0]))
            shown = str(quantity(value, self.unit, self.language))
            sheet.text(x + share * width, y + _RAMP_HEIGHT + 14, shown, 11.5, INK_SOFT, align=align)


def legend_of(
    layer: Layer,
    uses: Collection[str],
    language: str,
    *,
    selected: str = "",
    room: float = math.inf,
    runs: int = 0,
) -> Legend:
    """The legend of a layer in a place with these `uses`; the states of a building and the selection follow.

    `runs` is the number of replications that a layer of an ensemble counts.
    """
    kinds = [kind for kind in layer.categories if not layer.by_use or kind.name in _names(uses)]
    states = (
        [] if any(kind.outline for kind in kinds) else [PENDING if layer.ensemble else PLANNED if layer.clay else GHOST]
    )
    rows = [Row(kind.name.text(language), rgb(kind.colour), kind.outline) for kind in (*kinds, *states)]
    if layer.silent:
        rows.insert(0, Row(layer.silent.text(language), rgb(CLAY)))
    if selected:
        rows.append(Row(selected, SELECTED, edge=True))
    ramp = () if layer.categories else layer.ramp
    title, note = layer.name.text(language), layer.meaning.text(language)
    if layer.ensemble:
        note = say(language, "In how many of {runs} runs a building is handed over by this month.", runs=runs)
    return Legend(title, note, ramp, layer.unit, tuple(rows), language, room)


def _names(uses: Collection[str]) -> list[Name]:
    return [USES[use if use in USES else "other"][0] for use in uses]


def _swatch(sheet: Sheet, x: float, y: float, row: Row) -> None:
    if not row.edge:
        sheet.box(x, y, _SWATCH, 13, (*INK[:3], 0.25), 2)
        sheet.box(x + 0.75, y + 0.75, _SWATCH - 1.5, 11.5, row.colour, 1.5)
        return
    sheet.frame(x, y, _SWATCH, 13, row.colour, rgb("#EFEEEA"))
