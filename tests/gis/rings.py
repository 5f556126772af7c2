"""Areas of prepared outlines, by the shoelace formula: an independent check on arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gis.prepared import Outlines

FloatArray = NDArray[np.float64]


def signed_areas(outlines: Outlines) -> FloatArray:
    """Of each ring; above 0 when it runs counter-clockwise."""
    found = []
    for start, end in zip(outlines.ring_start[:-1], outlines.ring_start[1:], strict=True):
        ring = outlines.xyz[start:end, :2].astype(np.float64)
        ring = ring - ring[0]
        x, y = ring[:, 0], ring[:, 1]
        found.append(0.5 * float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)))
    return np.array(found)


def areas(outlines: Outlines) -> FloatArray:
    """Of each polygon, its holes taken off."""
    signed = signed_areas(outlines)
    bounds = zip(outlines.polygon_start[:-1], outlines.polygon_start[1:], strict=True)
    return np.array([signed[start:end].sum() for start, end in bounds])
