"""What a simulated world leaves behind, in whole arrays: the ground on which KPIs and the `Run` are computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.building.budget import BudgetBooks
from sim.building.site import Site
from sim.calendar import Calendar
from sim.computing.compute import Books
from sim.letting.census import Census
from sim.letting.enterprises import Enterprise
from sim.letting.market import Stay
from sim.letting.stock import Stock
from sim.policy.accounts import Ledger
from sim.scenario import Scenario
from sim.streams import Streams
from sim.tally import Tally

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]
Bools = NDArray[np.bool_]
Knots = Sequence[Sequence[tuple[float, float]]]
T = TypeVar("T")

_MOMENT = 1e-6
"""Days: what happens on a month's last day belongs to the month."""


@dataclass(frozen=True, slots=True)
class Lettings:
    """All stays that saw a month end, one row each."""

    tenant: I64
    building: I64
    start_month: I64
    end_month: I64
    area_m2: I64


@dataclass(frozen=True, slots=True)
class History:
    """T month ends by B buildings, in the place's order; money in CNY, floor in m2."""

    scenario: Scenario
    calendar: Calendar
    stock: Stock
    sites: tuple[Site, ...]
    building_budget: BudgetBooks
    progress: F64
    """(T, B), 0 not begun to 1 handed over."""
    progress_at_start: F64
    """(B,), on the day the run begins."""
    built: Bools
    """(T, B), handed over."""
    handed_over: F64
    """(B,), the day: minus infinity where it stood before the run, infinity where it is never reached."""
    let_m2: I64
    """(T, B), floor that is let."""
    lettings: Lettings
    enterprises: tuple[Enterprise, ...]
    tally: Tally
    ledger: Ledger
    books: Books
    online_days: tuple[float, ...]
    waiting_m2: dict[str, F64]
    """(T,) of each park."""
    streams: Streams
    """For luck that acts on figures alone, not on what happens."""
    scenes_factor: dict[str, F64]
    """(T,) of each park: what policy does to the rate of application scenes."""
    supported_projects: dict[str, F64]
    """(T,) of each park: demonstration projects that policy pays for, a year."""
    rent_level: dict[str, F64]
    """(T,) of each park: rents as a share of those at the start."""
    district_outside: dict[str, F64]
    """(T,) enterprises of the district outside the parks, by field ("ai", "vr")."""
    census: Census
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What several figures share, see `once`."""

    @property
    def months(self) -> int:
        """T."""
        return len(self.calendar.labels)

    @property
    def came_day(self) -> F64:
        """(N,), the day on which each enterprise came: 0 where it was there, infinity where it never did."""
        return self.census.came_day

    @property
    def left_day(self) -> F64:
        """(N,), the day on which each enterprise left; infinity where it stays."""
        return self.census.left_day

    def columns(self, park: str) -> Bools:
        """(B,), the park's buildings."""
        return self.stock.of_park(park)

    def core(self, park: str) -> Bools:
        """(B,), the park's buildings outside the owners' wings."""
        return self.stock.of_park(park) & ~self.stock.wing

    @property
    def given_up(self) -> Bools:
        """(T, B), of a project that was given up before the building was handed over."""
        given_up = np.full(len(self.handed_over), np.inf)
        for site in self.sites:
            given_up[list(site.buildings)] = site.cancelled
        return np.asarray(~self.built & (given_up[None, :] < self.calendar.ends[:, None]))

    def cumulative(self, rows: Sequence[tuple[float, str, float]], park: str | None = None) -> F64:
        """(T,), what the rows (day, park, amount) add up to by each month end."""
        return np.asarray(np.cumsum(self.monthly(rows, park)))

    def monthly(self, rows: Sequence[tuple[float, str, float]], park: str | None = None) -> F64:
        """(T,), what the rows (day, park, amount) amount to within each month."""
        wanted = [(day, amount) for day, where, amount in rows if park is None or where == park]
        if not wanted:
            return np.zeros(self.months)
        days, amounts = zip(*wanted, strict=True)
        month = np.searchsorted(self.calendar.ends, days, side="right")
        return np.asarray(np.bincount(month, weights=amounts, minlength=self.months)[: self.months])


def once(history: History, compute: Callable[..., T], *about: str) -> T:
    """What `compute` makes of a history, or of a park in it, worked out the first time it is asked for."""
    key = "/".join((compute.__module__, compute.__qualname__, *about))
    if key not in history.memo:
        history.memo[key] = compute(history, *about)
    found: T = history.memo[key]
    return found


def progress_over(knots: Knots, handed_over: Sequence[float], calendar: Calendar) -> tuple[F64, F64, Bools]:
    """(B,) progress on the first day, (T, B) at the month ends, and (T, B) whether handed over, from each building's
    (day, progress) knots."""
    progress, built = _progress(knots, handed_over, np.concatenate([[0.0], calendar.ends - _MOMENT]))
    return progress[0], progress[1:], built[1:]


def _progress(knots: Knots, handed_over: Sequence[float], moments: F64) -> tuple[F64, Bools]:
    progress = np.zeros((len(moments), len(knots)))
    for column, points in enumerate(knots):
        if points:
            days, values = zip(*points, strict=True)
            progress[:, column] = np.interp(moments, days, values, left=min(values[0], 1.0))
    built = np.asarray(handed_over)[None, :] <= moments[:, None]
    return np.where(built, 1.0, np.minimum(progress, 0.999)), built


def lettings_of(stays: Sequence[Stay], months: int) -> Lettings:
    """The stays as arrays; those that saw no month end are left out, those that last end with the run."""
    seen = [stay for stay in stays if stay.start_month < min(stay.end_month, months)]
    return Lettings(
        tenant=np.array([stay.tenant for stay in seen], dtype=np.int64),
        building=np.array([stay.building for stay in seen], dtype=np.int64),
        start_month=np.array([stay.start_month for stay in seen], dtype=np.int64),
        end_month=np.array([min(stay.end_month, months) for stay in seen], dtype=np.int64),
        area_m2=np.array([stay.area_m2 for stay in seen], dtype=np.int64),
    )


def over_months(start: I64, end: I64, column: I64, amount: I64, months: int, columns: int) -> I64:
    """(T, columns): `amount` of each row from its start month to its end month (exclusive), added up by column."""
    change = np.zeros((months + 1, columns), dtype=np.int64)
    # One index: adding up by pairs of them takes many times as long.
    cells = change.reshape(-1)
    np.add.at(cells, start * columns + column, amount)
    np.subtract.at(cells, end * columns + column, amount)
    return np.cumsum(change, axis=0)[:-1]
