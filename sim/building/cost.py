"""What building costs: by the kind of building, without land, equipment and servers."""

from __future__ import annotations

from typing import Final

from gis.place import Building
from sim.letting.stock import fit_out
from sim.settings import Build

_TOWER_FACTORY_FLOORS = 6

COST_GROUNDS: Final = (
    "build.cost.office",
    "build.cost.hall",
    "build.cost.tower_factory",
    "build.cost.datahall",
    "build.cost.exhibition",
    "build.cost.housing",
)
"""The assumptions that building costs rest on."""


def cost_m2(building: Building, rules: Build) -> float:
    """Cost of a square metre of `building`, CNY."""
    kind = fit_out(building)
    if kind == "hall":
        return rules.cost_tower_factory if building.floors >= _TOWER_FACTORY_FLOORS else rules.cost_hall
    return {
        "datahall": rules.cost_datahall,
        "exhibition": rules.cost_exhibition,
        "dormitory": rules.cost_housing,
        "office": rules.cost_office,
    }[kind]


def cost_cny(building: Building, rules: Build) -> float:
    """Cost of a whole building, CNY."""
    return cost_m2(building, rules) * building.gfa_m2
