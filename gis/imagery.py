"""A photo of the ground, seen straight from above."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Imagery:
    """`rgba` (H, W, 4), bytes, the first row in the north; alpha is 0 where the photo shows nothing.

    `bounds_m` are west, south, east, north of its edges, in the local metres of a place or those of a file's system.
    """

    rgba: NDArray[np.uint8]
    bounds_m: tuple[float, float, float, float]
