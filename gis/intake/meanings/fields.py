"""Which field of a file holds what: by the names that fields usually have, if their values can be that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gis.intake.meanings import values
from gis.intake.meanings.words import fields_named, normalised, unit_of
from gis.schema import LAYERS

_GROUND: Final = ("id", "name", "name_zh", "name_en")
OF_KIND: Final[Mapping[str, tuple[str, ...]]] = {
    "site": (*_GROUND, "area_mu"),
    "zones": (*_GROUND, "use", "area_mu", "gfa_m2"),
    "parcels": (
        *_GROUND, "use", "zone", "gfa_m2", "gfa_below_m2", "floor_area_ratio", "coverage", "green_ratio",
        "height_limit_m", "setback_m", "parking_spaces", "status", "phase", "year",
    ),
    "buildings": (
        *_GROUND, "use", "height_m", "floors", "floors_below", "base_m", "ground_m", "gfa_m2", "gfa_below_m2",
        "status", "phase", "year", "parcel", "style", "archetype",
    ),
    "roads": (*_GROUND, "road_class", "width_m", "lanes"),
    "lanes": ("id", "width_m", "kind"),
    "trees": ("kind", "height_m"),
    "parking": ("id", "spaces", "kind"),
    "stops": (*_GROUND, "lines", "kind"),
    "other": (*_GROUND, "use", "height_m", "floors"),
}  # fmt: skip
"""What is looked for in a layer of each kind."""
_PLAIN: Final = (*_GROUND, "kind")
_SAMPLE: Final = 2_000
_FEWEST: Final = 0.3
"""Share of the values that must be readable for a field to hold what its name says."""
_COMMON_HEIGHT_M: Final = (1.0, 400.0)
_ONE_LETTER: Final = 1


def recognised(table: pd.DataFrame, kind: str) -> dict[str, str]:
    """Column of the schema to field of `table`, for every column that a layer of this kind may bring."""
    found: dict[str, str] = {}
    for column in OF_KIND.get(kind, _PLAIN):
        for field in _candidates(table, column):
            if field not in found.values() and _plausible(table[field], column, field):
                found[column] = field
                break
    return _by_script(table, found)


def _candidates(table: pd.DataFrame, column: str) -> list[str]:
    """Fields whose name can mean `column`, the likeliest first; our own name before all."""
    names = fields_named()[column]
    ranked = []
    for field in table.columns:
        if field == getattr(table, "_geometry_column_name", None):
            continue
        bare = normalised(unit_of(str(field))[0])
        rank = -1 if field == column else min(names.get(normalised(field), 999), names.get(bare, 999))
        if rank < 999:
            ranked.append((rank, str(field)))
    return [field for _, field in sorted(ranked)]


def _plausible(column_of_file: pd.Series[Any], column: str, field: str) -> bool:
    present = column_of_file.dropna()
    if present.empty:
        return False
    sample = present if len(present) <= _SAMPLE else present.iloc[:: len(present) // _SAMPLE]
    test = _TESTS.get(column)
    return test is None or test(sample, field)


def _share(known: NDArray[Any]) -> float:
    return float(np.mean(known)) if len(known) else 0.0


def is_height(sample: pd.Series[Any], field: str) -> bool:
    """Whether values can be heights of buildings: not all 0, not years, not millimetres, mostly numbers."""
    everything = values.metres(sample, field)
    if _share(np.isfinite(everything)) < _FEWEST:
        return False
    found = everything[np.isfinite(everything) & (everything > 0) & (everything < 9_000)]
    if not len(found) or not _COMMON_HEIGHT_M[0] <= float(np.median(found)) <= _COMMON_HEIGHT_M[1]:
        return False
    return len(normalised(field)) > _ONE_LETTER or len(np.unique(found)) > 1


def _is_floors(sample: pd.Series[Any], field: str) -> bool:
    found = values.floors(sample)
    return _share(np.isfinite(found)) >= _FEWEST / 3 and bool(np.isfinite(found).any())


def _is_text_of(*path: str) -> Callable[[pd.Series[Any], str], bool]:
    def test(sample: pd.Series[Any], field: str) -> bool:
        return _share(values.words(sample, *path) != "") >= _FEWEST

    return test


def _is_use(sample: pd.Series[Any], field: str) -> bool:
    return bool((values.uses(sample) != "").any())


def _between(least: float, most: float) -> Callable[[pd.Series[Any], str], bool]:
    def test(sample: pd.Series[Any], field: str) -> bool:
        found = values.numbers(sample)
        with np.errstate(invalid="ignore"):
            return _share((found >= least) & (found <= most)) >= _FEWEST

    return test


def _is_name(sample: pd.Series[Any], field: str) -> bool:
    return not pd.api.types.is_numeric_dtype(sample) and bool((values.texts(sample) != "").any())


def _is_id(sample: pd.Series[Any], field: str) -> bool:
    return bool(sample.nunique() > len(sample) / 2)


_TESTS: Final[Mapping[str, Callable[[pd.Series[Any], str], bool]]] = {
    "height_m": is_height, "floors": _is_floors, "use": _is_use, "id": _is_id,
    "name": _is_name, "name_zh": _is_name, "name_en": _is_name, "status": _is_text_of("values", "status"),
    "road_class": _is_text_of("values", "road_class"), "year": _between(1000, 2200),
    "floor_area_ratio": _between(0.01, 30), "coverage": _between(0.001, 100), "green_ratio": _between(0, 100),
    "height_limit_m": _between(2, 1000), "width_m": _between(1, 200), "lanes": _between(1, 20),
    "gfa_m2": _between(1, 1e7), "gfa_below_m2": _between(0, 1e7), "ground_m": _between(-430, 8900),
    "base_m": _between(0, 1000), "floors_below": _between(0, 20), "phase": _between(0, 20),
}  # fmt: skip


def _by_script(table: pd.DataFrame, found: dict[str, str]) -> dict[str, str]:
    """A single field of names goes by its script: Chinese characters to name_zh, else to name_en."""
    field = found.pop("name", None)
    if field is None:
        return found
    sample = values.texts(table[field].dropna().iloc[:_SAMPLE])
    chinese = _share(np.array([any("\u4e00" <= letter <= "\u9fff" for letter in text) for text in sample]))
    column = "name_zh" if chinese > 0.5 else "name_en"
    return found if column in found else {**found, column: field}


def odd_heights(table: pd.DataFrame) -> Iterator[str]:
    """Fields that are named as heights and cannot be heights in metres: millimetres, years, zeros only."""
    for field in _candidates(table, "height_m"):
        present = table[field].dropna()
        if len(normalised(field)) > _ONE_LETTER and len(present) and not is_height(present.iloc[:_SAMPLE], field):
            yield field


COLUMNS: Final = frozenset({column.name for layer in LAYERS for column in layer.columns} | {"floors_below", "name"})
"""Every column that an answer may name."""
