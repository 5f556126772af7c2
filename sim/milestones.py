"""When a run reaches what planners ask for dates: things built, levels reached, published targets, accounts at an end.

The list is data (`assets/milestones.toml`). A milestone is reached at the first month end at which it holds; a
published target is met if that month is not after the one that its fact names.
"""

from __future__ import annotations

import math
import operator
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gis.assets import asset
from gis.text import Name
from sim.facts import assumptions, facts
from sim.run import Run

NEVER: Final = math.nan

_HOLDS: Final[Mapping[str, Callable[[Any, float], Any]]] = {
    "ge": operator.ge, "gt": operator.gt, "le": operator.le,
}  # fmt: skip
_AS_LEVEL: Final = {"eq": "ge", "approx": "ge", "ge": "ge", "gt": "gt", "le": "le"}
"""How the comparison of a fact reads as a level to come to: a target of 300 is met by 301."""
_FULL: Final = 1.0


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something to be reached: a KPI's level, buildings handed over, or an event of a kind.

    `deadline` is the month ("2024-12") of a published target, "" where there is none. `source` is the id of the fact
    or assumption that names the level, "" for a share of a plan.
    """

    id: str
    name: Name
    park: str
    source: str
    deadline: str
    kpi: str
    op: str
    level: float
    event: str
    buildings: tuple[str, ...]
    all_of_them: bool

    @property
    def is_target(self) -> bool:
        """Whether it was published as a goal with a date."""
        return self.deadline != ""


@cache
def milestones() -> tuple[Milestone, ...]:
    """Every milestone in the order of the list; "{park}" in an id or a KPI stands for each park of a run."""
    rows = tomllib.loads(asset("milestones.toml").read_text(encoding="utf-8"))["milestone"]
    return tuple(_milestone(row) for row in rows)


def reached(run: Run) -> dict[str, float]:
    """The day from the run's start, a month end, on which each milestone is first held; NaN where it never is.

    Milestones of what the run does not have (another park's KPIs, other buildings) are left out.
    """
    ends = _month_ends(run)
    return {one.id: _first(ends, held) for one in of_run(run) if (held := _held(one, run)) is not None}


def of_run(run: Run) -> tuple[Milestone, ...]:
    """The milestones that this run can reach or miss, "{park}" filled in, park after park."""
    parks = {kpi.park: None for kpi in run.kpis.values() if kpi.park not in ("", "both")}
    filled = [_for_park(one, park) for one in milestones() for park in (parks if "{park}" in one.id else (one.park,))]
    return tuple(one for one in filled if _held(one, run) is not None)


def met(milestone: Milestone, day: float, run: Run) -> bool | None:
    """Whether a target reached on `day` was reached in time; None if the run ends before its deadline, unreached."""
    if not math.isnan(day):
        return day <= _deadline_day(milestone, run)
    return None if milestone.deadline > run.months[-1] else False


def month_of(day: float, run: Run) -> str:
    """The month of the run ("2024-12") that ends on `day`, "" for NaN."""
    return "" if math.isnan(day) else f"{date.fromisoformat(run.start_date) + timedelta(days=day - 1):%Y-%m}"


def _milestone(row: Mapping[str, Any]) -> Milestone:
    fact = facts().get(row.get("fact", ""))
    target = fact is not None and fact.kind == "target"
    return Milestone(
        id=row["id"],
        name=Name(row["en"], row["zh"]),
        park=row.get("park", "{park}"),
        source=row.get("fact") or row.get("assumption") or "",
        deadline=fact.as_of[:7] if fact is not None and target else "",
        kpi=row.get("kpi", ""),
        op=row.get("op") or (_AS_LEVEL[fact.op] if fact is not None and "kpi" in row else "ge"),
        level=_level(row),
        event=row.get("event", ""),
        buildings=tuple(row.get("buildings", ())),
        all_of_them=row.get("count", "all") == "all",
    )


def _level(row: Mapping[str, Any]) -> float:
    if "buildings" in row or "event" in row:
        return _FULL
    if "sum" in row:
        return float(sum(float(facts()[one].value) for one in row["sum"]))
    if "fact" in row:
        return float(facts()[row["fact"]].value)
    return float(assumptions()[row["assumption"]].value if "assumption" in row else row["level"])


def _for_park(one: Milestone, park: str) -> Milestone:
    if "{park}" not in one.id:
        return one
    filled = {name: getattr(one, name).replace("{park}", park) for name in ("id", "park", "kpi")}
    rest = MappingProxyType({name: getattr(one, name) for name in Milestone.__slots__ if name not in filled})
    return Milestone(**filled, **rest)


def _held(one: Milestone, run: Run) -> NDArray[np.bool_] | None:
    """(T,) whether it holds at each month end; None where the run cannot say."""
    if one.kpi:
        series = run.kpis.get(one.kpi)
        return None if series is None else np.asarray(_HOLDS[one.op](series.values, one.level))
    if one.event:
        return _happened(one, run)
    columns = [i for i, building in enumerate(run.building_ids) if building.startswith(one.buildings)]
    if not columns:
        return None
    standing = run.progress[:, columns] >= _FULL
    return np.asarray(standing.all(axis=1) if one.all_of_them else standing.any(axis=1))


def _happened(one: Milestone, run: Run) -> NDArray[np.bool_] | None:
    if not any(kpi.park == one.park for kpi in run.kpis.values()):
        return None
    days = [event.day for event in run.events if (event.kind, event.park) == (one.event, one.park)]
    return np.asarray(_month_ends(run) >= min(days, default=math.inf))


def _first(ends: NDArray[np.float64], held: NDArray[np.bool_]) -> float:
    return float(ends[held.argmax()]) if held.any() else NEVER


def _month_ends(run: Run) -> NDArray[np.float64]:
    """(T,) days from the start: the first day of the month that follows."""
    months = np.array(run.months, dtype="datetime64[M]")
    start = np.datetime64(run.start_date)
    return ((months + 1).astype("datetime64[D]") - start).astype(np.float64)


def _deadline_day(one: Milestone, run: Run) -> float:
    after = (np.datetime64(one.deadline, "M") + 1).astype("datetime64[D]")
    return float((after - np.datetime64(run.start_date)).astype(np.float64))
