"""The computing centres as a business: customers and those in talks, price, sales, cost, result without support."""

from __future__ import annotations

import numpy as np

from gis.text import Name
from sim.history import F64, History
from sim.kpis import kpi
from sim.outcomes.levels import yearly

_CUSTOMERS = ("compute.customers", "compute.new_customers", "compute.outside_share", "compute.intent_to_contract.firms")
_FUNNEL = ("compute.intent.enterprises", *_CUSTOMERS)
_PRICE = ("compute.price.2023", "compute.price.trend", "compute.price_margin", "compute.power_price")
_SALES = (*_PRICE, "compute.contract_months", "compute.reserved_share")
_COST = (
    "compute.power_price",
    "compute.fixed_cost",
    "compute.fixed_cost_decline",
    "compute.kw_per_p.aicc",
    "compute.kw_per_p.haizhixin",
)


@kpi(
    "compute.customers",
    Name("Compute customers", "算力客户"),
    Name(
        "Enterprises with a contract: 80 had joined by 25 April 2023 as published; the 270 in talks are not customers",
        "已签约企业：2023年4月25日已拓展80家为公布数；对接洽谈的270家不计为客户",
    ),
    unit="enterprises",
    level="centre",
    better="up",
    park="ai",
    sources=("compute.intent.enterprises", *_CUSTOMERS, "compute.churn"),
)
def customers(history: History) -> F64:
    """(T,) enterprises."""
    return np.array(history.books.customers, dtype=np.float64)


@kpi(
    "compute.joined",
    Name("Compute customers ever joined", "累计签约算力客户"),
    Name("All that have joined so far, those that left again among them", "累计签约企业，含此后流失者"),
    unit="enterprises",
    level="centre",
    better="up",
    park="ai",
    sources=_CUSTOMERS,
)
def joined(history: History) -> F64:
    """(T,) enterprises."""
    return np.array(history.books.joined, dtype=np.float64)


@kpi(
    "compute.funnel",
    Name("Enterprises in talks about compute", "累计对接算力企业"),
    Name(
        "All that have been in talks so far, those that joined among them: the first stage of the funnel whose second "
        "are the customers",
        "累计对接洽谈企业，含已签约者；为漏斗第一级，签约客户为第二级",
    ),
    unit="enterprises",
    level="centre",
    better="up",
    park="ai",
    sources=_FUNNEL,
)
def funnel(history: History) -> F64:
    """(T,) enterprises."""
    return np.array(history.books.talks)


@kpi(
    "compute.intent_p",
    Name("Compute declared in talks", "意向算力"),
    Name(
        "What the enterprises in talks so far have declared they intend to take; most of it never becomes demand",
        "累计对接企业申报的意向算力；其中大部分不会成为需求",
    ),
    unit="P",
    level="centre",
    park="ai",
    sources=(*_FUNNEL, "compute.intent_per_enterprise", "compute.intent"),
)
def intent_p(history: History) -> F64:
    """(T,) P."""
    return funnel(history) * history.scenario.compute.declared


@kpi(
    "compute.price_cny",
    Name("Price of a P-year", "每P年价格"),
    Name(
        "List price of compute for a year, before vouchers and what support takes off; it follows the price of "
        "hardware down, and stops a little above what power costs at full load",
        "算力目录价（每P每年），未扣算力券与补助；随硬件降价而下降，至略高于满载电费为止",
    ),
    unit="CNY/P-year",
    level="centre",
    park="ai",
    sources=(*_PRICE, "compute.kw_per_p.aicc", "compute.kw_per_p.haizhixin"),
)
def price_cny(history: History) -> F64:
    """(T,) CNY for a P-year."""
    return np.array(history.books.price_cny)


@kpi(
    "compute.revenue_cny_year",
    Name("Sales of the centres", "算力中心销售收入"),
    Name(
        "What customers themselves pay, without vouchers and support: reserved contracts at the price of their last "
        "renewal, batch work at today's; last twelve months, before these have passed as a year's rate",
        "客户自付金额，不含算力券与补助：预留合同按最近续签时价格，批处理按现价；近十二个月，不足时按已过月份折算",
    ),
    unit="CNY/year",
    level="centre",
    better="up",
    park="ai",
    sources=(*_SALES, *_CUSTOMERS),
)
def revenue_cny_year(history: History) -> F64:
    """(T,) CNY a year."""
    return yearly(np.array(history.books.revenue_cny))


@kpi(
    "compute.cost_cny_year",
    Name("Running cost of the centres", "算力中心运行成本"),
    Name(
        "Power, staff and maintenance, which fall as machines age, without what the machines cost; last twelve months, "
        "before these have passed as a year's rate",
        "电费、人员与维护（随设备老化而下降），不含设备投资；近十二个月，不足时按已过月份折算",
    ),
    unit="CNY/year",
    level="centre",
    better="down",
    park="ai",
    sources=_COST,
)
def cost_cny_year(history: History) -> F64:
    """(T,) CNY a year."""
    return yearly(np.array(history.books.energy_cost_cny) + np.array(history.books.fixed_cost_cny))


@kpi(
    "compute.result_cny_year",
    Name("Operating result of the centres", "算力中心运营结余"),
    Name(
        "Sales less running cost, without any support: where it is negative, it is what operation needs. Left out are "
        "what the machines cost and their renewal, interest, tax, rent, and whatever else an operator sells",
        "销售收入减运行成本，不计任何补助；为负时即运营所需补助。未计设备投资与更新、利息、税费、房租及算力之外的经营收入",
    ),
    unit="CNY/year",
    level="centre",
    better="up",
    park="ai",
    sources=(*_SALES, *_COST, "policy.ai.compute_operation_subsidy"),
)
def result_cny_year(history: History) -> F64:
    """(T,) CNY a year; negative where sales do not cover the cost."""
    return revenue_cny_year(history) - cost_cny_year(history)


@kpi(
    "compute.expansion_cny",
    Name("Invested in expansions", "扩容投资"),
    Name(
        "What the machines of all expansions decided so far cost; they get cheaper as their hire does",
        "已决定扩容的设备投资；设备价格随算力价格下降",
    ),
    unit="CNY",
    level="centre",
    park="ai",
    sources=("compute.capex", "compute.price.trend", "compute.expansion_trigger", "compute.expansion_step"),
)
def expansion_cny(history: History) -> F64:
    """(T,) CNY."""
    return np.array(history.books.invested_cny)
