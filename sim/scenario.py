"""Scenarios: everything a run depends on, each value with the fact or the assumption it rests on."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from gis.assets import asset
from gis.errors import UserError
from gis.text import Name, tr
from sim.grounds import Ground, check_ground
from sim.settings import (
    Anchor,
    Build,
    Centre,
    Compute,
    Dated,
    Limits,
    Opening,
    Owner,
    Policy,
    Production,
    Roadshow,
    Stock,
    Tenants,
)
from sim.values import read_value

T = TypeVar("T")

_SECTIONS = ("build", "stock", "tenants", "compute", "policy", "production")
_LISTS = ("opening", "roadshow", "owner", "anchor", "centre", "dated")
_PLAIN = ("id", "parent", "name", "description", "start", "months", "seed")
_GROUND_KEYS = ("value", "fact", "assumption", "reason", "reading")
_MONTHS = (12, 120)
_SEEDS = (1 - 2**63, 2**63 - 1)
_YEARS = (2000, 2100)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One future to simulate: `months` months from `start`, the first of a month.

    `grounds` tells for each value, by its path ("build.winter_factor"), the fact or assumption it rests on.
    """

    id: str
    name: Name
    description: Name
    start: date
    months: int
    seed: int
    build: Build
    stock: Stock
    tenants: Tenants
    compute: Compute
    policy: Policy
    production: Production
    openings: tuple[Opening, ...]
    roadshows: tuple[Roadshow, ...]
    owners: tuple[Owner, ...]
    anchors: tuple[Anchor, ...]
    centres: tuple[Centre, ...]
    dated: tuple[Dated, ...]
    grounds: Mapping[str, Ground]

    def fact_of(self, path: str) -> str:
        """The id of the fact on which the value at `path` rests; "" where it is assumed."""
        ground = self.grounds[path]
        return ground.id if ground.kind == "fact" else ""


def shipped() -> dict[str, Path]:
    """The scenarios that come with the program, by id; the baseline first."""
    files = {file.stem: file for file in sorted(asset("scenarios").glob("*.toml"))}
    return dict(sorted(files.items(), key=lambda item: item[0] != "baseline"))


def load(wanted: str | Path) -> Scenario:
    """The scenario with this id, or in this file.

    Raises:
        UserError: there is no such scenario, or its file is broken: unknown or missing key, wrong type, out of
            range, no ground, unknown fact or assumption, a value that contradicts its fact.
    """
    file = _find(wanted)
    return _Reader(file, _merged(file, ())).scenario()


def _find(wanted: str | Path) -> Path:
    known = shipped()
    if str(wanted) in known:
        return known[str(wanted)]
    file = Path(wanted)
    if file.is_file():
        return file
    if file.suffix == ".toml" or file.parent != Path():
        raise UserError(str(wanted), tr("This scenario file does not exist."), remedy=tr("Check the path."))
    raise UserError(
        tr("scenario '{id}'", id=wanted),
        tr("There is no such scenario."),
        tr("Known are {known}.", known=", ".join(known)),
        tr("Name one of them, or the path of a .toml file."),
    )


def _merged(file: Path, heirs: tuple[Path, ...]) -> dict[str, Any]:
    """The file's content over that of its parent; entries of a list replace the parent's list."""
    content = _parsed(file)
    parent = content.get("parent")
    if parent is None:
        return content
    if not isinstance(parent, str):
        raise UserError(f"{file.name}: parent", tr("This is not the id of a scenario."))
    above = _find(file.parent / parent if parent.endswith(".toml") else parent)
    if above in (file, *heirs):
        raise UserError(
            f"{file.name}: parent", tr("The scenario descends from itself."), remedy=tr("Remove this line.")
        )
    base = _merged(above, (file, *heirs))
    for key, value in content.items():
        both_tables = isinstance(value, dict) and isinstance(base.get(key), dict) and key in _SECTIONS
        base[key] = {**base[key], **value} if both_tables else value
    return base


def _parsed(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(
            file.name, tr("This is not valid TOML: {error}.", error=error), remedy=tr("Mend the line that is named.")
        ) from None
    except OSError as error:
        raise UserError(file.name, tr("Cannot be read: {error}.", error=error.strerror or error)) from None


class _Reader:
    """Turns the content of a scenario file into a `Scenario`, refusing everything that it does not understand."""

    def __init__(self, file: Path, content: dict[str, Any]) -> None:
        self._file = file.name
        self._content = content
        self._grounds: dict[str, Ground] = {}

    def scenario(self) -> Scenario:
        """The whole scenario."""
        self._refuse_unknown("", self._content, (*_PLAIN, *_SECTIONS, *_LISTS))
        return Scenario(
            id=self._plain("id", str),
            name=self._named("name", self._content),
            description=self._named("description", self._content),
            start=self._start(),
            months=self._whole("months", _MONTHS),
            seed=self._whole("seed", _SEEDS),
            build=self._section("build", Build),
            stock=self._section("stock", Stock),
            tenants=self._section("tenants", Tenants),
            compute=self._section("compute", Compute),
            policy=self._section("policy", Policy),
            production=self._section("production", Production),
            openings=self._list("opening", Opening),
            roadshows=self._list("roadshow", Roadshow),
            owners=self._list("owner", Owner),
            anchors=self._list("anchor", Anchor),
            centres=self._list("centre", Centre),
            dated=self._list("dated", Dated),
            grounds=MappingProxyType(self._grounds),
        )

    def _section(self, name: str, kind: type[T]) -> T:
        table = self._content.get(name)
        if not isinstance(table, dict):
            raise self._error(name, tr("This section is missing."))
        return self._entry(name, kind, table)

    def _list(self, name: str, kind: type[T]) -> tuple[T, ...]:
        rows = self._content.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self._error(name, tr("This must be a list of tables."), tr("Write [[{name}]].", name=name))
        paths = [f"{name}.{row.get('id', row.get('parcel', number))}" for number, row in enumerate(rows)]
        for path in paths:
            if paths.count(path) > 1:
                raise self._error(path, tr("This entry stands there twice."), remedy=tr("Remove one of them."))
        return tuple(self._entry(path, kind, row) for path, row in zip(paths, rows, strict=True))

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
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        raise self._error(path, tr("This must be text, or a list of texts."))

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
