"""Scenarios: everything a run depends on, each value with the fact, the assumption or the choice it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from gis.text import Name
from sim.scenarios.files import find, merged, shipped
from sim.scenarios.grounds import Ground
from sim.settings import (
    Anchor,
    Build,
    Centre,
    Compute,
    Dated,
    Departure,
    Energy,
    Opening,
    Outcomes,
    Owner,
    Policy,
    Production,
    Roadshow,
    Stock,
    Tenants,
)

__all__ = ["Scenario", "load", "shipped"]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One future to simulate: `months` months from `start`, the first of a month.

    `instruments` holds the settings of each instrument of policy by its name. `grounds` tells for each value, by its
    path ("build.winter_factor", "instrument.rent_subsidy.share"), what it rests on.
    """

    id: str
    name: Name
    description: Name
    start: date
    months: int
    seed: int
    build: Build
    stock: Stock
    tenants: Tenants
    compute: Compute
    policy: Policy
    production: Production
    outcomes: Outcomes
    energy: Energy
    instruments: Mapping[str, Any]
    openings: tuple[Opening, ...]
    roadshows: tuple[Roadshow, ...]
    owners: tuple[Owner, ...]
    anchors: tuple[Anchor, ...]
    centres: tuple[Centre, ...]
    dated: tuple[Dated, ...]
    departures: tuple[Departure, ...]
    grounds: Mapping[str, Ground] = field(repr=False)

    def fact_of(self, path: str) -> str:
        """The id of the fact on which the value at `path` rests; "" where it is assumed or chosen."""
        ground = self.grounds[path]
        return ground.id if ground.kind == "fact" else ""


def load(wanted: str | Path) -> Scenario:
    """The scenario with this id, or in this file.

    Raises:
        UserError: there is no such scenario, or its file is broken: unknown or missing key, wrong type, out of
            range, no ground, unknown fact or assumption, a value that contradicts its fact.
    """
    from sim.scenarios.reader import Reader

    file = find(wanted)
    return Reader(file, merged(file)).scenario()
