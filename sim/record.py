"""Freezes a history into a `Run`: read-only arrays, KPI series, and the hash of everything it came from."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.place import Place
from sim.building.site import STAGES
from sim.history import History
from sim.kpis import all_series
from sim.letting.enterprises import SECTORS
from sim.run import Event, Project, Run, Stays
from sim.scenario import Scenario
from sim.settings import SIZE_CLASSES


def freeze(place: Place, seed: int, history: History, events: tuple[Event, ...]) -> Run:
    """The finished run."""
    scenario = history.scenario
    return Run(
        scenario=scenario.id,
        scenario_name=scenario.name,
        seed=seed,
        version=_version(),
        inputs_hash=inputs_hash(place, scenario, seed),
        start_date=scenario.start.isoformat(),
        months=history.calendar.labels,
        building_ids=tuple(building.id for building in place.buildings),
        lettable_m2=_f32(history.stock.lettable_m2),
        progress=_f32(history.progress),
        occupancy=_f32(history.let_m2 / np.maximum(history.stock.lettable_m2, 1)),
        compute_load=_f32(_compute_load(history)),
        kpis=all_series(history),
        events=events,
        projects=tuple(_projects(history)),
        stays=_stays(history),
    )


def inputs_hash(place: Place, scenario: Scenario, seed: int) -> str:
    """Hash of all that a run depends on: the place as far as the model reads it, scenario, seed and version."""
    digest = hashlib.blake2b(digest_size=16)
    digest.update(repr((_version(), seed, [park.id for park in place.parks])).encode())
    digest.update(json.dumps(_plain(scenario), ensure_ascii=False, sort_keys=True).encode())
    for parcel in place.parcels():
        digest.update(
            repr((parcel.id, parcel.name, parcel.park, parcel.zone, parcel.use, parcel.phase, parcel.area_m2)).encode()
        )
    for one in place.buildings:
        size = (one.floors, one.floor_height_m, one.base_m, one.gfa_m2)
        middle = one.footprint.centroid
        stands = (one.status, one.phase, one.year, middle.x, middle.y)
        digest.update(repr((one.id, one.park, one.zone, one.parcel, one.use, size, stands)).encode())
    return digest.hexdigest()


def _compute_load(history: History) -> NDArray[np.float64]:
    """(T, B): sold share of what the centres on a parcel supply, in its data halls; 0 elsewhere."""
    load = np.zeros(history.progress.shape)
    centres = history.scenario.centres
    if not centres:
        return load
    supply, sold = np.array(history.books.supply_p), np.array(history.books.sold_p)
    for index, building in enumerate(history.stock.buildings):
        here = [(one.park, one.parcel) == (building.park, building.parcel) for one in centres]
        if building.use == "compute" and any(here):
            supplied, taken = supply[:, here].sum(axis=1), sold[:, here].sum(axis=1)
            load[:, index] = np.divide(taken, supplied, out=np.zeros(len(supplied)), where=supplied > 0.0)
    return load


def _projects(history: History) -> list[Project]:
    horizon = float(history.calendar.ends[-1])
    return [
        Project(
            parcel=site.parcel.id,
            park=site.parcel.park,
            name=site.parcel.name,
            stages=STAGES,
            stage_days=tuple(_reached(site.days.get(stage, math.nan), horizon) for stage in STAGES),
            gfa_m2=float(sum(history.stock.gfa_m2[index] for index in site.buildings)),
        )
        for site in history.sites
    ]


def _reached(day: float, horizon: float) -> float:
    return day if day < horizon else math.nan


def _stays(history: History) -> Stays:
    rows = history.lettings
    people = history.enterprises
    return Stays(
        tenant=_i32(rows.tenant),
        building=_i32(rows.building),
        start_month=_i32(rows.start_month),
        end_month=_i32(rows.end_month),
        area_m2=_f32(rows.area_m2),
        sector=_i32([people[tenant].sector for tenant in rows.tenant]),
        size_class=_i32([people[tenant].size_class for tenant in rows.tenant]),
        sectors=SECTORS,
        size_classes=SIZE_CLASSES,
        named={str(one.number): one.name for one in people if one.name is not None},
    )


@cache
def _version() -> str:
    return version("parktwin")


@cache
def _parts(kind: type[object]) -> tuple[str, ...]:
    """Names of what a dataclass holds; none of any other type."""
    return tuple(part.name for part in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()


def _plain(value: Any) -> Any:
    """A scenario as text and numbers."""
    if isinstance(value, (float, int, str)):
        return value
    parts = _parts(value.__class__)
    if parts:
        return {name: _plain(getattr(value, name)) for name in parts}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _f32(values: Any) -> NDArray[np.float32]:
    return _frozen(np.ascontiguousarray(values, dtype=np.float32))


def _i32(values: Any) -> NDArray[np.int32]:
    return _frozen(np.ascontiguousarray(values, dtype=np.int32))


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array.flags.writeable = False
    return array
