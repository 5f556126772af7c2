"""`parktwin park places`: the places of a park, what is known of each, and how its position is known."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gis.park_files import SHIPPED
from gis.text import tr

if TYPE_CHECKING:
    from gis.places import KnownPlace

SUMMARY = "list the places of a park, what is known of each, and how its position is known"

_WIDTH = 100
Row = dict[str, Any]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare whose places, and how to list them."""
    parser.add_argument("--park", default="", metavar=tr("PARK"), help=tr("ai, vr, or the GeoPackage of a park"))
    parser.add_argument("--json", action="store_true", help=tr("print one JSON document instead of text"))


def run(options: argparse.Namespace) -> int:
    """List them; the exit code comes back."""
    if options.park in ("", *SHIPPED):
        from gis.places import known_places

        rows = [_row(place) for place in known_places(options.park)]
    else:
        rows = _rows_of(options.park)
    if options.json:
        shown = json.dumps({"places": rows}, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    else:
        shown = "\n".join(line for row in rows for line in _lines(row)) or tr("The file names no places.")
        shown += "\n"
    sys.stdout.write(shown)
    return 0


def _row(place: KnownPlace) -> Row:
    from sim.facts import facts, sources

    told = [facts()[name] for name in place.facts]
    documents = {source.id: source for fact in told for source in fact.sources}
    documents |= {name: sources()[name] for name in place.sources}
    return {
        "id": place.id, "name_en": place.name.en, "name_zh": place.name.zh, "kind": place.kind, "park": place.park,
        "position": place.position, "lon": place.lon_deg, "lat": place.lat_deg, "error_m": place.error_m,
        "parcels": list(place.parcels), "basis": place.basis.text(), "fact": place.fact.text(),
        "facts": list(place.facts),
        "sources": [
            {"id": one.id, "title": one.name.text(), "date": one.date, "address": one.address}
            for one in documents.values()
        ],
    }  # fmt: skip


def _rows_of(file: str) -> list[Row]:
    """The places in a park's file, but for the gates of its parcels.

    Raises:
        UserError: the file is missing, unreadable, or no park.
    """
    import shapely

    from gis.check import read_checked
    from gis.park_files import park_file

    table = read_checked(park_file(file))["places"]
    table = table[table["kind"] != "parcel_gate"]
    degrees = table.geometry.to_crs(4326)
    values = table.drop(columns="geometry").astype(object)
    rows = []
    for row, point in zip(values.where(values.notna(), None).to_dict("records"), degrees, strict=True):
        there = point is not None and not shapely.is_empty(point)
        rows.append(
            {
                "id": "", "name_en": row.get("name_en") or "", "name_zh": row.get("name_zh") or "",
                "kind": row["kind"], "park": row["park"],
                "position": row.get("position") or ("assumed" if there else "unknown"),
                "lon": round(point.x, 5) if there else None, "lat": round(point.y, 5) if there else None,
                "error_m": None, "parcels": [], "basis": "", "fact": row.get("fact") or "", "facts": [], "sources": [],
            }
        )  # fmt: skip
    return rows


def _lines(row: Row) -> Iterator[str]:
    """A place as it is read in a terminal, a blank line after it."""
    yield "  ".join(name for name in (row["name_en"], row["name_zh"]) if name)
    yield from _wrapped(f"{_park(row['park'])} · {_kind(row['kind'])} · {_where(row)}")
    if row["basis"]:
        yield from _wrapped(tr("because: {basis}", basis=row["basis"]))
    if row["fact"]:
        yield from _wrapped(row["fact"])
    for source in row["sources"]:
        stamp = f" ({source['date']})" if source["date"] else ""
        yield from _wrapped(tr("source: {title}{date} [{id}]", title=source["title"], date=stamp, id=source["id"]))
    yield ""


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False)


def _park(park: str) -> str:
    return {"ai": tr("AI park"), "vr": tr("VR park")}.get(park, park)


def _kind(kind: str) -> str:
    kinds = {
        "campus": tr("campus"), "project": tr("project"), "compute": tr("computing centre"),
        "institute": tr("institute"), "wing": tr("wing of the park"), "plant": tr("plant"),
        "theme_park": tr("theme park"), "gate": tr("gate"), "parcel": tr("parcel"), "green": tr("green"),
        "water": tr("water"), "square": tr("square"),
    }  # fmt: skip
    return kinds.get(kind, kind)


def _where(row: Row) -> str:
    known = {
        "published": tr("position published"),
        "inferred": tr("position inferred"),
        "assumed": tr("position assumed"),
        "unknown": tr("position unknown"),
    }[row["position"]]
    if row["lon"] is None:
        parcels = ", ".join(row["parcels"])
        return tr("{known}, drawn on {parcels}", known=known, parcels=parcels) if parcels else known
    at = tr("{known}, {lon} E {lat} N", known=known, lon=f"{row['lon']:.4f}", lat=f"{row['lat']:.4f}")
    return at if row["error_m"] is None else tr("{at}, within {error} m", at=at, error=f"{row['error_m']:,}")
