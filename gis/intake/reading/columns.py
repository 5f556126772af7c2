"""Columns of values as JSON and nested tables hold them: of one type each, what is nested as JSON text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

_LARGEST: Final = 2**63
_GEOMETRY: Final = "geometry"


def columns_of(records: Sequence[Mapping[str, Any] | None]) -> pd.DataFrame:
    """A row a record, a column a key in the order of first sight. A key called "geometry" becomes "geometry_1"."""
    names: dict[str, None] = {}
    for record in records:
        if record:
            names.update(dict.fromkeys(record))
    data = {name: column_of([record.get(name) if record else None for record in records]) for name in names}
    taken = set(data)
    return pd.DataFrame(
        {_free(name, taken): values for name, values in data.items()}, index=pd.RangeIndex(len(records))
    )


def _free(name: str, taken: set[str]) -> str:
    name = sound_text(name)
    if name != _GEOMETRY:
        return name
    return next(free for number in range(1, 1000) if (free := f"{_GEOMETRY}_{number}") not in taken)


def column_of(values: Sequence[Any]) -> pd.Series:
    """Values of one kind: truth values, whole numbers, numbers, else text; None and NaN where there is nothing."""
    kinds = {type(value) for value in values} - {type(None)}
    missing = any(value is None for value in values)
    if kinds == {bool} and not missing:
        return pd.Series(np.array(values, bool))
    if kinds and kinds <= {int, float}:
        whole = kinds == {int} and not missing and all(-_LARGEST <= value < _LARGEST for value in values)
        return pd.Series(np.array(values, np.int64) if whole else np.array([_float(value) for value in values]))
    return pd.Series([None if value is None else as_text(value) for value in values], dtype=object)


def _float(value: float | None) -> float:
    if value is None:
        return np.nan
    try:
        return float(value)
    except OverflowError:
        return np.nan


def as_text(value: Any) -> str:
    """A value as text: what is nested as JSON, bytes by two digits each."""
    if isinstance(value, bytes):
        return value.hex()
    nested = isinstance(value, dict | list | bool)
    return sound_text(json.dumps(value, ensure_ascii=False, default=str) if nested else str(value))


def sound_text(text: str) -> str:
    """The text without what no file can hold: halves of surrogate pairs and zeros."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode()
