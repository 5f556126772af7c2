"""A line chart as inline SVG, for pages that must open anywhere without a script or a network."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from gis.units import figure, scale

_WIDTH, _HEIGHT = 520, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 112, 26, 24


@dataclass(frozen=True, slots=True)
class Line:
    """One series: its name at the line's end, values (T,), a CSS colour, and whether it is drawn in steps."""

    name: str
    values: NDArray[np.float64]
    colour: str
    steps: bool = False


def line_chart(months: Sequence[str], lines: Sequence[Line], unit: str, language: str) -> str:
    """The SVG of `lines` over `months` ("2023-01" ...), zero-based, with a tick a year and names at the lines' ends."""
    ticks = _ticks(max(float(np.nanmax(line.values)) for line in lines))
    top = ticks[-1]
    divisor, shown = scale(top, unit, language)
    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(", ".join(x.name for x in lines))}">'
    ]
    parts.append(f'<text x="{_LEFT - 6}" y="12" text-anchor="end">{escape(shown)}</text>')
    parts += [_level(tick, top, figure(tick / divisor)) for tick in ticks]
    parts += [_year(i, month, len(months)) for i, month in enumerate(months) if month.endswith("-01")]
    ends = _apart([_y(float(line.values[-1]), top) for line in lines])
    for line, end in zip(lines, ends, strict=True):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in _points(line, top))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{line.colour}" stroke-width="2"/>')
        parts.append(
            f'<text x="{_WIDTH - _RIGHT + 6}" y="{end + 4:.1f}" fill="{line.colour}">{escape(line.name)}</text>'
        )
    return "".join([*parts, "</svg>"])


def _x(i: float, count: int) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * i / max(1, count - 1)


def _y(value: float, top: float) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * value / top


def _points(line: Line, top: float) -> list[tuple[float, float]]:
    count = len(line.values)
    points = [(_x(i, count), _y(float(value), top)) for i, value in enumerate(line.values)]
    if not line.steps:
        return points
    corners = [(after[0], before[1]) for before, after in itertools.pairwise(points)]
    return [point for pair in zip(points, [*corners, points[-1]], strict=True) for point in pair]


def _ticks(largest: float) -> list[float]:
    """Round levels from zero to the first one at or above `largest`, about four of them."""
    rough = max(largest, 1e-9) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough)
    return [step * i for i in range(math.ceil(max(largest, 1e-9) / step - 1e-9) + 1)]


def _level(tick: float, top: float, text: str) -> str:
    y = _y(tick, top)
    return (
        f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>'
        f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{escape(text)}</text>'
    )


def _year(i: int, month: str, count: int) -> str:
    x = _x(i, count)
    return f'<text x="{x:.1f}" y="{_HEIGHT - 6}" text-anchor="middle">{month[:4]}</text>'


def _apart(heights: list[float], gap: float = 13.0) -> list[float]:
    """Moves the names at the lines' ends apart, so that none covers another."""
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    placed = list(heights)
    for before, after in itertools.pairwise(order):
        placed[after] = max(placed[after], placed[before] + gap)
    return placed
