"""Values of planners' fields as numbers and words of ours, whatever way they are written. Each distinct value is
looked at once, so that large layers cost little."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gis.intake.meanings.words import UNITS_M, meaning_of, normalised, unit_of, use_of_code

FloatArray = NDArray[np.float64]

HIGHEST_M: Final = 1_000.0
"""No building is higher: what says so says something else (9999, 999999)."""
MOST_FLOORS: Final = 200
_NUMBER: Final = r"([+-]?\d[\d ]*(?:[.,]\d+)*|[+-]?\.\d+)"
_MEASURE: Final = re.compile(_NUMBER + r"\s*([a-z']+|[\u4e00-\u9fff]+)?(?:\s*(\d+(?:\.\d+)?)\s*\")?")
_CHINESE: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_STOREYS: Final = (
    re.compile(r"(?:地上|above)\D{0,4}(\d+(?:\.\d+)?)"),
    re.compile(r"(?<![\d\-b.])(\d+(?:\.\d+)?)\s*(?:f|层|階|樓|楼|floor|storey|story|stories|level|st\b|étage|og\b)"),
    re.compile(r"^\s*\+?(\d+(?:[.,]\d+)?)(?!\d)"),
)
_BELOW: Final = (re.compile(r"(?:地下|below|basement)\D{0,4}(\d+)"), re.compile(r"[-b](\d+)\s*(?:f|层)?\b"))


def numbers(values: pd.Series[Any]) -> FloatArray:
    """(N,) the numbers in `values`, NaN where there is none."""
    return _each(values, _number)


def metres(values: pd.Series[Any], field: str) -> FloatArray:
    """(N,) lengths in metres by the unit of each value, else by that in the name of the field; NaN where none."""
    of_field = unit_of(field)[1]
    if pd.api.types.is_numeric_dtype(values):
        return numbers(values) * of_field
    return _each(values, lambda text: _length(text, of_field))


def heights_m(values: pd.Series[Any], field: str) -> FloatArray:
    """(N,) heights above 0 in metres; NaN where there is none, and where a number stands for none (-9999, 999999)."""
    found = metres(values, field)
    with np.errstate(invalid="ignore"):
        return np.where((found > 0) & (found < HIGHEST_M), found, np.nan)


def floors(values: pd.Series[Any]) -> FloatArray:
    """(N,) floors above ground, NaN where none are stated."""
    found = _each(values, _storeys)
    with np.errstate(invalid="ignore"):
        return np.where((found > 0) & (found <= MOST_FLOORS), found, np.nan)


def floors_below(values: pd.Series[Any]) -> FloatArray:
    """(N,) floors below ground: of a field of their own, or of one that says "18F/-2F"; NaN where none are stated."""
    return _each(values, _storeys_below)


def words(values: pd.Series[Any], *path: str) -> NDArray[np.object_]:
    """(N,) what each value stands for by the table of meanings under `path`, "" where nothing is known."""
    return _mapped(values, lambda value: meaning_of(str(value), *path), "")


def uses(values: pd.Series[Any]) -> NDArray[np.object_]:
    """(N,) the use of `gis.place.USES` that each value stands for, by its code or its words; "" where none is known."""
    return _mapped(values, _use, "")


def texts(values: pd.Series[Any]) -> NDArray[np.object_]:
    """(N,) stripped texts, "" where there is none; whole numbers without a fraction."""
    if isinstance(values.dtype, pd.StringDtype):
        return np.asarray(values.str.strip().fillna("").to_numpy(dtype=object), dtype=object)
    return _mapped(values, _text, "")


def _mapped(values: pd.Series[Any], of_value: Callable[[Any], Any], empty: object) -> NDArray[np.object_]:
    codes, distinct = pd.factorize(values)
    known = np.array([*(of_value(value) for value in distinct), empty], dtype=object)
    return np.asarray(known[codes], dtype=object)


def _each(values: pd.Series[Any], of_text: Callable[[str], float]) -> FloatArray:
    if pd.api.types.is_bool_dtype(values):
        return np.full(len(values), np.nan)
    if pd.api.types.is_numeric_dtype(values):
        plain = values.to_numpy(np.float64, na_value=np.nan)
        return np.where(np.isfinite(plain), plain, np.nan)
    return _mapped(values, lambda value: of_text(_plain(value)), math.nan).astype(np.float64)


def _plain(value: object) -> str:
    return unicodedata.normalize("NFKC", str(value)).strip().lower()


def _number(text: str) -> float:
    found = re.search(_NUMBER, text)
    return _of_digits(found[1]) if found else math.nan


def _of_digits(digits: str) -> float:
    """ "12,5" and "12.5" are one; "1,250.5" and "1 250" are above a thousand."""
    plain = digits.replace(" ", "")
    comma = plain.rfind(",")
    if comma >= 0:
        decimal = "." not in plain and plain.count(",") == 1 and len(plain) - comma != 4
        plain = plain.replace(",", "." if decimal else "")
    try:
        return float(plain)
    except ValueError:
        return math.nan


def _length(text: str, of_field: float) -> float:
    found = _MEASURE.search(text)
    if found is None:
        return math.nan
    inches = float(found[3]) if found[3] else 0.0
    return _of_digits(found[1]) * UNITS_M.get(found[2] or "", of_field) + inches * 0.0254


def _storeys(text: str) -> float:
    western = _western(text)
    for pattern in _STOREYS:
        found = pattern.search(western)
        if found:
            return float(found[1].replace(",", "."))
    return math.nan


def _storeys_below(text: str) -> float:
    western = _western(text)
    for pattern in _BELOW:
        found = pattern.search(western)
        if found:
            return float(found[1])
    return float(western) if western.isdigit() else math.nan


def _western(text: str) -> str:
    """Chinese numerals below a hundred as digits: "十二层" is "12层"."""
    return re.sub("[零〇一二两三四五六七八九十]+", lambda found: str(_of_chinese(found[0])), text)


@cache
def _of_chinese(numeral: str) -> int:
    if "十" not in numeral:
        return int("".join(str(_CHINESE[digit]) for digit in numeral))
    tens, _, ones = numeral.partition("十")
    return _CHINESE.get(tens[-1:], 1) * 10 + _CHINESE.get(ones[:1], 0)


def _use(value: Any) -> str:
    text = _text(value)
    return use_of_code(text) or meaning_of(text, "values", "use") if normalised(text) else ""


def _text(value: Any) -> str:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else str(value)
    return str(value).strip()
