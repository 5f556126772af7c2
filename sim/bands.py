"""What an ensemble says, ready to be drawn: bands of every KPI and milestone, and of every building, in one file.

Plain numpy arrays: scene, charts and desk read it without a simulator, scipy or pyarrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gis import store
from gis.text import Name

F64 = NDArray[np.float64]
U8 = NDArray[np.uint8]

FULL: Final = 255
"""How a share of 1 is written in one byte."""


@dataclass(frozen=True, slots=True)
class KpiBands:
    """K KPIs over T month ends: 10th percentile, median and 90th percentile (K, T), NaN where nothing is measured."""

    ids: tuple[str, ...]
    names: tuple[Name, ...]
    units: tuple[str, ...]
    levels: tuple[str, ...]
    parks: tuple[str, ...]
    p10: F64
    p50: F64
    p90: F64

    def of(self, kpi: str) -> tuple[F64, F64, F64]:
        """(T,) each: 10th percentile, median and 90th percentile of one KPI.

        Raises:
            KeyError: the ensemble has no such KPI.
        """
        if kpi not in self.ids:
            raise KeyError(kpi)
        row = self.ids.index(kpi)
        return self.p10[row], self.p50[row], self.p90[row]


@dataclass(frozen=True, slots=True)
class MilestoneBands:
    """M milestones: the day from the start by which 10, 50 and 90 % of all replications have reached it (M,).

    NaN where fewer do within the horizon. `probability` (M, T) is the share that has reached it by each month end;
    `deadlines` are the months of published targets, "" for others.
    """

    ids: tuple[str, ...]
    names: tuple[Name, ...]
    parks: tuple[str, ...]
    deadlines: tuple[str, ...]
    p10: F64
    p50: F64
    p90: F64
    probability: F64


@dataclass(frozen=True, slots=True)
class Bands:
    """An ensemble of `runs` replications over T month ends; columns follow the place's B buildings.

    `finished` is the probability that a building is handed over by a month end, the others quantiles of its occupancy;
    all (T, B), in steps of 1 / FULL.
    """

    scenario: str
    scenario_name: Name
    version: str
    inputs_hash: str
    seed: int
    runs: int
    start_date: str
    months: tuple[str, ...]
    building_ids: tuple[str, ...]
    finished: U8
    occupancy_p10: U8
    occupancy_p50: U8
    occupancy_p90: U8
    kpis: KpiBands
    milestones: MilestoneBands

    def save(self, file: Path) -> None:
        """Write to one file (see `gis.store.save`); the same bands give the same bytes."""
        store.save(self, file)

    @staticmethod
    def load(file: Path) -> Bands:
        """Read what `save` wrote (see `gis.store.load`)."""
        return store.load(Bands, file)
