"""Enterprises and their people: who is there, by field and size, and who is counted without floor."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gis.text import Name
from sim.history import F64, Bools, History, once
from sim.kpis import kpi
from sim.letting.enterprises import SECTOR_NAMES, SECTORS, SIZE_CLASS_NAMES
from sim.letting.traits import of_park, own_fields, traits
from sim.outcomes.production import plant_output
from sim.settings import AI_SECTORS, AI_TRACKS, SIZE_CLASSES

_COME = ("tenant.organic.ai", "tenant.organic.vr", "tenant.arrival_cycle", "tenant.landing_lag", "tenant.never_land")
_GO = ("tenant.exit_hazard", "tenant.relocation_hazard")
_STAFF = ("tenant.staff.leader", "tenant.staff.growth", "tenant.staff.startup", "tenant.growth.staff")


def _has_fields(_: History, park: str) -> bool:
    """Whether the park is made for certain fields; in any other all enterprises are counted as one."""
    return park in ("ai", "vr")


def _fields(_: History, park: str) -> Mapping[str, Name]:
    """The fields that a park is made for."""
    wanted = {"ai": (*AI_SECTORS, *AI_TRACKS), "vr": [name for name in SECTORS if name.startswith("vr_")]}
    return {name: SECTOR_NAMES[name] for name in wanted.get(park, ())}


def _classes(_: History, __: str) -> Mapping[str, Name]:
    return SIZE_CLASS_NAMES


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
    return _tenants(history, _own(history, park))


@kpi(
    "{park}.enterprises.{sector}",
    Name("Enterprises", "企业数"),
    Name(
        "Of the enterprises of the park's own fields with floor in it, those of this field",
        "园内主导产业企业中属该领域者",
    ),
    unit="enterprises",
    level="core",
    better="up",
    parts=_fields,
    sources=("tenant.sector_shares", "tenant.track_shares", "tenant.vr_sector_shares", *_COME, *_GO),
)
def enterprises_of_field(history: History, park: str, sector: str) -> F64:
    """(T,) enterprises."""
    return _tenants(history, _own(history, park) & (traits(history).sector == SECTORS.index(sector)))


@kpi(
    "{park}.enterprises.{size_class}",
    Name("Enterprises", "企业数"),
    Name(
        "Of the enterprises of the park's own fields with floor in it, those of this size",
        "园内主导产业企业中属该规模者",
    ),
    unit="enterprises",
    level="core",
    better="up",
    parts=_classes,
    sources=("tenant.class.key", "tenant.class.new", *_COME, *_GO),
)
def enterprises_of_class(history: History, park: str, size_class: str) -> F64:
    """(T,) enterprises."""
    return _tenants(history, _own(history, park) & (traits(history).size_class == SIZE_CLASSES.index(size_class)))


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
    kinds = traits(history)
    return _tenants(history, of_park(history, park) & ~kinds.is_ai & ~kinds.is_vr)


@kpi(
    "{park}.registered",
    Name("Enterprises registered without floor", "仅注册企业"),
    Name(
        "Head offices and sales companies that came by a signing and book their turnover here without taking floor; "
        "not counted among the enterprises with floor",
        "经签约迁入、在此入账而不用房的总部与销售公司，不计入有用房的企业",
    ),
    unit="enterprises",
    level="park",
    sources=("tenant.registered_share", "tenant.project_is_enterprise", "tenant.landing_lag", *_GO),
)
def registered(history: History, park: str) -> F64:
    """(T,) enterprises."""
    return _count(once(history, _present), of_park(history, park) & traits(history).came_by("registered"))


@kpi(
    "district.ai_enterprises",
    Name("AI enterprises of the district", "全区人工智能企业"),
    Name(
        "AI enterprises of Laoshan: with floor in the parks, owners among them, registered without floor, or elsewhere",
        "崂山区人工智能企业：在园有用房者（含业主）、仅注册者与园外企业",
    ),
    unit="enterprises",
    level="district",
    park="ai",
    better="up",
    sources=("ai.enterprises.district", "stock.district_renewal", "stock.enterprises0.core", *_COME, *_GO),
)
def district_ai(history: History) -> F64:
    """(T,) enterprises."""
    return _district(history, "ai", traits(history).is_ai)


@kpi(
    "district.vr_enterprises",
    Name("VR enterprises of the district", "全区虚拟现实企业"),
    Name(
        "VR enterprises of Laoshan: with floor in the parks, owners among them, registered without floor, or elsewhere",
        "崂山区虚拟现实企业：在园有用房者（含业主）、仅注册者与园外企业",
    ),
    unit="enterprises",
    level="district",
    park="vr",
    better="up",
    sources=("stock.vr_enterprises0", "stock.district_renewal", "tenant.vr.relocation", *_COME, *_GO),
)
def district_vr(history: History) -> F64:
    """(T,) enterprises."""
    return _district(history, "vr", traits(history).is_vr)


@kpi(
    "{park}.staff",
    Name("People at work", "在园员工"),
    Name(
        "Staff of the tenants, people on owners' floor at the assumed floor for each, in the plant those of its lines",
        "租户员工，业主自用面积按人均面积推算的员工，以及工厂按产线定员",
    ),
    unit="people",
    level="park",
    better="up",
    sources=(*_STAFF, "tenant.area.office", "tenant.area.hall", "prod.staff_per_line"),
)
def staff(history: History, park: str) -> F64:
    """(T,) people."""
    rules, stock = history.scenario.tenants, history.stock
    owned = np.array([owner != "" for owner in stock.owner]) & history.columns(park)
    plant = owned & stock.hall & ~stock.wing
    per_person_m2 = np.where(stock.hall, rules.area_hall, rules.area_office)
    at_owners = (history.let_m2 / per_person_m2)[:, owned & ~plant].sum(axis=1)
    lines = plant_output(history).staff if park == "vr" else np.zeros(history.months)
    return np.asarray(once(history, tenant_staff, park) + at_owners + lines)


@kpi(
    "{park}.tenant_staff",
    Name("Staff of tenants", "租户员工"),
    Name(
        "People of the enterprises that rent floor in the park, of all trades; they begin with a part of their staff",
        "在园租房企业的员工（各行业），落地初期只到位一部分",
    ),
    unit="people",
    level="core",
    better="up",
    sources=(*_STAFF, "tenant.initial_space", "tenant.space_maturity", *_GO),
)
def tenant_staff(history: History, park: str) -> F64:
    """(T,) people."""
    return history.census.staff_of(of_park(history, park))


def _own(history: History, park: str) -> Bools:
    """(N,) enterprises of the park's own fields, outside its wings."""
    return np.asarray(own_fields(history, park) & history.census.in_core)


def _district(history: History, field: str, wanted: Bools) -> F64:
    inside = _count(once(history, _present), wanted)
    return np.asarray(inside + history.district_outside[field])


def _tenants(history: History, wanted: Bools) -> F64:
    return _count(once(history, _on_floor), wanted)


def _on_floor(history: History) -> F64:
    """(T, N), 1 for those that hold floor."""
    return (history.census.held_m2 > 0).astype(np.float64)


def _present(history: History) -> F64:
    """(T, N), 1 for those that have come and not left."""
    return history.census.present(history.calendar.ends).astype(np.float64)


def _count(here: F64, wanted: Bools) -> F64:
    """(T,) how many of those wanted are here."""
    return np.asarray(here @ wanted.astype(np.float64))
