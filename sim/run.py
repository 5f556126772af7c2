"""A finished run: everything that is shown, charted or written of it. Frozen; plain arrays; one file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gis import store
from gis.text import Name

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
I32 = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Series:
    """One KPI over the months.

    `level` is one of "building", "core", "park", "both parks", "centre", "district", "city": figures of different
    levels are never added up. `better` is "up", "down" or "" (neither). `sources` are ids of facts
    (`assets/facts.toml`) and assumptions (`assets/assumptions.toml`) that the figure rests on. `group` is the file of
    `sim/kpis/` that computes it.
    """

    id: str
    name: Name
    definition: Name
    unit: str
    level: str
    park: str
    better: str
    sources: tuple[str, ...]
    values: F64
    group: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens on a day, for the time bar: `day` counts from the run's start.

    `kind`: "opening", "roadshow", "handover", "start", "stop", "compute", "policy", "tenant".
    `source`: a fact id or "" (simulated).
    """

    day: float
    kind: str
    park: str
    name: Name
    source: str


@dataclass(frozen=True, slots=True)
class Project:
    """A parcel's development: day (from the run's start; NaN if not reached) of each stage, and the stage's name."""

    parcel: str
    park: str
    name: Name
    stages: tuple[str, ...]
    stage_days: tuple[float, ...]
    gfa_m2: float


@dataclass(frozen=True, slots=True)
class Stays:
    """Lettings, one row each: who sat where, from which month to which (exclusive), on how many square metres.

    Tenants without a published name are known by sector, size class and number only.
    `building` indexes the place's buildings.
    """

    tenant: I32
    building: I32
    start_month: I32
    end_month: I32
    area_m2: F32
    sector: I32
    size_class: I32
    sectors: tuple[str, ...]
    size_classes: tuple[str, ...]
    named: dict[str, Name]
    """Published names, by tenant number."""


@dataclass(frozen=True, slots=True)
class Run:
    """A frozen run. Columns follow the place's buildings, rows the month ends `months` ("2023-01" ...).

    `progress` 0 (not begun) to 1 (handed over); `occupancy` share of lettable area let; `compute_load` share of a
    centre's capacity that is sold (0 for other buildings). All (T, B).
    """

    scenario: str
    scenario_name: Name
    seed: int
    version: str
    inputs_hash: str
    start_date: str
    months: tuple[str, ...]
    building_ids: tuple[str, ...]
    lettable_m2: F32
    progress: F32
    occupancy: F32
    compute_load: F32
    kpis: dict[str, Series]
    events: tuple[Event, ...]
    projects: tuple[Project, ...]
    stays: Stays

    def month_index(self, month: str) -> int:
        """Row of `month` ("2026-06").

        Raises:
            KeyError: outside the run.
        """
        try:
            return self.months.index(month)
        except ValueError:
            raise KeyError(month) from None

    def save(self, file: Path) -> None:
        """Write to one file (see `gis.store.save`); the same run gives the same bytes."""
        store.save(self, file)

    @staticmethod
    def load(file: Path) -> Run:
        """Read what `save` wrote (see `gis.store.load`)."""
        return store.load(Run, file)
