"""A plan checked before anything is drawn: every table, key and value, and what one table says of another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gis.errors import UserError
from gis.generate.plan_values import DRAWN, OPTIONAL, VALUES
from gis.text import tr

SINGLE = ("park", "ground")
"""Tables that a plan holds once; `ground` may be missing."""
NEEDED = ("frame", "site", "zone", "parcel")
"""Tables of which a plan needs at least one each."""
_ANY_PLACE = ("water", "square", "green", "path")


def check_values(file: str, content: dict[str, Any]) -> None:
    """Refuse a plan that says what plans cannot mean; `file` is what errors call it.

    Raises:
        UserError: the first table, key or value that is wrong, and what it should be.
    """
    for name in (*SINGLE, *(name for name in VALUES if name not in SINGLE)):
        for where, table in _tables(file, name, content):
            _check_table(where, name, table)
    for name in NEEDED:
        if not content.get(name):
            raise UserError(
                f"{file} [[{name}]]",
                tr("The table is missing."),
                remedy=tr("A plan needs at least one. See docs/plans.md."),
            )
    _check_ids(file, content)
    _check_corners(file, content)


def _tables(file: str, name: str, content: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if name in SINGLE:
        if name in content or name == "park":
            table = content.get(name)
            if not isinstance(table, dict):
                raise UserError(f"{file} [{name}]", tr("The table is missing."), tr("Expected a table."))
            yield f"{file} [{name}]", table
        return
    rows = content.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UserError(
            f"{file} [[{name}]]", tr("This is no list of tables."), tr("Expected tables [[{name}]].", name=name)
        )
    for number, row in enumerate(rows, 1):
        yield f"{file} [[{name}]] {row.get('id', number)}", row


def _check_table(where: str, name: str, table: dict[str, Any]) -> None:
    sorts = VALUES[name]
    for key, value in table.items():
        if key not in sorts:
            known = ", ".join(sorted(sorts))
            raise UserError(where, tr("'{name}' is not known here.", name=key), tr("Known: {names}.", names=known))
        if not sorts[key].fits(value):
            shown = str(value) if len(str(value)) < 60 else f"{str(value)[:57]}..."
            what = tr("'{value}' is no value for this.", value=shown)
            raise UserError(f"{where}, {key}", what, sorts[key].expected())
    for key in sorts:
        if key not in table and not _may_lack(name, key, table):
            raise UserError(where, tr("'{name}' is missing.", name=key), "", tr("Add it, with a value."))
    if name in _ANY_PLACE:
        _check_drawn(where, name, table)


def _may_lack(name: str, key: str, table: dict[str, Any]) -> bool:
    if name == "road":
        return key != "line" and key in OPTIONAL
    if name == "place":
        return key == "frame"
    if name == "site":
        return key in ("frame", "published", "snap", "adjust") or (key == "area_mu" and "adjust" not in table)
    return key in OPTIONAL or (name in _ANY_PLACE and key == "at")


def _check_drawn(where: str, name: str, table: dict[str, Any]) -> None:
    drawn = [key for key in DRAWN if key in table]
    if len(drawn) != 1 or (name == "path" and drawn == ["at"]):
        raise UserError(
            where, tr("It must be drawn in exactly one way."), tr("Expected one of {names}.", names=", ".join(DRAWN))
        )
    if drawn == ["line"] and "width_m" not in table:
        raise UserError(where, tr("'{name}' is missing.", name="width_m"), "", tr("Add it, with a value."))


def _check_ids(file: str, content: dict[str, Any]) -> None:
    """Ids are unique among the tables of a name; a cut's `balance` and a site's `snap` name what there is."""
    for name in VALUES:
        rows = content.get(name, []) if name not in SINGLE else []
        ids = [row["id"] for row in rows if "id" in row]
        if len(set(ids)) < len(ids):
            twice = next(one for one in ids if ids.count(one) > 1)
            raise UserError(
                f"{file} [[{name}]] {twice}", tr("The id stands there twice."), remedy=tr("Rename one of them.")
            )
    before: set[str] = set()
    for parcel in content["parcel"]:
        for other in parcel.get("cut", {}).get("balance", {}).get("minus", []):
            if other not in before:
                what = tr("'{name}' is no parcel that stands before this one.", name=other)
                raise UserError(f"{file} [[parcel]] {parcel['id']}, cut", what)
        before.add(parcel["id"])
        _check_cut(file, parcel)


def _check_cut(file: str, parcel: dict[str, Any]) -> None:
    where = f"{file} [[parcel]] {parcel['id']}"
    if "cut" in parcel and sum(key in parcel["cut"] for key in ("to", "area_m2", "area_mu", "balance")) != 1:
        names = "to, area_m2, area_mu, balance"
        raise UserError(
            f"{where}, cut", tr("It must say in exactly one way how far."), tr("Expected one of {names}.", names=names)
        )
    if "gfa_m2" in parcel and not (parcel.get("features") or "fill" in parcel):
        raise UserError(
            f"{where}, gfa_m2",
            tr("The parcel has no buildings that could hold floor."),
            remedy=tr("Add features or a fill."),
        )
    for feature in parcel.get("features", []):
        if ("name_en" in feature) != ("name_zh" in feature):
            raise UserError(
                f"{where}, features", tr("A building is named in one language only."), remedy=tr("Name it in both.")
            )


def _check_corners(file: str, content: dict[str, Any]) -> None:
    frames = {frame["id"] for frame in content["frame"]}
    for site in content["site"]:
        where, corners = f"{file} [[site]] {site['id']}", len(site["ring"])
        moved = [*site.get("adjust", {}).get("vertices", []), *(snap[0] for snap in site.get("snap", []))]
        if any(number >= corners for number in moved):
            raise UserError(
                where, tr("It moves a corner that it lacks."), tr("Its ring has corners 0 to {last}.", last=corners - 1)
            )
        if "adjust" in site and not any(site["adjust"]["dir"]):
            raise UserError(f"{where}, adjust", tr("Its direction is [0, 0]."), tr("Expected a direction [u, v]."))
        unknown = [snap[2] for snap in site.get("snap", []) if snap[2] not in frames]
        if unknown:
            raise UserError(
                f"{where}, snap",
                tr("'{name}' is not known here.", name=unknown[0]),
                tr("Known: {names}.", names=", ".join(sorted(frames))),
            )
