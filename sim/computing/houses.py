"""The houses of the centres: data halls that are built for them, or rooms in a building of another use."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from gis.place import Building
from sim.settings import Centre


class Houses:
    """Where each centre stands in a place.

    A parcel with data halls (use "compute") is built for its centres: it is handed over by the day on which the first
    of them comes on line. On any other parcel a centre takes rooms, a few hundred square metres for 100 P, in the
    first building that stands: it waits for that building, and the building does not wait for it. A centre whose
    parcel the place does not have counts without a house.
    """

    def __init__(
        self, centres: Sequence[Centre], online_days: Sequence[float], buildings: Sequence[Building] = ()
    ) -> None:
        self._keys = [(centre.park, centre.parcel) for centre in centres]
        self._online_days = tuple(online_days)
        on_parcel = [
            [index for index, one in enumerate(buildings) if (one.park, one.parcel) == key] for key in self._keys
        ]
        self.halls = [tuple(index for index in own if buildings[index].use == "compute") for own in on_parcel]
        self._rooms = [() if halls else tuple(own) for own, halls in zip(on_parcel, self.halls, strict=True)]

    def wanted_by(self) -> Mapping[tuple[str, str], float]:
        """The day by which each parcel with data halls is to be handed over."""
        days: dict[tuple[str, str], float] = {}
        for key, halls, day in zip(self._keys, self.halls, self._online_days, strict=True):
            if halls:
                days[key] = min(day, days.get(key, math.inf))
        return days

    def service_days(self, handed_over: Sequence[float]) -> tuple[float, ...]:
        """The day on which each centre comes on line, from the days on which the buildings are handed over."""
        return tuple(
            max(day, min(handed_over[index] for index in rooms)) if rooms else day
            for day, rooms in zip(self._online_days, self._rooms, strict=True)
        )
