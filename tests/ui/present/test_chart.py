"""The chart of the summary page."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree as ET

import numpy as np

from ui.present.chart import Line, line_chart

MONTHS = [f"{2023 + m // 12}-{m % 12 + 1:02d}" for m in range(24)]
RISING = Line("Built", np.linspace(0, 2e6, 24), "#0f6b80")
STEPPED = Line("Let <all>", np.repeat([1e6, 2e6], 12), "#8a3a0c", steps=True)


def points(svg: str) -> list[list[tuple[float, float]]]:
    """The corners of every line in the SVG."""
    return [
        [(float(x), float(y)) for x, y in (pair.split(",") for pair in found.split())]
        for found in re.findall(r'points="([^"]+)"', svg)
    ]


def test_a_rising_series_rises() -> None:
    """x runs with time and y falls as the value grows, for SVG counts y downwards."""
    (corners,) = points(line_chart(MONTHS, [RISING], "m2", "en"))
    assert [x for x, _ in corners] == sorted(x for x, _ in corners)
    assert [y for _, y in corners] == sorted((y for _, y in corners), reverse=True)


def test_a_step_holds_its_value_until_it_changes() -> None:
    """Supply in steps has only level and upright pieces."""
    (corners,) = points(line_chart(MONTHS, [STEPPED], "m2", "en"))
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in itertools.pairwise(corners))


def test_names_are_escaped_and_do_not_cover_each_other() -> None:
    """The picture is well-formed whatever the series are called, and both names are legible."""
    tree = ET.fromstring(line_chart(MONTHS, [RISING, STEPPED], "m2", "zh"))
    heights = [float(t.attrib["y"]) for t in tree.iter("text") if t.text in (RISING.name, STEPPED.name)]
    assert len(heights) == 2
    assert abs(heights[0] - heights[1]) >= 12


def test_a_series_of_zeros_can_be_drawn() -> None:
    """Nothing built yet is no error."""
    assert points(line_chart(MONTHS, [Line("None", np.zeros(24), "#000")], "m2", "en"))
