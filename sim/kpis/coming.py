"""How enterprises come and go: arrivals by channel, departures by kind, moves, and demand that finds no floor."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gis.text import Name
from sim.history import F64, Bools, History
from sim.kpis import kpi
from sim.letting.enterprises import ORIGIN_NAMES
from sim.letting.lives import ENDINGS
from sim.letting.traits import of_park, traits

_COME = ("tenant.organic.ai", "tenant.organic.vr", "tenant.arrival_cycle", "tenant.landing_lag", "tenant.never_land")
_LOST = ("tenant.patience", "tenant.initial_space")
_EVERYWHERE = ("organic", "roadshow", "prelet", "anchor")
_VR_ONLY = ("pipeline", "relocation")


def _channels(_: History, park: str) -> Mapping[str, Name]:
    return {name: ORIGIN_NAMES[name] for name in (*_EVERYWHERE, *(_VR_ONLY if park == "vr" else ()))}


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
    "{park}.arrivals.{channel}",
    Name("Enterprises moving in", "当月入驻企业"),
    Name("Of the enterprises that moved in within the month, those that came this way", "当月入驻企业中经此渠道者"),
    unit="enterprises/month",
    level="park",
    better="up",
    parts=_channels,
    sources=(*_COME, "tenant.roadshow.rate", "tenant.roadshow.signings", "tenant.prelet", "tenant.vr.relocation"),
)
def arrivals_by_channel(history: History, park: str, channel: str) -> F64:
    """(T,) enterprises a month."""
    wanted = of_park(history, park) & traits(history).came_by(channel)
    return _within_months(history, history.came_day, wanted)


@kpi(
    "{park}.departures",
    Name("Enterprises leaving", "当月离园企业"),
    Name("Enterprises of all trades that closed or moved away within the month", "当月关闭或迁出的各类企业"),
    unit="enterprises/month",
    level="park",
    better="down",
    sources=("tenant.exit_hazard", "tenant.relocation_hazard"),
)
def departures(history: History, park: str) -> F64:
    """(T,) enterprises a month."""
    return history.monthly(history.tally.departures, park)


@kpi(
    "{park}.closed",
    Name("Enterprises closing", "当月关闭企业"),
    Name("Tenants that closed within the month", "当月关闭的租户"),
    unit="enterprises/month",
    level="park",
    better="down",
    sources=("tenant.exit_hazard", "tenant.exit_factor.class", "policy.exit_effect", "policy.cliff_effect"),
)
def closed(history: History, park: str) -> F64:
    """(T,) enterprises a month."""
    return _ended(history, park, "closed")


@kpi(
    "{park}.moved_away",
    Name("Enterprises moving away", "当月外迁企业"),
    Name("Tenants that left the park alive within the month", "当月存续外迁的租户"),
    unit="enterprises/month",
    level="park",
    better="down",
    sources=("tenant.relocation_hazard", "tenant.burden_elasticity"),
)
def moved_away(history: History, park: str) -> F64:
    """(T,) enterprises a month."""
    return _ended(history, park, "moved_away")


@kpi(
    "{park}.moved_inside",
    Name("Moves within the park", "当月园内搬迁"),
    Name(
        "Tenants that outgrew their house within the month and moved to another of the park, or took a second one",
        "当月因用房不足迁至园内另一栋楼或增租一栋的租户",
    ),
    unit="enterprises/month",
    level="park",
    sources=("tenant.internal_move", "tenant.growth.staff", "tenant.space_maturity"),
)
def moved_inside(history: History, park: str) -> F64:
    """(T,) enterprises a month."""
    return history.monthly([*history.tally.moves, *history.tally.second_homes], park)


@kpi(
    "{park}.waiting",
    Name("Enterprises waiting", "排队企业"),
    Name("Enterprises that found no floor and wait for some", "尚无合适用房、正在排队的企业"),
    unit="enterprises",
    level="park",
    better="down",
    sources=_LOST,
)
def waiting(history: History, park: str) -> F64:
    """(T,) enterprises."""
    here = of_park(history, park).astype(np.float64)
    return np.asarray(history.census.waiting(history.calendar.ends).astype(np.float64) @ here)


@kpi(
    "{park}.waiting_m2",
    Name("Floor waited for", "排队需求面积"),
    Name("Floor that enterprises without room wait for", "尚无合适用房的企业排队需求面积"),
    unit="m2",
    level="park",
    better="down",
    sources=_LOST,
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
    sources=_LOST,
)
def lost_m2(history: History, park: str) -> F64:
    """(T,) m2."""
    return history.cumulative(history.tally.lost_m2, park)


@kpi(
    "{park}.lost_full_m2",
    Name("Demand lost for want of floor", "因无空置而流失的面积"),
    Name(
        "Of the demand lost, what exceeded all floor that was free in the park", "流失需求中超过园内全部空置面积的部分"
    ),
    unit="m2",
    level="park",
    better="down",
    sources=_LOST,
)
def lost_full_m2(history: History, park: str) -> F64:
    """(T,) m2."""
    return history.cumulative(history.tally.lost_full_m2, park)


@kpi(
    "{park}.lost_pieces_m2",
    Name("Demand lost for want of large pieces", "因空置零散而流失的面积"),
    Name(
        "Of the demand lost, what was free in the park, but not in one house",
        "流失需求中园内空置总量足够、但无一栋楼可容纳的部分",
    ),
    unit="m2",
    level="park",
    better="down",
    sources=_LOST,
)
def lost_pieces_m2(history: History, park: str) -> F64:
    """(T,) m2."""
    return lost_m2(history, park) - lost_full_m2(history, park)


def _ended(history: History, park: str, ending: str) -> F64:
    """(T,) tenants whose stay ended so within the month."""
    had_floor = of_park(history, park) & ~traits(history).came_by("registered")
    return _within_months(history, history.left_day, had_floor & (history.census.ending == ENDINGS.index(ending)))


def _within_months(history: History, days: F64, wanted: Bools) -> F64:
    """(T,) how many of those wanted have their day within each month; who was there at the start came before it."""
    month = np.searchsorted(history.calendar.ends, days[wanted], side="right")
    return np.bincount(month[month < history.months], minlength=history.months).astype(np.float64)
