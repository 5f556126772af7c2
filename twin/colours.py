"""Colours as people write them (#RRGGBB, sRGB) and as light adds up (linear)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RGB = tuple[float, float, float]


def srgb(code: str) -> RGB:
    """ "#FF7319" as three sRGB values from 0 to 1."""
    return int(code[1:3], 16) / 255, int(code[3:5], 16) / 255, int(code[5:7], 16) / 255


def linear(code: str) -> RGB:
    """ "#FF7319" as linear light."""
    red, green, blue = linear_from_srgb(np.array(srgb(code)))
    return float(red), float(green), float(blue)


def linear_from_srgb(values: NDArray[np.floating]) -> NDArray[np.float64]:
    """The exact sRGB decoding (IEC 61966-2-1)."""
    values = np.asarray(values, np.float64)
    return np.asarray(np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4))
