"""What building costs and who pays: the district's budget, owners and operators, land."""

from __future__ import annotations

import numpy as np

from gis.text import Name
from sim.building.budget import Row
from sim.building.cost import COST_GROUNDS, cost_cny
from sim.building.site import Site
from sim.history import F64, History
from sim.kpis import kpi

_BUDGET = (
    "policy.ai.district_investment",
    "policy.instrument.district_horizon",
    "build.building_share",
    "policy.instrument.others_building",
    "build.budget_carried",
)


@kpi(
    "{park}.investment_district_cny",
    Name("Building cost paid by the public budget", "财政建设预算累计投资"),
    Name(
        "Of the building cost to date, what the district's building budget pays: every project that is not an owner's "
        "or a computing centre's",
        "累计建安投资中由全区建设预算支付的部分，即业主自建与算力中心以外的项目",
    ),
    unit="CNY",
    level="park",
    sources=COST_GROUNDS,
)
def investment_district_cny(history: History, park: str) -> F64:
    """(T,) CNY."""
    return _invested(history, park, by_district=True)


@kpi(
    "{park}.investment_owner_cny",
    Name("Building cost paid by owners and operators", "业主与运营方累计投资"),
    Name(
        "Of the building cost to date, what owners pay for their own buildings and operators for computing centres",
        "累计建安投资中由业主自建及算力中心运营方支付的部分",
    ),
    unit="CNY",
    level="park",
    sources=COST_GROUNDS,
)
def investment_owner_cny(history: History, park: str) -> F64:
    """(T,) CNY."""
    return _invested(history, park, by_district=False)


@kpi(
    "{park}.land_cny",
    Name("Paid for land to date", "累计土地投入"),
    Name(
        "What the plots signed since the start cost at the price of industrial land; land for offices and housing "
        "costs more, so this is a lower bound. Further phases on land held already cost nothing here",
        "期初以来签约地块按工业用地价格计的土地投入；商办与住宅用地更贵，故为下限；已有用地的后续分期不计",
    ),
    unit="CNY",
    level="park",
    sources=("build.land_cost",),
)
def land_cny(history: History, park: str) -> F64:
    """(T,) CNY."""
    rows = [(site.days["signing"], park, site.land_cny) for site in _sites(history, park) if "signing" in site.days]
    return history.cumulative([row for row in rows if row[0] >= 0.0])


@kpi(
    "both.budget_granted_cny",
    Name("Building budget granted", "已安排建设预算"),
    Name(
        "Money for building in both parks granted since the start, before what lapses",
        "期初以来为两园安排的建设预算，未扣除收回部分",
    ),
    unit="CNY",
    level="both parks",
    park="both",
    sources=_BUDGET,
)
def budget_granted_cny(history: History) -> F64:
    """(T,) CNY."""
    return history.cumulative(history.building_budget.granted)


@kpi(
    "both.budget_committed_cny",
    Name("Building budget committed", "已落实项目资金"),
    Name(
        "Set aside for projects that start, since the start; what given-up projects hand back is taken off",
        "期初以来落实到开工项目的建设资金，扣除终止项目退回部分",
    ),
    unit="CNY",
    level="both parks",
    park="both",
    sources=(*_BUDGET, *COST_GROUNDS),
)
def budget_committed_cny(history: History) -> F64:
    """(T,) CNY."""
    books = history.building_budget
    return history.cumulative(books.committed) - history.cumulative(books.returned)


@kpi(
    "both.budget_free_cny",
    Name("Building budget left", "建设预算结余"),
    Name(
        "Granted, not committed and not lapsed; at the year's end what exceeds the limit of carrying over lapses",
        "已安排、未落实且未收回的建设预算；年末超出结转上限部分收回",
    ),
    unit="CNY",
    level="both parks",
    park="both",
    sources=(*_BUDGET, *COST_GROUNDS),
)
def budget_free_cny(history: History) -> F64:
    """(T,) CNY."""
    books = history.building_budget
    changes: list[Row] = [*books.granted, *books.returned]
    changes += [(day, park, -amount) for day, park, amount in (*books.committed, *books.lapsed)]
    # Sums of sums: what is left of nothing is nothing, to the cent.
    return np.maximum(0.0, history.cumulative(changes).round(2))


def _sites(history: History, park: str) -> list[Site]:
    return [site for site in history.sites if site.parcel.park == park]


def _invested(history: History, park: str, *, by_district: bool) -> F64:
    """(T,) cost of the work done since the start on projects with this payer."""
    sites = [site for site in _sites(history, park) if site.by_district == by_district]
    columns = [index for site in sites for index in site.buildings]
    cost = np.array([cost_cny(history.stock.buildings[index], history.scenario.build) for index in columns])
    done = history.progress[:, columns] - history.progress_at_start[columns]
    return np.asarray(done @ cost if columns else np.zeros(history.months))
