"""Buildings of the files as buildings of a park."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from gis.intake.making.taken import (
    FloatArray,
    Marks,
    Objects,
    Taken,
    frame_of_columns,
    joined,
    marked,
    silent,
    unique_ids,
)
from gis.intake.meanings.estimate import Storeys, storeys, styles, uses_by_size

PHASES: Final = {"existing": 0, "under_construction": 1, "planned": 3}
LEAST_M2: Final = 0.1
"""An outline below this is a slip of the pen."""
YEARS: Final = (1000, 2200)


@dataclass(frozen=True, slots=True)
class Lot:
    """What buildings take over from where they stand, a row a parcel."""

    ids: Objects
    zones: Objects
    uses: Objects


def buildings(
    layers: Sequence[Taken], lot: Lot, of: NDArray[np.int64], ground_m: FloatArray, park: str, crs: Any
) -> gpd.GeoDataFrame:
    """The layer `buildings` of features that all lie in a parcel: `of` (N,) is its row in `lot`."""
    shapes = joined([layer.shapes for layer in layers])
    footprint_m2 = shapely.area(shapes)
    marks: Marks = {}
    use = _uses(layers, lot.uses[of], footprint_m2, marks)
    base_m = np.nan_to_num(_numbers(layers, "base_m"), nan=0.0)
    built = storeys(_numbers(layers, "height_m"), _numbers(layers, "floors"), base_m, use, footprint_m2)
    marks |= built.estimated
    status, phase = statuses(layers, marks)
    gfa_m2 = _or_else(_numbers(layers, "gfa_m2"), footprint_m2 * built.floors, "gfa_m2", marks)
    ground = _or_else(_numbers(layers, "ground_m"), ground_m, "ground_m", marks)
    columns = {
        "id": unique_ids(texts(layers, "id"), "B"),
        **names(layers),
        "park": park,
        "zone": lot.zones[of],
        "parcel": lot.ids[of],
        "use": use,
        "style": _or_text(texts(layers, "style"), styles(use, built.floors)),
        "archetype": texts(layers, "archetype"),
        **_storeys(built, base_m),
        "ground_m": ground,
        "footprint_m2": footprint_m2,
        "gfa_m2": gfa_m2,
        "gfa_below_m2": _below(layers, footprint_m2),
        "status": status,
        "phase": phase,
        "year": years(layers),
        **origin(layers, marks),
    }
    return frame_of_columns(columns, shapes, crs)


def _storeys(built: Storeys, base_m: FloatArray) -> dict[str, Any]:
    return {
        "floors": built.floors.astype(np.int64),
        "floor_height_m": built.floor_height_m,
        "base_m": base_m,
        "height_m": built.height_m,
    }


def _uses(layers: Sequence[Taken], of_parcel: Objects, footprint_m2: FloatArray, marks: Marks) -> Objects:
    """Stated, else that of the parcel, else by size. A house on land for living is one for living."""
    stated = joined([layer.words("use") for layer in layers])
    stated = np.where(stated == "residential", "housing", stated)
    untold = stated == ""
    taken_over = np.where(of_parcel == "", uses_by_size(footprint_m2), of_parcel)
    marks["use"] = untold
    return np.where(untold, taken_over, stated)


def _below(layers: Sequence[Taken], footprint_m2: FloatArray) -> FloatArray:
    floors = np.nan_to_num(_numbers(layers, "floors_below"), nan=0.0)
    stated = _numbers(layers, "gfa_below_m2")
    return np.where(np.isnan(stated), footprint_m2 * floors, stated)


def _numbers(layers: Sequence[Taken], column: str) -> FloatArray:
    found: FloatArray = joined([layer.numbers(column) for layer in layers])
    # A park's file holds no figure below 0 but elevations.
    return found if column == "ground_m" else np.where(found < 0, np.nan, found)


def numbers(layers: Sequence[Taken], column: str) -> FloatArray:
    """(N,) what the files state, NaN where nothing, or nothing possible, is stated."""
    return _numbers(layers, column)


def texts(layers: Sequence[Taken], column: str) -> Objects:
    """(N,) texts of the files, None where there is none."""
    found: Objects = joined([layer.texts(column) for layer in layers])
    return found


def _or_else(stated: FloatArray, estimate: FloatArray, column: str, marks: Marks) -> FloatArray:
    marks[column] = np.isnan(stated)
    return np.where(marks[column], estimate, stated)


def _or_text(stated: Objects, ours: Objects) -> Objects:
    return np.where(silent(stated), ours, stated)


def names(layers: Sequence[Taken]) -> dict[str, Objects]:
    """Both names, None where there is none."""
    return {"name_en": texts(layers, "name_en"), "name_zh": texts(layers, "name_zh")}


def statuses(layers: Sequence[Taken], marks: Marks) -> tuple[Objects, NDArray[np.int64]]:
    """Status and phase: what stands in a file of today exists, unless it says otherwise."""
    stated = joined([layer.words("status") for layer in layers])
    marks["status"] = stated == ""
    status = np.where(stated == "", "existing", stated)
    usual = np.array([PHASES[value] for value in status], dtype=np.int64)
    phase = _numbers(layers, "phase")
    return status, np.where(np.isnan(phase), usual, np.nan_to_num(phase)).astype(np.int64)


def years(layers: Sequence[Taken]) -> FloatArray:
    """(N,) years of completion, NaN where none is stated."""
    found = np.floor(_numbers(layers, "year"))
    least, most = YEARS
    with np.errstate(invalid="ignore"):
        return np.where((found >= least) & (found <= most), found, np.nan)


def origin(layers: Sequence[Taken], marks: Marks) -> dict[str, Any]:
    """Where features come from, and which of their values were estimated."""
    count = sum(len(layer.shapes) for layer in layers)
    return {
        "provenance": "imported",
        "source": joined([np.full(len(layer.shapes), layer.source, dtype=object) for layer in layers]),
        "estimated": marked(marks, count),
    }
