"""The VR plant: devices and modules a month. The announced capacity bounds the output; it is not a forecast."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.calendar import MONTH_DAYS, YEAR_DAYS, Calendar
from sim.history import F64, Bools, History
from sim.settings import Production
from sim.streams import Streams

_BASE_YEAR: Final = 2022
_AUTUMN: Final = (8, 9, 10)


@dataclass(frozen=True, slots=True)
class Output:
    """(T,) each: devices and modules a month, people on the lines, and the capacity of the lines that run by then."""

    devices: F64
    modules: F64
    staff: F64
    capacity: F64
    """Devices a year."""


def plant_output(history: History) -> Output:
    """What the plant turns out: the halls that an owner of the VR park keeps as its own."""
    rules = history.scenario.production
    calendar = history.calendar
    plant = plant_halls(history)
    floor_m2 = history.stock.gfa_m2[plant]
    opened = np.array([_lines_start(calendar, float(day)) for day in history.handed_over[plant]])
    capacity = rules.capacity_devices * lines_ready(calendar, rules, opened, floor_m2)
    if rules.at_capacity:
        devices = capacity / 12.0
    else:
        first_day = float(opened.min(initial=math.inf))
        world = rules.world_devices * world_trend(calendar, rules) * world_market(calendar, rules, history.streams)
        yearly = world * rules.plant_share * ramp((calendar.ends - first_day) / MONTH_DAYS, rules.ramp_months)
        devices = np.minimum(yearly / 12.0 * _season(calendar, rules.autumn_share), capacity / 12.0)
    share = capacity / rules.capacity_devices if rules.capacity_devices else np.zeros(len(capacity))
    modules = np.minimum(devices * rules.modules_per_device, rules.capacity_modules * share / 12.0)
    if rules.at_capacity:
        modules = rules.capacity_modules * share / 12.0
    return Output(devices, modules, plant_staff(devices, rules), capacity)


def plant_halls(history: History) -> Bools:
    """(B,) the halls of the plant; none in a place without a VR park or an owner there."""
    stock = history.stock
    owned = np.array([owner != "" for owner in stock.owner], dtype=bool)
    return np.asarray(owned & stock.hall & stock.park_is("vr"))


def lines_ready(calendar: Calendar, rules: Production, opened: F64, floor_m2: F64) -> F64:
    """(T,) share of the announced capacity whose lines run: each hall's lines ramp up from its own first day."""
    total = float(floor_m2.sum())
    if total <= 0.0:
        return np.zeros(len(calendar.ends))
    months = (calendar.ends[:, None] - opened[None, :]) / MONTH_DAYS
    return np.asarray((ramp(months, rules.ramp_months) * floor_m2).sum(axis=1) / total)


def ramp(months: F64, half_months: float) -> F64:
    """Share of the attainable output after so many months: an S-curve, half at `half_months`, all at twice that."""
    part = np.clip(months / (2.0 * half_months), 0.0, 1.0)
    return np.asarray(part * part * (3.0 - 2.0 * part))


def world_trend(calendar: Calendar, rules: Production) -> F64:
    """(T,) the world's yearly shipments as against 2022, without shocks."""
    years = calendar.start_year - _BASE_YEAR + calendar.ends / YEAR_DAYS - 0.5
    return np.asarray((1.0 + rules.world_growth) ** years)


def world_market(calendar: Calendar, rules: Production, streams: Streams) -> F64:
    """(T,) factor on the trend: every year brings a lasting shock, the years before a run as well.

    A shock comes evenly over its year, and its mean is 1. Years have streams of their own, so that runs which begin
    in different years meet the same market.
    """
    years = calendar.start_year + calendar.ends / YEAR_DAYS
    last = math.ceil(float(years[-1]))
    sigma = rules.world_shock
    shocks = [
        sigma * streams.of("world market", year).normal() - sigma**2 / 2.0 for year in range(_BASE_YEAR + 1, last + 1)
    ]
    marks = np.arange(_BASE_YEAR + 1, _BASE_YEAR + 2 + len(shocks), dtype=np.float64)
    return np.asarray(np.exp(np.interp(years, marks, np.concatenate([[0.0], np.cumsum(shocks)]))))


def plant_staff(devices: F64, rules: Production) -> F64:
    """People on the lines in each month: lines follow the mean output of the year around, not its season."""
    window = np.ones(12) / 12.0
    padded = np.concatenate([devices[:1].repeat(6), devices, devices[-1:].repeat(5)])
    yearly = 12.0 * np.convolve(padded, window, mode="valid")
    lines = np.ceil(yearly / rules.line_capacity - 1e-9)
    return np.asarray(lines * rules.staff_per_line * rules.shifts)


def _lines_start(calendar: Calendar, handed_over: float) -> float:
    """Lines start with the month after their hall; those of before the run go on as they were."""
    return calendar.end_of_month(handed_over) if 0.0 <= handed_over < math.inf else handed_over


def _season(calendar: Calendar, autumn_share: float) -> F64:
    """Factor on the mean month: three autumn months make `autumn_share` of the year."""
    autumn = np.isin(np.array(calendar.seasons), _AUTUMN)
    return np.where(autumn, autumn_share * 12.0 / 3.0, (1.0 - autumn_share) * 12.0 / 9.0)
