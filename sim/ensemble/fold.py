"""From replications to bands, a block of KPIs or months at a time, so that memory does not grow with their number."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.bands import FULL, Bands, KpiBands, MilestoneBands
from sim.ensemble.folder import Folder
from sim.ensemble.jobs import Form

F64 = NDArray[np.float64]

LEVELS: Final = (0.05, 0.1, 0.5, 0.9, 0.95)
_BLOCK_BYTES: Final = 12_000_000


@dataclass(frozen=True, slots=True)
class KpiQuantiles:
    """(K, T) of each level in `LEVELS`, and the mean: NaN where no replication has anything to measure."""

    levels: tuple[F64, ...]
    mean: F64


def kpi_quantiles(folder: Folder) -> KpiQuantiles:
    """Of every KPI and month over all replications."""
    form = _form(folder)
    months, kpis = len(form.months), len(form.measures)
    folded = np.empty((len(LEVELS) + 1, kpis, months))
    for first, last in _blocks(kpis, 8 * months * folder.runs):
        values = np.empty((last - first, months, folder.runs))
        for number, one in enumerate(folder.replications()):
            values[:, :, number] = one["kpis"][0, first:last]
        folded[:, first:last] = _quantiles_and_mean(values)
    return KpiQuantiles(tuple(folded[:-1]), folded[-1])


def bands(folder: Folder, kpis: KpiQuantiles) -> Bands:
    """What the scene and the charts need."""
    form, about = _form(folder), folder.manifest
    low, middle, high = _occupancy(folder)
    return Bands(
        scenario=about.scenario,
        scenario_name=about.scenario_name,
        version=about.version,
        inputs_hash=about.inputs_hash,
        seed=about.seed,
        runs=folder.runs,
        start_date=form.start_date,
        months=form.months,
        building_ids=form.building_ids,
        finished=_finished(folder),
        occupancy_p10=low,
        occupancy_p50=middle,
        occupancy_p90=high,
        kpis=KpiBands(
            ids=tuple(one.id for one in form.measures),
            names=tuple(one.name for one in form.measures),
            units=tuple(one.unit for one in form.measures),
            levels=tuple(one.level for one in form.measures),
            parks=tuple(one.park for one in form.measures),
            p10=kpis.levels[1],
            p50=kpis.levels[2],
            p90=kpis.levels[3],
        ),
        milestones=_milestones(folder),
    )


def _form(folder: Folder) -> Form:
    assert folder.form is not None
    return folder.form


def _blocks(rows: int, row_bytes: int) -> Iterator[tuple[int, int]]:
    step = max(1, _BLOCK_BYTES // max(row_bytes, 1))
    for first in range(0, rows, step):
        yield first, min(first + step, rows)


def _quantiles_and_mean(values: F64) -> F64:
    """(levels + 1, ...): quantiles and mean over the last axis of what is no NaN, between the two nearest values."""
    values.sort(axis=-1)  # NaN comes last
    count = np.isfinite(values).sum(axis=-1)
    rows = []
    for level in LEVELS:
        at = level * np.maximum(count - 1, 0)
        below = np.floor(at).astype(np.intp)
        pair = [
            np.take_along_axis(values, index[..., None], axis=-1)[..., 0]
            for index in (below, np.ceil(at).astype(np.intp))
        ]
        rows.append(pair[0] + (pair[1] - pair[0]) * (at - below))
    rows.append(np.nansum(values, axis=-1) / np.maximum(count, 1))
    return np.where(count > 0, np.array(rows), math.nan)


def _finished(folder: Folder) -> NDArray[np.uint8]:
    """(T, B): in how many replications the building stands by the month end."""
    months, buildings = len(_form(folder).months), len(_form(folder).building_ids)
    count = np.zeros((months + 1, buildings), dtype=np.int64)
    columns = np.arange(buildings)
    for one in folder.replications():
        count[one["finished"][0], columns] += 1
    return _as_bytes(np.cumsum(count, axis=0)[:-1] / folder.runs)


def _occupancy(folder: Folder) -> tuple[NDArray[np.uint8], ...]:
    """(T, B) each: the 10th percentile, the median and the 90th percentile, each of them one that occurs."""
    months, buildings = len(_form(folder).months), len(_form(folder).building_ids)
    ranks = [_rank(level, folder.runs) for level in (0.1, 0.5, 0.9)]
    found = tuple(np.empty((months, buildings), dtype=np.uint8) for _ in ranks)
    for first, last in _blocks(months, buildings * folder.runs):
        values = np.empty((folder.runs, last - first, buildings), dtype=np.uint8)
        for number, one in enumerate(folder.replications()):
            values[number] = one["occupancy"][0, first:last]
        values.partition(sorted(set(ranks)), axis=0)
        for rank, band in zip(ranks, found, strict=True):
            band[first:last] = values[rank]
    return found


def _milestones(folder: Folder) -> MilestoneBands:
    form = _form(folder)
    days = np.empty((folder.runs, len(form.moments)))
    for number, one in enumerate(folder.replications()):
        days[number] = one["milestones"][0]
    ends = month_ends(form)
    # Those that never come are the last to come.
    ordered = np.sort(np.where(np.isnan(days), math.inf, days), axis=0)
    p10, p50, p90 = (_finite(ordered[_rank(level, folder.runs)]) for level in (0.1, 0.5, 0.9))
    return MilestoneBands(
        ids=tuple(one.id for one in form.moments),
        names=tuple(one.name for one in form.moments),
        parks=tuple(one.park for one in form.moments),
        deadlines=tuple(one.deadline for one in form.moments),
        p10=p10,
        p50=p50,
        p90=p90,
        probability=(ordered[:, :, None] <= ends).mean(axis=0),
    )


def month_ends(form: Form) -> F64:
    """(T,) the last moment of each month, days from the start."""
    start = np.datetime64(form.start_date, "D")
    months = np.array(form.months, dtype="datetime64[M]")
    return ((months + 1).astype("datetime64[D]") - start).astype(np.float64)


def _rank(level: float, runs: int) -> int:
    """The place, from 0, of the smallest of `runs` values that at least a share of `level` does not exceed."""
    return max(math.ceil(level * runs - 1e-9) - 1, 0)


def _finite(values: F64) -> F64:
    return np.where(np.isinf(values), math.nan, values)


def _as_bytes(shares: F64) -> NDArray[np.uint8]:
    return np.rint(shares * FULL).astype(np.uint8)
