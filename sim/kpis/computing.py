"""Compute of the two centres: supply, demand, sold, running, unmet; and each park's part of it."""

from __future__ import annotations

import numpy as np

from gis.text import Name
from sim.history import F64, History
from sim.kpis import kpi

_SUPPLY = ("compute.aicc.capacity", "compute.haizhixin.capacity", "compute.haizhixin_date")
_DEMAND = (
    "compute.customers",
    "compute.intent_per_enterprise",
    "compute.intent_to_contract.P",
    "compute.other_demand0",
    "compute.growth",
    "compute.new_customers",
    "compute.churn",
    "compute.anchor_rate",
    "compute.wholesale_prob",
)
_RUNNING = ("compute.reserved_share", "compute.reserved_fill", "compute.availability")
_POWER = (
    "compute.kw_per_p.aicc",
    "compute.kw_per_p.haizhixin",
    "compute.pue.aicc",
    "compute.pue.haizhixin",
    "compute.idle_power",
)


def _has_centres(history: History, _: str) -> bool:
    """Whether a centre lies in the parks that are simulated."""
    return any(centre.park in history.stock.parks for centre in history.scenario.centres)


@kpi(
    "{park}.compute_sold_share",
    Name("Compute sold to the park", "园区企业购买算力占比"),
    Name("Share of both centres' supply that is sold to this park's tenants", "两中心算力供给中售予本园企业的比例"),
    unit="share",
    level="park",
    better="up",
    where=_has_centres,
    sources=(*_SUPPLY, *_DEMAND),
)
def compute_sold_share(history: History, park: str) -> F64:
    """(T,) share."""
    sold = np.array([row.get(park, 0.0) for row in history.books.sold_by_park_p])
    return _share(sold, supply_p(history))


@kpi(
    "compute.supply_p",
    Name("Compute supply", "算力供给"),
    Name("Capacity of the centres that are on line", "已上线中心的算力规模"),
    unit="P",
    level="centre",
    better="up",
    park="ai",
    sources=_SUPPLY,
)
def supply_p(history: History) -> F64:
    """(T,) P."""
    return _total(history.books.supply_p)


@kpi(
    "compute.demand_p",
    Name("Compute demand", "算力需求"),
    Name(
        "What customers would contract at the month's end; declared intentions are not demand",
        "月末客户愿意签约的算力；意向不计为需求",
    ),
    unit="P",
    level="centre",
    better="up",
    park="ai",
    sources=_DEMAND,
)
def demand_p(history: History) -> F64:
    """(T,) P."""
    return _total(history.books.demand_p)


@kpi(
    "compute.sold_p",
    Name("Compute sold", "已售算力"),
    Name("Contracted compute, within what is on line", "已签约且已上线的算力"),
    unit="P",
    level="centre",
    better="up",
    park="ai",
    sources=(*_SUPPLY, *_DEMAND),
)
def sold_p(history: History) -> F64:
    """(T,) P."""
    return _total(history.books.sold_p)


@kpi(
    "compute.running_p",
    Name("Compute running", "实际运行算力"),
    Name("Compute that really runs on average: what is sold is not always used", "平均实际运行的算力：已售不等于在用"),
    unit="P",
    level="centre",
    better="up",
    park="ai",
    sources=_RUNNING,
)
def running_p(history: History) -> F64:
    """(T,) P."""
    return _total(history.books.running_p)


@kpi(
    "compute.unmet_p",
    Name("Compute demand unmet", "未满足算力需求"),
    Name("Demand beyond what both centres have on line", "超出两中心上线规模的需求"),
    unit="P",
    level="centre",
    better="down",
    park="ai",
    sources=(*_SUPPLY, *_DEMAND),
)
def unmet_p(history: History) -> F64:
    """(T,) P."""
    return np.maximum(0.0, demand_p(history) - sold_p(history))


@kpi(
    "compute.sold_share",
    Name("Sold share of compute", "算力售出率"),
    Name("Sold share of the supply", "已售占供给比例"),
    unit="share",
    level="centre",
    better="up",
    park="ai",
    sources=(*_SUPPLY, *_DEMAND),
)
def sold_share(history: History) -> F64:
    """(T,) share."""
    return _share(sold_p(history), supply_p(history))


@kpi(
    "compute.running_share",
    Name("Running share of compute", "算力运行率"),
    Name("Running share of the supply", "运行占供给比例"),
    unit="share",
    level="centre",
    better="up",
    park="ai",
    sources=_RUNNING,
)
def running_share(history: History) -> F64:
    """(T,) share."""
    return _share(running_p(history), supply_p(history))


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
    sources=("compute.customers", "compute.intent.enterprises", "compute.new_customers", "compute.churn"),
)
def customers(history: History) -> F64:
    """(T,) enterprises."""
    return np.array(history.books.customers, dtype=np.float64)


@kpi(
    "compute.power_mw",
    Name("Power of the centres", "算力中心用电功率"),
    Name("Mean electric power of both centres, cooling included", "两中心平均用电功率，含制冷"),
    unit="MW",
    level="centre",
    better="down",
    park="ai",
    sources=_POWER,
)
def power_mw(history: History) -> F64:
    """(T,) MW."""
    return _total(history.books.power_mw)


def _total(rows: list[F64]) -> F64:
    return np.array([row.sum() for row in rows])


def _share(part: F64, whole: F64) -> F64:
    """0 while nothing is on line."""
    return np.asarray(np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0.0))
