"""What travels to workers: a place without what only pictures need, a scenario, jobs; all as bytes."""

from __future__ import annotations

import dataclasses
import io
import pickle
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np

from gis.place import Context, Park, Place, Trees
from sim.ensemble.jobs import Job, Outcome, run_job
from sim.scenario import Scenario


def _read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


class _Pickler(pickle.Pickler):
    """Pickles read-only mappings too, which Python leaves out."""

    def reducer_override(self, obj: Any) -> Any:
        """How to rebuild what Python cannot pickle by itself."""
        return (_read_only, (dict(obj),)) if isinstance(obj, MappingProxyType) else NotImplemented


def packed(value: object) -> bytes:
    """`value` as bytes for `opened`: ours alone, never a file's."""
    stream = io.BytesIO()
    _Pickler(stream, protocol=5).dump(value)
    return stream.getvalue()


def packed_world(place: Place, scenario: Scenario | None) -> bytes:
    """Place and scenario for workers."""
    return packed((light(place), scenario))


def light(place: Place) -> Place:
    """`place` without what the model does not read: the same runs, the same hash of inputs, a tenth of the bytes."""
    parks = tuple(map(_light_park, place.parks))
    return Place(place.frame, parks, Context())


def run_packed(world: bytes, job: bytes) -> Outcome:
    """What a worker does: `world` is opened once a process."""
    place, scenario = _opened_world(world)
    asked: Job = opened(job)
    return run_job(place, scenario, asked)


def opened(data: bytes) -> Any:
    """What `packed` packed."""
    return pickle.loads(data)  # noqa: S301 (from our own parent process or client)


@lru_cache(maxsize=2)
def _opened_world(world: bytes) -> tuple[Place, Scenario | None]:
    place, scenario = opened(world)
    return place, scenario


def _light_park(park: Park) -> Park:
    none = Trees(np.empty((0, 2)), np.empty(0), ())
    bare = {"roads": (), "areas": (), "trees": none, "landmarks": (), "terraces": (), "stops": ()}
    return dataclasses.replace(park, buildings=tuple(park.buildings), **bare)  # type: ignore[arg-type]
