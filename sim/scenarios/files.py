"""Scenario files: where they are, and how a small one changes its parent."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from gis.assets import asset
from gis.errors import UserError
from gis.text import tr

SECTIONS = ("build", "stock", "tenants", "compute", "policy", "production", "outcomes", "energy")
LISTS = ("opening", "roadshow", "owner", "anchor", "centre", "dated", "departure")
INSTRUMENTS = "instrument"

_LEAST = 'id = "…", parent = "baseline", name = { en = "…", zh = "…" }, description = { en = "…", zh = "…" }'


def shipped() -> dict[str, Path]:
    """The scenarios that come with the program, by id; the baseline first."""
    files = {file.stem: file for file in sorted(asset("scenarios").glob("*.toml"))}
    return dict(sorted(files.items(), key=lambda item: item[0] != "baseline"))


def find(wanted: str | Path) -> Path:
    """The file of the scenario with this id, or this file.

    Raises:
        UserError: there is neither.
    """
    known = shipped()
    if str(wanted) in known:
        return known[str(wanted)]
    file = Path(wanted)
    if file.is_file():
        return file
    if file.is_dir():
        raise UserError(
            str(wanted), tr("This is a folder, and no scenario."), remedy=tr("Name a .toml file that is in it.")
        )
    if file.suffix == ".toml" or file.parent != Path():
        raise UserError(str(wanted), tr("This scenario file does not exist."), remedy=tr("Check the path."))
    raise UserError(
        tr("scenario '{id}'", id=wanted),
        tr("There is no such scenario."),
        tr("Known are {known}.", known=", ".join(known)),
        tr("Name one of them, or the path of a .toml file."),
    )


def merged(file: Path, heirs: tuple[Path, ...] = ()) -> dict[str, Any]:
    """The file's content over that of its parent, value by value.

    A section changes the values that it names, an instrument likewise. An entry of a list changes the parent's entry
    of the same id (or parcel) where there is one, is added where there is none, and with `remove = true` takes it away.

    Raises:
        UserError: unreadable, not TOML, or a parent that is missing or descends from the file.
    """
    content = _parsed(file)
    _refuse_twice(file, content)
    parent = content.get("parent")
    if parent is None:
        return content
    if not isinstance(parent, str):
        raise UserError(f"{file.name}: parent", tr("This is not the id of a scenario."))
    above = find(file.parent / parent if parent.endswith(".toml") else parent)
    if above in (file, *heirs):
        raise UserError(
            f"{file.name}: parent", tr("The scenario descends from itself."), remedy=tr("Remove this line.")
        )
    base = merged(above, (file, *heirs))
    return {**base, **{key: _over(key, base.get(key), value) for key, value in content.items()}}


def entry_id(row: dict[str, Any], number: int) -> str:
    """What an entry of a list is known by."""
    return str(row.get("id", row.get("parcel", number)))


def _over(key: str, old: Any, new: Any) -> Any:
    """`new` over `old`; what is malformed is left for the reader to refuse."""
    if key in SECTIONS and isinstance(old, dict) and isinstance(new, dict):
        return {**old, **new}
    if key == INSTRUMENTS and isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{name: _over("policy", old.get(name), table) for name, table in new.items()}}
    if key in LISTS and _is_list_of_tables(old) and _is_list_of_tables(new):
        return _rows_over(old, new)
    return new


def _rows_over(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = {entry_id(row, number): row for number, row in enumerate(old)}
    added = []
    for number, row in enumerate(new, start=len(old)):
        name = entry_id(row, number)
        if row.get("remove") is True and name in rows:
            del rows[name]
        elif name in rows:
            rows[name] = {**rows[name], **row}
        else:
            added.append(row)
    return [*rows.values(), *added]


def _refuse_twice(file: Path, content: dict[str, Any]) -> None:
    for key in LISTS:
        rows = content.get(key, [])
        names = [entry_id(row, number) for number, row in enumerate(rows)] if _is_list_of_tables(rows) else []
        for name in names:
            if names.count(name) > 1:
                raise UserError(
                    f"{file.name}: {key}.{name}", tr("This entry stands there twice."), remedy=tr("Remove one of them.")
                )


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def _parsed(file: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise UserError(
            file.name, tr("This is no text in UTF-8."), tr("A scenario is a TOML file."), tr("Check the path.")
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise UserError(
            file.name, tr("This is not valid TOML: {error}.", error=error), remedy=tr("Mend the line that is named.")
        ) from None
    except OSError as error:
        raise UserError(file.name, tr("Cannot be read: {error}.", error=error.strerror or error)) from None
    if not content:
        said, expected = tr("This scenario file is empty."), tr("The least it says is {example}.", example=_LEAST)
        raise UserError(file.name, said, expected)
    return content
