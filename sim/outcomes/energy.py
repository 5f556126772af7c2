"""Electricity of buildings and of the plant. That of the computing centres is in the books of `sim.computing.compute`.

A house uses a base share of its electricity when empty and all of it when fully let. Housing, shops and culture follow
the occupancy of their park's work floor: people live where they work. District heating is left out, as in the book.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from gis.text import Name
from sim.calendar import YEAR_DAYS
from sim.history import F64, Bools, History, once
from sim.outcomes.production import plant_halls, plant_output

KINDS: Final[Mapping[str, Name]] = {
    "office": Name("offices and laboratories", "办公与研发"),
    "hall": Name("halls", "厂房"),
    "exhibition": Name("culture and exhibition", "文化与展陈"),
    "housing": Name("housing", "居住"),
}
"""What buildings use electricity for; shops and services count as offices."""
_KIND: Final[Mapping[str, str]] = {
    "industrial": "hall", "utility": "hall", "culture": "exhibition", "theme_park": "exhibition",
    "residential": "housing", "dormitory": "housing", "housing": "housing", "compute": "",
}  # fmt: skip
HOURS_A_YEAR: Final = 24.0 * YEAR_DAYS


@dataclass(frozen=True, slots=True)
class Use:
    """Mean MW in each month: (T, B) of the buildings, without the plant and data halls, and (T,) of the plant."""

    buildings_mw: F64
    plant_mw: F64


def use(history: History) -> Use:
    """What a finished run uses; worked out once a history."""
    return once(history, _use)


def kind(building_use: str) -> str:
    """The kind of electricity that a building of this use needs, one of `KINDS`; "" for a data hall."""
    return _KIND.get(building_use, "office")


def of_kind(history: History, wanted: str) -> Bools:
    """(B,) the buildings of a kind."""
    return np.array([kind(building.use) == wanted for building in history.stock.buildings], dtype=bool)


def gwh_a_month(history: History, power_mw: F64) -> F64:
    """(T,) GWh within each month at this mean power."""
    return np.asarray(power_mw * np.diff(history.calendar.ends, prepend=0.0) * 24.0 / 1000.0)


def _use(history: History) -> Use:
    rules = history.scenario.energy
    plant = plant_halls(history)
    kwh_m2 = np.array([getattr(rules, kind(one.use)) if kind(one.use) else 0.0 for one in history.stock.buildings])
    full_mw = history.built * history.stock.gfa_m2 * kwh_m2 / HOURS_A_YEAR / 1000.0
    share = rules.base_share + (1.0 - rules.base_share) * _occupancy(history)
    at_work = rules.base_share + (1.0 - rules.base_share) * _plant_load(history, plant)
    return Use(full_mw * share * ~plant, full_mw[:, plant].sum(axis=1) * at_work)


def _occupancy(history: History) -> F64:
    """(T, B) let share of each building; where nothing can be let, that of its park's standing work floor."""
    stock = history.stock
    found = np.ones(history.let_m2.shape)
    for park in stock.parks:
        columns = stock.of_park(park)
        lettable = (history.built * stock.lettable_m2)[:, columns].sum(axis=1)
        let = history.let_m2[:, columns].sum(axis=1)
        found[:, columns] = np.divide(let, lettable, out=np.ones(len(let)), where=lettable > 0)[:, None]
    return np.where(stock.lettable_m2 > 0, history.let_m2 / np.maximum(stock.lettable_m2, 1), found)


def _plant_load(history: History, plant: Bools) -> F64:
    """(T,) what is made as a share of what the standing halls could make at the announced capacity."""
    floor_m2 = history.stock.gfa_m2 * plant
    standing = (history.built * floor_m2).sum(axis=1) / max(float(floor_m2.sum()), 1.0)
    most = history.scenario.production.capacity_devices * standing / 12.0
    made = once(history, plant_output).devices
    return np.asarray(np.minimum(1.0, np.divide(made, most, out=np.zeros(len(made)), where=most > 0.0)))
