"""Revenue and tax of the district and the city. A wider level holds the narrower ones: they are never added up."""

from __future__ import annotations

from gis.text import Name
from sim.history import F64, History
from sim.kpis import kpi
from sim.outcomes.levels import outcomes, yearly

_AI = ("ai.output.district", "stock.revenue_share0.core", "tenant.growth.revenue.incumbent", "tenant.growth.revenue.sd")
_OLD_VR = ("outcome.vr_output0", "outcome.vr_growth", "press.vr.output.laoshan.2022")
_VR = (
    *_OLD_VR,
    "prod.value.device",
    "prod.value.module",
    "prod.plant_share",
    "outcome.hq_booking",
    "tenant.revenue_per_enterprise.new",
)


@kpi(
    "district.ai_revenue_cny_year",
    Name("AI revenue of the district", "全区人工智能营收"),
    Name(
        "Revenue of the district's AI industry over the last twelve months (a year's rate before these have passed): "
        "the core's enterprises, who are a part of it, and those outside the core, who grow at the sector's mean. The "
        "published 23 billion is of this level",
        "全区人工智能产业近十二个月营收，不足十二个月按全年折算：含中心园区企业，以及按行业均值增长的园外企业。"
        "已公布的230亿元即此口径",
    ),
    unit="CNY/year",
    level="district",
    better="up",
    park="ai",
    sources=(*_AI, "tenant.growth.revenue.new", "tenant.revenue_per_enterprise.new"),
)
def ai_revenue(history: History) -> F64:
    """(T,) CNY a year."""
    return yearly(outcomes(history).district_ai)


@kpi(
    "district.ai_tax_cny_year",
    Name("Tax on the district's AI revenue", "全区人工智能税收"),
    Name(
        "Taxes at the assumed ratio to the district's AI revenue, last twelve months; it holds the core's",
        "按假设税收与营收之比推算的全区人工智能税收，近十二个月；已含中心园区",
    ),
    unit="CNY/year",
    level="district",
    better="up",
    park="ai",
    sources=("outcome.tax_ratio.ai", *_AI),
)
def ai_tax(history: History) -> F64:
    """(T,) CNY a year."""
    return ai_revenue(history) * history.scenario.outcomes.tax_ratio


@kpi(
    "district.vr_revenue_cny_year",
    Name("VR revenue of the district", "全区虚拟现实营收"),
    Name(
        "Revenue of the district's VR industry over the last twelve months (a year's rate before these have passed): "
        "the industry of the start as it grows without the plant, the plant's goods, enterprises new to the district, "
        "and sales booked by head offices that moved in. Firms that move over within the district are in it already",
        "全区虚拟现实产业近十二个月营收，不足十二个月按全年折算：期初产业（不含工厂）的增长、工厂产值、新入区企业、"
        "总部迁入的入账销售；区内迁入园区者已在期初产业中",
    ),
    unit="CNY/year",
    level="district",
    better="up",
    park="vr",
    sources=_VR,
)
def vr_revenue(history: History) -> F64:
    """(T,) CNY a year."""
    return yearly(outcomes(history).district_vr)


@kpi(
    "district.vr_booked_cny_year",
    Name("Booked sales of moved head offices", "总部迁入入账销售"),
    Name(
        "Sales that head offices book in the district because they moved in: a part of the district's VR revenue that "
        "brings neither floor nor output here, last twelve months",
        "因总部迁入而在本区入账的销售，近十二个月；属全区虚拟现实营收，但不带来用房与产出",
    ),
    unit="CNY/year",
    level="district",
    park="vr",
    sources=("outcome.hq_booking", "landing.dpvr"),
)
def vr_booked(history: History) -> F64:
    """(T,) CNY a year."""
    return yearly(outcomes(history).booked)


@kpi(
    "district.vr_tax_cny_year",
    Name("Tax on the district's VR revenue", "全区虚拟现实税收"),
    Name(
        "Taxes at the assumed ratio to the district's VR revenue, last twelve months",
        "按假设税收与营收之比推算的全区虚拟现实税收，近十二个月",
    ),
    unit="CNY/year",
    level="district",
    better="up",
    park="vr",
    sources=("outcome.tax_ratio.vr", *_VR),
)
def vr_tax(history: History) -> F64:
    """(T,) CNY a year."""
    return vr_revenue(history) * history.scenario.outcomes.tax_ratio_vr


@kpi(
    "city.vr_revenue_cny_year",
    Name("VR revenue of the city", "全市虚拟现实营收"),
    Name(
        "Revenue of the whole city's VR industry over the last twelve months: the district's, and the other "
        "districts', who grow as the industry of the start does without the plant. The ratio of city to district was "
        "read off that industry: it is not applied to plant, newcomers and head offices, which stand in Laoshan only",
        "全市虚拟现实产业近十二个月营收：含崂山区，以及按期初产业（不含工厂）增长的其他区市。全市与崂山之比取自期初产业，"
        "不用于仅在崂山的工厂、新企业与迁入总部",
    ),
    unit="CNY/year",
    level="city",
    better="up",
    park="vr",
    sources=("outcome.vr_city_ratio", *_VR),
)
def city_vr_revenue(history: History) -> F64:
    """(T,) CNY a year."""
    return yearly(outcomes(history).city_vr)
