"""Layers that GDAL reads, with what it had to say about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from gis.intake.content import Content, RawLayer
from gis.intake.finding import Finding
from gis.intake.reading.ogr import table
from gis.intake.reading.shape_findings import rings_closed
from gis.intake.source import Source
from gis.text import tr

if TYPE_CHECKING:
    import geopandas as gpd


def read_layers(source: Source, names: Iterable[str], kinds: str = "") -> Content:
    """The layers of these names.

    Raises:
        UserError: GDAL cannot read one of them.
    """
    tables = [(name, table(source.file, name, source.shown)) for name in names]
    layers = tuple(RawLayer(name, rows, len(rows), kinds) for name, rows in tables)
    return Content(layers, findings=tuple(told for name, rows in tables for told in said(rows, name, source.shown)))


def said(rows: gpd.GeoDataFrame, layer: str, shown: str) -> Iterator[Finding]:
    """What reading a table brought to light."""
    if closed := rows.attrs.get("closed"):
        yield rings_closed(shown, layer, closed)
    if unread := rows.attrs.get("unread"):
        yield Finding(
            "warning",
            shown,
            tr("{count} shapes of layer {layer} could not be read.", count=unread, layer=layer),
            remedy=tr("Mend them in the program that made them; the others can be imported."),
            layer=layer,
        )
