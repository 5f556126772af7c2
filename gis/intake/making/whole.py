"""A file that already is a park of the program's own schema, an export above all: taken as it is, nothing made anew."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd

from gis.check import park_defects
from gis.intake.making.assemble import Assembled, Layers
from gis.intake.making.land import Park
from gis.intake.survey import Survey
from gis.intake.telling.gate import is_park
from gis.schema import LAYERS


def whole_park(surveys: Sequence[Survey]) -> dict[str, gpd.GeoDataFrame] | None:
    """The layers of the park that the one file is, in the order of the schema; None if it has to be made into one."""
    if len(surveys) != 1 or surveys[0].rasters:
        return None
    found = {layer.name: layer.table.reset_index(drop=True) for layer in surveys[0].layers}
    layers = {known.name: found[known.name] for known in LAYERS if known.name in found}
    return layers if is_park(layers) and not park_defects(layers) else None


def kept(layers: Layers, park: Park) -> Assembled:
    """The park as it came, under the id and the names of `park`."""
    named = {name: table.assign(park=park.id) for name, table in layers.items()}
    named["site"] = named["site"].assign(park_en=park.name_en, park_zh=park.name_zh)
    return Assembled(named, {name: len(table) for name, table in named.items()}, {})
