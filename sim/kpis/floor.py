"""Floor: built, under construction, lettable, let, empty."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from gis.text import Name
from sim.calendar import YEAR_DAYS
from sim.history import F64, History
from sim.kpis import has_wings, kpi

_BUILT = ("ai.core.gfa_built", "vr.phase1.delivered", "build.floor_days.tower", "build.fitout.office", "build.handover")
_LETTABLE = ("stock.lettable_share", "stock.lettable_share.hall")
_LET = ("stock.occupancy0", "stock.occupancy0.wings", "tenant.organic.ai", "tenant.organic.vr", "tenant.exit_hazard")


@kpi(
    "{park}.built_m2",
    Name("Built floor area", "已建成面积"),
    Name(
        "Floor above ground of all buildings handed over, of every use, wings included",
        "已交付的各类建筑地上面积，含两翼",
    ),
    unit="m2",
    level="park",
    better="up",
    sources=_BUILT,
)
def built_m2(history: History, park: str) -> F64:
    """(T,) m2."""
    return _sum(history.built * history.stock.gfa_m2, history.columns(park))


@kpi(
    "{park}.core_built_m2",
    Name("Built floor area, core", "中心园区已建成面积"),
    Name(
        "Floor above ground of all buildings handed over in the core, without the wings of Haier and Hisense",
        "中心园区已交付的地上面积，不含海尔、海信两翼",
    ),
    unit="m2",
    level="core",
    better="up",
    where=has_wings,
    sources=_BUILT,
)
def core_built_m2(history: History, park: str) -> F64:
    """(T,) m2."""
    return _sum(history.built * history.stock.gfa_m2, history.core(park))


@kpi(
    "{park}.handed_over_share",
    Name("Handed over of what is planned", "规划面积交付比例"),
    Name(
        "Floor above ground handed over, as a share of all floor that the layout plans; what stood before included",
        "已交付地上面积占方案规划地上总面积的比例，含期初已有建筑",
    ),
    unit="share",
    level="park",
    better="up",
    sources=_BUILT,
)
def handed_over_share(history: History, park: str) -> F64:
    """(T,) share."""
    planned = np.full(history.months, float(history.stock.gfa_m2[history.columns(park)].sum()))
    return _share(built_m2(history, park), planned)


@kpi(
    "{park}.under_construction_m2",
    Name("Floor area under construction", "在建面积"),
    Name(
        "Floor above ground of buildings begun and not yet handed over, without projects that were given up",
        "已开工未交付的地上面积，不含已终止项目",
    ),
    unit="m2",
    level="park",
    sources=("ai.under_construction_area", "build.signing_to_start", "build.crews_district", "build.phase.gate"),
)
def under_construction_m2(history: History, park: str) -> F64:
    """(T,) m2."""
    rising = (history.progress > 0.0) & ~history.built & ~history.given_up
    return _sum(rising * history.stock.gfa_m2, history.columns(park))


@kpi(
    "{park}.lettable_m2",
    Name("Lettable floor area", "可出租面积"),
    Name(
        "Work floor of handed-over buildings that enterprises can use, owners' floor included; housing, shops, "
        "culture, utilities and data halls left out",
        "已交付建筑中可供企业使用的面积，含业主自用；不含住宅、商铺、文化、公用设施与数据机房",
    ),
    unit="m2",
    level="park",
    sources=(*_BUILT, *_LETTABLE),
)
def lettable_m2(history: History, park: str) -> F64:
    """(T,) m2."""
    return _sum(history.built * history.stock.lettable_m2, history.columns(park))


@kpi(
    "{park}.let_m2",
    Name("Let floor area", "已出租面积"),
    Name("Lettable floor that is let, or used by its owner", "已出租或业主自用的可出租面积"),
    unit="m2",
    level="park",
    better="up",
    sources=_LET,
)
def let_m2(history: History, park: str) -> F64:
    """(T,) m2."""
    return _sum(history.let_m2, history.columns(park))


@kpi(
    "{park}.vacant_m2",
    Name("Vacant floor area", "空置面积"),
    Name("Lettable floor that is neither let nor used by its owner", "未出租且未自用的可出租面积"),
    unit="m2",
    level="park",
    better="down",
    sources=(*_LET, *_LETTABLE),
)
def vacant_m2(history: History, park: str) -> F64:
    """(T,) m2."""
    return lettable_m2(history, park) - let_m2(history, park)


@kpi(
    "{park}.occupancy",
    Name("Occupancy", "出租率"),
    Name("Let share of lettable floor, owners' wings and plant included", "已出租占可出租面积比例，含业主两翼与工厂"),
    unit="share",
    level="park",
    better="up",
    sources=(*_LET, *_LETTABLE),
)
def occupancy(history: History, park: str) -> F64:
    """(T,) share."""
    return _share(let_m2(history, park), lettable_m2(history, park))


@kpi(
    "{park}.market_occupancy",
    Name("Occupancy of the letting market", "租赁市场出租率"),
    Name("Let share of lettable floor that no owner keeps for itself", "非业主自用部分的出租率"),
    unit="share",
    level="core",
    better="up",
    sources=(*_LET, *_LETTABLE, "tenant.prelet"),
)
def market_occupancy(history: History, park: str) -> F64:
    """(T,) share."""
    market = _market(history, park)
    lettable = _sum(history.built * history.stock.lettable_m2, market)
    return _share(_sum(history.let_m2, market), lettable)


def _zones(history: History, park: str) -> Mapping[str, Name]:
    """The park's zones that have floor to let, now or once built."""
    stock = history.stock
    has_floor = {zone for zone, lettable_m2 in zip(stock.zone, stock.lettable_m2, strict=True) if lettable_m2}
    return {zone: name for zone, name in stock.zone_names[park].items() if zone in has_floor}


@kpi(
    "{park}.occupancy.{zone}",
    Name("Occupancy", "出租率"),
    Name(
        "Let share of the zone's lettable floor, owners' floor included; no number before there is any",
        "该功能区已出租占可出租面积比例，含业主自用；尚无可出租面积时无数值",
    ),
    unit="share",
    level="park",
    better="up",
    parts=_zones,
    sources=(*_LET, *_LETTABLE),
)
def zone_occupancy(history: History, park: str, zone: str) -> F64:
    """(T,) share."""
    columns = history.columns(park) & (np.array(history.stock.zone) == zone)
    return _share(_sum(history.let_m2, columns), _sum(history.built * history.stock.lettable_m2, columns))


@kpi(
    "{park}.rent_asked",
    Name("Rent asked", "租金报价"),
    Name(
        "Mean rent of the letting market, by lettable floor handed over; it follows the trend and, slowly, occupancy",
        "租赁市场按已交付可出租面积加权的平均租金，随趋势并缓慢随出租率变动",
    ),
    unit="CNY/m2/day",
    level="core",
    sources=("stock.rent.office", "stock.rent.hall", "stock.rent_trend", "stock.rent_feedback"),
)
def rent_asked(history: History, park: str) -> F64:
    """(T,) CNY per m2 and day."""
    offered_m2 = history.built[:, _market(history, park)] * history.stock.lettable_m2[_market(history, park)]
    mean = _share(offered_m2 @ history.stock.rent[_market(history, park)], offered_m2.sum(axis=1).astype(np.float64))
    return np.asarray(mean * history.rent_level[park])


@kpi(
    "{park}.rent_cny_year",
    Name("Rent paid", "年租金"),
    Name(
        "Rent of all let floor that is not its owner's, at the month's rates as a year's amount, before subsidies",
        "非业主自用的已出租面积按当月租金折算的年租金，未扣补贴",
    ),
    unit="CNY/year",
    level="core",
    sources=(*_LET, "stock.rent.office", "stock.rent.hall", "stock.rent_trend", "stock.rent_feedback"),
)
def rent_cny_year(history: History, park: str) -> F64:
    """(T,) CNY a year."""
    columns = _market(history, park)
    daily_cny = history.let_m2[:, columns] @ history.stock.rent[columns] * history.rent_level[park]
    return np.asarray(daily_cny * YEAR_DAYS)


@kpi(
    "{park}.buildings_built",
    Name("Buildings handed over", "已交付建筑"),
    Name(
        "Buildings of the drafted plan handed over; a tower and its podium count as two",
        "方案中已交付建筑数，塔楼与裙房分别计数",
    ),
    unit="buildings",
    level="park",
    better="up",
    sources=_BUILT,
)
def buildings_built(history: History, park: str) -> F64:
    """(T,) buildings."""
    return _sum(history.built.astype(np.float64), history.columns(park))


def _market(history: History, park: str) -> NDArray[np.bool_]:
    """(B,), the park's buildings that no owner keeps for itself."""
    owned = np.array([owner != "" for owner in history.stock.owner], dtype=bool)
    return np.asarray(history.columns(park) & ~owned)


def _sum(values: NDArray[np.generic], columns: NDArray[np.bool_]) -> F64:
    return np.asarray(values[:, columns].sum(axis=1), dtype=np.float64)


def _share(part: F64, whole: F64) -> F64:
    """NaN where there is nothing to have a share of."""
    return np.asarray(np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0.0))
