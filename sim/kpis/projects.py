"""Projects of both parks: signed, landed, started, handed over."""

from __future__ import annotations

import numpy as np

from gis.text import Name
from sim.building.site import Site
from sim.history import F64, History
from sim.kpis import kpi

_SHOWS = ("roadshow.shanghai", "roadshow.shenzhen", "roadshow.beijing", "roadshow.total", "tenant.roadshow.rate")


@kpi(
    "both.projects_signed",
    Name("Projects signed at roadshows", "推介会签约项目"),
    Name(
        "Projects signed at roadshows of both parks since the start: 40 by 25 April 2023 as published, simulated later",
        "两园推介会累计签约项目：2023年4月25日前40个为公布数，此后为模拟",
    ),
    unit="projects",
    level="both parks",
    better="up",
    park="both",
    sources=(*_SHOWS, "tenant.roadshow.signings"),
)
def projects_signed(history: History) -> F64:
    """(T,) projects."""
    return history.cumulative(history.tally.signed)


@kpi(
    "both.roadshows",
    Name("Roadshows held", "已举办推介会"),
    Name(
        "Roadshows of both parks since the start at which projects were signed: three by 25 April 2023 as published",
        "期初以来有项目签约的两园推介会场次：2023年4月25日前三场为公布数",
    ),
    unit="roadshows",
    level="both parks",
    park="both",
    sources=(*_SHOWS, "roadshow.count.2023"),
)
def roadshows(history: History) -> F64:
    """(T,) roadshows. Each is held at an instant of its own."""
    return history.cumulative([(day, "both", 1.0) for day in sorted({row[0] for row in history.tally.signed})])


@kpi(
    "both.projects_landed",
    Name("Signed projects landed", "签约项目落地"),
    Name("Of the projects signed at roadshows, those that have landed", "推介会签约项目中已落地的数量"),
    unit="projects",
    level="both parks",
    better="up",
    park="both",
    sources=("tenant.landing_lag", "tenant.never_land", "landing.dpvr", "landing.compmed"),
)
def projects_landed(history: History) -> F64:
    """(T,) projects."""
    return history.cumulative(history.tally.landed)


@kpi(
    "{park}.projects_started",
    Name("Building projects started", "已开工建设项目"),
    Name(
        "Plots on which construction has started, those of before the run's start included",
        "已开工的地块数，含期初已开工者",
    ),
    unit="projects",
    level="park",
    better="up",
    sources=("build.talks_to_signing", "build.signing_to_start", "build.phase.start", "build.phase.gate"),
)
def projects_started(history: History, park: str) -> F64:
    """(T,) projects."""
    return _reached(history, park, "start")


@kpi(
    "{park}.projects_completed",
    Name("Building projects handed over", "已交付建设项目"),
    Name("Plots on which every building has been handed over since the start", "期初以来全部交付的地块数"),
    unit="projects",
    level="park",
    better="up",
    sources=("vr.phase1.delivered", "build.fitout.office", "build.fitout.hall", "build.handover"),
)
def projects_completed(history: History, park: str) -> F64:
    """(T,) projects."""
    return _reached(history, park, "handover")


@kpi(
    "{park}.projects_talks",
    Name("Projects in talks", "洽谈中的建设项目"),
    Name("Plots whose phase is open and that are not signed yet", "所属分期已启动、尚未签约的地块数"),
    unit="projects",
    level="park",
    sources=("build.talks_to_signing", "build.phase.start", "build.phase.gate"),
)
def projects_talks(history: History, park: str) -> F64:
    """(T,) projects."""
    return _between(history, park, "talks", "signing")


@kpi(
    "{park}.projects_permit",
    Name("Projects before their permit", "报批中的建设项目"),
    Name("Plots signed, or on land held already, that have no permit yet", "已签约或已有用地、尚未取得许可的地块数"),
    unit="projects",
    level="park",
    sources=("build.signing_to_start", "build.permit_design", "build.permit_desk"),
)
def projects_permit(history: History, park: str) -> F64:
    """(T,) projects."""
    return _between(history, park, "signing", "permit")


@kpi(
    "{park}.projects_permit_queue",
    Name("Projects waiting for the permit desk", "排队待审的建设项目"),
    Name("Of the projects before their permit, those that the desk has not taken up yet", "报批中尚未被受理的地块数"),
    unit="projects",
    level="park",
    better="down",
    sources=("build.permit_desk", "build.permit_design"),
)
def projects_permit_queue(history: History, park: str) -> F64:
    """(T,) projects."""
    return _between(history, park, "queue", "desk")


@kpi(
    "{park}.projects_wait_budget",
    Name("Projects waiting for money", "等待资金的建设项目"),
    Name("Plots with a permit for which the building budget has no money yet", "已获许可、建设资金尚未落实的地块数"),
    unit="projects",
    level="park",
    better="down",
    sources=("policy.ai.district_investment", "build.building_share", "build.budget_carried"),
)
def projects_wait_budget(history: History, park: str) -> F64:
    """(T,) projects."""
    return _between(history, park, "permit", "funded")


@kpi(
    "{park}.projects_wait_crews",
    Name("Projects waiting for crews", "等待施工班组的建设项目"),
    Name("Plots with permit and money for which no crews are free", "许可与资金已落实、尚无施工班组的地块数"),
    unit="projects",
    level="park",
    better="down",
    sources=("build.crews_district", "build.crews_per_building", "build.crew_floor"),
)
def projects_wait_crews(history: History, park: str) -> F64:
    """(T,) projects."""
    return _between(history, park, "funded", "start")


@kpi(
    "{park}.projects_stopped",
    Name("Building projects stopped for long", "长期停工的建设项目"),
    Name(
        "Plots on which work rests because money or the main user has withdrawn", "因资金或主要用户退出而停工的地块数"
    ),
    unit="projects",
    level="park",
    better="down",
    sources=("build.severe_stop_hazard",),
)
def projects_stopped(history: History, park: str) -> F64:
    """(T,) projects."""
    resting = np.zeros(history.months)
    for site in _sites(history, park):
        for stopped, resumed in site.halts:
            resting += _in_month(history, stopped) - _in_month(history, min(resumed, site.cancelled))
    return resting


@kpi(
    "{park}.projects_cancelled",
    Name("Building projects given up", "终止的建设项目"),
    Name(
        "Plots whose project has been given up half-built; what was handed over before stays",
        "中途终止的地块数；此前已交付部分保留",
    ),
    unit="projects",
    level="park",
    better="down",
    sources=("build.severe_stop_hazard",),
)
def projects_cancelled(history: History, park: str) -> F64:
    """(T,) projects."""
    return np.asarray(sum((_in_month(history, site.cancelled) for site in _sites(history, park)), _none(history)))


@kpi(
    "{park}.permitted_m2",
    Name("Floor area with a permit", "已获许可面积"),
    Name(
        "Floor above ground of all buildings that stand or have a permit, given-up projects included",
        "已建成或已获建设许可的地上面积，含已终止项目",
    ),
    unit="m2",
    level="park",
    sources=("ai.core.gfa_built", "vr.phase1.delivered", "build.signing_to_start", "build.permit_design"),
)
def permitted_m2(history: History, park: str) -> F64:
    """(T,) m2."""
    stands = history.columns(park).copy()
    permitted = _none(history)
    for site in _sites(history, park):
        stands[list(site.buildings)] = False
        # A project that is not led through talks was begun, or dated, before: it has its permit.
        day = site.days.get("permit", np.inf) if site.led else -np.inf
        permitted += site.floor_m2 * _in_month(history, day)
    return np.asarray(permitted + history.stock.gfa_m2[stands].sum())


@kpi(
    "{park}.projects_floor_share",
    Name("Floor of projects handed over", "建设项目面积交付比例"),
    Name(
        "Share of the floor of all projects of the drafted plan, begun or to come at the start, that is handed over",
        "方案中期初在建与规划项目的面积中已交付的比例",
    ),
    unit="share",
    level="park",
    better="up",
    sources=(
        "vr.phase1.delivered",
        "build.slip_ratio",
        "build.phase.start",
        "build.phase.gate",
        "build.crews_district",
    ),
)
def projects_floor_share(history: History, park: str) -> F64:
    """(T,) share; NaN where nothing is planned."""
    columns = [index for site in _sites(history, park) for index in site.buildings]
    floor_m2 = history.stock.gfa_m2[columns]
    if not columns:
        return np.full(history.months, np.nan)
    return np.asarray(np.minimum(1.0, history.built[:, columns] @ floor_m2 / floor_m2.sum()))


@kpi(
    "{park}.delay_days",
    Name("Mean delay against plan", "平均延误"),
    Name(
        "Mean days behind the handover as planned when construction began, of the projects that are handed over or "
        "overdue by now; those before their plan count as on time, given-up ones are left out",
        "已交付或已逾期项目较开工时计划交付日的平均延误天数；提前按零计，终止项目不计",
    ),
    unit="days",
    level="park",
    better="down",
    sources=("build.slip_ratio", "build.stop_hazard", "build.severe_stop_hazard", "press.vr.plant.plan2.all"),
)
def delay_days(history: History, park: str) -> F64:
    """(T,) days; 0 while no project is due."""
    late, due = _none(history), _none(history)
    ends = history.calendar.ends
    for site in _sites(history, park):
        if np.isnan(site.planned):
            continue
        handover = site.days.get("handover", np.inf)
        counted = (min(handover, site.planned) < ends) & (site.cancelled >= ends)
        late += np.where(counted, np.maximum(np.minimum(handover, ends) - site.planned, 0.0), 0.0)
        due += counted
    return np.asarray(late / np.maximum(due, 1.0))


def _sites(history: History, park: str) -> list[Site]:
    return [site for site in history.sites if site.parcel.park == park]


def _none(history: History) -> F64:
    return np.zeros(history.months)


def _in_month(history: History, day: float) -> F64:
    """(T,), 1 from the month in which `day` lies."""
    return np.asarray(day < history.calendar.ends, dtype=np.float64)


def _between(history: History, park: str, stage: str, following: str) -> F64:
    """(T,) projects that have reached one stage and not the next."""
    return _reached(history, park, stage) - _reached(history, park, following, after=stage)


def _reached(history: History, park: str, stage: str, after: str = "") -> F64:
    """(T,) projects that have reached `stage`; of those only that pass through `after`, where one is named."""
    sites = (site for site in _sites(history, park) if not after or after in site.days)
    days = np.array([site.days.get(stage, np.inf) for site in sites])
    return np.asarray((days[None, :] < history.calendar.ends[:, None]).sum(axis=1), dtype=np.float64)
