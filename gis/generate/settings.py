"""Tables of a TOML file as frozen dataclasses: every name known, every value of the sort that its field says."""

from __future__ import annotations

import dataclasses
import math
import types
from collections.abc import Mapping
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from gis.errors import UserError
from gis.text import tr

T = TypeVar("T")


def settings(kind: type[T], table: Mapping[str, Any], where: str) -> T:
    """A `kind` of the values in `table`; a field with a default may be left out. Numbers are never negative.

    Raises:
        UserError: a name that `kind` does not know, one that it misses, or a value that does not suit its field.
    """
    hints = get_type_hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    for name in table:
        if name not in fields:
            raise UserError(
                where,
                tr("'{name}' is not known here.", name=name),
                tr("Known: {names}.", names=", ".join(sorted(fields))),
            )
    for name, field in fields.items():
        if name not in table and field.default is dataclasses.MISSING:
            raise UserError(where, tr("'{name}' is missing.", name=name), "", tr("Add it, with a value."))
    return kind(**{name: _value(hints[name], value, f"{where}, {name}") for name, value in table.items()})


def _value(kind: Any, value: Any, where: str) -> Any:
    if get_origin(kind) is types.UnionType:
        kind = get_args(kind)[0]
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return settings(kind, _table(value, where), where)
    if get_origin(kind) is dict:
        each = get_args(kind)[1]
        return {name: _value(each, own, f"{where}, {name}") for name, own in _table(value, where).items()}
    if get_origin(kind) is tuple:
        return _several(get_args(kind), value, where)
    return _single(kind, value, where)


def _table(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _refused(where, value, tr("Expected a table."))
    return value


def _several(kinds: tuple[Any, ...], value: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list) or len(value) != len(kinds):
        raise _refused(where, value, tr("Expected a list of {count} values.", count=len(kinds)))
    return tuple(_value(kind, own, where) for kind, own in zip(kinds, value, strict=True))


def _single(kind: Any, value: Any, where: str) -> Any:
    whole = isinstance(value, int) and not isinstance(value, bool)
    if kind is bool and not isinstance(value, bool):
        raise _refused(where, value, tr("Expected true or false."))
    if kind is str and not (isinstance(value, str) and value):
        raise _refused(where, value, tr("Expected a text."))
    if kind is int and not (whole and value >= 1):
        raise _refused(where, value, tr("Expected a whole number above 0."))
    if kind is float:
        if not (whole or isinstance(value, float)) or not (math.isfinite(value) and value >= 0):
            raise _refused(where, value, tr("Expected a number, 0 or more."))
        return float(value)
    return value


def _refused(where: str, value: Any, expected: str) -> UserError:
    return UserError(where, tr("'{value}' is no value for this.", value=value), expected)
