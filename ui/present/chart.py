"""A line chart as inline SVG, for pages that must open anywhere without a script or a network."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from gis.units import quantity

_WIDTH, _HEIGHT = 520, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 54, 112, 14, 24


@dataclass(frozen=True, slots=True)
class Line:
    """One series: its name at the line's end, values (T,), a CSS colour, and whether it is drawn in steps."""

    name: str
    values: NDArray[np.float64]
    colour: str
    steps: bool = False


def line_chart(months: Sequence[str], lines: Sequence[Line], unit: str, language: str) -> str:
    """The SVG of `lines` over `months` ("2023-01" ...), zero-based, with a tick a year and names at the lines' ends."""
    top = max(1e-9, *(float(np.nanmax(line.values)) for line in lines)) * 1.05
    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(", ".join(x.name for x in lines))}">'
    ]
    parts += [_level(share, top, unit, language) for share in (0, 0.5, 1)]
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


def _level(share: float, top: float, unit: str, language: str) -> str:
    y, shown = _y(share * top, top), quantity(share * top, unit, language)
    return (
        f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>'
        f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{escape(str(shown))}</text>'
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
