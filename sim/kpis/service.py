"""How well the computing centres serve: availability, and how long batch work waits."""

from __future__ import annotations

import numpy as np

from gis.text import Name
from sim.history import F64, History
from sim.kpis import kpi
from sim.kpis.computing import supply_p

_JOBS = ("compute.job_size", "compute.job_days", "compute.job_patience")


@kpi(
    "compute.availability",
    Name("Availability of the centres", "算力中心可用率"),
    Name(
        "Share of the month in which the machines are up, outages and planned stops taken off",
        "当月设备可用时间占比，已扣除故障与计划停机",
    ),
    unit="share",
    level="centre",
    better="up",
    park="ai",
    sources=("compute.availability",),
)
def availability(history: History) -> F64:
    """(T,) share; NaN while no centre is on line."""
    books = history.books
    up_p = (np.array(books.availability) * np.array(books.supply_p)).sum(axis=1)
    whole_p = supply_p(history)
    return np.asarray(np.divide(up_p, whole_p, out=np.full(len(whole_p), np.nan), where=whole_p > 0.0))


@kpi(
    "compute.wait_days",
    Name("Wait of batch work", "批处理平均等待"),
    Name(
        "Mean days from coming to starting or giving up, of batch jobs of the mean size, by the queue formula M/M/c+M "
        "on the month's balance",
        "按当月供需以M/M/c+M排队公式估算的批处理作业平均等待天数（至开始或放弃）",
    ),
    unit="days",
    level="centre",
    better="down",
    park="ai",
    sources=(*_JOBS, "compute.aicc.capacity", "compute.haizhixin.capacity", "compute.reserved_share"),
)
def wait_days(history: History) -> F64:
    """(T,) days; NaN while no centre is on line."""
    return np.array(history.books.wait_days)


def _is_studied(history: History, park: str) -> bool:
    """Whether the scenario asks for the study of single jobs."""
    return park in history.stock.parks and history.books.job_waits_days is not None


@kpi(
    "compute.job_wait_p50_days",
    Name("Wait of a job, median", "作业等待中位数"),
    Name(
        "Half of the jobs that came in the month waited less, in the study of single jobs",
        "作业级研究中当月作业等待天数的中位数",
    ),
    unit="days",
    level="centre",
    better="down",
    park="ai",
    where=_is_studied,
    sources=_JOBS,
)
def job_wait_p50_days(history: History) -> F64:
    """(T,) days; NaN outside the study's months."""
    return _job_waits(history, 0)


@kpi(
    "compute.job_wait_p90_days",
    Name("Wait of a job, 90th percentile", "作业等待九成分位"),
    Name(
        "Nine in ten of the jobs that came in the month waited less, in the study of single jobs",
        "作业级研究中当月九成作业的等待天数不超过此值",
    ),
    unit="days",
    level="centre",
    better="down",
    park="ai",
    where=_is_studied,
    sources=_JOBS,
)
def job_wait_p90_days(history: History) -> F64:
    """(T,) days; NaN outside the study's months."""
    return _job_waits(history, 1)


def _job_waits(history: History, column: int) -> F64:
    waits = history.books.job_waits_days
    return np.full(history.months, np.nan) if waits is None else waits[:, column]
