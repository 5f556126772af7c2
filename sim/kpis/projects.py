"""Projects of both parks: signed, landed, started, handed over."""

from __future__ import annotations

import numpy as np

from gis.text import Name
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


def _reached(history: History, park: str, stage: str) -> F64:
    days = np.array([site.days.get(stage, np.inf) for site in history.sites if site.parcel.park == park])
    return np.asarray((days[None, :] < history.calendar.ends[:, None]).sum(axis=1), dtype=np.float64)
