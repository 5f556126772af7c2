"""Money: what each account has paid, what is left and still owed, and what building has cost."""

from __future__ import annotations

import numpy as np

from gis.text import Name
from sim.building.cost import COST_GROUNDS, cost_m2
from sim.history import F64, History
from sim.kpis import kpi

_AI_ACCOUNT = (
    "policy.ai.fund",
    "policy.ai.city_construction",
    "policy.ai.years",
    "policy.instrument.other",
    "policy.admin_lag",
)
_VR_ACCOUNT = ("press.policy.vr.fund", "policy.vr.profile")


@kpi(
    "{park}.investment_cny",
    Name("Building cost to date", "累计建安投资"),
    Name(
        "Cost of what has been built since the start, without land, equipment and servers",
        "期初以来完成的建安投资，不含土地、设备与服务器",
    ),
    unit="CNY",
    level="park",
    sources=COST_GROUNDS,
)
def investment_cny(history: History, park: str) -> F64:
    """(T,) CNY."""
    cost = np.array([cost_m2(building, history.scenario.build) for building in history.stock.buildings])
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
    sources=_AI_ACCOUNT,
)
def ai_paid_cny(history: History) -> F64:
    """(T,) CNY."""
    return np.array(history.ledger.ai_paid)


@kpi(
    "policy.ai_left_cny",
    Name("AI support left", "人工智能扶持资金余额"),
    Name(
        "What is left of the AI package, construction included; what is left when it closes lapses",
        "人工智能扶持资金余额，含园区建设；账户关闭时的余额不再支付",
    ),
    unit="CNY",
    level="park",
    park="ai",
    sources=_AI_ACCOUNT,
)
def ai_left_cny(history: History) -> F64:
    """(T,) CNY."""
    return np.array(history.ledger.ai_left)


@kpi(
    "policy.ai_owed_cny",
    Name("AI support still owed after closing", "人工智能扶持资金关闭后仍欠"),
    Name(
        "Fell due after the AI package had closed, since the start: claims run five years, the account three",
        "账户关闭后到期的人工智能扶持资金累计：补贴期最长五年，资金账户仅三年",
    ),
    unit="CNY",
    level="park",
    better="down",
    park="ai",
    sources=("policy.ai.years", "policy.ai.rent_subsidy.years", "policy.admin_lag"),
)
def ai_owed_cny(history: History) -> F64:
    """(T,) CNY."""
    return np.array(history.ledger.ai_owed)


@kpi(
    "policy.ai_renewed_paid_cny",
    Name("Renewed construction money paid", "延续的园区建设资金累计支付"),
    Name(
        "The city's construction money after the AI package has closed, where it is renewed; an account of its own",
        "人工智能扶持资金关闭后市级建设资金如获延续的累计支付，单列账户",
    ),
    unit="CNY",
    level="park",
    park="ai",
    sources=("policy.account.renewed", "policy.ai.city_construction", "policy.instrument.renewal_years"),
)
def ai_renewed_paid_cny(history: History) -> F64:
    """(T,) CNY."""
    return np.array(history.ledger.renewed_paid)


@kpi(
    "policy.vr_paid_cny",
    Name("VR support paid", "虚拟现实扶持资金累计支付"),
    Name(
        "Paid out of the VR package of 1.2 billion since the start, evenly over its three years: how it is split is "
        "not published, so that what is paid evenly changes nothing else in the model",
        "12亿元虚拟现实扶持资金的累计支付，按三年均匀支付；分配方式未公布，故支付不影响模型其他部分",
    ),
    unit="CNY",
    level="park",
    park="vr",
    sources=_VR_ACCOUNT,
)
def vr_paid_cny(history: History) -> F64:
    """(T,) CNY."""
    return np.array(history.ledger.vr_paid)


@kpi(
    "policy.vr_left_cny",
    Name("VR support left", "虚拟现实扶持资金余额"),
    Name(
        "What is left of the VR package; nothing else in the model depends on it, as how it is split is not published",
        "虚拟现实扶持资金余额；分配方式未公布，模型其他部分不受其影响",
    ),
    unit="CNY",
    level="park",
    park="vr",
    sources=_VR_ACCOUNT,
)
def vr_left_cny(history: History) -> F64:
    """(T,) CNY."""
    return np.array(history.ledger.vr_left)


@kpi(
    "policy.vr_owed_cny",
    Name("VR support still owed after closing", "虚拟现实扶持资金关闭后仍欠"),
    Name(
        "Fell due after the VR package had closed: only claims can, and none is published for this park, so that it is "
        "0 unless a scenario pays rent subsidies out of it",
        "账户关闭后到期的虚拟现实扶持资金：仅补贴申领会到期，本园未公布此类补贴，除情景另由其支付房租补贴外恒为零",
    ),
    unit="CNY",
    level="park",
    better="down",
    park="vr",
    sources=_VR_ACCOUNT,
)
def vr_owed_cny(history: History) -> F64:
    """(T,) CNY."""
    return np.array(history.ledger.vr_owed)


def _progress_before(history: History) -> F64:
    """(B,) progress on the day the run begins."""
    return history.progress_at_start
