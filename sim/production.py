"""The VR plant: devices and modules a month. The announced capacity bounds the output; it is not a forecast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.calendar import MONTH_DAYS, YEAR_DAYS, Calendar
from sim.history import F64, History
from sim.settings import Production

_BASE_YEAR = 2022
_AUTUMN = (8, 9, 10)
_STEEPNESS = 3.0
"""Of the logistic ramp: nine tenths of the attainable output are reached at 1.7 times the half-way time."""


@dataclass(frozen=True, slots=True)
class Output:
    """(T,) each: devices and modules a month, people on the lines."""

    devices: F64
    modules: F64
    staff: F64


def plant_output(history: History) -> Output:
    """What the plant turns out: the halls that an owner of the VR park keeps as its own."""
    rules = history.scenario.production
    stock = history.stock
    plant = np.array([owner != "" for owner in stock.owner], dtype=bool) & stock.hall & stock.park_is("vr")
    floor = stock.gfa_m2 * plant
    ready = (history.built * floor).sum(axis=1) / max(float(floor.sum()), 1.0)
    opened = float(history.handed_over[plant].min(initial=np.inf))
    # Lines start with the month after the first hall; those of before the run go on as they were.
    first_day = history.calendar.end_of_month(opened) if 0.0 <= opened < np.inf else opened
    devices = devices_a_month(history.calendar, rules, ready, first_day)
    return Output(devices, modules_a_month(devices, rules, ready), plant_staff(devices, rules))


def devices_a_month(
    calendar: Calendar, rules: Production, halls_ready: NDArray[np.float64], first_day: float
) -> NDArray[np.float64]:
    """Devices in each month.

    The plant's share of the world's shipments, as far as its lines have ramped up since `first_day` and its halls
    stand (`halls_ready`, share of the plant's floor at each month end), within the announced capacity.
    """
    ends = calendar.ends
    years = calendar.start_year - _BASE_YEAR + ends / YEAR_DAYS - 0.5
    world = rules.world_devices * (1.0 + rules.world_growth) ** years
    months = np.maximum((ends - first_day) / MONTH_DAYS, -1.0)
    ramp = 1.0 / (1.0 + np.exp(-_STEEPNESS * (months / rules.ramp_months - 1.0)))
    ramp = np.where(months > 0.0, ramp - 1.0 / (1.0 + np.exp(_STEEPNESS)), 0.0)
    yearly = np.minimum(world * rules.plant_share * ramp, rules.capacity_devices * halls_ready)
    capacity = rules.capacity_devices * halls_ready / 12.0
    return np.asarray(np.minimum(yearly / 12.0 * _season(calendar, rules.autumn_share), capacity))


def modules_a_month(
    devices: NDArray[np.float64], rules: Production, halls_ready: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Optical modules in each month, within the announced capacity."""
    return np.asarray(np.minimum(devices * rules.modules_per_device, rules.capacity_modules * halls_ready / 12.0))


def plant_staff(devices: NDArray[np.float64], rules: Production) -> NDArray[np.float64]:
    """People on the lines in each month: lines follow the mean output of the year around, not its season."""
    window = np.ones(12) / 12.0
    padded = np.concatenate([devices[:1].repeat(6), devices, devices[-1:].repeat(5)])
    yearly = 12.0 * np.convolve(padded, window, mode="valid")
    lines = np.ceil(yearly / rules.line_capacity)
    return np.asarray(lines * rules.staff_per_line * rules.shifts)


def _season(calendar: Calendar, autumn_share: float) -> NDArray[np.float64]:
    """Factor on the mean month: three autumn months make `autumn_share` of the year."""
    autumn = np.isin(np.array(calendar.seasons), _AUTUMN)
    return np.where(autumn, autumn_share * 12.0 / 3.0, (1.0 - autumn_share) * 12.0 / 9.0)
