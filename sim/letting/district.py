"""The district's enterprises outside the parks: they close, others are founded, VR firms move over into the park."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.calendar import YEAR_DAYS
from sim.history import F64
from sim.letting.lives import NEVER
from sim.letting.tenants import Population
from sim.setup import Process, Setup

_RELOCATION_YEARS: Final = 5.0
"""As said in the unit of the assumption `tenant.vr.relocation`."""
Spell = tuple[float, float]
"""From which day to which a firm is in the district outside the parks."""


@dataclass(slots=True)
class _Mover:
    """A firm of the district that will look for floor in the park: its endurance, and its number once it looks."""

    endurance: float
    number: int | None = None


class District:
    """AI and VR firms outside the parks. With those inside they are the district's count, which is one of its own."""

    def __init__(self, setup: Setup, population: Population) -> None:
        self._at = setup
        self._stock = setup.scenario.stock
        self._rules = setup.scenario.tenants
        self._population = population
        self._spells: dict[str, list[Spell]] = {}
        self._movers: list[_Mover] = []

    def begin(self) -> None:
        """Count those who are there, and send on their way those who will move. To be called after the parks' own."""
        parks = self._at.stock.parks
        if "ai" in parks:
            outside = self._stock.ai_district - self._inside("ai")
            self._spells["ai"] = [self._spell("ai", number) for number in range(max(0, outside))]
        if "vr" in parks:
            movers = self._relocations()
            outside = max(movers, self._stock.vr_enterprises - self._inside("vr"))
            self._spells["vr"] = [self._spell("vr", number) for number in range(movers, outside)]
        for field, spells in self._spells.items():
            spells.extend(self._founded(field, len(spells) + (movers if field == "vr" else 0)))

    def outside(self, ends: F64) -> dict[str, F64]:
        """(T,) firms outside the parks at the month ends, by field."""
        moved = {"vr": [self._spell_of(mover) for mover in self._movers]}
        return {field: _count([*spells, *moved.get(field, ())], ends) for field, spells in self._spells.items()}

    def _inside(self, field: str) -> int:
        """How many of the field are in the parks when the run begins."""
        lives, firms = self._population.lives, self._population.enterprises
        return sum(one.is_ai if field == "ai" else one.is_vr for one in firms if lives.is_here(one.number))

    def _hazard(self) -> float:
        """Of closing or moving away, a year, of a firm that has long been there."""
        rules = self._rules
        factor = sum(share * times for share, times in zip(rules.class_key, rules.exit_factor, strict=True))
        return rules.exit_hazard[-1] * factor / (sum(rules.class_key) or 1.0) + rules.relocation_hazard

    def _spell(self, field: str, number: int, day: float = 0.0) -> Spell:
        luck, hazard = self._at.streams.of("district", field, number).exponential(), self._hazard()
        return day, day + luck / hazard * YEAR_DAYS if hazard else NEVER

    def _founded(self, field: str, count: int) -> Iterable[Spell]:
        """As many new firms as `count` old ones lose, times the renewal."""
        rate = self._stock.district_renewal * self._hazard() * count / YEAR_DAYS
        stream = self._at.streams.of("district", field, "founded")
        last = float(self._at.calendar.ends[-1])
        day, number = (stream.exponential(1.0 / rate) if rate else NEVER), 0
        while day < last:
            yield self._spell(field, count + number, day)
            day, number = day + stream.exponential(1.0 / rate), number + 1

    def _relocations(self) -> int:
        """Some of the district's VR firms look for floor in the park over five years: how many."""
        opening = next((self._at.calendar.day(one.date) for one in self._at.scenario.openings if one.park == "vr"), 0.0)
        for number in range(self._stock.vr_enterprises):
            stream = self._at.streams.of("relocation", number)
            moves = stream.chance(self._rules.vr_relocation)
            day = opening + stream.uniform() * _RELOCATION_YEARS * YEAR_DAYS
            if moves and day >= 0.0:
                mover = _Mover(stream.exponential())
                self._movers.append(mover)
                self._at.env.process(self._move_over(mover, f"relocation/{number}", day))
        return len(self._movers)

    def _move_over(self, mover: _Mover, name: str, day: float) -> Process:
        yield self._at.env.timeout(day)
        firm = self._population.arrive("vr", name, self._rules.class_key, origin="relocation")
        mover.number = firm.number

    def _spell_of(self, mover: _Mover) -> Spell:
        """Outside until it has floor in the park; who gives up looking stays where it is until it closes or leaves."""
        lives = self._population.lives
        if mover.number is None:
            return 0.0, NEVER
        if lives.came[mover.number] < NEVER:
            return 0.0, lives.came[mover.number]
        hazard = self._hazard()
        return 0.0, lives.gave_up[mover.number] + (mover.endurance / hazard * YEAR_DAYS if hazard else NEVER)


def _count(spells: Iterable[Spell], ends: F64) -> F64:
    begun, ended = (np.sort(np.array(days)) for days in zip(*spells, strict=True)) if spells else (np.zeros(0),) * 2
    return np.asarray(np.searchsorted(begun, ends) - np.searchsorted(ended, ends), dtype=np.float64)
