"""The letting market of the parks: which floor is free, who takes which building, who waits, and every stay."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.calendar import Calendar
from sim.letting.rents import Rents
from sim.letting.stock import Stock
from sim.settings import Tenants

_NEAR_M = 500.0
NO_END = np.iinfo(np.int32).max


@dataclass(slots=True)
class Stay:
    """One letting, from the month of moving in to that of moving out (exclusive)."""

    tenant: int
    building: int
    start_month: int
    area_m2: int
    end_month: int = NO_END


@dataclass(slots=True, eq=False)
class Request:
    """An enterprise that found no floor and waits; `offer` is triggered with the building that it got."""

    tenant: int
    park: str
    area_m2: int
    fits: Sequence[str]
    luck: float
    offer: simpy.Event


class Market:
    """Floor in whole square metres: 0 <= let <= lettable in every building at every moment."""

    def __init__(self, env: simpy.Environment, stock: Stock, rules: Tenants, rents: Rents, calendar: Calendar):
        self._env = env
        self._stock = stock
        self._rules = rules
        self.rents = rents
        self._calendar = calendar
        uses = [building.use for building in stock.buildings]
        self._uses = np.array(uses)
        # Plain lists: these are read one number at a time.
        self._park: list[int] = stock.park.tolist()
        self._first_rent: list[float] = stock.rent.tolist()
        self._places = {park: np.flatnonzero(stock.of_park(park)) for park in stock.parks}
        self._utility = rules.logit_rent * stock.rent + rules.logit_compute * self._near(uses, "compute")
        self._leads: Counter[int] = Counter()
        self._pull = np.zeros(len(uses))
        self._attraction: dict[Sequence[str], NDArray[np.float64]] = {}
        self._suits: dict[Sequence[str], NDArray[np.float64]] = {}
        self._close_by: dict[int, NDArray[np.float64]] = {}
        self._waiting: dict[str, dict[int, Request]] = {park: {} for park in stock.parks}
        self._least_m2 = dict.fromkeys(stock.parks, NO_END)
        self._offered = [owner == "" for owner in stock.owner]
        self.open = np.zeros(len(uses), dtype=bool)
        self.free = np.zeros(len(uses), dtype=np.int64)
        self._market_m2 = [0] * len(stock.parks)
        self._market_let_m2 = [0] * len(stock.parks)
        self._closed_day = 0.0
        self.stays: list[Stay] = []
        self._homes: dict[int, list[Stay]] = {}
        self._held_m2: dict[int, int] = {}
        self._rent_at_start: dict[int, float] = {}

    def open_building(self, building: int) -> None:
        """The building's lettable floor can be taken from now on; those who wait are served when asked to."""
        if self._offered[building] and not self.open[building]:
            self._market_m2[self._park[building]] += int(self._stock.lettable_m2[building])
        self.open[building] = True
        self.free[building] = self._stock.lettable_m2[building]

    def withhold(self, building: int) -> None:
        """What is free in a building stays with its owner, and is offered to nobody."""
        self.free[building] = 0

    def keep(self, park: str, area_m2: int) -> int | None:
        """Hold `area_m2` back in the building of `park` with most room, for someone who is sure to come; or None."""
        here = self._places[park]
        roomiest = int(here[np.argmax(self.free[here])]) if len(here) else None
        if roomiest is None or self.free[roomiest] < area_m2:
            return None
        self.free[roomiest] -= area_m2
        return roomiest

    def take_kept(self, tenant: int, building: int, area_m2: int) -> Stay:
        """Let what was kept."""
        self.free[building] += area_m2
        return self.take(tenant, building, area_m2)

    def occupancy(self, park: str) -> float:
        """Share of the park's open lettable floor of no owner that is let; 1 where there is none."""
        index = self._stock.parks.index(park)
        return self._market_let_m2[index] / self._market_m2[index] if self._market_m2[index] else 1.0

    def rent(self, building: int, day: float) -> float:
        """Rent asked on `day`, CNY per m2 and day; all who let pay what is asked."""
        return self._first_rent[building] * self.rents.level(self._park[building], day)

    def rents_on(self, day: float) -> Callable[[int], float]:
        """As `rent` for many buildings and one day."""
        levels = [self.rents.level(park, day) for park in range(len(self._stock.parks))]
        first, of_park = self._first_rent, self._park
        return lambda building: first[building] * levels[of_park[building]]

    def rent_of(self, tenant: int, day: float) -> float:
        """Rent on `day` of all that a tenant holds, CNY a day."""
        at_start = self._rent_at_start.get(tenant)
        if not at_start:
            return 0.0
        return at_start * self.rents.level(self._park[self._homes[tenant][0].building], day)

    def close_month(self) -> None:
        """Let rents follow the month's occupancy, where there is floor to let."""
        days, self._closed_day = self._env.now - self._closed_day, self._env.now
        for index, park in enumerate(self._stock.parks):
            if self._market_m2[index]:
                self.rents.follow(index, self.occupancy(park), days)

    def free_m2(self, park: str) -> int:
        """Floor of the park that anyone may take now."""
        return int(self.free[self._places[park]].sum())

    def choose(self, park: str, area_m2: int, fits: Sequence[str], luck: float) -> int | None:
        """A building of `park` with `area_m2` free, by logit; `luck` in (0, 1) decides. None where nothing fits."""
        here = self._places[park]
        able = here[self.free[here] >= area_m2]
        if not able.size:
            return None
        shares = self._attraction_for(fits)[able].cumsum()
        return int(able[shares.searchsorted(luck * shares[-1])])

    def _attraction_for(self, fits: Sequence[str]) -> NDArray[np.float64]:
        """exp(utility) of every building to those whom these uses suit; kept until a lead enterprise moves."""
        found = self._attraction.get(fits)
        if found is None:
            suits = self._suits.get(fits)
            if suits is None:
                suits = self._utility + self._rules.logit_zone * np.isin(self._uses, fits)
                self._suits[fits] = suits
            found = np.exp(suits + self._rules.logit_anchor * self._pull)
            self._attraction[fits] = found
        return found

    def take(self, tenant: int, building: int, area_m2: int) -> Stay:
        """Let `area_m2` of a building, which must be free."""
        if area_m2 > self.free[building]:
            raise ValueError((building, area_m2, int(self.free[building])))
        self._change_let(building, area_m2)
        stay = Stay(tenant, building, self._calendar.month(self._env.now), area_m2)
        self.stays.append(stay)
        self._homes.setdefault(tenant, []).append(stay)
        self._held_m2[tenant] = self._held_m2.get(tenant, 0) + area_m2
        self._rent_at_start[tenant] = self._rent_at_start.get(tenant, 0.0) + area_m2 * self._first_rent[building]
        return stay

    def leave(self, tenant: int) -> None:
        """End all stays of a tenant and offer the floor to those who wait."""
        before, _ = self._give_back(tenant)
        self._end(before)
        if before:
            self.serve_waiting(self._stock.parks[self._park[before[0].building]])

    def move(self, tenant: int, building: int, area_m2: int) -> None:
        """Take `area_m2` of `building` and give back all that was held before."""
        before, held_m2 = self._give_back(tenant)
        if area_m2 > self.free[building]:
            raise ValueError((building, area_m2, held_m2))
        self.take(tenant, building, area_m2)
        self._end(before)
        self.serve_waiting(self._stock.parks[self._park[building]])

    def _give_back(self, tenant: int) -> tuple[list[Stay], int]:
        """All stays of a tenant, who holds nothing from now on, and the floor that it held."""
        self._rent_at_start.pop(tenant, None)
        return self._homes.pop(tenant, []), self._held_m2.pop(tenant, 0)

    def _end(self, stays: Sequence[Stay]) -> None:
        for stay in stays:
            stay.end_month = self._calendar.month(self._env.now)
            self._change_let(stay.building, -stay.area_m2)

    def _change_let(self, building: int, area_m2: int) -> None:
        self.free[building] -= area_m2
        if self._offered[building]:
            self._market_let_m2[self._park[building]] += area_m2

    def held_m2(self, tenant: int) -> int:
        """Floor that a tenant holds now."""
        return self._held_m2.get(tenant, 0)

    def homes(self, tenant: int) -> list[Stay]:
        """The stays that a tenant holds now, oldest first."""
        return self._homes.get(tenant, [])

    def mark_lead(self, building: int) -> None:
        """A lead enterprise sits here: buildings within 500 m gain by it, the more the nearer they are.

        Of several the nearest counts alone, so that the many buildings of an owner's campus are one lead.
        """
        self._leads[building] += 1
        if self._leads[building] == 1:
            self._pull = np.maximum(self._pull, self._near_to(building))
            self._attraction.clear()

    def unmark_lead(self, building: int) -> None:
        """One lead enterprise fewer sits here."""
        self._leads[building] -= 1
        if not self._leads[building]:
            del self._leads[building]
            left = [self._near_to(other) for other in self._leads]
            self._pull = np.max(left, axis=0) if left else np.zeros(len(self._uses))
            self._attraction.clear()

    def _near_to(self, building: int) -> NDArray[np.float64]:
        """How near each building is: 1 at the door of `building`, falling to 0 at 500 m."""
        found = self._close_by.get(building)
        if found is None:
            apart_m = np.hypot(*(self._stock.xy_m - self._stock.xy_m[building]).T)
            found = np.clip(1.0 - apart_m / _NEAR_M, 0.0, 1.0)
            self._close_by[building] = found
        return found

    def wait(self, request: Request) -> None:
        """Queue up: whenever floor becomes free those who wait are asked in the order in which they came."""
        self._waiting[request.park][request.tenant] = request
        self._least_m2[request.park] = min(self._least_m2[request.park], request.area_m2)

    def withdraw(self, request: Request) -> None:
        """Wait no longer."""
        self._waiting[request.park].pop(request.tenant, None)

    def waiting_m2(self, park: str) -> int:
        """Floor that is asked for in vain now."""
        return sum(request.area_m2 for request in self._waiting[park].values())

    def serve_waiting(self, park: str) -> None:
        """Let what has become free in a park to those who wait."""
        queue, here = self._waiting[park], self._places[park]
        if not queue:
            return
        largest_m2 = int(self.free[here].max())
        if largest_m2 < self._least_m2[park]:
            return
        served = []
        for request in queue.values():
            if request.area_m2 > largest_m2:
                continue
            building = self.choose(park, request.area_m2, request.fits, request.luck)
            assert building is not None  # the largest piece is large enough
            self.take(request.tenant, building, request.area_m2)
            served.append((request, building))
            largest_m2 = int(self.free[here].max())
            if largest_m2 < self._least_m2[park]:
                break
        for request, building in served:
            del queue[request.tenant]
            request.offer.succeed(building)
        if not served:
            # Nobody who waits wants less than this: until somebody does, smaller pieces need not be offered round.
            self._least_m2[park] = min(request.area_m2 for request in queue.values())

    def _near(self, uses: Sequence[str], use: str) -> NDArray[np.float64]:
        """How near each building is to the closest of `use`, 1 at its door, falling over a kilometre."""
        there = [index for index, one in enumerate(uses) if one == use]
        if not there:
            return np.zeros(len(uses))
        apart = self._stock.xy_m[:, None, :] - self._stock.xy_m[there]
        return np.asarray(np.exp(-np.hypot(apart[..., 0], apart[..., 1]).min(axis=1) / (2 * _NEAR_M)))


def whole_m2(area_m2: float) -> int:
    """Floor is let in whole square metres, so that sums are exact; never less than a desk's worth."""
    return max(20, math.floor(area_m2 + 0.5))
