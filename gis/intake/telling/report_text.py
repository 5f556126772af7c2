"""The quality report to read in a terminal: made of its document alone, by who has only that."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from gis.errors import UserError
from gis.intake.finding import LEVELS
from gis.intake.telling.lines import padded, seen_width, wrapped
from gis.text import tr
from gis.units import mu_from_m2

Document = Mapping[str, Any]
WIDTH: Final = 88
NARROWEST: Final = 50
MOST_BLOCKS: Final = 8
"""More layers than this stand in a table, a line each."""
_MOST_OTHERS: Final = 12
_FIGURES: Final = range(2, 7)
"""Columns of the table that hold figures."""


def refusal(file: str, error: UserError) -> dict[str, Any]:
    """The document of a file that could not even be read."""
    finding = {
        "level": "error", "where": error.where, "what": error.what, "expected": error.expected, "remedy": error.remedy,
    }  # fmt: skip
    return {"file": file, "usable": False, "layers": [], "totals": {}, "findings": [finding]}


def text(report: Document, width: int = WIDTH, check: str = "", following: str = "") -> str:
    """The report in lines of at most `width` places; `check` is the command that was given, `following` the next."""
    width = max(NARROWEST, width)
    blocks = [
        [report["file"], _verdict(report)],
        *_layers(report["layers"], width),
        list(_totals(report.get("totals", {}), width)),
        *(list(_findings(report, level, width)) for level in LEVELS),
        list(_next(report, width, check, following)),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _verdict(report: Document) -> str:
    levels = {finding["level"] for finding in report["findings"]}
    if report["usable"]:
        return tr("It can be imported as it is.")
    if "error" in levels:
        return tr("It cannot be imported.")
    if "ask" in levels:
        return tr("It cannot be imported yet: it leaves questions open.")
    return tr("There is nothing in it that could be imported.")


def _layers(layers: Sequence[Document], width: int) -> Iterator[list[str]]:
    if len(layers) > MOST_BLOCKS:
        yield [tr("{count} layers", count=len(layers)), *_table(layers)]
        return
    for layer in layers:
        rows = [(name, value) for name, value in _rows(layer) if value]
        across = max(seen_width(name) for name, _ in rows)
        yield [
            tr("Layer {name}", name=layer["name"] or "–"),
            *(line for name, value in rows for line in _row(name, value, across, width)),
        ]


def _row(name: str, value: str, across: int, width: int) -> Iterator[str]:
    yield from wrapped(value, width, f"  {padded(name, across)}  ", " " * (across + 4))


def _rows(layer: Document) -> Iterator[tuple[str, str]]:
    yield tr("Taken for"), layer["kind"]
    yield tr("Coordinates"), layer["crs"] or tr("unknown")
    if "pixels" in layer:
        yield from _raster_rows(layer)
        return
    yield tr("Features"), _features(layer)
    yield tr("Area"), _area(layer["area_m2"])
    yield tr("Heights"), _heights(layer["heights"])
    yield tr("Fields read"), ", ".join(_read(column, field) for column, field in layer["fields"].items())
    yield tr("Other fields"), _others(layer["other_fields"])
    yield tr("Repaired"), _changed(layer)


def _raster_rows(layer: Document) -> Iterator[tuple[str, str]]:
    west, south, east, north = layer["bounds"]
    digits = 6 if max(map(abs, layer["bounds"])) <= 360 else 1
    yield tr("Pixels"), "{:,} × {:,}".format(*layer["pixels"]) + _pixel(layer["pixel_m"])
    yield tr("Extent"), f"{west:.{digits}f} – {east:.{digits}f}, {south:.{digits}f} – {north:.{digits}f}"
    yield tr("Area"), _area(layer["area_m2"])
    yield tr("Elevations"), "{:,.1f} – {:,.1f} m".format(*layer["elevation_m"]) if layer["elevation_m"] else ""
    yield tr("Voids"), f"{100 * layer['voids']:.2f} %" if layer["voids"] else ""


def _pixel(pixel_m: Sequence[float] | None) -> str:
    if pixel_m is None:
        return ""
    width, height = (f"{side:.3g}" if side < 100 else f"{side:,.0f}" for side in pixel_m)
    return tr(" of {width} × {height} m", width=width, height=height)


def _features(layer: Document) -> str:
    sorts = {
        "polygons": tr("{count} polygons", count=f"{layer['geometry'].get('polygons', 0):,}"),
        "lines": tr("{count} lines", count=f"{layer['geometry'].get('lines', 0):,}"),
        "points": tr("{count} points", count=f"{layer['geometry'].get('points', 0):,}"),
    }
    shapes = tr(", ").join(words for sort, words in sorts.items() if layer["geometry"].get(sort))
    return f"{layer['features']:,}" + (tr(" ({shapes})", shapes=shapes) if shapes else "")


def _area(area_m2: float | None) -> str:
    if not area_m2:
        return ""
    return tr("{m2} m² = {mu} mu", m2=f"{area_m2:,.1f}", mu=f"{mu_from_m2(area_m2):,.2f}")


def _heights(heights: Document) -> str:
    if not heights["count"]:
        return ""
    if "min_m" not in heights:
        return tr("{count} stated", count=f"{heights['count']:,}")
    return tr(
        "{count} stated: {least} to {most} m, median {median} m",
        count=f"{heights['count']:,}",
        least=f"{heights['min_m']:,.1f}",
        most=f"{heights['max_m']:,.1f}",
        median=f"{heights['median_m']:,.1f}",
    )


def _read(column: str, field: str) -> str:
    return column if column == field else f"{column} ← {field}"


def _others(fields: Sequence[str]) -> str:
    shown = ", ".join(fields[:_MOST_OTHERS])
    return shown + (tr(" and {count} more", count=len(fields) - _MOST_OTHERS) if len(fields) > _MOST_OTHERS else "")


def _changed(layer: Document) -> str:
    parts = []
    if layer["repaired"]:
        parts.append(tr("{count} shapes mended", count=f"{layer['repaired']:,}"))
    if layer["dropped"]:
        parts.append(tr("{count} left out", count=f"{layer['dropped']:,}"))
    return tr(", ").join(parts)


def _table(layers: Sequence[Document]) -> Iterator[str]:
    head = (
        tr("Layer"), tr("Taken for"), tr("Features"), tr("Area"), tr("Heights"), tr("Mended"), tr("Left out"),
        tr("Coordinates"),
    )  # fmt: skip
    rows = [head, *map(_cells, layers)]
    across = [max(seen_width(row[column]) for row in rows) for column in range(len(head))]
    for row in rows:
        cells = (padded(cell, across[i], right=i in _FIGURES) for i, cell in enumerate(row))
        yield "  " + "  ".join(cells).rstrip()


def _cells(layer: Document) -> tuple[str, ...]:
    area = f"{layer['area_m2']:,.1f} m²" if layer["area_m2"] else ""
    counts = (layer["heights"]["count"], layer["repaired"], layer["dropped"])
    told = [f"{count:,}" if count else "" for count in counts]
    return layer["name"], layer["kind"], f"{layer['features']:,}", area, *told, layer["crs"] or tr("unknown")


def _totals(totals: Document, width: int) -> Iterator[str]:
    if not totals.get("footprint_m2") and not totals.get("land_m2"):
        return
    rows = [(name, value) for name, value in _total_rows(totals) if value]
    across = max(seen_width(name) for name, _ in rows)
    yield tr("The layout as a whole")
    for name, value in rows:
        yield from _row(name, value, across, width)


def _total_rows(totals: Document) -> Iterator[tuple[str, str]]:
    of_sites = totals["land"] == "site"
    yield (tr("Site") if of_sites else tr("Parcels")), _area(totals["land_m2"])
    yield tr("Built ground"), _area(totals["footprint_m2"])
    yield tr("Floor area"), _floor_area(totals)
    if totals["coverage"] is not None:
        yield tr("Coverage"), f"{100 * totals['coverage']:.1f} %"
    if totals["floor_area_ratio"] is not None:
        mark = "≈ " if totals["floors_estimated"] or totals["floors_unknown"] else ""
        yield tr("Floor-area ratio"), f"{mark}{totals['floor_area_ratio']:.2f}"


def _floor_area(totals: Document) -> str:
    if not totals["floor_area_m2"]:
        return ""
    parts = [f"{totals['floor_area_m2']:,.1f} m²"]
    if totals["floors_estimated"]:
        parts.append(tr("floors of {count} buildings estimated", count=f"{totals['floors_estimated']:,}"))
    if totals["floors_unknown"]:
        parts.append(tr("{count} buildings of unknown floors not counted", count=f"{totals['floors_unknown']:,}"))
    return tr("; ").join(parts)


def _findings(report: Document, level: str, width: int) -> Iterator[str]:
    found = [finding for finding in report["findings"] if finding["level"] == level]
    if not found:
        return
    heads = {
        "error": tr("Errors ({count})", count=len(found)),
        "ask": tr("Questions ({count})", count=len(found)),
        "warning": tr("Warnings ({count})", count=len(found)),
        "note": tr("Notes ({count})", count=len(found)),
    }
    yield heads[level]
    for finding in found:
        # A path that is known from the first line is not said again.
        where = str(finding["where"]).removeprefix(report["file"]).strip(" :/")
        said = [part for part in (where, finding["what"], finding["expected"], finding["remedy"]) if part]
        for part, first in zip(said, ["  - ", *["    "] * 3], strict=False):
            yield from wrapped(part, width, first, "    ")


def _next(report: Document, width: int, check: str, following: str) -> Iterator[str]:
    asked = any(finding["level"] == "ask" for finding in report["findings"])
    if report["usable"] and following:
        yield tr("Next:")
        yield f"  {following}{_lacking(report['layers'])}"
    elif asked and check and not any(finding["level"] == "error" for finding in report["findings"]):
        yield from wrapped(tr("Next: answer with the flags named above and check again:"), width)
        yield f"  {check} ..."


def _lacking(layers: Sequence[Document]) -> str:
    """The flag without which an import would make no park of these layers; an example where it is for the user."""
    kinds = {layer["kind"] for layer in layers}
    if kinds & {"terrain", "imagery"} and kinds <= {"terrain", "imagery", "other"}:
        return " --base ai"
    return f" --kind {shlex.quote(layers[0]['name'] + '=buildings')}" if kinds == {"other"} else ""
