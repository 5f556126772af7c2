"""The KPIs of a run: this folder is the list, one file a group. A function registers itself with `@kpi`.

A KPI whose id begins with "{park}." is computed for every park that is simulated, from `(history, park)`; the others
once, from `(history)`, where their park is simulated, or for "both" one of the two. One with `parts` is repeated for
each of them in a park, from `(history, park, part)`: the zones for "{park}.occupancy.{zone}", say. Level "core"
becomes "park" for a park without owners' wings, where both are the same, and what is said of one park is no source
for another.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from gis.text import Name
from sim.facts import facts
from sim.history import F64, History
from sim.run import Series
from sim.subjects import place

_TWO_PARKS = ("ai", "vr")
_PART = re.compile(r"\.\{\w+\}$")
Parts = Callable[[History, str], Mapping[str, Name]]
"""The parts of a park for which a KPI is repeated, by id."""
LEVELS = ("building", "core", "park", "both parks", "centre", "district", "city")


@dataclass(frozen=True, slots=True)
class Kpi:
    """A registered KPI: what `Series` says of it, and how it is computed; `where` tells which parks have it."""

    id: str
    name: Name
    definition: Name
    unit: str
    level: str
    park: str
    better: str
    sources: tuple[str, ...]
    where: Callable[[History, str], bool]
    parts: Parts | None
    compute: Callable[..., F64]

    @property
    def repeated(self) -> bool:
        """Computed for each park."""
        return self.id.startswith("{park}.")

    @property
    def group(self) -> str:
        """The file of this folder that computes it."""
        return self.compute.__module__.rpartition(".")[2]


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
    where: Callable[[History, str], bool] | None = None,
    parts: Parts | None = None,
) -> Callable[[Callable[..., F64]], Callable[..., F64]]:
    """Register the decorated function as a KPI. Shares are of 1; nothing is a percentage."""
    apart = bool(_PART.search(kpi_id)) == (parts is not None)
    if level not in LEVELS or better not in ("up", "down", "") or kpi_id in _REGISTERED or not apart:
        raise ValueError(kpi_id)

    def register(function: Callable[..., F64]) -> Callable[..., F64]:
        _REGISTERED[kpi_id] = Kpi(
            kpi_id, name, definition, unit, level, park, better, sources, where or _is_simulated, parts, function
        )
        return function

    return register


@cache
def registered() -> tuple[Kpi, ...]:
    """Every KPI, group after group."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return tuple(sorted(_REGISTERED.values(), key=lambda one: place(one.group)))


def all_series(history: History) -> dict[str, Series]:
    """Every KPI of a run by id, park after park; each value as of the month's end."""
    wanted = [(one, park) for park in history.stock.parks for one in registered() if one.repeated]
    wanted += [(one, one.park) for one in registered() if not one.repeated]
    found = (series for one, park in wanted if one.where(history, park) for series in _all_of(one, history, park))
    return {series.id: series for series in found}


def has_wings(history: History, park: str) -> bool:
    """Whether a part of the park lies outside its core, on the campus of an owner."""
    return bool((history.columns(park) & history.stock.wing).any())


def _is_simulated(history: History, park: str) -> bool:
    return any(one in history.stock.parks for one in (_TWO_PARKS if park == "both" else (park,)))


def _all_of(one: Kpi, history: History, park: str) -> Iterator[Series]:
    """The KPI of a park, or of each of its parts."""
    if one.parts is None:
        yield _series(one, history, park, one.compute(history, park) if one.repeated else one.compute(history))
        return
    for part, name in one.parts(history, park).items():
        full = Name(f"{one.name.en}: {name.en}", f"{one.name.zh}：{name.zh}")
        values = one.compute(history, park, part)
        yield _series(replace(one, id=_PART.sub(f".{part}", one.id), name=full), history, park, values)


def _series(one: Kpi, history: History, park: str, found: F64) -> Series:
    values = np.array(found, dtype=np.float64)
    values.flags.writeable = False
    level, sources = one.level, one.sources
    if one.repeated:
        level = "park" if level == "core" and not has_wings(history, park) else level
        sources = tuple(source for source in sources if not _is_of_another(source, park))
    full_id = one.id.replace("{park}", park)
    return Series(full_id, one.name, one.definition, one.unit, level, park, one.better, sources, values, one.group)


def _is_of_another(source: str, park: str) -> bool:
    """Whether it is said of another park; what is said of the centres serves all."""
    fact = facts().get(source)
    if fact is not None:
        return fact.level != "centre" and fact.park != park
    return source.rpartition(".")[2] in set(_TWO_PARKS) - {park}
