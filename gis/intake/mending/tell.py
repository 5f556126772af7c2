"""Findings about features of a layer: one for all that share a flaw, naming the first and some places to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.intake.content import RawLayer
from gis.intake.finding import Finding

MOST_SPOTS: Final = 50
FARTHEST: Final = 1e12
"""Coordinates beyond are none, in whatever unit."""
_NAMING: Final = ("id", "gml_id", "osm_id", "name", "name_zh", "objectid", "fid", "编号", "名称")
_LONGEST: Final = 40

Spots = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells of `layer` of the file `shown`."""

    layer: RawLayer
    shown: str

    def of(
        self, level: str, rows: NDArray[np.bool_], what: str, expected: str = "", remedy: str = "", spots: Spots = ()
    ) -> Iterator[Finding]:
        """One finding about the features that `rows` (features,) marks, none if it marks none.

        `spots` are taken from the features where none are given.
        """
        marked = np.flatnonzero(rows)
        if len(marked):
            where = f"{self.where} {self._label(int(marked[0]))}"
            yield Finding(level, where, what, expected, remedy, self.layer.name, spots or self._spots(marked))

    def of_layer(self, level: str, what: str, expected: str = "", remedy: str = "") -> Finding:
        """A finding about the layer as a whole."""
        return Finding(level, self.where, what, expected, remedy, self.layer.name)

    @property
    def where(self) -> str:
        """The file and the layer."""
        return f"{self.shown} {self.layer.name}" if self.layer.name else self.shown

    def _label(self, row: int) -> str:
        """What names the feature in its layer: an id or a name that it has, else its number, from 1."""
        table = self.layer.table
        columns = {str(column).lower(): column for column in reversed(table.columns)}
        for name in _NAMING:
            label = _written(table[columns[name]].iloc[row]) if name in columns else ""
            if label:
                return f"'{label}'"
        return f"#{row + 1}"

    def _spots(self, marked: NDArray[np.intp]) -> Spots:
        return spots_of(shapely.bounds(self.layer.table.geometry.to_numpy()[marked[:MOST_SPOTS]]))


def spots_of(bounds: NDArray[np.float64]) -> Spots:
    """The middles of boxes (boxes, 4), as places to look at; boxes of nothing have none."""
    with np.errstate(over="ignore", invalid="ignore"):
        middles = (bounds[:MOST_SPOTS, :2] + bounds[:MOST_SPOTS, 2:]) / 2
        real = (np.abs(middles) <= FARTHEST).all(axis=1)
    return tuple((float(x), float(y)) for x, y in middles[real])


def _written(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    short = isinstance(value, str | int | np.integer) and not isinstance(value, bool)
    return str(value).strip()[:_LONGEST] if short else ""
