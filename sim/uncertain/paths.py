"""The values of a scenario by their paths: "build.winter_factor", "instrument.talent.amount", "centre.aicc.pue"."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from sim.scenario import Scenario
from sim.scenarios.files import INSTRUMENTS, LISTS
from sim.settings import Limits


def value_at(scenario: Scenario, path: str) -> Any:
    """The value at `path`.

    Raises:
        KeyError: the scenario has no such path.
    """
    holder, key = _holder(scenario, path), path.rpartition(".")[2]
    if key not in {part.name for part in dataclasses.fields(holder)}:
        raise KeyError(path)
    return getattr(holder, key)


def limits_at(scenario: Scenario, path: str) -> Limits:
    """Unit and limits of the value at `path`.

    Raises:
        KeyError: the scenario has no such path, or what stands there is no value but an identity.
    """
    kind: type = type(_holder(scenario, path))
    return _limits(kind)[path.rpartition(".")[2]]


def replaced(scenario: Scenario, values: Mapping[str, Any]) -> Scenario:
    """`scenario` with other values at these paths; everything else, the grounds too, stays.

    Raises:
        KeyError: the scenario has no such path.
    """
    by_holder: dict[str, dict[str, Any]] = {}
    for path, value in values.items():
        holder, _, key = path.rpartition(".")
        by_holder.setdefault(holder, {})[key] = value
    changes: dict[str, Any] = {}
    for path, parts in by_holder.items():
        new = dataclasses.replace(_holder(scenario, f"{path}."), **parts)
        _place(scenario, changes, path, new)
    return dataclasses.replace(scenario, **changes)


def _place(scenario: Scenario, changes: dict[str, Any], path: str, new: Any) -> None:
    """Put `new` where the section, instrument or entry at `path` was."""
    section, _, name = path.partition(".")
    if section == INSTRUMENTS:
        before = changes.get("instruments", scenario.instruments)
        changes["instruments"] = MappingProxyType({**before, name: new})
    elif section in LISTS:
        attribute = list_attribute(section)
        rows = list(changes.get(attribute, getattr(scenario, attribute)))
        rows[_row(rows, name, path)] = new
        changes[attribute] = tuple(rows)
    else:
        changes[section] = new


def _holder(scenario: Scenario, path: str) -> Any:
    """The dataclass whose field `path` names."""
    section, _, rest = path.partition(".")
    name = rest.rpartition(".")[0]
    if section == INSTRUMENTS:
        return scenario.instruments[name]
    if section in LISTS:
        rows = getattr(scenario, list_attribute(section))
        return rows[_row(rows, name, path)]
    if name or not hasattr(scenario, section):
        raise KeyError(path)
    return getattr(scenario, section)


def list_attribute(name: str) -> str:
    """The field of `Scenario` that holds the entries `[[name]]`."""
    return name if name == "dated" else f"{name}s"


def _row(rows: Any, name: str, path: str) -> int:
    """The number of the entry that the reader knew as `name` (see `sim.scenarios.files.entry_id`)."""
    for number, row in enumerate(rows):
        if str(getattr(row, "id", getattr(row, "parcel", number))) == name:
            return number
    raise KeyError(path)


@cache
def _limits(kind: type) -> Mapping[str, Limits]:
    hints = get_type_hints(kind, include_extras=True)
    return {name: get_args(hint)[1] for name, hint in hints.items() if get_origin(hint) is Annotated}
