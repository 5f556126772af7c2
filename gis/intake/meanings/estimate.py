"""Heights, floors and uses that files do not state, by the rules of `assets/meaning.toml`; each one is marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gis.intake.meanings.words import table

FloatArray = NDArray[np.float64]
Marks = dict[str, NDArray[np.bool_]]
_LEAST_STOREY_M, _MOST_STOREY_M, _MOST_FLOORS = 2.0, 20.0, 200.0


@dataclass(frozen=True, slots=True)
class Storeys:
    """(N,) whole floors above the base and the height of each; `height_m` is the top above the ground."""

    floors: FloatArray
    floor_height_m: FloatArray
    height_m: FloatArray
    estimated: Marks


def storey_heights_m(uses: NDArray[np.object_]) -> FloatArray:
    """(N,) ordinary height of a storey of each use."""
    return _by_use(uses, table()["storey_m"])


def _by_use(uses: NDArray[np.object_], known: Mapping[str, Any]) -> FloatArray:
    codes, distinct = pd.factorize(uses)
    return np.array([float(known[use]) for use in distinct] or [0.0])[codes]


def storeys(
    height_m: FloatArray, floors: FloatArray, base_m: FloatArray, uses: NDArray[np.object_], footprint_m2: FloatArray
) -> Storeys:
    """Floors and heights of masses, from what is stated of them (NaN where nothing is).

    A stated height stands. Missing heights: floors times the use's storey; else the median of those of the same use
    in this park, if half of them state theirs; else the floors usual for the size of the footprint. Missing floors:
    the height by the use's storey.
    """
    storey_m = storey_heights_m(uses)
    no_height, no_floors = np.isnan(height_m), np.isnan(floors)
    silent = no_height & no_floors
    whole = np.where(no_floors, 0.0, np.maximum(np.round(floors), 1.0))
    whole = np.where(silent, _usual_floors(height_m - base_m, uses, storey_m, footprint_m2), whole)
    from_height = np.clip(np.round((height_m - base_m) / storey_m), 1.0, _MOST_FLOORS)
    whole = np.where(no_floors & ~no_height, from_height, whole)
    each_m = np.where(no_height, storey_m, (height_m - base_m) / whole)
    absurd = (each_m < _LEAST_STOREY_M) | (each_m > _MOST_STOREY_M)
    whole = np.clip(np.where(absurd, from_height, whole), 1.0, _MOST_FLOORS)
    each_m = np.where(absurd, (height_m - base_m) / whole, each_m)
    each_m = np.clip(np.where(np.isfinite(each_m), each_m, storey_m), _LEAST_STOREY_M, _MOST_STOREY_M)
    return Storeys(
        whole, each_m, base_m + whole * each_m,
        {"height_m": no_height, "floors": no_floors | (absurd & ~no_floors)},
    )  # fmt: skip


def _usual_floors(
    above_m: FloatArray, uses: NDArray[np.object_], storey_m: FloatArray, footprint_m2: FloatArray
) -> FloatArray:
    """(N,) floors for masses of which nothing is stated."""
    usual = _by_size(footprint_m2, table()["storeys"]["sizes_m2"], table()["storeys"]["floors"]).astype(np.float64)
    for use in set(uses[np.isnan(above_m)].tolist()):
        like = uses == use
        stated = above_m[like & np.isfinite(above_m)]
        if len(stated) * 2 >= like.sum():
            usual = np.where(like, np.maximum(np.round(np.median(stated) / storey_m), 1.0), usual)
    return usual


def uses_by_size(footprint_m2: FloatArray) -> NDArray[np.object_]:
    """(N,) the likely use of buildings of which only the size is known."""
    return _by_size(footprint_m2, table()["use_by_size"]["sizes_m2"], table()["use_by_size"]["uses"])


def _by_size(size_m2: FloatArray, limits_m2: list[float], values: list[Any]) -> NDArray[Any]:
    return np.array(values, dtype=object)[np.searchsorted(limits_m2, size_m2, side="right")]


def styles(uses: NDArray[np.object_], floors: FloatArray) -> NDArray[np.object_]:
    """(N,) how the scene draws each building: by its use, high offices as towers."""
    known = table()["style"]
    codes, distinct = pd.factorize(uses)
    plain = np.array([known[use] for use in distinct] or [""], dtype=object)[codes]
    tower = (plain == "curtain_wall_slab") & (floors >= 16)
    return np.where(tower, "glass_tower", plain)
