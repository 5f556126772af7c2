"""A comparison of two scenarios, as a table to read and as a document for programs."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from typing import Any

from gis.text import current_language, tr
from gis.units import quantity
from sim.columns import line, widths
from sim.comparing.compare import Comparison, KpiDifference, MilestoneDifference, Paired
from sim.ensemble.telling import plain


def document(comparison: Comparison, kpis: Collection[str] = (), park: str | None = None) -> dict[str, Any]:
    """`comparison` as plain data for JSON: what is not measured is null. `kpis` and `park` leave others out."""
    return {
        "first": comparison.first,
        "second": comparison.second,
        "seed": comparison.seed,
        "runs": comparison.runs,
        "confidence": 0.95,
        "months": list(comparison.months),
        "kpis": {one.id: _kpi(one) for one in chosen(comparison, kpis, park)},
        "milestones": {one.id: _milestone(one) for one in comparison.milestones if _is_of(one.park, park)},
    }


def text(comparison: Comparison, kpis: Collection[str] = (), park: str | None = None) -> str:
    """The differences: of the `kpis` that are named at every year end, or else of all at the last one."""
    rows = [_head(comparison)]
    for one in chosen(comparison, kpis, park):
        places = range(len(comparison.months)) if kpis else range(len(comparison.months))[-1:]
        rows += [_row(comparison, one, at) for at in places]
    lines = [_title(comparison), _how(), "", *_aligned(rows, 4)]
    moments = [_moment(one) for one in comparison.milestones if _is_of(one.park, park)]
    if moments:
        head = [
            "",
            tr("milestone"),
            tr("reached in the first"),
            tr("in the second"),
            tr("sooner"),
            tr("later"),
            tr("days"),
        ]
        lines += ["", *_aligned([head, *moments], 2)]
    return "\n".join(lines)


def chosen(comparison: Comparison, kpis: Collection[str], park: str | None) -> Iterable[KpiDifference]:
    """The KPIs that are named, or all; those of both parks together belong to each."""
    return [one for one in comparison.kpis if one.id in kpis or (not kpis and _is_of(one.park, park))]


def _title(comparison: Comparison) -> str:
    return tr(
        "{second} less {first}: {runs} pairs of replications with the same luck, seed {seed}",
        first=comparison.first_name.text(),
        second=comparison.second_name.text(),
        runs=comparison.runs,
        seed=comparison.seed,
    )


def _how() -> str:
    return tr("Mean difference with its 95 % confidence interval; 10th and 90th percentile of the pairs.")


def _head(comparison: Comparison) -> list[str]:
    first, second = comparison.first_name.text(), comparison.second_name.text()
    words = ["", tr("KPI"), tr("unit"), tr("month")]
    return [*words, first, second, tr("difference"), tr("confidence"), "p10", "p90", tr("pairs above 0")]


def _row(comparison: Comparison, one: KpiDifference, at: int) -> list[str]:
    language, apart = current_language(), one.difference
    share = one.unit == "share"
    unit = "%" if share else quantity(0.0, one.unit, language).unit
    means = [_shown(values[at], share) for values in (one.first_mean, one.second_mean)]
    sizes = [_shown(values[at], share) for values in (apart.p10, apart.p90)]
    bounds = tr("{low} to {high}", low=_shown(apart.low[at], share), high=_shown(apart.high[at], share))
    return [
        one.id, one.name.text(), unit, comparison.months[at], *means, _shown(apart.mean[at], share), bounds, *sizes,
        _percent(float(apart.above[at])),
    ]  # fmt: skip


def _moment(one: MilestoneDifference) -> list[str]:
    days = one.days
    shift = "–" if math.isnan(days.mean[0]) else f"{days.mean[0]:+.0f}"
    if not math.isnan(days.low[0]):
        shift += f" ({days.low[0]:+.0f} – {days.high[0]:+.0f})"
    return [
        one.id,
        one.name.text(),
        *map(_percent, (one.first_reached, one.second_reached, one.sooner, one.later)),
        shift,
    ]


def _shown(value: float, share: bool) -> str:
    if share and math.isfinite(value):
        return f"{100 * value:.1f} %"
    return str(quantity(float(value), "", current_language()))


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if math.isfinite(share) else "–"


def _aligned(rows: list[list[str]], words: int) -> list[str]:
    places = widths(rows)
    return [line(row, places, words) for row in rows]


def _is_of(own: str, park: str | None) -> bool:
    return park is None or own in (park, "both")


def _kpi(one: KpiDifference) -> dict[str, Any]:
    means = {"first_mean": plain(one.first_mean), "second_mean": plain(one.second_mean)}
    return {"unit": one.unit, "level": one.level, **means, **_paired(one.difference)}


def _milestone(one: MilestoneDifference) -> dict[str, Any]:
    shares = {name: getattr(one, name) for name in ("first_reached", "second_reached", "sooner", "later")}
    return {**shares, "days": {name: values[0] for name, values in _paired(one.days).items()}}


def _paired(one: Paired) -> dict[str, Any]:
    names = ("mean", "low", "high", "p10", "p90", "above")
    return {**{name: plain(getattr(one, name)) for name in names}, "pairs": one.pairs.tolist()}
