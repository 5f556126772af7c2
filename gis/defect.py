"""A defect of a park's file, and defects of rows told as one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from gis.text import tr


@dataclass(frozen=True, slots=True)
class Defect:
    """Something wrong with a file, in the user's language: the layer (and column) where, what, what was expected."""

    where: str
    what: str
    expected: str = ""

    def __str__(self) -> str:
        # A full-width bracket brings its own space.
        gap = "" if self.expected.startswith("（") or not self.expected else " "
        return f"{self.where}: {self.what}{gap}{self.expected}"


def row_defects(
    layer: str, table: gpd.GeoDataFrame, wrong: NDArray[np.bool_], what: str, expected: str = ""
) -> Iterator[Defect]:
    """One defect for all rows of `table` that `wrong` marks, naming the first; none if it marks none."""
    if not wrong.any():
        return
    row = int(np.flatnonzero(wrong)[0])
    name = str(table["id"].iloc[row]) if "id" in table else str(row + 1)
    counted = tr("{count} features", count=int(wrong.sum()))
    note = (
        tr("({expected}; {counted})", expected=expected, counted=counted)
        if expected
        else tr("({counted})", counted=counted)
    )
    yield Defect(f"{layer} '{name}'", what, note)
