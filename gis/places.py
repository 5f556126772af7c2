"""Places that are published of the parks: names, what is known of each, and how its position is known."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gis.assets import asset
from gis.errors import UserError
from gis.schema import POSITIONS
from gis.text import Name, tr

_TEXTS = ("id", "name_en", "name_zh", "kind", "park", "fact_en", "fact_zh", "position", "basis_en", "basis_zh")
_LISTS = ("facts", "sources", "parcels")
_NUMBERS = ("lon", "lat", "error_m", "rank")
PLACED = ("published", "inferred")
"""Such positions have coordinates with an error."""


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place with what is published of it. `position` is one of `gis.schema.POSITIONS`.

    `lon_deg`, `lat_deg` (WGS84) and `error_m` are None where only a park is known, or nothing; `parcels` are where the
    shipped layouts draw it. `facts` and `sources` are ids of the facts and documents that say so. `rank` 1 is the most
    important.
    """

    id: str
    name: Name
    kind: str
    park: str
    rank: int
    fact: Name
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    position: str
    basis: Name
    lon_deg: float | None
    lat_deg: float | None
    error_m: float | None
    parcels: tuple[str, ...]


def known_places(park: str = "", file: Path | None = None) -> tuple[KnownPlace, ...]:
    """The places in `file` (those that come with the program if None), in its order; of one `park` or of all.

    Raises:
        UserError: the file cannot be read, or a place lacks a key, has an unknown one or a value that cannot be.
    """
    file = file or asset("places.toml")
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UserError(str(file), tr("The places cannot be read: {reason}.", reason=str(error))) from error
    rows = content.get("place", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UserError(str(file), tr("It lists no places."), tr("Expected tables [[place]]."))
    found = tuple(_place(row, f"{file.name} [[place]] {row.get('id', number)}") for number, row in enumerate(rows, 1))
    ids = [place.id for place in found]
    if len(set(ids)) < len(ids):
        twice = next(name for name in ids if ids.count(name) > 1)
        raise UserError(file.name, tr("The place '{id}' stands there twice.", id=twice), remedy=tr("Drop one of them."))
    return tuple(place for place in found if park in ("", place.park))


def _place(row: dict[str, Any], where: str) -> KnownPlace:
    _check(row, where)
    return KnownPlace(
        id=row["id"],
        name=Name(row["name_en"], row["name_zh"]),
        kind=row["kind"],
        park=row["park"],
        rank=row.get("rank", 1),
        fact=Name(row["fact_en"], row["fact_zh"]),
        facts=tuple(row.get("facts", ())),
        sources=tuple(row.get("sources", ())),
        position=row["position"],
        basis=Name(row["basis_en"], row["basis_zh"]),
        lon_deg=row.get("lon"),
        lat_deg=row.get("lat"),
        error_m=row.get("error_m"),
        parcels=tuple(row.get("parcels", ())),
    )


def _check(row: dict[str, Any], where: str) -> None:
    """Refuse what cannot be a place.

    Raises:
        UserError: the first thing that is wrong with it.
    """
    known = {*_TEXTS, *_LISTS, *_NUMBERS}
    for key in row:
        if key not in known:
            raise _refused(where, key, tr("Expected one of {names}.", names=", ".join(sorted(known))))
    for key in _TEXTS:
        if not (isinstance(row.get(key), str) and row[key].strip()):
            raise _refused(where, key, tr("Expected a text."))
    for key in _LISTS:
        values = row.get(key, [])
        if not (isinstance(values, list) and all(isinstance(value, str) and value for value in values)):
            raise _refused(where, key, tr("Expected a list of texts."))
    if row["position"] not in POSITIONS:
        raise _refused(where, "position", tr("Expected one of {names}.", names=", ".join(POSITIONS)))
    if not (row.get("facts") or row.get("sources")):
        raise _refused(where, "facts", tr("Expected the id of a fact, or of a document in 'sources'."))
    _check_numbers(row, where)


def _check_numbers(row: dict[str, Any], where: str) -> None:
    for key, least, most in (("lon", -180, 180), ("lat", -90, 90), ("error_m", 0, 1e6), ("rank", 1, 9)):
        value = row.get(key, least)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            expected = tr("Expected a number from {least} to {most}.", least=f"{least:g}", most=f"{most:g}")
            raise _refused(where, key, expected)
    if not isinstance(row.get("rank", 1), int):
        raise _refused(where, "rank", tr("Expected a whole number above 0."))
    placed = row["position"] in PLACED
    for key in ("lon", "lat", "error_m"):
        if (key in row) != placed:
            raise _refused(
                where, key, tr("Expected lon, lat and error_m of a published or inferred position, else none.")
            )
    if (row["position"] == "assumed") > bool(row.get("parcels")) or (row["position"] == "unknown" and "parcels" in row):
        raise _refused(where, "parcels", tr("Expected parcels of an assumed position, and none of an unknown one."))


def _refused(where: str, key: str, expected: str) -> UserError:
    return UserError(where, tr("'{key}' is missing, unknown or no value for this.", key=key), expected)
