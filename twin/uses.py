"""Uses of buildings in the order in which the scene numbers them, with their names and colours on the map."""

from __future__ import annotations

from typing import Final

from gis.text import Name

USES: Final[dict[str, tuple[Name, str]]] = {
    "other": (Name("Other", "其他"), "#C9C5BE"),
    "software": (Name("Software", "软件"), "#4477AA"),
    "rnd": (Name("Research and development", "研发"), "#66AADD"),
    "office": (Name("Office", "办公"), "#99CCEE"),
    "industrial": (Name("Industry", "工业"), "#AA7744"),
    "compute": (Name("Compute centre", "智算中心"), "#117788"),
    "commercial": (Name("Commerce", "商业"), "#CC5566"),
    "retail": (Name("Retail", "零售"), "#E88F86"),
    "services": (Name("Services", "服务"), "#AA4499"),
    "culture": (Name("Culture", "文化"), "#882255"),
    "theme_park": (Name("Theme park", "主题公园"), "#DD99CC"),
    "residential": (Name("Residential", "居住"), "#DDAA33"),
    "housing": (Name("Housing", "住宅"), "#EECC66"),
    "dormitory": (Name("Dormitory", "宿舍"), "#BBAA22"),
    "utility": (Name("Utility", "市政设施"), "#888888"),
}
"""Blues for brain work, browns for making, reds and purples for leisure and trade, yellows for living."""
USE_INDEX: Final = {use: index for index, use in enumerate(USES)}
