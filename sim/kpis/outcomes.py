"""What enterprises bring about in the parks: revenue, output, value added, tax, scenes. Kinds and levels stay apart."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gis.text import Name
from sim.history import F64, History, once
from sim.kpis import enterprises, kpi
from sim.letting.enterprises import SIZE_CLASS_NAMES
from sim.outcomes import levels as bring
from sim.settings import SIZE_CLASSES

_PER_HEAD = tuple(f"tenant.revenue_per_head.{name}" for name in SIZE_CLASSES)
_STAFF = tuple(f"tenant.staff.{name}" for name in SIZE_CLASSES)
_START = ("ai.output.district", "stock.revenue_share0.core")
_GROWTH = (
    "tenant.growth.revenue.incumbent",
    "tenant.growth.revenue.new",
    "tenant.growth.revenue.sd",
    "tenant.revenue_per_enterprise.new",
    "outcome.cohort_growth",
)
_CORE = (*_START, *_PER_HEAD, *_GROWTH)
_TENANTS = (*_CORE, *_STAFF, "outcome.vr_growth", "outcome.growth.other")
_SCENES = ("outcome.scenes", "ai.solutions.2023")


@kpi(
    "core.revenue_cny_year",
    Name("AI revenue of the core", "中心园区人工智能营收"),
    Name(
        "Revenue of the AI enterprises with floor in the core over the last twelve months; in the first eleven months "
        "what has passed, as a year's rate. It begins with the assumed share of the district's published scale, and is "
        "no part to be added to the district's figure",
        "中心园区内有用房的人工智能企业近十二个月营收；前十一个月按已过月份折算全年。起点为全区已公布规模的假设占比，"
        "已含于全区口径，不得相加",
    ),
    unit="CNY/year",
    level="core",
    better="up",
    park="ai",
    sources=(*_CORE, "outcome.scene_order", "policy.ai.open_scenes"),
)
def core_revenue(history: History) -> F64:
    """(T,) CNY a year."""
    return bring.yearly(bring.outcomes(history).core_ai)


@kpi(
    "core.tax_cny_year",
    Name("Tax on the core's AI revenue", "中心园区人工智能税收"),
    Name(
        "Taxes at the assumed ratio to the core's AI revenue, last twelve months",
        "按假设税收与营收之比推算的中心园区人工智能税收，近十二个月",
    ),
    unit="CNY/year",
    level="core",
    better="up",
    park="ai",
    sources=("outcome.tax_ratio.ai", *_CORE),
)
def core_tax(history: History) -> F64:
    """(T,) CNY a year."""
    return core_revenue(history) * history.scenario.outcomes.tax_ratio


@kpi(
    "core.opened_orders_cny_year",
    Name("First orders out of opened scenes", "开放场景首单金额"),
    Name(
        "Orders of application scenes that would not have come about without the city's opening its own; a part of "
        "the core's AI revenue, last twelve months",
        "因城市开放场景而新增的应用场景首单，近十二个月；已含于中心园区人工智能营收",
    ),
    unit="CNY/year",
    level="core",
    better="up",
    park="ai",
    sources=("outcome.scene_order", "policy.ai.open_scenes", *_SCENES),
)
def opened_orders(history: History) -> F64:
    """(T,) CNY a year."""
    return bring.yearly(bring.outcomes(history).opened_orders)


@kpi(
    "{park}.revenue_cny_year",
    Name("Revenue of tenants of all trades", "各行业租户营收"),
    Name(
        "Revenue of all unnamed enterprises with floor in the park, whatever their trade, over the last twelve months "
        "(a year's rate before these have passed); without owners and other named enterprises, whose books are not "
        "published, and without the plant",
        "园内有用房的全部未具名企业（各行业）近十二个月营收，不足十二个月按全年折算；"
        "不含业主等已具名企业（账目未公布）与工厂",
    ),
    unit="CNY/year",
    level="core",
    better="up",
    sources=_TENANTS,
)
def tenants_revenue(history: History, park: str) -> F64:
    """(T,) CNY a year."""
    return bring.yearly(bring.tenants_revenue(history, park))


@kpi(
    "{park}.revenue_share.{size_class}",
    Name("Share of tenants' revenue", "租户营收占比"),
    Name(
        "Part of the tenants' revenue that enterprises of one size class earn, last twelve months",
        "某一规模类企业占租户营收的比例，近十二个月",
    ),
    unit="share",
    level="core",
    sources=_TENANTS,
    parts=lambda _, __: _classes(),
)
def revenue_share(history: History, park: str, size_class: str) -> F64:
    """(T,) share."""
    earnings = bring.outcomes(history).earnings
    own = bring.of_park(history, park) & (earnings.size_class == SIZE_CLASSES.index(size_class))
    return _ratio(bring.yearly(earnings.revenue(own)), once(history, tenants_revenue, park))


@kpi(
    "{park}.value_added_cny_year",
    Name("Value added of tenants", "租户增加值"),
    Name(
        "What the tenants add to what they buy, at assumed ratios for makers of hardware and for software and "
        "services, last twelve months; another kind of money than revenue",
        "租户增加值，按硬件制造与软件服务的假设增加值率推算，近十二个月；与营收口径不同",
    ),
    unit="CNY/year",
    level="core",
    better="up",
    sources=("outcome.value_added.goods", "outcome.value_added.services", *_TENANTS),
)
def value_added(history: History, park: str) -> F64:
    """(T,) CNY a year."""
    return bring.yearly(bring.tenants_value_added(history, park))


@kpi(
    "{park}.revenue_per_m2",
    Name("Revenue of tenants on a square metre", "租户地均营收"),
    Name(
        "The tenants' revenue of the last twelve months for each square metre let to them",
        "租户近十二个月营收与其已租面积之比",
    ),
    unit="CNY/m2/year",
    level="core",
    better="up",
    sources=("tenant.area.office", *_TENANTS),
)
def revenue_per_m2(history: History, park: str) -> F64:
    """(T,) CNY a year and m2."""
    return _ratio(once(history, tenants_revenue, park), bring.tenants_m2(history, park))


@kpi(
    "{park}.revenue_per_head",
    Name("Revenue of tenants a head", "租户人均营收"),
    Name(
        "The tenants' revenue of the last twelve months for each of their people on site",
        "租户近十二个月营收与其在园员工之比",
    ),
    unit="CNY/person/year",
    level="core",
    better="up",
    sources=("tenant.growth.staff", *_TENANTS),
)
def revenue_per_head(history: History, park: str) -> F64:
    """(T,) CNY a year and person."""
    return _ratio(once(history, tenants_revenue, park), bring.tenants_staff(history, park))


@kpi(
    "{park}.rent_burden",
    Name("Rent to revenue of tenants", "租户房租占营收比例"),
    Name(
        "Rent of the tenants as a share of their revenue, last twelve months, before any subsidy",
        "租户近十二个月房租占营收的比例，未计补贴",
    ),
    unit="share",
    level="core",
    better="down",
    sources=("stock.rent.office", "stock.rent.hall", "stock.rent_trend", *_TENANTS),
)
def rent_burden(history: History, park: str) -> F64:
    """(T,) share."""
    return _ratio(bring.yearly(bring.tenants_rent(history, park)), once(history, tenants_revenue, park))


@kpi(
    "{park}.indirect_jobs",
    Name("Indirect jobs", "间接就业"),
    Name(
        "Jobs elsewhere that hang on those in the park, by a multiplier that is not well founded: shown only where a "
        "scenario asks for it, and never added to any count",
        "由园区就业带动的园外就业，乘数依据不足：仅在情景要求时列示，且不计入任何统计",
    ),
    unit="people",
    level="park",
    where=lambda history, _: history.scenario.outcomes.indirect_jobs,
    sources=("outcome.job_multiplier",),
)
def indirect_jobs(history: History, park: str) -> F64:
    """(T,) people."""
    return bring.indirect_jobs(history, enterprises.staff(history, park))


@kpi(
    "vr.output_cny_year",
    Name("Output of the plant", "工厂产值"),
    Name(
        "Value ex works of the devices made in the last twelve months and of the modules sold on their own; output, "
        "not revenue booked, and a part of the district's VR revenue",
        "近十二个月整机及外销模组的出厂价值；为产值而非入账营收，已含于全区虚拟现实营收",
    ),
    unit="CNY/year",
    level="park",
    better="up",
    park="vr",
    sources=(
        "prod.value.device",
        "prod.value.module",
        "prod.modules_per_device",
        "vr.capacity.headsets",
        "prod.world_devices.2022",
        "prod.world_growth",
        "prod.plant_share",
        "prod.ramp.t50",
    ),
)
def plant_output_value(history: History) -> F64:
    """(T,) CNY a year."""
    return bring.yearly(bring.outcomes(history).plant_goods)


def _classes() -> Mapping[str, Name]:
    return {name: SIZE_CLASS_NAMES[name] for name in SIZE_CLASSES}


def _ratio(part: F64, whole: F64) -> F64:
    """(T,) not a number where there is nothing to relate to."""
    return np.asarray(np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0.0))
