"""Electricity: of each park's buildings, of the plant, of the computing centres; three that are never added up."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gis.text import Name
from sim.history import F64, History
from sim.kpis import kpi
from sim.outcomes.energy import KINDS, gwh_a_month, kind, of_kind, use
from sim.outcomes.levels import yearly
from sim.outcomes.production import plant_halls

_EUI = ("outcome.eui.office", "outcome.eui.hall", "outcome.eui.exhibition", "energy.eui.housing", "energy.base_share")
_PLANT = ("outcome.eui.hall", "energy.base_share", "prod.plant_share", "prod.world_devices.2022")
_CENTRES = (
    "compute.kw_per_p.aicc",
    "compute.kw_per_p.haizhixin",
    "compute.kw_per_p.expansion",
    "compute.pue.aicc",
    "compute.pue.haizhixin",
    "compute.idle_power",
)


def _kinds(history: History, park: str) -> Mapping[str, Name]:
    """The kinds of buildings that a park has."""
    stock = history.stock
    found = {kind(stock.buildings[index].use) for index in np.flatnonzero(stock.of_park(park) & ~plant_halls(history))}
    return {one: name for one, name in KINDS.items() if one in found}


@kpi(
    "{park}.energy_gwh",
    Name("Electricity of buildings", "建筑用电"),
    Name(
        "Electricity of the park's buildings within the month, as far as they are let; without the plant, the "
        "computing centres and district heating",
        "当月园区建筑用电，随出租率变化；不含工厂、算力中心与集中供热",
    ),
    unit="GWh/month",
    level="park",
    better="down",
    sources=_EUI,
)
def energy_gwh(history: History, park: str) -> F64:
    """(T,) GWh a month."""
    return gwh_a_month(history, power_mw(history, park))


@kpi(
    "{park}.energy_gwh_year",
    Name("Electricity of buildings, a year", "建筑年用电"),
    Name(
        "Electricity of the park's buildings over the last twelve months, before these have passed as a year's rate; "
        "without the plant and the computing centres",
        "近十二个月园区建筑用电，不足时按已过月份折算；不含工厂与算力中心",
    ),
    unit="GWh/year",
    level="park",
    better="down",
    sources=_EUI,
)
def energy_gwh_year(history: History, park: str) -> F64:
    """(T,) GWh a year."""
    return yearly(energy_gwh(history, park))


@kpi(
    "{park}.energy_gwh_year.{use}",
    Name("Electricity a year", "年用电"),
    Name(
        "The part of it that buildings of this use take; shops and services count as offices",
        "其中该类建筑的用电；商业与服务计入办公",
    ),
    unit="GWh/year",
    level="park",
    better="down",
    sources=_EUI,
    parts=_kinds,
)
def energy_by_use_gwh_year(history: History, park: str, part: str) -> F64:
    """(T,) GWh a year."""
    columns = history.columns(park) & of_kind(history, part)
    return yearly(gwh_a_month(history, use(history).buildings_mw[:, columns].sum(axis=1)))


@kpi(
    "{park}.power_mw",
    Name("Mean power of buildings", "建筑平均用电功率"),
    Name(
        "Mean electric power of the park's buildings, without the plant and the centres",
        "园区建筑平均功率，不含工厂与算力中心",
    ),
    unit="MW",
    level="park",
    better="down",
    sources=_EUI,
)
def power_mw(history: History, park: str) -> F64:
    """(T,) MW."""
    return np.asarray(use(history).buildings_mw[:, history.columns(park)].sum(axis=1))


@kpi(
    "{park}.peak_mw",
    Name("Peak power of buildings", "建筑峰值功率"),
    Name("Mean power of the park's buildings times the peak factor of offices", "园区建筑平均功率乘以办公建筑峰值系数"),
    unit="MW",
    level="park",
    better="down",
    sources=(*_EUI, "outcome.peak_factor"),
)
def peak_mw(history: History, park: str) -> F64:
    """(T,) MW."""
    return power_mw(history, park) * history.scenario.energy.peak_factor


@kpi(
    "vr.plant_energy_gwh_year",
    Name("Electricity of the plant", "工厂年用电"),
    Name(
        "Electricity of the VR plant's halls over the last twelve months: a base share, and the rest as lines work",
        "近十二个月虚拟现实工厂用电：基础用电加随产线负荷变化的部分",
    ),
    unit="GWh/year",
    level="park",
    better="down",
    park="vr",
    sources=_PLANT,
)
def plant_energy_gwh_year(history: History) -> F64:
    """(T,) GWh a year."""
    return yearly(gwh_a_month(history, use(history).plant_mw))


@kpi(
    "vr.plant_power_mw",
    Name("Power of the plant", "工厂平均功率"),
    Name("Mean electric power of the VR plant's halls", "虚拟现实工厂平均用电功率"),
    unit="MW",
    level="park",
    better="down",
    park="vr",
    sources=_PLANT,
)
def plant_power_mw(history: History) -> F64:
    """(T,) MW."""
    return use(history).plant_mw


@kpi(
    "compute.energy_gwh",
    Name("Electricity of the centres", "算力中心用电"),
    Name("Electricity of the computing centres within the month, cooling included", "当月算力中心用电，含制冷"),
    unit="GWh/month",
    level="centre",
    better="down",
    park="ai",
    sources=_CENTRES,
)
def centres_energy_gwh(history: History) -> F64:
    """(T,) GWh a month."""
    return gwh_a_month(history, np.array(history.books.power_mw).sum(axis=1))


@kpi(
    "compute.energy_gwh_year",
    Name("Electricity of the centres, a year", "算力中心年用电"),
    Name(
        "Electricity of the computing centres over the last twelve months, before these have passed as a year's rate",
        "近十二个月算力中心用电，不足时按已过月份折算",
    ),
    unit="GWh/year",
    level="centre",
    better="down",
    park="ai",
    sources=_CENTRES,
)
def centres_energy_gwh_year(history: History) -> F64:
    """(T,) GWh a year."""
    return yearly(centres_energy_gwh(history))


@kpi(
    "compute.peak_mw",
    Name("Peak power of the centres", "算力中心峰值功率"),
    Name("Electric power with every machine in service at work, cooling included", "在运设备全部满载时的功率，含制冷"),
    unit="MW",
    level="centre",
    better="down",
    park="ai",
    sources=_CENTRES,
)
def centres_peak_mw(history: History) -> F64:
    """(T,) MW."""
    return np.asarray(np.array(history.books.full_power_mw).sum(axis=1))
