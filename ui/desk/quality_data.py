"""What the quality panel says of a park's file: figures and findings of the check that the child process made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from gis.intake.finding import LEVELS
from gis.text import tr
from gis.units import mu_from_m2
from sim.ledger.layout_facts import layout_findings
from ui.desk.rows import Row

Document = Mapping[str, Any]
ORIGINS: Final = ("published", "imported", "synthetic")


@dataclass(frozen=True, slots=True)
class Origins:
    """Features by where they come from, in the order of `ORIGINS`, and those with estimated values."""

    counts: tuple[int, ...]
    estimated: int

    @property
    def total(self) -> int:
        """All features."""
        return sum(self.counts)


def origins(document: Document) -> Origins:
    """Where the park's features come from."""
    told = [layer["provenance"] for layer in document["layers"] if "provenance" in layer]
    counts = tuple(sum(counted.get(sort, 0) for counted in told) for sort in ORIGINS)
    return Origins(counts, sum(layer.get("estimated", 0) for layer in document["layers"]))


def origin_word(sort: str) -> str:
    """An origin in the language in use."""
    return {"published": tr("published"), "imported": tr("imported"), "synthetic": tr("drafted")}[sort]


def figures(document: Document) -> list[Row]:
    """Counts, areas, ratios, heights and mending, a row each."""
    report, totals = document["report"], document["report"]["totals"]
    layers = report["layers"]
    rows = [*_area(tr("Site"), totals["site_area_m2"]), *_area(tr("Parcels"), totals["parcels_area_m2"])]
    rows += _area(tr("Built ground"), totals["footprint_m2"])
    if totals["floor_area_m2"]:
        rows.append(Row(tr("Floor area"), f"{totals['floor_area_m2']:,.0f}", "m²"))
    if totals["floor_area_ratio"] is not None:
        rows.append(Row(tr("Floor-area ratio"), f"{totals['floor_area_ratio']:.2f}"))
    if totals["coverage"] is not None:
        rows.append(Row(tr("Coverage"), f"{100 * totals['coverage']:.1f}", "%"))
    buildings = [layer for layer in layers if layer["kind"] == "buildings"]
    if buildings:
        rows.append(Row(tr("Buildings"), f"{sum(layer['features'] for layer in buildings):,}"))
        rows += _heights(buildings)
    rows.append(Row(tr("Layers"), f"{len(layers):,}"))
    rows.append(Row(tr("Features"), f"{sum(layer['features'] for layer in layers):,}"))
    systems = dict.fromkeys(layer["crs"] or tr("unknown") for layer in layers)
    rows.append(Row(tr("Coordinates"), tr(", ").join(systems)))
    mended, lost = (sum(layer[part] for layer in layers) for part in ("repaired", "dropped"))
    rows.append(Row(tr("Shapes mended"), f"{mended:,}"))
    rows.append(Row(tr("Shapes left out"), f"{lost:,}"))
    return rows


def _area(name: str, area_m2: float | None) -> list[Row]:
    if not area_m2:
        return []
    return [Row(name, f"{area_m2:,.0f}", "m²", detail=f"{mu_from_m2(area_m2):,.1f} {tr('mu')}")]


def _heights(buildings: list[Mapping[str, Any]]) -> list[Row]:
    told = [layer["heights"] for layer in buildings if "median_m" in layer["heights"]]
    if not told:
        return []
    lowest, highest = min(one["min_m"] for one in told), max(one["max_m"] for one in told)
    middle = max(told, key=lambda one: float(one["count"]))["median_m"]
    detail = tr("median {median} m", median=f"{middle:.0f}")
    return [Row(tr("Heights"), f"{lowest:.0f} – {highest:.0f}", "m", detail=detail)]


def findings(document: Document, where: str) -> list[dict[str, Any]]:
    """What was found, with the published figures compared, the weightiest first.

    Left out is what tells an importer only how to answer: the park's layers are the program's own.
    """
    own = any("provenance" in layer for layer in document["layers"])
    found = [one for one in document["findings"] if not (own and one["level"] == "note" and "--kind" in one["remedy"])]
    compared = [
        {"level": one.level, "where": one.where, "what": one.what, "expected": one.expected, "remedy": one.remedy,
         "layer": "", "spots": [], "compared": True}
        for one in layout_findings(document["figures"], where)
    ]  # fmt: skip
    return sorted([*compared, *found], key=lambda one: LEVELS.index(one["level"]))
