"""What is let when the run begins."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from sim.letting.enterprises import OTHER, Enterprise
from sim.letting.market import whole_m2
from sim.letting.tenants import Population
from sim.setup import Setup

_FILL_SPREAD: Final = 0.1
_OLDEST_YEARS: Final = 12.0


class Settling:
    """Lets the standing floor of no owner up to the occupancy of the start."""

    def __init__(self, setup: Setup, population: Population) -> None:
        self._at = setup
        self._rules = setup.scenario.tenants
        self._population = population

    def begin(self) -> None:
        """Fill every park. To be called when the standing buildings are open."""
        for park in self._at.stock.parks:
            self._fill(park)

    def _fill(self, park: str) -> None:
        """The park's own enterprises first, then other trades until the occupancy of the start is reached."""
        rules = self._at.scenario.stock
        targets = self._targets(park, rules.occupancy)
        if park == "ai":
            self._settle_ai(rules.ai_enterprises, rules.ai_share * sum(targets.values()), targets)
        shares = self._rules.class_new if park == "vr" else None
        number = 0
        while sum(room for room in targets.values() if room >= 1.0) > rules.other_area:
            firm = self._population.people.draw(
                park, f"initial/{'vr' if shares else OTHER}/{number}", "initial", shares
            )
            self._settle(firm, firm.area_m2, targets)
            number += 1

    def _settle_ai(self, count: int, floor_m2: float, targets: dict[int, float]) -> None:
        """So many AI enterprises on so much floor: how densely they sit follows."""
        shares = self._rules.class_key
        firms = [self._population.people.draw("ai", f"initial/{number}", "initial", shares) for number in range(count)]
        drawn_m2 = sum(firm.area_m2 for firm in firms)
        for firm in firms:
            self._settle(firm, firm.area_m2 * floor_m2 / drawn_m2, targets)

    def _targets(self, park: str, occupancy: float) -> dict[int, float]:
        """Floor to be let at the start in each standing building of no owner; some are fuller than others."""
        targets: dict[int, float] = {}
        # Narrower towards an empty and a full park: the mean stays what was asked for.
        spread = min(_FILL_SPREAD, occupancy / 2, (1.0 - occupancy) / 2)
        for index in np.flatnonzero(self._at.market.open & self._at.stock.of_park(park)):
            if self._at.stock.owner[index] == "":
                stream = self._at.streams.of("initial-fill", self._at.stock.buildings[index].id)
                share = min(1.0, max(0.0, occupancy + spread * stream.normal()))
                most_m2 = share * float(self._at.stock.lettable_m2[index])
                targets[int(index)] = min(most_m2, float(self._at.market.free[index]))
        return targets

    def _settle(self, enterprise: Enterprise, area_m2: float, targets: dict[int, float]) -> None:
        """Put an enterprise that has long been here into buildings with room; large ones sit in several."""
        stream = self._at.streams.of("settles", *enterprise.key)
        wanted = min(area_m2, sum(targets.values()))
        while wanted >= 1.0:
            open_ones = [index for index, room in targets.items() if room >= 1.0]
            roomy = [index for index in open_ones if targets[index] >= wanted]
            if not open_ones:
                break
            weighed = roomy or [max(open_ones, key=lambda index: targets[index])]
            index = weighed[stream.pick([targets[one] for one in weighed])]
            part_m2 = min(whole_m2(wanted), int(self._at.market.free[index]), math.ceil(targets[index]))
            if part_m2 <= 0:
                targets[index] = 0.0
                continue
            self._at.market.take(enterprise.number, index, part_m2)
            targets[index] = max(0.0, targets[index] - part_m2)
            wanted -= part_m2
        homes = self._at.market.homes(enterprise.number)
        if homes:
            self._population.land(enterprise, homes[0].building, 1.0, counted=False)
            self._at.compute.tenant_at_start(enterprise)
            age_years = stream.uniform() * _OLDEST_YEARS
            self._at.env.process(self._population.stay(enterprise, age_years, mature=True))
