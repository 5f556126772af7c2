"""What enterprises with floor in a park earn, month by month.

How much: on the first day its staff times the revenue a head of its size class. The AI enterprises that were there at
the start share what is published of the district, as far as it stands in the core, in that proportion. Newcomers book
less at first, since part of their sales stays with a parent elsewhere, and grow faster for some years; who comes later
begins higher, as prices and productivity rise. Everybody's market moves by one common shock a calendar year, which
stays: consumer electronics and city budgets swing together. People whom support lets an enterprise hire earlier bring
their revenue with them. Who leaves takes its revenue away.

Whose: enterprises without a published name. What a named one books is not published; it is part of the district's
level or of the booked sales, never of a park's tenants.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np

from sim.calendar import YEAR_DAYS, Calendar
from sim.history import F64, I64, Bools, History
from sim.letting.enterprises import OTHER as TRADE
from sim.letting.enterprises import SECTORS
from sim.settings import SIZE_CLASSES, Tenants
from sim.streams import Spread, Streams

AI: Final = 0
VR: Final = 1
OTHER: Final = 2
LEVEL_YEAR: Final = 2023.0
"""At whose beginning the published levels and the revenue a head of the book are taken to stand."""

_FIELD: Final = tuple(VR if name.startswith("vr_") else OTHER if name == TRADE else AI for name in SECTORS)
_HARDWARE: Final = tuple(name in ("industrial", "home", "trusted_hardware", "vr_hardware") for name in SECTORS)
_FROM_THE_DISTRICT: Final = ("initial", "relocation")
"""Origins that are part of the district's industry already, and earn in full from their first day."""
_FIRST_YEAR_MIDDLE: Final = 0.5
"""Years: what a newcomer books "in the first full year" is its rate in the middle of it."""
_TOLD: Final = (3, len(SIZE_CLASSES), 2, 2)
"""Field, size class, hardware or not, new to the district or not."""
_BLOCK: Final = 4096
"""Enterprises that are worked out at a time, so that a million of them need no more memory than this."""


@dataclass(frozen=True, slots=True)
class Earnings:
    """G groups of enterprises, and T months: all that is told apart when revenue is added up.

    `park` indexes the stock's parks; `field` is AI, VR or OTHER; `size_class` indexes `SIZE_CLASSES`; `hardware`:
    makes goods; `new`: new to the district. `count` is of enterprises, as far as they were there within the month.
    """

    park: I64
    field: I64
    size_class: I64
    hardware: Bools
    new: Bools
    cny: F64
    """(T, G), earned within the month."""
    count: F64
    """(T, G)."""

    def revenue(self, groups: Bools) -> F64:
        """(T,) CNY a month of these groups."""
        return np.asarray((self.cny * groups).sum(axis=1))

    def enterprises(self, groups: Bools) -> F64:
        """(T,) enterprises of these groups."""
        return np.asarray((self.count * groups).sum(axis=1))


def shocks(calendar: Calendar, sd: float, streams: Streams) -> F64:
    """(T,) logarithm of what the common shocks have done to revenue since the start; none in the first month.

    Each calendar year has one, with mean 1, spread over its months.
    """
    years = [int(label[:4]) for label in calendar.labels]
    yearly = {year: sd * streams.of("revenue", "common", year).normal() - sd**2 / 2 for year in dict.fromkeys(years)}
    monthly = np.array([yearly[year] / 12.0 for year in years])
    return np.concatenate([[0.0], np.cumsum(monthly)[:-1]])


def years_since_start(months: int) -> F64:
    """(T,) years from the start to the beginning of each month: the first month earns what the start's level says."""
    return np.arange(months) / 12.0


def market(history: History, growth: float) -> F64:
    """(T,) by what an industry that grows so much a year has grown since the start."""
    common = shocks(history.calendar, history.scenario.outcomes.common_shock, history.streams)
    return np.asarray(np.exp(math.log1p(growth) * years_since_start(history.months) + common))


def earnings_of(history: History) -> Earnings:
    """What all enterprises of a run have earned."""
    earners = _earners(history)
    # All groups that there can be: sums then have the same shape, and the same bytes, whoever comes later.
    shape = (len(history.stock.parks), *_TOLD)
    sums = np.zeros((2, math.prod(shape), history.months))
    growth = _Growth(history, earners)
    months = np.arange(history.months)
    for first in range(0, len(earners.group), _BLOCK):
        block = slice(first, first + _BLOCK)
        cells = (earners.group[block, None] * history.months + months).reshape(-1)
        for number, values in enumerate(growth.block(block)):
            # One after the other: who comes later does not change how the months before are rounded.
            np.add.at(sums[number].reshape(-1), cells, values.reshape(-1))
    park, field, size_class, hardware, new = np.indices(shape).reshape(len(shape), -1)
    return Earnings(park, field, size_class, hardware == 1, new == 1, sums[0].T, sums[1].T)


def start_level(history: History) -> float:
    """Yearly AI revenue of the core on the first day, CNY: the district's published level as far as it stands there."""
    rules = history.scenario.outcomes
    return float(rules.ai_level * rules.core_share * (1.0 + rules.growth_incumbent) ** since_level_year(history))


def since_level_year(history: History) -> float:
    """Years from the date of the published levels to the run's start; negative before it."""
    return history.calendar.start_year - LEVEL_YEAR


def per_head_cny(rules: Tenants) -> F64:
    """(3,) yearly revenue a head of each size class."""
    return np.array([getattr(rules, f"revenue_per_head_{name}") for name in SIZE_CLASSES])


def mature_arrival_cny(rules: Tenants) -> float:
    """Yearly revenue of an arrival at maturity, CNY: the mean over their classes, staff and revenue a head.

    What is published or assumed of an arrival's first full year holds for the mean of all: whatever is drawn for the
    classes, their staff or the revenue a head decides who earns how much of it, and is not counted a second time.
    """
    staff = np.array([_mean_of(getattr(rules, f"staff_{name}")) for name in SIZE_CLASSES])
    return float(np.array(rules.class_new) @ (staff * per_head_cny(rules)))


def _mean_of(spread: Spread) -> float:
    """Of a lognormal spread."""
    return spread.median * math.exp(spread.sigma**2 / 2)


@dataclass(frozen=True, slots=True)
class _Earners:
    """N enterprises that have had floor, sorted by group; `first`: shares the published level of the start."""

    group: I64
    number: I64
    field: I64
    size_class: I64
    staff: F64
    """People on the first day; none of a named enterprise, whose books are not published."""
    newcomer: Bools
    first: Bools


def _earners(history: History) -> _Earners:
    here = (history.census.came_day < history.calendar.ends[-1]).tolist()
    parks = {park: index for index, park in enumerate(history.stock.parks)}
    rows = [
        (
            parks[one.park],
            _FIELD[one.sector],
            one.size_class,
            _HARDWARE[one.sector],
            one.origin not in _FROM_THE_DISTRICT,
            one.number,
            0.0 if one.name is not None else one.staff,
            one.origin == "initial",
        )
        for one in history.enterprises
        if here[one.number] and one.origin != "registered"
    ]
    table = np.array(rows, dtype=np.float64).reshape(-1, 8).T
    told = table[:5].astype(np.int64)
    group = np.ravel_multi_index(tuple(told), (len(parks), *_TOLD))
    order = np.argsort(group, kind="stable")
    _, field, size_class, _, new = told[:, order]
    number, staff, initial = table[5:, order]
    return _Earners(
        group=np.asarray(group[order]),
        number=number.astype(np.int64),
        field=field,
        size_class=size_class,
        staff=staff,
        newcomer=(new == 1) & (field != OTHER),
        first=(initial == 1.0) & (field == AI),
    )


class _Growth:
    """Each earner's base and growth, in rows that can be worked out block by block."""

    def __init__(self, history: History, earners: _Earners) -> None:
        rules = history.scenario.outcomes
        self._came = history.census.came_day[earners.number]
        self._left = history.census.left_day[earners.number]
        self._ends = history.calendar.ends
        self._years = years_since_start(history.months)
        self._common = shocks(history.calendar, rules.common_shock, history.streams)
        self._from = np.where(earners.newcomer, self._came / YEAR_DAYS, 0.0)
        self._young_years = np.where(earners.newcomer, rules.growth_new_years, 0.0)
        self._ahead = np.where(earners.newcomer, min(_FIRST_YEAR_MIDDLE, rules.growth_new_years), 0.0)
        self._young_growth = math.log1p(rules.growth_new)
        grown = (rules.growth_incumbent, rules.vr_growth, rules.growth_other)
        self._growth = np.log1p(np.array(grown))[earners.field]
        self._base = _first_revenue(history, earners, self._from)
        self._gains = _gains(history, earners)

    def block(self, rows: slice) -> tuple[F64, F64]:
        """(rows, T) each: CNY earned within the month, and the share of the month for which it was there."""
        begins = np.concatenate([[0.0], self._ends[:-1]])
        came, left = self._came[rows, None], self._left[rows, None]
        there = np.clip(np.minimum(left, self._ends) - np.maximum(came, begins), 0.0, None) / (self._ends - begins)
        age = np.maximum(self._years - self._from[rows, None], 0.0)
        young = np.minimum(age, self._young_years[rows, None])
        grown = self._young_growth * (young - self._ahead[rows, None]) + self._growth[rows, None] * (age - young)
        grown += self._common + self._supported(rows, len(came))
        return self._base[rows, None] * np.exp(grown) / 12.0 * there, there

    def _supported(self, rows: slice, count: int) -> F64:
        """(rows, T), the logarithm by which support has made each grow more."""
        row, month, gain = self._gains
        inside = (row >= rows.start) & (row < rows.stop) & (month < len(self._ends))
        more = np.zeros((count, len(self._ends)))
        np.add.at(more.reshape(-1), (row[inside] - rows.start) * len(self._ends) + month[inside], gain[inside])
        return np.asarray(np.cumsum(more, axis=1))


def _gains(history: History, earners: _Earners) -> tuple[I64, I64, F64]:
    """The earner, the month from which it counts, and the logarithm of each gain by support."""
    days, numbers, gains = np.fromiter(chain.from_iterable(history.census.gains), np.float64).reshape(-1, 3).T
    row = np.full(len(history.enterprises), -1)
    row[earners.number] = np.arange(len(earners.number))
    # A gain within a month shows in the next one, as growth does in all of this file.
    month = np.searchsorted(history.calendar.ends, days, side="right") + 1
    return row[numbers.astype(np.int64)], month, gains


def _first_revenue(history: History, earners: _Earners, arrived: F64) -> F64:
    """(N,) yearly revenue of each on its first day, CNY, before common shocks; `arrived` in years from the start."""
    rules = history.scenario.outcomes
    revenue = earners.staff * per_head_cny(history.scenario.tenants)[earners.size_class]
    drawn = float(revenue[earners.first].sum())
    cohort = (1.0 + rules.cohort_growth) ** (arrived + since_level_year(history))
    share = np.where(earners.newcomer, rules.arrival_revenue / mature_arrival_cny(history.scenario.tenants), 1.0)
    return np.where(earners.first, revenue * (start_level(history) / drawn if drawn else 0.0), revenue * share * cohort)
