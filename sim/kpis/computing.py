"""Compute of the centres: supply, demand, sold, running, unmet; and each park's part of it."""

from __future__ import annotations

import numpy as np

from gis.text import Name
from sim.history import F64, History
from sim.kpis import kpi

_CAPACITY = (
    "compute.aicc.capacity",
    "compute.haizhixin.capacity",
    "compute.haizhixin_date",
    "compute.expansion_trigger",
    "compute.expansion_lead",
    "compute.expansion_step",
    "compute.expansion_room",
)
_SUPPLY = (*_CAPACITY, "policy.ai.compute_operation_subsidy")
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
    "compute.contract_months",
    "policy.voucher_elasticity",
)
_ELSEWHERE = ("compute.leave_patience", "compute.return_rate")
_RUNNING = ("compute.reserved_share", "compute.reserved_fill", "compute.booked_fill", "compute.availability")
_POWER = (
    "compute.kw_per_p.aicc",
    "compute.kw_per_p.haizhixin",
    "compute.pue.aicc",
    "compute.pue.haizhixin",
    "compute.idle_power",
    "compute.kw_per_p.expansion",
)


def _has_centres(history: History, _: str) -> bool:
    """Whether a centre lies in the parks that are simulated."""
    return any(centre.park in history.stock.parks for centre in history.scenario.centres)


@kpi(
    "{park}.compute_sold_share",
    Name("Compute sold to the park", "园区企业购买算力占比"),
    Name("Share of the centres' supply that is sold to this park's tenants", "各中心算力供给中售予本园企业的比例"),
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
    "compute.capacity_p",
    Name("Compute capacity", "算力规模"),
    Name("Machines that stand in the centres on line, expansions among them", "已上线中心的设备规模，含扩容"),
    unit="P",
    level="centre",
    park="ai",
    sources=_CAPACITY,
)
def capacity_p(history: History) -> F64:
    """(T,) P."""
    return _total(history.books.capacity_p)


@kpi(
    "compute.supply_p",
    Name("Compute supply", "算力供给"),
    Name(
        "Capacity of the centres on line that is kept running: all of it, unless support of their operation has ended",
        "已上线中心保持运行的算力规模：除运营补助中断外即全部规模",
    ),
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
        "What customers want of the centres at the month's end; declared intentions are not demand, nor is what has "
        "gone to other suppliers",
        "月末客户对各中心的算力需求；意向不计为需求，已转向其他供应方的也不计",
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
    "compute.reserved_p",
    Name("Compute reserved", "预留算力"),
    Name(
        "The part of what is sold that is reserved by contract; the rest is batch work",
        "已售算力中的预留部分，其余为批处理",
    ),
    unit="P",
    level="centre",
    park="ai",
    sources=(*_SUPPLY, *_DEMAND, "compute.reserved_share"),
)
def reserved_p(history: History) -> F64:
    """(T,) P."""
    return _total(history.books.reserved_p)


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
    Name("Demand beyond what the centres keep running", "超出各中心在运规模的需求"),
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
    "compute.elsewhere_p",
    Name("Demand gone to other suppliers", "转向其他供应方的需求"),
    Name(
        "What customers need and buy elsewhere because they were short for longer than they bear",
        "因长期供应不足而转向其他供应方的需求",
    ),
    unit="P",
    level="centre",
    better="down",
    park="ai",
    sources=(*_SUPPLY, *_DEMAND, *_ELSEWHERE),
)
def elsewhere_p(history: History) -> F64:
    """(T,) P."""
    return np.array(history.books.elsewhere_p)


@kpi(
    "compute.sold_share",
    Name("Sold share of compute", "算力售出率"),
    Name("Sold share of the supply; undefined while no centre is on line", "已售占供给比例；尚无中心上线时无定义"),
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
    Name("Running share of the supply; undefined while no centre is on line", "运行占供给比例；尚无中心上线时无定义"),
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
    "compute.power_mw",
    Name("Power of the centres", "算力中心用电功率"),
    Name("Mean electric power of the centres, cooling included", "各中心平均用电功率，含制冷"),
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
    return np.asarray(np.array(rows).sum(axis=1))


def _share(part: F64, whole: F64) -> F64:
    """NaN while nothing is on line: a share of nothing is not a number."""
    return np.asarray(np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0.0))
