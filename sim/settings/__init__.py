"""What a scenario sets: its sections and their values, with unit and limits. The figures are in the scenario files.

One file a section; `entries` holds what comes in lists.
"""

from sim.settings.build import Build
from sim.settings.compute import COMPUTE_SECTORS, CONTRACT_MONTHS, Compute
from sim.settings.energy import Energy
from sim.settings.entries import Anchor, Centre, Dated, Departure, Opening, Owner, Roadshow
from sim.settings.limits import DateSpread, Limits
from sim.settings.outcomes import Outcomes
from sim.settings.policy import Policy
from sim.settings.production import Production
from sim.settings.stock import Stock
from sim.settings.tenants import AI_SECTORS, AI_TRACKS, SIZE_CLASSES, VR_SECTORS, Tenants

__all__ = [
    "AI_SECTORS",
    "AI_TRACKS",
    "COMPUTE_SECTORS",
    "CONTRACT_MONTHS",
    "SIZE_CLASSES",
    "VR_SECTORS",
    "Anchor",
    "Build",
    "Centre",
    "Compute",
    "DateSpread",
    "Dated",
    "Departure",
    "Energy",
    "Limits",
    "Opening",
    "Outcomes",
    "Owner",
    "Policy",
    "Production",
    "Roadshow",
    "Stock",
    "Tenants",
]
