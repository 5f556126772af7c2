"""Deterministic noise on the plane: the same at the same coordinates, whatever the grid and the machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def value_noise(x_m: FloatArray, y_m: FloatArray, scale_m: float, seed: int) -> FloatArray:
    """Smooth noise in -1..1 whose features are about `scale_m` wide, at the points (`x_m`, `y_m`)."""
    u, v = x_m / scale_m, y_m / scale_m
    i, j = np.floor(u), np.floor(v)
    fu, fv = _ease(u - i), _ease(v - j)
    low = _lattice(i, j, seed) * (1 - fu) + _lattice(i + 1, j, seed) * fu
    high = _lattice(i, j + 1, seed) * (1 - fu) + _lattice(i + 1, j + 1, seed) * fu
    return low * (1 - fv) + high * fv


def ridged_noise(x_m: FloatArray, y_m: FloatArray, scale_m: float, octaves: int, seed: int) -> FloatArray:
    """Noise in 0..1 with sharp crests and round hollows, as weathered mountains have them."""
    total = np.zeros(np.broadcast(x_m, y_m).shape)
    weight, amplitude, whole = np.ones_like(total), 1.0, 0.0
    for octave in range(octaves):
        # Each octave's lattice is turned, so that crests do not line up with the axes.
        cos, sin = np.cos(0.6 + 1.1 * octave), np.sin(0.6 + 1.1 * octave)
        u, v = cos * x_m - sin * y_m, sin * x_m + cos * y_m
        crest = (1 - np.abs(value_noise(u, v, scale_m / 2**octave, seed + octave))) ** 2
        total += amplitude * crest * weight
        whole += amplitude
        # Fine detail only where the coarse one already rises: valleys stay smooth.
        weight = np.clip(crest * 1.4, 0, 1)
        amplitude *= 0.5
    return total / whole


def _ease(t: FloatArray) -> FloatArray:
    return t * t * t * (t * (6 * t - 15) + 10)


def _lattice(i: FloatArray, j: FloatArray, seed: int) -> FloatArray:
    """A number in -1..1 for each lattice point, by an integer hash (splitmix64)."""
    with np.errstate(over="ignore"):
        h = i.astype(np.int64).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        h ^= j.astype(np.int64).astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F)
        h += np.uint64(seed) * np.uint64(0x165667B19E3779F9)
        h = (h ^ (h >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        h = (h ^ (h >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        h ^= h >> np.uint64(31)
    return h.astype(np.float64) / 2.0**63 - 1
