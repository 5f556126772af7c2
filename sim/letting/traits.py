"""What kind each enterprise of a finished world is, in whole arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.history import I64, Bools, History, once
from sim.letting.enterprises import ORIGINS


@dataclass(frozen=True, slots=True)
class Traits:
    """N enterprises by number; `park`, `sector`, `size_class` and `origin` index the stock's parks, `SECTORS`,
    `SIZE_CLASSES` and `ORIGINS`."""

    park: I64
    sector: I64
    size_class: I64
    origin: I64
    is_ai: Bools
    is_vr: Bools

    def came_by(self, origin: str) -> Bools:
        """(N,) whose origin this is."""
        return np.asarray(self.origin == ORIGINS.index(origin))


def traits(history: History) -> Traits:
    """Worked out once a history."""
    return once(history, _traits)


def of_park(history: History, park: str) -> Bools:
    """(N,) enterprises that came to `park`, or wanted to."""
    return np.asarray(traits(history).park == history.stock.parks.index(park))


def own_fields(history: History, park: str) -> Bools:
    """(N,) of those the ones in the fields that the park is made for; in any other park all."""
    found = traits(history)
    wanted = {"ai": found.is_ai, "vr": found.is_vr}.get(park)
    here = of_park(history, park)
    return here if wanted is None else np.asarray(here & wanted)


def _traits(history: History) -> Traits:
    rows, parks = history.enterprises, history.stock.parks
    return Traits(
        park=np.array([parks.index(one.park) for one in rows], dtype=np.int64),
        sector=np.array([one.sector for one in rows], dtype=np.int64),
        size_class=np.array([one.size_class for one in rows], dtype=np.int64),
        origin=np.array([ORIGINS.index(one.origin) for one in rows], dtype=np.int64),
        is_ai=np.array([one.is_ai for one in rows], dtype=bool),
        is_vr=np.array([one.is_vr for one in rows], dtype=bool),
    )
