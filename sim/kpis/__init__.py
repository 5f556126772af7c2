"""The KPIs of a run: this folder is the list, one file a group. A function registers itself with `@kpi`.

A KPI whose id begins with "{park}." is computed for every park that is simulated, from `(history, park)`; the others
once, from `(history)`. Level "core" becomes "park" for a park without owners' wings, where both are the same.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.text import Name
from sim.history import History
from sim.run import Series

F64 = NDArray[np.float64]

LEVELS = ("building", "core", "park", "both parks", "centre", "district", "city")


@dataclass(frozen=True, slots=True)
class Kpi:
    """A registered KPI: what `Series` says of it, and how it is computed. `needs` is a park without which it is not."""

    id: str
    name: Name
    definition: Name
    unit: str
    level: str
    park: str
    better: str
    sources: tuple[str, ...]
    needs: str
    compute: Callable[..., F64]


_REGISTERED: dict[str, Kpi] = {}


def kpi(
    kpi_id: str,
    name: Name,
    definition: Name,
    *,
    unit: str,
    level: str,
    sources: tuple[str, ...],
    better: str = "",
    park: str = "",
    needs: str = "",
) -> Callable[[Callable[..., F64]], Callable[..., F64]]:
    """Register the decorated function as a KPI. Shares are of 1; nothing is a percentage."""
    if level not in LEVELS or better not in ("up", "down", "") or kpi_id in _REGISTERED:
        raise ValueError(kpi_id)

    def register(function: Callable[..., F64]) -> Callable[..., F64]:
        _REGISTERED[kpi_id] = Kpi(kpi_id, name, definition, unit, level, park, better, sources, needs, function)
        return function

    return register


@cache
def registered() -> tuple[Kpi, ...]:
    """Every KPI, group after group."""
    groups = ("floor", "enterprises", "projects", "computing", "money", "production")
    found = {module.name for module in pkgutil.iter_modules(__path__)}
    for group in (*groups, *sorted(found - set(groups))):
        importlib.import_module(f"{__name__}.{group}")
    return tuple(_REGISTERED.values())


def all_series(history: History) -> dict[str, Series]:
    """Every KPI of a run by id, park after park; each value as of the month's end."""
    parks = history.stock.parks
    series: dict[str, Series] = {}
    for park in parks:
        for one in registered():
            if one.id.startswith("{park}.") and one.needs in ("", park):
                series |= _one(one, history, park)
    for one in registered():
        if not one.id.startswith("{park}.") and (not one.needs or one.needs in parks):
            series |= _one(one, history, one.park)
    return series


def _one(one: Kpi, history: History, park: str) -> dict[str, Series]:
    repeated = one.id.startswith("{park}.")
    values = np.array(one.compute(history, park) if repeated else one.compute(history), dtype=np.float64)
    values.flags.writeable = False
    full_id = one.id.replace("{park}", park)
    wings = bool((history.columns(park) & history.stock.wing).any()) if repeated else True
    level = "park" if one.level == "core" and not wings else one.level
    return {full_id: Series(full_id, one.name, one.definition, one.unit, level, park, one.better, one.sources, values)}


def zeros(history: History) -> Any:
    """(T,) zeros."""
    return np.zeros(history.months)
