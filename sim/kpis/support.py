"""Instruments: what each of them has paid, what rent subsidies come to, and what a job costs in support."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gis.text import Name
from sim.history import F64, History
from sim.instruments import account_of, modules
from sim.kpis import kpi
from sim.outcomes.levels import tenants_rent

_RENT = (
    "policy.ai.rent_subsidy.years",
    "policy.ai.rent_subsidy.cap",
    "policy.subsidy_share",
    "policy.certified_share",
    "policy.eligible_area_cap",
)
_AMOUNTS = tuple(dict.fromkeys(source for module in modules().values() for source in module.SOURCES))


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
    sources=_RENT,
)
def ai_rent_paid_cny(history: History) -> F64:
    """(T,) CNY."""
    return np.array(history.ledger.paid["rent_subsidy"])


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
    return np.array(history.ledger.rent_unpaid)


@kpi(
    "policy.ai_rent_claimed_cny",
    Name("Rent subsidy claimed", "房租补贴累计申领"),
    Name(
        "What certified tenants are entitled to for the months that have passed: paid, unpaid, and not yet due. The "
        "published cap of 10 million an enterprise binds for none while 1,500 m2 at most are taken to be eligible",
        "已认定企业就已过月份应得的补贴：含已付、未付与尚未到期。按可补贴面积至多1500平方米的假设，公布的每家1000万元上限不会触及",
    ),
    unit="CNY",
    level="park",
    park="ai",
    sources=_RENT,
)
def ai_rent_claimed_cny(history: History) -> F64:
    """(T,) CNY."""
    return np.array(history.ledger.rent_claimed)


@kpi(
    "policy.ai_rent_pending_cny",
    Name("Rent subsidy not yet due", "尚未到期房租补贴"),
    Name("Claimed for months that have passed, and due only after audit", "已过月份申领、待审核后到期的补贴"),
    unit="CNY",
    level="park",
    park="ai",
    sources=(*_RENT, "policy.admin_lag"),
)
def ai_rent_pending_cny(history: History) -> F64:
    """(T,) CNY."""
    return np.array(history.ledger.rent_pending)


@kpi(
    "policy.certified_tenants",
    Name("Certified tenants", "认定企业数"),
    Name(
        "Tenants whose claim to a rent subsidy runs at the month's end; some of them when nothing is paid any more",
        "月末房租补贴申领期内的企业，含资金停付后仍在申领期者",
    ),
    unit="enterprises",
    level="park",
    park="ai",
    sources=("policy.certified_share", "policy.ai.rent_subsidy.years"),
)
def certified_tenants(history: History) -> F64:
    """(T,) enterprises."""
    return np.array(history.ledger.certified, dtype=np.float64)


@kpi(
    "policy.ai_rent_support_share",
    Name("Rent subsidy as a share of rent", "房租补贴占租金比例"),
    Name(
        "Rent subsidies claimed for the month, of all rent that the AI park's tenants pay for it",
        "当月申领的房租补贴占人工智能产业园租户当月租金的比例",
    ),
    unit="share",
    level="park",
    park="ai",
    sources=(*_RENT, "stock.rent.office", "stock.rent.hall"),
)
def ai_rent_support_share(history: History) -> F64:
    """(T,) share; 0 where no rent is paid."""
    claimed = np.diff(history.ledger.rent_claimed, prepend=0.0)
    rent = tenants_rent(history, "ai")
    return np.clip(np.divide(claimed, rent, out=np.zeros_like(rent), where=rent > 0.0), 0.0, 1.0)


@kpi(
    "policy.ai_subsidy_per_job_cny",
    Name("Support per new job", "新增岗位人均补贴"),
    Name(
        "Rent subsidies and talent support paid since the start, for each person at work in AI enterprises that moved "
        "into the AI park since then and are still there; all such jobs, not those that came because of it",
        "期初以来支付的房租补贴与人才支持，除以期初以来入驻且仍在园的人工智能企业员工数；为全部新增岗位，并非因补贴而增",
    ),
    unit="CNY/person",
    level="park",
    park="ai",
    sources=(*_RENT, "policy.instrument.talent", "tenant.staff.startup", "tenant.staff.growth"),
)
def ai_subsidy_per_job_cny(history: History) -> F64:
    """(T,) CNY a person; 0 where nothing is paid, NaN where something is and nobody came."""
    paid = np.array(history.ledger.paid["rent_subsidy"]) + np.array(history.ledger.paid["talent"])
    new = np.array([one.is_ai and one.park == "ai" for one in history.enterprises], dtype=bool)
    jobs = history.census.staff_of(new & (history.came_day > 0.0))
    per_job = np.divide(paid, jobs, out=np.full_like(paid, np.nan), where=jobs > 0.0)
    return np.where(paid > 0.0, per_job, 0.0)


def _paid_for(history: History, account: str) -> Mapping[str, Name]:
    """The instruments that cost this account something, whether they are active or not."""
    settings = history.scenario.instruments
    return {
        name: module.NAME
        for name, module in modules().items()
        if module.SOURCES and account_of(name, settings) == account
    }


@kpi(
    "{park}.support_paid_cny.{instrument}",
    Name("Support paid", "扶持资金累计支付"),
    Name(
        "Paid out of the park's package for this instrument since the start. Its amount and the strength of its effect "
        "are values of their own: more money alone does not do more, but for rent subsidies, the number of "
        "demonstrations and what support covers of the centres' cost",
        "期初以来本园扶持资金用于该政策工具的累计支付。金额与作用强度分别设定，仅增加金额不会增强作用；"
        "房租补贴、示范项目数与算力中心成本补助除外",
    ),
    unit="CNY",
    level="park",
    sources=_AMOUNTS,
    parts=_paid_for,
)
def support_paid_cny(history: History, park: str, instrument: str) -> F64:
    """(T,) CNY."""
    return np.array(history.ledger.paid[instrument]) - _renewed(history, instrument)


@kpi(
    "district.support_paid_cny.{instrument}",
    Name("Paid outside the packages", "扶持资金以外支出"),
    Name(
        "Spent on this instrument since the start out of other money than that of the two packages. Of the district's "
        "investment a part is for buildings and is granted every January: the public part of the building budget. Of "
        "others the amount and the strength of the effect are values of their own: more money alone does not do more",
        "期初以来两项扶持资金以外用于该政策工具的累计支出。区级建设投入中用于房屋建设的部分每年1月安排，即建设预算中的财政部分；"
        "其他工具的金额与作用强度分别设定，仅增加金额不会增强作用",
    ),
    unit="CNY",
    level="district",
    park="both",
    sources=_AMOUNTS,
    parts=lambda history, _: _paid_for(history, "district"),
)
def district_support_paid_cny(history: History, _: str, instrument: str) -> F64:
    """(T,) CNY."""
    return np.array(history.ledger.paid[instrument])


def _renewed(history: History, instrument: str) -> F64:
    """(T,) CNY that belong to the renewed account, not to the package."""
    return np.array(history.ledger.renewed_paid) * (instrument == "park_construction")
