"""One value of a scenario file, read as the kind that its setting has. Every refusal is a `ValueError` for the user."""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Mapping
from datetime import date
from typing import Any

from gis.text import tr
from sim.settings import DateSpread, Limits
from sim.streams import Spread


def read_value(raw: Any, kind: Any, limits: Limits) -> Any:
    """`raw` as a `kind` within `limits`.

    Raises:
        ValueError: wrong type or out of range, with a sentence for the user.
    """
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        choices = [choice for choice in typing.get_args(kind) if choice is not types.NoneType]
        spread = isinstance(raw, dict) and DateSpread in choices
        return read_value(raw, DateSpread if spread else choices[0], limits)
    if typing.get_origin(kind) is tuple:
        return _table(raw, limits)
    return _READERS[kind](raw, limits)


def _number(raw: Any, limits: Limits) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
        raise ValueError(tr("This must be a number."))
    if not limits.low <= raw <= limits.high:
        bounds = {"low": f"{limits.low:g}", "high": f"{limits.high:g}", "unit": limits.unit}
        raise ValueError(tr("{value} is out of range: from {low} to {high} {unit}.", value=raw, **bounds))
    return float(raw)


def _whole(raw: Any, limits: Limits) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise ValueError(tr("This must be a whole number."))
    return int(_number(raw, limits))


def _switch(raw: Any, _: Limits) -> bool:
    if not isinstance(raw, bool):
        raise ValueError(tr("This must be true or false."))
    return raw


def _word(raw: Any, limits: Limits) -> str:
    if raw not in limits.keys:
        raise ValueError(tr("This must be one of {words}.", words=", ".join(f'"{word}"' for word in limits.keys)))
    return str(raw)


def _date(raw: Any, _: Limits) -> date:
    try:
        return date.fromisoformat(raw if isinstance(raw, str) else "")
    except ValueError:
        raise ValueError(tr('This must be a date such as "2023-02-23".')) from None


def _spread(raw: Any, limits: Limits) -> Spread:
    _require_keys(raw, ("median", "p90"))
    spread = Spread(_number(raw["median"], limits), _number(raw["p90"], limits))
    if spread.p90 < spread.median:
        raise ValueError(tr("P90 must not be below the median."))
    return spread


def _date_spread(raw: Any, limits: Limits) -> DateSpread:
    _require_keys(raw, ("earliest", "median", "p90"))
    dates = DateSpread(*(_date(raw[key], limits) for key in ("earliest", "median", "p90")))
    if not dates.earliest < dates.median <= dates.p90:
        raise ValueError(tr("Earliest, median and p90 must follow each other."))
    return dates


def _table(raw: Any, limits: Limits) -> tuple[float, ...]:
    keys = limits.keys
    if keys:
        _require_keys(raw, keys)
        return tuple(_number(raw[key], limits) for key in keys)
    if not isinstance(raw, list) or not raw:
        raise ValueError(tr("This must be a list of numbers."))
    return tuple(_number(one, limits) for one in raw)


def _require_keys(raw: Any, keys: tuple[str, ...]) -> None:
    table = tr("This must be a table of {keys}.", keys=", ".join(keys))
    if not isinstance(raw, dict):
        raise ValueError(table)
    for key in raw:
        if key not in keys:
            raise ValueError(" ".join((tr("'{key}' is unknown here.", key=key), table)))
    for key in keys:
        if key not in raw:
            raise ValueError(" ".join((tr("'{key}' is missing.", key=key), table)))


_READERS: Mapping[Any, Any] = {
    float: _number, int: _whole, bool: _switch, str: _word, date: _date, Spread: _spread, DateSpread: _date_spread,
}  # fmt: skip
