"""Money: support paid out of each account, what stays unpaid, and what building has cost."""

from __future__ import annotations

import numpy as np

from gis.place import Building
from gis.text import Name
from sim.history import F64, History
from sim.kpis import kpi
from sim.settings import Build
from sim.stock import fit_out

_TOWER_FACTORY_FLOORS = 6


@kpi(
    "{park}.investment_cny",
    Name("Building cost to date", "累计建安投资"),
    Name(
        "Cost of what has been built since the start, without land, equipment and servers",
        "期初以来完成的建安投资，不含土地、设备与服务器",
    ),
    unit="CNY",
    level="park",
    sources=(
        "build.cost.office",
        "build.cost.hall",
        "build.cost.tower_factory",
        "build.cost.datahall",
        "build.cost.exhibition",
        "build.cost.housing",
    ),
)
def investment_cny(history: History, park: str) -> F64:
    """(T,) CNY."""
    cost = np.array([_cost_m2(building, history.scenario.build) for building in history.stock.buildings])
    value = history.progress * cost * history.stock.gfa_m2 * history.columns(park)
    begun = _progress_before(history) * cost * history.stock.gfa_m2 * history.columns(park)
    return np.asarray(value.sum(axis=1) - begun.sum())


@kpi(
    "policy.ai_paid_cny",
    Name("AI support paid", "人工智能扶持资金累计支付"),
    Name(
        "Paid out of the AI package of 530 million, construction included, since the start",
        "5.3亿元人工智能扶持资金的累计支付，含园区建设",
    ),
    unit="CNY",
    level="park",
    park="ai",
    sources=("policy.ai.fund", "policy.ai.city_construction", "policy.account.other_draw", "policy.admin_lag"),
)
def ai_paid_cny(history: History) -> F64:
    """(T,) CNY."""
    return np.array(history.ledger.ai_paid)


@kpi(
    "policy.ai_rent_paid_cny",
    Name("Rent subsidy paid", "房租补贴累计支付"),
    Name(
        "Rent subsidies paid to certified AI tenants, a part of the AI package",
        "已支付的人工智能企业房租补贴，属人工智能扶持资金",
    ),
    unit="CNY",
    level="park",
    park="ai",
    sources=(
        "policy.ai.rent_subsidy.years",
        "policy.ai.rent_subsidy.cap",
        "policy.subsidy_share",
        "policy.certified_share",
    ),
)
def ai_rent_paid_cny(history: History) -> F64:
    """(T,) CNY."""
    return np.array(history.ledger.ai_rent_paid)


@kpi(
    "policy.ai_unpaid_cny",
    Name("Rent subsidy due and unpaid", "到期未付房租补贴"),
    Name(
        "Rent subsidies that fell due when the account was empty or closed: claims run five years, the account three",
        "账户用尽或关闭后到期的房租补贴：补贴期最长五年，资金账户仅三年",
    ),
    unit="CNY",
    level="park",
    better="down",
    park="ai",
    sources=("policy.ai.fund", "policy.ai.rent_subsidy.years", "policy.admin_lag"),
)
def ai_unpaid_cny(history: History) -> F64:
    """(T,) CNY."""
    return np.array(history.ledger.ai_unpaid)


@kpi(
    "policy.vr_paid_cny",
    Name("VR support paid", "虚拟现实扶持资金累计支付"),
    Name(
        "Paid out of the VR package of 1.2 billion since the start, evenly over its three years",
        "12亿元虚拟现实扶持资金的累计支付，按三年均匀支付",
    ),
    unit="CNY",
    level="park",
    park="vr",
    sources=("press.policy.vr.fund", "policy.vr.profile"),
)
def vr_paid_cny(history: History) -> F64:
    """(T,) CNY."""
    return np.array(history.ledger.vr_paid)


def _cost_m2(building: Building, rules: Build) -> float:
    kind = fit_out(building)
    if kind == "hall":
        return rules.cost_tower_factory if building.floors >= _TOWER_FACTORY_FLOORS else rules.cost_hall
    return {
        "datahall": rules.cost_datahall,
        "exhibition": rules.cost_exhibition,
        "dormitory": rules.cost_housing,
        "office": rules.cost_office,
    }[kind]


def _progress_before(history: History) -> F64:
    """(B,) progress on the day the run begins."""
    return history.progress_at_start
