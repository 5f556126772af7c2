"""Reads the content of a scenario file into a `Scenario`, value by value, each with its ground."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import MISSING, fields
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from gis.errors import UserError
from gis.text import Name, tr
from sim.instruments import settings_kinds
from sim.scenario import Scenario
from sim.scenarios.checks import defects
from sim.scenarios.files import INSTRUMENTS, LISTS, SECTIONS, entry_id
from sim.scenarios.grounds import Ground, check_ground
from sim.scenarios.values import read_value
from sim.settings import (
    Anchor,
    Build,
    Centre,
    Compute,
    Dated,
    Departure,
    Energy,
    Limits,
    Opening,
    Outcomes,
    Owner,
    Policy,
    Production,
    Roadshow,
    Stock,
    Tenants,
)

T = TypeVar("T")

_PLAIN = ("id", "parent", "name", "description", "start", "horizon", "seed")
_GROUND_KEYS = ("value", "fact", "assumption", "choice", "reason", "reading")
_MONTHS = (12, 240)
_SEEDS = (1 - 2**63, 2**63 - 1)
_YEARS = (2000, 2100)


class Reader:
    """Turns the content of a scenario file into a `Scenario`, refusing everything that it does not understand."""

    def __init__(self, file: Path, content: dict[str, Any]) -> None:
        self._file = file.name
        self._content = content
        self._grounds: dict[str, Ground] = {}

    def scenario(self) -> Scenario:
        """The whole scenario."""
        self._refuse_unknown("", self._content, (*_PLAIN, *SECTIONS, INSTRUMENTS, *LISTS))
        start = self._start()
        scenario = Scenario(
            id=self._plain("id", str),
            name=self._named("name", self._content),
            description=self._named("description", self._content),
            start=start,
            months=self._months(start),
            seed=self._whole("seed", _SEEDS),
            build=self._section("build", Build),
            stock=self._section("stock", Stock),
            tenants=self._section("tenants", Tenants),
            compute=self._section("compute", Compute),
            policy=self._section("policy", Policy),
            production=self._section("production", Production),
            outcomes=self._section("outcomes", Outcomes),
            energy=self._section("energy", Energy),
            instruments=MappingProxyType(self._instruments()),
            openings=self._list("opening", Opening),
            roadshows=self._list("roadshow", Roadshow),
            owners=self._list("owner", Owner),
            anchors=self._list("anchor", Anchor),
            centres=self._list("centre", Centre),
            dated=self._list("dated", Dated),
            departures=self._list("departure", Departure),
            grounds=MappingProxyType(self._grounds),
        )
        for path, said in defects(scenario):
            raise self._error(path, said, remedy=tr("Mend this value, or those that it goes with."))
        return scenario

    def _section(self, name: str, kind: type[T]) -> T:
        table = self._content.get(name)
        if not isinstance(table, dict):
            raise self._error(name, tr("This section is missing."))
        return self._entry(name, kind, table)

    def _list(self, name: str, kind: type[T]) -> tuple[T, ...]:
        rows = self._content.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self._error(name, tr("This must be a list of tables."), tr("Write [[{name}]].", name=name))
        return tuple(self._entry(f"{name}.{entry_id(row, at)}", kind, row) for at, row in enumerate(rows))

    def _instruments(self) -> dict[str, Any]:
        """The settings of every instrument that the scenario names."""
        table = self._content.get(INSTRUMENTS, {})
        if not isinstance(table, dict) or not all(isinstance(part, dict) for part in table.values()):
            raise self._error(INSTRUMENTS, tr("This must be tables."), tr("Write [{name}].", name="instrument.…"))
        kinds = settings_kinds()
        self._refuse_unknown(INSTRUMENTS, table, kinds)
        return {name: self._entry(f"{INSTRUMENTS}.{name}", kinds[name], part) for name, part in table.items()}

    def _entry(self, path: str, kind: type[T], table: dict[str, Any]) -> T:
        parts = {part.name: part for part in fields(kind)}  # type: ignore[arg-type]
        self._refuse_unknown(path, table, parts)
        hints = get_type_hints(kind, include_extras=True)
        values: dict[str, Any] = {}
        for name, part in parts.items():
            where = f"{path}.{name}"
            if name not in table:
                if part.default is MISSING:
                    raise self._error(where, tr("This value is missing."))
            elif get_origin(hints[name]) is Annotated:
                plain, limits = get_args(hints[name])
                values[name] = self._grounded(where, plain, limits, table[name])
            else:
                values[name] = self._identity(where, hints[name], name, table)
        return kind(**values)

    def _grounded(self, path: str, kind: Any, limits: Limits, item: Any) -> Any:
        if not isinstance(item, dict) or "value" not in item:
            raise self._error(
                path,
                tr("This value names no ground."),
                tr("Expected is {example}.", example='{ value = …, assumption = "…" }'),
            )
        self._refuse_unknown(path, item, _GROUND_KEYS)
        try:
            value = read_value(item["value"], kind, limits)
            self._grounds[path] = check_ground(value, item)
        except ValueError as error:
            raise self._error(path, str(error)) from None
        return value

    def _identity(self, path: str, kind: Any, name: str, table: dict[str, Any]) -> Any:
        value = table[name]
        if kind is Name:
            return self._named(name, table, path)
        if kind is str and isinstance(value, str):
            return value
        if kind is not str and isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        raise self._error(path, tr("This must be text.") if kind is str else tr("This must be a list of texts."))

    def _named(self, key: str, table: dict[str, Any], path: str = "") -> Name:
        value = table.get(key)
        if not isinstance(value, dict) or set(value) != {"en", "zh"} or not all(map(_is_text, value.values())):
            raise self._error(path or key, tr("This must be a name in both languages."), '{ en = "…", zh = "…" }')
        return Name(value["en"], value["zh"])

    def _plain(self, key: str, kind: type[T]) -> T:
        value = self._content.get(key)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self._error(key, tr("This must be a whole number.") if kind is int else tr("This must be text."))
        return value

    def _start(self) -> date:
        try:
            start = date.fromisoformat(self._plain("start", str))
        except ValueError:
            start = None
        if start is None or start.day != 1:
            raise self._error("start", tr("This must be the first day of a month."), tr('As in "2023-01-01".'))
        self._in_range("start", start.year, _YEARS)
        return start

    def _months(self, start: date) -> int:
        """How many months there are from `start` to the horizon, both included."""
        try:
            horizon = date.fromisoformat(self._plain("horizon", str))
        except ValueError:
            horizon = None
        after = horizon + timedelta(days=1) if horizon is not None and horizon < date.max else None
        if after is None or after.day != 1:
            raise self._error("horizon", tr("This must be the last day of a month."), tr('As in "2030-12-31".'))
        months = 12 * (after.year - start.year) + after.month - start.month
        if not _MONTHS[0] <= months <= _MONTHS[1]:
            said = tr(
                "The run from {start} to {horizon} has {months} months.", start=start, horizon=horizon, months=months
            )
            expected = tr("From {low} to {high} months.", low=_MONTHS[0], high=_MONTHS[1])
            raise self._error("horizon", said, expected, tr("Move the horizon or the start."))
        return months

    def _whole(self, key: str, limits: tuple[int, int]) -> int:
        value = self._plain(key, int)
        self._in_range(key, value, limits)
        return value

    def _in_range(self, key: str, value: int, limits: tuple[int, int]) -> None:
        low, high = limits
        if not low <= value <= high:
            said = tr("{value} is out of range.", value=value)
            raise self._error(key, said, tr("From {low} to {high}.", low=low, high=high))

    def _refuse_unknown(self, path: str, table: Iterable[str], known: Iterable[str]) -> None:
        names = list(known)
        for key in table:
            if key in names:
                continue
            near = difflib.get_close_matches(key, names, n=1)
            raise self._error(
                f"{path}.{key}".lstrip("."),
                tr("This key is unknown."),
                tr("Known are {known}.", known=", ".join(names)),
                tr("Did you mean '{near}'?", near=near[0]) if near else tr("Remove it."),
            )

    def _error(self, path: str, what: str, expected: str = "", remedy: str = "") -> UserError:
        return UserError(f"{self._file}: {path}", what, expected, remedy)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)
