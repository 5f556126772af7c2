"""A file that is already a park in the program's own schema passes the same gate as when it is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import geopandas as gpd

from gis.check import defects_of
from gis.errors import UserError
from gis.intake.finding import Finding, error_of
from gis.schema import layer
from gis.text import tr

Tables = Mapping[str, gpd.GeoDataFrame]

_OURS: Final = ("site", "buildings", "parcels")
_ENOUGH: Final = 0.6
"""A file that has so many of the columns that are ours alone was made as a park."""


def park_findings(shown: str, tables: Tables) -> Sequence[Finding]:
    """What keeps a GeoPackage that was made as a park from being opened as one; nothing about other files.

    `tables` are its layers by name.
    """
    file = Path(shown)
    if file.suffix.lower() != ".gpkg" or not file.is_file() or not is_park(tables):
        return ()
    try:
        defects = defects_of(file)
    except UserError as error:
        return (error_of(error),)
    remedy = tr("Mend the file; see docs/parks-schema.md.")
    return [
        Finding("error", f"{shown} {d.where}", tr("{what}.", what=d.what), _sentence(d.expected), remedy)
        for d in defects
    ]


def is_park(tables: Tables) -> bool:
    """Whether the layers and columns are those of the program's own schema."""
    if not set(_OURS) <= set(tables):
        return False
    needed = [(name, column.name) for name in _OURS for column in layer(name).columns if not column.optional]
    return sum(column in tables[name] for name, column in needed) >= _ENOUGH * len(needed)


def _sentence(bracket: str) -> str:
    """ "(expected text)" as a sentence of its own."""
    inner = bracket.strip("()（）")
    return tr("{what}.", what=inner[:1].upper() + inner[1:]) if inner else ""
