"""Scale bar and north arrow."""

from __future__ import annotations

import math
from typing import Final

from gis.text import Name
from twin import camera
from twin.overlay.sheet import INK, PLATE, Sheet, text_width
from twin.view import View

HEIGHT: Final = 46.0
RADIUS: Final = 22.0
_LONGEST: Final = 170.0
_NORTH: Final = Name("N", "北")


def bar_length_m(metres_per_pixel: float) -> float:
    """The longest of 1, 2 or 5 times a power of ten that fits the bar's place."""
    room = metres_per_pixel * _LONGEST
    power = 10 ** math.floor(math.log10(room))
    return float(max(step * power for step in (1, 2, 5) if step * power <= room))


def metres_per_pixel(view: View, size: tuple[float, float]) -> float:
    """Metres across a design pixel of an orthographic view in a picture of `size`."""
    return 2 * camera.half_extent(view, size[0] / size[1])[0] / size[0]


def scale_width(metres: float) -> float:
    """Width of the plate of the bar for `metres` per design pixel."""
    length_m = bar_length_m(metres)
    return length_m / metres + 34 + text_width(_length(length_m), 12) / 2


def draw_scale(sheet: Sheet, x: float, y: float, metres: float) -> None:
    """A bar of a round length with its top left corner at (x, y), for `metres` per design pixel."""
    length_m = bar_length_m(metres)
    width = length_m / metres
    sheet.plate(x, y, scale_width(metres), HEIGHT)
    left, top = x + 16, y + 29
    sheet.box(left, top, width, 6, INK)
    sheet.box(left + width / 4, top + 1, width / 4, 4, (*PLATE[:3], 1.0))
    sheet.box(left + width * 3 / 4, top + 1, width / 4 - 1, 4, (*PLATE[:3], 1.0))
    half = _length(length_m / 2).split(" ")[0] if length_m < 1000 or length_m >= 2000 else "0.5"
    for share, text in ((0.0, "0"), (0.5, half), (1.0, _length(length_m))):
        sheet.text(left + share * width, y + 21, text, 12, align="centre" if share else "left")


def _length(length_m: float) -> str:
    return f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"


def draw_needle(sheet: Sheet) -> None:
    """The needle in its disc about the sheet's origin, pointing up; turn the node to point north."""
    sheet.box(-RADIUS, 1 - RADIUS, 2 * RADIUS, 2 * RADIUS, (0.08, 0.11, 0.15, 0.24), RADIUS, 7)
    sheet.box(-RADIUS, -RADIUS, 2 * RADIUS, 2 * RADIUS, PLATE, RADIUS)
    sheet.triangle(((0, -7), (-5.5, 15), (0, 11)), INK)
    sheet.triangle(((0, -7), (5.5, 15), (0, 11)), (0.55, 0.6, 0.64, 1))


def draw_letter(sheet: Sheet, language: str, heading_deg: float) -> None:
    """The letter beside the needle's point, upright, in a picture that looks along `heading_deg`."""
    heading = math.radians(heading_deg)
    x, y = -14 * math.sin(heading), -14 * math.cos(heading)
    sheet.text(x, y + 4, _NORTH.text(language), 10.5, bold=True, align="centre")
