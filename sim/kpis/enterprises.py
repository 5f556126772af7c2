"""Enterprises and their people: who is there, who comes, who goes, who finds no floor."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gis.text import Name
from sim.enterprises import Enterprise
from sim.history import F64, History
from sim.history import over_months as spread_over_months
from sim.kpis import kpi
from sim.production import plant_output

_COME = ("tenant.organic.ai", "tenant.organic.vr", "tenant.arrival_cycle", "tenant.landing_lag", "tenant.never_land")
_GO = ("tenant.exit_hazard", "tenant.relocation_hazard")


def _has_fields(_: History, park: str) -> bool:
    """Whether the park is made for certain fields; in any other all enterprises are counted as one."""
    return park in ("ai", "vr")


@kpi(
    "{park}.enterprises",
    Name("Enterprises", "企业数"),
    Name(
        "Enterprises of the park's own fields (AI, or VR; in another park all) with floor in it; in the AI park those "
        "of the core. Not the district's enterprises, nor signed projects",
        "园区主导产业（人工智能或虚拟现实，其他园区为全部）中在园内有用房的企业；人工智能产业园为中心园区口径。"
        "不是全区企业数，也不是签约项目数",
    ),
    unit="enterprises",
    level="core",
    better="up",
    sources=("stock.enterprises0.core", *_COME, *_GO),
)
def enterprises(history: History, park: str) -> F64:
    """(T,) enterprises."""
    own = np.array([_of_the_park_s_fields(one, park) for one in history.enterprises], dtype=bool)
    return _present(history, history.core(park), own)


@kpi(
    "{park}.other_enterprises",
    Name("Enterprises of other trades", "其他行业企业数"),
    Name("Enterprises outside AI and VR with floor in the park", "园内人工智能、虚拟现实以外的企业"),
    unit="enterprises",
    level="park",
    where=_has_fields,
    sources=("stock.ai_share0", "stock.other_area", "tenant.organic.other"),
)
def other_enterprises(history: History, park: str) -> F64:
    """(T,) enterprises."""
    other = np.array([not (one.is_ai or one.is_vr) for one in history.enterprises])
    return _present(history, history.columns(park), other)


@kpi(
    "{park}.arrivals",
    Name("Enterprises moving in", "当月入驻企业"),
    Name("Enterprises of all trades that moved in within the month", "当月入驻的各类企业"),
    unit="enterprises/month",
    level="park",
    better="up",
    sources=_COME,
)
def arrivals(history: History, park: str) -> F64:
    """(T,) enterprises a month."""
    return history.monthly(history.tally.arrivals, park)


@kpi(
    "{park}.departures",
    Name("Enterprises leaving", "当月离园企业"),
    Name("Enterprises of all trades that closed or moved away within the month", "当月关闭或迁出的各类企业"),
    unit="enterprises/month",
    level="park",
    better="down",
    sources=_GO,
)
def departures(history: History, park: str) -> F64:
    """(T,) enterprises a month."""
    return history.monthly(history.tally.departures, park)


@kpi(
    "{park}.waiting_m2",
    Name("Floor waited for", "排队需求面积"),
    Name("Floor that enterprises without room wait for", "尚无合适用房的企业排队需求面积"),
    unit="m2",
    level="park",
    better="down",
    sources=("tenant.patience", "tenant.initial_space"),
)
def waiting_m2(history: History, park: str) -> F64:
    """(T,) m2."""
    return history.waiting_m2[park]


@kpi(
    "{park}.lost_m2",
    Name("Demand lost", "流失需求面积"),
    Name("Floor wanted by enterprises that gave up waiting, since the start", "累计因等候过久而放弃的需求面积"),
    unit="m2",
    level="park",
    better="down",
    sources=("tenant.patience", "tenant.initial_space"),
)
def lost_m2(history: History, park: str) -> F64:
    """(T,) m2."""
    return history.cumulative(history.tally.lost_m2, park)


@kpi(
    "{park}.staff",
    Name("People at work", "在园员工"),
    Name(
        "People on let floor at the assumed floor for each person; in the plant those of its lines",
        "按人均面积推算的在园员工；工厂按产线定员",
    ),
    unit="people",
    level="park",
    better="up",
    sources=("tenant.area.office", "tenant.area.hall", "prod.staff_per_line"),
)
def staff(history: History, park: str) -> F64:
    """(T,) people."""
    rules = history.scenario.tenants
    stock = history.stock
    plant = np.array([owner != "" for owner in stock.owner]) & stock.hall & ~stock.wing
    per_person = np.where(stock.hall, rules.area_hall, rules.area_office)
    people = history.let_m2 / per_person * (history.columns(park) & ~plant)
    lines = plant_output(history).staff if park == "vr" else np.zeros(history.months)
    return np.asarray(people.sum(axis=1) + lines)


def _of_the_park_s_fields(one: Enterprise, park: str) -> bool:
    return {"ai": one.is_ai, "vr": one.is_vr}.get(park, True)


def _present(history: History, columns: NDArray[np.bool_], wanted: NDArray[np.bool_]) -> F64:
    """(T,) number of wanted enterprises that hold floor in these buildings."""
    rows = history.lettings
    count = len(history.enterprises)
    chosen = columns[rows.building] & wanted[rows.tenant] if len(rows.tenant) else np.zeros(0, dtype=bool)
    held = spread_over_months(
        rows.start_month[chosen],
        rows.end_month[chosen],
        rows.tenant[chosen],
        rows.area_m2[chosen],
        history.months,
        count,
    )
    return np.asarray((held > 0).sum(axis=1), dtype=np.float64)
