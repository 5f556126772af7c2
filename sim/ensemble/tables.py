"""An ensemble's tables as Parquet: every column with its unit, rows in a fixed order, the same bytes each time."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.bands import MilestoneBands
from sim.ensemble.fold import LEVELS, KpiQuantiles
from sim.ensemble.folder import Folder
from sim.ensemble.jobs import Form

_GROUP: Final = 8
"""Replications of a row group: what is held in memory at once."""


def write_kpis(folder: Folder, file: Path) -> None:
    """`kpis.parquet`: replication, month, kpi, value; replication after replication, KPI after KPI, month after month.

    The value is null where there is nothing to measure. The schema's metadata hold the units.
    """
    import pyarrow as pa

    form = _form(folder)
    schema = pa.schema(
        [("replication", pa.int32()), ("month", _coded()), ("kpi", _coded()), ("value", pa.float64())],
        metadata=_about(folder),
    )
    size = len(form.measures) * len(form.months)
    months, kpis = (pa.array(names, pa.string()) for names in (form.months, [one.id for one in form.measures]))
    month = np.tile(np.arange(len(form.months), dtype=np.int32), len(form.measures))
    kpi = np.repeat(np.arange(len(form.measures), dtype=np.int32), len(form.months))
    with _writer(file, schema) as writer:
        for first, values in _groups(folder):
            many = len(values)
            columns = [
                pa.array(np.repeat(np.arange(first, first + many, dtype=np.int32), size)),
                pa.DictionaryArray.from_arrays(pa.array(np.tile(month, many)), months),
                pa.DictionaryArray.from_arrays(pa.array(np.tile(kpi, many)), kpis),
                pa.array(np.concatenate(values), from_pandas=True),
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema), row_group_size=many * size)


def write_quantiles(folder: Folder, quantiles: KpiQuantiles, file: Path) -> None:
    """`quantiles.parquet`: kpi, month, p05, p10, p50, p90, p95, mean, unit; null where nothing is measured."""
    import pyarrow as pa

    form = _form(folder)
    columns: dict[str, Any] = {
        "kpi": pa.array(np.repeat([one.id for one in form.measures], len(form.months)).tolist(), pa.string()),
        "month": pa.array(list(form.months) * len(form.measures), pa.string()),
    }
    for level, values in zip(LEVELS, quantiles.levels, strict=True):
        columns[f"p{round(100 * level):02d}"] = pa.array(values.ravel(), from_pandas=True)
    columns["mean"] = pa.array(quantiles.mean.ravel(), from_pandas=True)
    columns["unit"] = pa.array(np.repeat([one.unit for one in form.measures], len(form.months)).tolist(), pa.string())
    _write(folder, columns, file)


def write_milestones(folder: Folder, milestones: MilestoneBands, file: Path) -> None:
    """`milestones.parquet`: for each, the dates by which 10, 50 and 90 % have reached it, null where fewer do.

    `share_reached` counts those within the horizon; `probability` is the share by each month end, in the order of the
    months in the schema's metadata; `deadline` is the month of a published target, and `share_in_time` its chance,
    null without a target and where the run ends before it.
    """
    import pyarrow as pa

    form = _form(folder)
    columns: dict[str, Any] = {
        "milestone": pa.array(milestones.ids, pa.string()),
        "park": pa.array(milestones.parks, pa.string()),
        "deadline": pa.array([one or None for one in milestones.deadlines], pa.string()),
    }
    for name in ("p10", "p50", "p90"):
        columns[name] = pa.array([date_of(form.start_date, day) for day in getattr(milestones, name)], pa.date32())
    columns["share_reached"] = pa.array(milestones.probability[:, -1].tolist(), pa.float64())
    columns["share_in_time"] = pa.array(shares_in_time(milestones, form.months), pa.float64())
    columns["probability"] = pa.array(milestones.probability.tolist(), pa.list_(pa.float64()))
    _write(folder, columns, file)


def date_of(start: str, day: float) -> date | None:
    """The date whose end is `day` days after the start; None for NaN."""
    return None if math.isnan(day) else date.fromisoformat(start) + timedelta(days=round(day) - 1)


def shares_in_time(milestones: MilestoneBands, months: Sequence[str]) -> list[float | None]:
    """The probability that each published target is met by its month; None for others, and for months beyond."""
    rows = {month: number for number, month in enumerate(months)}
    return [
        float(milestones.probability[number, rows[month]]) if month in rows else None
        for number, month in enumerate(milestones.deadlines)
    ]


def _form(folder: Folder) -> Form:
    assert folder.form is not None
    return folder.form


def _groups(folder: Folder) -> Iterator[tuple[int, list[NDArray[np.float64]]]]:
    values: list[NDArray[np.float64]] = []
    for number, one in enumerate(folder.replications()):
        values.append(one["kpis"][0].ravel())
        if len(values) == _GROUP or number == folder.runs - 1:
            yield number + 1 - len(values), values
            values = []


def _about(folder: Folder) -> dict[str, str]:
    form, about = _form(folder), folder.manifest
    return {
        "scenario": about.scenario,
        "version": about.version,
        "inputs_hash": about.inputs_hash,
        "seed": str(about.seed),
        "months": json.dumps(form.months),
        "units": json.dumps({one.id: one.unit for one in form.measures}),
    }


def _coded() -> Any:
    import pyarrow as pa

    return pa.dictionary(pa.int32(), pa.string())


def _write(folder: Folder, columns: dict[str, Any], file: Path) -> None:
    import pyarrow as pa

    table = pa.table(columns).replace_schema_metadata(_about(folder))
    with _writer(file, table.schema) as writer:
        writer.write_table(table)


@contextmanager
def _writer(file: Path, schema: Any) -> Iterator[Any]:
    """A writer whose file appears whole or not at all."""
    import pyarrow.parquet as pq

    beside = file.with_name(f".{file.name}.part")
    try:
        with pq.ParquetWriter(beside, schema, compression="zstd") as writer:
            yield writer
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
