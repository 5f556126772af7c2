"""What the colour of a building says, one file each: this folder is the list.

A layer names the column of the run that it shows and the colours of its values; legend, tooltip and scene read the
same numbers, so they always agree. The scene asks for its colours once, as a small table on the graphics card.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from gis.text import Name
from twin.colours import RGB, srgb
from twin.uses import USES

STEPS = 256
"""Values that the scene tells apart: states are bytes."""
CLAY = "#EBE9E7"
"""What a layer says nothing about."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A point of a ramp: a value and its colour (#RRGGBB)."""

    value: float
    colour: str


@dataclass(frozen=True, slots=True)
class Category:
    """One of a layer's kinds, drawn in `colour`; `outline` if it is shown by its edges alone."""

    name: Name
    colour: str
    outline: bool = False


@dataclass(frozen=True, slots=True)
class Layer:
    """One way to colour the parks.

    `column`: "progress", "occupancy" or "compute_load" of the run, or "" where only the use counts. `unit` as for KPIs.
    `ramp`: colours of the values, mixed in between; empty for categories. `uses`: uses of which the layer speaks
    (empty: all); others stay clay, and `silent` says what clay means here. `by_use`: colours of uses. `clay`: the
    surroundings become a plain model. `ensemble`: the column is one of an ensemble's `sim.bands.Bands` ("finished"),
    and every building is drawn whole, whatever one run has built of it.
    """

    id: str
    name: Name
    rank: int
    meaning: Name
    column: str = ""
    unit: str = ""
    clay: bool = True
    ramp: tuple[Stop, ...] = ()
    categories: tuple[Category, ...] = ()
    uses: tuple[str, ...] = ()
    by_use: tuple[tuple[str, str], ...] = ()
    silent: Name | None = None
    ensemble: bool = False

    def colour(self, use: str, value: float) -> RGB | None:
        """The colour (sRGB, 0 to 1) of a building of this use and value; None where the layer says nothing."""
        colours = self.colours(use, np.array([value]))
        return None if colours is None else (float(colours[0, 0]), float(colours[0, 1]), float(colours[0, 2]))

    def colours(self, use: str, values: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """The colours (N, 3) of a building of this use at `values`; None where the layer says nothing."""
        if self.uses and use not in self.uses:
            return None
        of_use = dict(self.by_use)
        if use in of_use:
            return np.tile(np.array(srgb(of_use[use])), (len(values), 1))
        if not self.ramp:
            return None
        stops = [stop.value for stop in self.ramp]
        codes = np.array([srgb(stop.colour) for stop in self.ramp])
        return np.stack([np.interp(values, stops, codes[:, k]) for k in range(3)], 1)

    def table(self) -> NDArray[np.uint8]:
        """(uses, 256, 4) RGBA bytes: the colour of each use at each value, alpha 0 where the layer says nothing."""
        table = np.zeros((len(USES), STEPS, 4), np.uint8)
        values = np.linspace(0, 1, STEPS)
        for row, use in enumerate(USES):
            colours = self.colours(use, values)
            if colours is not None:
                table[row, :, :3] = np.rint(255 * colours)
                table[row, :, 3] = 255
        return table


@cache
def layers() -> dict[str, Layer]:
    """All layers by id, in the order in which they are offered."""
    found = [
        importlib.import_module(f"{__name__}.{module.name}").LAYER
        for module in pkgutil.iter_modules(__path__)
        if not module.name.startswith("_")
    ]
    return {layer.id: layer for layer in sorted(found, key=lambda layer: layer.rank)}
