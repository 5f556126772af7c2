"""How layers of a park look on a map: the colours of exports and previews, and styles for QGIS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    import geopandas as gpd

COLOURS: Final = {
    "site": "#3A4A5A", "zones": "#8892A0", "parcels": "#E9E4D8", "buildings": "#C9A36B", "roads": "#B9BDC2",
    "centrelines": "#6F757C", "lanes": "#D3D5D8", "ramps": "#7D7F86", "parking": "#CFCBC4", "paths": "#E3D6BC",
    "squares": "#DFD3C3", "landscape": "#CBDCB4", "greens": "#A9C98F", "water": "#9CC3DE", "trees": "#5E8F4E",
    "places": "#B0413E", "entrances": "#D9822B", "stops": "#3B6FB6", "terraces": "#D8CDB4", "terrain": "#A08F70",
}  # fmt: skip
"""By layer, "#RRGGBB"."""
USE_COLOURS: Final = {
    "software": "#4477AA", "rnd": "#66AADD", "office": "#99CCEE", "industrial": "#AA7744", "compute": "#117788",
    "commercial": "#CC5566", "retail": "#E88F86", "services": "#AA4499", "culture": "#882255",
    "theme_park": "#DD99CC", "residential": "#DDAA33", "housing": "#EECC66", "dormitory": "#BBAA22",
    "utility": "#888888",
}  # fmt: skip
"""By use: blues for brain work, browns for making, reds and purples for leisure and trade, yellows for living."""
_BY_USE: Final = ("buildings", "parcels")
_OUTLINED: Final = ("site", "zones")


def qml(layer: str, table: gpd.GeoDataFrame) -> str:
    """The QGIS style of `layer`: buildings and parcels by use, the others in one colour."""
    kinds = set(table.geom_type.dropna())
    sort = (
        "marker" if kinds <= {"Point", "MultiPoint"} else "line" if not any("Polygon" in k for k in kinds) else "fill"
    )
    if layer in _BY_USE and "use" in table:
        uses = [use for use in USE_COLOURS if use in set(table["use"])]
        categories = "".join(
            f'<category value={quoteattr(use)} label={quoteattr(use)} symbol="{i}" render="true"/>'
            for i, use in enumerate(uses)
        )
        symbols = "".join(_symbol(str(i), sort, layer, USE_COLOURS[use]) for i, use in enumerate(uses))
        inner = (
            f'<renderer-v2 type="categorizedSymbol" attr="use"><categories>{categories}</categories>'
            f"<symbols>{symbols}</symbols></renderer-v2>"
        )
    else:
        symbol = _symbol("0", sort, layer, COLOURS.get(layer, "#999999"))
        inner = f'<renderer-v2 type="singleSymbol"><symbols>{symbol}</symbols></renderer-v2>'
    head = '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">'
    return f'{head}<qgis version="3.22" styleCategories="Symbology">{inner}</qgis>'


def _symbol(name: str, sort: str, layer: str, colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    rgba = f"{red},{green},{blue},255"
    if sort == "fill":
        style = "no" if layer in _OUTLINED else "solid"
        alpha = "0.6" if layer == "parcels" else "1"
        options = {"color": rgba, "style": style, "outline_color": "90,96,104,255", "outline_width": "0.2"}
        return _layered(name, sort, "SimpleFill", options, alpha)
    if sort == "line":
        return _layered(name, sort, "SimpleLine", {"line_color": rgba, "line_width": "0.4"})
    size = "1.2" if layer in ("trees", "terrain") else "2.4"
    return _layered(name, sort, "SimpleMarker", {"color": rgba, "name": "circle", "size": size, "outline_style": "no"})


def _layered(name: str, sort: str, kind: str, options: dict[str, str], alpha: str = "1") -> str:
    listed = "".join(
        f'<Option name="{key}" value={quoteattr(value)} type="QString"/>' for key, value in options.items()
    )
    return (
        f'<symbol name="{name}" type="{sort}" alpha="{alpha}"><layer class="{kind}" enabled="1" pass="0">'
        f'<Option type="Map">{listed}</Option></layer></symbol>'
    )
