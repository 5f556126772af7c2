"""A layout's figures against the published ones, each with its like alone: core with core, park with park."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gis.intake.finding import Finding
from gis.text import tr
from gis.units import mu_from_m2
from sim.facts import Fact, facts, source_text

Figures = Mapping[str, Any]
"""What `gis.intake.telling.figures.figures` makes: plain types."""

ABOUT: Final = 0.05
"""A figure that is published as "about" may be off by this share."""
EXACT: Final = 0.005
_SITE, _CORE_FLOOR, _BEGUN = ".area", ".core.gfa_built", ".under_construction_area"
"""What follows a park's id in the ids of such facts."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure of a layout, in the unit of the fact that it is compared with; `name` in the language in use."""

    fact: Fact
    name: str
    value: float

    @property
    def difference(self) -> float:
        """Layout less publication."""
        return self.value - float(self.fact.value)

    @property
    def agrees(self) -> bool:
        """Whether the figures are the same as far as the published one is exact."""
        return abs(self.difference) <= rounding(float(self.fact.value), self.fact.op)


def rounding(published: float, op: str) -> float:
    """By how much a figure may differ from its published form: half of its last digit that is not 0, and a little.

    Round figures may be exact, so that it is never more than `EXACT` of them.
    """
    if op == "approx":
        return ABOUT * abs(published)
    digit = 1.0
    while published and published % (digit * 10) == 0:
        digit *= 10
    return min(digit / 2, max(0.5, EXACT * abs(published)))


def comparisons(figures: Figures) -> list[Comparison]:
    """Every figure of the layout that is published, in the order of this module's list; none of an unknown park."""
    if not figures:
        return []
    return [one for measure in _MEASURES for one in measure(figures) if math.isfinite(one.value)]


def compared_facts() -> frozenset[str]:
    """Ids of the facts that the figures of some park's layout are held against."""
    of_a_park = {fact.park + what for fact in facts().values() for what in (_SITE, _CORE_FLOOR, _BEGUN)}
    of_parcels = {one for total, phases in _PLOTS.items() for one in (total, *phases)}
    return frozenset((of_a_park & set(facts())) - {"both" + _SITE} | of_parcels)


def layout_findings(figures: Figures, where: str) -> list[Finding]:
    """The comparisons as findings: a warning where a figure differs by more than rounding, else a note."""
    return [_finding(one, where) for one in comparisons(figures)]


def _finding(one: Comparison, where: str) -> Finding:
    published = float(one.fact.value)
    values = {
        "name": one.name, "value": f"{one.value:,.1f}", "published": f"{published:,.0f}", "unit": _unit(one.fact),
        "difference": f"{one.difference:+,.1f}",
    }  # fmt: skip
    expected = tr("{source} [{fact}].", source=source_text(one.fact.id), fact=one.fact.id)
    if one.agrees:
        del values["difference"]
        agreed = tr("{name} {value} {unit}: agrees with the published {published}.", **values)
        return Finding("note", where, agreed, expected)
    what = tr("{name} {value} {unit}, published {published}: {difference}.", **values)
    return Finding("warning", where, what, expected, tr("Mend the layout, or keep the difference if it is meant."))


def _unit(fact: Fact) -> str:
    return tr("mu") if fact.unit == "mu" else "m²"


def _site(figures: Figures) -> Iterator[Comparison]:
    fact = facts().get(figures["park"] + _SITE)
    if fact and figures.get("site_area_m2"):
        yield Comparison(fact, tr("Site area"), mu_from_m2(figures["site_area_m2"]))


def _core_floor(figures: Figures) -> Iterator[Comparison]:
    """Of the site that is called the core alone: the wings have no published floor area."""
    fact = facts().get(figures["park"] + _CORE_FLOOR)
    core = [row for row in figures.get("buildings", ()) if row["site"].endswith("-core")]
    if fact and core:
        standing = sum(row["gfa_m2"] for row in core if row["status"] == "existing")
        yield Comparison(fact, tr("Floor area that stands in the core"), standing)


def _under_construction(figures: Figures) -> Iterator[Comparison]:
    fact = facts().get(figures["park"] + _BEGUN)
    parcels = figures.get("parcels", ())
    if fact and parcels:
        begun_m2 = sum(row["area_m2"] for row in parcels if row["status"] == "under_construction")
        yield Comparison(fact, tr("Land under construction"), mu_from_m2(begun_m2))


def _named_parcels(figures: Figures) -> Iterator[Comparison]:
    """Floor area with basements of the parcels that name the fact; a total takes the phases' parcels too."""
    for total, phases in _PLOTS.items():
        fact = facts()[total]
        rows = [row for row in figures.get("parcels", ()) if _names(row, (total, *phases))]
        whole = all(any(_names(row, (phase,)) for row in rows) for phase in phases)
        if rows and whole and fact.park == figures["park"]:
            floor_m2 = sum(row["gfa_m2"] + row["gfa_below_m2"] for row in rows)
            name = tr("Floor area with basements of {parcels}", parcels=", ".join(row["id"] for row in rows))
            yield Comparison(fact, name, floor_m2)


def _names(parcel: Mapping[str, Any], wanted: Sequence[str]) -> bool:
    stated = [phrase.split(" ")[0] for phrase in parcel["published"].split("; ")]
    return any(fact in stated for fact in wanted)


_PLOTS: Final[Mapping[str, tuple[str, ...]]] = {
    "press.iip.phase1": (),
    "press.iip.total": ("press.iip.phase1",),
}
"""Facts about the floor area of parcels, and the facts of the phases that a total includes."""

_MEASURES: Final[Sequence[Callable[[Figures], Iterator[Comparison]]]] = (
    _site, _core_floor, _under_construction, _named_parcels,
)  # fmt: skip
