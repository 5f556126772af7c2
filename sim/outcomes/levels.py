"""What enterprises bring about: revenue, output, booked sales, value added, tax, indirect jobs, scenes and platforms.

Kinds of money stay apart, and so do levels:

- core (AI): the AI enterprises with floor in the core; on the first day the district's published scale times the share
  that is taken to stand there.
- district, AI: the core's enterprises, who are part of it, and those outside the core, who grow at the sector's mean.
- district, VR: the industry of the start as it grows without the plant; the goods of the plant; enterprises new to the
  district; and sales that moved head offices book here, which bring neither floor nor output. Who moves over within
  the district is part of it already.
- city, VR: the district's, and the other districts' industry. The ratio of city to district was read off the old
  industry, so that it applies to that alone: plant, newcomers and head offices stand in Laoshan only.
- a park's tenants: all trades with floor, without owners and other named enterprises.

A figure of a wider level is made of its disjoint parts, never of figures of two levels. Everything is a pure function
of the finished history: money in CNY a month, (T,) each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.calendar import YEAR_DAYS
from sim.history import F64, Bools, History, once, over_months
from sim.outcomes.happenings import Counts, counts_of, factor
from sim.outcomes.production import plant_output
from sim.outcomes.revenue import AI, VR, Earnings, earnings_of, market, since_level_year
from sim.settings import Outcomes as Rules

YEAR_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Monthly flows of a run, (T,) CNY each, the earnings by group behind them, and the counts."""

    earnings: Earnings
    opened_orders: F64
    """First orders out of scenes that the city opens, part of the core's revenue."""
    core_ai: F64
    district_ai: F64
    plant_goods: F64
    """Value ex works of what the plant makes, modules that go into its own devices counted with these."""
    booked: F64
    """Sales that moved head offices book in the district."""
    district_vr: F64
    city_vr: F64
    counts: Counts


def outcomes(history: History) -> Outcomes:
    """What the enterprises of a finished run have brought about; worked out once a history."""
    return once(history, _outcomes)


def yearly(flow: F64) -> F64:
    """(T,) a year's amount as of each month end: the trailing twelve months; before these have passed, what has
    passed as a year's rate."""
    months = len(flow)
    padded = np.concatenate([np.zeros(YEAR_MONTHS - 1), flow])
    window = np.lib.stride_tricks.sliding_window_view(padded, YEAR_MONTHS).sum(axis=1)
    return np.asarray(window * YEAR_MONTHS / np.minimum(np.arange(1, months + 1), YEAR_MONTHS))


def of_park(history: History, park: str) -> Bools:
    """(G,) the groups of earnings that belong to `park`."""
    return np.asarray(outcomes(history).earnings.park == history.stock.parks.index(park))


def tenants_revenue(history: History, park: str) -> F64:
    """(T,) CNY a month of all unnamed enterprises with floor in the park, whatever their trade."""
    return outcomes(history).earnings.revenue(of_park(history, park))


def tenants_value_added(history: History, park: str) -> F64:
    """(T,) CNY a month, of the same enterprises: what they add to what they buy."""
    rules = history.scenario.outcomes
    earnings = outcomes(history).earnings
    ratio = np.where(earnings.hardware, rules.value_added_goods, rules.value_added_services)
    return np.asarray((earnings.cny * (of_park(history, park) * ratio)).sum(axis=1))


def tenants_rent(history: History, park: str) -> F64:
    """(T,) CNY a month that the same enterprises pay for their floor."""
    at_start = (history.stock.rent * once(history, _tenants_m2, park)).sum(axis=1)
    return np.asarray(at_start * history.rent_level[park] * YEAR_DAYS / YEAR_MONTHS)


def tenants_m2(history: History, park: str) -> F64:
    """(T,) floor of the same enterprises."""
    return np.asarray(once(history, _tenants_m2, park).sum(axis=1), dtype=np.float64)


def tenants_staff(history: History, park: str) -> F64:
    """(T,) people of the same enterprises on site."""
    own = np.array([one.name is None and one.park == park for one in history.enterprises], dtype=bool)
    return history.census.staff_of(own)


def indirect_jobs(history: History, direct: F64) -> F64:
    """(T,) people elsewhere who live on so many jobs here, by a multiplier that is not well founded. Never part of
    another figure."""
    return direct * history.scenario.outcomes.job_multiplier


def _outcomes(history: History) -> Outcomes:
    earnings = earnings_of(history)
    counts = counts_of(history, earnings)
    orders = _opened_orders(history, counts)
    core_ai = earnings.revenue(earnings.field == AI) + orders
    goods = _plant_goods(history)
    booked = _booked(history)
    rules = history.scenario.outcomes
    old_vr = _level(history, rules.vr_level, rules.vr_growth)
    newcomers = earnings.revenue((earnings.field == VR) & earnings.new)
    district_vr = old_vr + goods + booked + newcomers
    return Outcomes(
        earnings=earnings,
        opened_orders=orders,
        core_ai=core_ai,
        district_ai=core_ai + _level(history, rules.ai_level * (1.0 - rules.core_share), rules.growth_incumbent),
        plant_goods=goods,
        booked=booked,
        district_vr=district_vr,
        city_vr=district_vr + (rules.vr_city_ratio - 1.0) * old_vr,
        counts=counts,
    )


def _level(history: History, level: float, growth: float) -> F64:
    """(T,) CNY a month of an industry with this yearly level in 2023, under the common shocks."""
    at_start = float(level * (1.0 + growth) ** since_level_year(history))
    return at_start / YEAR_MONTHS * market(history, growth)


def _opened_orders(history: History, counts: Counts) -> F64:
    """(T,) orders of the scenes that would not have come about without policy; others are part of ordinary growth."""
    opened = 1.0 - 1.0 / np.maximum(factor(history, "ai"), 1.0)
    return counts.new_scenes * opened * history.scenario.outcomes.scene_order


def _plant_goods(history: History) -> F64:
    """(T,) devices at their value ex works, and the modules that are sold on their own."""
    rules: Rules = history.scenario.outcomes
    output = once(history, plant_output)
    sold = np.maximum(output.modules - rules.modules_built_in * output.devices, 0.0)
    return np.asarray(output.devices * rules.device_value + sold * rules.module_value)


def _booked(history: History) -> F64:
    """(T,) sales of moved head offices: from the first move on, rising evenly to the assumed yearly sum, which then
    grows with the industry."""
    rules = history.scenario.outcomes
    begins, full = history.calendar.day(rules.hq_from), history.calendar.day(rules.hq_full)
    middle = (history.calendar.ends + np.concatenate([[0.0], history.calendar.ends[:-1]])) / 2
    moved = np.clip((middle - begins) / max(full - begins, 1.0), 0.0, 1.0)
    # The assumed sum is that of a whole year, so that it is reached in the year's middle.
    growth = (1.0 + rules.vr_growth) ** (np.maximum((middle - full) / YEAR_DAYS, 0.0) - 0.5)
    return np.asarray(rules.hq_booking / YEAR_MONTHS * moved * growth)


def _tenants_m2(history: History, park: str) -> F64:
    """(T, B) floor of the park's unnamed tenants."""
    rows = history.lettings
    unnamed = np.array([one.name is None for one in history.enterprises], dtype=bool)
    chosen = unnamed[rows.tenant] & history.columns(park)[rows.building]
    return over_months(
        rows.start_month[chosen],
        rows.end_month[chosen],
        rows.building[chosen],
        rows.area_m2[chosen],
        history.months,
        len(history.stock.buildings),
    ).astype(np.float64)
