"""Draws the enterprises of a world: those without a published name are a field, a size class and a number."""

from __future__ import annotations

import math

from gis.text import Name
from sim.letting.enterprises import OTHER, SECTORS, Enterprise, draw_sector, draw_size
from sim.letting.lives import Lives
from sim.scenario import Scenario
from sim.settings import SIZE_CLASSES
from sim.streams import Stream, Streams


class People:
    """`enterprises` holds all that were ever drawn, by number; each has its entry in `lives`."""

    def __init__(self, scenario: Scenario, streams: Streams, lives: Lives) -> None:
        self._rules = scenario.tenants
        self._other_m2 = scenario.stock.other_area
        self._streams = streams
        self._lives = lives
        self.enterprises: list[Enterprise] = []

    def draw(self, park: str, name: str, origin: str, shares: tuple[float, ...] | None) -> Enterprise:
        """A new enterprise of the park's fields with these shares of size classes; without, one of another trade."""
        stream = self._streams.of("enterprise", park, name)
        sector = draw_sector(park if shares else "", stream.uniform(), self._rules)
        per_person_m2 = self._rules.area_office
        if shares:
            size_class, staff = draw_size(shares, stream, self._rules)
        else:
            size_class, staff = SIZE_CLASSES.index("growth"), stream.exponential(self._other_m2) / per_person_m2
        return self._enter((park, name), origin, sector, size_class, staff, staff * per_person_m2, stream)

    def draw_first_user(self, park: str, name: str, area_m2: float, per_person_m2: float) -> Enterprise:
        """The enterprise for which a floor of this size was built; its size class is that of its staff."""
        stream = self._streams.of("enterprise", park, name)
        sector = draw_sector(park, stream.uniform(), self._rules)
        staff = area_m2 / per_person_m2
        return self._enter((park, name), "prelet", sector, self._class_of(staff), staff, area_m2, stream)

    def draw_named(self, name: Name, park: str, origin: str, area_m2: float) -> Enterprise:
        """A named enterprise, a leader in the park's first field; its staff is what its floor holds."""
        stream = self._streams.of("enterprise", park, name.en)
        sector = SECTORS.index("home" if park == "ai" else "vr_hardware" if park == "vr" else OTHER)
        staff = area_m2 / self._rules.area_office
        return self._enter((park, name.en), origin, sector, 0, staff, area_m2, stream, name)

    def _class_of(self, staff: float) -> int:
        """The size class whose median staff is nearest, as a ratio."""
        medians = [getattr(self._rules, f"staff_{name}").median for name in SIZE_CLASSES]
        apart = [abs(math.log(max(staff, 1.0) / median)) for median in medians]
        return apart.index(min(apart))

    def _enter(
        self,
        key: tuple[str, str],
        origin: str,
        sector: int,
        size_class: int,
        staff: float,
        area_m2: float,
        stream: Stream,
        name: Name | None = None,
    ) -> Enterprise:
        enterprise = Enterprise(
            number=self._lives.enter(),
            key=key,
            origin=origin,
            park=key[0],
            sector=sector,
            size_class=size_class,
            staff=staff,
            area_m2=area_m2,
            patience=stream.exponential(),
            endurance=stream.exponential(),
            fate=stream.uniform(),
            name=name,
        )
        self.enterprises.append(enterprise)
        return enterprise
