"""The machines of the centres on a day: what stands, what it draws, what it costs to keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.calendar import YEAR_DAYS
from sim.computing.expansion import Expansions
from sim.settings import Centre, Compute

F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fleet:
    """(C,) each: P that stands in centres on line, MW with all of it at work and cooled, CNY a year to keep it."""

    capacity_p: F64
    full_power_mw: F64
    fixed_cny_year: F64

    def in_service(self, supply_p: F64) -> F64:
        """(C,) the share of its machines that each centre keeps running."""
        return np.divide(supply_p, self.capacity_p, out=np.zeros(len(supply_p)), where=self.capacity_p > 0.0)

    def power_mw(self, supply_p: F64, running_p: F64, idle_power: float) -> F64:
        """(C,) mean MW: an idle machine draws `idle_power` of its full power, one out of service none."""
        at_work = np.divide(running_p, self.capacity_p, out=np.zeros(len(running_p)), where=self.capacity_p > 0.0)
        share = idle_power * self.in_service(supply_p) + (1.0 - idle_power) * at_work
        return np.asarray(self.full_power_mw * share)


def fleet_on(
    day: float,
    centres: tuple[Centre, ...],
    since: Sequence[float],
    expansions: Expansions,
    rules: Compute,
) -> Fleet:
    """The machines on `day`: those of a centre since it is on line, of an expansion since it came into service.

    What keeping them costs falls with their age: their parts and service follow what such machines are worth.
    """
    capacity_p = [centre.capacity * (online <= day) for centre, online in zip(centres, since, strict=True)]
    it_kw = [own_p * centre.kw_per_p for own_p, centre in zip(capacity_p, centres, strict=True)]
    fixed = [own_p * _upkeep(rules, day - online) for own_p, online in zip(capacity_p, since, strict=True)]
    for one in expansions.decided:
        if one.online <= day:
            capacity_p[one.centre] += one.added_p
            it_kw[one.centre] += one.added_p * one.kw_per_p
            fixed[one.centre] += one.added_p * _upkeep(rules, day - one.online) * one.cost_factor
    power_mw = [kw * centre.pue / 1000.0 for kw, centre in zip(it_kw, centres, strict=True)]
    return Fleet(np.array(capacity_p), np.array(power_mw), np.array(fixed))


def _upkeep(rules: Compute, age_days: float) -> float:
    """CNY a year for a P of this age, without power."""
    return float(rules.fixed_cost * (1.0 - rules.fixed_cost_decline) ** (max(0.0, age_days) / YEAR_DAYS))
