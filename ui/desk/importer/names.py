"""Words for kinds of layers, columns, geometry and coordinate systems in the language in use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from gis.text import Name, tr

_KINDS: Final = {
    "site": Name("Site", "用地范围"), "zones": Name("Zones", "分区"), "parcels": Name("Parcels", "地块"),
    "buildings": Name("Buildings", "建筑"), "roads": Name("Roads", "道路"), "lanes": Name("Inner lanes", "内部车道"),
    "paths": Name("Paths", "步道"), "parking": Name("Parking", "停车"), "squares": Name("Squares", "广场"),
    "greens": Name("Greens", "绿地"), "water": Name("Water", "水体"), "trees": Name("Trees", "树木"),
    "places": Name("Places", "地点"), "stops": Name("Stops", "站点"), "terrain": Name("Terrain", "地形"),
    "imagery": Name("Imagery", "影像"),
    "centrelines": Name("Centrelines", "道路中线"), "ramps": Name("Ramps", "坡道"),
    "landscape": Name("Landscape", "景观"), "entrances": Name("Entrances", "出入口"),
    "terraces": Name("Terraces", "台地"), "other": Name("Not imported", "不导入"),
}  # fmt: skip
_COLUMNS: Final = {
    "id": Name("Id", "编号"), "name": Name("Name", "名称"), "name_zh": Name("Chinese name", "中文名"),
    "name_en": Name("English name", "英文名"), "use": Name("Use", "用途"), "height_m": Name("Height (m)", "高度（米）"),
    "floors": Name("Floors", "层数"), "floors_below": Name("Floors below ground", "地下层数"),
    "base_m": Name("Base above ground (m)", "底部高度（米）"),
    "ground_m": Name("Ground elevation (m)", "地面高程（米）"),
    "gfa_m2": Name("Floor area (m²)", "建筑面积（m²）"),
    "gfa_below_m2": Name("Floor area below ground (m²)", "地下建筑面积（m²）"),
    "status": Name("State", "建设状态"), "phase": Name("Phase", "期数"), "year": Name("Year built", "建成年份"),
    "parcel": Name("Parcel", "所属地块"), "style": Name("Style", "样式"), "archetype": Name("Sort", "类型"),
    "area_mu": Name("Area (mu)", "面积（亩）"), "zone": Name("Zone", "所属分区"),
    "floor_area_ratio": Name("Floor-area ratio", "容积率"), "coverage": Name("Coverage", "建筑密度"),
    "green_ratio": Name("Green ratio", "绿地率"), "height_limit_m": Name("Height limit (m)", "限高（米）"),
    "setback_m": Name("Setback (m)", "退线（米）"), "parking_spaces": Name("Parking spaces", "停车位"),
    "road_class": Name("Road class", "道路等级"), "width_m": Name("Width (m)", "宽度（米）"),
    "lanes": Name("Lanes", "车道数"), "kind": Name("Kind", "类别"), "spaces": Name("Spaces", "泊位数"),
    "lines": Name("Lines", "线路"), "outline": Name("Outline", "轮廓"), "width": Name("Width", "宽度"),
}  # fmt: skip
COMMON_CRS: Final = (
    ("EPSG:4490", Name("CGCS2000, degrees", "CGCS2000 经纬度")),
    ("EPSG:4549", Name("CGCS2000, 3-degree, 120°E", "CGCS2000 三度带 120°E")),
    ("EPSG:4528", Name("CGCS2000, 3-degree zone 40", "CGCS2000 三度带 40 带")),
    ("EPSG:4548", Name("CGCS2000, 3-degree, 117°E", "CGCS2000 三度带 117°E")),
    ("EPSG:4547", Name("CGCS2000, 3-degree, 114°E", "CGCS2000 三度带 114°E")),
    ("EPSG:4550", Name("CGCS2000, 3-degree, 123°E", "CGCS2000 三度带 123°E")),
    ("EPSG:4326", Name("WGS 84, degrees", "WGS 84 经纬度")),
    ("EPSG:32651", Name("WGS 84, UTM zone 51N", "WGS 84 UTM 51N")),
    ("EPSG:32650", Name("WGS 84, UTM zone 50N", "WGS 84 UTM 50N")),
    ("EPSG:2385", Name("Xi'an 1980, 3-degree, 120°E", "西安80 三度带 120°E")),
    ("EPSG:2437", Name("Beijing 1954, 3-degree, 120°E", "北京54 三度带 120°E")),
    ("GCJ-02", Name("Amap, Tencent maps", "高德、腾讯地图")),
    ("BD-09", Name("Baidu maps", "百度地图")),
    ("EPSG:3857", Name("Web Mercator", "网络墨卡托")),
)
"""Systems that files in China are often in."""


def kind_name(kind: str) -> str:
    """What a layer is taken for."""
    return _KINDS[kind].text() if kind in _KINDS else kind


def column_name(column: str) -> str:
    """A column of a park."""
    return _COLUMNS[column].text() if column in _COLUMNS else column


def geometry_words(layer: Mapping[str, Any]) -> str:
    """ "3,076 polygons, 2 lines" of a layer as the report tells it."""
    counts = layer.get("geometry") or {}
    said = [f"{count:,} {_sort_name(sort)}" for sort, count in counts.items()]
    return tr(", ").join(said) or tr("{count} features without geometry", count=f"{layer['features']:,}")


def _sort_name(sort: str) -> str:
    return {"polygons": tr("polygons"), "lines": tr("lines"), "points": tr("points")}[sort]


def level_look(level: str) -> tuple[str, str]:
    """Icon and tone of a finding."""
    return {
        "error": ("triangle-alert", "err"), "ask": ("circle-help", "accent"), "warning": ("triangle-alert", "warn"),
        "note": ("info", "ink3"),
    }[level]  # fmt: skip


def level_name(level: str) -> str:
    """How weighty a finding is."""
    return {"error": tr("Error"), "ask": tr("Question"), "warning": tr("Warning"), "note": tr("Note")}[level]


def area_words(area_m2: float | None) -> tuple[str, str]:
    """An area in m2 and in mu, for two lines."""
    if not area_m2:
        return "–", ""
    return f"{area_m2:,.0f} m²", f"{area_m2 * 15 / 10_000:,.1f} {tr('mu')}"
