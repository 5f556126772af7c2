"""Type set by the same rules at every size: measured without hinting, drawn crisply at the pixel size asked for.

FreeType through Pillow; its basic layout, so that a picture does not depend on the libraries of a machine.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from gis.assets import asset

LINE: Final = 1.36
"""Height of a line over the size of its type."""
_FACES: Final = {False: "NotoSansSC-Regular.otf", True: "NotoSansSC-Bold.otf"}
_MEASURE_PX: Final = 256
_FINE: Final = 4
"""Letters stand on quarters of a pixel, or small type would lose its rhythm."""
_NOT_FIRST: Final = "，。、；：！？）》”’·,.;:!?)"
_CJK: Final = 0x2E80


@lru_cache(4096)
def width(words: str, bold: bool = False) -> float:
    """Width of one line over the size of its type."""
    return sum(_advance(letter, bold) for letter in words)


@lru_cache(1024)
def lines(words: str, size: float, wrap: float, bold: bool = False) -> tuple[str, ...]:
    """`words` broken so that no line of type `size` is wider than `wrap`: at spaces, and between Chinese characters."""
    broken: list[str] = [""]
    for piece in _pieces(words):
        if broken[-1] and width(broken[-1] + piece.rstrip(), bold) * size > wrap:
            broken[-1] = broken[-1].rstrip()
            broken.append("")
        broken[-1] += piece
    return tuple(line.rstrip() for line in broken)


def mask(words: str, size_px: float, bold: bool = False) -> tuple[NDArray[np.uint8], int, int]:
    """One line as coverage (height, width), top row first, and the place of its baseline's start: column, row."""
    fine = _FINE
    font = _font(bold, size_px * fine)
    left, above, below = 2, math.ceil(size_px * 1.1), math.ceil(size_px * 0.36)
    across = math.ceil(width(words, bold) * size_px) + 2 * left + 2
    image = Image.new("L", (across * fine, (above + below) * fine))
    pen = ImageDraw.Draw(image)
    x = float(left)
    for letter in words:
        # Chinese characters keep to whole pixels, which their many level strokes need more than Latin letters do
        start = round(x) if ord(letter) >= _CJK else x
        pen.text((round(start * fine), above * fine), letter, fill=255, font=font, anchor="ls")
        x += _advance(letter, bold) * size_px
    return np.asarray(image.reduce(fine)), left, above


def _pieces(words: str) -> list[str]:
    """`words` cut at every place where a line may break."""
    pieces: list[str] = []
    for letter in words:
        before = pieces[-1][-1] if pieces else ""
        within_word = before not in ("", " ") and ord(letter) < _CJK and ord(before) < _CJK
        if pieces and (letter in _NOT_FIRST or letter == " " or within_word):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


@cache
def _advance(letter: str, bold: bool) -> float:
    return float(_font(bold, _MEASURE_PX).getlength(letter)) / _MEASURE_PX


@cache
def _font(bold: bool, size_px: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(asset("fonts", _FACES[bold])), size_px, layout_engine=ImageFont.Layout.BASIC)
